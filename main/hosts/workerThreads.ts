// Worker threads of Node for the Host port: the program's own entry and nothing else. What they compute is the engine's affair.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Host } from '../engine/index.ts';

type WorkerThreads = NonNullable<Host['workers']>;

/** More threads than this wait for the disk, or for the one thread that writes the case. */
const MOST = 4;

/** Null where the environment says 0 or the program's worker file is not there. TRACEHOLD_WORKERS sets their number. */
export function workerThreads(from: string, environment: Readonly<Record<string, string | undefined>>): WorkerThreads | null {
  const named = environment.TRACEHOLD_WORKERS ?? '';
  const most = /^\d{1,2}$/.test(named) ? Number(named) : Math.max(1, Math.min(MOST, availableParallelism() - 1));
  const file = workerFile(from);
  if (most === 0 || file === null) return null;
  return {
    most,
    spawn() {
      const worker = new Worker(file, { name: 'tracehold' });
      const endListeners: ((reason: string) => void)[] = [];
      let over = false;
      const ended = (reason: string): void => {
        if (over) return;
        over = true;
        for (const listener of endListeners) listener(reason);
      };
      worker.on('error', (error: unknown) => ended(error instanceof Error ? error.message : String(error)));
      worker.on('exit', (code) => ended(`exit code ${code}`));
      return {
        post: (message, transfer) => worker.postMessage(message, [...transfer]),
        onMessage: (listener) => void worker.on('message', listener),
        onEnd: (listener) => void endListeners.push(listener),
        end() {
          over = true;
          void worker.terminate();
        },
      };
    },
  };
}

/** Beside this file in the sources; in `hosts` beside or above the bundle and its chunks in dist. */
function workerFile(from: string): string | null {
  const candidates = [
    join(from, 'worker.cjs'),
    join(from, 'worker.ts'),
    join(from, '..', 'hosts', 'worker.cjs'),
    join(from, '..', '..', 'hosts', 'worker.cjs'),
  ];
  return candidates.find((path) => existsSync(path)) ?? null;
}
