// The first rows of an order against the whole order written down as it is defined.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Row } from './row.ts';
import { firstRows } from './rowOrder.ts';

const rows: fc.Arbitrary<Row[]> = fc
  .array(
    fc.record({
      side: fc.constantFrom('in', 'out') as fc.Arbitrary<'in'>,
      asset: fc.constantFrom(-1, 0, 0, 1, 2),
      // Amounts that are one as doubles and two as numbers.
      amount: fc.constantFrom(0n, 1n, 2n, 2n ** 60n, 2n ** 60n + 1n, 2n ** 60n + 2n),
      others: fc.option(fc.dictionary(fc.constantFrom('3', '4'), fc.bigInt(0n, 5n), { minKeys: 1 })),
      first: fc.option(fc.integer({ min: 100, max: 104 })),
      length: fc.nat(3),
    }),
    { maxLength: 40 },
  )
  .map((drawn) =>
    drawn.map(({ others, first, length, asset, ...row }, number) => ({
      ...{ ...row, asset, number, count: 1, shared: 0, first, last: first === null ? null : first + length },
      others: others === null || asset === -1 ? null : new Map(Object.entries(others).map(([key, amount]) => [Number(key), amount])),
    })),
  );
const standingOf = (asset: number): number => (asset === 0 || asset === 3 ? 0 : asset === 1 ? 2 : 1);

const compareTies = (a: Row, b: Row): number => (a.side === b.side ? a.number - b.number : a.side === 'in' ? -1 : 1);
const amountsOf = ({ asset, amount, others }: Row): [number, bigint][] => (asset === -1 ? [] : [[asset, amount], ...(others ?? [])]);

function plainByValue(all: readonly Row[]): Row[] {
  const rankOf = (row: Row, asset: number, amount: bigint): number =>
    all.filter((other) =>
      amountsOf(other).some(([own, more]) => own === asset && (more > amount || (more === amount && compareTies(other, row) < 0))),
    ).length;
  const keyOf = (row: Row): number[] => {
    const keys = amountsOf(row).map(([asset, amount]) => [standingOf(asset), rankOf(row, asset, amount), asset]);
    return (
      keys.sort(
        (a, b) => (a[0] as number) - (b[0] as number) || (a[1] as number) - (b[1] as number) || (a[2] as number) - (b[2] as number),
      )[0] ?? [Infinity]
    );
  };
  const keys = new Map(all.map((row) => [row, keyOf(row)]));
  return [...all].sort((a, b) => {
    const [x, y] = [keys.get(a) as number[], keys.get(b) as number[]];
    for (let place = 0; place < 3; place++) if (x[place] !== y[place]) return (x[place] ?? Infinity) < (y[place] ?? Infinity) ? -1 : 1;
    return compareTies(a, b);
  });
}

function plainByTime(all: readonly Row[], order: 'newest' | 'oldest'): Row[] {
  const sign = order === 'newest' ? -1 : 1;
  const timeOf = (row: Row): number => sign * ((order === 'newest' ? row.last : row.first) ?? sign * Infinity);
  return [...all].sort((a, b) =>
    timeOf(a) === timeOf(b) ? (a.side === b.side ? sign * compareTies(a, b) : compareTies(a, b)) : timeOf(a) - timeOf(b),
  );
}

it('the first rows are those of the whole order, however many are asked for', () => {
  fc.assert(
    fc.property(
      rows,
      fc.constantFrom('value', 'newest', 'oldest'),
      fc.array(fc.nat(45), { minLength: 1, maxLength: 4 }),
      (all, order, counts) => {
        const whole = order === 'value' ? plainByValue(all) : plainByTime(all, order as 'newest');
        const first = firstRows(all, { order: order as 'value', standingOf }, 1);
        for (const count of counts) {
          const found = first(count);
          expect(found.length).toBeGreaterThanOrEqual(Math.min(count, all.length));
          expect(found.map(({ number }) => number)).toEqual(whole.slice(0, found.length).map(({ number }) => number));
        }
      },
    ),
    { numRuns: 500 },
  );
});
