// The guard: whether any listed CoinJoin rule recognises a transaction, or cannot rule it out. Co-spending and the
// CoinJoin stop ask here, so they cannot disagree.
import { COINBASE, type UtxoSlice } from '../slice.ts';
import { readCoinjoin } from './coinjoinGeneric.ts';
import { readWabisabi } from './coinjoinWabisabi.ts';
import { readWhirlpool } from './coinjoinWhirlpool.ts';
import type { Verdict } from './heuristic.ts';

export interface CoinjoinVerdict {
  readonly verdict: Verdict;
  /** The rule that holds, or that could not be decided; null where all are contradicted. */
  readonly rule: string | null;
}

const RULES = [
  ['coinjoin.generic@1', readCoinjoin],
  ['coinjoin.whirlpool@1', readWhirlpool],
  ['coinjoin.wabisabi@1', readWabisabi],
] as const;

/** `holds` if one rule holds, else `undecidable` if one is. */
export function readAnyCoinjoin(slice: UtxoSlice, tx: number): CoinjoinVerdict {
  let undecided: string | null = null;
  for (const [rule, read] of RULES) {
    const { verdict } = read(slice, tx);
    if (verdict === 'holds') return { verdict, rule };
    if (verdict === 'undecidable') undecided ??= rule;
  }
  return undecided === null ? { verdict: 'contradicted', rule: null } : { verdict: 'undecidable', rule: undecided };
}

/** The same answer as a yes or no, its cheap conditions first: most transactions have one or two outputs. */
export function mayBeCoinjoin(slice: UtxoSlice, tx: number): boolean {
  const firstIn = slice.txInStart[tx] as number;
  const inputs = (slice.txInStart[tx + 1] as number) - firstIn;
  const outputs = (slice.txOutStart[tx + 1] as number) - (slice.txOutStart[tx] as number);
  if (inputs < 2 || outputs < 3 || slice.inPrevOut[firstIn] === COINBASE) return false;
  // Generic needs no more participants than inputs; Whirlpool has as many outputs as inputs; WabiSabi needs 20 inputs.
  if ((outputs + 1) >>> 1 > inputs && inputs < 20) return false;
  return readAnyCoinjoin(slice, tx).verdict !== 'contradicted';
}
