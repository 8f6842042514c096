// The whole contract in one map. A name that stands twice is a type and a start-up error.
import { accountContract } from './account.ts';
import { accountFlowContract } from './accountFlow.ts';
import { appContract, catalogContract } from './app.ts';
import { canvasContract } from './canvas.ts';
import { canvasPutContract } from './canvasPut.ts';
import { canvasReasonContract } from './canvasReason.ts';
import { canvasFigureContract, canvasTableContract } from './canvasTable.ts';
import { caseContract, journalContract } from './case.ts';
import type { AnyCall, InputOf, OutputOf, ProgressOf } from './define.ts';
import { deconflictContract } from './deconflict.ts';
import { documentContract } from './documents.ts';
import { deviceContract } from './device.ts';
import { custodyContract } from './custody.ts';
import { exhibitContract } from './exhibit.ts';
import { evidenceContract } from './evidence.ts';
import { exposureContract, exposureSaveContract } from './exposure.ts';
import { exchangeContract } from './exchange.ts';
import { fetchContract } from './fetch.ts';
import { keysContract } from './keysToCoins.ts';
import { leadContract } from './lead.ts';
import { intakeContract, showContract } from './intake.ts';
import { labelsContract } from './labels.ts';
import { learnContract } from './learn.ts';
import { locateContract } from './locate.ts';
import { locateMapContract } from './place.ts';
import { peopleContract } from './people.ts';
import { profileContract } from './profile.ts';
import { questionContract } from './question.ts';
import { requestsContract } from './requests.ts';
import { seizureContract } from './seizure.ts';
import { clusterContract, flowContract, traceContract } from './trace.ts';
import { transcribeContract } from './transcribe.ts';
import { typologyContract } from './typology.ts';

export const contract = {
  ...appContract,
  ...catalogContract,
  ...caseContract,
  ...journalContract,
  ...intakeContract,
  ...labelsContract,
  ...documentContract,
  ...showContract,
  ...traceContract,
  ...clusterContract,
  ...questionContract,
  ...flowContract,
  ...canvasContract,
  ...canvasFigureContract,
  ...canvasPutContract,
  ...canvasTableContract,
  ...canvasReasonContract,
  ...fetchContract,
  ...peopleContract,
  ...locateContract,
  ...transcribeContract,
  ...profileContract,
  ...learnContract,
  ...evidenceContract,
  ...exchangeContract,
  ...requestsContract,
  ...seizureContract,
  ...deconflictContract,
  ...deviceContract,
  ...exhibitContract,
  ...custodyContract,
  ...keysContract,
  ...accountContract,
  ...leadContract,
  ...typologyContract,
  ...exposureContract,
  ...exposureSaveContract,
  ...locateMapContract,
  ...accountFlowContract,
} as const;

export type Contract = typeof contract;
export type CallName = keyof Contract;
export type CallInput<N extends CallName> = InputOf<Contract[N] & AnyCall>;
export type CallOutput<N extends CallName> = OutputOf<Contract[N] & AnyCall>;
export type CallProgress<N extends CallName> = ProgressOf<Contract[N] & AnyCall>;

/** How any part of the program asks the engine, whatever carries the question. */
export interface EngineClient {
  call<N extends CallName>(name: N, input: CallInput<N>, options?: CallOptions<N>): Promise<CallOutput<N>>;
}
/** The part of an AbortSignal that a call needs; AbortController's own signal fits. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
}
export interface CallOptions<N extends CallName> {
  readonly onProgress?: (progress: CallProgress<N>) => void;
  readonly signal?: CancelSignal;
}
