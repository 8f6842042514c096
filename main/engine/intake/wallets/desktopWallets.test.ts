// Exodus, Atomic Wallet and Trezor Suite: containers and sealed texts that the programs' own code made, and files that lie.
import { createCipheriv } from 'node:crypto';
import { serialize } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { hex } from '../../../../shared/model/bytes.ts';
import type { WalletRead } from '../scanners/seized.ts';
import { isWalletCandidate, openWallet, readWallet } from './index.ts';
import { logFile, putBatch, putBytes, tableFile } from './tests/levelFiles.ts';
import * as made from './tests/desktopWallets.ts';
import { seizedOf, utf8 } from './tests/seizedOf.ts';

const must = (found: WalletRead | null): WalletRead => {
  if (found === null) throw new Error('it is not read');
  return found;
};
const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));
const changed = (bytes: Uint8Array, at: number, ...to: number[]): Uint8Array => {
  const copy = Uint8Array.from(bytes);
  copy.set(to, at);
  return copy;
};

describe('Exodus', () => {
  const PATH = 'AppData/Roaming/Exodus/exodus.wallet';
  const seed = bytesOf(made.SECO_SEED);

  it('[W5] tells what a container states in clear, and that its checksum holds', async () => {
    const { wallet, secrets } = must(await readWallet(seizedOf(`${PATH}/seed.seco`, seed)));
    expect(wallet).toMatchObject({ form: 'exodusSeco', version: 'v23.1.1', isOpened: false, notRead: ['contents'] });
    expect(wallet.protection).toMatchObject({ cipher: 'AES-256-GCM', kdf: 'scrypt', parameters: { n: '16384', r: '8', p: '1' } });
    expect(wallet.protection?.parameters['salt']).toMatch(/^[0-9a-f]{64}$/);
    expect(wallet.facts).toEqual([
      { code: 'format', value: 'seco-v0-scrypt-aes' },
      { code: 'application', value: 'Exodus' },
    ]);
    expect(secrets).toEqual([]);
    expect(isWalletCandidate(seizedOf('carved', seed))).toBe(true);
  });

  it('[W7] opens with its password: the phrase goes sealed, and nothing of it stands in the reading', async () => {
    const file = seizedOf(`${PATH}/seed.seco`, seed);
    const { wallet, secrets } = must(await openWallet(file, made.PASSWORD));
    expect(secrets).toEqual([{ kind: 'phrase', value: made.WORDS, detail: ['bip39'] }]);
    expect(wallet).toMatchObject({ isOpened: true, notRead: [] });
    expect(JSON.stringify(wallet)).not.toContain('clinic');
    await expect(openWallet(file, 'correct horsf')).rejects.toMatchObject({ code: 'device.wrongPassword' });
  });

  it('[W3] JSON of other containers is looked through for addresses, and told as not decoded', async () => {
    const { wallet } = must(await openWallet(seizedOf(`${PATH}/info.seco`, bytesOf(made.SECO_VALUES)), made.PASSWORD));
    expect(wallet).toMatchObject({ isOpened: true, addresses: [], notRead: ['values'] });
    expect(wallet.facts).toContainEqual({ code: 'addressInStorage', value: made.ATOMIC_ADDRESSES[0]?.address });
  });

  it('[W2] the passphrase that the program keeps in clear is a secret, and is told beside the container', async () => {
    const passphrase = utf8(JSON.stringify({ passphrase: made.PASSWORD }));
    const alone = must(await readWallet(seizedOf(`${PATH}/passphrase.json`, passphrase)));
    expect(alone).toMatchObject({ wallet: { form: 'exodusPassphrase', protection: null, facts: [] } });
    expect(alone.secrets).toEqual([{ kind: 'password', value: made.PASSWORD, detail: ['passphrase'] }]);
    const { wallet, secrets } = must(await readWallet(seizedOf(`${PATH}/seed.seco`, seed, { 'passphrase.json': passphrase })));
    expect(wallet.facts).toContainEqual({ code: 'passphraseBeside', value: 'passphrase.json' });
    expect([secrets, JSON.stringify(wallet).includes(made.PASSWORD)]).toEqual([[], false]);
    expect(await readWallet(seizedOf(`${PATH}/passphrase.json`, utf8('{"passphrase": 5}')))).toBeNull();
    expect(isWalletCandidate(seizedOf('notes/passphrase.json', passphrase))).toBe(false);
  });

  it('[W4] what lies is told: a changed byte, a length beyond the end, a cost without end, noise within', async () => {
    const path = `${PATH}/seed.seco`;
    const turned = changed(seed, 600, 0xff ^ (seed[600] as number));
    expect(must(await readWallet(seizedOf(path, turned))).wallet.notRead).toEqual(['checksum', 'contents']);
    await expect(openWallet(seizedOf(path, turned), made.PASSWORD)).rejects.toThrow('wallet: the contents are damaged');
    const long = changed(seed, 512, 0xff, 0xff, 0xff, 0xff);
    expect(must(await readWallet(seizedOf(path, long))).wallet.notRead).toEqual(['missingPages', 'contents']);
    await expect(openWallet(seizedOf(path, long), made.PASSWORD)).rejects.toThrow('wallet: the container is cut short');
    // 2^31 rounds, and a number that is no power of two.
    for (const cost of [
      [0x80, 0, 0, 0],
      [0, 0, 0x40, 1],
      [0, 0, 0, 0],
    ])
      expect(await openWallet(seizedOf(path, changed(seed, 288, ...cost)), made.PASSWORD)).toBeNull();
    for (const length of [5, 20, 223, 300, 511, 515, 516, 643])
      expect(must(await readWallet(seizedOf(path, seed.subarray(0, length)))).wallet.notRead).toContain('contents');
    // Texts of the header that go on beyond it.
    expect(must(await readWallet(seizedOf(path, changed(seed, 12, 0xff)))).wallet.form).toBe('exodusSeco');
  });
});

describe('Atomic Wallet', () => {
  const PATH = '.config/atomic/Local Storage/leveldb';
  const item = (name: string, value: string): Record<string, string> => ({ [`_file://\0\x01${name}`]: `\x01${value}` });
  const addresses = item('addresses', JSON.stringify(made.ATOMIC_ADDRESSES));
  const all = { ...addresses, ...item('general_mnemonic', made.ATOMIC_PHRASE), ...item('wallets', made.ATOMIC_WALLETS), META: 'x' };

  it.each([
    ['000003.log', logFile([putBatch(1, all)])],
    ['000005.ldb', tableFile(all)],
  ])('[W5] %s: addresses in clear, the cipher as the texts state it, and everything with the password', async (name, bytes) => {
    const file = seizedOf(`${PATH}/${name}`, bytes);
    const { wallet, secrets } = must(await readWallet(file));
    expect(wallet).toMatchObject({ form: 'atomicWallet', isOpened: false, notRead: ['secrets'] });
    expect(wallet.protection).toEqual({
      cipher: 'AES-256-CBC',
      kdf: 'EVP_BytesToKey (MD5)',
      parameters: { iterations: '1', salt: hex(bytesOf(made.ATOMIC_PHRASE).subarray(8, 16)) },
    });
    expect(wallet.addresses).toMatchObject([
      { label: 'BTC', role: 'own', used: null },
      { address: made.ATOMIC_ADDRESSES[1]?.address, label: 'ETH' },
    ]);
    expect(secrets).toEqual([]);
    const opened = must(await openWallet(file, made.PASSWORD));
    expect(opened.wallet).toMatchObject({ isOpened: true, notRead: [] });
    expect(opened.secrets).toEqual([
      { kind: 'phrase', value: made.WORDS, detail: ['bip39'] },
      { kind: 'privateKey', value: '07'.repeat(32), detail: ['ETH'] },
      { kind: 'wif', value: expect.stringMatching(/^K/), detail: ['BTC'] },
    ]);
    await expect(openWallet(file, 'correct')).rejects.toMatchObject({ code: 'device.wrongPassword' });
  });

  it('[W6] what is not sealed asks for no password; one file of several may hold the addresses alone', async () => {
    const file = seizedOf(`${PATH}/000003.log`, logFile([putBatch(1, addresses)]));
    expect(must(await readWallet(file)).wallet).toMatchObject({ protection: null, notRead: [], addresses: [{}, {}] });
    expect(await openWallet(file, made.PASSWORD)).toBeNull();
  });

  it('[W4] sealed texts of a wrong length, and addresses of no form', async () => {
    const odd = { ...item('general_mnemonic', `U2FsdGVkX1${'A'.repeat(31)}`), ...item('addresses', '{"a":[[[1]]]}') };
    const file = seizedOf(`${PATH}/000003.log`, logFile([putBatch(1, odd)]));
    expect(must(await readWallet(file)).wallet).toMatchObject({ addresses: [], notRead: ['secrets'] });
    await expect(openWallet(file, made.PASSWORD)).rejects.toMatchObject({ code: 'device.wrongPassword' });
  });
});

describe('Trezor Suite', () => {
  const PATH = 'Roaming/@trezor/suite-desktop/IndexedDB/file__0.indexeddb.leveldb/000003.log';
  /** Database 1, object store 2, data, a number as key; the version of the record, the browser's envelope, V8's own. */
  const record = (at: number, value: unknown): [Uint8Array, Uint8Array] => [
    Uint8Array.of(0, 1, 2, 1, 3, at, 0, 0, 0, 0, 0, 0, 0),
    Uint8Array.from([5, 0xff, 0x15, 0xfe, ...new Uint8Array(12), ...serialize(value)]),
  ];
  const store = (...values: readonly unknown[]) =>
    seizedOf(
      PATH,
      logFile([
        putBytes(
          1,
          values.map((value, at) => record(at, value)),
        ),
      ]),
    );
  const ether = {
    ...made.ACCOUNT,
    descriptor: made.ATOMIC_ADDRESSES[1]?.address,
    symbol: 'eth',
    path: "m/44'/60'/0'/0/0",
    addresses: undefined,
    metadata: {},
  };
  const taproot = {
    ...made.ACCOUNT,
    descriptor: `tr([5c9e228d/86'/0'/0']${made.ACCOUNT.descriptor}/<0;1>/*)#abcdefgh`,
    metadata: undefined,
  };
  const labels = {
    providers: [
      {
        ...{ type: 'dropbox', user: 'name@example.org', tokens: { accessToken: 'a made-up token' } },
        data: { file: { addressLabels: { '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2': 'rent' }, outputLabels: {} } },
      },
    ],
  };

  it('[W5] accounts, addresses with their use, devices, transactions and labels; the keys of labels go sealed', async () => {
    const kept = [made.ACCOUNT, ether, taproot, made.DEVICE, { tx: made.TRANSACTION, order: 1 }, labels];
    const { wallet, secrets } = must(await readWallet(store(...kept)));
    expect(wallet).toMatchObject({ form: 'trezorSuite', protection: null, notRead: ['serverCredential'] });
    expect(wallet.keys).toEqual([
      { kind: 'extendedPublicKey', value: made.ACCOUNT.descriptor, path: "m/84'/0'/0'" },
      { kind: 'descriptor', value: taproot.descriptor, path: "m/84'/0'/0'" },
    ]);
    expect(wallet.addresses.map(({ address, role, used, label, path }) => [address.slice(0, 6), role, used, label, path])).toEqual([
      ['bc1qw5', 'receive', true, 'BTC', "m/84'/0'/0'/0/0"],
      ['1BvBMS', 'receive', false, 'BTC', "m/84'/0'/0'/0/1"],
      ['111111', 'change', true, 'BTC', "m/84'/0'/0'/1/0"],
      ['0x8ba1', 'own', true, 'ETH', "m/44'/60'/0'/0/0"],
    ]);
    expect(wallet.transactions).toEqual([
      { id: made.TRANSACTION.txid, time: '2023-11-14T22:13:20Z', label: 'sent · BTC · 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2' },
    ]);
    for (const fact of [
      { code: 'device', value: 'T2T1 · ABCDEF0123456789' },
      { code: 'firmware', value: '2.6.4' },
      { code: 'walletType', value: 'passphrase · 2' },
      { code: 'labelFile', value: `${'ab'.repeat(32)}.mtdt` },
      { code: 'labelProvider', value: 'dropbox · name@example.org' },
    ])
      expect(wallet.facts).toContainEqual(fact);
    expect(secrets).toEqual([{ kind: 'password', value: 'cd'.repeat(32), detail: ['labelKey'] }]);
    expect(JSON.stringify(wallet)).not.toMatch(/token|cdcdcd/);
    expect(await openWallet(store(...kept), 'any')).toBeNull();
  });

  it('[W4] fields of other kinds, values that are damaged, and one that holds itself', async () => {
    const odd = { ...made.ACCOUNT, addresses: { used: { a: 1 }, change: [5, null, { address: {} }] }, metadata: [[]], empty: 'x' };
    const loop: Record<string, unknown> = { ...made.DEVICE };
    loop['self'] = loop;
    const unsaid = must(await readWallet(store({ ...made.DEVICE, useEmptyPassphrase: undefined })));
    expect(unsaid.wallet.facts.some(({ code }) => code === 'walletType')).toBe(false);
    const { wallet } = must(await readWallet(store(odd, loop, { tx: { txid: 'no id', targets: 7, blockTime: 'x' } })));
    expect(wallet).toMatchObject({ form: 'trezorSuite', addresses: [], transactions: [], keys: [{}] });
    const [key, value] = record(9, made.ACCOUNT);
    const broken = logFile([putBytes(1, [record(1, made.DEVICE), [key, value.subarray(0, 200)]])]);
    expect(must(await readWallet(seizedOf(PATH, broken))).wallet).toMatchObject({ form: 'trezorSuite', notRead: ['values'], keys: [] });
  });

  it('[W3] IndexedDB of another wallet gives its texts, however they are encoded', async () => {
    const path = 'Default/IndexedDB/chrome-extension_bfnaelmomeimhlpmgjnjophhpkkoljpa_0.indexeddb.leveldb/000003.log';
    const bytes = logFile([putBytes(1, [record(0, { memo: `на адрес ${made.ATOMIC_ADDRESSES[0]?.address}` })])]);
    const { wallet } = must(await readWallet(seizedOf(path, bytes)));
    expect(wallet).toMatchObject({ form: 'extensionStorage', addresses: [], notRead: ['values'] });
    expect(wallet.facts).toContainEqual({ code: 'addressInStorage', value: made.ATOMIC_ADDRESSES[0]?.address });
    expect(await readWallet(seizedOf(path.replace('bfnael', 'aaaaaa'), bytes))).toBeNull();
  });
});

describe('label files of Trezor Suite', () => {
  const key = 'cd'.repeat(32);
  const iv = Buffer.alloc(12, 7);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key, 'hex'), iv);
  const labels = {
    version: '1.0.0',
    accountLabel: 'Savings',
    addressLabels: { bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4: 'from the shop' },
    outputLabels: { ['ef'.repeat(32)]: { 1: 'for the car', 0: { value: 'rent' } } },
  };
  const text = Buffer.concat([cipher.update(JSON.stringify(labels)), cipher.final()]);
  const sealed = Buffer.concat([iv, cipher.getAuthTag(), text]);
  const path = `Roaming/@trezor/suite-desktop/metadata/${'ab'.repeat(32)}.mtdt`;

  it.each([
    ['as a disk has it', new Uint8Array(utf8(sealed.toString('hex')))],
    ['as bytes', new Uint8Array(sealed)],
  ])('[W5] %s: recognised, and read with the key that the program keeps', async (_, bytes) => {
    const file = seizedOf(path, bytes);
    expect(must(await readWallet(file)).wallet).toMatchObject({
      ...{ form: 'trezorLabels', notRead: ['contents'], protection: { cipher: 'AES-256-GCM' } },
      facts: [{ code: 'fileName', value: `${'ab'.repeat(32)}.mtdt` }],
    });
    const { wallet, secrets } = must(await openWallet(file, key));
    expect(wallet).toMatchObject({
      ...{ isOpened: true, notRead: [], transactions: [{ id: 'ef'.repeat(32), label: '0: rent · 1: for the car' }] },
      addresses: [{ address: 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', label: 'from the shop' }],
    });
    expect(wallet.facts).toContainEqual({ code: 'name', value: 'Savings' });
    expect(secrets).toEqual([]);
    for (const wrong of ['ab'.repeat(32), 'password', ''])
      await expect(openWallet(file, wrong)).rejects.toMatchObject({ code: 'device.wrongPassword' });
  });

  it('[W4] another file of that ending is none, and one of few bytes neither', () => {
    expect(isWalletCandidate(seizedOf('x/notes.mtdt', utf8('x'.repeat(100))))).toBe(false);
    expect(isWalletCandidate(seizedOf(path, utf8('x'.repeat(28))))).toBe(false);
  });
});
