// Answers canvas.* of runs: the picture and the table of one run under one policy.
import { accountFlowContract } from '../../../shared/contract/accountFlow.ts';
import { flowContract } from '../../../shared/contract/trace.ts';
import { Fault } from '../../../shared/model/fault.ts';
import type { CaseSession } from '../casefile/index.ts';
import { type Handlers, implement } from '../kernel/index.ts';
import { type ComputedRun, computedRun, gradeOf, isPossibleCoinjoin, policyResult, transferRows, txidOf } from '../trace/index.ts';
import { accountMoves, assetsIn, flowOfAccounts, moveRow } from './accountInput.ts';
import { accountPicture } from './accountPicture.ts';
import type { RunPictures } from './canvases/runItems.ts';
import { flowInput, rowAddress } from './flowInput.ts';
import { labelTexts } from './labelTexts.ts';
import { flowPicture } from './picture.ts';
import { retraced } from './retraced.ts';

const WORK = { report: () => undefined, signal: new AbortController().signal };

function resultOf(run: ComputedRun, policy: string) {
  const result = policyResult(run, policy);
  if (result === undefined) throw new Fault('trace.policyUnknown', { policy });
  return result;
}

export function flowCalls(session: CaseSession): Handlers<keyof typeof flowContract> {
  return implement(flowContract, {
    'canvas.flow': async ({ run: id, policy, limit }) => {
      const run = await computedRun(session, id, WORK);
      return flowPicture(flowInput(session.current(), run, resultOf(run, policy), limit));
    },
    'canvas.transfers': async ({ run: id, policy, after, limit }) => {
      const run = await computedRun(session, id, WORK);
      const rows = session.remember(`rows ${id} ${policy}`, () => transferRows(run, resultOf(run, policy)));
      const { view } = run;
      const file = session.current();
      return {
        total: rows.length,
        rows: rows.slice(after, after + limit).map((row) => {
          const block = view.slice.txBlock[row.transaction] as number;
          const height = view.slice.blockHeight[block] as number;
          const address = rowAddress(view, row.script);
          return {
            hop: row.hop,
            txid: txidOf(view, row.transaction),
            height: height < 0 ? null : height,
            time: view.slice.blockTime[block] as number,
            outpoint: row.outpoint,
            address,
            valueSat: row.valueSat.toString(),
            amountSat: row.amountSat.toString(),
            state: row.state,
            grade: gradeOf(view, row.transaction),
            labels: labelTexts(file, view.network.id, address),
            coinjoin: isPossibleCoinjoin(view, row.transaction),
          };
        }),
      };
    },
  });
}

/** Pictures of runs for a canvas to take in: of the run's primary policy unless another is named. */
export function runPictures(session: CaseSession): RunPictures {
  return {
    async coins({ run: id, policy, limit }, work) {
      const run = await computedRun(session, id, work);
      const result = resultOf(run, policy ?? run.request.primary);
      return { chain: run.view.network.id, picture: flowPicture(flowInput(session.current(), run, result, limit)) };
    },
    async accounts({ run, policy, asset, limit }, work) {
      const made = await retraced(session, run, policy, work);
      return accountPicture(flowOfAccounts(session.current(), run, made, { asset, limit }));
    },
  };
}

/** Of a trace over balances. A run made again stays at hand for the next question about it. */
export function accountCanvasCalls(session: CaseSession): Handlers<keyof typeof accountFlowContract> {
  return implement(accountFlowContract, {
    'canvas.accountFlow': async ({ run, policy, asset, limit }, work) =>
      accountPicture(flowOfAccounts(session.current(), run, await retraced(session, run, policy, work), { asset, limit })),
    'canvas.accountMoves': async ({ run, policy, asset, after, limit }, work) => {
      const made = await retraced(session, run, policy, work);
      const all = session.remember(`moves ${run} ${policy}`, () =>
        accountMoves(made).filter(({ isStep, possible }) => !isStep && !possible),
      );
      const rows = all.filter((row) => asset === undefined || row.asset.key === asset);
      const file = session.current();
      return {
        total: rows.length,
        rows: rows.slice(after, after + limit).map((row) => moveRow(file, made, row)),
        assets: assetsIn(all),
      };
    },
  });
}
