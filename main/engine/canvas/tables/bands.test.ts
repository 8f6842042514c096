// Bands of traces: a story worked out by hand, and for traces over random slices that what comes into a node goes out or ends there.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BandInput, type Bands, bandsOf, shared, type TracedPolicy } from './bands.ts';
import { reduced } from './sankey.ts';

const describeParty = (party: string) => ({ kind: 'party' as const, name: party, labels: [], items: [], other: null });
const sumOf = (list: readonly bigint[]): bigint => list.reduce((sum, one) => sum + one, 0n);
const flow = (transaction: number, inputs: [number, bigint][], outputs: [number, bigint][], fee: bigint, isWhole = true) => ({
  ...{ transaction, fee, isWhole },
  inputs: inputs.map(([end, amount]) => ({ end, amount })),
  outputs: outputs.map(([end, amount]) => ({ end, amount })),
});

/**
 * Seeds 1 (A, 100) and 2 (B, 50). Transaction 10 spends 1 into 3 (C, 60), 4 (A, 39), fee 1. Transaction 11 spends 4 and 2 into 5 (C, 80) and
 * 6 (D, 8), fee 1. 3, 5 and 6 end the trace.
 */
const PARTIES = new Map([...'ABCACD'].map((party, at) => [at + 1, party]));
const partyOf = (end: number): string => PARTIES.get(end) as string;
const states = new Map([3, 5, 6].map((end) => [end, 'unspent']));
const haircut: TracedPolicy = {
  policy: 'haircut',
  seeds: [
    { end: 1, amount: 100n },
    { end: 2, amount: 50n },
  ],
  transactions: [
    flow(
      10,
      [[1, 100n]],
      [
        [3, 60n],
        [4, 39n],
      ],
      1n,
    ),
    flow(
      11,
      [
        [4, 39n],
        [2, 50n],
      ],
      [
        [5, 80n],
        [6, 8n],
      ],
      1n,
    ),
  ],
  states,
};
/** The same, but 5 takes everything that 6 had. */
const other: TracedPolicy = {
  ...haircut,
  policy: 'fifo',
  transactions: [
    haircut.transactions[0] as TracedPolicy['transactions'][number],
    flow(
      11,
      [
        [4, 39n],
        [2, 50n],
      ],
      [[5, 88n]],
      1n,
    ),
  ],
};

describe('bands of a trace', () => {
  it('stand in layers by the longest way, with shares where two parties spend together', () => {
    const [own] = bandsOf({ direction: 'forward', policies: [haircut], partyOf }) as [Bands];
    expect([...own.nodes.values()].map(({ id, amount, state }) => [id, amount, state])).toEqual([
      ['0|A', 100n, 'spent'],
      ['0|B', 50n, 'spent'],
      ['1|C', 60n, 'unspent'],
      ['1|A', 39n, 'spent'],
      ['1|fees', 1n, 'fees'],
      ['2|C', 80n, 'unspent'],
      ['2|D', 8n, 'unspent'],
      ['2|fees', 1n, 'fees'],
    ]);
    // 39 of 89 are A's: of 80 that is 35.06, of 8 3.51, of 1 0.44; 38 whole units are 35 + 3, the last goes to the largest rest, 0.51.
    expect([...own.bands.values()].map(({ source, target, amount, statement }) => [`${source}>${target}`, amount, statement])).toEqual([
      ['0|A>1|C', 60n, 'derivation'],
      ['0|A>1|A', 39n, 'derivation'],
      ['0|A>1|fees', 1n, 'derivation'],
      ['1|A>2|C', 35n, 'assumption'],
      ['1|A>2|D', 4n, 'assumption'],
      ['0|B>2|C', 45n, 'assumption'],
      ['0|B>2|D', 4n, 'assumption'],
      ['0|B>2|fees', 1n, 'assumption'],
    ]);
  });

  it('run from the origins to the starting points where a trace goes back', () => {
    const back: TracedPolicy = {
      policy: 'haircut',
      seeds: [{ end: 5, amount: 80n }],
      transactions: [
        flow(10, [[1, 35n]], [[4, 35n]], 0n, false),
        flow(
          11,
          [
            [4, 35n],
            [2, 45n],
          ],
          [[5, 80n]],
          0n,
          false,
        ),
      ],
      states: new Map([
        [1, 'coinbase'],
        [2, 'unknown-input'],
      ]),
    };
    const [own] = bandsOf({ direction: 'backward', policies: [back], partyOf }) as [Bands];
    expect([...own.nodes.values()].map(({ id, amount, state }) => [id, amount, state])).toEqual([
      ['0|C', 80n, 'traced'],
      ['2|A', 35n, 'coinbase'],
      ['1|A', 35n, 'traced'],
      ['1|B', 45n, 'unknown-input'],
    ]);
    expect([...own.bands.keys()]).toEqual(['2|A>1|A', '1|A>0|C', '1|B>0|C']);
    expect([...own.bands.values()].every(({ statement }) => statement === 'assumption')).toBe(true);
  });

  it('say the least and the most of each band over the policies, also of what the limit sums', () => {
    const all = bandsOf({ direction: 'forward', policies: [haircut, other], partyOf });
    const whole = reduced(all, 0, 100, describeParty);
    const band = (source: string, target: string, of = whole) => of.bands.find((one) => one.source === source && one.target === target);
    // Under the other policy A's 39 of 89 are 38.56 of 88 and 0.44 of 1.
    expect(band('1|A', '2|C')).toMatchObject({ amount: '35', least: '35', most: '39' });
    expect(band('1|A', '2|D')).toMatchObject({ amount: '4', least: '0', most: '4' });
    expect(whole.hidden).toBe(0);
    const few = reduced(all, 0, 4, describeParty);
    expect(few.nodes.map(({ id, amount, state }) => [id, amount, state])).toEqual([
      ['0|A', '100', 'spent'],
      ['0|B', '50', 'spent'],
      ['1|C', '60', 'unspent'],
      ['1|others', '40', 'others'],
      ['2|C', '80', 'unspent'],
      ['2|others', '9', 'others'],
    ]);
    expect(few.hidden).toBe(4);
    expect(band('0|A', '1|others', few)).toMatchObject({ amount: '40', statement: 'derivation' });
    expect(band('1|others', '2|others', few)).toMatchObject({ amount: '4', least: '0', most: '4' });
  });

  it('share whole units so that rows and columns add up', () => {
    const amounts = fc.array(fc.bigInt({ min: 1n, max: 10n ** 12n }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(amounts, amounts, fc.boolean(), (senders, receivers, isEqual) => {
        const difference = sumOf(senders) - sumOf(receivers);
        const out = isEqual && difference > 0n ? [...receivers, difference] : receivers;
        const into = isEqual && difference < 0n ? [...senders, -difference] : senders;
        const shares = shared(into, out);
        expect(out.map((_, column) => sumOf(shares.map((row) => row[column] as bigint)))).toEqual(out);
        if (isEqual) expect(shares.map(sumOf)).toEqual(into);
        const [total, most] = [sumOf(into), BigInt(into.length)];
        for (const [row, own] of shares.entries())
          for (const [column, part] of own.entries()) {
            expect(part).toBeGreaterThanOrEqual(0n);
            const exact = (into[row] as bigint) * (out[column] as bigint);
            const apart = part * total - exact;
            expect(apart < 0n ? -apart : apart).toBeLessThanOrEqual(total * (most + 1n));
          }
      }),
    );
  });

  it('keep what comes in, through random traces and any limit', () => {
    const story = fc.array(
      fc.record({
        spends: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
        cuts: fc.array(fc.nat(100), { minLength: 1, maxLength: 4 }),
        fee: fc.nat(5),
      }),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(story, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 30 }), (steps, parties, limit) => {
        const { input, seeded } = randomTrace(steps, parties);
        const all = bandsOf(input);
        const { nodes, bands } = reduced(all, 0, limit, describeParty);
        const ended = new Map<string, bigint>();
        const into = (id: string): bigint => sumOf(bands.filter(({ target }) => target === id).map(({ amount }) => BigInt(amount)));
        const out = (id: string): bigint => sumOf(bands.filter(({ source }) => source === id).map(({ amount }) => BigInt(amount)));
        for (const { id, hop, amount, state } of nodes) {
          expect(BigInt(amount), id).toBe(hop === 0 ? seeded : into(id));
          if (state === 'unspent' || state === 'fees') expect(out(id)).toBe(0n);
          if (state === 'spent') expect(out(id)).toBe(BigInt(amount));
          expect(out(id)).toBeLessThanOrEqual(BigInt(amount));
          ended.set(id, BigInt(amount) - out(id));
        }
        expect(sumOf([...ended.values()])).toBe(seeded);
        for (const { source, target, amount, least, most } of bands) {
          expect(Number(source.split('|')[0])).toBeLessThan(Number(target.split('|')[0]));
          expect([least, most]).toEqual([amount, amount]);
        }
      }),
    );
  });
});

/** One seed of 10^9; each step spends some of what is unspent into cuts of it. */
function randomTrace(
  steps: readonly { spends: number[]; cuts: number[]; fee: number }[],
  parties: number,
): { input: BandInput; seeded: bigint } {
  const seeded = 10n ** 9n;
  const open = new Map<number, bigint>([[0, seeded]]);
  const transactions: TracedPolicy['transactions'][number][] = [];
  let next = 1;
  steps.forEach(({ spends, cuts, fee }, transaction) => {
    const ends = [...new Set(spends.map((at) => [...open.keys()][at % open.size] as number))];
    const inputs = ends.map((end) => ({ end, amount: open.get(end) as bigint }));
    for (const end of ends) open.delete(end);
    let left = sumOf(inputs.map(({ amount }) => amount)) - BigInt(fee);
    if (left < 0n) left = 0n;
    const paid = sumOf(inputs.map(({ amount }) => amount)) - left;
    const outputs = cuts.map((cut, at) => {
      const amount = at === cuts.length - 1 ? left : (left * BigInt(cut)) / 101n;
      left -= amount;
      return { end: next++, amount };
    });
    for (const { end, amount } of outputs) open.set(end, amount);
    transactions.push({ transaction, inputs, outputs, fee: paid, isWhole: false });
  });
  const policy: TracedPolicy = {
    policy: 'any',
    seeds: [{ end: 0, amount: seeded }],
    transactions,
    states: new Map([...open.keys()].map((end) => [end, 'unspent'])),
  };
  return { input: { direction: 'forward', policies: [policy], partyOf: (end) => `party ${end % parties}` }, seeded };
}
