// Hands tasks to threads where there are any, and runs them here where there are none or one of them broke: the answers are the
// same, only their time differs. It must not decide anything about the work.
import { Fault, type FaultRecord } from '../../../shared/model/fault.ts';
import { HASHING_WASM } from './alone.ts';
import type { Host, WorkerThread } from './host.ts';
import type { FromWorker, PoolTask, ToWorker } from './poolTask.ts';
import { breathe, throwIfCancelled } from './work.ts';

export interface Pool {
  /** Threads beside this one when it was opened; 0 where tasks run here, one when it is asked for. */
  readonly size: number;
  /** Rejects with the task's fault, or with `job.cancelled` once the signal is set or the pool has ended. */
  run<Input, Output>(task: PoolTask<Input, Output>, input: Input): Promise<Output>;
  /** Ends the threads at once; what is under way is cancelled. */
  end(): void;
}

interface Open {
  readonly task: PoolTask<unknown, unknown>;
  readonly input: unknown;
  resolve(output: unknown): void;
  reject(error: unknown): void;
}

interface Thread {
  readonly thread: WorkerThread;
  readonly open: Map<number, Open>;
}

export function openPool(host: Pick<Host, 'workers' | 'resource' | 'version' | 'log'>, most: number, signal: AbortSignal): Pool {
  const wanted = Math.max(0, Math.min(most, host.workers?.most ?? 0));
  const threads = new Set<Thread>();
  let next = 0;
  let ended = false;

  const here = async ({ task, input, resolve, reject }: Open): Promise<void> => {
    try {
      await breathe();
      throwIfCancelled({ signal });
      if (ended) throw new Fault('job.cancelled');
      resolve(await task.run(input));
    } catch (error) {
      reject(error);
    }
  };
  const lose = (lost: Thread, reason: string): void => {
    if (!threads.delete(lost)) return;
    host.log('warning', `a worker thread ended (${reason}); what it had under way is done on the engine's own thread`);
    for (const open of lost.open.values()) void here(open);
    lost.open.clear();
  };
  const receive = (from: Thread, message: FromWorker): void => {
    const open = from.open.get(message.id);
    if (open === undefined) return;
    from.open.delete(message.id);
    if (message.type === 'done') open.resolve(message.output);
    else if (message.type === 'fault') open.reject(faultOf(message.fault));
    else {
      host.log('warning', `a worker thread failed in ${open.task.name} (${message.reason}); it is done again on the engine's own thread`);
      void here(open);
    }
  };
  const spawn = (): void => {
    const { workers } = host;
    if (workers === undefined) return;
    try {
      const thread = workers.spawn();
      const entry: Thread = { thread, open: new Map() };
      threads.add(entry);
      thread.onMessage((message) => receive(entry, message as FromWorker));
      thread.onEnd((reason) => lose(entry, reason));
      thread.post({ type: 'start', build: host.version.build, wasm: host.resource(HASHING_WASM) } satisfies ToWorker, []);
    } catch (error) {
      host.log('warning', `no worker thread: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const end = (): void => {
    ended = true;
    signal.removeEventListener('abort', end);
    const last = [...threads];
    threads.clear();
    for (const { thread, open } of last) {
      thread.end();
      for (const one of open.values()) one.reject(new Fault('job.cancelled'));
      open.clear();
    }
  };

  for (let i = 0; i < wanted; i++) spawn();
  signal.addEventListener('abort', end, { once: true });
  return {
    size: threads.size,
    run(task, input) {
      return new Promise((resolve, reject) => {
        const open = { task, input, resolve, reject } as unknown as Open;
        if (ended || signal.aborted) return reject(new Fault('job.cancelled'));
        const idle = leastBusy(threads);
        if (idle === undefined) return void here(open);
        const id = next++;
        idle.open.set(id, open);
        idle.thread.post({ type: 'run', id, task: task.name, input } satisfies ToWorker, []);
      });
    },
    end,
  };
}

function leastBusy(threads: ReadonlySet<Thread>): Thread | undefined {
  let best: Thread | undefined;
  for (const thread of threads) if (best === undefined || thread.open.size < best.open.size) best = thread;
  return best;
}

function faultOf({ code, parameters }: FaultRecord): Fault {
  return new Fault(code, parameters);
}
