// Whirlpool with its lineage: a Tx0 whose outputs were mixed, and a mix whose inputs come from Tx0s and mixes. Stricter
// readings of the same shapes, for statements; the guard uses the shapes alone, so that missing parents open no merge.
import { txOfOut } from '../run.ts';
import { UNKNOWN_VALUE } from '../slice.ts';
import { readWhirlpool } from './coinjoinWhirlpool.ts';
import { type Heuristic, type HeuristicContext, reading, type Verdict } from './heuristic.ts';
import { spenderOf } from './spending.ts';
import { readTx0 } from './whirlpoolTx0.ts';

const DEPTH = 3;

/**
 * A mix by its shape, of whose inputs each above the pool's amount comes from a Tx0 and each of exactly it from another
 * mix, to the given depth. Undecidable where a parent is not in the data.
 */
export function readLineage(context: HeuristicContext, tx: number, depth: number): Verdict {
  const { slice } = context;
  const { verdict, denominationSat } = readWhirlpool(slice, tx);
  if (verdict !== 'holds' || denominationSat === null || depth === 0) return verdict;
  let open = false;
  for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++) {
    const out = slice.inPrevOut[input] as number;
    const valueSat = slice.inValue[input] as bigint;
    if (out < 0 || valueSat === UNKNOWN_VALUE) {
      open = true;
      continue;
    }
    const parent = txOfOut(slice, out);
    const found = valueSat > denominationSat ? readTx0(context, parent).verdict : readLineage(context, parent, depth - 1);
    if (found === 'contradicted') return 'contradicted';
    if (found === 'undecidable') open = true;
  }
  return open ? 'undecidable' : 'holds';
}

export const whirlpoolLineage: Heuristic = {
  id: 'whirlpool.lineage',
  version: 1,
  kind: 'coinjoin',
  title: 'heuristic.whirlpool.lineage',
  citation: `GraphSense, lineage option after Schnoering, Vazirgiannis, arXiv 2311.12491, to ${DEPTH} transactions back`,
  preconditions: ['parentsInData', 'inputScriptsKnown', 'inputValuesKnown'],
  knownBreakers: ['otherPools', 'tx0Unrecognised', 'equalSplitOfOwnCoins'],
  changesWithLaterData: false,
  needs: ['scriptType'],
  read(context, tx) {
    const verdict = readLineage(context, tx, DEPTH);
    const first = context.slice.txOutStart[tx] as number;
    const end = verdict === 'contradicted' ? first : (context.slice.txOutStart[tx + 1] as number);
    const reason = verdict === 'holds' ? 'fromTx0AndMixes' : verdict === 'undecidable' ? 'parentsUnknown' : 'otherParents';
    return reading(verdict, reason, { outNumbers: Array.from({ length: end - first }, (_, index) => first + index) });
  },
};

export const whirlpoolTx0Mixed: Heuristic = {
  id: 'whirlpool.tx0Mixed',
  version: 1,
  kind: 'coinjoin',
  title: 'heuristic.whirlpool.tx0Mixed',
  citation: 'GraphSense, Tx0 confirmed by a later mix, after Schnoering, Vazirgiannis, arXiv 2311.12491',
  preconditions: ['notCoinbase', 'spenderInData'],
  knownBreakers: ['otherPools', 'feeDiscount', 'equalSplitOfOwnCoins'],
  changesWithLaterData: true,
  needs: ['scriptType'],
  read(context, tx) {
    const { verdict, outNumbers } = readTx0(context, tx);
    if (verdict !== 'holds') return reading(verdict, 'noPremixOutputs');
    const mixed = outNumbers.filter((out) => {
      const spender = spenderOf(context.slice, out);
      return spender >= 0 && readWhirlpool(context.slice, spender).verdict === 'holds';
    });
    return mixed.length > 0 ? reading('holds', 'premixMixed', { outNumbers: mixed }) : reading('undecidable', 'premixNotMixedHere');
  },
};
