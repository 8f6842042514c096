// The payments of a case as typologies read them, put together once for all who ask: chains of coins by their clusters, account chains and
// ledgers by their accounts. Dropped when the case's data change.
import type { CaseSession } from '../../casefile/index.ts';
import { bitcoinNetwork } from '../../chains/index.ts';
import { bySteps, canonicalDigest, type Step, type Steps, type Work } from '../../kernel/index.ts';
import { judgements } from '../accountLeads/leads.ts';
import { serviceBook } from '../accountLeads/services.ts';
import { accountViewOf } from '../accountRuns/view.ts';
import { clustersOf, viewOf } from '../chainSession.ts';
import { type FlowEvents, NO_EVENTS, prepareInput, type TypologyInput } from '../typologies/flows.ts';
import type { Bound } from '../typologies/typology.ts';
import { accountFlows } from './accountFlows.ts';
import { createCaseBook, type FlowNames } from './caseBook.ts';
import { coinFlows } from './coinFlows.ts';

export interface CaseInput extends TypologyInput {
  readonly names: FlowNames;
  /** What of the case's movements is not among the payments. */
  readonly bounds: readonly Bound[];
}

const KEY = 'typology input';

/** Faults: job.cancelled. */
export async function caseInputOf(session: CaseSession, work: Work<Step>): Promise<CaseInput> {
  const file = session.current();
  const labels = file.labels.all();
  const judged = judgements(file);
  const networks = file.chain.chains().flatMap((id) => bitcoinNetwork(id) ?? []);
  const hasAccounts = file.accounts.segments().length > 0;
  const key = `${KEY} ${canonicalDigest({ accepted: judged.all.filter(({ verdict }) => verdict === 'accepted'), labels: labels.map(({ id }) => id) })}`;
  session.drop((one) => one.startsWith(KEY) && one !== key);
  return session.share(
    key,
    async (shared) => {
      const book = createCaseBook(labels);
      const services = serviceBook(labels);
      const view = hasAccounts ? await accountViewOf(session, shared) : null;
      const events: FlowEvents = view === null ? NO_EVENTS : await bySteps(accountFlows(view, services, judged, book), shared);
      const listings = [...events.listings];
      for (const network of networks) {
        const chain = viewOf(session, network);
        listings.push(...(await bySteps(coinFlows(chain, clustersOf(session, chain).clusters, book, services), shared)));
      }
      return bySteps(finished(), shared);

      function* finished(): Steps<CaseInput> {
        yield { phase: 'typologyOrder', done: 0, total: null, unit: 'steps' };
        const { flows, placeOf, names, bounds } = book.finish();
        const conversions = events.conversions.map((one) => ({ ...one, flow: one.flow < 0 ? -1 : (placeOf[one.flow] as number) }));
        return { ...prepareInput(flows, { ...events, conversions, listings }), names, bounds };
      }
    },
    work,
  );
}
