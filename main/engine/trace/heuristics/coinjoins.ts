// The guard: whether any listed CoinJoin rule recognises a transaction, or cannot rule it out. Co-spending and the
// CoinJoin stop ask here. A guard is a fixed list: a rule more is another guard, so that what was computed can be again.
import { COINBASE, type UtxoSlice } from '../slice.ts';
import { type CoinjoinReading, readCoinjoin } from './coinjoinGeneric.ts';
import { readJoinMarketShape } from './coinjoinJoinMarket.ts';
import { type CoinjoinShape, shapeOf } from './coinjoinShape.ts';
import { readWabisabi } from './coinjoinWabisabi.ts';
import { readWasabi10Shape } from './coinjoinWasabi10.ts';
import { readWasabi11Shape } from './coinjoinWasabi11.ts';
import { readWhirlpool } from './coinjoinWhirlpool.ts';
import type { Verdict } from './heuristic.ts';

export interface CoinjoinVerdict {
  readonly verdict: Verdict;
  /** The rule that holds, or that could not be decided; null where all are contradicted. */
  readonly rule: string | null;
}

/** `first` is what multiInput@1, change.probable@1 and the stop coinjoin@1 ask; `wide` what multiInput@2 and change links ask. */
export type Guard = 'first' | 'wide';

const FIRST = [
  ['coinjoin.generic@1', readCoinjoin],
  ['coinjoin.whirlpool@1', readWhirlpool],
  ['coinjoin.wabisabi@1', readWabisabi],
] as const;
const WIDE = [
  ['coinjoin.wasabi10@1', readWasabi10Shape],
  ['coinjoin.wasabi11@1', readWasabi11Shape],
  ['coinjoin.joinmarket@1', readJoinMarketShape],
] as const satisfies readonly (readonly [string, (shape: CoinjoinShape) => CoinjoinReading])[];

/** `holds` if one rule holds, else `undecidable` if one is. */
export function readAnyCoinjoin(slice: UtxoSlice, tx: number, guard: Guard = 'first'): CoinjoinVerdict {
  let undecided: string | null = null;
  for (const [rule, read] of FIRST) {
    const { verdict } = read(slice, tx);
    if (verdict === 'holds') return { verdict, rule };
    if (verdict === 'undecidable') undecided ??= rule;
  }
  if (guard === 'wide' && hasWideCounts(slice, tx)) {
    const shape = shapeOf(slice, tx);
    for (const [rule, read] of shape === null ? [] : WIDE) {
      const { verdict } = read(shape as CoinjoinShape);
      if (verdict === 'holds') return { verdict, rule };
      if (verdict === 'undecidable') undecided ??= rule;
    }
  }
  return undecided === null ? { verdict: 'contradicted', rule: null } : { verdict: 'undecidable', rule: undecided };
}

/** Every further rule needs three inputs and three outputs. */
function hasWideCounts(slice: UtxoSlice, tx: number): boolean {
  const inputs = (slice.txInStart[tx + 1] as number) - (slice.txInStart[tx] as number);
  const outputs = (slice.txOutStart[tx + 1] as number) - (slice.txOutStart[tx] as number);
  return inputs >= 3 && outputs >= 3;
}

/** The same answer as a yes or no, its cheap conditions first: most transactions have one or two outputs. */
export function mayBeCoinjoin(slice: UtxoSlice, tx: number, guard: Guard = 'first'): boolean {
  const firstIn = slice.txInStart[tx] as number;
  const inputs = (slice.txInStart[tx + 1] as number) - firstIn;
  const outputs = (slice.txOutStart[tx + 1] as number) - (slice.txOutStart[tx] as number);
  if (inputs < 2 || outputs < 3 || slice.inPrevOut[firstIn] === COINBASE) return false;
  // Generic needs no more participants than inputs; Whirlpool has as many outputs as inputs; WabiSabi needs 20 inputs. The
  // further rules count fewer outputs (none of 0 sat), so their cheap condition is their own.
  if ((outputs + 1) >>> 1 > inputs && inputs < 20 && (guard === 'first' || inputs < 3)) return false;
  return readAnyCoinjoin(slice, tx, guard).verdict !== 'contradicted';
}
