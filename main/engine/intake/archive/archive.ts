// Opens a node's `blocks` folder of any size: the header pass over its files, resumed from the cache, and the packed result.
// It reads no transaction, judges no header, and knows nothing of a case.
import { join } from 'node:path';
import { BITCOIN_FORM, HEADER_BYTES, HashIndex, headerHashes, obfuscationOf, type TransactionForm } from '../../chains/index.ts';
import { breathe, throwIfCancelled, type Work } from '../../kernel/index.ts';
import type { BlockStore } from '../blockStore.ts';
import type { Progress, RejectedRow } from '../material.ts';
import type { ArchiveIndex } from './archiveIndex.ts';
import { type CachedFile, cachePath, readCache, writeCache } from './cache.ts';
import { type Disk, diskFault, nodeDisk } from './disk.ts';
import { type ArchiveFile, type ArchiveFolder, listDigest, listFolder } from './folder.ts';
import { createColumns, type GrowingColumns } from './growingColumns.ts';
import { type FileKey, type FileScan, scanFile, stillHolds } from './scanFile.ts';
import { openBlockStore } from './store.ts';

/** Files read at once: where a header lies is known only after the one before, so a fast disk is kept busy by several files. */
const FILES_AT_ONCE = 8;
/** The cache is written again after so many files, or an eighth of those known, so that its writing stays a small part. */
const FILES_PER_WRITE = 64;
const HEADERS_PER_BATCH = 16_384;
/** A folder full of garbage is not told row by row. */
const MOST_REJECTED = 10_000;
const READS_PER_REPORT = 64;

export interface Archive extends ArchiveIndex {
  /** Each has open files of its own, which `close` gives back. */
  /** Blocks and undo data in the form of their network; Bitcoin's by default. */
  store(form?: TransactionForm): BlockStore;
}

/**
 * Opens a node's folder, or its `blocks`. `cacheFolder` lies in the examiner's profile; null for no cache. A cancelled pass keeps
 * what it learned. Faults: intake.unrecognised, intake.unreadable, intake.sourceChanged, job.cancelled.
 */
export async function openArchive(
  given: string,
  cacheFolder: string | null,
  work: Work<Progress>,
  disk: Disk = nodeDisk,
): Promise<Archive> {
  const folder = await listFolder(given);
  throwIfCancelled(work);
  const cache = cacheFolder === null ? null : cachePath(cacheFolder, folder.path);
  const known = cache === null ? new Map<string, CachedFile>() : await readCache(cache, folder.xorKey);
  const pass = await headerPass(folder, known, cache, work, disk);
  known.clear();
  return assemble(folder, pass, disk);
}

/** What is kept of a file's scan beside its columns. */
type FileRow = Pick<FileScan, 'magic' | 'halfWritten' | 'rejected'> & { readonly first: number; readonly blocks: number };

interface PassResult {
  readonly columns: GrowingColumns;
  /** One per blk file. */
  readonly rows: readonly FileRow[];
  readonly scanned: number;
}

async function headerPass(
  folder: ArchiveFolder,
  known: ReadonlyMap<string, CachedFile>,
  cache: string | null,
  work: Work<Progress>,
  disk: Disk,
): Promise<PassResult> {
  const { blockFiles, xorKey } = folder;
  const key: FileKey = { xorKey, obfuscation: obfuscationOf(xorKey) };
  const total = blockFiles.reduce((sum, file) => sum + file.size, 0);
  const columns = createColumns();
  const rows: FileRow[] = [];
  /** Scans that were finished before one of an earlier file. */
  const early = new Map<number, FileScan>();
  const present = new Set(blockFiles.map((file) => file.name));
  let unsaved = [...known.keys()].filter((name) => !present.has(name)).length;
  let next = 0;
  let scanned = 0;
  let bytesDone = 0;
  let reads = 0;
  let failed = false;
  let saving = false;
  const report = () => work.report({ phase: 'headers', done: bytesDone, total, unit: 'bytes' });

  const keep = (number: number, scan: FileScan): void => {
    early.set(number, scan);
    for (let ready = early.get(rows.length); ready !== undefined; ready = early.get(rows.length)) {
      const { magic, halfWritten, rejected, offsets } = ready;
      early.delete(rows.length);
      rows.push({ magic, halfWritten, rejected, first: columns.count, blocks: offsets.length });
      columns.append(ready, rows.length - 1);
    }
  };
  const save = async (): Promise<void> => {
    if (cache === null || unsaved === 0) return;
    unsaved = 0;
    const placed = rows.map((row, i) => ({
      file: blockFiles[i] as ArchiveFile,
      scan: { ...row, ...columns.stretch(row.first, row.blocks) },
    }));
    const others = [...early].map(([i, scan]) => ({ file: blockFiles[i] as ArchiveFile, scan }));
    await writeCache(cache, xorKey, [...placed, ...others]);
  };

  const takeFile = async (file: ArchiveFile): Promise<FileScan> => {
    const opened = await disk.open(join(folder.path, file.name)).catch((error: unknown) => {
      throw diskFault(error, file.name);
    });
    try {
      const before = known.get(file.name);
      if (before?.file.size === file.size && before.file.modified === file.modified && (await stillHolds(opened, file, key, before.scan)))
        return before.scan;
      scanned++;
      let reached = 0;
      const scan = await scanFile(opened, file, key, (at) => {
        if (failed) throw new Stopped();
        throwIfCancelled(work);
        bytesDone += Math.max(0, at - reached);
        reached = Math.max(reached, at);
        if (++reads % READS_PER_REPORT === 0) report();
      });
      bytesDone -= reached;
      return scan;
    } finally {
      await opened.close();
    }
  };
  const lane = async (): Promise<void> => {
    while (!failed && next < blockFiles.length) {
      throwIfCancelled(work);
      const number = next++;
      const file = blockFiles[number] as ArchiveFile;
      const scan = await takeFile(file);
      keep(number, scan);
      if (scan !== known.get(file.name)?.scan) unsaved++;
      bytesDone += file.size;
      report();
      if (!saving && unsaved >= Math.max(FILES_PER_WRITE, rows.length >>> 3)) {
        saving = true;
        await save();
        saving = false;
      }
    }
  };
  report();
  const ends = await Promise.allSettled(
    Array.from({ length: FILES_AT_ONCE }, () =>
      lane().catch((error: unknown) => {
        failed = true;
        throw error;
      }),
    ),
  );
  await save();
  const causes = ends.flatMap((end) => (end.status === 'rejected' && !(end.reason instanceof Stopped) ? [end.reason as unknown] : []));
  if (causes.length > 0) throw causes[0];
  return { columns, rows, scanned };
}

/** Ends a lane because another one failed. */
class Stopped extends Error {}

async function assemble(folder: ArchiveFolder, { columns, rows, scanned }: PassResult, disk: Disk): Promise<Archive> {
  const { count } = columns;
  const { records, fileOf, offset, length } = columns.finished();
  const hashes = new Uint8Array(count * 32);
  const index = new HashIndex(hashes, count);
  for (let from = 0; from < count; from += HEADERS_PER_BATCH) {
    const to = Math.min(count, from + HEADERS_PER_BATCH);
    hashes.set(headerHashes(records.subarray(from * HEADER_BYTES, to * HEADER_BYTES)), from * 32);
    for (let block = from; block < to; block++) index.addIfAbsent(block);
    await breathe();
  }
  const rejected: RejectedRow[] = [];
  let unlisted = 0;
  for (const row of rows.flatMap((one) => one.rejected)) rejected.length < MOST_REJECTED ? rejected.push(row) : unlisted++;
  if (unlisted > 0) rejected.push({ row: 0, reason: 'more', text: String(unlisted) });

  const { path, xorKey, blockFiles, undoFiles } = folder;
  const files = [...blockFiles, ...undoFiles];
  const bytesOf = (list: readonly ArchiveFile[]) => list.reduce((sum, file) => sum + file.size, 0);
  const archive: Archive = {
    folder: path,
    ...{ xorKey, files, count, records, hashes, fileOf, offset, length, rejected },
    filesScanned: scanned,
    magic: rows.find((row) => row.blocks > 0)?.magic ?? null,
    listDigest: listDigest(files),
    blocksBytes: bytesOf(blockFiles),
    undoBytes: bytesOf(undoFiles),
    find: (hash) => index.find(hash, 0),
    store: (form = BITCOIN_FORM) => openBlockStore(archive, disk, form),
  };
  return archive;
}
