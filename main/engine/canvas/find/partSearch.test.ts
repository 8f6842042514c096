// Searching for parts in columns and pages, against writing every text out and looking at it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayHash } from '../../../../shared/model/bytes.ts';
import { findInHashes } from './hashSearch.ts';
import { createTextIndex, type Match, type Part } from './textIndex.ts';
import { amountIn, readWanted } from './wanted.ts';

/** Every text, one by one. */
function plainly(texts: readonly string[], { head, tail }: Part): Match[] {
  const found = texts.flatMap((text, number): Match[] => {
    const own = text.toLowerCase();
    if (tail !== null)
      return own.startsWith(head) && own.endsWith(tail) && own.length >= head.length + tail.length ? [{ number, rank: 1 }] : [];
    const at = own.indexOf(head);
    return at === -1 ? [] : [{ number, rank: at > 0 ? 2 : own === head ? 0 : 1 }];
  });
  return [0, 1, 2].flatMap((rank) => found.filter((one) => one.rank === rank));
}

describe('parts of hashes', () => {
  const column = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { minLength: 1, maxLength: 40 });
  // Few digits, so that parts stand in several hashes and at both halves of bytes.
  const poor = fc.array(fc.array(fc.constantFrom(0x00, 0x01, 0x10, 0x11, 0xab), { minLength: 32, maxLength: 32 }), {
    minLength: 1,
    maxLength: 12,
  });
  const join = (hashes: readonly (readonly number[] | Uint8Array)[]) => Uint8Array.from(hashes.flatMap((one) => [...one]));

  it('finds what is found in the texts, at the same rank', () => {
    fc.assert(
      fc.property(
        fc.oneof(column, poor),
        fc.nat(),
        fc.nat(63),
        fc.integer({ min: 3, max: 64 }),
        fc.integer({ min: -1, max: 6 }),
        (hashes, which, from, length, ending) => {
          const texts = hashes.map((one) => displayHash(Uint8Array.from(one)));
          const text = texts[which % texts.length] as string;
          const part =
            ending < 0
              ? { head: text.slice(from, from + length), tail: null }
              : { head: text.slice(0, Math.min(length, 12)), tail: text.slice(64 - ending) };
          if (part.head.length < 3) return;
          const { matches, more } = findInHashes(join(hashes), hashes.length, part, 100);
          expect(more).toBe(false);
          expect(matches).toEqual(part.tail !== null && part.tail === '' ? plainly(texts, part) : plainly(texts, part));
          expect(matches.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('finds by the end alone', () => {
    fc.assert(
      fc.property(fc.oneof(column, poor), fc.nat(), fc.integer({ min: 4, max: 64 }), (hashes, which, length) => {
        const texts = hashes.map((one) => displayHash(Uint8Array.from(one)));
        const part = { head: '', tail: (texts[which % texts.length] as string).slice(-length) };
        const expected = plainly(texts, part).map((one) => ({ ...one, rank: length === 64 ? 0 : 1 }));
        expect(findInHashes(join(hashes), hashes.length, part, 100)).toEqual({ matches: expected, more: false });
      }),
    );
    expect(findInHashes(new Uint8Array(32 * 5), 5, { head: '', tail: '0000' }, 3)).toMatchObject({ more: true });
  });

  it('finds nothing for what is no hexadecimal, too short or too long, and says when there is more', () => {
    const bytes = new Uint8Array(32 * 5).fill(0xaa);
    for (const head of ['aag', 'aa', 'a'.repeat(65), '', 'AAA'])
      expect(findInHashes(bytes, 5, { head, tail: null }, 9).matches).toEqual([]);
    expect(findInHashes(bytes, 5, { head: 'aaaa', tail: null }, 2)).toEqual({
      matches: [
        { number: 0, rank: 1 },
        { number: 1, rank: 1 },
      ],
      more: true,
    });
  });

  it('answers soon over 1,000,000 transactions', () => {
    const bytes = new Uint8Array(32_000_000);
    let state = 0x9e37_79b9;
    const words = new Uint32Array(bytes.buffer);
    for (let at = 0; at < words.length; at++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      words[at] = state;
    }
    const text = displayHash(bytes.subarray(32 * 777_777, 32 * 777_778));
    for (const [from, to] of [
      [0, 8],
      [1, 9],
      [20, 25],
      [59, 64],
    ]) {
      const before = performance.now();
      const { matches } = findInHashes(bytes, 1_000_000, { head: text.slice(from, to), tail: null }, 100_000);
      expect(performance.now() - before).toBeLessThan(20_000);
      expect(matches.map(({ number }) => number)).toContain(777_777);
    }
  });
});

describe('parts of texts', () => {
  const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'B', 'é', '1', '中'), maxLength: 12 }), { maxLength: 60 });

  it('finds what is found in each text, page by page', () => {
    fc.assert(
      fc.property(
        texts,
        fc.string({ unit: fc.constantFrom('a', 'b', 'é', '1', '中'), maxLength: 4 }),
        fc.boolean(),
        (list, head, hasTail) => {
          // Of a text of which nothing is known there is nothing to find.
          if (head === '' && !hasTail) return;
          const index = createTextIndex(list.length, (number) => list[number] as string);
          while (index.grow() !== null);
          const part = { head, tail: hasTail ? 'b' : null };
          expect(index.find(part, 100)).toEqual({ matches: plainly(list, part), more: false });
        },
      ),
      { numRuns: 600 },
    );
  });

  it('spans pages, and leaves out what is beyond the number asked for', () => {
    const index = createTextIndex(10_000, (number) => `n${number}x`);
    expect(index.find({ head: 'n9999', tail: null }, 5).matches).toEqual([]);
    while (index.grow() !== null);
    expect(index.find({ head: 'n9999', tail: null }, 5)).toEqual({ matches: [{ number: 9999, rank: 1 }], more: false });
    expect(index.find({ head: '999x', tail: null }, 3)).toMatchObject({
      matches: [{ number: 999 }, { number: 1999 }, { number: 2999 }],
      more: true,
    });
    expect(index.find({ head: 'x\nn', tail: null }, 3).matches).toEqual([]);
  });
});

describe('what is typed', () => {
  it('is part of an id, also with its middle left out', () => {
    expect(readWanted(' BC1Qw5 ').part).toEqual({ head: 'bc1qw5', tail: null });
    for (const typed of ['bc1qw5…8f3t4', 'bc1qw5...8f3t4', 'bc1qw5*8f3t4'])
      expect(readWanted(typed).part).toEqual({ head: 'bc1qw5', tail: '8f3t4' });
    expect(readWanted('DE89 3704  0044').part).toEqual({ head: 'de89 3704 0044', tail: null });
    expect(readWanted('…abcdef').part).toEqual({ head: '', tail: 'abcdef' });
    for (const typed of ['abc', 'a…b', '…abc', 'ab…cdef', 'a…b…c']) expect(readWanted(typed).part).toBe(null);
  });

  it('is an amount in the unit that people write, or in the smallest', () => {
    const amount = (typed: string, places: number) => {
      const wanted = readWanted(typed).amount;
      return wanted === null ? null : amountIn(wanted, places);
    };
    expect(amount('1.5', 8)).toBe(150_000_000n);
    expect(amount('0.05 BTC', 8)).toBe(5_000_000n);
    expect(amount('1,234,567.89', 2)).toBe(123_456_789n);
    expect(amount('1.23456789', 6)).toBe(null);
    expect(amount('1.230000000', 2)).toBe(123n);
    for (const typed of ['1,5', '1.', '.5', '-1', '1e5', '0x10', '1,23,456']) expect(amount(typed, 8)).toBe(null);
    expect(readWanted('0.05btc').amount).toEqual({ whole: '0', decimals: '05', symbol: 'BTC' });
  });

  it('is a day or a month in UTC', () => {
    expect(readWanted('2026-03-02').span).toEqual({ from: Date.UTC(2026, 2, 2) / 1000, to: Date.UTC(2026, 2, 3) / 1000 - 1 });
    expect(readWanted('2024/2').span).toEqual({ from: Date.UTC(2024, 1, 1) / 1000, to: Date.UTC(2024, 2, 1) / 1000 - 1 });
    expect(readWanted('2026-12').span?.to).toBe(Date.UTC(2027, 0, 1) / 1000 - 1);
    for (const typed of ['2026-02-30', '2026-13', '1969-01', '26-03-02', '2026']) expect(readWanted(typed).span).toBe(null);
  });
});
