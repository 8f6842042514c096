// How searched stretches, whole blocks and reorganisations make up "known to be unspent at height H". Rules: SPEC.md T16, T35, T37.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinRanges, packScripts, scriptsIn, standingRange } from './searched.ts';

const range = fc.tuple(fc.nat(60), fc.nat(10)).map(([from, length]) => ({ from, to: from + length }));
const heightsOf = (ranges: readonly { from: number; to: number }[]) => {
  const heights = new Set<number>();
  for (const { from, to } of ranges) for (let height = from; height <= to; height++) heights.add(height);
  return [...heights].sort((a, b) => a - b);
};

describe('ranges', () => {
  it('joined hold the same heights, ascending, apart, and as few as can be', () => {
    fc.assert(
      fc.property(fc.array(range), fc.array(range), (a, b) => {
        const joined = joinRanges(a, b);
        expect(heightsOf(joined)).toEqual(heightsOf([...a, ...b]));
        for (let i = 1; i < joined.length; i++)
          expect((joined[i] as { from: number }).from).toBeGreaterThan((joined[i - 1] as { to: number }).to + 1);
      }),
    );
  });
});

describe('[T37] a search', () => {
  // A chain 0…9 that left its block 6′ for 6.
  const hashOf = (header: number) => new Uint8Array(32).fill(header + 1);
  const chain = {
    find: (hash: Uint8Array) => (hash[0] === 99 ? undefined : (hash[0] as number) - 1),
    state: (header: number) => (header === 10 || header === 11 ? 'stale' : 'active'),
    parent: Int32Array.of(-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 5, 10),
    height: Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 6, 7),
  } as never;

  it('stands up to its last block, or to where the active chain left it', () => {
    expect(standingRange(chain, { low: 2, high: 8, tip: hashOf(8) })).toEqual({ from: 2, to: 8 });
    expect(standingRange(chain, { low: 2, high: 7, tip: hashOf(11) })).toEqual({ from: 2, to: 5 });
    expect(standingRange(chain, { low: 6, high: 7, tip: hashOf(11) })).toBeNull();
    expect(standingRange(chain, { low: 2, high: 8, tip: new Uint8Array(32).fill(99) })).toBeNull();
  });
});

describe('scripts of a search', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 80 })), (scripts) => {
        expect([...scriptsIn(packScripts(scripts))].map((script) => [...script])).toEqual(scripts.map((script) => [...script]));
      }),
    );
  });
});
