// What a long computation is given: a place to report progress and a signal to stop. It holds no clock.
import { Fault } from '../../../shared/model/fault.ts';

export interface Work<Progress> {
  /** Reports where the work stands; cheap, may be called often. */
  report(progress: Progress): void;
  readonly signal: AbortSignal;
}

/** Throws `job.cancelled` once the caller has asked to stop. */
export function throwIfCancelled(work: { readonly signal: AbortSignal }): void {
  if (work.signal.aborted) throw new Fault('job.cancelled');
}

/** Lets queued messages (cancel, queries) be handled between two slices of long work. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Where long work stands between two slices of it. */
export interface Step {
  readonly phase: string;
  readonly done: number;
  readonly total: number | null;
  readonly unit: 'transactions' | 'steps';
}

/** Long work that gives out where it stands after each slice: it knows neither who waits nor whether it goes on. */
export type Steps<Value> = Generator<Step, Value, void>;

/** Things worked on between two steps, where each takes about a microsecond. */
export const SLICE = 1 << 16;

/** All of it without a pause: for what is small, and for tests. */
export function atOnce<Value>(steps: Steps<Value>): Value {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
}

/** Slice by slice: after each it reports, lets messages in and stops where it was asked to. */
export async function bySteps<Value>(steps: Steps<Value>, work: Work<Step>): Promise<Value> {
  for (;;) {
    throwIfCancelled(work);
    const next = steps.next();
    if (next.done === true) return next.value;
    work.report(next.value);
    await breathe();
  }
}
