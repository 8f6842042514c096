// Money over ledgers as the verifier counts it, against the examples that main/engine/trace/SPEC.md works out by hand.
import { describe, expect, it } from 'vitest';
import { figuresOf } from './core/ledgerBounds.ts';
import { type KnownLedger, ledgerName, type MoneyRow, type TraceGrounds } from './core/ledgerGrounds.ts';
import type { LedgerPolicy } from './core/ledgerMoney.ts';
import { traceOrigins } from './core/ledgerOrigins.ts';

const CHAIN = 'eip155:31337';

/** `from to amount asset`, `-` for nobody; one block each unless `block` says otherwise. */
function rowsOf(lines: readonly string[], block: (row: number) => number = (row) => row): MoneyRow[] {
  return lines.map((line, row): MoneyRow => {
    const [from = '', to = '', amount = '0', asset = 'T'] = line.split(' ');
    const ledger = (account: string): string | null => (account === '-' ? null : ledgerName(asset, account));
    return {
      ...{ row, chain: CHAIN, transaction: `t${row}`, block: block(row), time: block(row), asset, amount: BigInt(amount), sources: [1] },
      ...{ from: ledger(from), to: ledger(to), fromAccount: `${CHAIN} ${from}`, toAccount: `${CHAIN} ${to}` },
      ...{
        fee: false,
        moves: true,
        reason: null,
        order: block(row) === block(row + 1) || block(row) === block(row - 1) ? 'transactions' : 'known',
      },
    };
  });
}

function groundsOf(rows: readonly MoneyRow[], seeds: readonly number[], openings: Readonly<Record<string, bigint>>): TraceGrounds {
  const ledgers = new Map<string, KnownLedger>();
  for (const { from, to } of rows)
    for (const ledger of [from, to])
      if (ledger !== null)
        ledgers.set(ledger, { state: 'complete', opening: openings[ledger.split('\t')[1] ?? ''] ?? 0n, from: 0, to: null });
  return {
    ...{ rows, ledgers, seeds: seeds.map((row) => ({ row, amount: (rows[row] as MoneyRow).amount })) },
    ...{ stopRules: [], minValue: new Map(), maxHops: null, heights: null, times: null, conversions: [], excluded: new Map() },
  };
}

/** `account amount`, or `account low–high`. */
function endsOf(policy: LedgerPolicy, grounds: TraceGrounds, orders = 'known'): string[] {
  return figuresOf(policy, grounds, orders)
    .ends.filter(({ figure }) => figure.high > 0n)
    .map(({ ledger, state, figure: { low, high, why } }) => {
      const account = ledger.split('\t')[1];
      return `${account}${state === 'held' ? '' : ` ${state}`} ${why === null ? low : `${low}–${high}`}`;
    })
    .sort();
}

const MIXED = rowsOf(['V M 60', 'M A 50', 'C M 30', 'M B 60']);
const mixed = groundsOf(MIXED, [0], { V: 60n, M: 40n, C: 30n });

describe('examples worked out by hand', () => {
  it('[A8] the mixed account under every policy', () => {
    expect(endsOf('fifo', mixed)).toEqual(['A 10', 'B 50']);
    expect(endsOf('lifo', mixed)).toEqual(['A 50', 'B 10']);
    expect(endsOf('haircut', mixed)).toEqual(['A 30', 'B 23', 'M 7']);
    expect(endsOf('poison', mixed)).toEqual(['A 50', 'B 60', 'M 20']);
    expect(endsOf('lowestBalance', mixed)).toEqual(['A 10', 'B 30', 'M 20']);
  });

  it('[A13] a swap of 80 T, 60 of them traced, for 1001 U', () => {
    const grounds = groundsOf(rowsOf(['V M 60', 'M P 80', 'P M 1001 U']), [0], { V: 60n, M: 40n, P: 1001n });
    const swapped: TraceGrounds = {
      ...grounds,
      ledgers: new Map([...grounds.ledgers].map(([name, one]) => [name, name === ledgerName('U', 'M') ? { ...one, opening: 0n } : one])),
      conversions: [{ kind: 'swap', ins: [1], outs: [2] }],
    };
    const ofCoins = (policy: LedgerPolicy): string[] =>
      figuresOf(policy, swapped, 'known')
        .ends.filter(({ ledger }) => ledger.startsWith('U'))
        .map(({ amount }) => String(amount));
    expect(ofCoins('fifo')).toEqual(['501']);
    expect(ofCoins('haircut')).toEqual(['600']);
    expect(ofCoins('lowestBalance')).toEqual(['500']);
  });

  it('[A16] one block in no known order: 4 of 6 orders can have been, fifo gives A 30 to 50 and B 10 to 30', () => {
    const rows = rowsOf(['V M 60', 'C M 30', 'M A 60', 'M B 40'], (row) => (row === 0 ? 0 : 1));
    const grounds = groundsOf(rows, [0], { V: 60n, M: 10n, C: 30n });
    const figures = figuresOf('fifo', grounds, 'tried:4');
    expect(figures.orders).toBe('tried:4');
    expect(endsOf('fifo', grounds, 'tried:4')).toEqual(['A 30–50', 'B 10–30']);
    // Bounds that hold for every order are wider, and never narrower.
    expect(endsOf('fifo', grounds, 'bounded')).toEqual(['A 0–60', 'B 0–40', 'M unknown:order 0–60']);
  });

  it('[A17] a ledger with missing rows passes on what it is certain of at least, and at most all that the seed brought', () => {
    const rows = rowsOf(['V M 60', 'M A 50', 'M B 60']);
    const grounds = groundsOf(rows, [0], { V: 60n, M: 40n });
    const incomplete = new Map(grounds.ledgers).set(ledgerName('T', 'M'), { state: 'incomplete', opening: 0n, from: 0, to: 0 });
    expect(endsOf('fifo', { ...grounds, ledgers: incomplete })).toEqual(['A 0–50', 'B 0–60', 'M unknown:incompleteLedger 0–60']);
  });

  it('[A21] back from the 60 that B got: who had paid them', () => {
    const back = (policy: 'fifo' | 'lifo' | 'haircut' | 'poison'): string[] =>
      traceOrigins(policy, groundsOf(MIXED, [3], { V: 60n, M: 40n, C: 30n }))
        .ends.map(({ ledger, state, amount }) => `${ledger.split('\t')[1]} ${state} ${amount}`)
        .sort();
    expect(back('fifo')).toEqual(['C opening 10', 'V opening 50']);
    expect(back('lifo')).toEqual(['C opening 30', 'M opening 20', 'V opening 10']);
    expect(back('haircut')).toEqual(['C opening 23', 'M opening 15', 'V opening 22']);
    expect(back('poison')).toEqual(['C opening 30', 'M opening 40', 'V opening 60']);
  });

  it('[A19] two victims of one payment, each with a share, and what each brought', () => {
    const rows = rowsOf(['V M 60', 'M A 50']);
    const grounds = {
      ...groundsOf(rows, [], { V: 60n, M: 40n }),
      seeds: [
        { row: 0, amount: 40n },
        { row: 0, amount: 30n },
      ],
    };
    const { answer, ends } = figuresOf('fifo', grounds, 'known');
    // 40 of M's own leave first; of the 10 more, all lie in the first claim's 40, and the second claim is left 20 of its 30.
    expect(answer.contributed).toEqual([40n, 20n]);
    const shares = ends.map(({ ledger, bySeed }) => [
      ledger.split('\t')[1],
      [...bySeed].map(([seed, { low }]) => `${seed}:${low}`).join(' '),
    ]);
    expect(shares.sort()).toEqual([
      ['A', '0:10'],
      ['M', '0:30 1:20'],
    ]);
  });
});
