// Work that may run on a thread of its own: a named function from plain data to plain data, and its serving on the other side.
// It must give the same answer on any thread; it sees no case, no host and no clock.
import { Fault, type FaultRecord } from '../../../shared/model/fault.ts';

export interface PoolTask<Input, Output> {
  readonly name: string;
  /** A promise where a library gives one: tasks that wait may pass each other. */
  run(input: Input): Output | Promise<Output>;
  /** Buffers of an answer that are handed over instead of copied. */
  buffersOf(output: Output): readonly ArrayBuffer[];
}

/** One that waits for nothing can be run where no one waits. */
type Direct<Input, Output> = Omit<PoolTask<Input, Output>, 'run'> & { run(input: Input): Output };

export function definePoolTask<Input, Output>(task: Direct<Input, Output>): Direct<Input, Output>;
export function definePoolTask<Input, Output>(task: PoolTask<Input, Output>): PoolTask<Input, Output>;
export function definePoolTask<Input, Output>(task: PoolTask<Input, Output>): PoolTask<Input, Output> {
  return task;
}

/** To a thread. `start` comes first and once. */
export type ToWorker =
  | { readonly type: 'start'; readonly build: string; readonly wasm: Uint8Array }
  | { readonly type: 'run'; readonly id: number; readonly task: string; readonly input: unknown };

export type FromWorker =
  | { readonly type: 'done'; readonly id: number; readonly output: unknown }
  | { readonly type: 'fault'; readonly id: number; readonly fault: FaultRecord }
  /** An error that is no fault: the engine's own thread runs the task again and meets it there. */
  | { readonly type: 'failed'; readonly id: number; readonly reason: string };

export interface WorkerPort {
  post(message: FromWorker, transfer: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: ToWorker) => void): void;
}

/** Answers tasks in the order they come, but for those that wait. Throws on a message of another build: the thread ends and its work is done elsewhere. */
export function serveTasks(
  port: WorkerPort,
  build: string,
  // biome-ignore lint/suspicious/noExplicitAny: the list holds tasks of all types, found by name.
  tasks: readonly PoolTask<any, any>[],
  start: (wasm: Uint8Array) => void,
): void {
  const byName = new Map(tasks.map((task) => [task.name, task]));
  port.onMessage((message) => {
    if (message.type === 'start') {
      if (message.build !== build) throw new Error('worker: of another build');
      start(message.wasm);
      return;
    }
    const { id } = message;
    const fail = (error: unknown): void => {
      if (error instanceof Fault) port.post({ type: 'fault', id, fault: error.toRecord() }, []);
      else port.post({ type: 'failed', id, reason: error instanceof Error ? error.message : String(error) }, []);
    };
    try {
      const task = byName.get(message.task);
      if (task === undefined) throw new Error(`worker: no task "${message.task}"`);
      const done = (output: unknown): void => port.post({ type: 'done', id, output }, task.buffersOf(output));
      const output: unknown = task.run(message.input);
      if (output instanceof Promise) output.then(done).catch(fail);
      else done(output);
    } catch (error) {
      fail(error);
    }
  });
}
