// Ledgers that do not add up, that only others' rows name, and rows without an order: [A7] [A8] [A16] [A17] [A18].
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildAccountSlice } from './buildSlice.ts';
import { traceAccountsForward } from './forward.ts';
import { INCOMPLETE, knowLedgers, lowestIntermediateBalance, reconcileLedger } from './reconcile.ts';
import type { AccountEnd, AccountPolicyResult, AccountSeed, AccountTraceRequest, Figure } from './run.ts';
import { accountOf, CHAIN, type Line, sliceOf, TOKEN, transactionsOf, wholeKnowledge } from './tests/ledgers.ts';

const POLICIES = ['poison', 'haircut', 'fifo', 'lifo', 'lowestBalance'];
const first: AccountSeed = { kind: 'transfer', transfer: 0 };

const LINES: Line[] = [
  { from: 'V', to: 'M', amount: 60 },
  { from: 'M', to: 'A', amount: 50 },
  { from: 'M', to: 'B', amount: 20, kind: 'fee' },
  { from: 'A', to: 'B', amount: 5 },
];

describe('[A7] reconciliation', () => {
  const built = sliceOf(LINES);
  const ledger = built.names.ledger(CHAIN, 'M', TOKEN);
  it('adds opening, in, out and fees up to the stated balance', () => {
    const check = reconcileLedger(built.slice, ledger, [
      { ledger, moment: 0, balance: 40n },
      { ledger, moment: 4, balance: 30n },
    ]);
    expect(check).toMatchObject({ result: 'complete', opening: 40n, in: 60n, out: 50n, fees: 20n, counted: 30n, gaps: [], from: 0, to: 4 });
  });
  it('names the gap, and where the ledger still added up', () => {
    const check = reconcileLedger(built.slice, ledger, [
      { ledger, moment: 0, balance: 40n },
      { ledger, moment: 2, balance: 50n },
      { ledger, moment: 4, balance: 37n },
    ]);
    expect(check).toMatchObject({ result: 'incomplete', to: 2, gaps: [{ kind: 'difference', counted: 30n, stated: 37n, gap: 7n }] });
  });
  it('a balance below zero on the way is a gap though the end agrees', () => {
    const check = reconcileLedger(built.slice, built.names.ledger(CHAIN, 'V', TOKEN), [
      { ledger: 1, moment: 0, balance: 10n },
      { ledger: 1, moment: 4, balance: -50n },
    ]);
    expect(check.gaps).toMatchObject([{ kind: 'negative', transfer: 0, balance: -50n }]);
  });
  it('rows after the last statement, and no opening, are gaps', () => {
    expect(reconcileLedger(built.slice, ledger, [{ ledger, moment: 0, balance: 40n }]).gaps.map(({ kind }) => kind)).toEqual([
      'noStatement',
    ]);
    expect(reconcileLedger(built.slice, ledger, []).gaps.map(({ kind }) => kind)).toEqual(['unopened']);
  });
  it('[A11] lowest balance between two moments', () => {
    const knowledge = wholeKnowledge(built, [
      ['V', 60],
      ['M', 40],
    ]);
    expect(lowestIntermediateBalance(built.slice, knowledge, ledger, 1, 4)).toEqual({ incomplete: false, amount: 30n });
    expect(lowestIntermediateBalance(built.slice, knowledge, ledger, 1, 2)).toEqual({ incomplete: false, amount: 50n });
    expect(lowestIntermediateBalance(built.slice, knowLedgers(built.slice, { statements: [] }), ledger, 1, 4)).toEqual({
      incomplete: true,
    });
  });
});

describe('what is not known', () => {
  it('[A18] pauses where only one side of a counterparty is held, and asks for its ledger', () => {
    const built = sliceOf(LINES);
    const ledger = built.names.ledger(CHAIN, 'M', TOKEN);
    const knowledge = knowLedgers(built.slice, {
      statements: [
        { ledger, moment: 0, balance: 40n },
        { ledger, moment: 4, balance: 30n },
      ],
    });
    const [policy] = traceAccountsForward(built.slice, { seeds: [first], policies: ['fifo'], knowledge }).policies;
    const a = built.names.ledger(CHAIN, 'A', TOKEN);
    expect(policy!.ends.map(({ state, amount }) => `${state} ${amount}`)).toEqual(['held 30', 'paused:unknownLedger 10']);
    expect(policy!.fetch).toEqual([
      { ledger: a, account: built.slice.ledgerAccount[a], asset: 1, chain: 0, fromHeight: 2, fromTime: 20, why: 'oneSidedLedger' },
    ]);
  });

  it('[A8] gives a range on a ledger that does not add up and downstream of it, never one number', () => {
    // M's stated end is 7 higher than its rows say. What M had of V's 60 cannot be told; A got between 0 and 50 of it.
    const built = sliceOf(LINES);
    const of = (name: string): number => built.names.ledger(CHAIN, name, TOKEN);
    const state = (name: string, opening: bigint, end: bigint) => [
      { ledger: of(name), moment: 0, balance: opening },
      { ledger: of(name), moment: 4, balance: end },
    ];
    const statements = [...state('V', 60n, 0n), ...state('M', 40n, 37n), ...state('A', 0n, 45n), ...state('B', 0n, 25n)];
    const knowledge = knowLedgers(built.slice, { statements });
    const [policy] = traceAccountsForward(built.slice, { seeds: [first], policies: ['fifo'], knowledge }).policies;
    const figures = policy!.ends.map((end) => [accountOf(built, end.ledger), end.state, end.figure]);
    expect(figures).toEqual([
      ['M', 'unknown:incompleteLedger', { incomplete: true, low: 0n, high: 60n, why: 'ledger' }],
      ['A', 'held', { incomplete: true, low: 0n, high: 45n, why: 'ledger' }],
      ['B', 'held', { incomplete: true, low: 0n, high: 5n, why: 'ledger' }],
    ]);
    expect(policy!.fetch.map(({ ledger, why }) => `${accountOf(built, ledger)} ${why}`)).toEqual(['M incompleteLedger']);
    const assumed = knowLedgers(built.slice, { statements, assumed: [of('M')] });
    const [certain] = traceAccountsForward(built.slice, { seeds: [first], policies: ['fifo'], knowledge: assumed }).policies;
    expect(certain!.ends.every((end) => !end.figure.incomplete)).toBe(true);
  });

  it('[A17] poison says no less than the rows do where an assumed ledger paid more than it had', () => {
    // V pays M 60, M pays I 5, M burns 100. While a unit of V's lies in M its debits are whole V's: I got 5 of them and 100 were burnt.
    const lines: Line[] = [
      { from: 'V', to: 'M', amount: 60 },
      { from: 'M', to: 'I', amount: 5 },
      { from: 'M', to: null, amount: 100 },
      { from: 'I', to: 'B', amount: 30 },
    ];
    const built = sliceOf(lines);
    const of = (name: string): number => built.names.ledger(CHAIN, name, TOKEN);
    const state = (name: string, opening: bigint, end: bigint) => [
      { ledger: of(name), moment: 0, balance: opening },
      { ledger: of(name), moment: 4, balance: end },
    ];
    // Of I rows are missing: what it paid B came from somewhere.
    const statements = [...state('V', 60n, 0n), ...state('I', 0n, 9n), ...state('B', 0n, 30n)];
    const knowledge = knowLedgers(built.slice, { statements, assumed: [of('M')] });
    const [policy] = traceAccountsForward(built.slice, { seeds: [first], policies: ['poison'], knowledge }).policies;
    expect(policy!.ends.map((end) => [accountOf(built, end.ledger), end.state, end.figure])).toEqual([
      ['M', 'burned', { incomplete: false, amount: 100n }],
      // 5 arrived and 25 more must have lain there, since it paid 30.
      ['I', 'unknown:incompleteLedger', { incomplete: true, low: 0n, high: 30n, why: 'ledger' }],
      ['B', 'held', { incomplete: true, low: 0n, high: 30n, why: 'ledger' }],
    ]);
  });

  it('[A17] the range holds what the missing rows would have shown', () => {
    let ranges = 0;
    fc.assert(
      fc.property(ledgersWithHiddenRows(), ({ lines, hidden, seeds }) => {
        const whole = sliceOf(lines);
        const part = sliceOf(lines.map((line, place) => (hidden.has(place) ? { ...line, from: null, to: null } : line)));
        const openings = ['A', 'B', 'C', 'D'].map((name) => [name, 25n] as const);
        const truth = traceAccountsForward(whole.slice, { ...{ seeds, policies: POLICIES }, knowledge: wholeKnowledge(whole, openings) });
        const balances = new Map<string, bigint>(openings);
        for (const { from, to, amount } of lines) {
          if (from !== null) balances.set(from, balances.get(from)! - BigInt(amount));
          if (to !== null) balances.set(to, balances.get(to)! + BigInt(amount));
        }
        const statements = openings.flatMap(([name, opening]) => {
          const ledger = part.names.ledger(CHAIN, name, TOKEN);
          if (ledger === 0) return [];
          return [
            { ledger, moment: 0, balance: opening },
            { ledger, moment: part.slice.transferCount, balance: balances.get(name)! },
          ];
        });
        const renamed = seeds.map((seed) => ({
          ...seed,
          transfer:
            (seed as { transfer: number }).transfer - [...hidden].filter((place) => place < (seed as { transfer: number }).transfer).length,
        }));
        const knowledge = knowLedgers(part.slice, { statements });
        // Missing rows that cancel each other leave no gap: no reconciliation can see them.
        const gaps = new Set([...hidden].map((place) => part.names.ledger(CHAIN, (lines[place]!.from ?? lines[place]!.to)!, TOKEN)));
        fc.pre([...gaps].every((ledger) => ledger === 0 || knowledge.state[ledger] === INCOMPLETE));
        const found = traceAccountsForward(part.slice, { ...{ seeds: renamed, policies: POLICIES }, knowledge });
        found.policies.forEach((policy, number) => {
          for (const end of policy.ends) if (end.figure.incomplete) ranges++;
          for (const name of ['A', 'B', 'C', 'D']) {
            const real = truth.policies[number]!.ends.filter((end) => end.state === 'held' && accountOf(whole, end.ledger) === name);
            const told = policy.ends.filter((end) => end.state !== 'burned' && accountOf(part, end.ledger) === name);
            const amount = real.reduce((sum, end) => sum + end.amount, 0n);
            // Poison is reach: of a ledger with missing rows it says that taint came there, not how much lies there.
            if (policy.policy === 'poison') expect(amount === 0n || told.length > 0).toBe(true);
            else
              expectWithin(
                amount,
                told.map((end) => end.figure),
                `${policy.policy} ${name}`,
              );
            seeds.forEach((_, seed) => {
              const of = (ends: readonly AccountEnd[]): readonly Figure[] =>
                ends.flatMap((end) => end.bySeed.filter((share) => share.seed === seed).map((share) => share.figure));
              const own = real
                .flatMap((end) => end.bySeed.filter((share) => share.seed === seed))
                .reduce((sum, share) => sum + share.amount, 0n);
              if (policy.policy !== 'poison') expectWithin(own, of(told), `${policy.policy} ${name} seed ${seed}`);
            });
          }
        });
      }),
      { numRuns: 300 },
    );
    expect(ranges).toBeGreaterThan(100);
  });
});

/** The sums of the lows and the highs of one account's ends hold its amount. */
function expectWithin(amount: bigint, figures: readonly Figure[], of = ''): void {
  const low = figures.reduce((sum, figure) => sum + (figure.incomplete ? figure.low : figure.amount), 0n);
  const high = figures.reduce((sum, figure) => sum + (figure.incomplete ? figure.high : figure.amount), 0n);
  expect({ of, amount, low, high, within: low <= amount && amount <= high }).toEqual({ of, amount, low, high, within: true });
}

/** Payments among four accounts; what comes from nowhere or goes there may be missing in the rows that are held. */
function ledgersWithHiddenRows(): fc.Arbitrary<{ lines: Line[]; hidden: Set<number>; seeds: AccountSeed[] }> {
  const account = fc.constantFrom('A', 'B', 'C', 'D');
  const step = fc.record({
    from: fc.option(account, { freq: 4 }),
    to: fc.option(account, { freq: 4 }),
    amount: fc.integer({ min: 1, max: 30 }),
    hide: fc.boolean(),
  });
  return fc
    .record({ steps: fc.array(step, { minLength: 3, maxLength: 16 }), picks: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }) })
    .map(({ steps, picks }) => {
      const balances = new Map(['A', 'B', 'C', 'D'].map((name) => [name, 25n]));
      const lines: Line[] = [];
      const hidden = new Set<number>();
      for (const { from, to, amount, hide } of steps) {
        if (from === null && to === null) continue;
        const has = from === null ? 30n : balances.get(from)!;
        const moved = BigInt(amount) < has ? BigInt(amount) : has;
        if (moved === 0n) continue;
        if (from !== null) balances.set(from, has - moved);
        if (to !== null) balances.set(to, balances.get(to)! + moved);
        if (hide && (from === null || to === null)) hidden.add(lines.length);
        lines.push({ from, to, amount: moved, kind: to === null ? 'burn' : 'token', block: lines.length + 1 });
      }
      if (lines.length === 0) lines.push({ from: null, to: 'A', amount: 5n, block: 1 });
      const seeds = [...new Set(picks.map((pick) => pick % lines.length))]
        .filter((number) => !hidden.has(number) && lines[number]!.to !== null)
        .map((transfer): AccountSeed => ({ kind: 'transfer', transfer }));
      return { lines, hidden, seeds };
    });
}

describe('rows without an order inside a block', () => {
  /** In one block: C pays M 30, M pays A 60, M pays B 40. M had 10 own and V's 60 before it. */
  const lines: Line[] = [
    { from: 'V', to: 'M', amount: 60, block: 1 },
    { from: 'C', to: 'M', amount: 30, block: 2, position: null },
    { from: 'M', to: 'A', amount: 60, block: 2, position: null },
    { from: 'M', to: 'B', amount: 40, block: 2, position: null },
  ];
  const openings = [
    ['V', 60],
    ['M', 10],
    ['C', 30],
  ] as const;
  const run = (policy: string, more: Partial<AccountTraceRequest> = {}) => {
    const built = sliceOf(lines);
    const [result] = traceAccountsForward(built.slice, {
      seeds: [first],
      policies: [policy],
      knowledge: wholeKnowledge(built, openings),
      ...more,
    }).policies;
    return {
      orders: result!.orders,
      figures: Object.fromEntries(result!.ends.map((end) => [`${accountOf(built, end.ledger)} ${end.state}`, end.figure])),
    };
  };

  it('[A16] gives the range over the admissible orders', () => {
    // 70 at first. A and B need 100, so C pays before the last of them: 4 of the 6 orders. Queue: 10 own, 60 V, 30 C.
    // A first: A 50 V; B 10 V. B first: B 30 V; A 30 V.
    expect(run('fifo')).toEqual({
      orders: { tried: 4 },
      figures: {
        'A held': { incomplete: true, low: 30n, high: 50n, why: 'order' },
        'B held': { incomplete: true, low: 10n, high: 30n, why: 'order' },
      },
    });
  });

  it('[A16] gives bounds, and says so, where there are too many orders', () => {
    const { orders, figures } = run('fifo', { ordersTried: 2 });
    expect(orders).toBe('bounded');
    expect(figures['A held']).toEqual({ incomplete: true, low: 0n, high: 60n, why: 'order' });
    expect(figures['B held']).toEqual({ incomplete: true, low: 0n, high: 40n, why: 'order' });
  });

  it('[A16] a block whose order changes nothing leaves one number', () => {
    const built = sliceOf(lines);
    const knowledge = wholeKnowledge(built, openings);
    const seeds: AccountSeed[] = [{ kind: 'transfer', transfer: built.names.transfersOf(CHAIN, 'tx0')[0]! }];
    const stops = { times: { to: 10 } };
    const [result] = traceAccountsForward(built.slice, { seeds, policies: ['fifo'], knowledge, stops }).policies;
    expect(result!.ends.every((end) => !end.figure.incomplete)).toBe(true);
  });

  it('[A16] every order lies within what is told, tried or bounded', () => {
    fc.assert(
      fc.property(ledgersWithHiddenRows(), fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }), ({ lines: all, seeds }, joins) => {
        // Neighbouring rows fall into one block; the order in which they truly happened is one of the admissible ones.
        let block = 0;
        const grouped = all.map((line, place) => ({ ...line, block: joins[place] ? Math.max(block, 1) : ++block }));
        const ids = grouped.map((line, place) => ({ ...line, id: `tx${place}`, position: place }));
        const openings = ['A', 'B', 'C', 'D'].map((name) => [name, 25n] as const);
        const ordered = sliceOf(ids);
        const open = sliceOf(ids.map((line) => ({ ...line, position: null })));
        const truth = traceAccountsForward(ordered.slice, {
          ...{ seeds, policies: POLICIES },
          knowledge: wholeKnowledge(ordered, openings),
        });
        const renamed = seeds.map((seed) => ({
          ...seed,
          transfer: open.names.transfersOf(CHAIN, `tx${(seed as { transfer: number }).transfer}`)[0]!,
        }));
        for (const ordersTried of [24, 1]) {
          const told = traceAccountsForward(open.slice, {
            ...{ seeds: renamed, policies: POLICIES, ordersTried },
            knowledge: wholeKnowledge(open, openings),
          });
          told.policies.forEach((policy: AccountPolicyResult, number) => {
            for (const name of ['A', 'B', 'C', 'D']) {
              const amount = (ends: readonly AccountEnd[]): bigint =>
                ends
                  .filter((end) => end.state === 'held' && accountOf(ordered, end.ledger) === name)
                  .reduce((sum, end) => sum + end.amount, 0n);
              expectWithin(
                amount(truth.policies[number]!.ends),
                policy.ends.filter((end) => end.state !== 'burned' && accountOf(open, end.ledger) === name).map((end) => end.figure),
                `${policy.policy} ${name} ${ordersTried}`,
              );
            }
          });
        }
      }),
      { numRuns: 150 },
    );
  });

  it('[A16] a source that gives transfers of one transaction no order is taken at its word', () => {
    const [transaction] = transactionsOf([{ from: 'V', to: 'M', amount: 60 }]);
    const transfers = [...transaction!.transfers, { ...transaction!.transfers[0]!, from: 'M', to: 'A' }];
    const built = buildAccountSlice([{ chain: CHAIN, order: 'blocks', transactions: [{ ...transaction!, transfers }] }]);
    expect([...built.slice.blockOrder]).toEqual([2]);
  });
});
