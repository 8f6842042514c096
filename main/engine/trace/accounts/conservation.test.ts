// [A2] over whatever histories there can be: conversions within and across transactions, fees, failed and unsettled transactions,
// ledgers that are incomplete, assumed or one-sided, rows without order, stops; every conserving policy, both ways.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traceAccountsBackward } from './backward.ts';
import type { BuiltSlice } from './buildSlice.ts';
import { type AccountSlice, amountOf, assetOf, moves } from './accountSlice.ts';
import type { Conversion, ConversionKind } from './conversions.ts';
import { traceAccountsForward } from './forward.ts';
import { knowLedgers, type LedgerKnowledge } from './reconcile.ts';
import type { AccountPolicyResult, AccountSeed, AccountTraceRequest } from './run.ts';
import { COIN, endsOf, type Line, OTHER, sliceOf, TOKEN, wholeKnowledge } from './tests/ledgers.ts';

const SEED: AccountSeed = { kind: 'transfer', transfer: 0 };

describe('[A12] a conversion that is not carried through', () => {
  // Tokens made out of nothing for the pool are the seed; what they were to bring is in a transaction that failed.
  it('whose payment in has no sender stays where it went in', () => {
    const built = sliceOf([
      { from: null, to: 'P', amount: 60, kind: 'mint' },
      { from: 'P', to: 'M', amount: 9, asset: OTHER, status: 'failed' },
    ]);
    const conversions: Conversion[] = [{ kind: 'swap', ins: [0], outs: [1] }];
    for (const policy of ['fifo', 'lifo', 'haircut', 'lowestBalance', 'poison']) {
      const request = { seeds: [SEED], policies: [policy], conversions, knowledge: wholeKnowledge(built, [['P', 100, OTHER]]) };
      const [result] = traceAccountsForward(built.slice, request).policies;
      expect(endsOf(built, result!.ends)).toEqual(['P:stopped:swap 60']);
    }
  });

  // 60 bring 30 and 10; only the 30 come. Backward from them, all 60 are asked for 45 of them.
  it('of which a part comes out leaves the rest with who owes it', () => {
    const built = sliceOf([
      { from: 'V', to: 'P', amount: 60 },
      { from: 'P', to: 'M', amount: 30, asset: OTHER },
      { from: 'P', to: 'M', amount: 10, asset: OTHER, status: 'failed' },
    ]);
    const conversions: Conversion[] = [{ kind: 'swap', ins: [0], outs: [1, 2] }];
    const knowledge = wholeKnowledge(built, [
      ['V', 60],
      ['P', 100, OTHER],
    ]);
    for (const policy of ['fifo', 'lifo', 'haircut', 'lowestBalance']) {
      const [result] = traceAccountsForward(built.slice, { seeds: [SEED], policies: [policy], conversions, knowledge }).policies;
      expect(endsOf(built, result!.ends)).toEqual(['M:held 30', 'P:stopped:swap 10']);
    }
  });

  it('backward, whose payment in failed, ends where it came out', () => {
    const built = sliceOf([
      { from: 'V', to: 'P', amount: 60, status: 'failed' },
      { from: 'P', to: 'M', amount: 30, asset: OTHER },
    ]);
    const conversions: Conversion[] = [{ kind: 'swap', ins: [0], outs: [1] }];
    for (const policy of ['fifo', 'lifo', 'haircut']) {
      const seeds: AccountSeed[] = [{ kind: 'transfer', transfer: 1 }];
      const request = { seeds, policies: [policy], conversions, knowledge: wholeKnowledge(built, [['P', 100, OTHER]]) };
      const [result] = traceAccountsBackward(built.slice, request).policies;
      expect(endsOf(built, result!.ends)).toEqual(['P:stopped:swap 30']);
    }
  });
});

describe('[A2] whatever the history', () => {
  it('forward loses and makes no unit', () => {
    let converted = 0;
    fc.assert(
      fc.property(histories(), ({ built, request, moment }) => {
        for (const policy of ['fifo', 'lifo', 'haircut', 'lowestBalance']) {
          const [result] = traceAccountsForward(built.slice, { ...request, moment, policies: [policy] }).policies;
          converted += result!.converted.length;
          expect(lost(built, request.seeds, result!)).toEqual([]);
          for (const { figure } of result!.ends) if (figure.incomplete) expect(figure.low <= figure.high).toBe(true);
        }
        traceAccountsForward(built.slice, { ...request, moment, policies: ['poison'] });
      }),
      { numRuns: 300 },
    );
    expect(converted).toBeGreaterThan(10);
  });

  it('backward loses and makes no unit', () => {
    let converted = 0;
    fc.assert(
      fc.property(histories(), ({ built, request }) => {
        for (const policy of ['fifo', 'lifo', 'haircut']) {
          const [result] = traceAccountsBackward(built.slice, { ...request, policies: [policy] }).policies;
          converted += result!.converted.length;
          expect(lost(built, request.seeds, result!)).toEqual([]);
        }
        traceAccountsBackward(built.slice, { ...request, policies: ['poison'] });
      }),
      { numRuns: 300 },
    );
    expect(converted).toBeGreaterThan(10);
  });
});

/** Contributed + converted into an asset − ends − fees − converted out of it, per seed and asset, where that is not 0. */
function lost({ slice }: BuiltSlice, seeds: readonly AccountSeed[], result: AccountPolicyResult): string[] {
  const sums = new Map<string, bigint>();
  const add = (seed: number, asset: number, amount: bigint) => {
    const key = `seed ${seed} asset ${asset}`;
    sums.set(key, (sums.get(key) ?? 0n) + amount);
  };
  // Seeds are transfers, each given once: their order is that of the slice.
  const inOrder = seeds.flatMap((seed) => (seed.kind === 'transfer' ? [seed.transfer] : [])).sort((a, b) => a - b);
  inOrder.forEach((transfer, number) => {
    add(number, assetOf(slice, transfer), result.contributed[number] as bigint);
  });
  for (const { ledger, bySeed } of result.ends)
    for (const { seed, amount } of bySeed) add(seed, slice.ledgerAsset[ledger] as number, -amount);
  for (const { asset, bySeed } of result.fees) for (const { seed, amount } of bySeed) add(seed, asset, -amount);
  for (const one of result.converted) {
    for (const { seed, amount } of one.bySeedIn) add(seed, one.assetIn, -amount);
    for (const { seed, amount } of one.bySeedOut) add(seed, one.assetOut, amount);
  }
  return [...sums].filter(([, sum]) => sum !== 0n).map(([key, sum]) => `${key}: ${sum}`);
}

type Request = Omit<AccountTraceRequest, 'policies'>;

/** Amounts are small, so that ledgers run dry, parts do not divide, and the same figures meet again. */
function histories(): fc.Arbitrary<{ readonly built: BuiltSlice; readonly request: Request; readonly moment: number }> {
  const account = fc.constantFrom('A', 'B', 'C', 'D');
  const line = fc.record({
    ...{ from: fc.option(account, { freq: 6 }), to: fc.option(account, { freq: 6 }), amount: fc.integer({ min: 0, max: 40 }) },
    asset: fc.constantFrom(TOKEN, TOKEN, OTHER, COIN),
    status: fc.constantFrom('ok' as const, 'ok' as const, 'ok' as const, 'ok' as const, 'failed' as const, 'unknown' as const),
    ...{ isFee: fc.integer({ min: 0, max: 7 }).map((one) => one === 0), joins: fc.integer({ min: 0, max: 3 }).map((one) => one === 0) },
    isPlaced: fc.integer({ min: 0, max: 5 }).map((one) => one !== 0),
  });
  const conversion = fc.record({
    kind: fc.constantFrom<ConversionKind>('swap', 'wrap', 'pass', 'bridge', 'link'),
    ...{ ins: fc.array(fc.nat(9), { minLength: 1, maxLength: 2 }), outs: fc.array(fc.nat(18), { minLength: 1, maxLength: 2 }) },
  });
  return fc
    .record({
      lines: fc.array(line, { minLength: 6, maxLength: 22 }),
      conversions: fc.array(conversion, { minLength: 1, maxLength: 8 }),
      seeds: fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 3 }),
      openings: fc.array(fc.nat(60), { minLength: 12, maxLength: 12 }),
      states: fc.array(fc.constantFrom('whole', 'whole', 'whole', 'assumed', 'incomplete', 'oneSided'), { minLength: 12, maxLength: 12 }),
      stops: fc.constantFrom<NonNullable<AccountTraceRequest['stops']>>({}, {}, { maxHops: 2 }, { accounts: { service: [1] } }),
      ...{ excluded: fc.option(fc.nat(20)), counterfeit: fc.boolean(), cut: fc.option(fc.nat(22)) },
    })
    .filter(({ lines }) => lines.some(({ from, to }) => from !== null || to !== null))
    .map((made) => {
      let block = 0;
      const lines = made.lines.map(({ isFee, joins, isPlaced, ...rest }, number): Line => {
        // A block of several transactions now and then, with places or without.
        if (!joins) block++;
        const kind = isFee ? 'fee' : rest.from === null ? 'mint' : 'token';
        return { ...rest, kind, id: `tx${number}`, block, position: isPlaced ? number : null };
      });
      const built = sliceOf(lines);
      const { slice } = built;
      const conversions = fitting(built, made.conversions);
      const request: Request = {
        seeds: made.seeds.filter((seed) => seed < slice.transferCount).map((transfer) => ({ kind: 'transfer', transfer })),
        ...{ knowledge: knowledgeOf(built, made.openings, made.states), conversions, stops: made.stops },
        ...(made.excluded === null ? {} : { excludedTransfers: new Map([[made.excluded, 'poisoning']]) }),
        ...(made.counterfeit ? { counterfeits: new Set([slice.assetCount - 1]) } : {}),
      };
      return { built, request, moment: Math.min(made.cut ?? slice.transferCount, slice.transferCount) };
    });
}

/** Those that a trace accepts: each side of one asset, all in before all out, no movement twice on a side. */
function fitting({ slice }: BuiltSlice, wanted: readonly Conversion[]): Conversion[] {
  const [ins, outs] = [new Set<number>(), new Set<number>()];
  return wanted.flatMap((one): Conversion[] => {
    const side = (numbers: readonly number[], used: ReadonlySet<number>) => {
      const free = [...new Set(numbers)].filter((number) => number < slice.transferCount && !used.has(number)).sort((a, b) => a - b);
      return free.filter((number) => assetOf(slice, number) === assetOf(slice, free[0] as number));
    };
    const into = side(one.ins, ins);
    const out = side(one.outs, outs).filter((number) => number > Math.max(...into));
    if (into.length === 0 || out.length === 0) return [];
    for (const number of into) ins.add(number);
    for (const number of out) outs.add(number);
    return [{ kind: one.kind, ins: into, outs: out }];
  });
}

function knowledgeOf({ slice }: BuiltSlice, openings: readonly number[], states: readonly string[]): LedgerKnowledge {
  const stateOf = (ledger: number) => states[ledger % states.length] as string;
  const ledgers = Array.from({ length: slice.ledgerCount - 1 }, (_, place) => place + 1);
  const opening = (ledger: number) => BigInt(openings[ledger % openings.length] as number);
  // What is whole may still have paid more than it had: then it is incomplete, which is a history too.
  const statements = ledgers
    .filter((ledger) => stateOf(ledger) === 'whole' || stateOf(ledger) === 'incomplete')
    .flatMap((ledger) => {
      const counted = opening(ledger) + changeOf(slice, ledger);
      const balance = stateOf(ledger) === 'incomplete' ? counted + 7n : counted;
      return [
        { ledger, moment: 0, balance: opening(ledger) },
        { ledger, moment: slice.transferCount, balance },
      ];
    });
  return knowLedgers(slice, { statements, assumed: ledgers.filter((ledger) => stateOf(ledger) === 'assumed') });
}

function changeOf(slice: AccountSlice, ledger: number): bigint {
  let change = 0n;
  for (let transfer = 0; transfer < slice.transferCount; transfer++) {
    if (!moves(slice, transfer)) continue;
    if (slice.toLedger[transfer] === ledger) change += amountOf(slice, transfer);
    if (slice.fromLedger[transfer] === ledger) change -= amountOf(slice, transfer);
  }
  return change;
}
