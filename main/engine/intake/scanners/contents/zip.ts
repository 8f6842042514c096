// Entries of a ZIP archive. It trusts no size that the archive states, and takes names as they are: nothing is written.
import { crc32 } from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, getFileNameLowLevel, RandomAccessReader, type ZipFile } from 'yauzl';
import { Readable } from 'node:stream';
import { entryNames } from './entryNames.ts';
import { type Inner, limited, mayOpen, messageOf, type OpenContext, type Opener } from './opener.ts';
import type { Source } from './source.ts';

/** Names are not tested: tested ones would end the look at the first `../`. */
const OPTIONS = { lazyEntries: true, decodeStrings: false, autoClose: false } as const;
const PIECE = 1 << 16;

export const zipOpener: Opener = {
  id: 'zip',
  level: 'archive',
  takes: ({ head }) => head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4,
  open: entriesOf,
};

/** Reads at any place, of a file or of what is held. */
class Reader extends RandomAccessReader {
  readonly #source: Source;
  constructor(source: Source) {
    super();
    this.#source = source;
  }
  override _readStreamForRange(start: number, end: number): Readable {
    const source = this.#source;
    return Readable.from(
      (function* () {
        for (let at = start; at < end; at += PIECE) yield source.read(at, Math.min(PIECE, end - at));
      })(),
      { objectMode: false },
    );
  }
  /** Heads of entries: no stream for thirty bytes. */
  override read(buffer: Buffer, offset: number, length: number, position: number, callback: (error: Error | null) => void): void {
    const bytes = this.#source.read(position, length);
    buffer.set(bytes, offset);
    setImmediate(callback, bytes.length < length ? new Error('unexpected end of file') : null);
  }
}

async function* entriesOf(source: Source, context: OpenContext): AsyncGenerator<Inner> {
  const { onUnread } = context;
  const { shown } = source;
  let zip: ZipFile;
  try {
    zip = await fromRandomAccessReaderPromise(new Reader(source), source.size, OPTIONS);
  } catch (error) {
    onUnread({ path: shown, reason: `unpack: ${messageOf(error)}` });
    return;
  }
  const names = entryNames(shown);
  try {
    for (let entry = await nextEntry(zip); entry !== null; entry = await nextEntry(zip)) {
      const fileName = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
      // A folder holds nothing, whatever is named like one.
      if (fileName.endsWith('/') && entry.compressedSize === 0) continue;
      const { shown: name, first } = names(fileName);
      if (!mayOpen(name, context)) return;
      if (entry.isEncrypted()) {
        onUnread({ path: name, reason: 'encrypted' });
        continue;
      }
      const read = entry;
      yield {
        ...{ shown: name, first, kind: 'entry', size: entry.uncompressedSize, start: 0 },
        bytes: () =>
          summed(
            limited(unpacked(zip, read), () => read.compressedSize, name, context),
            read,
            name,
            context,
          ),
      };
    }
  } catch (error) {
    onUnread({ path: shown, reason: `unpack: ${messageOf(error)}` });
  } finally {
    zip.close();
  }
}

async function* unpacked(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  yield* await zip.openReadStreamPromise(entry);
}

/** The library tests sizes, not checksums: what unpacks to other bytes than were packed is told. */
async function* summed(
  bytes: AsyncIterable<Uint8Array>,
  entry: Entry,
  name: string,
  { onUnread }: OpenContext,
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
