// Exposure against hand calculations, against a naive count that lists every unit one by one, and its properties over random graphs.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../kernel/index.ts';
import { accountPolicies } from '../accounts/policies/index.ts';
import type { AccountPolicy } from '../accounts/policies/policy.ts';
import { type BuiltRows, type FlowRow, inputOfRows } from '../typologies/rows.ts';
import { BUSY, FEE, FIRST_END, NOBODY, NOT_HELD, STILL } from './ends.ts';
import { type Exposure, type ExposureDirection, exposures } from './exposure.ts';

const FAR_END = 7;
const END: Readonly<Record<string, number>> = { S: FIRST_END, T: FIRST_END + 1, U: FIRST_END + 2 };

function asked(
  input: BuiltRows,
  direction: ExposureDirection,
  policy: string,
  subjects: readonly string[],
  { mostHops = null, ends = END }: { readonly mostHops?: number | null; readonly ends?: Readonly<Record<string, number>> } = {},
): readonly Exposure[] {
  const of = new Uint32Array(input.flows.partyCount);
  for (const [name, end] of Object.entries(ends)) if (input.party(name) < of.length) of[input.party(name)] = end;
  return atOnce(
    exposures(input, {
      ...{ direction, mostHops, ends: { of, dated: new Map() } },
      policy: accountPolicies.find(policy) as AccountPolicy,
      subjects: subjects.map((name) => [input.party(name)]),
    }),
  );
}

const row = (time: number, from: string, to: string, amount: number): FlowRow => ({ time, from, to, amount: BigInt(amount) });
const partsOf = (found: Exposure | undefined) =>
  Object.fromEntries((found?.parts ?? []).map(({ end, isDirect, amount }) => [`${end}${isDirect ? ' direct' : ''}`, amount]));

describe('hand calculations', () => {
  // S pays M 60, U pays M 40, M pays A 50; S pays A 10 itself; X, of whom nothing is held, pays A 5.
  const rows = [row(1, 'S', 'M', 60), row(2, 'U', 'M', 40), row(3, 'M', 'A', 50), row(4, 'S', 'A', 10), row(5, 'X', 'A', 5)];

  it('[E2] shares by haircut, by order under fifo and lifo, reach under poison', () => {
    const input = inputOfRows({ rows });
    const of = (policy: string) => partsOf(asked(input, 'in', policy, ['A'])[0]);
    expect(of('haircut')).toEqual({ [NOT_HELD]: 5n, '9 direct': 10n, 9: 30n, 11: 20n });
    expect(of('fifo')).toEqual({ [NOT_HELD]: 5n, '9 direct': 10n, 9: 50n });
    expect(of('lifo')).toEqual({ [NOT_HELD]: 5n, '9 direct': 10n, 9: 10n, 11: 40n });
    expect(of('poison')).toEqual({ [NOT_HELD]: 5n, '9 direct': 10n, 9: 50n, 11: 50n });
  });

  it('[E2] where it went, with what is still there', () => {
    const out = [row(1, 'A', 'M', 60), row(2, 'S', 'M', 40), row(3, 'M', 'T', 50), row(4, 'A', 'T', 10)];
    const input = inputOfRows({ rows: out });
    expect(partsOf(asked(input, 'out', 'fifo', ['A'])[0])).toEqual({ '10 direct': 10n, 10: 50n, [STILL]: 10n });
    expect(partsOf(asked(input, 'out', 'haircut', ['A'])[0])).toEqual({ '10 direct': 10n, 10: 30n, [STILL]: 30n });
  });

  it('[E4] beyond the payments asked for nothing is told', () => {
    const chain = [row(1, 'S', 'B', 10), row(2, 'B', 'C', 10), row(3, 'C', 'A', 10)];
    const input = inputOfRows({ rows: chain });
    expect(partsOf(asked(input, 'in', 'haircut', ['A'], { mostHops: 2 })[0])).toEqual({ [FAR_END]: 10n });
    expect(partsOf(asked(input, 'in', 'haircut', ['A'], { mostHops: 3 })[0])).toEqual({ 9: 10n });
  });

  it('[E3] a party that ends the way for a reason ends it for everybody', () => {
    const input = inputOfRows({ rows });
    expect(partsOf(asked(input, 'in', 'fifo', ['A'], { ends: { ...END, M: BUSY } })[0])).toEqual({
      ...{ '9 direct': 10n, [`${BUSY} direct`]: 50n, [NOT_HELD]: 5n },
    });
  });
});

/** Every unit is an object with its end; ledgers are plain lists. */
function naive(rows: readonly FlowRow[], lastFirst: boolean, subject: string, mostHops: number | null): Record<string, bigint> {
  const ledgers = new Map<string, { end: number; hops: number }[]>();
  const sums: Record<string, bigint> = {};
  const ledger = (name: string) => {
    const known = ledgers.get(name) ?? [];
    ledgers.set(name, known);
    return known;
  };
  for (const { from, to, amount } of [...rows].sort((a, b) => a.time - b.time)) {
    if (from === to || amount === 0n) continue;
    const end = END[from];
    const units: { end: number; hops: number }[] = [];
    for (let unit = 0n; unit < amount; unit++) {
      if (from === '') units.push({ end: NOBODY, hops: 0 });
      else if (end !== undefined) units.push({ end, hops: 1 });
      else {
        const held = ledger(from);
        const one = lastFirst ? held.pop() : held.shift();
        if (one === undefined) units.push({ end: NOT_HELD, hops: 0 });
        else if (mostHops !== null && one.end >= FIRST_END && one.hops + 1 > mostHops) units.push({ end: FAR_END, hops: 0 });
        else units.push({ end: one.end, hops: one.hops + 1 });
      }
    }
    if (to === subject)
      for (const unit of units) {
        const isDirect = from === '' || end !== undefined;
        const key = `${unit.end}${isDirect ? ' direct' : ''}`;
        sums[key] = (sums[key] ?? 0n) + 1n;
      }
    if (to !== '' && END[to] === undefined) ledger(to).push(...units);
  }
  return sums;
}

const NAMES = ['', 'S', 'T', 'U', 'A', 'B', 'C', 'D', 'E', 'F'];
const graph = fc
  .array(fc.tuple(fc.nat(NAMES.length - 1), fc.nat(NAMES.length - 1), fc.integer({ min: 1, max: 40 }), fc.nat(12)), {
    minLength: 1,
    maxLength: 40,
  })
  .map((made) =>
    made
      .filter(([from, to]) => from !== to)
      .map(([from, to, amount, time]) => row(time, NAMES[from] as string, NAMES[to] as string, amount)),
  )
  .filter((rows) => rows.length > 0);
const allOf = (rows: readonly FlowRow[]): FlowRow[] => [...rows, ...NAMES.filter(Boolean).map((name) => row(99, name, 'Z', 1))];

describe('random graphs', () => {
  it('[E2] fifo and lifo are what counting unit by unit gives', () => {
    fc.assert(
      fc.property(graph, fc.constantFrom(null, 1, 2, 3), fc.boolean(), (rows, mostHops, lastFirst) => {
        const all = allOf(rows);
        const [found] = asked(inputOfRows({ rows: all }), 'in', lastFirst ? 'lifo' : 'fifo', ['A'], { mostHops });
        expect(partsOf(found)).toEqual(naive(all, lastFirst, 'A', mostHops));
      }),
    );
  });

  it('[E1] direct, indirect and not known make up the total, both ways, under every policy that conserves', () => {
    fc.assert(
      fc.property(
        graph,
        fc.constantFrom('haircut', 'fifo', 'lifo'),
        fc.constantFrom('in' as const, 'out' as const),
        fc.constantFrom(null, 1, 3),
        (rows, policy, direction, mostHops) => {
          const all = allOf(rows);
          const found = asked(inputOfRows({ rows: all }), direction, policy, ['A', 'B', 'S'], { mostHops });
          found.forEach(({ subject, total, parts }) => {
            const name = ['A', 'B', 'S'][subject];
            const paid = all.filter((one) => (direction === 'in' ? one.to : one.from) === name).reduce((sum, one) => sum + one.amount, 0n);
            expect(total).toBe(paid);
            expect(parts.reduce((sum, one) => sum + one.amount, 0n)).toBe(total);
          });
        },
      ),
    );
  });

  it('[E2] what T got from S is what S paid to T: the two directions are one map', () => {
    fc.assert(
      fc.property(graph, fc.constantFrom('fifo', 'lifo'), (rows, policy) => {
        const input = inputOfRows({ rows: allOf(rows) });
        const of = (direction: ExposureDirection, subject: string, end: string): bigint =>
          (asked(input, direction, policy, [subject])[0]?.parts ?? [])
            .filter((one) => one.end === END[end])
            .reduce((sum, one) => sum + one.amount, 0n);
        expect(of('in', 'T', 'S')).toBe(of('out', 'S', 'T'));
      }),
    );
  });

  it('[E2] haircut is the exact share but for the units that rounding moves', () => {
    const scale = 10n ** 30n;
    fc.assert(
      fc.property(graph, (rows) => {
        const all = allOf(rows).map((one) => ({ ...one, amount: one.amount * scale }));
        const [found] = asked(inputOfRows({ rows: all }), 'in', 'haircut', ['A']);
        const exact = shares(all, 'A');
        for (const [end, amount] of Object.entries(partsOf(found))) {
          const difference = Number(amount / 10n ** 18n) / 1e12 - (exact[end] ?? 0);
          expect(Math.abs(difference)).toBeLessThan(1e-6);
        }
      }),
    );
  });

  it('[E5] no subject changes the figures of another, nor does how parties are numbered', () => {
    fc.assert(
      fc.property(graph, fc.constantFrom('haircut', 'fifo', 'poison'), (rows, policy) => {
        const all = allOf(rows);
        const [alone] = asked(inputOfRows({ rows: all }), 'in', policy, ['A']);
        const among = asked(inputOfRows({ rows: all }), 'in', policy, ['A', 'B', 'C', 'D']).find(({ subject }) => subject === 0);
        const [turned] = asked(inputOfRows({ rows: all }, true), 'in', policy, ['A']);
        expect(partsOf(among)).toEqual(partsOf(alone));
        expect(partsOf(turned)).toEqual(partsOf(alone));
      }),
    );
  });
});

/** The haircut in doubles, by ledgers of shares. */
function shares(rows: readonly FlowRow[], subject: string): Record<string, number> {
  const ledgers = new Map<string, Map<number, number>>();
  const sums: Record<string, number> = {};
  for (const { from, to, amount: exact } of [...rows].sort((a, b) => a.time - b.time)) {
    const amount = Number(exact) / 1e30;
    const end = from === '' ? NOBODY : END[from];
    const given = new Map<number, number>();
    if (end !== undefined) given.set(end, amount);
    else {
      const held = ledgers.get(from) ?? new Map<number, number>();
      const balance = [...held.values()].reduce((sum, one) => sum + one, 0);
      const share = balance < 1e-9 ? 0 : Math.min(1, amount / balance);
      for (const [key, value] of held) {
        given.set(key, value * share);
        held.set(key, value * (1 - share));
      }
      if (amount > balance + 1e-9) given.set(NOT_HELD, (given.get(NOT_HELD) ?? 0) + amount - balance);
    }
    if (to === subject)
      for (const [key, value] of given) {
        const name = `${key}${end === undefined ? '' : ' direct'}`;
        sums[name] = (sums[name] ?? 0) + value;
      }
    if (to === '' || END[to] !== undefined) continue;
    const held = ledgers.get(to) ?? new Map<number, number>();
    for (const [key, value] of given) held.set(key, (held.get(key) ?? 0) + value);
    ledgers.set(to, held);
  }
  return sums;
}

describe('fees', () => {
  it('[E6] leave the ledger and are told where money went', () => {
    const input = inputOfRows({ rows: [row(1, 'A', 'M', 100), row(2, 'M', 'T', 90)] });
    const flows = {
      ...input.flows,
      fees: {
        count: 1,
        place: Uint32Array.of(2),
        party: Uint32Array.of(input.party('M')),
        asset: Uint32Array.of(1),
        amount: [4n],
      },
    };
    expect(partsOf(asked({ ...input, flows }, 'out', 'fifo', ['A'])[0])).toEqual({ 10: 90n, [FEE]: 4n, [STILL]: 6n });
  });
});
