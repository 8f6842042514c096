// Forward tracing against slow oracles, by hand, and by what must hold for any graph.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byAmount, coinByCoin, haircutShare, type OracleResult, tihoShare } from '../../../tests/fixtures/coinOracle.ts';
import { randomFlow } from '../../../tests/fixtures/randomFlows.ts';
import { type BlockText, buildSlice, chainOf, txidOf } from '../../../tests/fixtures/slices.ts';
import { resultDigest, type TraceNames, policiesJson } from './digest.ts';
import { traceForward } from './forward.ts';
import type { PolicyResult, TraceRequest } from './run.ts';
import type { UtxoSlice } from './slice.ts';

const ALL = ['poison', 'haircut', 'fifo', 'lifo', 'tiho'];

function only(slice: UtxoSlice, policy: string, request: Omit<TraceRequest, 'policies'>): PolicyResult {
  const [result] = traceForward(slice, { ...request, policies: [policy] }).policies;
  if (result === undefined) throw new Error('no result');
  return result;
}

function asOracle(result: PolicyResult, seedCount: number): OracleResult {
  const dense = (parts: readonly { seed: number; amountSat: bigint }[]) => {
    const amounts = new Array<number>(seedCount).fill(0);
    for (const part of parts) amounts[part.seed] = Number(part.amountSat);
    return amounts;
  };
  return { held: new Map(result.holdings.map((holding) => [holding.outNumber, dense(holding.bySeed)])), fees: dense(result.feesBySeed) };
}

describe('forward against oracles that share no code', () => {
  const oracles: Record<string, (slice: UtxoSlice, seeds: readonly number[]) => OracleResult> = {
    fifo: (slice, seeds) => coinByCoin(slice, seeds, false),
    lifo: (slice, seeds) => coinByCoin(slice, seeds, true),
    haircut: (slice, seeds) => byAmount(slice, seeds, haircutShare),
    tiho: (slice, seeds) => byAmount(slice, seeds, tihoShare),
  };
  it.each(Object.keys(oracles))('[T6] [T7] [T8] [T9] %s, several seeds that reach each other', (policy) => {
    fc.assert(
      fc.property(randomFlow(), ({ built: { slice }, seeds }) => {
        const order = traceForward(slice, { seeds, policies: [] }).seeds.map((seed) => seed.outNumber);
        const expected = oracles[policy]?.(slice, order);
        const actual = asOracle(only(slice, policy, { seeds }), order.length);
        expect([...actual.held].sort(byKey)).toEqual([...(expected?.held ?? [])].sort(byKey));
        expect(actual.fees).toEqual(expected?.fees);
      }),
      { numRuns: 300 },
    );
  });

  it('[T5] poison reaches exactly what plain reachability reaches', () => {
    fc.assert(
      fc.property(randomFlow(), ({ built: { slice }, seeds }) => {
        const tainted = new Set<number>(seeds.filter((seed) => slice.outValue[seed] !== 0n));
        let feesSat = 0n;
        for (let tx = 0; tx < slice.txCount; tx++) {
          const parents = Array.from(slice.inPrevOut.subarray(slice.txInStart[tx], slice.txInStart[tx + 1]));
          if (!parents.some((parent) => tainted.has(parent))) continue;
          feesSat += parents.reduce((sum, parent) => sum + (slice.outValue[parent] as bigint), 0n);
          for (let out = Number(slice.txOutStart[tx]); out < Number(slice.txOutStart[tx + 1]); out++) {
            feesSat -= slice.outValue[out] as bigint;
            if (slice.outValue[out] !== 0n) tainted.add(out);
          }
        }
        const result = only(slice, 'poison', { seeds });
        const expected = [...tainted].filter((out) => slice.outSpentBy[out] === -1).sort((a, b) => a - b);
        expect(result.holdings.map((holding) => holding.outNumber)).toEqual(expected);
        for (const holding of result.holdings) expect(holding.amountSat).toBe(slice.outValue[holding.outNumber]);
        expect(result.feesSat).toBe(feesSat);
      }),
      { numRuns: 300 },
    );
  });
});

describe('forward, whatever the graph', () => {
  it('[T2] conserves each seed and never exceeds an output', () => {
    fc.assert(
      fc.property(randomFlow({ maximumSteps: 40 }), ({ built: { slice }, seeds }) => {
        for (const result of traceForward(slice, { seeds, policies: ALL }).policies) {
          for (const holding of result.holdings) expect(holding.amountSat <= (slice.outValue[holding.outNumber] as bigint)).toBe(true);
          for (const flow of result.flows)
            for (const output of flow.outputs) expect(output.amountSat <= (slice.outValue[output.number] as bigint)).toBe(true);
          expect(result.totalSat).toBe(result.holdings.reduce((sum, holding) => sum + holding.amountSat, 0n));
          if (result.policy === 'poison') continue;
          expect(result.totalSat + result.feesSat).toBe(result.contributedSat.reduce((sum, amount) => sum + amount, 0n));
        }
      }),
    );
  });

  it('[T4] no unit is counted twice: what seeds contribute is what the union of their coins is', () => {
    // b:0 is a seed that seed a:0 reaches with 6 of its 8.
    const { slice, out } = buildSlice(
      chainOf([
        { name: 'a', inputs: ['coinbase'], outputs: [6n, 2n] },
        { name: 'b', inputs: ['a:0', 'a:1'], outputs: [8n] },
      ]),
    );
    for (const policy of ['haircut', 'fifo', 'lifo', 'tiho']) {
      const result = only(slice, policy, { seeds: [out('b:0'), out('a:0')] });
      expect([...result.contributedSat].sort()).toEqual([2n, 6n]);
      expect(result.totalSat).toBe(8n);
    }
  });

  it('[T1] does not depend on the order of the request, nor on unrelated transactions beside it', () => {
    fc.assert(
      fc.property(randomFlow(), ({ built, blocks, seeds }) => {
        const crowded: BlockText[] = blocks.map((block, index) => ({
          ...block,
          transactions: block.transactions.flatMap((transaction, position) => [
            { name: `noise ${index} ${position}`, inputs: ['coinbase'], outputs: [7n, 1n] },
            transaction,
          ]),
        }));
        const other = buildSlice(crowded);
        const names = (given: { name(out: number): string }): TraceNames => ({
          outpointOfOut: (out) => given.name(out),
          outpointOfIn: () => '?',
          addressOfScript: () => null,
        });
        const plain = policiesJson(built.slice, traceForward(built.slice, { seeds, policies: ALL }), names(built));
        const moved = policiesJson(
          other.slice,
          traceForward(other.slice, { seeds: seeds.map((seed) => other.out(built.name(seed))).reverse(), policies: [...ALL].reverse() }),
          names(other),
        );
        expect(resultDigest(moved)).toBe(resultDigest(plain));
      }),
    );
  });

  it('[T10] flows join up: what leaves one transaction enters the next or is held', () => {
    fc.assert(
      fc.property(randomFlow(), ({ built: { slice }, seeds }) => {
        for (const result of traceForward(slice, { seeds, policies: ALL }).policies) {
          const last = new Map<number, bigint>();
          const seedAmounts = new Map(result.holdings.map((holding) => [holding.outNumber, holding.amountSat]));
          for (const flow of result.flows) for (const output of flow.outputs) last.set(output.number, output.amountSat);
          for (const flow of result.flows) {
            for (const input of flow.inputs) {
              const parent = Number(slice.inPrevOut[input.number]);
              if (!seeds.includes(parent)) expect(input.amountSat).toBe(last.get(parent));
              expect(seedAmounts.has(parent)).toBe(false);
            }
          }
          expect(result.flows.map((flow) => flow.txNumber)).toEqual([...result.touched]);
        }
      }),
    );
  });
});

describe('by hand', () => {
  it('[T3] orders seeds by displayed txid and then index as a number, each once', () => {
    const { slice, out, name } = buildSlice(
      chainOf([
        { name: 'a', inputs: ['coinbase'], outputs: new Array<bigint>(11).fill(1n) },
        { name: 'b', inputs: ['coinbase'], outputs: [1n] },
        { name: 'c', inputs: ['coinbase'], outputs: [1n] },
      ]),
    );
    const asked = ['c:0', 'a:10', 'a:2', 'b:0', 'a:2'];
    const displayed = (outpoint: string) =>
      Buffer.from(txidOf(outpoint.split(':')[0] as string))
        .reverse()
        .toString('hex');
    const expected = [...new Set(asked)].sort((x, y) =>
      displayed(x) < displayed(y) ? -1 : displayed(x) > displayed(y) ? 1 : Number(x.slice(2)) - Number(y.slice(2)),
    );
    expect(traceForward(slice, { seeds: asked.map(out), policies: [] }).seeds.map((seed) => name(seed.outNumber))).toEqual(expected);
  });

  it('[T11] reports fees and does not follow them into the coinbase of their block', () => {
    const { slice, out } = buildSlice([
      ...chainOf([{ name: 'a', inputs: ['coinbase'], outputs: [50n] }]),
      {
        height: 101,
        transactions: [
          { name: 'miner', inputs: ['coinbase'], outputs: [60n] },
          { name: 'b', inputs: ['a:0'], outputs: [40n] },
        ],
      },
    ]);
    for (const policy of ALL) {
      const result = only(slice, policy, { seeds: [out('a:0')] });
      expect([result.totalSat, result.feesSat, result.holdings.length]).toEqual([40n, 10n, 1]);
    }
  });

  it('[T18] counts transactions as hops, the fewest from any seed', () => {
    const { slice, out, tx } = buildSlice(
      chainOf([
        { name: 'a', inputs: ['coinbase'], outputs: [5n, 5n] },
        { name: 'b', inputs: ['a:0'], outputs: [5n] },
        { name: 'c', inputs: ['b:0', 'a:1'], outputs: [10n] },
        { name: 'd', inputs: ['c:0'], outputs: [10n] },
      ]),
    );
    const flows = (seeds: number[]) => only(slice, 'fifo', { seeds }).flows.map((flow) => [flow.txNumber, flow.hops]);
    expect(flows([out('a:0')])).toEqual([
      [tx('b'), 1],
      [tx('c'), 2],
      [tx('d'), 3],
    ]);
    expect(flows([out('a:0'), out('a:1')])).toEqual([
      [tx('b'), 1],
      [tx('c'), 1],
      [tx('d'), 2],
    ]);
  });

  it('[T4] lets a seed that poison reaches contribute nothing', () => {
    const { slice, out } = buildSlice(
      chainOf([
        { name: 'a', inputs: ['coinbase'], outputs: [6n, 2n] },
        { name: 'b', inputs: ['a:0', 'a:1'], outputs: [8n] },
      ]),
    );
    const result = only(slice, 'poison', { seeds: [out('b:0'), out('a:0')] });
    expect([...result.contributedSat].sort()).toEqual([0n, 6n]);
    expect(result.totalSat).toBe(8n);
  });

  it('stops when asked to, and says where it stands', () => {
    const transactions = Array.from({ length: 5000 }, (_, index) => ({
      name: `t${index}`,
      inputs: [index === 0 ? 'coinbase' : `t${index - 1}:0`],
      outputs: [5n],
    }));
    const { slice, out } = buildSlice([{ height: 1, transactions }]);
    const seen: number[] = [];
    const asking = new AbortController();
    traceForward(
      slice,
      { seeds: [out('t0:0')], policies: ['fifo'] },
      { signal: asking.signal, report: ({ transactions: count }) => seen.push(count) },
    );
    expect(seen).toEqual([4096]);
    asking.abort();
    expect(() =>
      traceForward(slice, { seeds: [out('t0:0')], policies: ['fifo'] }, { signal: asking.signal, report: () => undefined }),
    ).toThrow('job.cancelled');
  });
});

describe('[T16] states', () => {
  const transactions = [
    { name: 'a', inputs: ['coinbase'], outputs: [50n, 30n] },
    { name: 'b', inputs: ['a:0'], outputs: [20n, 25n] },
  ];

  it('says unspent only where every block from creation to H is complete', () => {
    const { slice, out } = buildSlice([
      ...chainOf(transactions.slice(0, 1), 10),
      { height: 11, complete: false, transactions: transactions.slice(1) },
      { height: 12, transactions: [{ name: 'c', inputs: ['coinbase', 'b:1'].slice(0, 1), outputs: [5n] }] },
    ]);
    const result = traceForward(slice, { seeds: [out('a:0'), out('a:1'), out('c:0')], policies: ['fifo'] });
    expect(result.height).toBe(12);
    expect(result.policies[0]?.holdings.map(({ outNumber, state }) => [outNumber, state])).toEqual([
      [out('a:1'), 'unknown:coverage'],
      [out('b:0'), 'unknown:coverage'],
      [out('b:1'), 'unknown:coverage'],
      [out('c:0'), 'unspent'],
    ]);
  });

  it('has no height where nothing is covered', () => {
    const { slice, out } = buildSlice([{ height: -1, complete: false, transactions }]);
    const result = traceForward(slice, { seeds: [out('a:1')], policies: ['fifo'] });
    expect(result.height).toBeNull();
    expect(result.policies[0]?.holdings[0]?.state).toBe('unknown:coverage');
  });

  it('[T13] keeps a holding where an unknown input value decides, and goes on where it does not', () => {
    const { slice, out } = buildSlice(
      chainOf([
        { name: 'a', inputs: ['coinbase'], outputs: [50n] },
        { name: 'b', inputs: ['a:0', {}], outputs: [20n, 90n] },
      ]),
    );
    for (const policy of ['haircut', 'fifo', 'lifo']) {
      expect(only(slice, policy, { seeds: [out('a:0')] }).holdings.map(({ outNumber, state }) => [outNumber, state])).toEqual([
        [out('a:0'), 'unknown:input-values'],
      ]);
    }
    expect(only(slice, 'tiho', { seeds: [out('a:0')] }).holdings.map(({ outNumber, amountSat }) => [outNumber, amountSat])).toEqual([
      [out('b:1'), 50n],
    ]);
    const poison = only(slice, 'poison', { seeds: [out('a:0')] });
    expect([poison.totalSat, poison.feesSat, poison.feesUnknown]).toEqual([110n, 0n, 1]);
  });

  it('[T13] uses values from undo data', () => {
    const { slice, out } = buildSlice(
      chainOf([
        { name: 'a', inputs: ['coinbase'], outputs: [50n] },
        { name: 'b', inputs: [{ valueSat: 60n }, 'a:0'], outputs: [70n, 30n] },
      ]),
    );
    expect(only(slice, 'fifo', { seeds: [out('a:0')] })).toMatchObject({ totalSat: 40n, feesSat: 10n });
  });
});

describe('faults', () => {
  it('refuses what it does not know before anything runs', () => {
    const { slice, out } = buildSlice(chainOf([{ name: 'a', inputs: ['coinbase'], outputs: [50n] }]));
    expect(() => traceForward(slice, { seeds: [9], policies: ['fifo'] })).toThrow('trace.seedUnknown');
    expect(() => traceForward(slice, { seeds: [out('a:0')], policies: ['guess'] })).toThrow('trace.policyUnknown');
    expect(() => traceForward(slice, { seeds: [out('a:0')], policies: ['fifo'], stops: [{ id: 'never' }] })).toThrow('trace.ruleUnknown');
  });
});

function byKey(a: readonly [number, unknown], b: readonly [number, unknown]): number {
  return a[0] - b[0];
}
