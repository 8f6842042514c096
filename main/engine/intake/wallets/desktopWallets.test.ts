// Exodus, Atomic Wallet and Trezor Suite: containers and sealed texts that the programs' own code made, and files that lie.
import { createCipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hex } from '../../../../shared/model/bytes.ts';
import type { WalletRead } from '../scanners/seized.ts';
import { isWalletCandidate, openWallet, readWallet } from './index.ts';
import { logFile, putBatch, tableFile } from './tests/levelFiles.ts';
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
    expect(alone.secrets).toEqual([{ kind: 'phrase', value: made.PASSWORD, detail: ['passphrase'] }]);
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
