// What the case knows of each ledger as it stands, with no run's assumptions and openings. Read once for a view.
import type { CaseFile } from '../../casefile/index.ts';
import { knowLedgers, type LedgerKnowledge } from '../accounts/index.ts';
import { balancesOf } from './runs.ts';
import { statementsFor } from './statements.ts';
import type { AccountView } from './view.ts';

const ofView = new WeakMap<AccountView, LedgerKnowledge>();

export function caseKnowledge(file: CaseFile, view: AccountView): LedgerKnowledge {
  let known = ofView.get(view);
  if (known === undefined) {
    known = knowLedgers(view.slice, { statements: statementsFor(view, balancesOf(file), [], new Set()), held: [...view.ownRows.keys()] });
    ofView.set(view, known);
  }
  return known;
}
