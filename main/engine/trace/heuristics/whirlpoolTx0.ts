// Whirlpool's Tx0: the transaction that splits coins of one wallet for mixing. It is no CoinJoin: its inputs are of one
// wallet, so it does not stand in the way of co-spending.
import { COINBASE, UNKNOWN_VALUE, type UtxoSlice } from '../slice.ts';
import { type Heuristic, type HeuristicContext, reading, type Verdict } from './heuristic.ts';

/** Amount and entrance fee of each pool. */
const POOLS = [
  { poolSat: 100_000n, feeSat: 5_000n },
  { poolSat: 1_000_000n, feeSat: 50_000n },
  { poolSat: 5_000_000n, feeSat: 175_000n },
  { poolSat: 50_000_000n, feeSat: 1_750_000n },
] as const;
const LEAST_SURPLUS_SAT = 100n;
const LARGEST_SURPLUS_SAT = 110_000n;
const MOST_PREMIX = 70;

export interface Tx0Reading {
  readonly verdict: Verdict;
  readonly poolSat: bigint | null;
  /** Outputs made for the pool. */
  readonly outNumbers: readonly number[];
}
const NO: Tx0Reading = { verdict: 'contradicted', poolSat: null, outNumbers: [] };

/**
 * Exactly one data output; of one pool: 1 to 70 equal outputs of the pool's amount and 100 to 110,000 sat for the miners, at
 * most two other spendable outputs, and of these one or both between half and three times the pool's fee. GraphSense wants
 * exactly one such output; on the real set of March 2024 that misses 121 of 749, whose change lies in the fee's range.
 */
export function readTx0({ slice, scriptType }: HeuristicContext, tx: number): Tx0Reading {
  if (scriptType === undefined) throw new Error('whirlpool.tx0 needs scriptType');
  const firstOut = slice.txOutStart[tx] as number;
  const endOut = slice.txOutStart[tx + 1] as number;
  if (endOut - firstOut < 3 || endOut - firstOut > MOST_PREMIX + 3 || slice.inPrevOut[slice.txInStart[tx] as number] === COINBASE)
    return NO;
  for (const { poolSat, feeSat } of POOLS) {
    const premix = equalOutputs(slice, firstOut, endOut, poolSat);
    if (premix.length === 0 || premix.length > MOST_PREMIX) continue;
    let data = 0;
    let fees = 0;
    for (let out = firstOut; out < endOut; out++) {
      const valueSat = slice.outValue[out] as bigint;
      if (scriptType(slice.outScript[out] as number) === 'nulldata') data++;
      else if (valueSat * 2n >= feeSat && valueSat <= feeSat * 3n) fees++;
    }
    if (data === 1 && fees >= 1 && premix.length >= endOut - firstOut - 1 - 2) return { verdict: 'holds', poolSat, outNumbers: premix };
  }
  return NO;
}

/** The most common value between the pool's amount and its surplus, largest of equally common ones: its outputs. */
function equalOutputs(slice: UtxoSlice, firstOut: number, endOut: number, poolSat: bigint): number[] {
  const byValue = new Map<bigint, number[]>();
  for (let out = firstOut; out < endOut; out++) {
    const valueSat = slice.outValue[out] as bigint;
    if (valueSat < poolSat + LEAST_SURPLUS_SAT || valueSat > poolSat + LARGEST_SURPLUS_SAT) continue;
    const list = byValue.get(valueSat);
    if (list === undefined) byValue.set(valueSat, [out]);
    else list.push(out);
  }
  let best: { readonly valueSat: bigint; readonly list: number[] } = { valueSat: UNKNOWN_VALUE, list: [] };
  for (const [valueSat, list] of byValue)
    if (list.length > best.list.length || (list.length === best.list.length && valueSat > best.valueSat)) best = { valueSat, list };
  return best.list;
}

export const whirlpoolTx0: Heuristic = {
  id: 'whirlpool.tx0',
  version: 1,
  kind: 'coinjoin',
  title: 'heuristic.whirlpool.tx0',
  citation: 'Schnoering, Vazirgiannis, arXiv 2311.12491 (2023), with the bounds GraphSense sets (Whirlpool Tx0)',
  preconditions: ['notCoinbase'],
  knownBreakers: ['otherPools', 'feeDiscount', 'dataOutputWithRoundAmounts'],
  changesWithLaterData: false,
  needs: ['scriptType'],
  read(context, tx) {
    const { verdict, outNumbers } = readTx0(context, tx);
    return reading(verdict, verdict === 'holds' ? 'premixOutputs' : 'noPremixOutputs', { outNumbers });
  },
};
