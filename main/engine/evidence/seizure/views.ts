// A seizure as it stands: what was prepared, what was recorded of it, and what the case's chain data show of it now.
import type { SeizureBecame, SeizureView } from '../../../../shared/contract/seizure.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { type BitcoinNetwork, bitcoinNetwork } from '../../chains/index.ts';
import type { Step as Progress, Work } from '../../kernel/index.ts';
import { accountViewOf, viewOf } from '../../trace/index.ts';
import { becameOfCoins } from './became.ts';
import { becameOfAccounts } from './becameAccounts.ts';
import { type PreparedSeizure, preparedOf, stepsOf } from './kept.ts';

/** All that stand, by number. */
export async function seizureViews(session: CaseSession, work: Work<Progress>): Promise<SeizureView[]> {
  const seizures: SeizureView[] = [];
  for (const prepared of preparedOf(session.current())) seizures.push(await seizureView(session, prepared, work));
  return seizures;
}

export async function seizureView(session: CaseSession, prepared: PreparedSeizure, work: Work<Progress>): Promise<SeizureView> {
  const steps = stepsOf(session.current(), prepared.seizure);
  const now = await becameOf(session, prepared, work);
  return { ...prepared, ...steps, now: steps.withdrawn === null ? now : { ...now, state: 'withdrawn' } };
}

export async function becameOf(session: CaseSession, prepared: PreparedSeizure, work: Work<Progress>): Promise<SeizureBecame> {
  const { coins, balances, chain } = prepared;
  if (coins !== null) return becameOfCoins(viewOf(session, bitcoinNetwork(chain) as BitcoinNetwork), prepared, coins);
  return becameOfAccounts(session.current(), await accountViewOf(session, work), prepared, balances ?? []);
}
