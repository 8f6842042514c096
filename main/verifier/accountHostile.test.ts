// Files about account runs that are made to keep the verifier busy or to break it: each ends soon and in words, whatever it claims.
import { describe, expect, it, vi } from 'vitest';
import { checkAccountRuns } from './core/accountRuns.ts';
import { readLedgers } from './core/accountLedgers.ts';
import { checkAccountTransfers } from './core/accountTransfers.ts';
import { collectFindings } from './core/findings.ts';
import { canonical, type Loose } from './testing/bagWriter.ts';

const CHAIN = 'eip155:31337';
const ASSET = { kind: 'native', contract: null, tokenId: null };
const KEY = `${CHAIN} ["native",null,null]`;
const VIEW = { key: KEY, kind: 'native', contract: null, tokenId: null, symbol: 'T', decimals: 0, standing: 'issuer' };

// The bound is on the work of the verifier, not on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

interface Shape {
  readonly rows: number;
  /** Payer and receiver of a row. */
  readonly pair: (row: number) => readonly [string, string];
  readonly order?: string;
  readonly block?: (row: number) => number;
  readonly seeds?: readonly number[];
  readonly change?: (run: Loose) => void;
  readonly policies?: readonly string[];
}

/** A run over rows of 100,000 each; every ledger is assumed to be complete from nothing on. */
function check({ rows, pair, order = 'known', block = (row) => row, seeds = [0], change, policies = ['fifo', 'haircut'] }: Shape) {
  const names = new Set<string>();
  const lines = Array.from({ length: rows }, (_, row) => {
    const [from, to] = pair(row);
    names.add(from).add(to);
    return canonical({
      ...{ row, chain: CHAIN, transaction: `t${row}`, block: block(row), blockHash: null, position: null, time: block(row), path: '0' },
      ...{ kind: 'value', fee: false, from, to, asset: ASSET, amount: '100000', status: 'ok', reason: null, order, grade: 'S' },
      sources: [{ source: 1, rows: [row] }],
    });
  });
  const opening = { rows: 0, balance: '0', by: 'assumption', source: null, block: null, time: null };
  const run: Loose = {
    ...{ run: 1, ordinal: 1, siblings: 1, time: '', exported: true },
    request: {
      from: seeds.map((row) => `t${row}`),
      policies,
      stops: [],
      assume: [...names],
      direction: 'forward',
      conversions: 'recorded',
    },
    document: {
      ...{ direction: 'forward', chains: [CHAIN], inputsDigest: '0'.repeat(64), resultDigest: '0'.repeat(64) },
      seeds: seeds.map((row) => ({ seed: `t${row}#0`, asset: VIEW, amount: '1', excluded: null })),
      policies: Object.fromEntries(policies.map((policy) => [policy, { ends: [], fees: [], totals: [], orders: 'known' }])),
      ...{ excluded: [], fetch: [], assumed: [...names], conversions: [], conflicts: 0 },
    },
    grounds: {
      ...{ file: 'account-ledgers/0.jsonl', rows, later: false, seeds, references: [], conversions: [], excluded: [] },
      ledgers: [...names].map((account) => ({
        ...{ chain: CHAIN, account, asset: ASSET, state: 'assumed', opening: '0', from: 0, to: null },
        ...{ statements: [opening], ownRows: [] },
      })),
      stops: { accounts: [], minValue: [], maxHops: null, heights: null, times: null },
    },
  };
  change?.(run);
  const findings = collectFindings();
  const utf8 = new TextEncoder();
  const contents = {
    hashes: new Map(),
    bytes: new Map([
      ['data/account-runs.json', utf8.encode(canonical({ format: 'tracehold-account-runs/1', runs: [run] }))],
      ['data/account-ledgers/0.jsonl', utf8.encode(lines.map((line) => `${line}\n`).join(''))],
      ['data/account-transfers.csv', utf8.encode('run,policy\r\n"')],
    ]),
  };
  const started = performance.now();
  checkAccountTransfers(contents, checkAccountRuns(contents, readLedgers(contents, findings), null, findings), findings);
  const failed = findings.list().flatMap(({ ok, check: name, detail }) => (ok ? [] : [`${name}: ${detail}`]));
  return { failed: failed.join('\n'), open: findings.omitted().join('\n'), seconds: (performance.now() - started) / 1000 };
}

const chainOf = (row: number): readonly [string, string] => [`a${row}`, `a${row + 1}`];

describe('hostile account runs', () => {
  it('counts that nothing stands behind', () => {
    const huge = 9_007_199_254_740_991;
    const rows = check({ rows: 5, pair: chainOf, change: ({ grounds }) => Object.assign(grounds, { rows: huge }) });
    expect(rows.failed).toMatch(/is missing or does not have the stated number of rows/);
    const statement = check({
      rows: 5,
      pair: chainOf,
      change: ({ grounds }) => Object.assign(grounds.ledgers[0].statements[0], { rows: huge }),
    });
    expect(statement.failed).not.toBe('');
    const orders = check({
      ...{ rows: 5, pair: () => ['a', 'b'] as const, order: 'transactions', block: () => 1, policies: ['fifo'] },
      change: ({ document }) => Object.assign(document.policies.fifo, { orders: `tried:${huge}` }),
    });
    expect(orders.failed).toMatch(/states the order of rows as "tried:9007199254740991"; from the rows it follows as/);
    const amount = check({
      rows: 5,
      pair: chainOf,
      change: ({ document }) => Object.assign(document.seeds[0], { amount: '9'.repeat(78) }),
    });
    expect(amount.failed).toMatch(/is not the row it names/);
  });

  it('conversions in a circle, one row in two of them, links that join a row with itself', () => {
    const with_ = (conversions: Loose[]) =>
      check({ rows: 9, pair: chainOf, change: ({ grounds }) => Object.assign(grounds, { conversions }) }).failed;
    const swap = (into: number, out: number) => ({ kind: 'swap', ins: [into], outs: [out] });
    for (const circle of [
      [swap(0, 1), swap(1, 0)],
      [swap(3, 3)],
      [swap(0, 2), swap(0, 3)],
      [swap(0, 2), swap(1, 2)],
      [swap(0, 99)],
      [{ kind: 'link', ins: [], outs: [1] }],
    ])
      expect(with_(circle), JSON.stringify(circle)).toMatch(/a conversion names rows that are not there or are out of order/);
    // What comes out of one may go into the next: no circle can be closed, since rows only rise.
    expect(with_([swap(0, 1), swap(1, 2), swap(2, 3)])).not.toMatch(/a conversion names rows/);
  });

  it('money sent round in a circle, each row in one block without order', () => {
    const circle = check({
      ...{ rows: 10_000, pair: (row: number) => [`a${row % 2500}`, `a${(row + 1) % 2500}`] as const, order: 'none', block: () => 1 },
      change: ({ document }) => {
        for (const one of Object.values(document.policies) as Loose[]) one.orders = 'bounded';
      },
    });
    expect(circle.failed).toMatch(/follow from the rows and are not stated/);
    expect(circle.seconds).toBeLessThan(60);
  });

  it('a chain of rows that each reach one ledger more, told backwards', () => {
    const rows = 10_000;
    const chain = check({
      ...{ rows, pair: (row: number) => [`a${rows - row}`, `a${rows - row + 1}`] as const, order: 'none', block: () => 1 },
      seeds: [rows - 1],
      policies: ['haircut'],
    });
    expect(chain.failed).not.toBe('');
    expect(chain.seconds).toBeLessThan(60);
  });

  it('thousands of seeds in one row are told as too much, or found', () => {
    const many = check({
      ...{ rows: 3, pair: chainOf, seeds: Array.from({ length: 20_000 }, () => 0), policies: ['fifo', 'lifo', 'haircut', 'poison'] },
    });
    expect(many.open).toMatch(/"haircut" \(by share\): not recomputed, because it would take too long/);
    expect(many.seconds).toBeLessThan(90);
  });

  it('a conversion of thousands of rows', () => {
    const half = 10_000;
    const wide = check({
      ...{ rows: 2 * half, pair: () => ['a', 'b'] as const, policies: ['fifo', 'haircut', 'lifo'] },
      change: ({ grounds }) => {
        const side = (from: number) => Array.from({ length: half }, (_, place) => from + place);
        grounds.conversions = [{ kind: 'swap', ins: side(0), outs: side(half) }];
      },
    });
    expect(wide.failed).not.toBe('');
    expect(wide.seconds).toBeLessThan(60);
  });

  it('more than can be listed as not checked is counted', () => {
    const findings = collectFindings();
    for (let each = 0; each < 700; each++) findings.notChecked(`thing ${each}`);
    expect(findings.omitted()).toHaveLength(501);
    expect(findings.omitted().at(-1)).toBe('200 more of the kind: too many to list');
  });
});
