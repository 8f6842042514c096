// Bitcoin Core's block files: one blk*.dat, or a `blocks` folder with blk, rev and xor.dat. Reads frames and headers
// only; blocks stay where they are until they are checked.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Fault } from '../../../../shared/model/fault.ts';
import { HEADER_BYTES } from '../../chains/index.ts';
import { breathe, throwIfCancelled, type Work } from '../../kernel/index.ts';
import { type BlockPlace, EMPTY_MATERIAL, type Importer, type Material, type Probe, type Progress, type RejectedRow } from '../material.ts';
import { openSourceFile, type SourceFile } from '../sourceFile.ts';
import { frames, isKnownMagic } from './frames.ts';
import { createUndoFinder } from './undoFiles.ts';

export const BLOCK_FILE = /^blk\d{5,}\.dat$/;
/** Consensus: a block weighs at most 4,000,000 and so has at most as many bytes; the rest is slack for other chains. */
export const LARGEST_BLOCK = 8_000_000;
export const SMALLEST_BLOCK = HEADER_BYTES + 1 + 60;

/** The key that lies beside block files since Bitcoin Core 28, or none. */
export function xorKeyBeside(folder: string): Uint8Array {
  const path = join(folder, 'xor.dat');
  if (!existsSync(path)) return new Uint8Array(0);
  if (statSync(path).size > 64) throw new Fault('intake.malformed', { file: 'xor.dat', row: 0, reason: 'it is longer than a key' });
  return new Uint8Array(readFileSync(path));
}

/** The folder that holds the blk files: the one given, or its `blocks`. */
export function blocksFolder(path: string): string | null {
  for (const folder of [path, join(path, 'blocks')]) {
    if (existsSync(folder) && statSync(folder).isDirectory() && readdirSync(folder).some((name) => BLOCK_FILE.test(name))) return folder;
  }
  return null;
}

async function read(paths: readonly string[], xorKey: Uint8Array, work: Work<Progress>): Promise<Material> {
  const files: SourceFile[] = [];
  const blocks: BlockPlace[] = [];
  const rejected: RejectedRow[] = [];
  let magic: Uint8Array | null = null;
  for (const path of paths) {
    const file = openSourceFile(path, xorKey);
    files.push(file);
    for (const frame of frames(file, SMALLEST_BLOCK, LARGEST_BLOCK, rejected)) {
      blocks.push({ file: files.length - 1, offset: frame.offset, length: frame.length, header: frame.head });
      magic ??= frame.magic;
      if (blocks.length % 2000 === 0) {
        work.report({ phase: 'headers', done: blocks.length, total: null, unit: 'blocks' });
        throwIfCancelled(work);
        await breathe();
      }
    }
  }
  const undo = createUndoFinder(paths, xorKey, blocks, rejected);
  return { ...EMPTY_MATERIAL, files: [...files, ...undo.files], blocks, rejected, magic, undo: undo.find };
}

export const coreBlocks: Importer = {
  id: 'coreBlocks',
  version: '1',
  sniff: (probe) => probe.folder && blocksFolder(probe.path) !== null,
  read(probe: Probe, work) {
    const folder = blocksFolder(probe.path) as string;
    const names = readdirSync(folder)
      .filter((name) => BLOCK_FILE.test(name))
      .sort();
    return read(
      names.map((name) => join(folder, name)),
      xorKeyBeside(folder),
      work,
    );
  },
};

export const blockFile: Importer = {
  id: 'blockFile',
  version: '1',
  sniff: (probe) =>
    !probe.folder && probe.head.length >= 8 && (isKnownMagic(probe.head, 0) || (BLOCK_FILE.test(probe.name) && probe.size > 0)),
  read: (probe, work) => read([probe.path], xorKeyBeside(dirname(probe.path)), work),
};
