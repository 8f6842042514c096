// Every listed link rule: described, cited, with a case that fires and a near miss that does not. A rule without
// cases fails here. Real transactions are read where the data folder is present.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type BuiltSlice, buildSlice, chainOf, type OutputText } from '../../../../tests/fixtures/slices.ts';
import { countScripts } from '../cluster.ts';
import { readCoinjoin } from './coinjoinGeneric.ts';
import { readAnyCoinjoin } from './coinjoins.ts';
import { firstAppearances } from './heuristic.ts';
import { heuristics } from './index.ts';

const coins = (...scripts: string[]): OutputText[] => scripts.map((script) => ({ valueSat: 100_000n, script }));
const pay = (valueSat: number, script: string): OutputText => ({ valueSat: BigInt(valueSat), script });

/** `t` spends the first outputs of `f`. Script types are the letters before the dash. */
function spend(inputScripts: string[], outputs: OutputText[]): BuiltSlice {
  return buildSlice(
    chainOf([
      { name: 'f', inputs: ['coinbase'], outputs: coins(...inputScripts, 'wpkh-old') },
      { name: 't', inputs: inputScripts.map((_, index) => `f:${index}`), outputs },
    ]),
  );
}

/** Equal outputs of a pool, with inputs above it by the surpluses. */
function pool(surpluses: number[], firstOutput: string, poolSat = 100_000): BuiltSlice {
  return buildSlice(
    chainOf([
      {
        name: 't',
        inputs: surpluses.map((surplus, index) => ({ valueSat: BigInt(poolSat + surplus), script: `wpkh-in${index}` })),
        outputs: surpluses.map((_, index) => pay(poolSat, index === 0 ? firstOutput : `wpkh-p${index}`)),
      },
    ]),
  );
}

function round(outputs: number[], inputs = 20, reused = 1): BuiltSlice {
  return buildSlice(
    chainOf([
      {
        name: 't',
        inputs: Array.from({ length: inputs }, (_, index) => ({ valueSat: 5000n, script: `wpkh-in${index < reused ? 0 : index}` })),
        outputs: outputs.map((value, index) => pay(value, `wpkh-o${index}`)),
      },
    ]),
  );
}

interface Cases {
  readonly fires: BuiltSlice;
  readonly nearMisses: Readonly<Record<string, BuiltSlice>>;
  /** Scripts or outputs that the firing case must name. */
  readonly found: (built: BuiltSlice) => unknown;
}

const cases: Record<string, Cases> = {
  'coinjoin.generic': {
    fires: spend(
      ['wpkh-a', 'wpkh-b', 'wpkh-c'],
      [pay(50_000, 'wpkh-1'), pay(50_000, 'wpkh-2'), pay(50_000, 'wpkh-3'), pay(49_000, 'wpkh-4'), pay(48_000, 'wpkh-5')],
    ),
    nearMisses: {
      'fewer equal outputs than participants': spend(
        ['wpkh-a', 'wpkh-b', 'wpkh-c'],
        [pay(50_000, 'wpkh-1'), pay(50_000, 'wpkh-2'), pay(49_000, 'wpkh-4'), pay(48_000, 'wpkh-5'), pay(47_000, 'wpkh-6')],
      ),
      'more equal outputs than participants': spend(
        ['wpkh-a', 'wpkh-b'],
        [pay(50_000, 'wpkh-1'), pay(50_000, 'wpkh-2'), pay(50_000, 'wpkh-3')],
      ),
      'one script on the input side': spend(['wpkh-a', 'wpkh-a'], [pay(50_000, 'wpkh-1'), pay(50_000, 'wpkh-2'), pay(49_000, 'wpkh-3')]),
      'dust as the equal amount': spend(['wpkh-a', 'wpkh-b'], [pay(546, 'wpkh-1'), pay(546, 'wpkh-2'), pay(49_000, 'wpkh-3')]),
      'two outputs': spend(['wpkh-a', 'wpkh-b'], [pay(50_000, 'wpkh-1'), pay(50_000, 'wpkh-2')]),
    },
    found: (built) => [0, 1, 2].map((index) => built.out(`t:${index}`)),
  },
  'coinjoin.whirlpool': {
    fires: pool([0, 0, 9000, 0, 9000], 'wpkh-1'),
    nearMisses: {
      'an amount of no pool': pool([0, 0, 0, 0, 0], 'wpkh-1', 99_999),
      'an input far above the pool': pool([0, 0, 0, 0, 110_001], 'wpkh-1'),
      'an output back to an input': pool([0, 0, 9000, 0, 9000], 'wpkh-in0'),
      'four of them': pool([0, 0, 0, 9000], 'wpkh-1'),
    },
    found: (built) => [0, 1, 2, 3, 4].map((index) => built.out(`t:${index}`)),
  },
  'coinjoin.wabisabi': {
    fires: round([9000, 9000, 8000, 8000, 7000, 7000, 6543]),
    nearMisses: {
      'two denominations': round([9000, 9000, 8000, 8000, 8000, 7000, 6543]),
      'nothing left over': round([9000, 9000, 8000, 8000, 7000, 7000, 7000]),
      'a small output': round([9000, 9000, 8000, 8000, 7000, 7000, 4999]),
      'nineteen inputs': round([9000, 9000, 8000, 8000, 7000, 7000, 6543], 19),
      'one script in a fifth of the inputs': round([9000, 9000, 8000, 8000, 7000, 7000, 6543], 20, 4),
    },
    found: (built) => [0, 1, 2, 3, 4, 5].map((index) => built.out(`t:${index}`)),
  },
  multiInput: {
    fires: spend(['wpkh-a', 'wpkh-b', 'wpkh-a', 'wpkh-c'], [pay(150_000, 'wpkh-1')]),
    nearMisses: {
      'one script spent twice': spend(['wpkh-a', 'wpkh-a'], [pay(150_000, 'wpkh-1')]),
      'a CoinJoin': spend(['wpkh-a', 'wpkh-b'], [pay(50_000, 'wpkh-1'), pay(50_000, 'wpkh-2'), pay(60_000, 'wpkh-3')]),
    },
    found: (built) => [
      { a: built.script('wpkh-a'), b: built.script('wpkh-b') },
      { a: built.script('wpkh-a'), b: built.script('wpkh-c') },
    ],
  },
  'change.probable': {
    fires: spend(['wpkh-a', 'wpkh-b'], [pay(150_000, 'wpkh-1'), pay(40_000, 'wpkh-2')]),
    nearMisses: {
      'two candidates': spend(['wpkh-a', 'wpkh-b'], [pay(60_000, 'wpkh-1'), pay(40_000, 'wpkh-2')]),
      'not fresh': spend(['wpkh-a', 'wpkh-b'], [pay(150_000, 'wpkh-1'), pay(40_000, 'wpkh-old')]),
      'not smaller than the smallest input': spend(['wpkh-a', 'wpkh-b'], [pay(100_000, 'wpkh-1'), pay(100_000, 'wpkh-2')]),
      'another script type': spend(['wpkh-a', 'wpkh-b'], [pay(150_000, 'wpkh-1'), pay(40_000, 'tr-2')]),
      'mixed input types': spend(['wpkh-a', 'tr-b'], [pay(150_000, 'wpkh-1'), pay(40_000, 'wpkh-2')]),
      'one spendable output': spend(['wpkh-a'], [pay(0, 'nulldata-1'), pay(40_000, 'wpkh-2')]),
    },
    found: (built) => [built.out('t:1')],
  },
};

function read(id: string, built: BuiltSlice) {
  const typeOf = new Map<number, string>();
  for (let out = 0; out < built.slice.outCount; out++)
    for (const type of ['wpkh', 'tr', 'nulldata']) {
      for (const name of ['a', 'b', 'c', 'old', '1', '2', '3', '4', '5', '6']) typeOf.set(built.script(`${type}-${name}`), type);
    }
  const context = {
    slice: built.slice,
    scriptType: (script: number) => typeOf.get(script) ?? '?',
    firstAppearance: firstAppearances(built.slice, countScripts(built.slice)),
  };
  return heuristics.find(id)?.read(context, built.tx('t'));
}

describe.each(heuristics.entries.map((rule) => [rule.id, rule] as const))('rule %s', (id, rule) => {
  it('is described: version, citation, preconditions, known breakers', () => {
    expect(rule.version).toBeGreaterThan(0);
    expect(rule.citation.length).toBeGreaterThan(20);
    expect(rule.preconditions.length).toBeGreaterThan(0);
    expect(rule.breakers.length).toBeGreaterThan(0);
  });
  it('[T21] [T22] [T23] fires where it should and says on what', () => {
    const given = cases[id];
    expect(given).toBeDefined();
    if (given === undefined) return;
    const result = read(id, given.fires);
    expect(result?.verdict).toBe('holds');
    expect(id === 'multiInput' ? result?.links : result?.outNumbers).toEqual(given.found(given.fires));
  });
  it.each(Object.keys(cases[id]?.nearMisses ?? {}))('[T21] [T22] [T23] does not fire: %s', (name) => {
    expect(read(id, cases[id]?.nearMisses[name] as BuiltSlice)?.verdict).not.toBe('holds');
  });
});

describe('[T21] CoinJoin rules', () => {
  it('does not depend on the order of outputs where two values are equally common', () => {
    for (const order of [
      [546, 546, 9000, 9000],
      [9000, 9000, 546, 546],
      [9000, 546, 9000, 546],
    ]) {
      const { slice, tx } = spend(
        ['wpkh-a', 'wpkh-b'],
        order.map((value, index) => pay(value, `wpkh-${index}`)),
      );
      expect(readCoinjoin(slice, tx('t'))).toEqual({ verdict: 'holds', denominationSat: 9000n, participants: 2 });
    }
  });

  it('is undecidable where unknown input scripts could tip it, and multiInput then does not merge', () => {
    const built = buildSlice(
      chainOf([
        { name: 'f', inputs: ['coinbase'], outputs: coins('wpkh-a') },
        { name: 't', inputs: ['f:0', {}], outputs: [pay(50_000, 'wpkh-1'), pay(50_000, 'wpkh-2'), pay(60_000, 'wpkh-3')] },
      ]),
    );
    expect(readCoinjoin(built.slice, built.tx('t')).verdict).toBe('undecidable');
  });

  const folder = join(process.env['TRACEHOLD_DATA'] ?? '../shared/data', 'coinjoin-crime/am-i-exposed');
  it.skipIf(!existsSync(folder)).each([
    ['whirlpool-coinjoin.json', 'coinjoin.whirlpool@1'],
    ['joinmarket-coinjoin.json', 'coinjoin.generic@1'],
    ['wabisabi-coinjoin.json', 'coinjoin.wabisabi@1'],
    ['batch-withdrawal-143.json', null],
    ['simple-legacy-p2pkh.json', null],
    ['dust-attack-555.json', null],
  ])('reads the real transaction %s', (file, expected) => {
    const transaction = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
      vin: { prevout: { value: number; scriptpubkey: string } | null }[];
      vout: { value: number; scriptpubkey: string }[];
    };
    const { slice, tx } = buildSlice(
      chainOf([
        {
          name: 't',
          inputs: transaction.vin.map(({ prevout }) =>
            prevout === null ? {} : { valueSat: BigInt(prevout.value), script: prevout.scriptpubkey },
          ),
          outputs: transaction.vout.map(({ value, scriptpubkey }) => ({ valueSat: BigInt(value), script: scriptpubkey })),
        },
      ]),
    );
    expect(readAnyCoinjoin(slice, tx('t')).rule).toBe(expected);
  });
});
