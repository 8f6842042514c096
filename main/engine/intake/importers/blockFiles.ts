// Bitcoin Core's block files: one blk*.dat, or a `blocks` folder with blk, rev and xor.dat. Reads frames and headers
// only; blocks stay where they are until they are checked.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Fault } from '../../../../shared/model/fault.ts';
import { BITCOIN_NETWORKS, HEADER_BYTES } from '../../chains/index.ts';
import { breathe, throwIfCancelled, type Work } from '../../kernel/index.ts';
import { type BlockPlace, EMPTY_MATERIAL, type Importer, type Material, type Probe, type Progress, type RejectedRow } from '../material.ts';
import { openSourceFile, type SourceFile } from '../sourceFile.ts';
import { createUndoFinder } from './undoFiles.ts';

const BLOCK_FILE = /^blk\d{5,}\.dat$/;
/** Consensus: a block weighs at most 4,000,000 and so has at most as many bytes; the rest is slack for other chains. */
const LARGEST_BLOCK = 8_000_000;
const SMALLEST_BLOCK = HEADER_BYTES + 1 + 60;
const WINDOW_BYTES = 1 << 20;

/** The key that lies beside block files since Bitcoin Core 28, or none. */
export function xorKeyBeside(folder: string): Uint8Array {
  const path = join(folder, 'xor.dat');
  if (!existsSync(path)) return new Uint8Array(0);
  if (statSync(path).size > 64) throw new Fault('intake.malformed', { file: 'xor.dat', row: 0, reason: 'it is longer than a key' });
  return new Uint8Array(readFileSync(path));
}

/** The folder that holds the blk files: the one given, or its `blocks`. */
function blocksFolder(path: string): string | null {
  for (const folder of [path, join(path, 'blocks')]) {
    if (existsSync(folder) && statSync(folder).isDirectory() && readdirSync(folder).some((name) => BLOCK_FILE.test(name))) return folder;
  }
  return null;
}

function isKnownMagic(bytes: Uint8Array, at: number): boolean {
  return BITCOIN_NETWORKS.some(({ magic }) => magic.every((byte, i) => bytes[at + i] === byte));
}

export interface Frame {
  readonly offset: number;
  readonly length: number;
}

/** Frames [magic][length][body][trailer] of one file, tolerating zeros and garbage between them. */
export function* frames(
  file: SourceFile,
  least: number,
  largest: number,
  rejected: RejectedRow[],
  trailer = 0,
): Generator<Frame & { head: Uint8Array; magic: Uint8Array }> {
  const lead = new Uint8Array(8 + HEADER_BYTES);
  let at = 0;
  while (at + 8 < file.size) {
    const got = file.readInto(lead, at);
    if (!isKnownMagic(lead, 0)) {
      const next = findMagic(file, at + 1);
      if (next === -1) return;
      at = next;
      continue;
    }
    const length = new DataView(lead.buffer).getUint32(4, true);
    if (length < least || length > largest) {
      rejected.push({ row: at, reason: 'frameLength', text: `${file.name}: ${length}` });
      at += 4;
      continue;
    }
    if (at + 8 + length + trailer > file.size) {
      rejected.push({ row: at, reason: 'halfWritten', text: `${file.name}: ${file.size - at - 8} / ${length}` });
      const next = findMagic(file, at + 1);
      if (next === -1) return;
      at = next;
      continue;
    }
    yield { offset: at + 8, length, head: lead.slice(8, Math.min(got, 8 + HEADER_BYTES)), magic: lead.slice(0, 4) };
    at += 8 + length + trailer;
  }
}

/** Next place of a known magic, or -1: the way over zeros that the node left when it allocated ahead. */
function findMagic(file: SourceFile, from: number): number {
  const window = new Uint8Array(WINDOW_BYTES);
  for (let base = from; base + 4 <= file.size; base += WINDOW_BYTES - 3) {
    const count = file.readInto(window, base);
    for (let i = 0; i + 4 <= count; i++) if (window[i] !== 0 && isKnownMagic(window, i)) return base + i;
    if (count < WINDOW_BYTES) return -1;
  }
  return -1;
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
