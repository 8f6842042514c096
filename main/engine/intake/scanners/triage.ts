// A first look at files, folders and raw images: ranges of all files on threads, what they find put together by value, secrets masked. It keeps
// nothing, and its answer is the same for any number of threads.
import { createHash } from 'node:crypto';
import { type FoundTrace, TRACE_KINDS } from '../../../../shared/contract/device.ts';
import type { CallOutput } from '../../../../shared/contract/index.ts';
import { type Host, openPool, throwIfCancelled, type Work } from '../../kernel/index.ts';
import type { Progress } from '../material.ts';
import { type Hit, SECRET_KINDS } from './hit.ts';
import { listFiles, type ListedFile, type Unread } from './listFiles.ts';
import { type RangeRead, scanRangeTask } from './scanRange.ts';

const RANGE_BYTES = 8 << 20;
const MOST_THREADS = 2;
/** Ranges under way for each thread: small files would leave threads idle otherwise. */
const AHEAD = 4;
/** Different values that are kept, and places of each; more are counted. */
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
  const skip = (one: Unread): void => {
    unreadCount++;
    if (unread.length < MOST_UNREAD) unread.push(one);
  };
  work.report({ phase: 'listing', done: 0, total: null, unit: 'files' });
  const files = [...listFiles(roots, skip)];
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const wasm = host.resource('wasm/scan.wasm');
  const pool = openPool(host, MOST_THREADS, work.signal);
  const found = createFound();
  let done = 0;
  try {
    const under: Promise<{ readonly file: ListedFile; readonly read: RangeRead; readonly asked: number }>[] = [];
    const take = async (): Promise<void> => {
      const { file, read, asked } = await (under.shift() as (typeof under)[number]);
      throwIfCancelled(work);
      found.add(file, read);
      done += asked;
      if (read.problem !== null) skip({ path: file.shown, reason: read.problem });
      else if (read.read < asked) skip({ path: file.shown, reason: 'shortened' });
      work.report({ phase: 'scanning', done, total, unit: 'bytes' });
    };
    // Answers are taken in the order in which they were asked for: what is kept does not depend on which thread is faster.
    for (const file of files)
      for (let from = 0; from < file.size; from += RANGE_BYTES) {
        const to = Math.min(file.size, from + RANGE_BYTES);
        const asked = pool.run(scanRangeTask, { path: file.path, from, to, size: file.size, wasm });
        under.push(asked.then((read) => ({ file, read, asked: to - from })));
        if (under.length >= Math.max(1, pool.size) * AHEAD) await take();
      }
    while (under.length > 0) await take();
  } finally {
    pool.end();
  }
  return { files: files.length, bytes: total, ...found.result(), unread, unreadMore: unreadCount - unread.length };
}

function createFound() {
  const groups = new Map<string, Group>();
  const rejected = new Map<string, number>();
  let more = 0;
  return {
    add({ shown }: ListedFile, read: RangeRead): void {
      for (const [reason, count] of Object.entries(read.rejected)) rejected.set(reason, (rejected.get(reason) ?? 0) + count);
      for (const hit of read.hits) {
        const key = `${hit.kind} ${hit.value}`;
        let group = groups.get(key);
        if (group === undefined) {
          if (groups.size >= MOST_VALUES) {
            more++;
            continue;
          }
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
