// Hand-worked examples of SPEC.md [A1]–[A18], and what must hold for any ledgers: conservation, independence of storage, and FIFO
// against a queue of single units.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traceAccountsForward } from './forward.ts';
import { buildAccountSlice } from './buildSlice.ts';
import type { AccountSeed, AccountTraceRequest } from './run.ts';
import { accountOf, CHAIN, COIN, endsOf, type Line, OTHER, sliceOf, TOKEN, transactionsOf, wholeKnowledge } from './tests/ledgers.ts';

/** V pays M 60; M holds 40 of its own; M pays A 50, gets 30 clean from C, pays B 60. Worked on paper in SPEC.md. */
const MULE: Line[] = [
  { from: 'V', to: 'M', amount: 60 },
  { from: 'M', to: 'A', amount: 50 },
  { from: 'C', to: 'M', amount: 30 },
  { from: 'M', to: 'B', amount: 60 },
];
const MULE_OPENINGS = [
  ['V', 60],
  ['M', 40],
  ['C', 30],
] as const;

function trace(
  lines: readonly Line[],
  openings: Parameters<typeof wholeKnowledge>[1],
  seeds: readonly AccountSeed[],
  more: Partial<AccountTraceRequest> = {},
) {
  const built = sliceOf(lines);
  const request = { seeds, policies: ['fifo'], knowledge: wholeKnowledge(built, openings), ...more };
  return { built, result: traceAccountsForward(built.slice, request) };
}

const first: AccountSeed = { kind: 'transfer', transfer: 0 };

describe('hand-worked example of a mule account', () => {
  it.each([
    // Queue 40 own, 60 V: A takes 40 own and 10 V; then 50 V, 30 C: B takes 50 V and 10 C.
    ['fifo', ['A:held 10', 'B:held 50']],
    // Stack 40 own, 60 V: A takes 50 V; left 40 own, 10 V, 30 C: B takes 30 C, 10 V, 20 own.
    ['lifo', ['A:held 50', 'B:held 10']],
    // A takes 60·50/100 = 30; left 30 of 50; with C 30 of 80: B takes 30·60/80 = 22.5, stays 7.5: the tie goes to what leaves.
    ['haircut', ['A:held 30', 'B:held 23', 'M:held 7']],
    // All M paid after the seed, and what M has left.
    ['poison', ['A:held 50', 'B:held 60', 'M:held 20']],
    // Own money leaves first: A takes 40 own and 10 V (50 left, all V); C brings 30; B takes 30 C and 30 V; 20 V stay.
    ['lowestBalance', ['A:held 10', 'B:held 30', 'M:held 20']],
  ])('[A9] [A10] [A11] %s', (policy, expected) => {
    const { built, result } = trace(MULE, MULE_OPENINGS, [first], { policies: [policy] });
    expect(endsOf(built, result.policies[0]!.ends)).toEqual(expected);
    expect(result.policies[0]!.contributed).toEqual([60n]);
  });

  it('[A14] a fee is taken from the native ledger and not followed to who receives it', () => {
    const lines: Line[] = [
      { from: 'V', to: 'M', amount: 60, asset: COIN, kind: 'value' },
      { id: 'pay', from: 'M', to: 'A', amount: 50, asset: COIN, kind: 'value' },
      { id: 'pay', from: 'M', to: 'miner', amount: 3, asset: COIN, kind: 'fee' },
      { id: 'pay', from: 'M', to: null, amount: 2, asset: COIN, kind: 'burn' },
    ];
    const { built, result } = trace(lines, [['V', 60, COIN]], [first]);
    expect(endsOf(built, result.policies[0]!.ends)).toEqual(['A:held 50', 'M:held 5']);
    expect(result.policies[0]!.fees.map((fee) => fee.amount)).toEqual([5n]);
    expect(accountOf(built, built.names.ledger(CHAIN, 'miner', COIN))).toBe('miner');
  });
});

describe('seeds', () => {
  it('[A5] a seed that another reaches contributes its untainted rest', () => {
    // V's 60 come first: of M's payment of 50 to A, FIFO has 40 own and 10 V. As a seed it contributes the 40.
    const both: AccountSeed[] = [first, { kind: 'transfer', transfer: 1 }];
    const { built, result } = trace(MULE, MULE_OPENINGS, both);
    expect(result.policies[0]!.contributed).toEqual([60n, 40n]);
    const a = result.policies[0]!.ends.find((end) => accountOf(built, end.ledger) === 'A');
    expect(a?.bySeed.map(({ seed, amount }) => [seed, amount])).toEqual([
      [0, 10n],
      [1, 40n],
    ]);
  });

  it('[A5] a part of a transfer takes its first units', () => {
    // 25 of V's 60 are seeded: they lie right behind the 40 own. A takes 40 and 10 of them; B takes the other 15.
    const { built, result } = trace(MULE, MULE_OPENINGS, [{ kind: 'transfer', transfer: 0, amount: 25n }]);
    expect(endsOf(built, result.policies[0]!.ends)).toEqual(['A:held 10', 'B:held 15']);
  });

  it('[A6] a holding marks the newest clean units', () => {
    // Before M pays A: 40 own, 60 of V. 70 are marked: V's 60 and the newest 10 own. A takes 30 clean, 10 marked, 10 marked.
    const built = sliceOf(MULE);
    const ledger = built.names.ledger(CHAIN, 'M', TOKEN);
    const request = { policies: ['fifo'], knowledge: wholeKnowledge(built, MULE_OPENINGS) };
    const result = traceAccountsForward(built.slice, { ...request, seeds: [{ kind: 'holding', ledger, amount: 70n, moment: 1 }] });
    expect(endsOf(built, result.policies[0]!.ends)).toEqual(['A:held 20', 'B:held 50']);
    const more = traceAccountsForward(built.slice, { ...request, seeds: [{ kind: 'holding', ledger, amount: 170n, moment: 1 }] });
    expect(more.policies[0]!.contributed).toEqual([100n]);
  });

  it('[A3] failed, unknown, zero-value, counterfeit and excluded transfers neither seed nor extend, and are listed', () => {
    const lines: Line[] = [
      { from: 'V', to: 'M', amount: 60 },
      { from: 'M', to: 'A', amount: 50, status: 'failed' },
      { from: 'M', to: 'A', amount: 0 },
      { from: 'M', to: 'D', amount: 1 },
      { from: 'M', to: 'A', amount: 20, asset: OTHER },
    ];
    const built = sliceOf(lines);
    const knowledge = wholeKnowledge(built, [
      ['V', 60],
      ['M', 20, OTHER],
    ]);
    const counterfeits = new Set([built.names.asset(CHAIN, OTHER)]);
    const seeds: AccountSeed[] = [0, 1, 2, 4].map((transfer) => ({ kind: 'transfer', transfer }));
    const excludedTransfers = new Map([[3, 'poisoning']]);
    const [policy] = traceAccountsForward(built.slice, { seeds, policies: ['fifo'], knowledge, counterfeits, excludedTransfers }).policies;
    expect(policy!.excluded.map(({ transfer, reason }) => `${transfer} ${reason}`)).toEqual([
      '1 failed',
      '2 zeroValue',
      '3 poisoning',
      '4 counterfeit',
    ]);
    expect(endsOf(built, policy!.ends)).toEqual(['D:excluded:poisoning 1', 'M:held 59']);
    expect(policy!.contributed).toEqual([60n, 0n, 0n, 0n]);
  });
});

describe('stops', () => {
  const lines: Line[] = [
    { from: 'V', to: 'M', amount: 60 },
    { from: 'M', to: 'X', amount: 50 },
    { from: 'M', to: 'A', amount: 4 },
    { from: 'X', to: 'B', amount: 50 },
    { from: 'A', to: 'B', amount: 4 },
    { from: 'M', to: null, amount: 6, kind: 'burn' },
  ];
  const run = (stops: AccountTraceRequest['stops']) => {
    const built = sliceOf(lines);
    const numbered = stops?.accounts?.service === undefined ? stops : { accounts: { service: [built.names.account(CHAIN, 'X')] } };
    const request = {
      seeds: [first],
      policies: ['fifo'],
      knowledge: wholeKnowledge(built, [['V', 60]]),
      ...(numbered && { stops: numbered }),
    };
    return endsOf(built, traceAccountsForward(built.slice, request).policies[0]!.ends);
  };
  it('[A15] nothing stops unless it is asked for', () => expect(run(undefined)).toEqual(['B:held 54']));
  it('[A15] a service', () => expect(run({ accounts: { service: [0] } })).toEqual(['B:held 4', 'X:stopped:service 50']));
  it('[A15] a value floor', () => expect(run({ minValue: new Map([[1, 5n]]) })).toEqual(['A:stopped:minValue 4', 'B:held 50']));
  it('[A15] a hop limit', () => expect(run({ maxHops: 1 })).toEqual(['A:stopped:maxHops 4', 'X:stopped:maxHops 50']));
  it('[A15] a date window', () =>
    expect(run({ times: { to: 30 } })).toEqual(['A:stopped:dateWindow 4', 'M:stopped:dateWindow 6', 'X:stopped:dateWindow 50']));
});

describe('random ledgers', () => {
  const POLICIES = ['poison', 'haircut', 'fifo', 'lifo', 'lowestBalance'];
  it('[A2] each seed is conserved under every policy but poison, and no ledger holds more than its balance', () => {
    fc.assert(
      fc.property(randomLedgers(), ({ lines, openings, seeds, stop }) => {
        const built = sliceOf(lines);
        const knowledge = wholeKnowledge(built, openings);
        const accounts = { service: [built.names.account(CHAIN, stop)] };
        const result = traceAccountsForward(built.slice, { seeds, policies: POLICIES, knowledge, stops: { accounts } });
        for (const policy of result.policies) {
          const sums = result.seeds.map(() => 0n);
          for (const end of policy.ends) {
            expect(end.figure).toEqual({ incomplete: false, amount: end.amount });
            for (const share of end.bySeed) sums[share.seed]! += share.amount;
          }
          for (const fee of policy.fees) for (const share of fee.bySeed) sums[share.seed]! += share.amount;
          if (policy.policy !== 'poison') expect(sums).toEqual(policy.contributed);
          const balances = balancesOf(lines, openings);
          for (const end of policy.ends.filter(({ state }) => state === 'held'))
            expect(end.amount <= (balances.get(accountOf(built, end.ledger)) ?? 0n)).toBe(true);
        }
      }),
    );
  });

  it('[A1] [A4] the order in which rows are stored and seeds are given decides nothing', () => {
    fc.assert(
      fc.property(randomLedgers(), fc.array(fc.nat()), ({ lines, openings, seeds }, picks) => {
        const built = sliceOf(lines);
        const shuffled = transactionsOf(lines);
        picks.forEach((pick, place) => {
          const [a, b] = [place % shuffled.length, pick % shuffled.length];
          [shuffled[a], shuffled[b]] = [shuffled[b]!, shuffled[a]!];
        });
        const other = buildAccountSlice([{ chain: CHAIN, transactions: shuffled, order: 'blocks', isComplete: () => true }]);
        expect(other.slice).toEqual(built.slice);
        const of = (one: typeof built) =>
          traceAccountsForward(one.slice, { seeds: [...seeds].reverse(), policies: POLICIES, knowledge: wholeKnowledge(one, openings) });
        expect(of(other)).toEqual(of(built));
      }),
      { numRuns: 40 },
    );
  });

  it('[A9] fifo is a queue of single units, lifo a stack of them', () => {
    fc.assert(
      fc.property(randomLedgers(), ({ lines, openings, seeds }) => {
        const built = sliceOf(lines);
        const result = traceAccountsForward(built.slice, { seeds, policies: ['fifo', 'lifo'], knowledge: wholeKnowledge(built, openings) });
        for (const policy of result.policies) {
          const expected = unitByUnit(
            lines,
            openings,
            new Set(seeds.map((seed) => (seed as { transfer: number }).transfer)),
            policy.policy === 'lifo',
          );
          const found = policy.ends.flatMap((end) =>
            end.bySeed.map(
              (share) =>
                `${accountOf(built, end.ledger)} ${(result.seeds[share.seed]!.seed as { transfer: number }).transfer} ${share.amount}`,
            ),
          );
          expect(found.sort()).toEqual(expected);
        }
      }),
    );
  });
});

type Openings = readonly (readonly [string, number])[];

/** Up to 25 payments among five accounts that never overdraw; some carry a fee, some mint or burn. */
function randomLedgers(): fc.Arbitrary<{ lines: Line[]; openings: Openings; seeds: AccountSeed[]; stop: string }> {
  const account = fc.constantFrom('A', 'B', 'C', 'D', 'E');
  const step = fc.record({
    from: fc.option(account, { freq: 9 }),
    to: fc.option(account, { freq: 9 }),
    amount: fc.nat(30),
    fee: fc.boolean(),
  });
  return fc
    .record({
      steps: fc.array(step, { minLength: 2, maxLength: 25 }),
      openings: fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20), fc.nat(20), fc.nat(20)),
      picks: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
      stop: fc.constantFrom('D', 'none'),
    })
    .map(({ steps, openings, picks, stop }) => {
      const opened: Openings = ['A', 'B', 'C', 'D', 'E'].map((name, place) => [name, openings[place]!] as const);
      const balances = new Map(opened.map(([name, amount]) => [name, BigInt(amount)]));
      const lines: Line[] = [];
      for (const { from, to, amount, fee } of steps) {
        if (from === null && to === null) continue;
        const has = from === null ? BigInt(amount) : balances.get(from)!;
        const moved = BigInt(amount) < has ? BigInt(amount) : has;
        if (moved === 0n) continue;
        if (from !== null) balances.set(from, has - moved);
        if (to !== null && !(fee && from !== null)) balances.set(to, balances.get(to)! + moved);
        const isFee = fee && from !== null;
        lines.push({ from, to: isFee ? null : to, amount: moved, kind: isFee ? 'fee' : 'token' });
      }
      if (lines.length === 0) lines.push({ from: null, to: 'A', amount: 5 });
      const seeds = [...new Set(picks.map((pick) => pick % lines.length))]
        .filter((number) => lines[number]!.kind !== 'fee' && lines[number]!.to !== null)
        .map((transfer): AccountSeed => ({ kind: 'transfer', transfer }));
      return { lines, openings: opened, seeds, stop };
    });
}

function balancesOf(lines: readonly Line[], openings: Openings): Map<string, bigint> {
  const balances = new Map(openings.map(([name, amount]) => [name, BigInt(amount)]));
  for (const { from, to, amount } of lines) {
    if (from !== null) balances.set(from, balances.get(from)! - BigInt(amount));
    if (to !== null) balances.set(to, balances.get(to)! + BigInt(amount));
  }
  return balances;
}

/** The naive account of each unit: where the units of each seed lie at the end, fees left out. */
function unitByUnit(lines: readonly Line[], openings: Openings, seeds: ReadonlySet<number>, lastFirst: boolean): string[] {
  const units = new Map<string, number[]>(openings.map(([name, amount]) => [name, new Array<number>(amount).fill(-1)]));
  const burned: [string, number][] = [];
  lines.forEach(({ from, to, amount, kind }, number) => {
    const moved: number[] = [];
    for (let unit = 0; unit < Number(amount); unit++) {
      if (from === null) moved.push(-1);
      else moved.push((lastFirst ? units.get(from)!.pop() : units.get(from)!.shift())!);
    }
    const marked = moved.map((seed) => (seed === -1 && seeds.has(number) ? number : seed));
    if (to !== null) units.get(to)!.push(...marked);
    else if (kind !== 'fee') for (const seed of marked) burned.push([from!, seed]);
  });
  const sums = new Map<string, number>();
  for (const [name, list] of units)
    for (const seed of list) if (seed >= 0) sums.set(`${name} ${seed}`, (sums.get(`${name} ${seed}`) ?? 0) + 1);
  const gone = new Map<string, number>();
  for (const [name, seed] of burned) if (seed >= 0) gone.set(`${name} ${seed}`, (gone.get(`${name} ${seed}`) ?? 0) + 1);
  return [...sums, ...gone].map(([key, count]) => `${key} ${count}`).sort();
}
