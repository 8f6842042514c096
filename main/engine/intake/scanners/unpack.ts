// What lies packed in files: entries of ZIP archives and gzip streams, also within each other, as streams of bytes. Bounded in depth and size: what
// was not unpacked is told with its reason. It trusts no size that an archive states.
import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { Readable } from 'node:stream';
import { crc32, createGunzip } from 'node:zlib';
import { type Entry, fromBufferPromise, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import type { Unread } from './listFiles.ts';

export interface Packed {
  /** The archive's path, an exclamation mark, the entry's name. */
  readonly shown: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** What one look may unpack. */
export interface UnpackBudget {
  bytes: number;
  entries: number;
}
export const newBudget = (): UnpackBudget => ({ bytes: 64 * 2 ** 30, entries: 2_000_000 });

/** Archives within archives. */
const MOST_DEPTH = 3;
/** An archive within another is held in memory; a larger one is read as the bytes that it is. */
const MOST_HELD = 64 << 20;
/** DEFLATE itself cannot exceed 1032 to 1; below the second figure a high ratio harms nobody. */
const MOST_RATIO = 400;
const RATIO_FREE = 64 << 20;
const HEAD_BYTES = 4;
/** Nothing is written: names as the archive has them. Tested ones would end the look at the first `../`. */
const ZIP_OPTIONS = { lazyEntries: true, decodeStrings: false } as const;

type Form = 'zip' | 'gzip';

function formOf(head: Uint8Array): Form | null {
  if (head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4) return 'zip';
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8 ? 'gzip' : null;
}

/** Entries of the file where it begins as an archive. The caller reads each to its end before it asks for the next. */
export async function* unpackFile(
  path: string,
  shown: string,
  budget: UnpackBudget,
  onUnread: (unread: Unread) => void,
): AsyncGenerator<Packed> {
  const form = formOf(headOf(path));
  if (form === 'zip') yield* zipEntries(() => openPromise(path, ZIP_OPTIONS), shown, budget, 1, onUnread);
  else if (form === 'gzip') yield* unpackStream(bounded(createReadStream(path), shown, budget, onUnread), `${shown}!`, budget, 1, onUnread);
}

function headOf(path: string): Uint8Array {
  const head = new Uint8Array(HEAD_BYTES);
  try {
    const handle = openSync(path, 'r');
    try {
      readSync(handle, head, 0, HEAD_BYTES, 0);
    } finally {
      closeSync(handle);
    }
  } catch {
    // Whoever scans the file says why it cannot be read.
  }
  return head;
}

async function* zipEntries(
  openZip: () => Promise<ZipFile>,
  shown: string,
  budget: UnpackBudget,
  depth: number,
  onUnread: (unread: Unread) => void,
): AsyncGenerator<Packed> {
  let zip: ZipFile;
  try {
    zip = await openZip();
  } catch (error) {
    onUnread({ path: shown, reason: `unpack: ${messageOf(error)}` });
    return;
  }
  try {
    for (;;) {
      const entry = await nextEntry(zip);
      if (entry === null) return;
      const fileName = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
      const name = `${shown}!${fileName}`;
      // A folder holds nothing, whatever is named like one.
      if (fileName.endsWith('/') && entry.compressedSize === 0) continue;
      if (budget.entries-- <= 0) return onUnread({ path: name, reason: 'unpack: too many entries' });
      if (entry.isEncrypted()) {
        onUnread({ path: name, reason: 'encrypted' });
        continue;
      }
      try {
        const stream = await zip.openReadStreamPromise(entry);
        const bytes = summed(limited(stream, entry.compressedSize, name, budget, onUnread), entry, name, onUnread);
        yield* unpackStream(bytes, name, budget, depth, onUnread);
      } catch (error) {
        onUnread({ path: name, reason: `unpack: ${messageOf(error)}` });
      }
    }
  } catch (error) {
    onUnread({ path: shown, reason: `unpack: ${messageOf(error)}` });
  } finally {
    zip.close();
  }
}

/** The library tests sizes, not checksums: what unpacks to other bytes than were packed is told. */
async function* summed(
  bytes: AsyncIterable<Uint8Array>,
  entry: Entry,
  name: string,
  onUnread: (unread: Unread) => void,
): AsyncGenerator<Uint8Array> {
  let sum = 0;
  let size = 0;
  for await (const piece of bytes) {
    sum = crc32(piece, sum);
    size += piece.length;
    yield piece;
  }
  if (size === entry.uncompressedSize && sum >>> 0 !== entry.crc32) onUnread({ path: name, reason: 'unpack: its checksum does not fit' });
}

function nextEntry(zip: ZipFile): Promise<Entry | null> {
  return new Promise((resolve, reject) => {
    const done = (settle: () => void): void => {
      zip.off('entry', onEntry).off('end', onEnd).off('error', onError);
      settle();
    };
    const onEntry = (entry: Entry): void => done(() => resolve(entry));
    const onEnd = (): void => done(() => resolve(null));
    const onError = (error: Error): void => done(() => reject(error));
    zip.on('entry', onEntry).on('end', onEnd).on('error', onError);
    zip.readEntry();
  });
}

/** The bytes as they are, and what they hold where they are an archive themselves. */
async function* unpackStream(
  bytes: AsyncIterable<Uint8Array>,
  shown: string,
  budget: UnpackBudget,
  depth: number,
  onUnread: (unread: Unread) => void,
): AsyncGenerator<Packed> {
  const held: Uint8Array[] = [];
  let heldBytes = 0;
  let form: Form | null = null;
  let isFirst = true;
  const watched = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of bytes) {
      if (isFirst && piece.length > 0) {
        isFirst = false;
        form = depth < MOST_DEPTH ? formOf(piece) : null;
      }
      if (form !== null) {
        heldBytes += piece.length;
        if (heldBytes <= MOST_HELD) held.push(piece);
        else held.length = 0;
      }
      yield piece;
    }
  };
  yield { shown, bytes: watched() };
  if (form === null || heldBytes === 0) return;
  if (heldBytes > MOST_HELD) return onUnread({ path: shown, reason: 'unpack: too large within an archive' });
  const whole = Buffer.concat(held.splice(0));
  if ((form as Form) === 'zip') yield* zipEntries(() => fromBufferPromise(whole, ZIP_OPTIONS), shown, budget, depth + 1, onUnread);
  else yield* unpackStream(bounded(Readable.from([whole]), shown, budget, onUnread), `${shown}!`, budget, depth + 1, onUnread);
}

/** A gzip stream, unpacked. */
function bounded(packed: Readable, shown: string, budget: UnpackBudget, onUnread: (unread: Unread) => void): AsyncIterable<Uint8Array> {
  let read = 0;
  const unpacked = createGunzip();
  packed.on('data', (piece: Buffer) => {
    read += piece.length;
  });
  packed.on('error', (error) => unpacked.destroy(error));
  packed.pipe(unpacked);
  return limited(
    unpacked,
    () => read,
    shown,
    budget,
    onUnread,
    () => packed.destroy(),
  );
}

/** Ends where the budget or the ratio does, or where the archive is damaged: what came before was read. */
async function* limited(
  stream: Readable,
  packedBytes: number | (() => number),
  shown: string,
  budget: UnpackBudget,
  onUnread: (unread: Unread) => void,
  end: () => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  let produced = 0;
  try {
    for await (const piece of stream as AsyncIterable<Uint8Array>) {
      produced += piece.length;
      budget.bytes -= piece.length;
      const packed = typeof packedBytes === 'number' ? packedBytes : packedBytes();
      if (budget.bytes < 0) return onUnread({ path: shown, reason: 'unpack: more than is unpacked in one look' });
      if (produced > RATIO_FREE && produced > packed * MOST_RATIO)
        return onUnread({ path: shown, reason: `unpack: more than ${MOST_RATIO} to 1` });
      yield piece;
    }
  } catch (error) {
    onUnread({ path: shown, reason: `unpack: ${messageOf(error)}` });
  } finally {
    stream.destroy();
    end();
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message.slice(0, 200) : String(error));
