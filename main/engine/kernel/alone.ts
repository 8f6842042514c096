// Runs one task on a thread of its own that ends with it, when its time is over, or when the asker has gone. For work on bytes that nobody
// vouches for: unlike a pool (pool.ts) it never falls back on the engine's own thread, which could not be ended.
import { Fault } from '../../../shared/model/fault.ts';
import type { Host } from './host.ts';
import type { FromWorker, PoolTask, ToWorker } from './poolTask.ts';

/** What a thread hashes with (chains: loadKernel). */
export const HASHING_WASM = 'wasm/bitcoin.wasm';

/** Why a task gave no answer: no thread is to be had, its time was over, the thread broke down, or the task met what it did not expect. */
export class NoAnswer extends Error {
  readonly why: 'noThread' | 'time' | 'ended' | 'failed';
  constructor(why: NoAnswer['why'], detail = '') {
    super(detail);
    this.why = why;
  }
}

/** Rejects with the task's fault, with `job.cancelled` once the signal is set, or with NoAnswer. */
export function runAlone<Input, Output>(
  host: Pick<Host, 'workers' | 'resource' | 'version'>,
  task: PoolTask<Input, Output>,
  input: Input,
  { milliseconds, signal }: { readonly milliseconds: number; readonly signal: AbortSignal },
): Promise<Output> {
  const { workers } = host;
  if (workers === undefined) return Promise.reject(new NoAnswer('noThread'));
  if (signal.aborted) return Promise.reject(new Fault('job.cancelled'));
  return new Promise((resolve, reject) => {
    const thread = workers.spawn();
    const over = (settle: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      thread.end();
      settle();
    };
    const fail = (error: Error): void => over(() => reject(error));
    const cancel = (): void => fail(new Fault('job.cancelled'));
    const timer = setTimeout(() => fail(new NoAnswer('time')), milliseconds);
    signal.addEventListener('abort', cancel, { once: true });
    thread.onEnd((reason) => fail(new NoAnswer('ended', reason)));
    thread.onMessage((message) => {
      const told = message as FromWorker;
      if (told.type === 'done') over(() => resolve(told.output as Output));
      else if (told.type === 'fault') fail(new Fault(told.fault.code, told.fault.parameters));
      else fail(new NoAnswer('failed', told.reason));
    });
    thread.post({ type: 'start', build: host.version.build, wasm: host.resource(HASHING_WASM) } satisfies ToWorker, []);
    thread.post({ type: 'run', id: 1, task: task.name, input } satisfies ToWorker, []);
  });
}
