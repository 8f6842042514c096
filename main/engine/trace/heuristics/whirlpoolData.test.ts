// The CoinJoin rules on real transactions with known kinds (PETS'26 artefact, March 2024) and on blocks older than the
// mixers, read where the data folder is present. The kinds of the set are its authors' lists: 151 of their 900 Tx0 and 251
// of 2,636 post-mix entries are of exactly the mix's shape, so no false-positive figure is drawn from those.
import { describe, expect, it } from 'vitest';
import { blockWithPrevouts, scriptTypeOf, whirlpoolSet } from '../../../../tests/vectors/knownMixes.ts';
import { SHARED_DATA } from '../../../../tests/vectors/sharedData.ts';
import { clusterScripts, countScripts } from '../cluster.ts';
import { parseRules, prepareRules } from '../clusterRules.ts';
import { readAnyCoinjoin } from './coinjoins.ts';
import { readLineage, whirlpoolTx0Mixed } from './whirlpoolLineage.ts';
import { readTx0 } from './whirlpoolTx0.ts';

describe.skipIf(SHARED_DATA === null)('[T21] real Whirlpool transactions', () => {
  const set = SHARED_DATA === null ? null : whirlpoolSet();
  const tally = (numbers: readonly number[], read: (tx: number) => string): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const tx of numbers) counts[read(tx)] = (counts[read(tx)] ?? 0) + 1;
    return counts;
  };

  it('recognises every listed CoinJoin and merges no scripts across them, by either guard', () => {
    const { built, listed } = set as NonNullable<typeof set>;
    const { slice } = built;
    for (const guard of ['first', 'wide'] as const) {
      const rules = (numbers: readonly number[]) => tally(numbers, (tx) => readAnyCoinjoin(slice, tx, guard).rule ?? 'none');
      expect(rules(listed.mix)).toEqual({ 'coinjoin.whirlpool@1': 1403 });
    }
    const scriptCount = countScripts(slice);
    const mixes = new Set(listed.mix);
    for (const texts of [['multiInput@1'], ['multiInput'], ['multiInput', 'change:probable', 'change:unique(fresh)']]) {
      const rules = prepareRules(slice, parseRules(texts), scriptCount, scriptTypeOf(built));
      const { merges } = clusterScripts(slice, [], scriptCount, rules);
      expect(merges.count).toBeGreaterThan(100);
      expect([...merges.tx].filter((tx) => mixes.has(tx))).toEqual([]);
    }
  });

  it('recognises the Tx0s that are not mixes themselves, and none among the mixes', () => {
    const { built, listed } = set as NonNullable<typeof set>;
    const context = { slice: built.slice, scriptType: scriptTypeOf(built) };
    const isMix = (tx: number) => readAnyCoinjoin(built.slice, tx).rule === 'coinjoin.whirlpool@1';
    const tx0 = listed.tx0.filter((tx) => !isMix(tx));
    expect(tx0).toHaveLength(749);
    expect(tally(tx0, (tx) => readTx0(context, tx).verdict)).toEqual({ holds: 749 });
    // The rest of these are mixed in transactions that the set does not hold.
    expect(tally(tx0, (tx) => whirlpoolTx0Mixed.read(context, tx).verdict)).toEqual({ holds: 564, undecidable: 185 });
    // Where the parents of a mix are in the set, they are Tx0s and mixes: the two rules bear each other out.
    expect(tally(listed.mix, (tx) => readLineage(context, tx, 1))).toEqual({ holds: 36, undecidable: 1367 });
    expect(tally(listed.mix, (tx) => readTx0(context, tx).verdict)).toEqual({ contradicted: 1403 });
    const listedTwice = new Set(listed.tx0);
    expect(tally(listed.postMix, (tx) => `${readTx0(context, tx).verdict}${listedTwice.has(tx) ? ', also listed as Tx0' : ''}`)).toEqual({
      contradicted: 2558,
      'contradicted, also listed as Tx0': 75,
      holds: 3,
    });
  });
});

describe.skipIf(SHARED_DATA === null)('[T21] blocks older than the mixers', () => {
  it.each([170, 57_043, 116_928, 150_013, 210_000, 403_200])('block %i holds no Wasabi round, no Whirlpool and no Tx0', (height) => {
    const built = blockWithPrevouts(height);
    const context = { slice: built.slice, scriptType: scriptTypeOf(built) };
    const found: string[] = [];
    for (let tx = 1; tx < built.slice.txCount; tx++) {
      const { rule } = readAnyCoinjoin(built.slice, tx, 'wide');
      if (rule !== null) found.push(rule);
      if (readTx0(context, tx).verdict !== 'contradicted') found.push('whirlpool.tx0@1');
    }
    // JoinMarket began in 2015.
    // The generic test is a shape and no protocol: one transaction of block 210000 has it, in 2012.
    const possible = ['coinjoin.generic@1', ...(height > 400_000 ? ['coinjoin.joinmarket@1'] : [])];
    expect(found.filter((rule) => !possible.includes(rule))).toEqual([]);
  });
});
