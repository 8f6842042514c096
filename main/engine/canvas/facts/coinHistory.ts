// What some addresses of a coin chain received and spent, in chain order, and when. It judges nothing of who they are.
import { txOfIn, txOfOut } from '../../trace/index.ts';
import type { CoinCase } from './coinCase.ts';
import { gapOf, inputAmount } from './coinNodes.ts';
import type { Members } from './facts.ts';
import type { AddressHistory } from './transfers.ts';

export function coinHistory(coins: CoinCase, members: Members): AddressHistory {
  const { slice, index } = coins;
  const scripts = coins.scriptsOf(members);
  return {
    changes(visit) {
      // One sum for each transaction: what comes back as change was never away.
      const sums = new Map<number, bigint>();
      for (const script of scripts) {
        for (let at = index.outs.start[script] as number; at < (index.outs.start[script + 1] as number); at++) {
          const out = index.outs.numbers[at] as number;
          const tx = txOfOut(slice, out);
          sums.set(tx, (sums.get(tx) ?? 0n) + (slice.outValue[out] as bigint));
        }
        for (let at = index.ins.start[script] as number; at < (index.ins.start[script + 1] as number); at++) {
          const input = index.ins.numbers[at] as number;
          const tx = txOfIn(slice, input);
          sums.set(tx, (sums.get(tx) ?? 0n) - (inputAmount(coins, input) ?? 0n));
        }
      }
      for (const tx of Uint32Array.from(sums.keys()).sort()) visit(0, coins.timeOf(tx), sums.get(tx) as bigint);
    },
    opening: () => 0n,
    // An address that the case holds nothing of may have a history elsewhere.
    isComplete: () => scripts.length === new Set<string | number>(members).size && gapOf(coins, scripts, 'both') === null,
    spending(visit) {
      for (const tx of coins.transactionsOf(index.ins, scripts)) visit(coins.timeOf(tx), false);
    },
  };
}
