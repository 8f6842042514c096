// Answers trace.*.
import { traceContract } from '../../../shared/contract/trace.ts';
import { Fault } from '../../../shared/model/fault.ts';
import type { CaseFile, CaseSession, RunRow } from '../casefile/index.ts';
import { bitcoinNetwork } from '../chains/index.ts';
import { breathe, type Handlers, type Host, implement, throwIfCancelled } from '../kernel/index.ts';
import { differences, recompute, type RunTotals, runTrace, type StoredRequest } from './runs.ts';
import type { TraceResult } from '../../../shared/contract/trace.ts';

export function traceCalls(host: Host, session: CaseSession): Handlers<keyof typeof traceContract> {
  return implement(traceContract, {
    'trace.run': (input, work) => runTrace(session, input, () => new Date(host.now()).toISOString(), work),
    'trace.runs': () => ({ runs: describeRuns(session.current()) }),
    'trace.result': ({ run }) => {
      const row = session.current().runs.get(run);
      if (row === undefined) throw new Fault('trace.runUnknown', { run });
      return { run, ...(row.result as Omit<TraceResult, 'run'>) };
    },
    'trace.replay': async ({ run }, work) => {
      const file = session.current();
      const ids = run === undefined ? file.runs.list().map((row) => row.id) : [run];
      const runs: { run: number; identical: boolean; differences: string[] }[] = [];
      for (const [done, id] of ids.entries()) {
        work.report({ phase: 'runs', done, total: ids.length, unit: 'steps' });
        await breathe();
        throwIfCancelled(work);
        const { document } = await recompute(session, id, work);
        const { run: _run, ...fresh } = document;
        const found = differences(file.runs.get(id)?.result, fresh);
        runs.push({ run: id, identical: found.length === 0, differences: found });
      }
      file.noteAccess('run.replayed', { runs: runs.map(({ run: id, identical }) => ({ run: id, identical })) });
      return { runs };
    },
  });
}

/** Every run with its place among those from the same seeds. */
export function describeRuns(file: CaseFile) {
  const rows = file.runs.list();
  const ordinals = new Map<string, number>();
  const siblings = new Map<string, number>();
  for (const row of rows) siblings.set(row.seedKey, (siblings.get(row.seedKey) ?? 0) + 1);
  return rows.map((row: RunRow) => {
    const ordinal = (ordinals.get(row.seedKey) ?? 0) + 1;
    ordinals.set(row.seedKey, ordinal);
    const request = row.request as StoredRequest;
    const result = row.result as TraceResult;
    const { totals, seedSat } = row.summary as RunTotals;
    return {
      run: row.id,
      ordinal,
      siblings: siblings.get(row.seedKey) ?? 1,
      question: request.question,
      primary: request.primary,
      reason: request.reason,
      direction: request.direction,
      chain: row.chain,
      chainName: bitcoinNetwork(row.chain)?.name ?? row.chain,
      from: [...request.from],
      stops: [...request.stops],
      policies: [...request.policies],
      time: row.time,
      resultDigest: result.resultDigest,
      inputsDigest: result.inputsDigest,
      height: result.height,
      seedSat,
      totals: { ...totals },
    };
  });
}
