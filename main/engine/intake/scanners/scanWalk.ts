// The way of a scan through files: ranges of each on threads, then what lies packed in it. Answers are handed on in the order of the bytes,
// whatever thread was faster, each with the place from which another walk goes on behind it.
import { openPool, throwIfCancelled, type Host, type Work } from '../../kernel/index.ts';
import type { Progress } from '../material.ts';
import { fileBeside } from './filesWithin.ts';
import { MOST_UNREAD } from './kept.ts';
import type { ListedFile, Unread } from './listFiles.ts';
import { scanCodesTask } from './scanCodes.ts';
import { CONTEXT } from './scanKernel.ts';
import { closeHeldImage, type RangeAsked, type RangeRead, scanRangeTask } from './scanRange.ts';
import { streamPieces } from './scanStream.ts';
import { MOST_HELD } from './contents/opener.ts';
import type { SeizedFile } from './seized.ts';
import { newBudget, unpackFile, type Packed, type Threads, type UnpackBudget, unpackSeized } from './unpack.ts';
import { type Fragmented, type Image, imageFiles, type Listing, MOST_BY_TOOL, seamPieces } from '../images/index.ts';
import { walletFolderOf } from './walletFolders.ts';

const RANGE_BYTES = 8 << 20;
const MOST_THREADS = 2;
/** Ranges under way for each thread: small files would leave threads idle otherwise. */
const AHEAD = 4;
const MOST_WAITING = 64;

/** What may still be done in one look. */
interface Bounds extends UnpackBudget {
  /** Files of images that are read by a program of their own. */
  programs: number;
  /** Bytes of files in pieces that are read again in the files' order. */
  joined: number;
}

/**
 * All before it was handed on, and nothing behind it. `member`: number of a file in the list of an image, else 0. `entry` counts those of the file or
 * member that ended; -1: the file's own bytes are not through. `to`: bytes of the file, else of the entry, one more where also its folder was told of;
 * codes of a picture. `left`: before the first entry of the file or member, which is opened again.
 */
export interface WalkPlace {
  readonly file: number;
  readonly member: number;
  readonly entry: number;
  readonly to: number;
  readonly left: Readonly<Bounds>;
}
export const WALK_BEGIN: WalkPlace = {
  ...{ file: 0, member: 0, entry: -1, to: 0 },
  left: { ...newBudget(), programs: MOST_BY_TOOL, joined: 64 * 2 ** 30 },
};

/** `within`: a disk image, of which `path` is the first part and `size` the bytes of the disk. */
export interface WalkFile extends ListedFile {
  readonly within?: { readonly image: Image; readonly listing: Listing };
}

/** What lies in a file: an entry or view as a stream, a file of an image, or both in one. */
interface Inner {
  readonly member: number;
  readonly shown: string;
  readonly start: number;
  /** Null where its bytes are scanned with those of the image. */
  readonly bytes: AsyncIterable<Uint8Array> | null;
  readonly packed: Packed | null;
  readonly seized: SeizedFile | null;
  /** Of a file of an image in pieces that no other file counts for. */
  readonly fragmented: Fragmented | null;
  /** Of `Bounds`, before its file of the image was read. */
  readonly programsBefore: number | null;
  /** Opens once more what `packed` lies in. */
  readonly again: (() => AsyncIterable<Packed>) | null;
}

export interface WalkSink {
  readonly around: number;
  /** `packedBytes`: of an entry that were scanned; 0 where the range is the file's own, or another look at what was counted. */
  onRange(shown: string, read: RangeRead, next: WalkPlace, packedBytes: number): void;
  /** Its bytes and what lies in it were handed on; `next` is the file behind it. */
  onFileEnd(file: WalkFile, next: WalkPlace): Promise<void> | void;
  /** Entries that are wanted whole, 64 MiB at most each. */
  readonly wantsEntries: boolean;
  /**
   * `kind`: null of a file of an image. Also of another look at what an entry or file holds (its rows, texts, codes): those are no entries of an
   * archive.
   */
  onEntryEnd(shown: string, entry: SeizedFile | null, kind: Packed['kind'] | null, next: WalkPlace): Promise<void> | void;
  /** In the order of the rest, once: what was told before the place from which a walk goes on is not told again. */
  onUnread(unread: Unread): void;
  /** Of an image what is damaged and was read as zeros, where nobody has read the whole of it before. */
  onLost?(lost: Unread): void;
  /** So many more that nobody would keep each of them. */
  onMoreUnread(count: number): void;
}

/** Faults: job.cancelled. What the sink throws ends the walk. */
export async function walkFiles(
  host: Host,
  files: readonly WalkFile[],
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
  let joined = 0;
  let ranges = 0;
  let reader: Uint8Array | null = null;
  /** What is packed is read again up to the place from which this walk goes on, and tells again what it told. */
  let wasTold = false;
  let telling: { readonly step: () => Promise<void>; readonly told: Unread[]; more: number } | null = null;
  const tell = (unread: Unread): void => {
    // An archive may tell of a million entries without giving one: what is told between two things handed on is one step, and bounded.
    if (telling === null || telling.step !== under.at(-1)) {
      const told: Unread[] = [];
      const own = {
        ...{ told, more: 0 },
        async step() {
          for (const one of told) sink.onUnread(one);
          if (own.more > 0) sink.onMoreUnread(own.more);
        },
      };
      telling = own;
      under.push(own.step);
    }
    if (telling.told.length < MOST_UNREAD) telling.told.push(unread);
    else telling.more++;
  };
  const tellOnce = (unread: Unread): void => {
    if (!wasTold) tell(unread);
  };
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
  const bytesOf = async ({ path, shown, size, within }: WalkFile, whose: Whose, begun: number): Promise<void> => {
    const of = within === undefined ? { path, size } : { image: { paths: within.image.paths }, size };
    done += begun;
    for (let from = begun; from < size; from += RANGE_BYTES) {
      const to = Math.min(size, from + RANGE_BYTES);
      await submit({ of, from, to }, (read) => {
        done += to - from;
        if (read.problem !== null) sink.onUnread({ path: shown, reason: read.problem });
        else if (read.read < to - from) sink.onUnread({ path: shown, reason: 'shortened' });
        for (const lost of read.lost ?? []) sink.onLost?.(lost);
        sink.onRange(shown, from === 0 ? withFolder(shown, read) : read, { ...whose, entry: -1, to }, 0);
        work.report({ phase: 'scanning', done, total, unit: 'bytes' });
      });
    }
  };
  const seams = async (
    shown: string,
    { within }: WalkFile,
    { size, runs }: Fragmented,
    whose: Omit<WalkPlace, 'to'>,
    begun: number,
    bounds: Bounds,
  ): Promise<void> => {
    if (within === undefined) return;
    const image = { paths: within.image.paths, size: within.image.size };
    for (const piece of seamPieces({ size, runs }, CONTEXT)) {
      bounds.joined -= piece.to - piece.from;
      if (bounds.joined < 0) return tellOnce({ path: shown, reason: 'image: in more pieces than are joined in one look' });
      if (piece.to < begun) continue;
      wasTold = false;
      if (piece.to === begun) continue;
      const from = Math.max(piece.from, begun);
      await submit({ of: { image, size, runs: piece.runs }, from, to: piece.to }, (read) => {
        joined += piece.to - from;
        if (read.problem !== null) sink.onUnread({ path: shown, reason: read.problem });
        sink.onRange(shown, read, { ...whose, to: piece.to }, 0);
        work.report({ phase: 'joining', done: joined, total: null, unit: 'bytes' });
      });
    }
  };
  const picture = async ({ shown, size, bytes }: Packed, whose: Whose, entry: number, begun: number): Promise<void> => {
    reader ??= sharedCopy(host.resource('wasm/zxing.wasm'));
    const parts: Uint8Array[] = [];
    for await (const part of bytes) parts.push(part);
    const asked = { picture: Buffer.concat(parts), pixels: size ?? 0, wasm, reader, around: sink.around };
    await handOn(pool.run(scanCodesTask, asked), ({ codes, problem }) => {
      if (problem !== null && begun === 0) sink.onUnread({ path: shown, reason: `unpack: ${problem}` });
      codes.forEach(({ corners, read }, at) => {
        if (at >= begun) sink.onRange(`${shown} ${corners}`, read, { ...whose, entry, to: at + 1 }, 0);
      });
    });
  };
  try {
    const bounds: Bounds = { ...begin.left };
    for (let file = begin.file; file < files.length; file++) {
      const one = files[file] as ListedFile;
      const at = file === begin.file ? begin : { ...WALK_BEGIN, left: { ...bounds } };
      await bytesOf(one, { file, member: 0, left: at.left }, at.entry < 0 ? at.to : one.size);
      let of: Whose = { file, member: at.member, left: at.left };
      let entry = 0;
      wasTold = at.entry > 0 || (at.entry === 0 && at.to > 0);
      for await (const inner of innerOf(host, one, at.member, bounds, { host, signal: work.signal }, tell, tellOnce)) {
        const { shown, start, packed } = inner;
        if (inner.member !== of.member) {
          of = { file, member: inner.member, left: { ...bounds, programs: inner.programsBefore ?? bounds.programs } };
          entry = 0;
          wasTold = false;
        }
        const isBefore = of.member === at.member && entry < at.entry;
        const begun = of.member === at.member && entry === at.entry ? at.to : 0;
        if (packed?.kind === 'picture') {
          if (!isBefore) await picture(packed, of, entry, begun);
          entry++;
          wasTold &&= entry < at.entry || (entry === at.entry && at.to > 0);
          const next = { ...of, entry, to: 0 };
          if (!isBefore) under.push(async () => sink.onEntryEnd(shown, null, 'picture', next));
          continue;
        }
        const kept =
          sink.wantsEntries && !isBefore && packed?.kind === 'entry' && inner.again !== null ? keepWhole(packed, inner.again) : null;
        const whose = { ...of, entry };
        // What was handed on before is read again where it is packed, as a stream has no other way to its middle, and not scanned again.
        const bytes = kept?.bytes ?? (isBefore && packed === null ? null : inner.bytes);
        for await (const piece of bytes === null ? [] : streamPieces(bytes, RANGE_BYTES, start)) {
          if (isBefore || piece.to < begun) continue;
          wasTold = false;
          if (piece.to === begun) continue;
          const own = Math.max(piece.from, begun);
          await submit({ of: { bytes: piece.bytes, start: piece.start }, from: own, to: piece.to }, (read) => {
            // Another look at what was counted is not unpacked again.
            const fresh = packed?.kind === 'view' ? 0 : piece.to - own;
            unpacked += fresh;
            const isFirst = packed?.kind === 'entry' && own === 0;
            sink.onRange(shown, isFirst ? withFolder(shown, read) : read, { ...whose, to: piece.to }, fresh);
            work.report({ phase: 'unpacking', done: unpacked, total: null, unit: 'bytes' });
          });
        }
        if (inner.fragmented !== null)
          await seams(shown, one, inner.fragmented, whose, isBefore ? Number.POSITIVE_INFINITY : begun, bounds);
        entry++;
        wasTold &&= entry < at.entry || (entry === at.entry && at.to > 0);
        if (isBefore) continue;
        const next = { ...of, entry, to: 0 };
        const whole = inner.seized ?? kept?.whole() ?? null;
        const size = inner.seized?.size ?? 0;
        if (packed === null && begun <= size && walletFolderOf(shown) !== null)
          under.push(async () => sink.onRange(shown, withFolder(shown, NOTHING), { ...whose, to: size + 1 }, 0));
        under.push(async () => sink.onEntryEnd(shown, whole, packed?.kind ?? null, next));
        // Files of an image are many, and most of them have nothing to be scanned apart.
        if (under.length >= MOST_WAITING) await take();
      }
      if (one.size === 0 && at.to === 0 && walletFolderOf(one.shown) !== null)
        under.push(async () => sink.onRange(one.shown, withFolder(one.shown, NOTHING), { ...at, file, entry: -1, to: 1 }, 0));
      const next: WalkPlace = { file: file + 1, member: 0, entry: -1, to: 0, left: { ...bounds } };
      under.push(async () => sink.onFileEnd(one, next));
      throwIfCancelled(work);
    }
    while (under.length > 0) await take();
  } finally {
    pool.end();
    closeHeldImage();
  }
}

type Whose = Pick<WalkPlace, 'file' | 'member' | 'left'>;

const NOTHING: RangeRead = { hits: [], rejected: {}, read: 0, problem: null };

/** With the folder of a wallet's program that it lies in, told once of each file. */
function withFolder(shown: string, read: RangeRead): RangeRead {
  const folder = walletFolderOf(shown);
  return folder === null ? read : { ...read, hits: [{ ...folder, near: new Uint8Array(0) }, ...read.hits] };
}

async function* innerOf(
  host: Host,
  file: WalkFile,
  from: number,
  bounds: Bounds,
  threads: Threads,
  onImageUnread: WalkSink['onUnread'],
  onUnread: WalkSink['onUnread'],
): AsyncGenerator<Inner> {
  const ofPacked = (packed: Packed, member: number, again: Inner['again']): Inner => ({
    ...{ member, shown: packed.shown, start: packed.start, bytes: packed.bytes, packed, again },
    ...{ seized: null, fragmented: null, programsBefore: null },
  });
  const told = (): void => undefined;
  if (file.within === undefined) {
    for await (const packed of unpackFile(file.path, file.shown, bounds, onUnread, threads))
      yield ofPacked(packed, 0, () => unpackFile(file.path, file.shown, newBudget(), told, threads));
    return;
  }
  const { listing } = file.within;
  // From the file on that was read before: what is told of it now is news.
  const asked = { host, ...file.within, shown: file.shown, signal: threads.signal, from, left: bounds, onUnread: onImageUnread };
  for await (const seized of imageFiles(asked)) {
    const { listed, programsBefore } = seized;
    const { number: member, runs, size } = listed;
    const fragmented = runs === null || runs.length === 0 || listing.repeats(listed) ? null : { size, runs };
    // Compressed content stands nowhere in the image as it is.
    const isApart = !seized.isInPlace;
    yield {
      ...{ member, shown: seized.path, start: 0, bytes: isApart ? (seized.pieces?.() ?? null) : null },
      ...{ packed: null, seized, fragmented, programsBefore, again: null },
    };
    for await (const packed of unpackSeized(seized, bounds, onUnread, threads))
      yield ofPacked(packed, member, () => unpackSeized(seized, newBudget(), told, threads));
  }
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
        beside: (name, most) => fileBeside(again, packed, name, most),
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
