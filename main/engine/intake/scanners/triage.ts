// A first look at files, folders and raw images, and what lies packed in them: ranges on threads, what they find put together by value, secrets
// masked. It keeps nothing, and its answer is the same for any number of threads.
import { createHash } from 'node:crypto';
import { type FoundTrace, TRACE_KINDS } from '../../../../shared/contract/device.ts';
import type { CallOutput } from '../../../../shared/contract/index.ts';
import { breathe, type Host, openPool, throwIfCancelled, type Work } from '../../kernel/index.ts';
import type { Progress } from '../material.ts';
import { type Hit, SECRET_KINDS } from './hit.ts';
import { type ListedFile, listFiles, type Unread } from './listFiles.ts';
import { scanCodesTask } from './scanCodes.ts';
import { type RangeAsked, type RangeRead, scanRangeTask } from './scanRange.ts';
import { streamPieces } from './scanStream.ts';
import { walletFolderOf } from './walletFolders.ts';
import { newBudget, type Packed, unpackFile } from './unpack.ts';

/** Files between two reports while they are listed. */
const LISTED_AT_ONCE = 1000;
const RANGE_BYTES = 8 << 20;
const MOST_THREADS = 2;
/** Ranges under way for each thread: small files would leave threads idle otherwise. */
const AHEAD = 4;
/** Different values of a kind that are kept, so that many addresses hide no key, and places of each; more are counted. */
const MOST_VALUES = 50_000;
const MOST_PLACES = 20;
const MOST_UNREAD = 1_000;
const SHOWN_OF_SECRET = 4;

interface Group {
  readonly hit: Hit;
  count: number;
  readonly places: FoundTrace['places'][number][];
}

/** Faults: job.cancelled. */
export async function triage(host: Host, roots: readonly string[], work: Work<Progress>): Promise<CallOutput<'device.triage'>> {
  const unread: Unread[] = [];
  let unreadCount = 0;
  let entries = 0;
  const skip = (one: Unread): void => {
    unreadCount++;
    if (unread.length < MOST_UNREAD) unread.push(one);
  };
  work.report({ phase: 'listing', done: 0, total: null, unit: 'files' });
  const files: ListedFile[] = [];
  for (const file of listFiles(roots, skip)) {
    files.push(file);
    if (files.length % LISTED_AT_ONCE > 0) continue;
    work.report({ phase: 'listing', done: files.length, total: null, unit: 'files' });
    await breathe();
    throwIfCancelled(work);
  }
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const wasm = sharedCopy(host.resource('wasm/scan.wasm'));
  const pool = openPool(host, MOST_THREADS, work.signal);
  const found = createFound();
  const under: (() => Promise<void>)[] = [];
  let reader: Uint8Array | null = null;
  let done = 0;
  let unpacked = 0;
  const take = async (): Promise<void> => {
    await under.shift()?.();
    throwIfCancelled(work);
  };
  // Answers are taken in the order in which they were asked for: what is kept does not depend on which thread is faster.
  const submit = async <Read>(answer: Promise<Read>, onRead: (read: Read) => void): Promise<void> => {
    // Rejections are met where the answer is taken.
    answer.catch(() => undefined);
    under.push(async () => onRead(await answer));
    if (under.length >= Math.max(1, pool.size) * AHEAD) await take();
  };
  const submitRange = (shown: string, asked: Omit<RangeAsked, 'wasm'>, onRead: (read: RangeRead) => void): Promise<void> =>
    submit(pool.run(scanRangeTask, { ...asked, wasm }), (read) => {
      found.add(shown, read);
      onRead(read);
    });
  const submitPicture = async ({ shown, size, bytes }: Packed): Promise<void> => {
    reader ??= sharedCopy(host.resource('wasm/zxing.wasm'));
    const parts: Uint8Array[] = [];
    for await (const part of bytes) parts.push(part);
    const picture = Buffer.concat(parts);
    await submit(pool.run(scanCodesTask, { picture, pixels: size ?? 0, wasm, reader }), ({ codes, problem }) => {
      if (problem !== null) skip({ path: shown, reason: `unpack: ${problem}` });
      for (const { corners, read } of codes) found.add(`${shown} ${corners}`, read);
    });
  };
  try {
    const budget = newBudget();
    for (const { path, shown, size } of files) {
      found.place(shown);
      for (let from = 0; from < size; from += RANGE_BYTES) {
        const to = Math.min(size, from + RANGE_BYTES);
        await submitRange(shown, { of: { path, size }, from, to }, (read) => {
          done += to - from;
          if (read.problem !== null) skip({ path: shown, reason: read.problem });
          else if (read.read < to - from) skip({ path: shown, reason: 'shortened' });
          work.report({ phase: 'scanning', done, total, unit: 'bytes' });
        });
      }
      for await (const packed of unpackFile(path, shown, budget, skip, { host, signal: work.signal })) {
        if (packed.kind === 'picture') {
          await submitPicture(packed);
          continue;
        }
        // Rows and texts are another look at what was counted.
        const isOwn = packed.kind !== 'view';
        if (isOwn) {
          entries++;
          found.place(packed.shown);
        }
        for await (const { bytes, start, from, to } of streamPieces(packed.bytes, RANGE_BYTES, packed.start))
          await submitRange(packed.shown, { of: { bytes, start }, from, to }, () => {
            if (isOwn) unpacked += to - from;
            work.report({ phase: 'unpacking', done: unpacked, total: null, unit: 'bytes' });
          });
      }
    }
    while (under.length > 0) await take();
  } finally {
    pool.end();
  }
  return { files: files.length, bytes: total, entries, unpacked, ...found.result(), unread, unreadMore: unreadCount - unread.length };
}

/** In memory that threads share, so that it can go with every task. */
function sharedCopy(bytes: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}

function createFound() {
  const groups = new Map<string, Group>();
  const rejected = new Map<string, number>();
  const kept = new Map<Hit['kind'], number>();
  let more = 0;
  return {
    /** Where a file lies may say whose program made it. */
    place(shown: string): void {
      const hit = walletFolderOf(shown);
      if (hit !== null) this.add(shown, { hits: [hit], rejected: {} });
    },
    add(shown: string, read: Pick<RangeRead, 'hits' | 'rejected'>): void {
      for (const [reason, count] of Object.entries(read.rejected)) rejected.set(reason, (rejected.get(reason) ?? 0) + count);
      for (const hit of read.hits) {
        const key = `${hit.kind} ${hit.value}`;
        let group = groups.get(key);
        if (group === undefined) {
          const ofKind = kept.get(hit.kind) ?? 0;
          if (ofKind >= MOST_VALUES) {
            more++;
            continue;
          }
          kept.set(hit.kind, ofKind + 1);
          group = { hit, count: 0, places: [] };
          groups.set(key, group);
        }
        group.count++;
        if (group.places.length < MOST_PLACES)
          group.places.push({ path: shown, offset: hit.start, bytes: hit.bytes, encoding: hit.encoding });
      }
    },
    result() {
      const traces = [...groups.values()].map(traceOf);
      const order = new Map(TRACE_KINDS.map((kind, at) => [kind, at]));
      traces.sort((a, b) => (order.get(a.kind) ?? 0) - (order.get(b.kind) ?? 0) || b.count - a.count || (a.value < b.value ? -1 : 1));
      return {
        ...{ traces, more },
        rejected: [...rejected].map(([reason, count]) => ({ reason, count })).sort((a, b) => (a.reason < b.reason ? -1 : 1)),
      };
    },
  };
}

function traceOf({ hit, count, places }: Group): FoundTrace {
  const { kind, value, checks, detail, isKnownExample } = hit;
  const isSecret = SECRET_KINDS.has(kind);
  return {
    ...{ kind, isSecret, checks: [...checks], detail: [...detail], isExample: isKnownExample, count, places },
    value: isSecret ? masked(value) : value,
  };
}

function masked(value: string): string {
  return `${[...value].slice(0, SHOWN_OF_SECRET).join('')}… #${createHash('sha256').update(value).digest('hex').slice(0, 8)}`;
}
