// Facts of every chain of the open case. It makes no facts itself: views come from the trace room, one of each chain.
import type { CaseSession } from '../../casefile/index.ts';
import { bitcoinNetwork } from '../../chains/index.ts';
import { breathe, type Step, throwIfCancelled, type Work } from '../../kernel/index.ts';
import { accountViewOf, viewOf } from '../../trace/index.ts';
import { accountFacts } from './accountFacts.ts';
import { coinFacts } from './coinFacts.ts';
import type { ChainFacts } from './facts.ts';

/** By chain: coins first, each family in the order the case names its chains. Faults: job.cancelled. */
export async function factsOf(session: CaseSession, work: Work<Step>): Promise<ReadonlyMap<string, ChainFacts>> {
  const file = session.current();
  const facts = new Map<string, ChainFacts>();
  for (const id of file.chain.chains()) {
    await breathe();
    throwIfCancelled(work);
    const network = bitcoinNetwork(id);
    if (network !== undefined) facts.set(id, coinFacts(session, viewOf(session, network)));
  }
  if (file.accounts.segments().length === 0) return facts;
  const view = await accountViewOf(session, work);
  for (const chain of view.transactions.keys()) facts.set(chain, accountFacts(session, view, chain));
  return facts;
}
