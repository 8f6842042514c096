// A desk for the roads over real data: one engine in memory over the contract, cases in a temporary folder.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createEngine } from '../../main/engine/index.ts';
import { createNodeHost } from '../../main/hosts/nodeHost.ts';
import type { CallInput, CallName, CallOutput } from '../../shared/contract/index.ts';
import { Fault } from '../../shared/model/fault.ts';
import { SHARED_DATA } from '../vectors/sharedData.ts';

const PASSPHRASE = 'a passphrase for tests only';

export interface Desk {
  readonly folder: string;
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  /** As `call`, with a signal that stops the job at its n-th report of this phase. */
  callUntil<N extends CallName>(name: N, input: CallInput<N>, phase: string, reports: number): Promise<CallOutput<N>>;
  /** As `call`, told of each report of progress. */
  callWith<N extends CallName>(
    name: N,
    input: CallInput<N>,
    onProgress: (progress: { readonly phase: string }) => void,
  ): Promise<CallOutput<N>>;
  grant(path: string): string;
  /** Writes a file below the desk's folder and returns its path. */
  write(name: string, bytes: Uint8Array | string): string;
  newCase(name: string): Promise<void>;
  reopen(name: string): Promise<void>;
  intake(paths: string | readonly string[], options?: { chain?: string; anchor?: string }): Promise<CallOutput<'intake.run'>['results']>;
  close(): Promise<void>;
  end(): Promise<void>;
}

export async function openDesk(options: Parameters<typeof createEngine>[1] = {}): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'tracehold-acceptance-'));
  const node = createNodeHost({ environment: { ...process.env, TRACEHOLD_PROFILE: join(folder, 'profile') } });
  const engine = await createEngine(node.host, options);
  const { grantPath: grant } = node;
  const desk: Desk = {
    folder,
    grant,
    call: (name, input) => engine.router.call(name, input),
    callUntil(name, input, phase, reports) {
      const controller = new AbortController();
      let seen = 0;
      return engine.router.call(name, input, {
        signal: controller.signal,
        onProgress: (progress) => {
          if ((progress as { phase: string }).phase === phase && ++seen >= reports) controller.abort();
        },
      });
    },
    callWith: (name, input, onProgress) =>
      engine.router.call(name, input, { onProgress: (progress) => onProgress(progress as { phase: string }) }),
    write(name, bytes) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, bytes);
      return path;
    },
    async newCase(name) {
      await desk.close();
      await desk.call('case.create', {
        ...{
          folder: grant(join(folder, name)),
          title: name,
          examiner: 'Test Examiner',
          agency: 'Test Agency',
          reference: name,
          passphrase: PASSPHRASE,
        },
      });
    },
    async reopen(name) {
      await desk.close();
      await desk.call('case.open', { folder: grant(join(folder, `${name}.tracehold`)), passphrase: PASSPHRASE });
    },
    async intake(paths, options = {}) {
      const { results } = await desk.call('intake.run', { paths: [paths].flat().map(grant), ...options });
      return results;
    },
    async close() {
      await desk.call('case.close', {});
    },
    async end() {
      await engine.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return desk;
}

/** Path of a file of the shared test data. */
export function shared(path: string): string {
  return join(SHARED_DATA ?? '', path);
}

export async function faultOf(asked: Promise<unknown>): Promise<{ code: string; parameters: Readonly<Record<string, string | number>> }> {
  try {
    await asked;
  } catch (error) {
    if (error instanceof Fault) return error.toRecord();
    throw error;
  }
  throw new Error('expected a fault');
}
