// A second opinion: what the fast pass can compute too is computed by it, with other arithmetic and another order of work.
// A result on which the two differ is never recorded.
import { fastTotals } from './fastTotals.ts';
import type { PolicyResult } from './run.ts';
import type { UtxoSlice } from './slice.ts';

/** `agreed`, or `notApplicable` where the fast pass has no answer: other policies, haircut of several seeds, unknown values. */
export type SecondOpinion = 'agreed' | 'notApplicable';

/** For a forward result without stop rules. Throws when the two ways differ, naming the first output. */
export function crossCheck(slice: UtxoSlice, seeds: readonly number[], result: PolicyResult): SecondOpinion {
  const { policy } = result;
  if (policy !== 'fifo' && !(policy === 'haircut' && new Set(seeds).size === 1)) return 'notApplicable';
  const second = fastTotals(slice, policy, seeds);
  if (second === null) return 'notApplicable';
  const differs = (what: string) => new Error(`two ways of computing ${policy} differ at ${what}`);
  if (BigInt(second.feesSat) !== result.feesSat) throw differs('the fees');
  if (second.outNumbers.length !== result.holdings.length) throw differs('the number of holdings');
  for (const [index, holding] of result.holdings.entries()) {
    if (second.outNumbers[index] !== holding.outNumber || BigInt(second.amountsSat[index] as number) !== holding.amountSat)
      throw differs(`output ${holding.outNumber}`);
  }
  return 'agreed';
}
