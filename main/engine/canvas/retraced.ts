// Runs over balances made again for a picture, a table or bands of them. They change nothing.
import { Fault } from '../../../shared/model/fault.ts';
import type { CaseSession } from '../casefile/index.ts';
import { recomputeAccountRun, type StoredAccountRequest, type TracedAccounts } from '../trace/index.ts';
import type { Retraced } from './accountInput.ts';

/** A run made again stays at hand for the next question about it. Faults: trace.runUnknown, trace.policyUnknown, job.cancelled. */
/** Under the run's primary policy unless another is named. */
export async function retraced(session: CaseSession, run: number, named: string | undefined, work: TraceWork): Promise<Retraced> {
  const row = session.current().accounts.run(run);
  if (row === undefined) throw new Fault('trace.runUnknown', { run });
  const stored = row.request as StoredAccountRequest;
  const policy = named ?? stored.primary;
  if (!stored.policies.includes(policy)) throw new Fault('trace.policyUnknown', { policy });
  return { traced: await retrace(session, run, work), stored, policy };
}

type TraceWork = Parameters<typeof recomputeAccountRun>[2];

/** Runs made again that are at hand, under this beginning of their keys: one at a time, for each holds what it was made from. */
const RETRACED = 'retraced';

async function retrace(session: CaseSession, run: number, work: TraceWork): Promise<TracedAccounts> {
  const key = `${RETRACED} ${run}`;
  session.drop(
    (other) => (other.startsWith(RETRACED) && other !== key) || (other.startsWith('moves ') && !other.startsWith(`moves ${run} `)),
  );
  return session.share(
    key,
    async (shared) => {
      let kept: TracedAccounts | null = null;
      await recomputeAccountRun(session, run, shared, (traced) => {
        kept = traced;
      });
      if (kept === null) throw new Error('retrace: nothing was kept');
      return kept;
    },
    work,
  );
}
