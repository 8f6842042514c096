// Balances and hours: worked out by hand, and random ones against plain loops.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChainFacts } from '../facts/index.ts';
import { activityOf, quietestShifts } from './activity.ts';
import { balanceOf, type Step, stepsOf, thinned } from './balance.ts';
import type { History } from './whose.ts';

const changeList = fc.array(fc.record({ seconds: fc.nat(50_000), amount: fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }) }), {
  maxLength: 200,
});

function historyOf(
  changes: readonly { readonly seconds: number | null; readonly amount: bigint }[],
  spending: readonly (readonly [number | null, boolean])[],
): History[] {
  const asset = { key: 'coin', kind: 'native', contract: null, tokenId: null, symbol: 'C', decimals: 2, standing: 'issuer' } as const;
  return [
    {
      chain: { asset: () => asset, transfers: { assetKey: () => 'coin' } } as unknown as ChainFacts,
      history: {
        changes: (visit) => {
          for (const { seconds, amount } of changes) visit(0, seconds, amount);
        },
        opening: () => 7n,
        isComplete: () => true,
        spending: (visit) => {
          for (const [seconds, isDayOnly] of spending) visit(seconds, isDayOnly);
        },
      },
    },
  ];
}

describe('balances', () => {
  it('are steps in order of time, from what was held before', () => {
    const changes = [
      { seconds: 20, amount: -4n },
      { seconds: 10, amount: 5n },
      { seconds: 20, amount: 1n },
      { seconds: null, amount: 100n },
    ];
    const { series, assets } = balanceOf(historyOf(changes, []), { points: 10 });
    expect(assets).toMatchObject([{ key: 'coin' }]);
    expect(series).toEqual([
      {
        asset: 0,
        points: [
          { seconds: 10, amount: '12' },
          { seconds: 20, amount: '9' },
        ],
        movements: 4,
        untimed: 1,
        complete: false,
      },
    ]);
    expect(balanceOf(historyOf(changes.slice(0, 3), []), { points: 10 }).series[0]?.complete).toBe(true);
    expect(balanceOf(historyOf(changes, []), { asset: 'other', points: 10 }).series).toEqual([]);
  });

  it('equal the sum of everything up to each step', () => {
    fc.assert(
      fc.property(changeList, (changes) => {
        const steps = stepsOf(changes, 3n);
        expect(steps.map(({ seconds }) => seconds)).toEqual([...new Set(changes.map(({ seconds }) => seconds))].sort((a, b) => a - b));
        for (const step of steps)
          expect(step.amount).toBe(changes.reduce((sum, one) => (one.seconds <= step.seconds ? sum + one.amount : sum), 3n));
      }),
    );
  });

  it('thinned out keep the ends and the extremes, and invent nothing', () => {
    fc.assert(
      fc.property(changeList, fc.integer({ min: 2, max: 60 }), (changes, most) => {
        const steps = stepsOf(changes, 0n);
        const kept = thinned(steps, most);
        expect(kept.length).toBeLessThanOrEqual(Math.max(most, 2));
        expect([kept[0], kept.at(-1)]).toEqual([steps[0], steps.at(-1)]);
        for (const step of kept) expect(steps).toContain(step);
        const times = kept.map(({ seconds }) => seconds);
        expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
        if (most < 4 || steps.length === 0) return;
        const extreme = (list: readonly Step[], sign: bigint) => list.map(({ amount }) => sign * amount).reduce((a, b) => (b > a ? b : a));
        expect([extreme(kept, 1n), extreme(kept, -1n)]).toEqual([extreme(steps, 1n), extreme(steps, -1n)]);
      }),
    );
  });
});

describe('hours', () => {
  it('are told by weekday and hour of the shifted zone', () => {
    // Sunday 2024-03-03 23:30 UTC, twice; Monday 08:30 at nine hours east, Sunday 11:30 at twelve hours west.
    const sunday = Date.UTC(2024, 2, 3, 23, 30) / 1000;
    const spending = [
      [sunday, false],
      [sunday, false],
      [null, false],
      [sunday, true],
    ] as const;
    const at = (offsetMinutes: number) => activityOf(historyOf([], spending), offsetMinutes);
    for (const [offset, day, hour] of [
      [0, 6, 23],
      [540, 0, 8],
      [-720, 6, 11],
      [30, 0, 0],
      [840, 0, 13],
    ] as const) {
      const { counts } = at(offset);
      expect(counts[day]?.[hour]).toBe(2);
      expect(counts.flat().reduce((sum, one) => sum + one, 0)).toBe(2);
    }
    expect(at(0)).toMatchObject({
      transactions: 2,
      leftOut: [
        { code: 'untimed', count: 1 },
        { code: 'dayOnly', count: 1 },
      ],
      firstSeconds: sunday,
      lastSeconds: sunday,
    });
    expect(activityOf(historyOf([], []), 0)).toMatchObject({ transactions: 0, quietest: [] });
  });

  it('agree with the calendar of the platform for any time and shift', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000_000, max: 4_000_000_000 }), fc.integer({ min: -720, max: 840 }), (seconds, offset) => {
        const local = new Date((seconds + offset * 60) * 1000);
        const { counts } = activityOf(historyOf([], [[seconds, false]]), offset);
        expect(counts[(local.getUTCDay() + 6) % 7]?.[local.getUTCHours()]).toBe(1);
      }),
    );
  });

  it('find the night of whoever works from 9 to 17, and more than one where the data do not tell', () => {
    const hours = (from: number, to: number, each = 10): number[] =>
      Array.from({ length: 24 }, (_, hour) => (hour >= from && hour < to ? each : 0));
    // Awake from 0 to 16 UTC and asleep from 16 to 24: 23 local is 16 UTC at seven hours east, and at 17 hours west, which no zone has.
    expect(quietestShifts(hours(0, 16))).toEqual([{ offsetMinutes: 420, inNight: 0 }]);
    // A night of 23 to 7 holds none of 9 to 17 for every shift by which those hours stay within 7 to 23.
    expect(quietestShifts(hours(9, 17)).map(({ offsetMinutes }) => offsetMinutes / 60)).toEqual([-2, -1, 0, 1, 2, 3, 4, 5, 6]);
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 24, maxLength: 24 }), (counts) => {
        const found = quietestShifts(counts);
        const inNight = (shift: number): number =>
          counts.reduce((sum, count, hour) => {
            const local = new Date(Date.UTC(2024, 0, 1, hour, 0) + shift * 60_000).getUTCHours();
            return local >= 23 || local < 7 ? sum + count : sum;
          }, 0);
        const all = Array.from({ length: 27 }, (_, at) => at * 60 - 720).map((shift) => ({
          offsetMinutes: shift,
          inNight: inNight(shift),
        }));
        const fewest = Math.min(...all.map((one) => one.inNight));
        expect(found).toEqual(all.filter((one) => one.inNight === fewest));
      }),
    );
  });

  it('say that who acts at all hours may be a service, and name no night for it', () => {
    const begin = Date.UTC(2024, 0, 1) / 1000;
    const evenly = Array.from({ length: 480 }, (_, at) => [begin + at * 3600 * 5, false] as const);
    expect(activityOf(historyOf([], evenly), 0)).toMatchObject({ quietest: [], leftOut: [{ code: 'serviceLike', count: 480 }] });
    const daily = Array.from({ length: 480 }, (_, at) => [begin + at * 86_400 + (at % 8) * 3600, false] as const);
    expect(activityOf(historyOf([], daily), 0).leftOut).toEqual([]);
  });
});
