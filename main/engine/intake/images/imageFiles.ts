// Files within an image as files of the exhibit: read by their pieces, or through Sleuth Kit's icat where their content has no plain place.
import { Fault } from '../../../../shared/model/fault.ts';
import type { Host } from '../../kernel/index.ts';
import type { SeizedFile } from '../scanners/seized.ts';
import type { Image } from './image.ts';
import { type ImageFile, type Listing, withoutPaths } from './listing.ts';
import { readRuns, runsWithin } from './runs.ts';

const HEAD_BYTES = 4_096;
const PIECE_BYTES = 1 << 20;
/** What stands in a table of its file system has a few hundred bytes; a compressed file may have any size. */
const LARGEST_BY_TOOL = 16 << 20;
/** Each costs a process. */
export const MOST_BY_TOOL = 20_000;
const PACKED_STREAM = 'image: an alternate stream that is compressed, encrypted or in many pieces, which is not read by itself';

export interface ImageFilesAsked {
  readonly host: Pick<Host, 'fileSystemTools'>;
  readonly image: Image;
  readonly listing: Listing;
  /** Prefix of paths: the name of the image. */
  readonly shown: string;
  readonly signal: AbortSignal;
  /** Number of the first one that is wanted: those before it are neither read nor told. */
  readonly from?: number;
  /** How many may still be read by a program of their own; counted down, below zero too. */
  readonly left?: { programs: number };
  /** Which of them by their paths in the list; absent: all. */
  readonly wants?: (path: string) => boolean;
  onUnread(unread: { readonly path: string; readonly reason: string }): void;
}

/** A file of the exhibit, with what its file system says of it. */
export type SeizedImageFile = SeizedFile & {
  readonly listed: ImageFile;
  /** Whether its content stands in the image as it is and `placeOf` names it there: what reads the image's bytes has met it. */
  readonly isInPlace: boolean;
  /** Of `left`, before it was read. */
  readonly programsBefore: number;
};

/** Regular files in the order of the list. Whatever cannot be read is told and left out; what is told of very many, once with their number. Faults: job.cancelled, image.unreadable. */
export async function* imageFiles({
  host,
  image,
  listing,
  shown,
  signal,
  from = 0,
  left = { programs: MOST_BY_TOOL },
  wants,
  onUnread,
}: ImageFilesAsked): AsyncGenerator<SeizedImageFile> {
  const tools = (await host.fileSystemTools?.()) ?? null;
  let gone = 0;
  /** The content, why there is none, or null where it is counted. */
  const packedContent = async (file: ImageFile): Promise<Uint8Array | string | null> => {
    if (file.content === 'gone') return null;
    const system = listing.fileSystems[file.fileSystem];
    if (tools === null) return 'image: its content has no plain place, and no Sleuth Kit is installed to read it';
    if (file.size > LARGEST_BY_TOOL)
      return `image: compressed or without a plain place, and larger than the ${LARGEST_BY_TOOL >> 20} MiB that are read so`;
    if (left.programs-- <= 0) return null;
    const pieces: Uint8Array[] = [];
    let length = 0;
    try {
      for await (const piece of tools.content(image.paths, system?.pool ?? { offset: system?.offset ?? 0 }, file.inode, signal)) {
        pieces.push(piece);
        length += piece.length;
        if (length > file.size) return 'image: its content is longer than the list of files says';
      }
    } catch (error) {
      if (error instanceof Fault) throw error;
      return `image: icat: ${withoutPaths(String((error as Error).message), image)}`;
    }
    return length === file.size ? Buffer.concat(pieces) : `image: only ${length} of ${file.size} bytes could be read`;
  };

  const seized = async (file: ImageFile): Promise<SeizedImageFile | null> => {
    const path = `${shown}/${file.path}`;
    const programsBefore = left.programs;
    let content: Uint8Array | null = null;
    let isInPlace = true;
    if (file.runs === null && file.size > 0) {
      const resident = file.content === 'packed' ? listing.residentContent(file) : null;
      isInPlace = resident !== null;
      // The number of an alternate stream is that of the file it hangs on: what is read by it would be another content.
      const packed = file.content === 'stream' ? PACKED_STREAM : (resident ?? (await packedContent(file)));
      if (packed === null) return null;
      if (typeof packed === 'string') {
        onUnread({ path, reason: packed });
        return null;
      }
      content = packed;
    } else if (file.runs?.some(({ imageOffset, length }) => imageOffset + length > image.size)) {
      onUnread({ path, reason: 'image: part of it lies beyond the end of the image' });
      return null;
    }
    let head: Uint8Array | null = null;
    const part = (at: number, length: number): Uint8Array => {
      const end = Math.min(file.size, at + length);
      return content?.subarray(at, end) ?? partOf(image, file, Math.max(0, end - at), at);
    };
    return {
      ...{ path, size: file.size, listed: file, isInPlace, programsBefore },
      get head() {
        head ??= part(0, HEAD_BYTES);
        return head;
      },
      bytes: async (most) => (file.size > most ? null : part(0, file.size)),
      bytesAt(offset) {
        const [run] = runsWithin(file.runs ?? [], offset, offset + 1);
        const place = run === undefined ? null : listing.placeOf(run.imageOffset + offset - run.fileOffset);
        return place === null ? null : { path: `${shown}/${place.path}`, offset: place.offset };
      },
      // What is larger than the image is holes, and nobody waits for the end of those.
      ...(file.size <= image.size ? { part, pieces: () => piecesOf(file.size, part) } : {}),
      async beside(name, most) {
        // What stands under a name now is not what lay beside a file that was deleted.
        if (file.isDeleted) return null;
        const other = listing.fileNamed(file.path.slice(0, file.path.lastIndexOf('/') + 1) + name);
        return other === null || other.size > most ? null : ((await seized(other))?.bytes(most) ?? null);
      },
    };
  };

  for (const file of listing.files()) {
    if (signal.aborted) throw new Fault('job.cancelled');
    if (wants?.(file.path) === false) continue;
    if (file.content === 'gone' && file.size > 0) gone++;
    if (file.number < from) continue;
    const one = await seized(file);
    if (one !== null) yield one;
  }
  if (gone > 0) onUnread({ path: shown, reason: `image: ${gone} deleted files of which nothing says any more where their content lay` });
  if (left.programs < 0)
    onUnread({ path: shown, reason: `image: ${-left.programs} files beyond the first ${MOST_BY_TOOL} whose content has no plain place` });
}

async function* piecesOf(size: number, part: (from: number, length: number) => Uint8Array): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < size; from += PIECE_BYTES) yield part(from, PIECE_BYTES);
}

/** Bytes of the file from a place on; holes are zeros. */
function partOf(image: Image, { runs }: ImageFile, length: number, from: number): Uint8Array {
  const bytes = new Uint8Array(length);
  readRuns(image, runs ?? [], bytes, from);
  return bytes;
}
