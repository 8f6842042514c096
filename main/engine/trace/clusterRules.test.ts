// Clusters by chosen rules: the default is the fast path's own, a possible CoinJoin is never merged across by any rule, a
// change link says by what expression, and switching a rule off shows what falls.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fault } from '../../../shared/model/fault.ts';
import { randomFlow } from '../../../tests/fixtures/randomFlows.ts';
import { type BuiltSlice, buildSlice, chainOf } from '../../../tests/fixtures/slices.ts';
import { evaluateChange, parseChange } from './changeExpression.ts';
import { clusterScripts, countScripts, membersOf, representative } from './cluster.ts';
import { explainJoin, partsUnder, rejectMerge } from './clusterExplain.ts';
import { DEFAULT_RULES, parseRules, prepareRules } from './clusterRules.ts';
import { readAnyCoinjoin } from './heuristics/coinjoins.ts';

const CHANGE = 'change:unique(optimal & fresh) - reuse';
const NAME = 'change:unique(fresh@1 & optimal@1) - reuse@1';

function prepared({ slice, scriptName }: BuiltSlice, texts: readonly string[]) {
  return prepareRules(slice, parseRules(texts), countScripts(slice), (script) => scriptName(script).split('-')[0] as string);
}
function clustered(built: BuiltSlice, texts: readonly string[]) {
  const rules = prepared(built, texts);
  return { rules, clusters: clusterScripts(built.slice, [], countScripts(built.slice), rules) };
}
const coin = (valueSat: number, script: string) => ({ valueSat: BigInt(valueSat), script });

/** a and b are spent together; their change goes to c; c and d are spent together. */
const story = buildSlice(
  chainOf([
    { name: 'f', inputs: ['coinbase'], outputs: [coin(50_000, 'wpkh-a'), coin(60_000, 'wpkh-b'), coin(5, 'wpkh-shop')] },
    { name: 'pay', inputs: ['f:0', 'f:1'], outputs: [coin(80_000, 'wpkh-shop'), coin(29_000, 'wpkh-c')] },
    { name: 'g', inputs: ['coinbase'], outputs: [coin(10_000, 'wpkh-d')] },
    { name: 'both', inputs: ['pay:1', 'g:0'], outputs: [coin(38_000, 'wpkh-shop')] },
  ]),
);

describe('[T29] chosen rules', () => {
  it('are co-spending alone by default, named the same in any order and spelling', () => {
    expect(parseRules(DEFAULT_RULES).names).toEqual(['multiInput@2']);
    expect(parseRules([]).names).toEqual([]);
    const names = ['multiInput@2', NAME, 'exclusion.dust@1'];
    expect(parseRules([' exclusion.dust', 'change:unique(fresh&optimal)-reuse', CHANGE, 'multiInput']).names).toEqual(names);
    expect(parseRules(names).names).toEqual(names);
    expect(parseRules(['multiInput@1']).names).toEqual(['multiInput@1']);
    for (const texts of [['multi'], ['multiInput@3'], ['multiInput', 'multiInput@1'], ['coinjoin.generic'], ['change:']])
      expect(() => parseRules(texts)).toThrow(Fault);
  });

  it('give by the general road what co-spending alone gives by the fast one', () => {
    let merges = 0;
    fc.assert(
      fc.property(randomFlow(), ({ built }) => {
        for (const version of ['multiInput@1', 'multiInput@2']) {
          const fast = clustered(built, [version]).clusters;
          const general = clustered(built, [version, 'exclusion.dust']).clusters;
          // No script of the random flows is paid twice, so no reuse is forced.
          expect(general.excluded).toEqual([]);
          expect([...general.parent]).toEqual([...fast.parent]);
          expect(general.guarded).toBe(fast.guarded);
          for (const column of ['a', 'b', 'tx'] as const) expect([...general.merges[column]]).toEqual([...fast.merges[column]]);
          merges += fast.merges.count;
        }
      }),
    );
    expect(merges).toBeGreaterThan(100);
  });

  it('never merge in a transaction that a CoinJoin rule recognises or cannot rule out', () => {
    const values = fc.constantFrom(50_000, 40_000, 30_000, 100_000, 10_000_000, 20_000_000);
    const inputs = fc.array(fc.record({ script: fc.option(fc.nat(30), { freq: 12 }), value: values }), { minLength: 1, maxLength: 14 });
    const transactions = fc.array(fc.record({ inputs, outputs: fc.array(values, { minLength: 2, maxLength: 9 }) }), {
      minLength: 1,
      maxLength: 4,
    });
    const met: Record<string, number> = {};
    let merges = 0;
    fc.assert(
      fc.property(transactions, (list) => {
        const built = buildSlice(
          chainOf(
            list.map((one, tx) => ({
              name: `t${tx}`,
              inputs: one.inputs.map(({ script, value }) => (script === null ? {} : coin(value + 1000, `wpkh-s${script}`))),
              outputs: one.outputs.map((value, index) => coin(value + (index % 3 === 2 ? index : 0), `wpkh-t${tx}o${index}`)),
            })),
          ),
        );
        const { clusters } = clustered(built, ['multiInput', 'change:unique(optimal)', 'change:unique(powerOfTen(3))']);
        merges += clusters.merges.count;
        for (let i = 0; i < clusters.merges.count; i++)
          expect(readAnyCoinjoin(built.slice, clusters.merges.tx[i] as number, 'wide').verdict).toBe('contradicted');
        for (let tx = 0; tx < built.slice.txCount; tx++) {
          const { rule, verdict } = readAnyCoinjoin(built.slice, tx, 'wide');
          if (rule !== null) met[`${rule} ${verdict}`] = (met[`${rule} ${verdict}`] ?? 0) + 1;
        }
      }),
      { numRuns: 400 },
    );
    expect(merges).toBeGreaterThan(100);
    expect(Object.keys(met).sort()).toEqual(expect.arrayContaining(['coinjoin.generic@1 holds', 'coinjoin.joinmarket@1 holds']));
    expect(Object.keys(met).filter((name) => name.endsWith('undecidable')).length).toBeGreaterThan(0);
  });

  it('the version before keeps its guard: JoinMarket rounds without equal halves are merged by it and not by the present one', () => {
    const inputs = ['a', 'b', 'c'].map((name) => coin(60_000, `wpkh-${name}`));
    const built = buildSlice(chainOf([{ name: 't', inputs, outputs: [50_000n, 50_000n, 50_000n, 20_000n] }]));
    expect(clustered(built, ['multiInput@1']).clusters.merges.count).toBe(2);
    expect(clusterScripts(built.slice).merges.rules).toEqual(['multiInput@1']);
    expect(clusterScripts(built.slice).merges.count).toBe(2);
    const { clusters } = clustered(built, ['multiInput']);
    expect([clusters.merges.count, clusters.guarded]).toEqual([0, 1]);
    // Beside the earlier version a change link still asks every CoinJoin rule; where none could hold, it is made.
    const linked = (outputs: readonly number[]) => {
      const mix = buildSlice(chainOf([{ name: 't', inputs, outputs: outputs.map((value, index) => coin(value, `wpkh-o${index}`)) }]));
      const { merges } = clustered(mix, ['multiInput@1', 'change:powerOfTen(4)']).clusters;
      return [...merges.rule].map((rule) => merges.rules[rule]);
    };
    expect(linked([50_000, 50_000, 50_000, 20_001])).toEqual(['multiInput@1', 'multiInput@1']);
    expect(linked([50_000, 40_000, 30_000, 20_001])).toEqual(['multiInput@1', 'multiInput@1', 'change:powerOfTen@1(4)']);
  });
});

describe('[T30] links by change', () => {
  it('join the one marked output to the inputs, and say by which expression', () => {
    const { rules, clusters } = clustered(story, ['multiInput', CHANGE]);
    const members = [...membersOf(clusters, story.script('wpkh-a'))].map((script) => story.scriptName(script));
    expect(members.sort()).toEqual(['wpkh-a', 'wpkh-b', 'wpkh-c', 'wpkh-d']);
    const log = [...clusters.merges.rule].map((rule, i) => [clusters.merges.rules[rule], story.scriptName(clusters.merges.b[i] as number)]);
    expect(log).toEqual([
      ['multiInput@2', 'wpkh-b'],
      [NAME, 'wpkh-c'],
      ['multiInput@2', 'wpkh-d'],
    ]);
    const steps = explainJoin(story.slice, clusters, story.script('wpkh-b'), story.script('wpkh-d'), rules);
    expect(steps.map(({ rule, txNumber }) => [rule, txNumber])).toEqual([
      ['multiInput@2', story.tx('pay')],
      [NAME, story.tx('pay')],
      ['multiInput@2', story.tx('both')],
    ]);
  });

  it('fall apart where a rule is switched off', () => {
    const members = membersOf(clustered(story, ['multiInput', CHANGE]).clusters, story.script('wpkh-a'));
    const parts = (texts: readonly string[]) =>
      partsUnder(members, clustered(story, texts).clusters).map((part) => part.map((script) => story.scriptName(script)));
    expect(parts(['multiInput'])).toEqual([
      ['wpkh-a', 'wpkh-b'],
      ['wpkh-c', 'wpkh-d'],
    ]);
    expect(parts([CHANGE])).toEqual([['wpkh-a', 'wpkh-c'], ['wpkh-b'], ['wpkh-d']]);
    expect(parts([])).toHaveLength(4);
  });

  it('can be rejected one by one: the output is taken out, the inputs stay together', () => {
    const { rules, clusters } = clustered(story, ['multiInput', CHANGE]);
    const [a, c] = [story.script('wpkh-a'), story.script('wpkh-c')];
    for (const pair of [
      { a, b: c },
      { a: c, b: a },
    ]) {
      const effect = rejectMerge(story.slice, clusters, { txNumber: story.tx('pay'), ...pair }, rules);
      expect(effect.stillJoined).toBe(false);
      expect(representative(effect.clusters, story.script('wpkh-b'))).toBe(representative(effect.clusters, a));
    }
  });

  it('are not made where several outputs are marked, one is open, or nothing else was paid', () => {
    const link = (outputs: readonly { valueSat: bigint; script: string }[], inputs: readonly object[] = [coin(60_000, 'wpkh-a')]) =>
      clustered(buildSlice(chainOf([{ name: 't', inputs: inputs as never, outputs }])), [CHANGE, 'change:fresh', 'change:all']).clusters
        .merges.count;
    expect(link([coin(50_000, 'wpkh-b')])).toBe(0);
    expect(link([coin(50_000, 'wpkh-b'), coin(0, 'nulldata-x')])).toBe(0);
    expect(link([coin(40_000, 'wpkh-b'), coin(10_000, 'wpkh-c')])).toBe(0);
    expect(link([coin(70_000, 'wpkh-b'), coin(10_000, 'wpkh-c')], [coin(60_000, 'wpkh-a'), coin(60_000, 'wpkh-a')])).toBe(1);
    expect(link([coin(70_000, 'wpkh-b'), coin(10_000, 'wpkh-c')], [coin(60_000, 'wpkh-a'), {}])).toBe(0);
    // One certain candidate beside an open one: `optimal` cannot say without the other input.
    const open = buildSlice(
      chainOf([{ name: 't', inputs: [coin(60_000, 'wpkh-a'), {}], outputs: [coin(70_001, 'wpkh-b'), coin(10_000, 'wpkh-c')] }]),
    );
    expect(clustered(open, ['change:powerOfTen(3) | optimal']).clusters.merges.count).toBe(0);
    expect(clustered(open, ['change:powerOfTen(3)']).clusters.merges.count).toBe(1);
  });
});

it('[T28] what nothing in the slice spends is unspent only where every block to the top is there', () => {
  const made = (blocks: readonly { height: number; complete: boolean }[]) => {
    const built = buildSlice(
      blocks.map((block, index) => ({
        ...block,
        transactions: [{ name: `t${index}`, inputs: [coin(60_000, 'wpkh-a')], outputs: [coin(10_000, `wpkh-b${index}`)] }],
      })),
    );
    const { slice, scriptName } = built;
    const context = { slice, scriptType: (script: number) => scriptName(script).split('-')[0] as string };
    return ['spent', 'all - spent'].map((text) => evaluateChange(parseChange(text), context, built.tx('t0'))[0]);
  };
  const whole = [
    { height: 100, complete: true },
    { height: 101, complete: true },
  ];
  expect(made(whole)).toEqual([0, 2]);
  expect(made([{ height: 100, complete: false }])).toEqual([1, 1]);
  expect(
    made([
      { height: 100, complete: true },
      { height: 102, complete: true },
    ]),
  ).toEqual([1, 1]);
});

it('[T31] dust that forces reuse is left out of co-spending where that is chosen, and named', () => {
  const built = buildSlice(
    chainOf([
      { name: 'f', inputs: ['coinbase'], outputs: [coin(50_000, 'wpkh-a'), coin(50_000, 'wpkh-b')] },
      { name: 'g', inputs: ['f:0'], outputs: [coin(40_000, 'wpkh-x')] },
      { name: 'd', inputs: [coin(9000, 'wpkh-z')], outputs: ['a', 'p', 'q', 'r', 's'].map((name) => coin(600, `wpkh-${name}`)) },
      { name: 't', inputs: ['f:1', 'd:0'], outputs: [coin(45_000, 'wpkh-e')] },
    ]),
  );
  expect(clustered(built, ['multiInput']).clusters.merges.count).toBe(1);
  const { clusters } = clustered(built, ['multiInput', 'exclusion.dust']);
  expect(clusters.merges.count).toBe(0);
  expect(clusters.excluded).toEqual([{ txNumber: built.tx('t'), inNumber: (built.slice.txInStart[built.tx('t')] as number) + 1 }]);
});
