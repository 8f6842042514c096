// The number of threads changes nothing: same segments, same digests, same refusals on 0, 1, 2 and 3 of them, and where they break.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeArchiveFolder } from '../../../tests/bench/archiveFolder.ts';
import { benchBlocks } from '../../../tests/bench/parsePart.ts';
import { type CaseDesk, caseDesk } from '../../../tests/fixtures/caseDesk.ts';
import { obfuscationOf } from '../chains/index.ts';
import type { Host, WorkerThread, WorkerThreads } from '../kernel/index.ts';
import { createNodeHost } from '../../hosts/nodeHost.ts';
import { probePath, recognise } from './recognise.ts';
import { takeIn } from './takeIn.ts';

const PACE = { batchBytes: 2_000_000, bulkBytes: 0, threadBytes: 0 };

let desk: CaseDesk;
let folder: string;
let alone: Awaited<ReturnType<typeof takenIn>>;
let cases = 0;

const threadsOf = (count: number): WorkerThreads =>
  createNodeHost({ environment: { TRACEHOLD_WORKERS: String(count), TRACEHOLD_PROFILE: desk.at('profile') } }).host
    .workers as WorkerThreads;

async function takenIn(workers: WorkerThreads | undefined, signal = new AbortController().signal) {
  const name = `case${++cases}`;
  const log: string[] = [];
  const { workers: _own, ...plain } = desk.host;
  const host: Host = { ...plain, ...(workers === undefined ? {} : { workers }), log: (_level, message) => void log.push(message) };
  const file = await desk.create(name);
  const work = { report: () => undefined, signal };
  const probe = probePath(folder);
  const importer = recognise(probe);
  const material = await importer.read(probe, work);
  try {
    const result = await takeIn(
      host,
      file,
      importer,
      material,
      { name: 'folder', chain: 'regtest', anchor: undefined, exhibit: '', force: false, pace: PACE },
      work,
    );
    const source = file.sources.byPublicId(result.source)?.id as number;
    const segments = file.chain.segmentsOfSource(source);
    return { result, segments, blocks: file.chain.blocks(result.chain as string), log };
  } finally {
    for (const one of material.files) one.close();
    await file.close();
  }
}

/** Threads of which each does so many tasks and is gone. */
function breaking(after: number, count: number): WorkerThreads {
  const real = threadsOf(count);
  return {
    most: count,
    spawn(): WorkerThread {
      const thread = real.spawn();
      let tasks = 0;
      let end: (reason: string) => void = () => undefined;
      return {
        ...thread,
        post(message, transfer) {
          if ((message as { type: string }).type === 'run' && ++tasks > after) {
            thread.end();
            return end('broken on purpose');
          }
          thread.post(message, transfer);
        },
        onEnd(listener) {
          end = listener;
          thread.onEnd(listener);
        },
      };
    },
  };
}

beforeAll(async () => {
  desk = await caseDesk();
  folder = mkdtempSync(join(tmpdir(), 'tracehold-workers-'));
  makeArchiveFolder(folder, { bytes: 8_000_000, realBlocks: benchBlocks().blocks, blockBytes: 300_000 });
  const path = join(folder, 'blocks', 'blk00000.dat');
  const bytes = new Uint8Array(readFileSync(path));
  const key = new Uint8Array(readFileSync(join(folder, 'blocks', 'xor.dat')));
  const obfuscate = obfuscationOf(key);
  // A body that was changed, and the first block once more at the end.
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] as number) ^ 0xff;
  obfuscate?.(bytes, 0);
  const first = bytes.slice(0, 8 + new DataView(bytes.buffer).getUint32(4, true));
  obfuscate?.(bytes, 0);
  obfuscate?.(first, bytes.length);
  writeFileSync(path, Buffer.concat([bytes, first]));
  alone = await takenIn(undefined);
}, 60_000);
afterAll(() => {
  desk?.clear();
  rmSync(folder, { recursive: true, force: true });
});

describe('intake on several threads', () => {
  it('has something to tell apart: batches, undo values, a refusal, a block that comes twice', () => {
    expect(alone.segments.length).toBeGreaterThan(3);
    expect(alone.result).toMatchObject({ undo: 'values', refused: [{ reason: expect.any(String) }] });
    expect(alone.result.accepted).toBe(alone.result.new + 1);
    expect(alone.log).toEqual([]);
  });

  it.each([1, 2, 3])(
    '%i threads write the same segments',
    async (count) => {
      expect(await takenIn(threadsOf(count))).toEqual(alone);
    },
    30_000,
  );

  it.each([
    ['at its first task', 0, 1],
    ['in the middle', 1, 1],
  ])(
    'a thread that breaks %s loses nothing',
    async (_when, after, count) => {
      const { log, ...rest } = await takenIn(breaking(after, count));
      const { log: _quiet, ...expected } = alone;
      expect(rest).toEqual(expected);
      expect(log.join()).toMatch(/worker thread ended \(broken on purpose\)/);
    },
    30_000,
  );

  it('[P2] threads that cannot be had are done without', async () => {
    const { log, ...rest } = await takenIn({
      most: 2,
      spawn() {
        throw new Error('no more threads');
      },
    });
    const { log: _quiet, ...expected } = alone;
    expect(rest).toEqual(expected);
    expect(log).toHaveLength(2);
  });

  it('[P2] a program file of another build is not worked with', async () => {
    const real = threadsOf(1);
    const { log, ...rest } = await takenIn({
      most: 1,
      spawn: () => {
        const thread = real.spawn();
        return {
          ...thread,
          post: (message, transfer) =>
            thread.post((message as { type: string }).type === 'start' ? { ...(message as object), build: 'other' } : message, transfer),
        };
      },
    });
    const { log: _quiet, ...expected } = alone;
    expect(rest).toEqual(expected);
    expect(log.join()).toMatch(/of another build/);
  }, 30_000);

  it('[P4] a cancel ends it', async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(takenIn(threadsOf(2), controller.signal)).rejects.toMatchObject({ code: 'job.cancelled' });
  });
});
