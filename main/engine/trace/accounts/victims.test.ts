// The victim table of SPEC.md [A19], worked on paper.
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../kernel/index.ts';
import { accountOf, type Line, sliceOf, wholeKnowledge } from './tests/ledgers.ts';
import { traceVictims, type VictimRow } from './victims.ts';

/** Two victims pay M; M pays mule N their money together; a third victim's payment is made by M with their money in it. */
const LINES: Line[] = [
  { from: 'V1', to: 'M', amount: 30 },
  { from: 'V2', to: 'M', amount: 50 },
  { from: 'M', to: 'N', amount: 60 },
  { from: 'N', to: 'X', amount: 45 },
];
const row = (reference: string, transfer: number | null, amount: bigint | null = null): VictimRow => ({
  reference,
  transfer,
  amount,
  timeSeconds: null,
});

function table(rows: readonly VictimRow[], policies = ['fifo']) {
  const built = sliceOf(LINES);
  const knowledge = wholeKnowledge(built, [
    ['V1', 30],
    ['V2', 50],
  ]);
  return { built, table: atOnce(traceVictims(built.slice, rows, { policies, knowledge })) };
}

describe('[A19] victim table', () => {
  it('says per victim what reaches each endpoint', () => {
    const { built, table: of } = table([row('one', 0), row('two', 1)], ['haircut', 'fifo', 'lifo']);
    const told = of.policies.map(({ policy, victims, doubleCounts }) => [
      policy,
      ...victims.map((victim) =>
        victim.endpoints
          .map((end) => `${victim.reference} ${accountOf(built, end.ledger)} ${end.figure.incomplete ? '?' : end.figure.amount}`)
          .join(),
      ),
      doubleCounts.length,
    ]);
    expect(told).toEqual([
      // 60 of 80: 22.5 and 37.5, both units to what leaves while it has room: 60 is full after 23 and 37. Of these 45/60: 17.25, 27.75.
      ['haircut', 'one M 7,one N 6,one X 17', 'two M 13,two N 9,two X 28', 0],
      // 30 of one, 30 of two go on; X gets 30 of one and 15 of two.
      ['fifo', 'one X 30', 'two M 20,two N 15,two X 15', 0],
      // 50 of two, 10 of one, in this order; N pays the last first: 10 of one, 35 of two.
      ['lifo', 'one M 20,one X 10', 'two N 15,two X 35', 0],
    ]);
  });

  it('names claims on one transfer that are more than it moved', () => {
    const { table: of } = table([row('one', 0, 20n), row('two', 0, 20n)]);
    expect(of.policies[0]!.doubleCounts).toEqual([
      { kind: 'claims', transfer: 0, references: ['one', 'two'], sum: 40n, whole: 30n },
      { kind: 'reached', reference: 'two', claimed: 20n, contributed: 10n },
    ]);
    expect(of.problems.map(({ problem }) => problem.kind)).toEqual(['amountBelowTransfer', 'amountBelowTransfer']);
  });

  it('names a claim that other victims’ money reaches', () => {
    const { table: of } = table([row('one', 0), row('late', 2)]);
    // N's 60 from M hold 30 of one: as a claim of its own it adds 30.
    expect(of.policies[0]!.doubleCounts).toEqual([{ kind: 'reached', reference: 'late', claimed: 60n, contributed: 30n }]);
  });

  it('under poison the figures of several victims are of the same units', () => {
    const { table: of } = table([row('one', 0), row('two', 1)], ['poison']);
    expect(of.policies[0]!.doubleCounts.map((one) => (one.kind === 'endpoint' ? [one.sum, one.whole] : []))).toEqual([
      [40n, 20n],
      [30n, 15n],
      [90n, 45n],
    ]);
  });

  it('reports rows that seed nothing', () => {
    const { table: of } = table([row('one', null), row('two', 0), row('two', 1)]);
    expect(of.problems).toEqual([
      { reference: 'one', problem: { kind: 'transferNotFound' } },
      { reference: 'two', problem: { kind: 'referenceTwice' } },
    ]);
    expect(of.policies[0]!.victims.map(({ reference, contributed }) => `${reference} ${contributed}`)).toEqual(['one 0', 'two 30']);
  });
});
