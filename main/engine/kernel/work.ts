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
