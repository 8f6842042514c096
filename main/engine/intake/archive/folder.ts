// The list of an archive's files: what there is, how large and from when, before a byte of a block is read. The list identifies
// the archive together with its headers.
import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Fault } from '../../../../shared/model/fault.ts';
import { canonicalDigest } from '../../kernel/index.ts';
import { BLOCK_FILE, blocksFolder, xorKeyBeside } from '../importers/blockFiles.ts';
import { diskFault } from './disk.ts';

const UNDO_FILE = /^rev\d{5,}\.dat$/;
const STATS_AT_ONCE = 64;

export interface ArchiveFile {
  readonly name: string;
  readonly size: number;
  /** Milliseconds since 1970 as the file system says, whole. */
  readonly modified: number;
}

export interface ArchiveFolder {
  /** Absolute path of the folder that holds the blk files. */
  readonly path: string;
  readonly xorKey: Uint8Array;
  /** Both in the order of their numbers. */
  readonly blockFiles: readonly ArchiveFile[];
  readonly undoFiles: readonly ArchiveFile[];
}

/** Lists a node's folder or its `blocks`. Faults: intake.unrecognised, intake.unreadable. */
export async function listFolder(given: string): Promise<ArchiveFolder> {
  const found = orFault(basename(given), () => blocksFolder(given));
  if (found === null) throw new Fault('intake.unrecognised', { file: basename(given) });
  const path = resolve(found);
  const names = await readdir(path).catch((error: unknown) => {
    throw diskFault(error, basename(path));
  });
  const files = await statAll(
    path,
    // Numbers have five digits at least, and more when they need them.
    names.filter((name) => BLOCK_FILE.test(name) || UNDO_FILE.test(name)).sort((a, b) => a.length - b.length || (a < b ? -1 : 1)),
  );
  return {
    path,
    xorKey: orFault('xor.dat', () => xorKeyBeside(path)),
    blockFiles: files.filter((file) => BLOCK_FILE.test(file.name)),
    undoFiles: files.filter((file) => UNDO_FILE.test(file.name)),
  };
}

function orFault<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw diskFault(error, file);
  }
}

async function statAll(path: string, names: readonly string[]): Promise<ArchiveFile[]> {
  const files: ArchiveFile[] = [];
  for (let at = 0; at < names.length; at += STATS_AT_ONCE) {
    const part = await Promise.all(
      names.slice(at, at + STATS_AT_ONCE).map(async (name) => {
        const status = await stat(join(path, name)).catch((error: unknown) => {
          throw diskFault(error, name);
        });
        return status.isFile() ? { name, size: status.size, modified: Math.floor(status.mtimeMs) } : null;
      }),
    );
    for (const file of part) if (file !== null) files.push(file);
  }
  return files;
}

/** SHA-256 over name, size and time of every file, in the order of the list. */
export function listDigest(files: readonly ArchiveFile[]): string {
  return canonicalDigest(files.map(({ name, size, modified }) => ({ name, size, modified })));
}
