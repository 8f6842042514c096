// Undo records of an archive, found when a block's are asked for: the frames of its rev file are listed then, and only the bytes
// of the record are read. No header commits to these values; they are one source's word.
import { Fault } from '../../../../shared/model/fault.ts';
import { HEADER_BYTES, type Obfuscation, pickUndo, type TransactionForm, type UndoPick } from '../../chains/index.ts';
import type { BlockUndo } from '../blockStore.ts';
import type { FrameLimits } from '../importers/frameWalk.ts';
import { CHECKSUM_BYTES, LARGEST_UNDO, matchUndo, MOST_MISSES, NEAR } from '../importers/undoMatch.ts';
import type { RejectedRow } from '../material.ts';
import type { ArchiveIndex } from './archiveIndex.ts';
import { type DiskFile, readWhole } from './disk.ts';
import type { ArchiveFile } from './folder.ts';
import type { FileHandles } from './handles.ts';
import { walkOnDisk } from './scanFile.ts';

const UNDO_LIMITS: FrameLimits = { least: 1, largest: LARGEST_UNDO, trailer: CHECKSUM_BYTES };
/** Records of all rev files that are kept listed: those of a whole mainnet archive are fewer. */
const MOST_LISTED = 4_000_000;
/** Small records lie side by side, and one read serves many. */
const SMALL_RECORD_BYTES = 16_384;
const PAGE_BYTES = 1 << 16;
const PAGES_KEPT = 4;
const MOST_REJECTED = 1000;
/** A pass that wants the record of every block finds them one behind the other, or nearly: after a few, many are read at once. */
const IN_ORDER = 3;
const NEXT_FEW = 16;
const AHEAD_BYTES = 4 << 20;

/** Records of one rev file, in file order. */
interface Listing {
  readonly file: number;
  readonly offsets: Uint32Array;
  readonly lengths: Uint32Array;
  /** Transactions behind the coinbase as each record says: which records can belong to a block at all. */
  readonly txCounts: Uint32Array;
  /** Record of each block that was found before. */
  readonly found: Map<number, number>;
  /** Behind the record found last: where the next block's is when blocks are read in the order of the chain. */
  next: number;
  misses: number;
  /** How many were found close behind the one before, up to now. */
  inOrder: number;
  /** Stretches of the file with small records, by number: a page and what the last record in it needs. */
  readonly pages: Map<number, Uint8Array>;
}

export interface UndoReader {
  readonly expected: boolean;
  /** Bytes of undo data that come with a block, if those of its file are shared out by the blocks' lengths. */
  share(block: number): number;
  /** Undo data of a block by its number, or null where its rev file holds none that fits. */
  find(block: number, inputsPerTransaction: () => readonly number[]): Promise<BlockUndo | null>;
}

export function createUndoReader(
  archive: ArchiveIndex,
  handles: FileHandles,
  obfuscation: Obfuscation | null,
  form: TransactionForm,
): UndoReader {
  const { files, fileOf, records, rejected, xorKey } = archive;
  const revFiles = revFileOfEach(files);
  const firstOfFile = firstBlocks(fileOf, files.length);
  const listings = new Map<number, Promise<Listing>>();
  let listed = 0;
  let told = 0;
  let forked: Uint8Array | null = null;
  let ahead: { readonly file: number; readonly start: number; readonly bytes: Uint8Array } | null = null;

  const listingOf = async (file: number): Promise<Listing> => {
    const known = listings.get(file);
    if (known !== undefined) {
      listings.delete(file);
      listings.set(file, known);
      return known;
    }
    const making = handles.withFile(file, (opened) => list(opened, file));
    listings.set(file, making);
    try {
      listed += (await making).offsets.length;
    } catch (error) {
      listings.delete(file);
      throw error;
    }
    for (const [other, entry] of listings) {
      if (listed <= MOST_LISTED || other === file) break;
      listings.delete(other);
      listed -= (await entry).offsets.length;
    }
    return making;
  };

  const list = async (opened: DiskFile, file: number): Promise<Listing> => {
    const offsets: number[] = [];
    const lengths: number[] = [];
    const txCounts: number[] = [];
    const key = { xorKey, obfuscation };
    const rows: RejectedRow[] = [];
    await walkOnDisk(
      opened,
      files[file] as ArchiveFile,
      key,
      UNDO_LIMITS,
      rows,
      (walk) => {
        offsets.push(walk.offset);
        lengths.push(walk.length);
        txCounts.push(leadingCount(walk.window, walk.leadAt + 8));
      },
      () => undefined,
    );
    for (const row of rows) tell(row);
    return {
      file,
      offsets: Uint32Array.from(offsets),
      lengths: Uint32Array.from(lengths),
      txCounts: Uint32Array.from(txCounts),
      ...{ found: new Map(), next: 0, misses: 0, inOrder: 0, pages: new Map() },
    };
  };

  const tell = (row: RejectedRow): void => {
    if (told++ < MOST_REJECTED) rejected.push(row);
  };

  const readBytes = (file: number, at: number, length: number): Promise<Uint8Array> =>
    handles.withFile(file, async (opened) => {
      const bytes = new Uint8Array(length);
      await readWhole(opened, (files[file] as ArchiveFile).name, bytes, at);
      obfuscation?.(bytes, at);
      return bytes;
    });

  /** The record and its checksum, as bytes of its own. */
  const readRecord = async (listing: Listing, record: number): Promise<Uint8Array> => {
    const { file, pages } = listing;
    const at = listing.offsets[record] as number;
    const length = (listing.lengths[record] as number) + CHECKSUM_BYTES;
    const { size } = files[file] as ArchiveFile;
    const end = at + length;
    const isAhead = () => ahead !== null && ahead.file === file && at >= ahead.start && end <= ahead.start + ahead.bytes.length;
    if (listing.inOrder >= IN_ORDER && isNext(listing, record) && !isAhead())
      ahead = { file, start: at, bytes: await readBytes(file, at, Math.min(Math.max(length, AHEAD_BYTES), size - at)) };
    if (ahead !== null && isAhead()) return ahead.bytes.slice(at - ahead.start, end - ahead.start);
    if (length >= SMALL_RECORD_BYTES) return readBytes(file, at, length);
    const number = Math.floor(at / PAGE_BYTES);
    const start = number * PAGE_BYTES;
    const page = pages.get(number) ?? (await readBytes(file, start, Math.min(PAGE_BYTES + SMALL_RECORD_BYTES, size - start)));
    pages.delete(number);
    pages.set(number, page);
    const [oldest] = pages.keys();
    if (pages.size > PAGES_KEPT && oldest !== undefined) pages.delete(oldest);
    return page.slice(at - start, at - start + length);
  };

  return {
    expected: revFiles.some((file) => file >= 0),
    share(block) {
      const own = fileOf[block] as number;
      const rev = revFiles[own] as number;
      if (rev < 0) return 0;
      const { size } = files[own] as ArchiveFile;
      return size === 0 ? 0 : ((files[rev] as ArchiveFile).size * (archive.length[block] as number)) / size;
    },
    async find(block, inputsPerTransaction) {
      const file = revFiles[fileOf[block] as number] as number;
      if (file < 0) return null;
      const inputs = inputsPerTransaction();
      // Its record is the one that says "nothing", and there is nothing to learn from finding it.
      if (inputs.length === 0) return NOTHING_SPENT;
      const listing = await listingOf(file);
      forked ??= forkedBlocks(archive);
      const known = listing.found.get(block);
      const rank = block - (firstOfFile[fileOf[block] as number] as number);
      const siblings = forked[block] === 1;
      const reach = siblings || listing.misses < MOST_MISSES ? listing.offsets.length : NEAR;
      const order = known === undefined ? candidates(listing, inputs.length, rank, reach) : [known];
      const fits = (undo: UndoPick) => undo.txCount === inputs.length && inputs.every((count, t) => undo.inputs[t] === count);
      const previousHash = records.subarray(block * HEADER_BYTES + 4, block * HEADER_BYTES + 36);
      const search = matchUndo<UndoPick>(order, siblings, previousHash, (undo) => picked(undo, form), fits);
      let step = search.next();
      while (!step.done) step = search.next(await readRecord(listing, step.value));
      const match = step.value;
      if (match === null) {
        if (!siblings) listing.misses++;
        return null;
      }
      listing.inOrder = isNext(listing, match.record) ? listing.inOrder + 1 : 0;
      listing.next = match.record + 1;
      if (match.undo === null) {
        const row = { row: listing.offsets[match.record] as number, reason: match.reason, text: (files[file] as ArchiveFile).name };
        tell(row);
        return null;
      }
      listing.found.set(block, match.record);
      return match.undo;
    },
  };
}

const NOTHING_SPENT: BlockUndo = {
  coinsOf(position) {
    if (position === 0) return [];
    throw new Fault('chain.badTransaction', { reason: 'undo.count', offset: 0 });
  },
  spending: () => [],
};

function isNext({ next }: Listing, record: number): boolean {
  return record >= next && record < next + NEXT_FEW;
}

/** Number in `files` of the rev file beside each blk file, or -1. */
function revFileOfEach(files: readonly ArchiveFile[]): number[] {
  const numberOf = new Map(files.map(({ name }, number) => [name, number]));
  return files.map(({ name }) => (name.startsWith('blk') ? (numberOf.get(`rev${name.slice(3)}`) ?? -1) : -1));
}

function firstBlocks(fileOf: Uint32Array, files: number): Uint32Array {
  const first = new Uint32Array(files);
  for (let block = fileOf.length - 1; block >= 0; block--) first[fileOf[block] as number] = block;
  return first;
}

/** The compact size at a place; what is none matches no block. */
function leadingCount(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  const byte = (i: number) => bytes[at + i] as number;
  if (first < 0xfd) return first;
  if (first === 0xfd) return byte(1) | (byte(2) << 8);
  return first === 0xfe ? (byte(1) | (byte(2) << 8) | (byte(3) << 16) | (byte(4) << 24)) >>> 0 : 0xffff_ffff;
}

/**
 * Records with the right count: behind the last one found, then from the block's own place in its file outwards. Blocks lie as
 * they arrived and records as blocks were connected, which is nearly the same.
 */
function* candidates({ txCounts, next }: Listing, txCount: number, rank: number, reach: number): Generator<number> {
  if (txCounts[next] === txCount) yield next;
  const from = Math.min(rank, txCounts.length - 1);
  for (let distance = 0; distance <= reach; distance++) {
    const after = from + distance;
    const before = from - distance;
    if (before < 0 && after >= txCounts.length) return;
    if (txCounts[after] === txCount) yield after;
    if (distance > 0 && txCounts[before] === txCount) yield before;
  }
}

/** 1 for every block that shares its parent with another one; the same block twice is no sibling. */
function forkedBlocks({ count, records, hashes, find }: ArchiveIndex): Uint8Array {
  const forked = new Uint8Array(count);
  /** First child seen of each parent in the archive, and of the few parents that are not. */
  const childOf = new Int32Array(count).fill(-1);
  const childOfAbsent = new Map<string, number>();
  const sameBlock = (a: number, b: number): boolean =>
    Buffer.compare(hashes.subarray(a * 32, a * 32 + 32), hashes.subarray(b * 32, b * 32 + 32)) === 0;
  for (let block = 0; block < count; block++) {
    const previousHash = records.subarray(block * HEADER_BYTES + 4, block * HEADER_BYTES + 36);
    const parent = find(previousHash);
    const absent = parent === undefined ? Buffer.from(previousHash).toString('hex') : '';
    const first = parent === undefined ? (childOfAbsent.get(absent) ?? -1) : (childOf[parent] as number);
    if (first === -1) {
      if (parent === undefined) childOfAbsent.set(absent, block);
      else childOf[parent] = block;
    } else if (!sameBlock(first, block)) {
      forked[first] = 1;
      forked[block] = 1;
    }
  }
  return forked;
}

/** The record's walk, or why it is none. */
function picked(undo: Uint8Array, form: TransactionForm): UndoPick | string {
  try {
    return pickUndo(undo, form);
  } catch (error) {
    if (error instanceof Fault) return `${error.parameters['reason']}`;
    throw error;
  }
}
