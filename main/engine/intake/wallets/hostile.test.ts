// Hostile and damaged files: cut at every length, bytes turned over. Whatever comes, a reader ends soon, throws nothing but an Error without content,
// and gives no secret away.
import { serialize } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { SHARED_DATA, sharedFile } from '../../../../tests/vectors/sharedData.ts';
import { storedValues } from './chromium/storedValues.ts';
import { readMessage } from './bitcoinj/protobuf.ts';
import { readBtree } from './core/btreePages.ts';
import { scrypt } from './ciphers.ts';
import { openWallet, readWallet } from './index.ts';
import { ACCOUNT, ATOMIC_PHRASE, DEVICE, SECO_SEED } from './tests/desktopWallets.ts';
import { logFile, putBatch, putBytes, tableFile } from './tests/levelFiles.ts';
import { seizedOf, utf8 } from './tests/seizedOf.ts';

/** Known order, so that a failure can be had again (xorshift32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const MESSAGE = /^(wallet: [a-zA-Z ]{3,80}|device\.wrongPassword \{\})$/;

async function survives(path: string, bytes: Uint8Array): Promise<void> {
  for (const look of [() => readWallet(seizedOf(path, bytes)), () => openWallet(seizedOf(path, bytes), 'none')])
    try {
      await look();
    } catch (error) {
      expect((error as Error).message).toMatch(MESSAGE);
      expect((error as Error).cause).toBeUndefined();
    }
}

const SMALL = [
  'electrum-wallets/client_1_9_8_seeded',
  'electrum-wallets/client_2_0_4_importedkeys',
  'btcrecover-test-wallets/multibit.wallet.bitcoinj.clear',
  'btcrecover-test-wallets/bitcoinj-wallet.wallet',
  'btcrecover-test-wallets/blockchain-v0.0-Jan2014-wallet.aes.json',
  'btcrecover-test-wallets/blockchain-unencrypted-wallet.aes.json',
  'btcrecover-test-wallets/multibit-wallet.key',
  'btcrecover-test-wallets/imtoken-identity.json',
  'btcrecover-test-wallets/bitgo_keycard_userkey.json',
  'sparrow/caravan-multisig-export-3.json',
  'sparrow/cc-multisig-export-multideriv.txt',
];

describe.skipIf(SHARED_DATA === null)('[W4] damaged wallet files', () => {
  it.each(SMALL)('%s, cut at every length and turned over', async (name) => {
    const whole = sharedFile(`wallets-vectors/${name}`);
    // Whatever asks for a password is asked at few lengths: scrypt takes its time as it should.
    const step = Math.max(1, Math.floor(whole.length / 400));
    for (let length = 0; length < whole.length; length += step)
      try {
        await readWallet(seizedOf(name, whole.subarray(0, length)));
      } catch (error) {
        expect((error as Error).message).toMatch(MESSAGE);
      }
    const next = numbers(7);
    for (let round = 0; round < 60; round++) {
      const turned = Uint8Array.from(whole);
      for (let flips = 0; flips < 1 + round / 10; flips++) {
        const at = Math.floor(next() * turned.length);
        turned[at] = (turned[at] as number) ^ (1 << Math.floor(next() * 8));
      }
      try {
        await readWallet(seizedOf(name, turned));
      } catch (error) {
        expect((error as Error).message).toMatch(MESSAGE);
      }
    }
    await survives(name, whole.subarray(0, whole.length >> 1));
  });

  it('a Berkeley DB with bytes turned over, pages that point in circles, and cut ones', () => {
    const whole = sharedFile('wallets-vectors/btcrecover-test-wallets/bitcoincore-wallet.dat');
    const next = numbers(11);
    for (let round = 0; round < 120; round++) {
      const turned = Uint8Array.from(whole.subarray(0, round % 3 === 0 ? Math.floor(next() * whole.length) : whole.length));
      for (let flips = 0; flips < 40; flips++) turned[Math.floor(next() * turned.length)] = Math.floor(next() * 256);
      try {
        expect(readBtree(turned).records.length).toBeLessThan(5000);
      } catch (error) {
        expect((error as Error).message).toMatch(MESSAGE);
      }
    }
  });
});

const VALUE = Uint8Array.from([0xff, 0x15, 0xfe, ...new Uint8Array(12), ...serialize({ ...ACCOUNT, more: [DEVICE, new Map([[1, 2n]])] })]);
const RECORD = [Uint8Array.of(0, 1, 1, 1, 3, ...new Uint8Array(8)), Uint8Array.from([1, ...VALUE])] as const;
const SEALED = { '_file://\0\x01general_mnemonic': `\x01${ATOMIC_PHRASE}`, '_file://\0\x01addresses': '\x01[{"id":"btc","address":"1"}]' };

describe('[W4] damaged files of desktop wallets', () => {
  it.each([
    ['IndexedDB', '@trezor/suite-desktop/IndexedDB/file__0.indexeddb.leveldb/000003.log', logFile([putBytes(1, [RECORD])])],
    ['a value in a file of its own', 'x/@trezor/suite-desktop/IndexedDB/file__0.indexeddb.blob/1/00/2', VALUE],
    ['Local Storage', 'x/atomic/Local Storage/leveldb/000003.log', logFile([putBatch(1, SEALED)])],
    ['a container', 'exodus.wallet/seed.seco', new Uint8Array(Buffer.from(SECO_SEED, 'base64'))],
  ])('%s, cut at every length and turned over', async (_, path, whole) => {
    const next = numbers(5);
    let read = 0;
    for (let round = 0; round < whole.length + 1000; round++) {
      const turned = Uint8Array.from(whole.subarray(0, round < whole.length ? round : whole.length));
      if (round >= whole.length)
        for (let flips = 0; flips < 3; flips++) turned[Math.floor(next() * turned.length)] = Math.floor(next() * 256);
      try {
        if ((await readWallet(seizedOf(path, turned))) !== null) read++;
      } catch (error) {
        expect((error as Error).message).toMatch(MESSAGE);
      }
    }
    expect(read).toBeGreaterThan(0);
    await survives(path, whole.subarray(0, whole.length - 20));
  });
});

describe('[W4] lying lengths', () => {
  const entries = { data: JSON.stringify({ KeyringController: {}, text: 'x'.repeat(500) }) };

  it.each([
    ['a log', logFile([putBatch(1, entries)])],
    ['a table', tableFile(entries)],
  ])('%s of a LevelDB, cut and turned over', (_, whole) => {
    const next = numbers(3);
    for (let round = 0; round < 3000; round++) {
      const turned = Uint8Array.from(whole.subarray(0, round < whole.length ? round : whole.length));
      if (round >= whole.length)
        for (let flips = 0; flips < 4; flips++) turned[Math.floor(next() * turned.length)] = Math.floor(next() * 256);
      try {
        storedValues('000003.log', turned);
      } catch (error) {
        expect((error as Error).message).toMatch(MESSAGE);
      }
    }
  });

  it('protobuf with lengths beyond the end and numbers that do not end', () => {
    for (const bytes of [[0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], [0x08, ...new Array<number>(11).fill(0xff)], [0x03], [0x00]])
      expect(() => readMessage(Uint8Array.from(bytes))).toThrow(MESSAGE);
  });

  it('JSON nested without end, and a keystore that asks for a machine of its own', async () => {
    await survives('wallet', utf8(`{"seed_version": 17, "keystore": ${'['.repeat(200_000)}`));
    const crypto = { cipher: 'aes-128-ctr', ciphertext: '00', cipherparams: { iv: '00'.repeat(16) }, mac: '00', kdf: 'scrypt' };
    for (const kdfparams of [
      { n: 2 ** 30, r: 8, p: 1, dklen: 32, salt: '00' },
      { n: 3, r: 8, p: 1, dklen: 32, salt: '00' },
      { n: 1024, r: 8, p: 2 ** 20, dklen: 32, salt: '00' },
    ])
      expect(await openWallet(seizedOf('UTC', utf8(JSON.stringify({ version: 3, crypto: { ...crypto, kdfparams } }))), 'x')).toBeNull();
    expect(scrypt(utf8('x'), utf8('y'), { n: 2 ** 20, r: 2 ** 20, p: 1 }, 32)).toBeNull();
  });
});
