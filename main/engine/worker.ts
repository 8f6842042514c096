// The engine's door for worker threads: what may run on a thread of its own. It must reach no case: the database is never loaded
// there (build/dependencyRules.mjs).
import { accountKeysTask, loadKernel, payloadsTask } from './chains/index.ts';
import { checkGroupTask } from './intake/checkGroup.ts';
import { readPdfTask } from './intake/documents/pdfTask.ts';
import { scanCodesTask } from './intake/scanners/scanCodes.ts';
import { scanRangeTask } from './intake/scanners/scanRange.ts';
import { serveTasks, type WorkerPort } from './kernel/poolTask.ts';

export type { WorkerPort };

export function serveWorker(port: WorkerPort, build: string): void {
  serveTasks(
    port,
    build,
    [checkGroupTask, readPdfTask, scanRangeTask, scanCodesTask, accountKeysTask, payloadsTask],
    (wasm) => void loadKernel(wasm),
  );
}
