// What the header pass learned, kept in the examiner's profile so that the next opening of an archive need not repeat it.
// A comfort and never a source: anything odd in it means that it is not there, and what it says is checked against the files.
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bytesEqual, fromHex, hex } from '../../../../shared/model/bytes.ts';
import { HEADER_BYTES } from '../../chains/index.ts';
import { breathe, sha256Hex, sha256Stream } from '../../kernel/index.ts';
import type { RejectedRow } from '../material.ts';
import type { ArchiveFile } from './folder.ts';
import type { FileScan } from './scanFile.ts';

const LABEL = new TextEncoder().encode('Tracehold archive headers\n');
const VERSION = 1;
/** Label, version, length of the index; a multiple of four so that the columns behind it can be read in place. */
const FIXED_BYTES = Math.ceil((LABEL.length + 8) / 4) * 4;
const DIGEST_BYTES = 32;
const PIECE_BYTES = 1 << 22;

export interface CachedFile {
  readonly file: ArchiveFile;
  readonly scan: FileScan;
}

/** One row of the index: name, size, modified, blocks, magic, rejected rows. */
type IndexRow = readonly [string, number, number, number, string, readonly RejectedRow[]];

/** Where the cache of an archive lies: its name tells nothing of the path to whoever sees the folder. */
export function cachePath(cacheFolder: string, archivePath: string): string {
  return join(cacheFolder, `${sha256Hex(archivePath)}.headers`);
}

/** Scans by file name; empty where there is no cache, or none that can be trusted to be what was written. */
export async function readCache(path: string, xorKey: Uint8Array): Promise<Map<string, CachedFile>> {
  try {
    return await readChecked(path, xorKey);
  } catch {
    // Missing, unreadable, or lying about itself: the files are read instead.
    return new Map();
  }
}

async function readChecked(path: string, xorKey: Uint8Array): Promise<Map<string, CachedFile>> {
  const read = await readFile(path);
  // A small file may come inside a shared buffer, where words cannot be viewed.
  const bytes = read.byteOffset % 4 === 0 ? read : new Uint8Array(read);
  const end = bytes.length - DIGEST_BYTES;
  const digest = sha256Stream();
  for (let at = 0; at < end; at += PIECE_BYTES) {
    digest.update(bytes.subarray(at, Math.min(end, at + PIECE_BYTES)));
    await breathe();
  }
  const files = new Map<string, CachedFile>();
  if (end < FIXED_BYTES || !bytesEqual(digest.digest(), bytes.subarray(end))) return files;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (!bytesEqual(bytes.subarray(0, LABEL.length), LABEL) || view.getUint32(FIXED_BYTES - 8, true) !== VERSION) return files;
  const indexLength = view.getUint32(FIXED_BYTES - 4, true);
  const index = JSON.parse(new TextDecoder().decode(bytes.subarray(FIXED_BYTES, FIXED_BYTES + indexLength))) as {
    readonly xorKey: string;
    readonly files: readonly IndexRow[];
  };
  if (index.xorKey !== hex(xorKey)) return files;
  let at = FIXED_BYTES + indexLength;
  for (const [name, size, modified, count, magic, rejected] of index.files) {
    const offsets = new Uint32Array(bytes.buffer, bytes.byteOffset + at, count);
    const lengths = new Uint32Array(bytes.buffer, bytes.byteOffset + at + count * 4, count);
    const headers = bytes.subarray(at + count * 8, at + count * (8 + HEADER_BYTES));
    at += count * (8 + HEADER_BYTES);
    files.set(name, {
      file: { name, size, modified },
      scan: { offsets, lengths, headers, magic: fromHex(magic), halfWritten: false, rejected },
    });
  }
  return at === end ? files : new Map();
}

/**
 * Replaces the cache by these scans, whole or not at all. A profile that cannot be written to is no reason to stop: gives false.
 * Files whose last frame is half-written are left out, as they have to be read again anyway.
 */
export async function writeCache(path: string, xorKey: Uint8Array, scanned: readonly CachedFile[]): Promise<boolean> {
  const part = `${path}.${process.pid}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeTo(
      part,
      xorKey,
      scanned.filter(({ scan }) => !scan.halfWritten),
    );
    await rename(part, path);
    return true;
  } catch {
    await rm(part, { force: true }).catch(() => undefined);
    return false;
  }
}

async function writeTo(path: string, xorKey: Uint8Array, scanned: readonly CachedFile[]): Promise<void> {
  const rows = scanned.map(
    ({ file, scan }): IndexRow => [file.name, file.size, file.modified, scan.offsets.length, hex(scan.magic), scan.rejected],
  );
  const text = new TextEncoder().encode(JSON.stringify({ xorKey: hex(xorKey), files: rows }));
  const index = new Uint8Array(Math.ceil(text.length / 4) * 4).fill(0x20);
  index.set(text);
  const fixed = new Uint8Array(FIXED_BYTES);
  fixed.set(LABEL);
  const view = new DataView(fixed.buffer);
  view.setUint32(FIXED_BYTES - 8, VERSION, true);
  view.setUint32(FIXED_BYTES - 4, index.length, true);

  const file = await open(path, 'w', 0o600);
  try {
    const digest = sha256Stream();
    const piece = new Uint8Array(PIECE_BYTES);
    let filled = 0;
    const flush = async (): Promise<void> => {
      digest.update(piece.subarray(0, filled));
      await file.writeFile(piece.subarray(0, filled));
      filled = 0;
    };
    const put = async (column: Uint8Array): Promise<void> => {
      for (let from = 0; from < column.length; ) {
        const some = column.subarray(from, from + PIECE_BYTES - filled);
        piece.set(some, filled);
        filled += some.length;
        from += some.length;
        if (filled === PIECE_BYTES) await flush();
      }
    };
    await put(fixed);
    await put(index);
    for (const { scan } of scanned) {
      await put(new Uint8Array(scan.offsets.buffer, scan.offsets.byteOffset, scan.offsets.byteLength));
      await put(new Uint8Array(scan.lengths.buffer, scan.lengths.byteOffset, scan.lengths.byteLength));
      await put(scan.headers);
    }
    await flush();
    await file.writeFile(digest.digest());
  } finally {
    await file.close();
  }
}
