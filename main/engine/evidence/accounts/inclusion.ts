// What the case can show of transactions of account chains, for a whole export: proofs of inclusion, and how well each movement is founded.
// It judges nothing itself.
import type { ProofGrade } from '../../../../shared/model/statement.ts';
import type { AccountInclusion } from '../../chains/index.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { accountInclusion, type Anchoring, assetKey, gradeTransaction, readAnchoring, type TransactionGrades } from '../../intake/index.ts';
import { amountOf, assetOf, type CaseAccounts, kindOf, pathText } from '../../trace/index.ts';

export interface Inclusions {
  /** Null also where the bytes that are proven say something else than what is followed: the case has a contradiction then, no proof. */
  of(chain: string, transaction: string): AccountInclusion | null;
  gradeOf(view: CaseAccounts, transfer: number): ProofGrade;
}

export function inclusionsOf(file: CaseFile): Inclusions {
  const anchorings = new Map<string, Anchoring>();
  const graded = new Map<string, { readonly grades: TransactionGrades; readonly byMovement: Map<string, ProofGrade[]> }>();
  const anchoringOf = (chain: string): Anchoring => {
    const known = anchorings.get(chain) ?? readAnchoring(file, chain);
    anchorings.set(chain, known);
    return known;
  };
  const gradesOf = (view: CaseAccounts, chain: string, id: string) => {
    const key = `${chain} ${id}`;
    const known = graded.get(key);
    if (known !== undefined) return known;
    const merged = view.transactions.get(chain)?.get(id);
    if (merged === undefined) throw new Error('gradesOf: no transaction');
    const grades = gradeTransaction(file, chain, merged, anchoringOf(chain));
    const byMovement = new Map<string, ProofGrade[]>();
    merged.transaction.transfers.forEach(({ path, kind, from, to, asset, amount }, place) => {
      const movement = [pathText(path), kind, from, to, assetKey(asset), amount].join(' ');
      byMovement.set(movement, [...(byMovement.get(movement) ?? []), grades.transfers[place] ?? 'S']);
    });
    const made = { grades, byMovement };
    graded.set(key, made);
    return made;
  };
  return {
    of(chain, transaction) {
      if (graded.get(`${chain} ${transaction}`)?.grades.inclusion.why === 'disagrees') return null;
      return accountInclusion(file, chain, transaction, anchoringOf(chain));
    },
    gradeOf(view, transfer) {
      const { slice, names } = view;
      const asset = assetOf(slice, transfer);
      const chain = names.chains[slice.assetChain[asset] as number] as string;
      const id = names.transaction(slice.transferTransaction[transfer] as number);
      const account = (ledger: number) => (ledger === 0 ? null : names.accounts[slice.ledgerAccount[ledger] as number]);
      const movement = [
        pathText(names.path(transfer)),
        kindOf(slice, transfer),
        account(slice.fromLedger[transfer] as number),
        account(slice.toLedger[transfer] as number),
        assetKey(names.assets[asset] as NonNullable<(typeof names.assets)[number]>),
        amountOf(slice, transfer),
      ].join(' ');
      const own = gradesOf(view, chain, id).byMovement.get(movement) ?? [];
      // Two equal movements are two only if both are proven: the weaker speaks for both.
      return own.includes('S') || own.length === 0 ? 'S' : own.includes('Q') ? 'Q' : 'A';
    },
  };
}
