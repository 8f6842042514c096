// How well each movement of a transaction is founded, by the slice's numbers: the grades stand beside the transaction as it was put
// together, in another order and with movements that the slice has none of. It keeps nothing.
import type { CaseFile } from '../../casefile/index.ts';
import { type AccountGrade, assetKey, gradeTransaction } from '../../intake/index.ts';
import type { AccountAsset } from '../../chains/index.ts';
import { amountOf, assetOf, kindOf } from '../accounts/index.ts';
import { payeeOf, payerOf } from '../accounts/accountTransfers.ts';
import { anchoringIn } from './find.ts';
import type { AccountView } from './view.ts';

/** Grades of a transaction's movements, from its first on. */
export function transferGrades(file: CaseFile, view: AccountView, chain: string, transaction: number): readonly AccountGrade[] {
  const { slice, names } = view;
  const merged = view.transactions.get(chain)?.get(names.transaction(transaction));
  if (merged === undefined) throw new Error('transferGrades: no transaction');
  const { transfers: grades } = gradeTransaction(file, chain, merged, anchoringIn(file, view, chain));
  const left = new Map<string, AccountGrade[]>();
  merged.transaction.transfers.forEach(({ path, kind, from, to, asset, amount }, i) => {
    const key = `${path.join()} ${kind} ${from} ${to} ${assetKey(asset)} ${amount}`;
    left.set(key, [...(left.get(key) ?? []), grades[i] as AccountGrade]);
  });
  const nameOf = (account: number): string | null => (account === 0 ? null : (names.accounts[account] as string));
  const found: AccountGrade[] = [];
  for (let t = slice.transactionStart[transaction] as number; t < (slice.transactionStart[transaction + 1] as number); t++) {
    const asset = assetKey(names.assets[assetOf(slice, t)] as AccountAsset);
    const [from, to] = [nameOf(payerOf(slice, t)), nameOf(payeeOf(slice, t))];
    const grade = left.get(`${names.path(t).join()} ${kindOf(slice, t)} ${from} ${to} ${asset} ${amountOf(slice, t)}`)?.shift();
    if (grade === undefined) throw new Error('transferGrades: no movement');
    found.push(grade);
  }
  return found;
}
