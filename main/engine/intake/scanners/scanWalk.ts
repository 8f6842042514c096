// The way of a scan through files: ranges of each on threads, then what lies packed in it. Answers are handed on in the order of the bytes,
// whatever thread was faster, each with the place from which another walk goes on behind it.
import { openPool, throwIfCancelled, type Host, type Work } from '../../kernel/index.ts';
import type { Progress } from '../material.ts';
import { fileBeside } from './filesWithin.ts';
import type { ListedFile, Unread } from './listFiles.ts';
import { scanCodesTask } from './scanCodes.ts';
import { type RangeAsked, type RangeRead, scanRangeTask } from './scanRange.ts';
import { streamPieces } from './scanStream.ts';
import { MOST_HELD } from './contents/opener.ts';
import type { SeizedFile } from './seized.ts';
import { newBudget, type Packed, unpackFile } from './unpack.ts';
import { walletFolderOf } from './walletFolders.ts';

const RANGE_BYTES = 8 << 20;
const MOST_THREADS = 2;
/** Ranges under way for each thread: small files would leave threads idle otherwise. */
const AHEAD = 4;

/** All before it was handed on. `entry` counts those of the file that ended; -1: its own bytes are not through. `to`: bytes of the file, else of the entry. */
export interface WalkPlace {
  readonly file: number;
  readonly entry: number;
  readonly to: number;
}
export const WALK_BEGIN: WalkPlace = { file: 0, entry: -1, to: 0 };

export interface WalkSink {
  readonly around: number;
  /** `packedBytes`: of an entry that were scanned; 0 where the range is the file's own. */
  onRange(shown: string, read: RangeRead, next: WalkPlace, packedBytes: number): void;
  /** Its bytes and what lies in it were handed on; `next` is the file behind it. */
  onFileEnd(file: ListedFile, next: WalkPlace): Promise<void> | void;
  /** Entries that are wanted whole, 64 MiB at most each. */
  readonly wantsEntries: boolean;
  /** Also of another look at what an entry or file holds (its rows, texts, codes): those are no entries of an archive. */
  onEntryEnd(entry: SeizedFile | null, next: WalkPlace, kind: Packed['kind']): Promise<void> | void;
  onUnread(unread: Unread): void;
}

/** Faults: job.cancelled. What the sink throws ends the walk. */
export async function walkFiles(
  host: Host,
  files: readonly ListedFile[],
  begin: WalkPlace,
  sink: WalkSink,
  work: Work<Progress>,
): Promise<void> {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const wasm = sharedCopy(host.resource('wasm/scan.wasm'));
  const pool = openPool(host, MOST_THREADS, work.signal);
  const under: (() => Promise<void>)[] = [];
  let done = files.slice(0, begin.file).reduce((sum, { size }) => sum + size, 0);
  let unpacked = 0;
  let ranges = 0;
  let reader: Uint8Array | null = null;
  const take = async (): Promise<void> => {
    await under.shift()?.();
    throwIfCancelled(work);
  };
  const submit = (asked: Pick<RangeAsked, 'of' | 'from' | 'to'>, onRead: (read: RangeRead) => void): Promise<void> =>
    handOn(pool.run(scanRangeTask, { ...asked, wasm, around: sink.around }), onRead);
  const handOn = async <Read>(answer: Promise<Read>, onRead: (read: Read) => void): Promise<void> => {
    // Rejections are met where the answer is taken.
    answer.catch(() => undefined);
    ranges++;
    under.push(async () => {
      onRead(await answer);
      ranges--;
    });
    while (ranges >= Math.max(1, pool.size) * AHEAD) await take();
  };
  const bytesOf = async ({ path, shown, size }: ListedFile, file: number, begun: number): Promise<void> => {
    done += begun;
    for (let from = begun; from < size; from += RANGE_BYTES) {
      const to = Math.min(size, from + RANGE_BYTES);
      await submit({ of: { path, size }, from, to }, (read) => {
        done += to - from;
        if (read.problem !== null) sink.onUnread({ path: shown, reason: read.problem });
        else if (read.read < to - from) sink.onUnread({ path: shown, reason: 'shortened' });
        sink.onRange(shown, from === 0 ? withFolder(shown, read) : read, { file, entry: -1, to }, 0);
        work.report({ phase: 'scanning', done, total, unit: 'bytes' });
      });
    }
  };
  // What its codes say is a part of the picture: all of them, or none yet.
  const picture = async ({ shown, size, bytes }: Packed, file: number, entry: number): Promise<void> => {
    reader ??= sharedCopy(host.resource('wasm/zxing.wasm'));
    const parts: Uint8Array[] = [];
    for await (const part of bytes) parts.push(part);
    const asked = { picture: Buffer.concat(parts), pixels: size ?? 0, wasm, reader, around: sink.around };
    await handOn(pool.run(scanCodesTask, asked), ({ codes, problem }) => {
      if (problem !== null) sink.onUnread({ path: shown, reason: `unpack: ${problem}` });
      const reads = codes.map(({ corners, read }) => [`${shown} ${corners}`, read] as const);
      reads.forEach(([place, read], at) => {
        sink.onRange(place, read, at === reads.length - 1 ? { file, entry: entry + 1, to: 0 } : { file, entry, to: 0 }, 0);
      });
    });
  };
  try {
    const budget = newBudget();
    for (let file = begin.file; file < files.length; file++) {
      const one = files[file] as ListedFile;
      const at = file === begin.file ? begin : WALK_BEGIN;
      await bytesOf(one, file, at.entry < 0 ? at.to : one.size);
      let entry = 0;
      // For a file beside an entry: what was told of the archive is told already.
      const again = () => unpackFile(one.path, one.shown, newBudget(), () => undefined);
      for await (const raw of unpackFile(one.path, one.shown, budget, sink.onUnread, { host, signal: work.signal })) {
        const isBefore = entry < at.entry;
        if (raw.kind === 'picture') {
          if (!isBefore) await picture(raw, file, entry);
          entry++;
          const next = { file, entry, to: 0 };
          if (!isBefore) under.push(async () => sink.onEntryEnd(null, next, raw.kind));
          continue;
        }
        const kept = sink.wantsEntries && !isBefore && raw.kind === 'entry' ? keepWhole(raw, again) : null;
        const begun = entry === at.entry ? at.to : 0;
        for await (const { bytes, start, from, to } of streamPieces(kept?.bytes ?? raw.bytes, RANGE_BYTES, raw.start)) {
          // What was handed on before is read again, as a packed stream has no other way to its middle, and not scanned again.
          if (isBefore || to <= begun) continue;
          const own = Math.max(from, begun);
          const number = entry;
          await submit({ of: { bytes, start }, from: own, to }, (read) => {
            // Another look at what was counted is not unpacked again.
            const fresh = raw.kind === 'view' ? 0 : to - own;
            unpacked += fresh;
            const isFirst = raw.kind === 'entry' && own === 0;
            sink.onRange(raw.shown, isFirst ? withFolder(raw.shown, read) : read, { file, entry: number, to }, fresh);
            work.report({ phase: 'unpacking', done: unpacked, total: null, unit: 'bytes' });
          });
        }
        entry++;
        if (isBefore) continue;
        const next = { file, entry, to: 0 };
        const whole = kept?.whole() ?? null;
        under.push(async () => sink.onEntryEnd(whole, next, raw.kind));
      }
      if (one.size === 0 && walletFolderOf(one.shown) !== null)
        under.push(async () => sink.onRange(one.shown, withFolder(one.shown, NOTHING), { file: file + 1, entry: -1, to: 0 }, 0));
      under.push(async () => sink.onFileEnd(one, { file: file + 1, entry: -1, to: 0 }));
      throwIfCancelled(work);
    }
    while (under.length > 0) await take();
  } finally {
    pool.end();
  }
}

const NOTHING: RangeRead = { hits: [], rejected: {}, read: 0, problem: null };

/** With the folder of a wallet's program that it lies in, told once of each file. */
function withFolder(shown: string, read: RangeRead): RangeRead {
  const folder = walletFolderOf(shown);
  return folder === null ? read : { ...read, hits: [{ ...folder, near: new Uint8Array(0) }, ...read.hits] };
}

/** Keeps an entry as it streams by, where it is not too large. */
function keepWhole(
  packed: Packed,
  again: () => AsyncIterable<Packed>,
): { readonly bytes: AsyncIterable<Uint8Array>; whole(): SeizedFile | null } {
  const parts: Uint8Array[] = [];
  let size = 0;
  return {
    bytes: (async function* () {
      for await (const part of packed.bytes) {
        size += part.length;
        if (size <= MOST_HELD) parts.push(part);
        else parts.length = 0;
        yield part;
      }
    })(),
    whole() {
      if (size > MOST_HELD || size === 0) return null;
      const bytes = Buffer.concat(parts.splice(0));
      return {
        path: packed.shown,
        size,
        head: packed.head,
        bytes: async (most) => (size <= most ? bytes : null),
        beside: (name, most) => fileBeside(again, packed.shown, name, most),
      };
    },
  };
}

/** In memory that threads share, so that it can go with every task. */
function sharedCopy(bytes: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}
