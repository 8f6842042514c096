// Movements of an account chain or ledger between accounts that are shown together.
import type { CanvasFilter } from '../../../../shared/contract/canvas.ts';
import type { CanvasItem } from '../../../../shared/model/canvasItem.ts';
import { amountOf, assetOf, payeeOf } from '../../trace/index.ts';
import type { AccountCase } from './accountCase.ts';
import { admitsOf } from './admits.ts';
import { createPairs } from './pairs.ts';

export function accountLinks(accounts: AccountCase, items: readonly CanvasItem[], filter: CanvasFilter, most: number): CanvasItem[] {
  const { slice, ends, chain } = accounts;
  const admits = admitsOf(filter);
  const shown = new Set<number>();
  for (const item of items) if (item.kind === 'address' && item.chain === chain) shown.add(accounts.accountOf(item.id));
  shown.delete(0);
  if (shown.size < 2) return [];
  const pairs = createPairs(most);
  for (const payer of shown)
    for (const transfer of accounts.transfersOf(ends.out, Uint32Array.of(payer))) {
      const payee = payeeOf(slice, transfer);
      if (payee === payer || !shown.has(payee) || !accounts.lets(admits, transfer)) continue;
      if (!admits.isAnyAmount && !admits.amount(accounts.assetView(assetOf(slice, transfer)).key, amountOf(slice, transfer))) continue;
      pairs.add(payer, payee, transfer);
    }
  return pairs.things().map(accounts.movementItem);
}
