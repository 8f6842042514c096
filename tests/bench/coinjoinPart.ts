// How often the CoinJoin and change rules are right: on real transactions with known kinds, and on our simulator, which is
// printed as a self-test and never as an error rate. Counts with Wilson's 95 % interval; it asserts nothing.
import { Block, type Transaction } from 'bitcoinjs-lib';
import { clusterScripts, countScripts } from '../../main/engine/trace/cluster.ts';
import { evaluateChange, parseChange, printChange } from '../../main/engine/trace/changeExpression.ts';
import { parseRules, prepareRules } from '../../main/engine/trace/clusterRules.ts';
import { readAnyCoinjoin } from '../../main/engine/trace/heuristics/coinjoins.ts';
import { firstAppearances, firstSpends } from '../../main/engine/trace/heuristics/heuristic.ts';
import { heuristics } from '../../main/engine/trace/heuristics/index.ts';
import { readLineage } from '../../main/engine/trace/heuristics/whirlpoolLineage.ts';
import { readTx0 } from '../../main/engine/trace/heuristics/whirlpoolTx0.ts';
import { simulateStory } from '../../main/engine/learn/index.ts';
import { type BuiltSlice, buildSlice, type TransactionText } from '../fixtures/slices.ts';
import { blockWithPrevouts, scriptTypeOf, whirlpoolSet } from '../vectors/knownMixes.ts';
import { SHARED_DATA } from '../vectors/sharedData.ts';
import type { BenchRow, PartResult } from './figures.ts';

const SYNTHETIC = 'self-test on synthetic data';
/** Older than Wasabi (2018) and Whirlpool (2019). */
const OLD_BLOCKS = [170, 24_835, 57_043, 91_722, 116_928, 150_013, 210_000, 403_200];
const EXPRESSIONS = [
  'reuse',
  'unique(scriptType)',
  'unique(optimal)',
  'unique(fresh)',
  'unique(powerOfTen)',
  'unique(peelingChain)',
  'probable',
  'unique(optimal & fresh) - reuse',
  'unique(optimal & fresh & scriptType) - reuse',
];

/** Wilson's score interval for a share, 95 %. */
export function wilson(count: number, of: number): readonly [number, number] {
  if (of === 0) return [0, 1];
  const z = 1.959963984540054;
  const share = count / of;
  const middle = share + (z * z) / (2 * of);
  const half = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  const whole = 1 + (z * z) / of;
  return [Math.max(0, (middle - half) / whole), Math.min(1, (middle + half) / whole)];
}

function shareText(count: number, of: number): string {
  if (of === 0) return '0 of 0';
  const percent = (share: number) => (share * 100).toFixed(2);
  const [low, high] = wilson(count, of);
  return `${count} of ${of}: ${percent(count / of)} % [${percent(low)}–${percent(high)}]`;
}

const row = (what: string, count: number, of: number, peer: string): BenchRow => ({
  what,
  ours: shareText(count, of),
  peer,
  ratio: '',
  target: '',
  met: null,
});

export function coinjoinPart(): PartResult {
  const real = SHARED_DATA === null ? { rows: [], notes: ['coinjoin: real test data not here, skipped'] } : realPart();
  const made = syntheticPart();
  return { rows: [...real.rows, ...made.rows], notes: [...real.notes, ...made.notes] };
}

function realPart(): PartResult {
  const { built, listed } = whirlpoolSet();
  const { slice } = built;
  const context = { slice, scriptType: scriptTypeOf(built) };
  const isMix = (tx: number) => readAnyCoinjoin(slice, tx).rule === 'coinjoin.whirlpool@1';
  const isTx0 = (tx: number) => readTx0(context, tx).verdict === 'holds';
  const count = (numbers: readonly number[], is: (tx: number) => boolean) => numbers.filter(is).length;
  const guarded = (tx: number) => readAnyCoinjoin(slice, tx, 'wide').verdict !== 'contradicted';
  const set = 'PETS 2026 set, March 2024, as listed';
  const ofMixShape = new Set([...listed.tx0, ...listed.postMix].filter((tx) => isMix(tx)));
  const tx0 = listed.tx0.filter((tx) => !ofMixShape.has(tx));
  const postMix = listed.postMix.filter((tx) => !ofMixShape.has(tx));
  const lineage = listed.mix.map((tx) => readLineage(context, tx, 1)).filter((verdict) => verdict !== 'undecidable');
  const found = count(listed.mix, isMix);
  const old = OLD_BLOCKS.map(blockWithPrevouts);
  const oldTransactions = old.reduce((sum, block) => sum + block.slice.txCount - 1, 0);
  const oldFound = (rules: readonly string[]) =>
    old.reduce((sum, block) => {
      let hits = 0;
      for (let tx = 1; tx < block.slice.txCount; tx++) {
        const rule = readAnyCoinjoin(block.slice, tx, 'wide').rule;
        if (rule !== null && rules.includes(rule)) hits++;
      }
      return sum + hits;
    }, 0);
  return {
    rows: [
      row('coinjoin.whirlpool@1, recall: mixes found', found, listed.mix.length, set),
      row('coinjoin.whirlpool@1: Tx0 taken for mixes', count(listed.tx0, isMix), listed.tx0.length, set),
      row('coinjoin.whirlpool@1: post-mix taken for mixes', count(listed.postMix, isMix), listed.postMix.length, set),
      row('coinjoin.whirlpool@1, precision as listed', found, found + ofMixShape.size, set),
      row('whirlpool.tx0@1, recall: Tx0 found', count(listed.tx0, isTx0), listed.tx0.length, set),
      row('whirlpool.tx0@1, recall without entries that are mixes by shape', count(tx0, isTx0), tx0.length, set),
      row('whirlpool.tx0@1: mixes taken for Tx0', count(listed.mix, isTx0), listed.mix.length, set),
      row('whirlpool.tx0@1: post-mix taken for Tx0', count(postMix, isTx0), postMix.length, set),
      row('mixes with all parents in the set: lineage holds', lineage.filter((verdict) => verdict === 'holds').length, lineage.length, set),
      row('wide guard: Tx0 kept out of co-spending, though of one wallet', count(tx0, guarded), tx0.length, set),
      row('wide guard: post-mix spends kept out of co-spending', count(postMix, guarded), postMix.length, set),
      row(
        'Wasabi 1.0, 1.1, 2 or Whirlpool found in blocks older than both',
        oldFound(['coinjoin.wasabi10@1', 'coinjoin.wasabi11@1', 'coinjoin.wabisabi@1', 'coinjoin.whirlpool@1']),
        oldTransactions,
        'blocks up to 403200 (2016): false by date',
      ),
      row(
        'generic or JoinMarket found there',
        oldFound(['coinjoin.generic@1', 'coinjoin.joinmarket@1']),
        oldTransactions,
        'kinds not known',
      ),
    ],
    notes: [
      `coinjoin: the lists are their authors' claims, made by similar rules: ${ofMixShape.size} entries listed as Tx0 or post-mix are of exactly the mix's shape (parents and children of the listed mixes), so "taken for mixes" counts disagreement, not error`,
    ],
  };
}

/** The practice story's active chain, with scripts and kinds; bitcoinjs-lib decodes it. */
function storySlice(blocks: readonly Uint8Array[]): BuiltSlice {
  const known = new Set<string>();
  const text = (transaction: Transaction): TransactionText => {
    const name = transaction.getId();
    known.add(name);
    return {
      name,
      inputs: transaction.isCoinbase()
        ? ['coinbase']
        : transaction.ins.map(({ hash, index }) => `${Buffer.from(hash).reverse().toString('hex')}:${index}`),
      outputs: transaction.outs.map(({ value, script }) => ({ valueSat: BigInt(value), script: Buffer.from(script).toString('hex') })),
    };
  };
  return buildSlice(
    blocks.map((bytes, height) => ({ height, transactions: (Block.fromBuffer(Buffer.from(bytes)).transactions ?? []).map(text) })),
  );
}

function syntheticPart(): PartResult {
  const seeds = Array.from({ length: 10 }, (_, index) => `tracehold bench story ${index + 1}`);
  const tally = new Map<string, [number, number]>();
  const add = (what: string, count: number, of: number) => {
    const before = tally.get(what) ?? [0, 0];
    tally.set(what, [before[0] + count, before[1] + of]);
  };
  for (const seed of seeds) {
    const { blocks, truth } = simulateStory({ seed });
    const built = storySlice(blocks);
    const { slice } = built;
    const walletOf = new Map(truth.wallets.flatMap(({ name, addresses }) => addresses.map(({ scriptHex }) => [scriptHex, name] as const)));
    const wallet = (script: number) => walletOf.get(built.scriptName(script));
    const scriptCount = countScripts(slice);
    const context = {
      slice,
      scriptType: scriptTypeOf(built),
      firstAppearance: firstAppearances(slice, scriptCount),
      firstSpend: firstSpends(slice, scriptCount),
    };
    const mix = built.tx(truth.coinJoin.txid);
    for (let tx = 0; tx < slice.txCount; tx++) {
      const isFound = readAnyCoinjoin(slice, tx, 'wide').verdict !== 'contradicted';
      if (tx === mix) add('wide guard, recall: the CoinJoin found', isFound ? 1 : 0, 1);
      else add('wide guard: other transactions taken for CoinJoins', isFound ? 1 : 0, 1);
    }
    for (const text of EXPRESSIONS) {
      const tree = parseChange(text);
      const name = printChange(tree);
      for (let tx = 0; tx < slice.txCount; tx++) {
        const firstOut = slice.txOutStart[tx] as number;
        const sender = wallet(slice.inScript[slice.txInStart[tx] as number] as number);
        if (sender === undefined || tx === mix || (slice.txOutStart[tx + 1] as number) - firstOut < 2) continue;
        evaluateChange(tree, context, tx).forEach((mark, index) => {
          const isOwn = wallet(slice.outScript[firstOut + index] as number) === sender;
          if (mark === 2) add(`change ${name}: marked outputs that are the sender's`, isOwn ? 1 : 0, 1);
          if (isOwn) add(`change ${name}: the sender's outputs that are marked`, mark === 2 ? 1 : 0, 1);
        });
      }
    }
    for (const rules of [
      ['multiInput'],
      ['multiInput', 'change:probable'],
      ['multiInput', 'change:unique(optimal & fresh & scriptType) - reuse'],
    ]) {
      const { merges } = clusterScripts(slice, [], scriptCount, prepareRules(slice, parseRules(rules), scriptCount, context.scriptType));
      const name = parseRules(rules).names.join(', ');
      for (let i = 0; i < merges.count; i++) {
        const isRight = wallet(merges.a[i] as number) === wallet(merges.b[i] as number);
        add(`clusters by ${name}: merges within one wallet`, isRight ? 1 : 0, 1);
      }
    }
    const dust = heuristics.find('exclusion.dust');
    for (let tx = 0; tx < slice.txCount; tx++)
      if (dust?.read(context, tx).verdict === 'holds') add('exclusion.dust@1: transactions that spend dust left out', 1, 1);
  }
  return {
    rows: [...tally].map(([what, [count, of]]) => row(what, count, of, SYNTHETIC)),
    notes: [
      `coinjoin: the rows "${SYNTHETIC}" are of ${seeds.length} practice stories of our own simulator (regtest, seeds "${seeds[0]}" to ${seeds.length}); they test the code and are no error rates, and screens go on saying "not measured"`,
    ],
  };
}
