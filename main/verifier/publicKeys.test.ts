// The verifier's own way from a public account key to an address, against node:crypto, published vectors, and other people's libraries.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { HDKey } from '@scure/bip32';
import { describe, expect, it } from 'vitest';
import { addressOf, base58Check } from './core/address.ts';
import { base58Bytes, failingChecksum } from './core/addressForm.ts';
import { KNOWN_CHAINS, MAINNET } from './core/constants.ts';
import type { KnownChain } from './core/knownChain.ts';
import { accountOfKey, childKey, compressed, hmacSha512, readExtendedKey, readPoint, scriptOfKey } from './core/publicKeys.ts';
import { ripemd160 } from './core/ripemd160.ts';
import { addMultiple, BASE, N } from './core/secp256k1.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bitcoin = KNOWN_CHAINS.get(MAINNET) as KnownChain;

describe('hashes and points', () => {
  it('RIPEMD-160 and HMAC equal node:crypto at every length around the block sizes', () => {
    for (let length = 0; length < 200; length += 1) {
      const bytes = randomBytes(length);
      expect(hex(ripemd160(bytes))).toBe(createHash('ripemd160').update(bytes).digest('hex'));
      expect(hex(hmacSha512(bytes.subarray(0, 32), bytes))).toBe(createHmac('sha512', bytes.subarray(0, 32)).update(bytes).digest('hex'));
    }
  });

  it('sums of points equal another library’s, at the edges too', () => {
    expect(addMultiple(BASE, N - 1n)).toBeNull();
    expect(addMultiple(BASE, 0n)).toEqual(BASE);
    for (const scalar of [1n, 2n, 3n, N - 2n, BigInt(`0x${hex(randomBytes(31))}`)]) {
      const sum = addMultiple(BASE, scalar);
      expect(sum === null ? '' : hex(compressed(sum))).toBe(
        hex(secp256k1.Point.BASE.multiply(scalar).add(secp256k1.Point.BASE).toBytes(true)),
      );
    }
    expect(readPoint(Buffer.from(`02${'00'.repeat(32)}`, 'hex'))).toBeNull();
    expect(readPoint(Buffer.from(`02${'ff'.repeat(32)}`, 'hex'))).toBeNull();
  });
});

describe('children of public keys', () => {
  it('equal another library’s, and refuse private keys, hardened steps and damage', () => {
    const account = HDKey.fromMasterSeed(createHash('sha512').update('made up for this test').digest()).derive("m/84'/0'/0'");
    const own = readExtendedKey(account.publicExtendedKey);
    for (const [branch, index] of [
      [0, 0],
      [1, 7],
      [0, 0x7fffffff],
    ] as const) {
      const change = own === null ? null : childKey(own, branch);
      const child = change === null ? null : childKey(change, index);
      expect(child === null ? '' : hex(compressed(child.point))).toBe(
        hex(account.deriveChild(branch).deriveChild(index).publicKey as Uint8Array),
      );
    }
    expect(own === null ? '' : childKey(own, 0x80000000)).toBeNull();
    expect(readExtendedKey(account.privateExtendedKey)).toBeNull();
    expect(readExtendedKey(account.publicExtendedKey.replace(/.$/, '1'))).toBeNull();
  });

  // BIP84's and BIP86's test vectors; BIP49's has a testnet key, so its script alone is compared.
  it('make the addresses of the BIPs’ vectors', () => {
    const at = (key: string): NonNullable<ReturnType<typeof readPoint>> => readPoint(Buffer.from(key, 'hex')) as never;
    const address = (kind: string, key: string): string | null => addressOf(scriptOfKey(kind, at(key)) as Uint8Array, bitcoin).address;
    expect(address('p2wpkh', '0330d54fd0dd420a6e5f8d3624f5f3482cae350f79d5f0753bf5beef9c2d91af3c')).toBe(
      'bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu',
    );
    expect(address('p2tr', '03cc8a4bc64d897bddc5fbc2f670f7a8ba0b386779106cf1223c6fc5d7cd6fc115')).toBe(
      'bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr',
    );
    expect(hex(scriptOfKey('p2shP2wpkh', at('03a1af804ac108a8a51782198c2d034b28bf90c8803f5a53f76276fa69a4eae77f')) as Uint8Array)).toBe(
      'a914336caa13e08b96080a32b5d818d59b4ab3b3674287',
    );
    // The key 1, of which everybody knows the account.
    expect(hex(accountOfKey(BASE as never))).toBe('7e5f4552091a69125d5dfcb7b8c2659029395bdf');
    expect(scriptOfKey('p2wsh', BASE as never)).toBeNull();
  });
});

describe('checksums of addresses', () => {
  it('hold for what is published and fall with one character', () => {
    const good: [string, string][] = [
      ['1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', 'base58check'],
      ['bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', 'bech32'],
      ['bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0', 'bech32m'],
      ['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', 'eip55'],
    ];
    for (const [text, check] of good) {
      expect(failingChecksum(text, [check, 'context']), text).toBeNull();
      const changed = text.replace(/.$/, (last) => (last === 'a' ? 'b' : last === 'd' ? 'D' : 'a'));
      expect(failingChecksum(changed, ['context', check]), changed).toBe(check);
    }
    expect(failingChecksum('anything', ['none', 'context'])).toBeNull();
    expect(hex(base58Bytes(base58Check(0, new Uint8Array(20))) as Uint8Array)).toBe('00'.repeat(21));
    for (const text of ['', '1', 'z'.repeat(100_000), '0OIl']) expect(failingChecksum(text, ['base58check'])).toBe('base58check');
  });
});
