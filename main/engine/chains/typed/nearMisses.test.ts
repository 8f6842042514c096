// Near misses of addresses made by independent libraries: a slip is made in a valid one, and it must be among what is proposed.
import * as bitcoin from 'bitcoinjs-lib';
import { getAddress } from 'ethers/address';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alikeTo } from './lookAlikes.ts';
import { MOST_MADE, nearMisses } from './nearMisses.ts';

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

const hash20 = fc.uint8Array({ minLength: 20, maxLength: 20 });
const base58 = fc.tuple(hash20, fc.constantFrom(0, 5, 48, 50, 0x41)).map(([hash, version]) => bitcoin.address.toBase58Check(hash, version));
const bech32 = fc.oneof(
  fc.tuple(hash20, fc.constantFrom('bc', 'ltc', 'tb')).map(([hash, prefix]) => bitcoin.address.toBech32(hash, 0, prefix)),
  fc
    .tuple(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.constantFrom('bc', 'ltc'), fc.constantFrom(0, 1))
    .map(([hash, prefix, version]) => bitcoin.address.toBech32(hash, version, prefix)),
);
/** With few letters many texts pass by chance. */
const evm = hash20
  .map((hash) => getAddress(`0x${Buffer.from(hash).toString('hex')}`))
  .filter((text) => (text.slice(2).match(/[a-f]/gi)?.length ?? 0) >= 14);

/** One slip by a number that chooses its kind, its place and its letter. */
function slip(address: string, alphabet: string, from: number, kind: number, place: number, letter: number): string {
  const at = from + (place % (address.length - from));
  const own = address[at] as string;
  switch (kind % 5) {
    case 0: {
      const other = [...alphabet].filter((one) => one !== own)[letter % (alphabet.length - 1)] as string;
      return address.slice(0, at) + other + address.slice(at + 1);
    }
    case 1: {
      const alike = alikeTo(own);
      return alike.length === 0
        ? `${address}${own}`
        : address.slice(0, at) + (alike[letter % alike.length]?.to ?? '') + address.slice(at + 1);
    }
    case 2:
      return address.slice(0, at) + address.slice(at + 1);
    case 3:
      return address.slice(0, at) + own + address.slice(at);
    default: {
      const to = Math.min(at, address.length - 2);
      return address.slice(0, to) + (address[to + 1] as string) + (address[to] as string) + address.slice(to + 2);
    }
  }
}

const numbers = [fc.nat(), fc.nat(), fc.nat()] as const;

describe('[Y2] one slip in a valid address', () => {
  it.each([
    ['base58check', base58, BASE58, 0],
    ['bech32', bech32, BECH32, 4],
    ['evm', evm, '0123456789abcdefABCDEF', 2],
  ] as const)(
    'of %s is among what is proposed, with its places',
    (form, addresses, alphabet, from) => {
      fc.assert(
        fc.property(addresses, ...numbers, (address, kind, place, letter) => {
          const typed = slip(address, alphabet, from, kind, place, letter);
          if (typed === address || (form === 'evm' && typed.toLowerCase() === address.toLowerCase())) return;
          const { proposals, forms } = nearMisses(typed);
          expect(forms.map((one) => one.form)).toContain(form);
          const own = proposals.find(({ text }) => text === address);
          expect(own, typed).toBeDefined();
          expect(own?.checked).toBe(true);
          // The changes lead from what was typed to what is proposed.
          let back = address;
          for (const change of [...(own?.changes ?? [])].reverse()) {
            expect(back.slice(change.at, change.at + change.length)).toBe(change.to);
            back = back.slice(0, change.at) + change.from + back.slice(change.at + change.length);
          }
          expect(back).toBe(typed);
        }),
        { numRuns: 150 },
      );
    },
    60_000,
  );

  it('finds two look-alikes at once', () => {
    // 0 and I, which Base58 never holds, are replaced whatever their number; 5 and S by the search.
    const address = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';
    for (const typed of ['1BoatSLRHtKNngkdXEe0bR76b53LETtpyT', 'lBoatSLRHtKNngkdXEe0bR76b53LETtpyT', '18oat5LRHtKNngkdXEeobR76b53LETtpyT'])
      expect(nearMisses(typed).proposals.map(({ text }) => text)).toContain(address);
  });

  it('replaces a character that cannot stand there in one change, whatever it was', () => {
    // 0 is no letter of Base58, and does not look like the 8 that stood there.
    expect(nearMisses('TMq3H0RBuPZ9GoW3CSqZh24tu9sub9CTvP').proposals).toMatchObject([
      { text: 'TMq3H8RBuPZ9GoW3CSqZh24tu9sub9CTvP', changes: [{ kind: 'other', at: 5, from: '0', to: '8' }] },
    ]);
  });

  it('reads characters that run together, and a beginning that is misread', () => {
    const mined = 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4';
    expect(nearMisses('bc1qvv508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4').proposals[0]).toMatchObject({
      text: mined,
      changes: [{ kind: 'alike', at: 4, from: 'vv', to: 'w' }],
    });
    expect(nearMisses('bclqw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4').proposals[0]).toMatchObject({
      text: mined,
      changes: [{ at: 2, from: 'l', to: '1' }],
    });
    expect(nearMisses('BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T5').proposals[0]?.text).toBe(mined);
  });
});

describe('[Y3] what passes by chance', () => {
  it('says in how many such searches one text passes by chance, and counts what it tried', () => {
    const base = nearMisses('1BoatSLRHtKNngkdXEeobR76b53LETtpyU');
    expect(base.tried).toBeGreaterThan(1000);
    expect(base.oneIn).toBe((1n << 32n) / BigInt(base.tried));
    // Only the letters of an EVM address carry its checksum, one bit each.
    const evmOne = nearMisses('0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAee');
    expect(evmOne.oneIn).toBe((1n << 18n) / BigInt(evmOne.tried));
    expect(evmOne.proposals.map(({ text }) => text)).toContain('0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed');
  });

  it('stays within its bound whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 0, maxLength: 120, unit: fc.constantFrom(...'0O1lI5S8BbcqTxX…*é') }), (typed) => {
        expect(nearMisses(typed).tried).toBeLessThanOrEqual(3 * MOST_MADE);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('bech32: no other text within two exchanged characters passes', () => {
    fc.assert(
      fc.property(bech32, ...numbers, (address, _, place, letter) => {
        const { proposals } = nearMisses(slip(address, BECH32, 4, 0, place, letter));
        const exchanged = proposals.filter(({ changes }) =>
          changes.every(({ kind }) => ['alike', 'other', 'case', 'swapped'].includes(kind)),
        );
        expect(exchanged.map(({ text }) => text)).toEqual([address]);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

describe('forms without a checksum', () => {
  it('proposes only what replaces characters that cannot stand there, and says that nothing checks it', () => {
    const txid = 'f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16';
    expect(nearMisses(txid).proposals).toEqual([]);
    const [first] = nearMisses(`f4184fc596403b9d638783cf57adfe4c75c6O5f6356fbc91338530e9831e9e16`).proposals;
    expect(first).toMatchObject({ text: txid, checked: false, form: 'hash', changes: [{ at: 36, from: 'O', to: '0' }] });
    const lower = '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed';
    expect(nearMisses(lower).proposals).toEqual([]);
    expect(nearMisses(lower.replace('0x', 'Ox')).proposals[0]).toMatchObject({ text: lower, checked: false });
  });
  it('says what does not fit', () => {
    expect(nearMisses('f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e1').forms).toEqual([
      { form: 'hash', strange: [], length: 'short' },
    ]);
    expect(nearMisses('hello world').forms).toEqual([]);
  });
});
