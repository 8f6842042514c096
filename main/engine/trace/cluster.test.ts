// Clusters against a naive partition, and the answers to "why together?" and "what if not?".
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildSlice, chainOf, type TransactionText } from '../../../tests/fixtures/slices.ts';
import {
  clusterScripts,
  clusterSize,
  countScripts,
  membersOf,
  representative,
  transactionsOfCluster,
  transactionsPerScript,
} from './cluster.ts';
import { explainJoin, rejectMerge } from './clusterExplain.ts';

/** Transactions that spend unseen parents of the given scripts together. */
function cospends(groups: readonly (readonly string[])[]) {
  const transactions: TransactionText[] = groups.map((scripts, index) => ({
    name: `t${index}`,
    inputs: scripts.map((script) => ({ valueSat: 10n, script })),
    outputs: [{ valueSat: 10n, script: `out${index}` }],
  }));
  return buildSlice(chainOf(transactions));
}

const groups = fc.array(
  fc.array(
    fc.nat(14).map((n) => `s${n}`),
    { minLength: 1, maxLength: 4 },
  ),
  { minLength: 1, maxLength: 14 },
);

/** Partition by repeated relabelling: no union-find. */
function naive(lists: readonly (readonly string[])[]): Map<string, number> {
  const label = new Map<string, number>();
  lists.flat().forEach((script, index) => label.set(script, label.get(script) ?? index));
  for (let changed = true; changed; ) {
    changed = false;
    for (const list of lists) {
      const smallest = Math.min(...list.map((script) => label.get(script) as number));
      for (const script of list)
        if (label.get(script) !== smallest) {
          label.set(script, smallest);
          changed = true;
        }
    }
  }
  return label;
}

describe('[T22] clusters', () => {
  it('are the partition that plain relabelling finds, with one merge per join', () => {
    fc.assert(
      fc.property(groups, (lists) => {
        const built = cospends(lists);
        const clusters = clusterScripts(built.slice);
        const label = naive(lists);
        const names = [...label.keys()];
        for (const x of names)
          for (const y of names) {
            expect(representative(clusters, built.script(x)) === representative(clusters, built.script(y))).toBe(
              label.get(x) === label.get(y),
            );
          }
        expect(clusters.merges.count).toBe(names.length - new Set(label.values()).size);
        for (const name of names) {
          const members = membersOf(clusters, built.script(name));
          expect(members.length).toBe(names.filter((other) => label.get(other) === label.get(name)).length);
          expect(clusterSize(clusters, built.script(name))).toBe(members.length);
        }
      }),
    );
  });

  it('never merge across a CoinJoin', () => {
    const { slice, script } = buildSlice(
      chainOf([
        {
          name: 't',
          inputs: [
            { valueSat: 60n, script: 'a' },
            { valueSat: 60n, script: 'b' },
          ],
          outputs: [50n, 50n, 9n],
        },
      ]),
    );
    const clusters = clusterScripts(slice);
    expect(representative(clusters, script('a'))).not.toBe(representative(clusters, script('b')));
    expect(clusters.guarded).toBe(1);
  });

  it('count transactions once per script and once per cluster', () => {
    const built = cospends([['a', 'b', 'a'], ['b'], ['c']]);
    const counts = transactionsPerScript(built.slice);
    expect(['a', 'b', 'c'].map((name) => counts[built.script(name)])).toEqual([1, 2, 1]);
    const ofCluster = transactionsOfCluster(built.slice, clusterScripts(built.slice));
    expect(['a', 'b', 'c'].map((name) => ofCluster(built.script(name)))).toEqual([2, 2, 1]);
    expect(countScripts(built.slice)).toBe(7);
  });
});

describe('[T24] why together', () => {
  it('gives the shortest chain, though the merge log took the longer way', () => {
    const built = cospends([
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'd'],
      ['a', 'x', 'd'],
    ]);
    const clusters = clusterScripts(built.slice);
    const steps = explainJoin(built.slice, clusters, built.script('a'), built.script('d'));
    expect(steps).toEqual([{ txNumber: 3, from: built.script('a'), to: built.script('d'), rule: 'multiInput@1' }]);
  });

  it('takes the earlier of two transactions that end the chain', () => {
    const built = cospends([
      ['a', 'b', 'c'],
      ['c', 'd'],
      ['b', 'd'],
    ]);
    const steps = explainJoin(built.slice, clusterScripts(built.slice), built.script('a'), built.script('d'));
    expect(steps.map(({ txNumber, to }) => [txNumber, to])).toEqual([
      [0, built.script('c')],
      [1, built.script('d')],
    ]);
  });

  it('is a chain of real co-spends, no longer than breadth-first search says', () => {
    fc.assert(
      fc.property(groups, (lists) => {
        const built = cospends(lists);
        const clusters = clusterScripts(built.slice);
        const names = [...new Set(lists.flat())];
        const start = names[0] as string;
        const distance = new Map([[start, 0]]);
        for (let changed = true; changed; ) {
          changed = false;
          for (const list of lists) {
            const near = Math.min(...list.map((script) => distance.get(script) ?? 1e9));
            for (const script of list)
              if (near + 1 < (distance.get(script) ?? 1e9)) {
                distance.set(script, near + 1);
                changed = true;
              }
          }
        }
        for (const name of names) {
          if (!distance.has(name)) {
            expect(() => explainJoin(built.slice, clusters, built.script(start), built.script(name))).toThrow('cluster.notJoined');
            continue;
          }
          const steps = explainJoin(built.slice, clusters, built.script(start), built.script(name));
          expect(steps.length).toBe(distance.get(name));
          let at = built.script(start);
          for (const step of steps) {
            expect(step.from).toBe(at);
            const scripts = (lists[step.txNumber] ?? []).map((text) => built.script(text));
            expect(scripts).toContain(step.from);
            expect(scripts).toContain(step.to);
            at = step.to;
          }
          expect(at).toBe(built.script(name));
        }
      }),
    );
  });
});

describe('[T25] what if not', () => {
  it('splits where the rejected transaction was the only join', () => {
    const built = cospends([
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'd'],
    ]);
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => built.script(name)) as [number, number, number, number];
    const effect = rejectMerge(built.slice, clusterScripts(built.slice), { txNumber: 1, a: b, b: c });
    expect(effect.stillJoined).toBe(false);
    expect(effect.parts.map((part) => [...part])).toEqual([
      [a, b],
      [c, d],
    ]);
    const again = rejectMerge(built.slice, effect.clusters, { txNumber: 2, a: c, b: d });
    expect(again.parts.map((part) => [...part])).toEqual([[c], [d]]);
    expect(representative(again.clusters, a)).toBe(representative(again.clusters, b));
  });

  it('says so where others still join them, and explains by those', () => {
    const built = cospends([
      ['a', 'b'],
      ['a', 'c'],
      ['c', 'b'],
    ]);
    const effect = rejectMerge(built.slice, clusterScripts(built.slice), { txNumber: 0, a: built.script('b'), b: built.script('a') });
    expect(effect.stillJoined).toBe(true);
    expect(explainJoin(built.slice, effect.clusters, built.script('a'), built.script('b')).map((step) => step.txNumber)).toEqual([1, 2]);
  });

  it('takes only the later script out of a transaction with three', () => {
    const built = cospends([['a', 'b', 'c']]);
    const effect = rejectMerge(built.slice, clusterScripts(built.slice), { txNumber: 0, a: built.script('c'), b: built.script('b') });
    expect(effect.parts.map((part) => [...part])).toEqual([[built.script('c')], [built.script('a'), built.script('b')]]);
  });
});
