// Outputs of a coin chain that join things shown together: two transactions, or a transaction and an address. It joins no two addresses.
import type { CanvasFilter } from '../../../../shared/contract/canvas.ts';
import type { CanvasItem } from '../../../../shared/model/canvasItem.ts';
import { COINBASE, NOT_SPENT_HERE, txOfIn } from '../../trace/index.ts';
import { admitsOf } from './admits.ts';
import type { CoinCase } from './coinCase.ts';
import { inputAmount } from './coinNodes.ts';
import { createPairs } from './pairs.ts';

export function coinLinks(coins: CoinCase, items: readonly CanvasItem[], filter: CanvasFilter, most: number): CanvasItem[] {
  const { slice, chain } = coins;
  const admits = admitsOf(filter);
  if (!admits.asset(chain)) return [];
  const transactions = new Set<number>();
  const scripts = new Set<number>();
  for (const { kind, id } of items)
    if (kind === 'transaction') transactions.add(coins.findTransaction(id));
    else if (kind === 'address') scripts.add(coins.scriptOf(id));
  transactions.delete(-1);
  scripts.delete(0);
  const pairs = createPairs(most);
  // Scripts are told from transactions by their sign; outputs that the case does not hold from others by the input that tells of them.
  const ofInput = (input: number): number => slice.outCount + input;
  const isLet = (tx: number, amount: bigint | null): boolean =>
    admits.time(coins.timeOf(tx)) && admits.amount(chain, amount) && (amount !== 0n || admits.worthless);
  for (const tx of transactions) {
    for (let out = slice.txOutStart[tx] as number; out < (slice.txOutStart[tx + 1] as number); out++) {
      const script = slice.outScript[out] as number;
      const input = slice.outSpentBy[out] as number;
      const spender = input === NOT_SPENT_HERE ? -1 : txOfIn(slice, input);
      const isPaid = scripts.has(script);
      if (!isPaid && !transactions.has(spender)) continue;
      if (!isLet(tx, slice.outValue[out] as bigint)) continue;
      if (isPaid) pairs.add(tx, -script, out);
      if (transactions.has(spender)) pairs.add(tx, spender, out);
    }
    for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++) {
      const script = slice.inScript[input] as number;
      const before = slice.inPrevOut[input] as number;
      if (before === COINBASE || !scripts.has(script) || !isLet(tx, inputAmount(coins, input))) continue;
      pairs.add(-script, tx, before >= 0 ? before : ofInput(input));
    }
  }
  return pairs.things().map((out) => (out < slice.outCount ? coins.outputItem(out) : coins.spentItem(out - slice.outCount)));
}
