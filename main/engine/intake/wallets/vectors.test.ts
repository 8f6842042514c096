// Real wallet files with worthless keys: what each must give, and what opens with its published password. The truth is elsewhere: key dumps of
// btcrecover's authors, addresses that Electrum itself wrote, keys that ethers publishes.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { WalletReading } from '../../../../shared/contract/deviceReadings.ts';
import { SHARED_DATA, sharedFile } from '../../../../tests/vectors/sharedData.ts';
import type { WalletRead } from '../scanners/seized.ts';
import { isWalletCandidate, openWallet, readWallet } from './index.ts';
import { seizedOf, utf8 } from './tests/seizedOf.ts';

const ROOT = 'wallets-vectors';
const B = 'btcrecover-test-wallets';
const PASSWORD = 'btcr-test-password';
const fileOf = (name: string) => seizedOf(name, sharedFile(`${ROOT}/${name}`));
const textOf = (name: string): string => new TextDecoder().decode(sharedFile(`${ROOT}/${name}`));
const read = async (name: string): Promise<WalletRead> => {
  const found = await readWallet(fileOf(name));
  if (found === null) throw new Error(`${name} is not read`);
  return found;
};
const open = async (name: string, password = PASSWORD): Promise<WalletRead> => {
  const found = await openWallet(fileOf(name), password);
  if (found === null) throw new Error(`${name} is not opened`);
  return found;
};
const secretsOf = (found: WalletRead, kind: string): string[] =>
  found.secrets.filter((secret) => secret.kind === kind).map(({ value }) => value);

/** File, form, addresses, keys, secrets in clear, KDF or none. */
const TABLE: readonly (readonly [name: string, form: string, addresses: number, keys: number, secrets: number, kdf: string | null])[] = [
  [`${B}/bitcoincore-wallet.dat`, 'bitcoinCoreBdb', 201, 0, 0, 'SHA-512 rounds'],
  [`${B}/bitcoincore-0.20.1-wallet.dat`, 'bitcoinCoreBdb', 2001, 0, 0, 'SHA-512 rounds'],
  // Nothing in it says which coin: keys, no addresses.
  [`${B}/litecoincore-0.18.1-wallet.dat`, 'bitcoinCoreBdb', 0, 4002, 0, 'SHA-512 rounds'],
  [`${B}/dogecoincore-1.14.2-wallet.dat`, 'bitcoinCoreBdb', 203, 0, 0, 'SHA-512 rounds'],
  [`${B}/tenup-1.1.0.4-wallet.dat`, 'bitcoinCoreBdb', 1, 2001, 0, 'SHA-512 rounds'],
  [`${B}/bitcoincore-pywallet-dumpwallet.txt`, 'pywalletDump', 0, 0, 0, 'SHA-512 rounds'],
  [`${B}/bitcoinj-wallet.wallet`, 'bitcoinj', 1, 0, 0, 'scrypt'],
  [`${B}/multibit.wallet.bitcoinj.clear`, 'bitcoinj', 1, 0, 1, null],
  [`${B}/multibit.wallet.bitcoinj.encrypted`, 'bitcoinj', 1, 0, 0, 'scrypt'],
  ['bitcoinj/panda-test-wallet.wallet', 'bitcoinj', 266, 4, 5, null],
  [`${B}/multibit-wallet.key`, 'opensslBackup', 0, 0, 0, 'EVP_BytesToKey MD5'],
  [`${B}/multidoge-wallet.key`, 'opensslBackup', 0, 0, 0, 'EVP_BytesToKey MD5'],
  [`${B}/android-bitcoin-wallet-backup`, 'opensslBackup', 0, 0, 0, 'EVP_BytesToKey MD5'],
  [`${B}/android-bitcoin-wallet-backup-2022`, 'opensslBackup', 0, 0, 0, 'EVP_BytesToKey MD5'],
  [`${B}/dogecoin-wallet-android-backup`, 'opensslBackup', 0, 0, 0, 'EVP_BytesToKey MD5'],
  [`${B}/mbhd.wallet.aes`, 'multibitHd', 0, 0, 0, 'scrypt'],
  [`${B}/blockchain-github-v1-1`, 'blockchainCom', 0, 0, 0, 'PBKDF2-HMAC-SHA1'],
  [`${B}/blockchain-v0.0-march2012-uncompressed-wallet.aes.json`, 'blockchainCom', 0, 0, 0, 'PBKDF2-HMAC-SHA1'],
  [`${B}/blockchain-v4.0-wallet_2025.aes.json`, 'blockchainCom', 0, 0, 0, 'PBKDF2-HMAC-SHA1'],
  [`${B}/blockchain-unencrypted-wallet.aes.json`, 'blockchainCom', 1, 0, 0, null],
  [`${B}/blockchain-github-v1-1_main_dump.txt`, 'blockchainCom', 5, 0, 5, null],
  [`${B}/electrum-wallet`, 'electrum', 8, 1, 0, 'SHA-256 twice'],
  [`${B}/electrum1-upgradedto-electrum2-wallet`, 'electrum', 8, 1, 0, 'SHA-256 twice'],
  [`${B}/electrum1-upgradedto-electrum27-wallet`, 'electrum', 26, 1, 0, 'SHA-256 twice'],
  [`${B}/electrum2-loosekey-wallet`, 'electrum', 1, 1, 0, 'SHA-256 twice'],
  [`${B}/electrum28-wallet`, 'electrum', 0, 0, 0, 'PBKDF2-HMAC-SHA512'],
  [`${B}/electrum4_4_3_unencrypted`, 'electrum', 30, 1, 0, 'SHA-256 twice'],
  [`${B}/metamask.9.8.4_firefox_vault`, 'metamaskVault', 0, 0, 0, 'PBKDF2-HMAC-SHA256'],
  [`${B}/metamask_vault_v11_12_1.txt`, 'metamaskVault', 0, 0, 0, 'PBKDF2-HMAC-SHA256'],
  [`${B}/utc-keystore-v3-pbkdf2-custom.json`, 'ethereumKeystore', 1, 0, 0, 'pbkdf2'],
  [`${B}/utc-keystore-v3-scrypt-myetherwallet.json`, 'ethereumKeystore', 1, 0, 0, 'scrypt'],
  [`${B}/imtoken-identity.json`, 'imTokenIdentity', 0, 0, 1, 'pbkdf2'],
  [`${B}/bitgo_keycard_userkey.json`, 'bitgoKeycard', 0, 0, 0, 'PBKDF2-HMAC-SHA256'],
  [`${B}/block.io.change.json`, 'blockIo', 0, 6, 0, 'PBKDF2-HMAC-SHA256'],
  [`${B}/block.io.request.legacy.json`, 'blockIo', 0, 1, 0, 'PBKDF2-HMAC-SHA256'],
  [`${B}/btc_com_parsed_wallet_data_v3_random.json`, 'btcCom', 0, 0, 1, 'password'],
  [`${B}/coinvault.io.wallet.aes.json`, 'coinvault', 0, 0, 0, 'PBKDF2'],
  [`${B}/toastwallet.txt`, 'toastWallet', 0, 0, 0, 'PIN and passphrase'],
  ['electrum-wallets/client_1_9_8_seeded', 'electrum', 8, 1, 1, null],
  ['electrum-wallets/client_2_0_4_multisig', 'electrum', 23, 4, 2, null],
  ['electrum-wallets/client_2_0_4_trezor_multiacc', 'electrum', 47, 5, 0, null],
  ['electrum-wallets/client_2_9_3_importedkeys', 'electrum', 3, 3, 3, null],
  ['electrum-wallets/client_2_9_3_watchaddresses', 'electrum', 3, 0, 0, null],
  ['electrum-wallets/client_4_5_2_9dk_with_ln', 'electrum', 80, 1, 3, null],
  ['sparrow/caravan-multisig-export-1.json', 'caravan', 0, 3, 0, null],
  ['sparrow/cc-multisig-export-multideriv.txt', 'multisigSetup', 0, 3, 0, null],
  ['sparrow/cc-multisig-keystore-1.json', 'coldcard', 0, 3, 0, null],
  ['sparrow/cc-singlesig-keystore-1.json', 'coldcard', 3, 6, 0, null],
  ['sparrow/cobo-singlesig-keystore-1.json', 'keystone', 0, 1, 0, null],
  ['sparrow/descriptor-receive-change2.txt', 'descriptors', 0, 2, 0, null],
  ['sparrow/keystone-singlesig-sp-keystore-1.txt', 'descriptors', 0, 0, 1, null],
  ['sparrow/sparrow-single-wallet', 'sparrowFile', 0, 0, 0, 'Argon2id'],
  ['sparrow/specter-diy-export.txt', 'specterDiy', 0, 1, 0, null],
  ['sparrow/specter-diy-keystore.txt', 'descriptors', 0, 1, 0, null],
  ['sparrow/specter-wallet.json', 'specter', 0, 1, 0, null],
];

/** Files of the same folders that are no wallets. */
const OTHERS = /privkeys\.txt$|encrypted\.txt$|blockchain-github-wallet-data\.json$|LegacyAddressTestDataset/;

describe.skipIf(SHARED_DATA === null)('real wallet files', () => {
  it.each(TABLE)('[W1] %s is read as %s', async (name, form, addresses, keys, secrets, kdf) => {
    const found = await read(name);
    const { wallet } = found;
    const counts = [wallet.form, wallet.addresses.length, wallet.keys.length, found.secrets.length, wallet.protection?.kdf ?? null];
    expect(counts).toEqual([form, addresses, keys, secrets, kdf]);
    expect(WalletReading.parse(wallet)).toEqual(wallet);
    // What is encrypted and not open is told.
    if (kdf !== null) expect(wallet.notRead).not.toEqual([]);
  });

  it('[W1] every wallet file is taken, what is none is not, and no secret stands in a reading', async () => {
    const names = [B, `${B}/multibithd-v0.5.0`, 'electrum-wallets', 'sparrow', 'bitcoinj'].flatMap((folder) =>
      readdirSync(join(SHARED_DATA as string, ROOT, folder), { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => `${folder}/${entry.name}`),
    );
    expect(names.length).toBeGreaterThan(150);
    for (const name of names) {
      const found = await readWallet(fileOf(name));
      expect([name, found === null]).toEqual([name, OTHERS.test(name)]);
      expect(isWalletCandidate(fileOf(name)) || found === null).toBe(true);
      if (found !== null) expectNoSecret(name, found);
    }
  });

  it('[W5] Electrum: the addresses that it wrote are those that its keys give', async () => {
    for (const version of [
      '2_5_4_seeded',
      '2_5_4_multisig',
      '2_6_4_multisig',
      '2_7_18_multisig',
      '2_7_18_seeded',
      '2_5_4_trezor_singleacc',
    ]) {
      const name = `electrum-wallets/client_${version}`;
      const history = Object.keys((JSON.parse(textOf(name)) as { addr_history: object }).addr_history);
      const { addresses } = (await read(name)).wallet;
      // Addresses of the history alone would have no branch.
      expect(addresses.filter(({ role }) => role === 'own')).toEqual([]);
      expect(addresses.map(({ address }) => address)).toEqual(expect.arrayContaining(history));
    }
  });

  it('[W5] Electrum: transactions with their times, what was used, labels', async () => {
    const { wallet } = await read('electrum-wallets/client_4_5_2_9dk_with_ln');
    expect(wallet.transactions).toHaveLength(34);
    expect(wallet.transactions.find(({ id }) => id.startsWith('30bc3855a6837562'))?.time).toBe('2019-02-02T17:37:00Z');
    expect(wallet.addresses.filter(({ used }) => used === true).length).toBeGreaterThan(10);
    expect(wallet.notRead).toContain('lightningChannels');
    const invoices = (await read('electrum-wallets/client_4_0_1_with_invoices')).wallet;
    expect(invoices.addresses.find(({ address }) => address === 'bc1qqg34zhhshx7spuwaln3ufcfz422rstsk5yhvnt')?.label).toBe('test');
  });

  it('[W7] Electrum opens, fields and whole files; all versions of one wallet give one key', async () => {
    const fields = await open(`${B}/electrum27-wallet`);
    const whole = await open(`${B}/electrum28-wallet`);
    expect(fields.wallet.isOpened && whole.wallet.isOpened).toBe(true);
    expect(secretsOf(whole, 'electrumSeed')).toEqual(secretsOf(fields, 'electrumSeed'));
    expect(secretsOf(whole, 'extendedPrivateKey')).toEqual(secretsOf(fields, 'extendedPrivateKey'));
    expect(secretsOf(await open(`${B}/electrum2-loosekey-wallet`), 'wif')).toEqual(
      secretsOf(await open(`${B}/electrum27-loosekey-wallet`), 'wif'),
    );
    const large = await open(`${B}/electrum28-100kbwallet`);
    expect(large.wallet.transactions).toHaveLength(63);
    expectNoSecret('electrum28-100kbwallet', large);
  });

  it('[W7] Bitcoin Core: a passphrase opens every key, and each fits its public one', async () => {
    const found = await open(`${B}/bitcoincore-wallet.dat`);
    expect(found.wallet.notRead).toEqual([]);
    expect(secretsOf(found, 'wif')).toHaveLength(201);
    expectNoSecret('bitcoincore-wallet.dat', found);
  });

  it('[W7] bitcoinj, MultiBit and Android backups: keys as their dumps say', async () => {
    const dump = (name: string): string[] =>
      textOf(`${B}/${name}`)
        .split(/\s+/)
        .filter((line) => line !== '');
    expect(secretsOf(await open(`${B}/multibit.wallet.bitcoinj.encrypted`), 'wif')).toEqual(dump('multibit.wallet.bitcoinj.encrypted.txt'));
    expect(secretsOf(await read(`${B}/multibit.wallet.bitcoinj.clear`), 'wif')).toEqual(dump('multibit.wallet.bitcoinj.encrypted.txt'));
    expect(secretsOf(await open(`${B}/multibit-wallet.key`), 'wif')).toEqual(dump('multibit-wallet.key.privkeys.txt'));
    expect(secretsOf(await open(`${B}/multidoge-wallet.key`), 'wif')).toEqual(dump('multidoge-wallet.key.privkeys.txt'));
    const phrase = /BIP39 Seed: ([a-z ]+)/.exec(textOf(`${B}/multibithd-v0.5.0/mbhd.wallet.aes.privkeys.txt`))?.[1]?.trim();
    expect(secretsOf(await open(`${B}/multibithd-v0.5.0/mbhd.wallet.aes`), 'phrase')).toEqual([phrase]);
    const backup = await open(`${B}/android-bitcoin-wallet-backup`);
    // A PIN protects the keys within the backup.
    expect([backup.wallet.addresses.length, backup.secrets.length, backup.wallet.notRead]).toEqual([267, 0, ['secrets', 'secondPassword']]);
    expect(secretsOf(await open(`${B}/android-bitcoin-wallet-backup-2022`), 'phrase')).toHaveLength(1);
  });

  it('[W7] Blockchain.com, versions 0 to 4', async () => {
    const dump = textOf(`${B}/blockchain-github-v1-1_main_privkeys.txt`).split(/\s+/);
    const first = secretsOf(await open(`${B}/blockchain-github-v1-1`, 'mypassword'), 'wif');
    expect(first).toHaveLength(5);
    expect(dump).toEqual(expect.arrayContaining(first));
    const second = await open(`${B}/blockchain-v2.0-wallet.aes.json`);
    expect(second.wallet.addresses.map(({ address }) => address)).toEqual(['1BUoAfr3N6RcH3JArntzoFGfk9hrgU4i5a']);
    expect(second.wallet.notRead).toContain('secondPassword');
    for (const [name, password] of [
      ['blockchain-v0.0-wallet.aes.json', PASSWORD],
      ['blockchain-v0.0-Jan2014-wallet.aes.json', 'testblockchain'],
      ['blockchain-github-v2-1', 'SomeTestPassword'],
      ['blockchain-v3.0-Jan2021-Android.json', 'Testing123!'],
    ] as const)
      expect((await open(`${B}/${name}`, password)).wallet.isOpened).toBe(true);
    const fourth = await open(`${B}/blockchain-v4.0-wallet.aes.json`);
    expect(fourth.wallet.keys.map(({ path }) => path)).toEqual(["m/44'/0'/0'", "m/84'/0'/0'"]);
    expectNoSecret('blockchain-v4', fourth);
  });

  it('[W7] MetaMask: the phrase that its authors publish', async () => {
    const truth = /"mnemonic":"([a-z ]+)"/.exec(textOf(`${B}/metamask.privkeys.txt`))?.[1];
    expect(secretsOf(await open(`${B}/metamask.9.8.4_firefox_vault`), 'phrase')).toEqual([truth]);
    expect(secretsOf(await open(`${B}/metamask_vault_v11_12_1.txt`), 'phrase')).toEqual([truth]);
  });

  it('[W7] keystores: the keys that ethers publishes, one of each kind', async () => {
    const wallets = JSON.parse(gunzipSync(sharedFile(`${ROOT}/ethers-testcases/wallets.json.gz`)).toString()) as {
      name: string;
      address: string;
      privateKey: string;
      mnemonic: string | null;
      password: string;
      json: string;
      hasAddress: boolean;
    }[];
    for (const { name, address, privateKey, password, json, hasAddress, mnemonic } of wallets) {
      const file = seizedOf(`UTC--${name}`, utf8(json));
      const shown = await readWallet(file);
      expect([name, shown?.secrets]).toEqual([name, []]);
      if (hasAddress) expect(shown?.wallet.addresses[0]?.address.toLowerCase()).toBe(address.toLowerCase());
      // scrypt with a hundred thousand rounds takes a second each: the quick ones, and one of ethers' own.
      if (/"n":\s*(131072|262144)/.test(json) && name !== 'ethers1') continue;
      const opened = await openWallet(file, password);
      expect([name, `0x${secretsOf(opened as WalletRead, 'privateKey')[0]}`]).toEqual([name, privateKey]);
      if (mnemonic !== null) expect(secretsOf(opened as WalletRead, 'phrase')).toEqual([mnemonic]);
    }
  });

  it('[W7] a wrong password is told as such, with nothing of the file', async () => {
    const names = [
      'bitcoincore-wallet.dat',
      'electrum-wallet',
      'electrum28-wallet',
      'multibit.wallet.bitcoinj.encrypted',
      'multibit-wallet.key',
    ];
    const more = ['blockchain-github-v1-1', 'blockchain-github-v3-1', 'metamask.9.8.4_firefox_vault', 'mbhd.wallet.aes'];
    for (const name of [...names, ...more])
      await expect(openWallet(fileOf(`${B}/${name}`), 'not this')).rejects.toMatchObject({ code: 'device.wrongPassword', parameters: {} });
  });
});

function expectNoSecret(name: string, { wallet, secrets }: WalletRead): void {
  const shown = JSON.stringify(wallet);
  for (const { value } of secrets)
    expect([name, value.length > 3 && shown.includes(JSON.stringify(value).slice(1, -1))]).toEqual([name, false]);
}
