// Backward traces of SPEC.md [A21]: a hand-worked example, single units, conservation.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traceAccountsBackward } from './backward.ts';
import { accountOf, endsOf, type Line, OTHER, sliceOf, wholeKnowledge } from './tests/ledgers.ts';

const LINES: Line[] = [
  { from: 'V', to: 'M', amount: 60 },
  { from: 'M', to: 'A', amount: 50 },
  { from: 'C', to: 'M', amount: 30 },
  { from: 'M', to: 'B', amount: 60 },
];
const OPENINGS = [
  ['V', 60],
  ['M', 40],
  ['C', 30],
] as const;

function back(lines: readonly Line[], openings: Parameters<typeof wholeKnowledge>[1], transfer: number, policy: string) {
  const built = sliceOf(lines);
  const request = { seeds: [{ kind: 'transfer', transfer }] as const, policies: [policy], knowledge: wholeKnowledge(built, openings) };
  return { built, result: traceAccountsBackward(built.slice, request).policies[0]! };
}

describe('[A21] where B’s 60 came from', () => {
  it.each([
    // 50 of V and 10 of C, as forward.
    ['fifo', ['C:opening 10', 'V:opening 50']],
    // 30 of C, 10 of V, 20 own.
    ['lifo', ['C:opening 30', 'M:opening 20', 'V:opening 10']],
    // 60 in a balance of 80 that C's 30 brought to 80: 60·30/80 = 22.5, the tie to the credit: 23. 37 lie in 50, before it in 100:
    // V's 60 of 100 bear 37·60/100 = 22.2, own 14.8: the larger remainder is own's.
    ['haircut', ['C:opening 23', 'M:opening 15', 'V:opening 22']],
    ['poison', ['C:opening 30', 'M:opening 40', 'V:opening 60']],
  ])('%s', (policy, expected) => {
    const { built, result } = back(LINES, OPENINGS, 3, policy);
    expect(endsOf(built, result.ends)).toEqual(expected);
  });

  it('refuses lowestBalance', () => {
    expect(() => back(LINES, OPENINGS, 3, 'lowestBalance')).toThrow('trace.policyDirection');
  });

  it('goes back through a swap by the same ratio', () => {
    const lines: Line[] = [
      { id: 's', from: 'M', to: 'P', amount: 80, block: 1 },
      { id: 's', from: 'P', to: 'M', amount: 1000, asset: OTHER, block: 1 },
      { from: 'M', to: 'A', amount: 250, asset: OTHER, block: 2 },
    ];
    const name = (place: number) => ({ chain: 'test:1', transaction: 's', path: [1, place] });
    const built = sliceOf(lines, [{ kind: 'swap', ins: [name(0)], outs: [name(1)] }]);
    const knowledge = wholeKnowledge(built, [
      ['M', 80],
      ['P', 5000, OTHER],
    ]);
    const { conversions } = built;
    const result = traceAccountsBackward(built.slice, {
      seeds: [{ kind: 'transfer', transfer: 2 }],
      policies: ['fifo', 'haircut'],
      knowledge,
      conversions,
    });
    for (const policy of result.policies) expect(endsOf(built, policy.ends)).toEqual(['M:opening 20']);
  });

  it('fifo and lifo name for each unit the ledger it lay in at first', () => {
    const account = fc.constantFrom('A', 'B', 'C');
    const step = fc.record({ from: fc.option(account, { freq: 6 }), to: account, amount: fc.integer({ min: 1, max: 20 }) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), fc.nat(), fc.boolean(), (steps, pick, lastFirst) => {
        const units = new Map(['A', 'B', 'C'].map((name) => [name, new Array<string>(12).fill(`${name}:opening`)]));
        const lines: Line[] = [];
        const paid: string[][] = [];
        for (const { from, to, amount } of steps) {
          const has = from === null ? amount : units.get(from)!.length;
          const size = Math.min(amount, has);
          if (size === 0) continue;
          const moved = Array.from({ length: size }, () =>
            from === null ? `${to}:minted` : (lastFirst ? units.get(from)!.pop() : units.get(from)!.shift())!,
          );
          units.get(to)!.push(...moved);
          paid.push(moved);
          lines.push({ from, to, amount: size });
        }
        fc.pre(lines.length > 0);
        const seed = pick % lines.length;
        const openings = ['A', 'B', 'C'].map((name) => [name, 12] as const);
        const { built, result } = back(lines, openings, seed, lastFirst ? 'lifo' : 'fifo');
        const sums = new Map<string, number>();
        for (const unit of paid[seed]!) sums.set(unit, (sums.get(unit) ?? 0) + 1);
        expect(endsOf(built, result.ends)).toEqual([...sums].map(([unit, count]) => `${unit} ${count}`).sort());
        const haircut = back(lines, openings, seed, 'haircut');
        expect(haircut.result.ends.reduce((sum, end) => sum + end.amount, 0n)).toBe(BigInt(lines[seed]!.amount));
        for (const end of haircut.result.ends.filter(({ state }) => state === 'opening')) expect(end.amount <= 12n).toBe(true);
        expect(accountOf(built, 0)).toBe('');
      }),
      { numRuns: 200 },
    );
  });
});
