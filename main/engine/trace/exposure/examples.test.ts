// Examples against every way there is in small random graphs, and against the parts that exposure gives: each known part has one.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { atOnce } from '../../kernel/index.ts';
import { accountPolicies } from '../accounts/policies/index.ts';
import type { AccountPolicy } from '../accounts/policies/policy.ts';
import { amountOf } from '../typologies/flows.ts';
import { type BuiltRows, type FlowRow, inputOfRows } from '../typologies/rows.ts';
import { FIRST_END, isReason } from './ends.ts';
import { examples } from './examples.ts';
import { type ExposureDirection, exposures } from './exposure.ts';

const ENDS: Readonly<Record<string, number>> = { S: FIRST_END, T: FIRST_END + 1 };

function ask(input: BuiltRows, direction: ExposureDirection, mostHops: number | null = null) {
  const of = new Uint32Array(input.flows.partyCount);
  for (const [name, end] of Object.entries(ENDS)) if (input.party(name) < of.length) of[input.party(name)] = end;
  of[0] = 0;
  const question = { direction, mostHops, ends: { of, dated: new Map() }, subjects: [[input.party('A')]] };
  const policy = accountPolicies.find('haircut') as AccountPolicy;
  const parts = atOnce(exposures(input, { ...question, policy })).flatMap((one) =>
    one.parts.map((part) => ({ asset: one.asset, ...part })),
  );
  return { parts, found: atOnce(examples(input, question, new Set(Object.values(ENDS)))), of };
}

const row = (time: number, from: string, to: string, amount: number): FlowRow => ({ time, from, to, amount: BigInt(amount) });

it('the way whose least payment is the largest, in the order of time, though a shorter one is there', () => {
  const rows = [row(1, 'S', 'A', 3), row(1, 'S', 'B', 90), row(2, 'B', 'C', 80), row(3, 'C', 'A', 70), row(4, 'B', 'A', 5)];
  const input = inputOfRows({ rows });
  const { found } = ask(input, 'in');
  expect(found.map(({ isDirect, least, flows }) => [isDirect, least, flows.length])).toEqual([
    [true, 3n, 1],
    [false, 70n, 3],
  ]);
  // Bounded to two payments only the narrow one is left.
  expect(ask(input, 'in', 2).found.find(({ isDirect }) => !isDirect)).toMatchObject({ least: 5n });
  // Money that left before it came is no way.
  expect(ask(inputOfRows({ rows: [row(1, 'B', 'A', 5), row(2, 'S', 'B', 9)] }), 'in').found).toEqual([]);
});

it('no way leads through an end', () => {
  const rows = [row(1, 'S', 'T', 9), row(2, 'T', 'A', 9)];
  expect(ask(inputOfRows({ rows }), 'in').found.map(({ end, isDirect }) => [end, isDirect])).toEqual([[ENDS['T'], true]]);
});

const PARTIES = ['S', 'T', 'A', 'B', 'C', 'D'];
const graph = fc.array(
  fc.record({ from: fc.constantFrom(...PARTIES), to: fc.constantFrom(...PARTIES), amount: fc.integer({ min: 1, max: 9 }) }),
  { minLength: 1, maxLength: 9 },
);

it.each(['in', 'out'] as const)('%s: as good as the best of all ways, and one for each known part', (direction) => {
  fc.assert(
    fc.property(graph, (drawn) => {
      const rows = drawn.filter(({ from, to }) => from !== to).map(({ from, to, amount }, at) => row(at + 1, from, to, amount));
      if (!rows.some(({ from, to }) => from === 'A' || to === 'A')) return;
      const input = inputOfRows({ rows });
      const { parts, found, of } = ask(input, direction);
      const { flows } = input;
      const [source, target] = direction === 'in' ? [flows.from, flows.to] : [flows.to, flows.from];
      const order = Array.from({ length: flows.flowCount }, (_unused, at) => (direction === 'in' ? at : flows.flowCount - 1 - at));
      const best = new Map<string, bigint>();
      const walk = (place: number, end: number, least: bigint, length: number): void => {
        const flow = order[place] as number;
        const amount = amountOf(flows, flow);
        const now = amount < least ? amount : least;
        if (target[flow] === input.party('A')) {
          const key = `${end} ${length === 1}`;
          if (now > (best.get(key) ?? 0n)) best.set(key, now);
        }
        if (of[target[flow] as number] !== 0) return;
        for (let next = place + 1; next < order.length; next++)
          if (source[order[next] as number] === target[flow]) walk(next, end, now, length + 1);
      };
      order.forEach((flow, place) => {
        const end = of[source[flow] as number] as number;
        if (end !== 0) walk(place, end, 10n ** 9n, 1);
      });
      // What the subject pays itself over others is a way too, but none from its own payments to itself.
      expect(new Map(found.map(({ end, isDirect, least }) => [`${end} ${isDirect}`, least]))).toEqual(best);
      for (const { end, isDirect, amount } of parts)
        if (!isReason(end) && amount > 0n) expect(found.some((one) => one.end === end && one.isDirect === isDirect)).toBe(true);
      for (const { flows: way } of found) expect([...way].sort((a, b) => a - b)).toEqual(way);
    }),
  );
});
