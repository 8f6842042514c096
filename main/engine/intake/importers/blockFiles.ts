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

/** A file whose frames lie again and again is not told row by row. */
const MOST_LIES = 1000;

/** Frames [magic][length][body][trailer] of one file, tolerating zeros and garbage between them. */
export function* frames(
  file: SourceFile,
  least: number,
  largest: number,
  rejected: RejectedRow[],
  trailer = 0,
): Generator<Frame & { head: Uint8Array; magic: Uint8Array }> {
  const lead = new Uint8Array(8 + HEADER_BYTES);
  const findMagic = createMagicFinder(file);
  let lies = 0;
  const reject = (at: number, reason: string, text: string) => {
    if (++lies <= MOST_LIES) rejected.push({ row: at, reason, text: `${file.name}: ${text}` });
  };
  let at = findMagic(0);
  while (at !== -1 && at + 8 < file.size) {
    const got = file.readInto(lead, at);
    const length = new DataView(lead.buffer).getUint32(4, true);
    const end = at + 8 + length + trailer;
    if (length < least || length > largest) reject(at, 'frameLength', String(length));
    else if (end > file.size) reject(at, 'halfWritten', `${file.size - at - 8} / ${length}`);
    else {
      yield { offset: at + 8, length, head: lead.slice(8, Math.min(got, 8 + HEADER_BYTES)), magic: lead.slice(0, 4) };
      // What follows a true frame is the next one, zeros, or nothing. Else the length may be a lie that hides others.
      at = findMagic(endsWell(file, end) ? end : at + 8);
      continue;
    }
    at = findMagic(at + 1);
  }
  if (lies > MOST_LIES) rejected.push({ row: 0, reason: 'more', text: `${file.name}: ${lies - MOST_LIES}` });
}

function endsWell(file: SourceFile, end: number): boolean {
  const next = new Uint8Array(4);
  if (file.readInto(next, end) < 4) return true;
  // Zeros that the node left when it allocated ahead are never obfuscated: with a key they read as the key.
  const { xorKey } = file;
  const isBlank = next.every((byte, i) => byte === 0 || (xorKey.length > 0 && byte === xorKey[(end + i) % xorKey.length]));
  return isBlank || isKnownMagic(next, 0);
}

/** Gives the next place of a known magic from an offset on, or -1. Keeps its window: many short steps read the file once. */
function createMagicFinder(file: SourceFile): (from: number) => number {
  const window = new Uint8Array(Math.min(WINDOW_BYTES, Math.max(4, file.size)));
  let base = -1;
  let count = 0;
  const firstBytes = new Set(BITCOIN_NETWORKS.map(({ magic }) => magic[0]));
  return (from) => {
    for (let at = from; at + 4 <= file.size; ) {
      if (base === -1 || at < base || at + 4 > base + count) {
        base = at;
        count = file.readInto(window, at);
        if (count < 4) return -1;
      }
      for (let i = at - base; i + 4 <= count; i++) if (firstBytes.has(window[i]) && isKnownMagic(window, i)) return base + i;
      at = base + count - 3;
    }
    return -1;
  };
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
