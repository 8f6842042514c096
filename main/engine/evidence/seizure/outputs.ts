// What lies at addresses of a coin chain at height H, as the case shows it: outputs with how far their spending is known, and heights of which the
// case does not know what they paid. It plans nothing.
import type { ProofGrade } from '../../../../shared/model/statement.ts';
import { hex } from '../../../../shared/model/bytes.ts';
import type { CaseFile } from '../../casefile/index.ts';
import {
  type ChainView,
  COINBASE,
  gradeOf,
  NOT_SPENT_HERE,
  outpointText,
  scriptIndex,
  searchedScripts,
  spendsKnownTo,
  txOfIn,
  txOfOut,
} from '../../trace/index.ts';

/** A miner's reward may be spent a hundred blocks later. */
const MATURITY = 100;

export interface HeldOutput {
  readonly out: number;
  readonly transaction: number;
  readonly outpoint: string;
  readonly valueSat: bigint;
  readonly height: number | null;
  readonly timeSeconds: number;
  readonly grade: ProofGrade;
  readonly knownTo: number | null;
  readonly state: 'unspent' | 'unknown' | 'immature' | 'spentLater';
}

export interface HeldAt {
  readonly outputs: readonly HeldOutput[];
  /** Outputs spent at H or before. */
  readonly spent: number;
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
}

export function heldAt(file: CaseFile, view: ChainView, script: Uint8Array, height: number): HeldAt {
  const { slice } = view;
  const number = view.scripts.find(script);
  const searched = searchedScripts(file, view).get(hex(script)) ?? [];
  const gaps = gapsOf([...view.coverage, ...searched], height);
  if (number === 0) return { outputs: [], spent: 0, gaps };
  const { outs } = scriptIndex(slice);
  const outputs: HeldOutput[] = [];
  let spent = 0;
  for (let at = outs.start[number] as number; at < (outs.start[number + 1] as number); at++) {
    const out = outs.numbers[at] as number;
    const transaction = txOfOut(slice, out);
    const block = slice.txBlock[transaction] as number;
    const made = slice.blockHeight[block] as number;
    if (made > height) continue;
    const spender = slice.outSpentBy[out] as number;
    const spentAt = spender === NOT_SPENT_HERE ? null : (slice.blockHeight[slice.txBlock[txOfIn(slice, spender)] as number] as number);
    // A spending whose height nobody knows is a spending all the same.
    if (spentAt !== null && spentAt <= height) {
      spent++;
      continue;
    }
    const knownTo = made < 0 ? -1 : spendsKnownTo(slice, out, block);
    const isReward = slice.inPrevOut[slice.txInStart[transaction] as number] === COINBASE;
    outputs.push({
      ...{ out, transaction, outpoint: outpointText(view, out), valueSat: slice.outValue[out] as bigint },
      ...{ height: made < 0 ? null : made, timeSeconds: slice.blockTime[block] as number, grade: gradeOf(view, transaction) },
      knownTo: knownTo < 0 ? null : knownTo,
      state:
        spentAt !== null ? 'spentLater' : knownTo < height ? 'unknown' : isReward && height + 1 < made + MATURITY ? 'immature' : 'unspent',
    });
  }
  return { outputs, spent, gaps };
}

/** Heights from 0 to H that stand in no range. */
export function gapsOf(ranges: readonly { readonly from: number; readonly to: number }[], height: number): { from: number; to: number }[] {
  const gaps: { from: number; to: number }[] = [];
  let next = 0;
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    if (from > height) break;
    if (from > next) gaps.push({ from: next, to: from - 1 });
    next = Math.max(next, to + 1);
  }
  if (next <= height) gaps.push({ from: next, to: height });
  return gaps;
}
