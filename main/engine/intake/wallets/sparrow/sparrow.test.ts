// Sparrow's wallets against what H2 itself said of the same files (its SELECT), against keys worked out by other libraries, and against files that
// Sparrow's own tests hold. Then the same files as somebody hostile would leave them.
import { deflateSync } from 'node:zlib';
import { HDKey } from '@scure/bip32';
import { address as codec } from 'bitcoinjs-lib';
import { pbkdf2Sync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { WalletReading } from '../../../../../shared/contract/deviceReadings.ts';
import { hex } from '../../../../../shared/model/bytes.ts';
import { SHARED_DATA, sharedFile } from '../../../../../tests/vectors/sharedData.ts';
import { argon2idKey } from '../../../kernel/index.ts';
import { numbersOf } from '../../scanners/phraseWords.ts';
import type { WalletRead } from '../../scanners/seized.ts';
import { decrypt } from '../ciphers.ts';
import { openEcies } from '../electrum/storage.ts';
import { entropyPhrase } from '../entropyPhrase.ts';
import { readDatabase } from '../h2/database.ts';
import { openPages } from '../h2/storePages.ts';
import { parseStoreMap, readStoreFile } from '../h2/storeFile.ts';
import { readTableStatement } from '../h2/tableStatement.ts';
import { unpackLzf } from '../h2/unpackLzf.ts';
import { openWallet, readWallet } from '../index.ts';
import { recordOf } from '../jsonValue.ts';
import { draftReading } from '../reading.ts';
import { LIVE_STORE, MANY_HIGH_STORE, MANY_STORE, PLAIN_STORE, SEALED_STORE } from '../tests/h2Stores.ts';
import { seizedOf, utf8 } from '../tests/seizedOf.ts';
import { jsonWallet } from './jsonWallet.ts';
import { tellWallet } from './telling.ts';

const PATH = '.sparrow/wallets/mine.mv.db';
const PASSWORD = 'made up for a test';
const WORDS = 'eyebrow melody february pencil bench post earn clay eyebrow melody february phrase';
const OLDER_WORDS = 'club gesture arch flame security bid radar machine club gesture arch flock';
const PAID = '10aa8c559c438a2f8e05e05fedb4f0da8b2f0843bfa8d40d758a732d4fe5b49e';
const OTHER = 'cd'.repeat(32);
/** The hardware wallets of the fixtures, by seeds of their own. */
const FIRST = HDKey.fromMasterSeed(new Uint8Array(32).fill(9));
const SECOND = HDKey.fromMasterSeed(new Uint8Array(32).fill(10));
const ROOT = HDKey.fromMasterSeed(pbkdf2Sync(WORDS, 'mnemonic', 2048, 64, 'sha512'));

const must = (found: WalletRead | null): WalletRead => found ?? expect.fail('it is not read');
const read = async (bytes: Uint8Array, path = PATH): Promise<WalletRead> => must(await readWallet(seizedOf(path, bytes)));
const factsOf = ({ wallet }: WalletRead, code: string): string[] =>
  wallet.facts.filter((fact) => fact.code === code).map(({ value }) => value);
const isWanted = (schema: string): boolean => schema.startsWith('wallet_');

describe('a database of Sparrow', () => {
  it('[W5] tells accounts, keystores, addresses with labels and use, transactions with heights', async () => {
    const found = await read(PLAIN_STORE);
    const { wallet } = found;
    expect(WalletReading.parse(wallet)).toEqual(wallet);
    expect(wallet).toMatchObject({ form: 'sparrowDatabase', protection: null, isOpened: false, notRead: ['olderValues'] });
    const own = (path: string, label: string, role: string, used: boolean | null, root = FIRST) => {
      const { pubKeyHash } = root.derive(path);
      return expect.objectContaining({ address: codec.toBech32(pubKeyHash as Uint8Array, 0, 'bc'), path, label, role, used });
    };
    expect(wallet.addresses).toEqual([
      own("m/84'/0'/0'/0/0", 'from 市場', 'receive', true),
      own("m/84'/0'/0'/0/1", '', 'receive', false),
      // The row of before version 7 has no address: by the transaction that paid it.
      own("m/84'/0'/0'/0/2", 'older row', 'receive', true),
      own("m/84'/0'/0'/1/0", 'change', 'change', false),
      // No height is stored with this account: it was never synchronised.
      own("m/84'/0'/1'/0/0", '', 'receive', null, ROOT),
    ]);
    expect(wallet.transactions).toEqual([
      // H2's TIMESTAMP has no zone, and the machine's is not stated.
      { id: PAID, time: '2023-07-24T10:11:12', label: 'rent', height: 800_123 },
      { id: OTHER, time: '', label: 'later' },
    ]);
    expect(factsOf(found, 'name')).toEqual(['savings', 'Haus ü漢😀']);
    expect(factsOf(found, 'account')).toEqual(['Account ü', 'shared']);
    expect(factsOf(found, 'walletType')).toEqual(['SINGLE P2WPKH', 'Account ü: SINGLE P2WPKH', 'shared: MULTI P2WSH']);
    expect(factsOf(found, 'keystore')).toEqual([
      'Trezor · HW_USB',
      'Account ü: BIP39 · SW_SEED',
      'shared: a · SW_WATCH',
      'shared: b · HW_AIRGAPPED',
    ]);
    expect(factsOf(found, 'device')).toEqual(['TREZOR_T', 'shared: COLDCARD']);
    expect(factsOf(found, 'birthday')).toEqual(['2021-02-03T04:05:06.789']);
    expect(factsOf(found, 'outputLabel')).toEqual([`${PAID}:1 rent (received)`, `${OTHER}:1 an output`]);
    expect(factsOf(found, 'inputLabel')).toEqual([`${OTHER}:0 sent on`]);
    expect(factsOf(found, 'frozenOutput')).toEqual([`${OTHER}:3`]);
    // Whose address it is does not follow from a label that was imported.
    expect(factsOf(found, 'addressLabel')).toEqual(['m/0/3 no address', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4 imported']);
    expect([factsOf(found, 'mixes'), factsOf(found, 'mixTo')]).toEqual([['4'], ['cold · /home/x/cold.mv.db']]);
  });

  it('[W5] puts descriptors together as the program writes them out', async () => {
    const { wallet } = await read(PLAIN_STORE);
    const [account, multi] = ["m/84'/0'/0'", "m/48'/0'/0'/2'"];
    const key = (root: HDKey, path: string) =>
      `[${root.fingerprint.toString(16)}${path.slice(1)}]${root.derive(path).publicExtendedKey}/<0;1>/*`;
    expect(wallet.keys.filter(({ kind }) => kind === 'descriptor').map(({ value }) => value)).toEqual([
      `wpkh(${key(FIRST, account)})`,
      `wsh(sortedmulti(2,${key(FIRST, multi)},${key(SECOND, multi)}))`,
    ]);
    expect(wallet.keys.filter(({ kind }) => kind === 'extendedPublicKey').map(({ path }) => path)).toEqual([account, multi, multi]);
  });

  it('[W2] seals what is secret, and what a deleted row still holds', async () => {
    const { wallet, secrets } = await read(PLAIN_STORE);
    expect(secrets).toEqual([
      { kind: 'phrase', value: WORDS, detail: ['bip39', 'needsPassphrase'] },
      { kind: 'extendedPrivateKey', value: ROOT.privateExtendedKey, detail: ['m'] },
      { kind: 'phrase', value: OLDER_WORDS, detail: ['bip39', 'older'] },
    ]);
    expect(JSON.stringify(wallet)).not.toMatch(/eyebrow|gesture|prv/);
    // Nothing of it is encrypted.
    expect(await openWallet(seizedOf(PATH, PLAIN_STORE), PASSWORD)).toBeNull();
  });

  it('[W6] [W7] under a password: told with its parameters, opened, seeds within too', async () => {
    const shut = await read(SEALED_STORE, 'somewhere/renamed.bin');
    expect(shut).toMatchObject({ wallet: { form: 'sparrowDatabase', addresses: [], notRead: ['wholeFile'] }, secrets: [] });
    expect(shut.wallet.protection).toMatchObject({
      cipher: 'AES-128-XTS',
      kdf: 'Argon2id',
      parameters: { salt: '101112131415161718191a1b1c1d1e1f', memoryKiB: '262144', passes: '10', parallelism: '4', iterations: '10' },
    });
    // Each password costs what Sparrow asks for: seconds, and 256 MiB.
    const wrong = expect(openWallet(seizedOf(PATH, SEALED_STORE), 'other')).rejects.toMatchObject({
      code: 'device.wrongPassword',
      parameters: {},
    });
    const { wallet, secrets } = must(await openWallet(seizedOf(PATH, SEALED_STORE), PASSWORD));
    await wrong;
    expect(wallet).toMatchObject({ isOpened: true, notRead: [], addresses: [{ label: 'first', path: "m/84'/0'/1'/0/0" }] });
    expect(secrets.map(({ value }) => value)).toEqual([WORDS, ROOT.privateExtendedKey]);
    expect(JSON.stringify(wallet)).not.toMatch(/eyebrow|prv/);
  }, 120_000);

  it.each([
    ['LZF', MANY_STORE],
    ['deflate', MANY_HIGH_STORE],
  ])('[W5] gives every row of inner pages packed by %s, and none that was deleted', async (_, bytes) => {
    const { wallet } = await read(bytes);
    const expected = Array.from({ length: 400 }, (__, number) => number).filter((number) => (number + 1) % 4 !== 0);
    expect(wallet.addresses.map(({ address, label }) => [address, label])).toEqual(
      expected.map((number) => {
        const hash = Uint8Array.from([number >> 8, number & 255, ...new Uint8Array(18)]);
        return [codec.toBech32(hash, 0, 'tb'), `label of number ${number}`];
      }),
    );
    expect(wallet.notRead).toEqual([]);
  });

  it('[W3] of a store that was taken while H2 ran, gives what was committed', async () => {
    const { wallet } = await read(LIVE_STORE);
    expect(wallet.addresses.map(({ label }) => label)).toEqual(['kept', 'also kept']);
    expect(wallet.notRead).toEqual(['lastChange']);
  });

  it('[W1] is told by its tables, not by its name; another database of H2 is none', async () => {
    expect((await read(PLAIN_STORE, 'carved/0001.bin')).wallet.form).toBe('sparrowDatabase');
    const renamed = Uint8Array.from(LIVE_STORE);
    for (let at = 0; at < renamed.length - 7; at++)
      if (Buffer.from(renamed.subarray(at, at + 7)).toString('latin1') === 'wallet_') renamed[at] = 0x76;
    expect(await readWallet(seizedOf('other/data.mv.db', renamed))).toBeNull();
  });
});

describe('a file of Sparrow', () => {
  const hash = 'ab'.repeat(32);
  const json = {
    name: 'early',
    network: 'MAINNET',
    policyType: 'SINGLE',
    scriptType: 'P2WPKH',
    defaultPolicy: { name: 'Default', miniscript: { script: 'pkh(keystore1)' } },
    keystores: [
      {
        label: 'Keystore 1',
        source: 'SW_SEED',
        walletModel: 'SPARROW',
        keyDerivation: { derivationPath: "m/84'/0'/0'" },
        seed: { type: 'BIP39', mnemonicCode: WORDS.split(' '), needsPassphrase: false, creationTimeSeconds: 0 },
      },
    ],
    purposeNodes: [
      {
        derivationPath: 'm/0',
        children: [{ derivationPath: 'm/0/7', label: `my ${WORDS}`, transactionOutputs: [{ hash, index: 0, label: 'rent' }] }],
      },
    ],
    transactions: { [hash]: { hash, height: 700_000, date: 1_630_000_000_000, label: 'in' } },
    storedBlockHeight: 700_001,
    birthDate: 1_600_000_000_000,
  };

  it('[W5] in clear: times in UTC, words sealed', async () => {
    const found = await read(utf8(JSON.stringify(json, null, 2)), 'early.json');
    expect(found.wallet).toMatchObject({ form: 'sparrowFile', protection: null, keys: [], notRead: [] });
    expect(found.wallet.transactions).toEqual([{ id: hash, time: '2021-08-26T17:46:40Z', label: 'in', height: 700_000 }]);
    expect(factsOf(found, 'addressLabel')).toEqual(['m/0/7 my …']);
    expect(factsOf(found, 'birthday')).toEqual(['2020-09-13T12:26:40Z']);
    expect(found.secrets).toEqual([{ kind: 'phrase', value: WORDS, detail: ['bip39'] }]);
  });

  // Sparrow made them in its own tests, where Argon2id costs less; everything else is as in a wallet of a user.
  it.skipIf(SHARED_DATA === null)('[W7] two of its own, under a password', async () => {
    const texts = ['sparrow-single-wallet', 'sparrow-single-seed-wallet'].map((name) =>
      Buffer.from(sharedFile(`wallets-vectors/sparrow/${name}`))
        .toString('latin1')
        .trim(),
    );
    const found: WalletRead[] = [];
    for (const text of texts) {
      const salt = Buffer.from(text.slice(0, 28), 'base64').subarray(5);
      const key = await argon2idKey('pass', salt, { memoryKiB: 1024, passes: 1, parallelism: 1 });
      const draft = draftReading('sparrowFile', '', 'bip122');
      const wallet = jsonWallet(recordOf(JSON.parse(openEcies(text.slice(28), BigInt(`0x${hex(key)}`)))));
      tellWallet(draft, wallet, ({ iv, bytes }) => decrypt('aes-256-cbc', key, iv, bytes));
      found.push(draft.finish());
    }
    const [hardware, seeded] = found as [WalletRead, WalletRead];
    expect(hardware.wallet.keys[0]?.path).toBe("m/84'/1'/123'");
    expect(factsOf(hardware, 'device')).toEqual(['COLDCARD']);
    const [phrase = ''] = seeded.secrets.map(({ value }) => value);
    const bits = phrase
      .split(' ')
      .map((word) => (numbersOf('en').get(word) ?? -1).toString(2).padStart(11, '0'))
      .join('');
    const entropy = bits.slice(0, Math.floor(bits.length / 33) * 32).match(/.{8}/g) ?? [];
    // Its checksum is right.
    expect(entropyPhrase(Uint8Array.from(entropy, (byte) => Number.parseInt(byte, 2)))).toBe(phrase);
    expect(seeded.wallet.notRead).toEqual([]);
  });
});

describe('[W4] hostile stores', () => {
  const MESSAGE = /^wallet: [a-zA-Z ]{3,80}$/;
  const survives = (bytes: Uint8Array): void => {
    try {
      const rows = readDatabase(bytes, isWanted)?.tables.reduce((sum, table) => sum + table.rows.length, 0) ?? 0;
      expect(rows).toBeLessThan(5000);
    } catch (error) {
      expect((error as Error).message).toMatch(MESSAGE);
    }
  };
  /** Known order, so that a failure can be had again. */
  function* numbers(seed: number): Generator<number> {
    for (let state = seed; ; ) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      yield state / 2 ** 32;
    }
  }

  it.each([
    ['plain', PLAIN_STORE],
    ['packed', MANY_STORE],
    ['live', LIVE_STORE],
  ])('a %s one, cut and turned over', (_, whole) => {
    for (let length = 0; length < whole.length; length += 509) survives(whole.subarray(0, length));
    const next = numbers(5);
    const random = (most: number): number => Math.floor((next.next().value as number) * most);
    for (let round = 0; round < 250; round++) {
      const turned = Uint8Array.from(whole);
      for (let flips = random(30) + 1; flips > 0; flips--) turned[random(turned.length)] = random(256);
      survives(turned);
    }
  });

  it('pages that point at themselves are read once, and told', () => {
    const turned = Uint8Array.from(MANY_STORE);
    const view = new DataView(turned.buffer);
    let turnedOver = 0;
    for (const { id, block, pages, contents } of readStoreFile(turned).chunks)
      for (let page = 0; page < pages; page++) {
        const entry = view.getBigUint64(block * 4096 + contents + page * 8);
        if ((entry & 1n) === 0n) continue;
        // Length, sum, its number, map, count and type, of a byte each: then the children.
        const children = block * 4096 + Number((entry >> 6n) & 0xffff_ffffn) + 10;
        for (const child of [0, 3]) view.setBigUint64(children + child * 8, (BigInt(id) << 38n) | (entry & 0x3f_ffff_ffffn));
        turnedOver++;
      }
    expect(turnedOver).toBeGreaterThan(0);
    const found = readDatabase(turned, isWanted);
    expect(found?.notRead).toContain('damagedPages');
    // The first and the fourth of seventeen leaves are lost, and no other.
    expect(found?.tables.find(({ name }) => name === 'walletNode')?.rows.length).toBeGreaterThan(250);
  });

  it('a small page that unpacks to sixty thousand rows gives as many as are kept', () => {
    const rows = 60_000;
    // Keys of a byte, whether all are committed, then of each row a number of its own; columns behind it are NULL.
    const values = Array.from({ length: rows }, (_, at) => [
      4,
      (at & 127) | 128,
      ((at >> 7) & 127) | 128,
      at >> 14,
      ...new Array<number>(30).fill(0),
    ]);
    const packed = deflateSync(Buffer.from([...new Uint8Array(rows + 1), ...values.flat()]));
    const saved = rows + 1 + rows * 34 - packed.length;
    const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]);
    const block = Math.ceil(PLAIN_STORE.length / 4096);
    const check = (value: number): number => ((value >>> 16) ^ value) & 0xffff;
    const pages: Buffer[] = [];
    const places: bigint[] = [];
    let offset = 1024;
    for (let map = 1; map < 40; map++) {
      const page = Buffer.concat([Buffer.alloc(6), Buffer.from([0, map, ...varint(rows), 6, ...varint(saved)]), packed, Buffer.alloc(32)]);
      page.writeInt32BE(page.length - 32);
      page.writeUInt16BE(check(0xff) ^ check(offset) ^ check(page.length - 32), 4);
      pages.push(page);
      places.push(BigInt(offset) << 6n);
      offset += page.length;
    }
    const table = Buffer.alloc(places.length * 8);
    for (const [at, place] of places.entries()) table.writeBigUInt64BE(place, at * 8);
    const blocks = Math.ceil((offset + table.length) / 4096);
    const chunk = Buffer.alloc(blocks * 4096);
    chunk.write(`chunk:ff,len:${blocks.toString(16)},pages:${places.length.toString(16)},version:1,root:1,toc:${offset.toString(16)}\n`);
    Buffer.concat([...pages, table]).copy(chunk, 1024);
    const whole = Buffer.alloc((block + blocks) * 4096);
    Buffer.concat([PLAIN_STORE]).copy(whole);
    chunk.copy(whole, block * 4096);
    const found = readDatabase(new Uint8Array(whole), isWanted);
    expect(found?.tables.length).toBeGreaterThan(0);
    const older = found?.older.map((one) => one.rows.length) ?? [];
    expect(Math.max(...older)).toBeGreaterThan(1000);
    expect(Math.max(...older)).toBeLessThanOrEqual(20_000);
  });

  it('a damaged store in its place is told as a wallet that was not read', async () => {
    const cut = await read(PLAIN_STORE.slice(0, 9000));
    expect([cut.wallet.form, cut.wallet.notRead]).toEqual(['sparrowDatabase', ['contents']]);
    expect(await readWallet(seizedOf('other/data.mv.db', PLAIN_STORE.slice(0, 9000)))).toBeNull();
    // One page beyond repair takes no other with it.
    const torn = Uint8Array.from(MANY_STORE);
    torn.fill(0xff, 4096 * 2 + 0x172 + 40, 4096 * 2 + 0x172 + 60);
    const { wallet } = await read(torn);
    expect(wallet.addresses.length).toBeGreaterThan(200);
    expect(wallet.notRead.length).toBeGreaterThan(0);
  });

  it('lengths that lie: packed pages, lines, statements', () => {
    for (const packed of [[31], [0xe0, 255, 255], [0x20, 0], [0, 1, 0x3f, 0]])
      expect(() => unpackLzf(Uint8Array.from(packed), 1000)).toThrow(MESSAGE);
    expect([...unpackLzf(Uint8Array.from([1, 7, 8, 0x60, 1]), 7)]).toEqual([7, 8, 7, 8, 7, 8, 7]);
    expect(parseStoreMap(`name:"a\\"b,c",x:1,:,${'y'.repeat(200_000)}`).size).toBe(0);
    expect(parseStoreMap('name:"a\\"b,c",x:1')).toEqual(
      new Map([
        ['name', 'a"b,c'],
        ['x', '1'],
      ]),
    );
    expect(
      openPages(new Uint8Array(10_000), new Map())
        .leaves(1n << 60n, 1)
        .next().done,
    ).toBe(true);
    expect(() => readDatabase(utf8('H:2,block:2,format:2\n'), isWanted)).toThrow(MESSAGE);
    expect(readDatabase(utf8('H:2,block:2,format:3\n'), isWanted)).toBeNull();
  });

  it('statements are read and not carried out; names may hold anything', () => {
    const sql = (name: string, columns: string): string => `CREATE CACHED TABLE "wallet_x".${name}(\n    ${columns}\n)`;
    expect(readTableStatement(sql('"t"', `"a" ENUM('x,)', 'it''s') NOT NULL, "B ""q""" DECIMAL(10, 2), c INT`))?.columns).toEqual([
      'a',
      'b "q"',
      'c',
    ]);
    expect(readTableStatement(sql('U&"K\\00f6\\+01f600"', '"a" INT'))?.name).toBe('Kö😀');
    for (const text of [
      'DROP TABLE x',
      'CREATE TABLE "a"."b"',
      'CREATE TABLE "a"."b"(',
      'CREATE TABLE "a"."b" COMMENT \'(x\' ("a" INT)',
      'CREATE VIEW "a"."b"("c")',
    ])
      expect(readTableStatement(text)).toBeNull();
  });
});
