// What the case can show of a transaction's inclusion, and what that proves of one of its movements. It reads and judges no chain.
import type { ProofGrade } from '../../../../shared/model/statement.ts';
import type { AccountInclusion } from '../../chains/accountInclusion.ts';
import type { CaseFile } from '../../casefile/index.ts';
import type { CaseAccounts } from '../../trace/index.ts';

/** No block bodies of account chains are kept in a case yet. */
export function accountInclusion(_file: CaseFile, _chain: string, _transaction: string): AccountInclusion | null {
  return null;
}

/** One source's word, unless inclusion under an anchor shows this movement itself. */
export function gradeOfMovement(_view: CaseAccounts, _transfer: number, _inclusion: AccountInclusion | null): ProofGrade {
  return 'S';
}
