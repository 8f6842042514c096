// What the coverage bars draw, against cases worked out by hand.
import { describe, expect, it } from 'vitest';
import { coveredSources, drawn, joined, searchedBy, without } from './coverage.ts';

const question = (source: string, state: string, low: number | null, high: number | null, gaps: { from: number; to: number }[] = []) =>
  ({ source, chain: 'c', state, result: state === 'finished' ? { low, high, gaps } : null }) as never;

describe('ranges', () => {
  it('joins neighbours and overlaps, leaves gaps', () => {
    expect(
      joined([
        { from: 5, to: 7 },
        { from: 0, to: 2 },
        { from: 3, to: 3 },
        { from: 6, to: 9 },
      ]),
    ).toEqual([
      { from: 0, to: 3 },
      { from: 5, to: 9 },
    ]);
  });
  it('cuts gaps out of a range', () => {
    expect(
      without({ from: 10, to: 20 }, [
        { from: 15, to: 16 },
        { from: 12, to: 12 },
      ]),
    ).toEqual([
      { from: 10, to: 11 },
      { from: 13, to: 14 },
      { from: 17, to: 20 },
    ]);
    expect(without({ from: 10, to: 20 }, [{ from: 0, to: 30 }])).toEqual([]);
    expect(without({ from: 10, to: 20 }, [])).toEqual([{ from: 10, to: 20 }]);
  });
});

describe('what was searched', () => {
  it('counts finished questions only, without their gaps', () => {
    const searched = searchedBy(
      [
        question('a', 'finished', 0, 9, [{ from: 4, to: 5 }]),
        question('a', 'finished', 10, 12),
        question('a', 'open', 0, 90),
        question('a', 'abandoned', 0, 90),
        question('b', 'finished', null, null),
      ],
      'c',
    );
    expect([...searched]).toEqual([
      [
        'a',
        [
          { from: 0, to: 3 },
          { from: 6, to: 12 },
        ],
      ],
    ]);
    expect(searchedBy([question('a', 'finished', 0, 9)], 'other').size).toBe(0);
  });
  it('puts them beside the scopes of their source, and leaves withdrawn sources out', () => {
    const source = (id: string, state: string) => ({ id, name: `name ${id}`, chain: 'c', state });
    const covered = coveredSources(
      {
        sources: [source('a', 'complete'), source('w', 'withdrawn')],
        coverage: [
          { source: 'a', chain: 'c', from: 0, to: 99, scope: 'archive' },
          { source: 'w', chain: 'c', from: 0, to: 99, scope: 'blocks' },
        ],
        chains: [],
      } as never,
      [question('a', 'finished', 5, 9), question('w', 'finished', 5, 9)],
      'c',
    );
    expect(covered).toEqual([
      {
        source: 'a',
        name: 'name a',
        lanes: [
          { scope: 'searched', ranges: [{ from: 5, to: 9 }] },
          { scope: 'archive', ranges: [{ from: 0, to: 99 }] },
        ],
      },
    ]);
  });
});

describe('drawing', () => {
  const points = Array.from({ length: 1000 }, (_, i) => ({ from: i * 10, to: i * 10 }));
  it('keeps few ranges as they are and thins many', () => {
    expect(drawn(points.slice(0, 3), 9990, 100)).toEqual(points.slice(0, 3).map((point) => ({ ...point, pieces: 1 })));
    const thin = drawn(points, 9990, 100);
    expect(thin.length).toBeLessThanOrEqual(100);
    expect(thin.reduce((sum, piece) => sum + piece.pieces, 0)).toBe(1000);
  });
});
