// The write-ahead log beside an SQLite file (https://www.sqlite.org/fileformat2.html, "The Write-Ahead Log"): which pages it holds, which of them were
// committed, and the database as it reads with them. Only checksums and commits decide; nothing is written.
import { isPageSize, pageBytesOf, type Readable } from './sqlitePages.ts';

const HEADER = 32;
const FRAME_HEADER = 24;
/** The last bit says in which order of bytes the checksums are made. */
const MAGIC = 0x377f0682;
const VERSION = 3_007_000;
/** Programs begin their logs anew at some thousand frames. */
const MOST_FRAMES = 1_000_000;

export interface LogFrame {
  readonly page: number;
  /** Of the page's content, in the log. */
  readonly at: number;
}

export interface SqliteLog {
  readonly source: Readable;
  readonly pageBytes: number;
  /** Places of the newest committed content by page. */
  readonly newest: ReadonlyMap<number, number>;
  /** Pages that the database has behind the last commit; 0: nothing is committed. */
  readonly pages: number;
  /** Whole frames in the file, whatever they are. */
  readonly frames: number;
  /** What is not merged and does not lie there in the ordinary way. */
  readonly problems: readonly string[];
}

export const isLog = (head: Uint8Array): boolean => {
  if (head.length < HEADER) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  return (view.getUint32(0) & ~1) === MAGIC && view.getUint32(4) === VERSION && isPageSize(view.getUint32(8));
};

/** Null where it is none. Frames count up to the last commit before the first one whose checksum fails. */
export function readLog(source: Readable): SqliteLog | null {
  const head = source.read(0, HEADER);
  if (!isLog(head)) return null;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const isBig = (view.getUint32(0) & 1) === 1;
  const pageBytes = view.getUint32(8);
  const frameBytes = FRAME_HEADER + pageBytes;
  const frames = Math.floor((source.size - HEADER) / frameBytes);
  const told = (newest: ReadonlyMap<number, number>, pages: number, problems: readonly string[]): SqliteLog => ({
    ...{ source, pageBytes, newest, pages, frames, problems },
  });
  let sum = summed([0, 0], head.subarray(0, 24), isBig);
  if (sum[0] !== view.getUint32(24) || sum[1] !== view.getUint32(28))
    return told(new Map(), 0, frames === 0 ? [] : [`the log's header is damaged: none of its ${frames} frames is merged`]);
  if (frames > MOST_FRAMES) return told(new Map(), 0, [`the log has ${frames} frames, more than are merged`]);
  const newest = new Map<number, number>();
  let waiting: LogFrame[] = [];
  let pages = 0;
  let read = 0;
  let isDamaged = false;
  for (; read < frames; read++) {
    const at = HEADER + read * frameBytes;
    const frame = source.read(at, frameBytes);
    if (frame.length < frameBytes) break;
    const own = new DataView(frame.buffer, frame.byteOffset, frame.length);
    // Behind the last frame of a log that was begun anew stand those of before, with the salts of before.
    if (own.getUint32(8) !== view.getUint32(16) || own.getUint32(12) !== view.getUint32(20)) break;
    sum = summed(summed(sum, frame.subarray(0, 8), isBig), frame.subarray(FRAME_HEADER), isBig);
    if (own.getUint32(0) === 0 || sum[0] !== own.getUint32(16) || sum[1] !== own.getUint32(20)) {
      isDamaged = true;
      break;
    }
    waiting.push({ page: own.getUint32(0), at: at + FRAME_HEADER });
    if (own.getUint32(4) === 0) continue;
    pages = own.getUint32(4);
    for (const one of waiting) newest.set(one.page, one.at);
    waiting = [];
  }
  // What a transaction cut off stands beyond the end.
  for (const page of newest.keys()) if (page > pages) newest.delete(page);
  const problems: string[] = [];
  if (isDamaged) problems.push(`the log is damaged from frame ${read + 1} of ${frames} on: what stands there is not merged`);
  if (waiting.length > 0) problems.push(`${waiting.length} frames at the end of the log were never committed: they are not merged`);
  if (read === frames && (source.size - HEADER) % frameBytes > 0) problems.push('the last frame of the log is cut off');
  return told(newest, pages, problems);
}

/** Every frame that lies in the file, older and damaged ones too. */
export function* framesOf({ source, pageBytes, frames }: SqliteLog): Generator<LogFrame> {
  for (let frame = 0; frame < frames; frame++) {
    const at = HEADER + frame * (FRAME_HEADER + pageBytes);
    const head = source.read(at, 4);
    if (head.length < 4) return;
    yield { page: new DataView(head.buffer, head.byteOffset, 4).getUint32(0), at: at + FRAME_HEADER };
  }
}

/** The database as it reads with what its log holds; itself where the log holds nothing of it. */
export function mergedWith(database: Readable, log: SqliteLog): Readable {
  const { newest, pageBytes, source } = log;
  if (newest.size === 0 || !isOfOneSize(database, log)) return database;
  const size = log.pages * pageBytes;
  return {
    size,
    read(at, length) {
      const end = Math.min(at + length, size);
      const parts: Uint8Array[] = [];
      for (let from = at; from < end; ) {
        const page = Math.floor(from / pageBytes);
        const to = Math.min(end, (page + 1) * pageBytes);
        const place = newest.get(page + 1);
        const part = place === undefined ? database.read(from, to - from) : source.read(place + from - page * pageBytes, to - from);
        parts.push(part);
        if (part.length < to - from) break;
        from = to;
      }
      return parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts);
    },
  };
}

/** A log whose pages are of another size is of another database. */
export const isOfOneSize = (database: Readable, { pageBytes }: SqliteLog): boolean => {
  const own = pageBytesOf(database.read(0, 100));
  return own === 0 || own === pageBytes;
};

function summed([first, second]: readonly [number, number], bytes: Uint8Array, isBig: boolean): [number, number] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let [a, b] = [first, second];
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    a = (a + view.getUint32(at, !isBig) + b) >>> 0;
    b = (b + view.getUint32(at + 4, !isBig) + a) >>> 0;
  }
  return [a, b];
}
