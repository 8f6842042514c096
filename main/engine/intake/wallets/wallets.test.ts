// Wallet files made here: forms of which no real file lies at hand, and the rules that hold for all.
import Database from 'better-sqlite3';
import { createCipheriv, createHash, pbkdf2Sync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromHex, hex } from '../../../../shared/model/bytes.ts';
import type { WalletRead } from '../scanners/seized.ts';
import { walletStoreOf } from './extension/walletStores.ts';
import { isWalletCandidate, openWallet, readWallet, walletReaders } from './index.ts';
import { base58Check, keyHashAddress, coinFormNamed, publicKeyOf } from './publicKeys.ts';
import { parsePythonLiteral } from './pythonLiteral.ts';
import { logFile, putBatch, tableFile } from './tests/levelFiles.ts';
import { seizedOf, utf8 } from './tests/seizedOf.ts';

const SECRET = new Uint8Array(32).fill(7);
const PUBLIC = publicKeyOf(SECRET, true) as Uint8Array;
const WIF = base58Check(Uint8Array.from([128, ...SECRET, 1]));
const OWN = keyHashAddress(PUBLIC, coinFormNamed('bitcoin') as NonNullable<ReturnType<typeof coinFormNamed>>);
const XPUB = base58Check(Uint8Array.from([0x04, 0x88, 0xb2, 0x1e, 3, 1, 2, 3, 4, 0x80, 0, 0, 0, ...new Uint8Array(32).fill(9), ...PUBLIC]));
const ETHER = '0x8ba1f109551bD432803012645Ac136ddd64DBA72';
const FRIEND = '0x00000000219ab540356cBB839Cbe05303d7705Fa';

const must = (found: WalletRead | null): WalletRead => {
  if (found === null) throw new Error('it is not read');
  return found;
};
const jsonFile = (path: string, value: unknown) => seizedOf(path, utf8(JSON.stringify(value)));

const chunk = (bytes: Uint8Array): number[] => [bytes.length, ...bytes];
const word = (text: string): number[] => chunk(utf8(text));
const number = (value: number, bytes: number): number[] => Array.from({ length: bytes }, (_, at) => Math.floor(value / 256 ** at) & 255);

function coreDatabase(
  rows: readonly (readonly [readonly number[], readonly number[]])[],
  schema = 'CREATE TABLE main(key BLOB PRIMARY KEY NOT NULL, value BLOB NOT NULL)',
): Uint8Array {
  const database = new Database(':memory:');
  database.exec(schema);
  const add = database.prepare('INSERT INTO main VALUES (?, ?)');
  for (const [key, value] of rows) add.run(Buffer.from(key), Buffer.from(value));
  const bytes = new Uint8Array(database.serialize());
  database.close();
  bytes.set(fromHex('f9beb4d9'), 68);
  return bytes;
}

const ID = new Uint8Array(32).fill(5);
const DER = [0x30, 0x25, 2, 1, 1, 4, 32, ...SECRET];
const DESCRIPTOR = `wpkh(${XPUB}/0/*)#abcdefgh`;
const CORE_ROWS: readonly (readonly [number[], number[]])[] = [
  [word('version'), number(250_000, 4)],
  [[...word('name'), ...word(OWN)], word('rent')],
  [[...word('purpose'), ...word(OWN)], word('receive')],
  [
    [...word('walletdescriptor'), ...ID],
    [...word(DESCRIPTOR), ...number(1_600_000_000, 8), ...number(4, 4), ...number(0, 4), ...number(1000, 4)],
  ],
  [[...word('activeexternalspk'), 2], [...ID]],
  [
    [...word('walletdescriptorkey'), ...ID, ...chunk(PUBLIC)],
    [...chunk(Uint8Array.from(DER)), ...new Uint8Array(32)],
  ],
];

describe('Bitcoin Core in SQLite', () => {
  it('[W5] gives descriptors, labels and the extended private key, and says what lies beside it', async () => {
    const bytes = coreDatabase(CORE_ROWS);
    bytes.set([2, 2], 18);
    const { wallet, secrets } = must(await readWallet(seizedOf('w/wallet.dat', bytes, { 'wallet.dat-wal': utf8('log') })));
    expect(wallet).toMatchObject({ form: 'bitcoinCoreSqlite', version: '250000', protection: null, notRead: ['writeAheadLog'] });
    expect(wallet.addresses).toMatchObject([{ address: OWN, label: 'rent', role: 'receive', used: null }]);
    expect(wallet.keys).toEqual([{ kind: 'descriptor', value: DESCRIPTOR, path: '' }]);
    expect(wallet.facts).toContainEqual({ code: 'descriptorState', value: 'abcdefgh active 2020-09-13T12:26:40Z next 4 range 0-1000' });
    expect(secrets.map(({ kind, value }) => [kind, value.slice(0, 4)])).toEqual([['extendedPrivateKey', 'xprv']]);
  });

  it('[W7] opens with its passphrase', async () => {
    const master = new Uint8Array(32).fill(3);
    const salt = new Uint8Array(8).fill(1);
    let state = createHash('sha512').update('words').update(salt).digest();
    for (let round = 1; round < 1000; round++) state = createHash('sha512').update(state).digest();
    const seal = (key: Uint8Array, iv: Uint8Array, text: Uint8Array): Uint8Array => {
      const cipher = createCipheriv('aes-256-cbc', key, iv);
      return Buffer.concat([cipher.update(text), cipher.final()]);
    };
    const twice = (bytes: Uint8Array) => createHash('sha256').update(createHash('sha256').update(bytes).digest()).digest();
    const mkey = [
      ...chunk(seal(state.subarray(0, 32), state.subarray(32, 48), master)),
      ...chunk(salt),
      ...number(0, 4),
      ...number(1000, 4),
      0,
    ];
    const rows = [
      ...CORE_ROWS.slice(0, 5),
      [[...word('mkey'), 1, 0, 0, 0], mkey] as const,
      [[...word('walletdescriptorckey'), ...ID, ...chunk(PUBLIC)], chunk(seal(master, twice(PUBLIC).subarray(0, 16), SECRET))] as const,
    ];
    const file = seizedOf('wallet.dat', coreDatabase(rows));
    expect(must(await readWallet(file))).toMatchObject({
      wallet: { notRead: ['secrets'], protection: { parameters: { iterations: '1000' } } },
      secrets: [],
    });
    expect(must(await openWallet(file, 'words')).secrets).toHaveLength(1);
    await expect(openWallet(file, 'other')).rejects.toMatchObject({ code: 'device.wrongPassword' });
  });

  it('[W4] runs nothing of a schema that is not its own', async () => {
    const view =
      'CREATE TABLE own(key, value); CREATE VIEW main AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i AS key, i AS value FROM n;';
    const database = new Database(':memory:');
    database.exec(`${view} CREATE TABLE t(x DEFAULT 'CREATE TABLE main(key BLOB PRIMARY KEY NOT NULL, value BLOB NOT NULL)')`);
    const bytes = new Uint8Array(database.serialize());
    database.close();
    expect(await readWallet(seizedOf('wallet.dat', bytes))).toBeNull();
  });
});

describe('browser extensions', () => {
  const salt = new Uint8Array(32).fill(2);
  const iv = new Uint8Array(16).fill(4);
  const cipher = createCipheriv('aes-256-gcm', pbkdf2Sync('pass phrase', salt, 5000, 32, 'sha256'), iv);
  const keyrings = [
    { type: 'HD Key Tree', data: { mnemonic: [...utf8('one two three')], hdPath: "m/44'/60'/0'/0", numberOfAccounts: 2 } },
    { type: 'Simple Key Pair', data: [hex(SECRET)] },
  ];
  const sealed = Buffer.concat([cipher.update(JSON.stringify(keyrings)), cipher.final(), cipher.getAuthTag()]);
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  const vault = JSON.stringify({
    data: base64(sealed),
    iv: base64(iv),
    salt: base64(salt),
    keyMetadata: { algorithm: 'PBKDF2', params: { iterations: 5000 } },
  });
  const hash = `0x${'ab'.repeat(32)}`;
  const state = {
    KeyringController: { vault },
    AccountsController: {
      internalAccounts: { accounts: { a: { address: ETHER.toLowerCase(), metadata: { name: 'Main', importTime: 1_700_000_000_000 } } } },
    },
    AddressBookController: { addressBook: { '0x1': { [FRIEND]: { address: FRIEND, name: 'Exchange', memo: 'deposit' } } } },
    TransactionController: {
      transactions: [
        { hash, time: 1_700_000_000_000, chainId: '0x1', status: 'confirmed', txParams: { from: ETHER.toLowerCase(), to: FRIEND } },
      ],
    },
    PermissionController: { subjects: { 'https://swap.example': {} } },
  };
  const PATH = 'Local Extension Settings/nkbihfbeogaeaoehlefnkodbefgpgknn';

  it.each([
    [
      '000003.log',
      logFile([putBatch(1, { data: JSON.stringify({ old: 1 }) }), putBatch(2, { data: JSON.stringify(state), meta: '{"version":120}' })]),
    ],
    ['000005.ldb', tableFile({ data: JSON.stringify(state) })],
    ['000006.log', logFile([putBatch(1, Object.fromEntries(Object.entries(state).map(([key, value]) => [key, JSON.stringify(value)])))])],
  ])('[W5] MetaMask in %s', async (name, bytes) => {
    const { wallet, secrets } = must(await readWallet(seizedOf(`${PATH}/${name}`, bytes)));
    expect(wallet).toMatchObject({ form: 'metamask', protection: { cipher: 'AES-256-GCM', parameters: { iterations: '5000' } } });
    expect(secrets).toEqual([]);
    expect(wallet.addresses).toMatchObject([
      { address: ETHER, label: 'Main', role: 'own', used: true },
      { address: FRIEND, label: 'Exchange · deposit', role: 'contact', used: null },
    ]);
    expect(wallet.transactions).toMatchObject([{ id: hash, time: '2023-11-14T22:13:20Z' }]);
    expect(wallet.facts).toContainEqual({ code: 'connectedSite', value: 'https://swap.example' });
    expect(wallet.notRead.includes('olderValues')).toBe(name === '000003.log');
    const opened = must(await openWallet(seizedOf(`${PATH}/${name}`, bytes), 'pass phrase'));
    expect(opened.secrets.map(({ kind, value }) => [kind, value])).toEqual([
      ['phrase', 'one two three'],
      ['privateKey', hex(SECRET)],
    ]);
    await expect(openWallet(seizedOf(`${PATH}/${name}`, bytes), 'pass')).rejects.toMatchObject({ code: 'device.wrongPassword' });
  });

  it('[W3] a LevelDB of something else is no wallet; of an unread wallet its texts are told as such', async () => {
    const bytes = logFile([putBatch(1, { key: 'value' })]);
    expect(await readWallet(seizedOf('Chat/leveldb/000003.log', bytes))).toBeNull();
    const store = logFile([putBatch(1, { x: `…"${XPUB}" "${ETHER}" "0x12"` })]);
    const path = 'AppData/@trezor/suite-desktop/IndexedDB/file__0.indexeddb.leveldb/000004.log';
    expect(walletStoreOf(path)).toBe('Trezor Suite');
    const { wallet } = must(await readWallet(seizedOf(path, store)));
    expect(wallet).toMatchObject({ form: 'extensionStorage', addresses: [], keys: [{ value: XPUB }], notRead: ['values'] });
    expect(wallet.facts).toContainEqual({ code: 'addressInStorage', value: ETHER });
  });

  it('[W5] MetaMask on a telephone', async () => {
    const file = jsonFile('files/persistStore/persist-root', {
      engine: JSON.stringify({ backgroundState: { ...state, KeyringController: { vault: '{"cipher":"x"}' } } }),
    });
    const { wallet } = must(await readWallet(file));
    expect([wallet.form, wallet.addresses.length, wallet.notRead]).toEqual(['metamaskMobile', 2, ['secrets']]);
  });
});

describe('other forms', () => {
  it('[W5] Wasabi: labels, and use as the file records it', async () => {
    const key = (state: number, at: number) => ({
      PubKey: hex(PUBLIC),
      FullKeyPath: `84'/0'/0'/${at}/0`,
      Label: 'from market',
      KeyState: state,
    });
    const file = jsonFile('Wallet0.json', {
      EncryptedSecret: '',
      ChainCode: 'x',
      MasterFingerprint: 'AABBCCDD',
      ExtPubKey: XPUB,
      AccountKeyPath: "84'/0'/0'",
      HdPubKeys: [key(1, 1)],
    });
    const { wallet } = must(await readWallet(file));
    expect(wallet.form).toBe('wasabi');
    expect(wallet.addresses).toMatchObject([{ label: 'from market', role: 'change', used: true, path: "84'/0'/0'/1/0" }]);
    expect(wallet.keys).toMatchObject([{ value: XPUB, path: "84'/0'/0'" }]);
  });

  it('[W5] Ledger Live: accounts with their operations, or that they are encrypted', async () => {
    const account = {
      data: {
        name: 'Savings',
        currencyId: 'bitcoin',
        freshAddress: OWN,
        freshAddressPath: "84'/0'/0'/0/5",
        xpub: XPUB,
        operations: [{ hash: 'cd'.repeat(32), date: '2024-05-01T10:00:00.000Z', type: 'IN', senders: [], recipients: [OWN] }],
      },
    };
    const { wallet } = must(await readWallet(jsonFile('Ledger Live/app.json', { data: { accounts: [account] } })));
    expect(wallet).toMatchObject({
      form: 'ledgerLive',
      addresses: [{ address: OWN, label: 'Savings' }],
      keys: [{ path: "84'/0'/0'" }],
      transactions: [{ time: '2024-05-01T10:00:00.000Z' }],
    });
    const sealed = must(await readWallet(jsonFile('Ledger Live/app.json', { data: { accounts: 'AAAA' } })));
    expect(sealed.wallet.notRead).toEqual(['accounts']);
  });

  it('[W5] what Bitcoin Core dumps as text', async () => {
    const text = `# Wallet dump created by Bitcoin v27.0.0\n\n${WIF} 2024-01-02T03:04:05Z label=rent%20money # addr=${OWN} hdkeypath=m/0'/0'/1'\n`;
    const { wallet, secrets } = must(await readWallet(seizedOf('dump.txt', utf8(text))));
    expect(wallet.addresses).toMatchObject([{ address: OWN, label: 'rent money', path: "m/0'/0'/1'" }]);
    expect(secrets).toEqual([{ kind: 'wif', value: WIF, detail: ['2024-01-02T03:04:05Z', "m/0'/0'/1'"] }]);
  });

  it('[W1] forms that are only recognised', async () => {
    const monero = Uint8Array.from([...new Uint8Array(8), 0xc8, 0x01, ...new Uint8Array(200)]);
    for (const [path, bytes, form] of [
      ['wallets/mine.keys', monero, 'moneroKeys'],
      ['.sparrow/wallets/mine.mv.db', utf8('H:2,block:4'), 'sparrowDatabase'],
      ['armory_x.wallet', Uint8Array.from([0xba, ...utf8('WALLET'), 0, 1, 2]), 'armory'],
      ['default/moz-extension+++1^userContextId=4294967295/idb/1.sqlite', utf8('SQLite format 3\0'), 'firefoxExtensionStorage'],
    ] as const) {
      const { wallet } = must(await readWallet(seizedOf(path, bytes)));
      expect([wallet.form, wallet.notRead]).toEqual([form, ['contents']]);
    }
  });

  it('[W2] what people wrote into labels is masked where it is a key or a phrase', async () => {
    const phrase = 'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about';
    const labels = { [OWN]: `my key ${WIF}`, note: 'x' };
    const file = jsonFile('default_wallet', {
      seed_version: 17,
      wallet_type: 'standard',
      keystore: { type: 'bip32', xpub: XPUB, label: phrase, seed: 'short seed words' },
      addresses: { receiving: [OWN], change: [] },
      labels,
      gap_limit: 'short seed words',
    });
    const { wallet, secrets } = must(await readWallet(file));
    expect(wallet.addresses[0]?.label).toBe('my key …');
    expect(JSON.stringify(wallet)).not.toMatch(/abandon|short seed words/);
    expect(secrets.map(({ value }) => value)).toEqual(['short seed words']);
  });

  it('[W2] a descriptor with a private key is a secret', async () => {
    const file = seizedOf('d.txt', utf8(`wpkh([aabbccdd/84h/0h/0h]${XPUB.replace('xpub', 'xprv')}/0/*)`));
    const read = must(await readWallet(file));
    expect([read.wallet.keys, read.secrets.length]).toEqual([[], 1]);
  });

  it('[W5] changes that Electrum appended count; what is no step of its own is left alone', async () => {
    const whole = {
      seed_version: 60,
      wallet_type: 'standard',
      keystore: { type: 'bip32', xpub: XPUB },
      labels: { a: 'old' },
      addresses: { receiving: [OWN], change: [] },
    };
    const changes = [
      { op: 'add', path: `/labels/${OWN}`, value: 'new' },
      { op: 'add', path: '/__proto__/polluted', value: 1 },
    ].map((change) => JSON.stringify(change));
    const file = seizedOf('w', utf8(`${JSON.stringify(whole)},\n${changes.join(',\n')},\n{"op": "add", "pa`));
    const { wallet } = must(await readWallet(file));
    expect(wallet.addresses[0]?.label).toBe('new');
    expect(wallet.notRead).toEqual(['lastChange', 'changes']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('a Python literal is read, and no code', () => {
    expect(parsePythonLiteral(`{'a': [1, -2.5, (u'x\\'\\n',)], 3: {True: None}, "b": 7L}`)).toEqual({
      a: [1, -2.5, ["x'\n"]],
      3: { true: null },
      b: 7,
    });
    for (const text of [`{'a': open('x')}`, '{', `{'a' 1}`, '['.repeat(10_000), `'a' 'b'`])
      expect(() => parsePythonLiteral(text)).toThrow(/wallet:/);
  });

  it('what is none of it is not taken', () => {
    for (const text of ['', '{}', '{"data": 1}', 'hello', 'PK\x03\x04', '{"version":3,"name":"package"}', 'SQLite format 3\0other'])
      expect(isWalletCandidate(seizedOf('notes/readme.txt', utf8(text)))).toBe(false);
    expect(new Set(walletReaders.map(({ id }) => id)).size).toBe(walletReaders.length);
  });
});
