// Images of the Expert Witness Compression Format as EnCase 1 to 7, FTK Imager, ewfacquire and Guymager write them (E01). Every chunk is tested by
// its own checksum before a byte of it is given out.
import { inflateSync } from 'node:zlib';
import { Fault } from '../../../../../shared/model/fault.ts';
import { type Image, newProblems, type Problems } from '../image.ts';
import { nameBehind } from '../partNames.ts';
import { openParts, type PartFiles } from '../partFiles.ts';
import { type HeaderValue, readErrors, readHeaderText, readStatedHashes, type StatedHash } from './header.ts';
import { readSegment, type Section, type Segment, sectionBytes } from './sections.ts';
import { mostPacked, storedChunk } from './storedChunk.ts';
import { createEntries, type Extent, isLost, type Table, type TableRow, tablesOf } from './tables.ts';
import { walkUntold } from './untold.ts';
import { readVolume, type Volume } from './volume.ts';

const VOLUME_BYTES = 1052;
const LARGEST_HEADER = 1 << 20;
/** Unpacked chunks that are kept: reading goes forward, and pieces overlap a little. */
const KEPT_BYTES = 8 << 20;

/** Faults: image.damaged, image.missingPart, image.mixedParts, image.unreadable. */
export function openEwfImage(paths: readonly string[]): Image {
  const files = openParts(paths);
  try {
    return opened(files, paths);
  } catch (error) {
    files.close();
    throw error;
  }
}

function opened(files: PartFiles, paths: readonly string[]): Image {
  const problems = newProblems();
  const segments = paths.map((_, part) => readSegment(files, part, problems));
  segments.forEach(({ number, ends }, i) => {
    if (number !== i + 1) throw new Fault('image.mixedParts', { name: files.names[i] as string });
    if (ends === 'done' && i < segments.length - 1) throw new Fault('image.mixedParts', { name: files.names[i + 1] as string });
  });
  if (segments.at(-1)?.ends === 'next') throw new Fault('image.missingPart', { name: nameBehind(paths) });
  const volume = volumeOf(files, segments, problems);
  const told = headerOf(files, segments, volume, problems);
  const extent = placed(tablesOf(files, segments, problems), volume, files, problems);
  const chunk = createChunks(files, extent, volume, problems);
  // What no table tells of is sought when somebody reads it.
  if (extent.gap === null || extent.gap.last * volume.chunkBytes < extent.size)
    extent.size += beyondLastSector(chunk, extent.size, volume, files.names[0] as string, problems);
  const { size } = extent;
  return {
    form: 'ewf',
    ...{ paths, names: files.names, size, ...told, problems: problems.list },
    read(target, at) {
      const wanted = Math.max(0, Math.min(target.length, size - at));
      for (let done = 0; done < wanted; ) {
        const number = Math.floor((at + done) / volume.chunkBytes);
        const within = at + done - number * volume.chunkBytes;
        const count = Math.min(wanted - done, volume.chunkBytes - within);
        const bytes = chunk(number);
        if (bytes === null) target.fill(0, done, done + count);
        else target.set(bytes.subarray(within, within + count), done);
        done += count;
      }
      return wanted;
    },
    close: () => files.close(),
  };
}

function volumeOf(files: PartFiles, segments: readonly Segment[], problems: Problems): Volume {
  let found: Volume | null = null;
  for (const segment of segments) {
    for (const section of segment.sections) {
      if (!['volume', 'disk', 'data'].includes(section.type)) continue;
      const volume = readVolume(sectionBytes(files, section, VOLUME_BYTES));
      const name = files.names[section.segment] as string;
      if (volume === null) problems.add(name, `the section "${section.type}" at byte ${section.start} is damaged`);
      else if (found === null) found = volume;
      // Chunks of another acquisition would be read as if they stood behind those of this one.
      else if (volume.setIdentifier !== '' && found.setIdentifier !== '' && volume.setIdentifier !== found.setIdentifier)
        throw new Fault('image.mixedParts', { name });
      else if (volume.size !== found.size || volume.chunkBytes !== found.chunkBytes)
        problems.add(name, `the section "${section.type}" at byte ${section.start} states other sizes than the first one, which is used`);
    }
  }
  if (found === null) throw new Fault('image.damaged', { name: files.names[0] as string, reason: 'volume' });
  return found;
}

function headerOf(files: PartFiles, segments: readonly Segment[], volume: Volume, problems: Problems) {
  const byType = new Map<string, readonly HeaderValue[]>();
  const hashes: StatedHash[] = [];
  let hasHashes = false;
  const each = (section: Section): void => {
    const { type } = section;
    const name = files.names[section.segment] as string;
    const damaged = (): void => problems.add(name, `the section "${type}" at byte ${section.start} is damaged`);
    if (type === 'header2' || type === 'header') {
      const values = readHeaderText(sectionBytes(files, section, LARGEST_HEADER));
      if (values === null) damaged();
      else if (!byType.has(type)) byType.set(type, values);
    } else if (type === 'hash' || type === 'digest') {
      hasHashes = true;
      const read = readStatedHashes(type, sectionBytes(files, section, 80));
      if (read === null) damaged();
      for (const hash of read ?? []) {
        const same = hashes.find((known) => known.name === hash.name);
        if (same === undefined) hashes.push(hash);
        else if (same.value !== hash.value) problems.add(name, `it states two different sums (${hash.name})`);
      }
    } else if (type === 'error2') {
      const ranges = readErrors(sectionBytes(files, section, LARGEST_HEADER));
      if (ranges === null) damaged();
      for (const { first, count } of ranges ?? [])
        problems.add(name, `sectors ${first} to ${first + count - 1} could not be read when the image was made`);
    }
  };
  for (const segment of segments) segment.sections.forEach(each);
  if (!hasHashes) problems.add(files.names.at(-1) as string, 'the image states no sum of its bytes');
  const header = [...(byType.get('header2') ?? byType.get('header') ?? [])];
  if (volume.mediaType !== '') header.push({ code: 'mediaType', value: volume.mediaType });
  if (volume.setIdentifier !== '') header.push({ code: 'setIdentifier', value: volume.setIdentifier });
  return { header, statedHashes: hashes };
}

interface Span {
  /** Number of its first chunk. */
  readonly first: number;
  readonly table: Table;
}

/** Chunks from `first` to the one before `last`, of which no table tells. */
interface Gap {
  readonly first: number;
  readonly last: number;
  /** Where they lie, as far as that is known without a break. */
  readonly sections: readonly Section[];
}

interface Extents {
  readonly spans: readonly Span[];
  readonly gap: Gap | null;
  size: number;
}

/**
 * Chunks have no numbers of their own: a table's place follows from those before it. Where tables are lost, those before the first gap keep their
 * place, those behind the last one are counted from the end; between, chunks are sought from the first one on.
 */
function placed(row: TableRow, volume: Volume, files: PartFiles, problems: Problems): Extents {
  const name = files.names[0] as string;
  const { chunkBytes } = volume;
  const firstGap = row.findIndex(isLost);
  const spans: Span[] = [];
  let first = 0;
  for (const table of firstGap === -1 ? row : row.slice(0, firstGap)) {
    spans.push({ first, table: table as Table });
    first += (table as Table).count;
  }
  const stated = Math.ceil(volume.size / chunkBytes);
  if (volume.chunks !== stated) problems.add(name, `it states ${volume.chunks} chunks, and a size that makes ${stated}`);
  if (firstGap === -1) {
    const size = Math.min(volume.size, first * chunkBytes);
    if (first !== stated) problems.add(name, `it states ${stated} chunks, and its tables hold ${first}; bytes up to ${size} are read`);
    if (size === 0) throw new Fault('image.damaged', { name, reason: 'tables' });
    return { spans, gap: null, size };
  }
  const behind: Span[] = [];
  let last = stated;
  for (let i = row.length - 1; !isLost(row[i] as Table); i--) {
    const table = row[i] as Table;
    last -= table.count;
    behind.unshift({ first: last, table });
  }
  if (last < first) throw new Fault('image.damaged', { name, reason: 'tables' });
  const sections: Section[] = [];
  for (const one of row.slice(firstGap)) {
    if (!isLost(one) || one.untold === null) break;
    sections.push(one.untold);
  }
  const gap = { first, last, sections };
  if (sections.length === 0) tellLost(gap, first, 'have no table', volume, name, problems);
  return { spans: [...spans, ...behind], gap, size: volume.size };
}

function tellLost({ last }: Gap, from: number, why: string, { size, chunkBytes }: Volume, name: string, problems: Problems): void {
  if (last > from)
    problems.add(name, `chunks ${from} to ${last - 1} ${why}`, from * chunkBytes, Math.min(size, last * chunkBytes) - from * chunkBytes);
}

/**
 * Of a file whose last sector is not whole, ewfacquire keeps and sums every byte and states whole sectors alone. A chunk that was filled up with
 * zeros is longer by sectors.
 */
function beyondLastSector(
  chunk: (number: number) => Uint8Array | null,
  size: number,
  { chunkBytes, sectorBytes }: Volume,
  name: string,
  problems: Problems,
): number {
  const last = Math.ceil(size / chunkBytes) - 1;
  const more = (chunk(last)?.length ?? 0) - (size - last * chunkBytes);
  if (more <= 0 || more >= sectorBytes) return 0;
  problems.add(name, `it states ${size} bytes, and its last chunk holds ${more} more, which are read: a part of a sector`);
  return more;
}

/** Gives the bytes of a chunk, or null where it is lost or damaged, which is told. */
function createChunks(files: PartFiles, extent: Extents, volume: Volume, problems: Problems) {
  const { spans, gap } = extent;
  const { chunkBytes } = volume;
  const untold =
    gap === null || gap.sections.length === 0
      ? null
      : walkUntold(
          files,
          gap.sections,
          chunkBytes,
          (index) => Math.min(chunkBytes, extent.size - (gap.first + index) * chunkBytes),
          (found) =>
            tellLost(
              gap,
              gap.first + found,
              'are not found behind those before; read as zeros',
              volume,
              files.names[0] as string,
              problems,
            ),
        );
  const extentOf = createEntries(files, problems);
  const kept = new Map<number, Uint8Array | null>();
  const most = Math.max(1, Math.floor(KEPT_BYTES / chunkBytes));
  const spanOf = (number: number): Span | null => {
    let low = 0;
    let high = spans.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((spans[middle] as Span).first <= number) low = middle + 1;
      else high = middle;
    }
    const span = spans[low - 1];
    return span !== undefined && number < span.first + span.table.count ? span : null;
  };
  const readChunk = (number: number): Uint8Array | null => {
    const span = spanOf(number);
    // Told once for all of them.
    if (span === null) return gap === null || number < gap.first || number >= gap.last ? null : (untold?.(number - gap.first) ?? null);
    const at = number * chunkBytes;
    const expected = Math.min(chunkBytes, extent.size - at);
    const name = files.names[span.table.data.segment] as string;
    let read: Uint8Array | string;
    try {
      const place = extentOf(span.table, number - span.first);
      read = place === null ? 'its place lies outside of the chunks' : unpacked(files, place, expected, chunkBytes);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      read = `it cannot be read (${error.parameters.reason})`;
    }
    if (typeof read !== 'string') return read;
    problems.add(name, `chunk ${number} at byte ${at} is damaged: ${read}; read as zeros`, at, expected);
    return null;
  };
  return (number: number): Uint8Array | null => {
    let bytes = kept.get(number);
    if (bytes === undefined) {
      bytes = readChunk(number);
      if (kept.size >= most) kept.delete(kept.keys().next().value as number);
      kept.set(number, bytes);
    }
    return bytes;
  };
}

/** The chunk, or what is wrong with it. */
function unpacked(files: PartFiles, extent: Extent, expected: number, chunkBytes: number): Uint8Array | string {
  const bytes = new Uint8Array(Math.min(extent.end - extent.start, mostPacked(chunkBytes)));
  if (files.read(extent.segment, bytes, extent.start) < bytes.length) return 'it lies beyond the end of the file';
  if (extent.isPacked) {
    try {
      const chunk = inflateSync(bytes, { maxOutputLength: chunkBytes });
      return chunk.length < expected ? `it unpacks to ${chunk.length} bytes` : chunk;
    } catch (error) {
      return `it does not unpack (${(error as { code?: string }).code ?? 'unknown'})`;
    }
  }
  return storedChunk(bytes, expected, chunkBytes) ?? 'its checksum does not fit';
}
