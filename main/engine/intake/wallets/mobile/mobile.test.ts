// Databases of mobile wallets, made here with the tables that the programs' own source makes: what is read of each, with a log beside it, damaged, and
// that nothing encrypted or secret stands in a reading.
import Database from 'better-sqlite3';
import { Transaction } from 'bitcoinjs-lib';
import { encodeBase58 } from 'ethers/utils';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { WalletReading } from '../../../../../shared/contract/deviceReadings.ts';
import { isWalletCandidate, readWallet } from '../index.ts';
import { addressOfScript, coinFormNamed } from '../publicKeys.ts';
import { seizedOf, utf8 } from '../tests/seizedOf.ts';

const folder = mkdtempSync(join(tmpdir(), 'mobile-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let number = 0;

/** `inLog`: what is written behind the last checkpoint, so that it stands in the log alone. */
function made(schema: string, write: (database: Database.Database) => void, inLog?: (database: Database.Database) => void) {
  const path = join(folder, `${number++}.db`);
  const database = new Database(path);
  if (inLog !== undefined) database.pragma('journal_mode = WAL');
  database.pragma('wal_autocheckpoint = 0');
  database.exec(schema);
  write(database);
  if (inLog !== undefined) database.pragma('wal_checkpoint(TRUNCATE)');
  inLog?.(database);
  const found = {
    bytes: new Uint8Array(readFileSync(path)),
    log: inLog === undefined ? new Uint8Array(0) : new Uint8Array(readFileSync(`${path}-wal`)),
  };
  database.close();
  return found;
}

async function read(path: string, bytes: Uint8Array, log?: Uint8Array): Promise<WalletReading> {
  const name = path.split('/').at(-1) as string;
  const file = seizedOf(path, bytes, log === undefined ? {} : { [`${name}-wal`]: log });
  expect(isWalletCandidate(file)).toBe(true);
  const found = await readWallet(file);
  if (found === null) throw new Error('it is not read');
  expect(found.secrets).toEqual([]);
  return found.wallet;
}

const SCRIPT = Uint8Array.from([0, 20, ...new Uint8Array(20).fill(7)]);
const PAID = addressOfScript(SCRIPT, coinFormNamed('bitcoin') as NonNullable<ReturnType<typeof coinFormNamed>>) as string;
const OTHER = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';

/** Ids by another library than the reader's. */
function payment(value: number): { readonly raw: Buffer; readonly id: string; readonly hash: Buffer } {
  const one = new Transaction();
  one.addInput(Buffer.alloc(32, value), 0);
  one.addOutput(Buffer.from(SCRIPT), BigInt(value) as never);
  one.setWitness(0, [Buffer.alloc(64, 9)]);
  return { raw: Buffer.from(one.toBuffer()), id: one.getId(), hash: Buffer.from(one.getId(), 'hex').reverse() };
}
const [first, second] = [payment(5), payment(6)];

describe('mobile wallets', () => {
  it('Mycelium: accounts, transactions and what they hold unspent, also from its log', async () => {
    const of = 'ab'.repeat(16);
    const schema = `CREATE TABLE single (id TEXT PRIMARY KEY, addresses BLOB, archived INTEGER, blockheight INTEGER);
      CREATE TABLE bip44 (id TEXT PRIMARY KEY, accountIndex INTEGER, archived INTEGER, blockheight INTEGER, indexContexts BLOB, lastDiscovery INTEGER, accountType INTEGER, accountSubId INTEGER);
      CREATE TABLE kv (k BLOB NOT NULL, v BLOB, checksum BLOB, subId INTEGER NOT NULL, PRIMARY KEY (k, subId) );
      CREATE TABLE IF NOT EXISTS tx_${of} (id BLOB PRIMARY KEY, hash BLOB, height INTEGER, time INTEGER, binary BLOB);
      CREATE TABLE IF NOT EXISTS utxo_${of} (outpoint BLOB PRIMARY KEY, height INTEGER, value INTEGER, isCoinbase INTEGER, script BLOB);`;
    const add = (database: Database.Database, { raw, id }: typeof first, height: number): void =>
      void database.prepare(`INSERT INTO tx_${of} VALUES (?, ?, ?, 1600000000, ?)`).run(Buffer.from(id, 'hex'), null, height, raw);
    const { bytes, log } = made(
      schema,
      (database) => {
        database.prepare('INSERT INTO bip44 VALUES (?, 0, 0, 700000, NULL, 0, 0, 0)').run('id');
        database.prepare('INSERT INTO kv VALUES (?, ?, NULL, 0)').run(Buffer.alloc(32, 1), Buffer.alloc(48, 2));
        database.prepare(`INSERT INTO utxo_${of} VALUES (?, 700000, 5, 0, ?)`).run(Buffer.alloc(36), Buffer.from(SCRIPT));
        add(database, first, 699_999);
      },
      (database) => add(database, second, -1),
    );
    const path = 'data/data/com.mycelium.wallet/databases/walletbacking.db';
    const wallet = await read(path, bytes, log);
    expect(wallet).toMatchObject({ form: 'myceliumMobile', notRead: ['secrets'] });
    expect(wallet.protection?.cipher).toBe('AES-128-CBC');
    expect(wallet.addresses).toEqual([
      { address: PAID, chains: ['bip122:000000000019d6689c085ae165831e93'], label: '', role: 'own', path: '', used: true },
    ]);
    expect(wallet.transactions).toEqual([
      { id: first.id, time: '2020-09-13T12:26:40Z', label: '', height: 699_999 },
      { id: second.id, time: '2020-09-13T12:26:40Z', label: '' },
    ]);
    expect(wallet.facts).toEqual([
      { code: 'account', value: '0' },
      { code: 'lastBlockHeight', value: '700000' },
    ]);
    // Without its log the last one is missing; a damaged log is told.
    expect((await read(path, bytes)).transactions).toHaveLength(1);
    const damaged = log.slice();
    damaged[60] = (damaged[60] as number) ^ 1;
    expect((await read(path, bytes, damaged)).notRead).toContain('writeAheadLog');
    // Elsewhere nothing says the network: no address is made up.
    expect(await read('found/walletbacking.db', bytes)).toMatchObject({ addresses: [], notRead: ['secrets', 'unknownCoin'] });
  });

  it('BRD: transactions by their bytes, with time and height', async () => {
    const schema = `create table if not exists transactionTable_v2 (_id text, transactionBuff blob, transactionBlockHeight integer, transactionTimeStamp integer, transactionISO text DEFAULT 'BTC' );`;
    const { bytes } = made(schema, (database) => {
      const add = database.prepare('INSERT INTO transactionTable_v2 VALUES (?, ?, ?, ?, ?)');
      add.run('of the other order', first.raw, 500_000, 1_600_000_000, 'BTC');
      add.run('AB'.repeat(32), Buffer.alloc(9), 2 ** 31 - 1, 1_600_000_001, 'BTC');
      add.run('nothing', null, 1, 1, 'BTC');
    });
    const wallet = await read('x/breadwallet.db', bytes);
    expect(wallet).toMatchObject({ form: 'brdMobile', protection: null, facts: [{ code: 'coin', value: 'BTC' }], notRead: [] });
    expect(wallet.transactions).toEqual([
      { id: first.id, time: '2020-09-13T12:26:40Z', label: '', height: 500_000 },
      { id: 'ab'.repeat(32), time: '2020-09-13T12:26:41Z', label: '' },
    ]);
  });

  it('Bither: both of its databases', async () => {
    const txs = made(
      `create table if not exists addresses_txs (address text not null, tx_hash text not null, primary key (address, tx_hash));
       create table if not exists txs (tx_hash text primary key, tx_ver integer, tx_locktime integer, tx_time integer, block_no integer, source integer);
       create table if not exists hd_account_addresses (hd_account_id integer not null, path_type integer not null, address_index integer not null, is_issued integer not null, address text not null, pub text not null, is_synced integer not null, primary key (address));`,
      (database) => {
        database.prepare('INSERT INTO txs VALUES (?, 1, 0, 1600000000, 500000, 0)').run(encodeBase58(first.hash));
        database.prepare('INSERT INTO addresses_txs VALUES (?, ?)').run(PAID, 'x');
        database.prepare('INSERT INTO addresses_txs VALUES (?, ?)').run('1CounterpartyXXXXXXXXXXXXXXXUWLpVr', 'x');
        database.prepare('INSERT INTO hd_account_addresses VALUES (1, 0, 4, 1, ?, ?, 1)').run(PAID, 'pub');
        database.prepare('INSERT INTO hd_account_addresses VALUES (1, 1, 9, 0, ?, ?, 1)').run(OTHER, 'pub');
      },
    );
    const wallet = await read('x/bitherj.db', txs.bytes);
    expect(wallet).toMatchObject({ form: 'bitherMobile', protection: null, notRead: [] });
    expect(wallet.addresses.map(({ address, role, path, used }) => [address, role, path, used])).toEqual([
      [PAID, 'receive', '0/4', true],
      [OTHER, 'change', '1/9', null],
    ]);
    expect(wallet.transactions).toEqual([{ id: first.id, time: '2020-09-13T12:26:40Z', label: '', height: 500_000 }]);
    const keys = made(
      `create table if not exists password_seed (password_seed text not null primary key);
       create table if not exists addresses (address text not null primary key, encrypt_private_key text, pub_key text not null, is_xrandom integer not null, is_trash integer not null, is_synced integer not null, sort_time integer not null);
       create table if not exists aliases (address text not null primary key, alias text not null);
       create table if not exists hd_account ( hd_account_id integer not null primary key autoincrement, encrypt_seed text not null, encrypt_mnemonic_seed text, hd_address text not null, external_pub text not null, internal_pub text not null, is_xrandom integer not null);`,
      (database) => {
        database.prepare('INSERT INTO password_seed VALUES (?)').run(`${OTHER}/SEALED/SEALED/SEALED`);
        database.prepare('INSERT INTO addresses VALUES (?, ?, ?, 0, 0, 1, 1)').run(OTHER, 'SEALED/SEALED/SEALED', 'pub');
        database.prepare('INSERT INTO aliases VALUES (?, ?)').run(OTHER, 'savings');
        database.prepare('INSERT INTO hd_account VALUES (1, ?, ?, ?, ?, ?, 0)').run('SEALED', 'SEALED', PAID, 'e', 'i');
      },
    );
    const sealed = await read('x/address.db', keys.bytes);
    expect(sealed).toMatchObject({ protection: { cipher: 'AES-256-CBC', kdf: 'scrypt' }, notRead: ['secrets'] });
    expect(sealed.addresses.map(({ address, role }) => [address, role])).toEqual([
      [OTHER, 'own'],
      [PAID, 'own'],
    ]);
    expect(sealed.facts).toEqual([{ code: 'addressLabel', value: `${OTHER} savings` }]);
    expect(JSON.stringify(sealed)).not.toContain('SEALED');
  });

  it('Bitcoin Dev Kit, both generations: descriptors, scripts as addresses where the network is stated', async () => {
    const descriptor = 'wpkh([00000000/84h/0h/0h]02aa/0/*)';
    const { bytes } = made(
      `CREATE TABLE bdk_wallet ( id INTEGER PRIMARY KEY NOT NULL CHECK (id = 0), descriptor TEXT, change_descriptor TEXT, network TEXT ) STRICT;
       CREATE TABLE bdk_txs ( txid TEXT PRIMARY KEY NOT NULL, raw_tx BLOB, last_seen INTEGER ) STRICT;
       CREATE TABLE bdk_anchors ( txid TEXT NOT NULL REFERENCES bdk_txs (txid), block_height INTEGER NOT NULL, block_hash TEXT NOT NULL, confirmation_time INTEGER DEFAULT -1 NOT NULL, PRIMARY KEY (txid, block_height, block_hash) ) STRICT;
       CREATE TABLE bdk_descriptor_derived_spks ( descriptor_id TEXT NOT NULL, spk_index INTEGER NOT NULL, spk BLOB NOT NULL, PRIMARY KEY (descriptor_id, spk_index) ) STRICT;`,
      (database) => {
        database.prepare('INSERT INTO bdk_wallet VALUES (0, ?, NULL, ?)').run(descriptor, 'bitcoin');
        database.prepare('INSERT INTO bdk_txs VALUES (?, NULL, 1)').run(first.id);
        database.prepare('INSERT INTO bdk_txs VALUES (?, NULL, 1)').run(second.id);
        database.prepare('INSERT INTO bdk_anchors VALUES (?, 800000, ?, 1690000000)').run(first.id, 'aa');
        database.prepare('INSERT INTO bdk_descriptor_derived_spks VALUES (?, 3, ?)').run('id', Buffer.from(SCRIPT));
      },
    );
    const wallet = await read('files/wallet.sqlite', bytes);
    expect(wallet).toMatchObject({ form: 'bdk', facts: [{ code: 'network', value: 'bitcoin' }], notRead: [] });
    expect(wallet.keys).toEqual([{ kind: 'descriptor', value: descriptor, path: '' }]);
    expect(wallet.addresses.map(({ address, path, used }) => [address, path, used])).toEqual([[PAID, '3', null]]);
    expect(wallet.transactions).toEqual([
      { id: first.id, time: '2023-07-22T04:26:40Z', label: '', height: 800_000 },
      { id: second.id, time: '', label: '' },
    ]);
    const old = made(
      `CREATE TABLE script_pubkeys (keychain TEXT, child INTEGER, script BLOB);
       CREATE TABLE last_derivation_indices (keychain TEXT, value INTEGER);
       CREATE TABLE transaction_details (txid BLOB, timestamp INTEGER, received INTEGER, sent INTEGER, fee INTEGER, height INTEGER);`,
      (database) => {
        database.prepare('INSERT INTO script_pubkeys VALUES (?, 0, ?)').run('"External"', Buffer.from(SCRIPT));
        database.prepare('INSERT INTO transaction_details VALUES (?, 1600000000, 5, 0, 1, 650000)').run(first.hash);
      },
    );
    expect(await read('files/old.db', old.bytes)).toMatchObject({
      ...{ addresses: [], notRead: ['unknownCoin'] },
      transactions: [{ id: first.id, time: '2020-09-13T12:26:40Z', label: '', height: 650_000 }],
    });
  });

  it('BitcoinKit: keys, outputs paid to them, heights of blocks', async () => {
    const { bytes } = made(
      `CREATE TABLE IF NOT EXISTS \`Block\` (\`version\` INTEGER NOT NULL, \`headerHash\` BLOB NOT NULL, \`height\` INTEGER NOT NULL, PRIMARY KEY(\`headerHash\`));
       CREATE TABLE IF NOT EXISTS \`Transaction\` (\`uid\` TEXT NOT NULL, \`hash\` BLOB NOT NULL, \`blockHash\` BLOB, \`timestamp\` INTEGER NOT NULL, PRIMARY KEY(\`hash\`));
       CREATE TABLE IF NOT EXISTS \`TransactionOutput\` (\`value\` INTEGER NOT NULL, \`lockingScript\` BLOB NOT NULL, \`index\` INTEGER NOT NULL, \`transactionHash\` BLOB NOT NULL, \`publicKeyPath\` TEXT, \`changeOutput\` INTEGER NOT NULL, \`address\` TEXT, PRIMARY KEY(\`transactionHash\`, \`index\`));
       CREATE TABLE IF NOT EXISTS \`PublicKey\` (\`path\` TEXT NOT NULL, \`publicKey\` BLOB NOT NULL, \`scriptHashP2WPKH\` BLOB NOT NULL, PRIMARY KEY(\`path\`));`,
      (database) => {
        database.prepare('INSERT INTO Block VALUES (1, ?, 640000)').run(Buffer.alloc(32, 3));
        database.prepare('INSERT INTO "Transaction" VALUES (?, ?, ?, 1600000000)').run('u', first.hash, Buffer.alloc(32, 3));
        const add = database.prepare('INSERT INTO TransactionOutput VALUES (5, ?, ?, ?, ?, ?, ?)');
        add.run(Buffer.from(SCRIPT), 0, first.hash, '0/0/7', 1, PAID);
        add.run(Buffer.from(SCRIPT), 1, first.hash, null, 0, OTHER);
        database.prepare('INSERT INTO PublicKey VALUES (?, ?, ?)').run('0/0/7', Buffer.alloc(33, 2), Buffer.alloc(20));
      },
    );
    const wallet = await read('databases/kit', bytes);
    expect(wallet).toMatchObject({ form: 'bitcoinKit', protection: null, notRead: [] });
    expect(wallet.addresses.map(({ address, role, path, used }) => [address, role, path, used])).toEqual([[PAID, 'change', '0/0/7', true]]);
    expect(wallet.keys).toEqual([{ kind: 'publicKey', value: '02'.repeat(33), path: '0/0/7' }]);
    expect(wallet.transactions).toEqual([{ id: first.id, time: '2020-09-13T12:26:40Z', label: '', height: 640_000 }]);
  });

  it('Phoenix: transactions of payments and channels; Lightning itself is told', async () => {
    const { bytes } = made(
      `CREATE TABLE on_chain_txs ( payment_id BLOB NOT NULL PRIMARY KEY, tx_id BLOB NOT NULL, confirmed_at INTEGER DEFAULT NULL, locked_at INTEGER DEFAULT NULL );
       CREATE TABLE payments_incoming ( id BLOB NOT NULL PRIMARY KEY, payment_hash BLOB UNIQUE, tx_id BLOB, created_at INTEGER NOT NULL, received_at INTEGER DEFAULT NULL, data BLOB NOT NULL );
       CREATE TABLE IF NOT EXISTS splice_outgoing_payments ( id TEXT NOT NULL PRIMARY KEY, amount_sat INTEGER NOT NULL, address TEXT NOT NULL, mining_fees_sat INTEGER NOT NULL, tx_id BLOB NOT NULL, created_at INTEGER NOT NULL, confirmed_at INTEGER DEFAULT NULL );`,
      (database) => {
        const id = Buffer.from(first.id, 'hex');
        database.prepare('INSERT INTO on_chain_txs VALUES (?, ?, 1700000000123, NULL)').run(Buffer.alloc(16), id);
        database
          .prepare('INSERT INTO payments_incoming VALUES (?, NULL, ?, 1600000000999, NULL, ?)')
          .run(Buffer.alloc(16), Buffer.from(second.id, 'hex'), id);
        database.prepare('INSERT INTO splice_outgoing_payments VALUES (?, 5, ?, 1, ?, 1, NULL)').run('x', PAID, id);
      },
    );
    const wallet = await read('x/payments-mainnet-00.sqlite', bytes);
    expect(wallet).toMatchObject({ form: 'phoenixMobile', addresses: [], notRead: ['lightningPayments'] });
    expect(wallet.facts).toEqual([{ code: 'addressInStorage', value: PAID }]);
    expect(wallet.transactions).toEqual([
      { id: first.id, time: '2023-11-14T22:13:20Z', label: '' },
      { id: second.id, time: '2020-09-13T12:26:40Z', label: '' },
    ]);
  });

  it('is known as Realm by its header in the folder of a wallet, and not read', async () => {
    const bytes = new Uint8Array(4096);
    bytes.set(utf8('T-DB'), 16);
    bytes.set([22, 23], 20);
    const path = 'data/data/com.wallet.crypto.trustapp/files/default.realm';
    expect(await read(path, bytes)).toMatchObject({ form: 'trustRealm', version: '23', protection: null, notRead: ['contents'] });
    const sealed = new Uint8Array(8192).fill(0x5a);
    expect(await read('AppDomain-io.bluewallet.bluewallet/Documents/keyvalue.realm', sealed)).toMatchObject({
      ...{ form: 'blueWalletRealm', protection: { cipher: 'AES-256-CBC' }, notRead: ['contents'] },
    });
    expect(await readWallet(seizedOf('data/data/org.other/files/default.realm', bytes))).toBeNull();
  });

  it('leaves databases of other programs alone, and bytes that lie throw nothing that holds them', async () => {
    const other = made('CREATE TABLE transactions (txid BLOB); CREATE TABLE accounts (a TEXT)', () => undefined);
    expect(isWalletCandidate(seizedOf('x/app.db', other.bytes))).toBe(false);
    const { bytes } = made(
      "create table if not exists transactionTable_v2 (_id text, transactionBuff blob, transactionBlockHeight integer, transactionTimeStamp integer, transactionISO text DEFAULT 'BTC' );",
      (database) => {
        for (let at = 0; at < 200; at++)
          database.prepare('INSERT INTO transactionTable_v2 VALUES (?, ?, ?, ?, ?)').run('x', Buffer.alloc(at * 40, 255), at, -at, 'BTC');
      },
    );
    for (let at = 100; at < bytes.length; at += 4999) {
      const hostile = bytes.slice();
      hostile[at] = 255 - (hostile[at] as number);
      hostile[(at * 7) % bytes.length] = 255;
      const found = await readWallet(seizedOf('x/breadwallet.db', hostile)).catch((error: Error) => {
        expect(error.message).toMatch(/^wallet: /);
        return null;
      });
      expect(found?.wallet.transactions ?? []).toEqual([]);
    }
  });
});
