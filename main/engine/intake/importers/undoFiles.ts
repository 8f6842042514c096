// Bitcoin Core's rev*.dat beside the blk files: finds each block's undo record by its checksum, which covers the parent's
// hash. No header commits to these values; a value known only from here is one source's word.
import { existsSync } from 'node:fs';
import { Fault } from '../../../../shared/model/fault.ts';
import { newUndoColumns, readUndo, type TransactionForm } from '../../chains/index.ts';
import type { BlockPlace, RejectedRow, UndoOfBlock } from '../material.ts';
import type { SpentOutputs } from '../segments.ts';
import { openSourceFile, type SourceFile } from '../sourceFile.ts';
import { frames } from './frames.ts';
import { CHECKSUM_BYTES, LARGEST_UNDO, matchUndo, MOST_MISSES, NEAR } from './undoMatch.ts';

interface Record {
  readonly file: SourceFile;
  readonly offset: number;
  readonly length: number;
}

type UndoColumns = ReturnType<typeof readUndo>;

/** Undo data of a set of block files; `find` gives a block's spent outputs, or null. */
export function createUndoFinder(
  blockPaths: readonly string[],
  xorKey: Uint8Array,
  blocks: readonly BlockPlace[],
  rejected: RejectedRow[],
): {
  readonly files: readonly SourceFile[];
  readonly find: UndoOfBlock | null;
} {
  const files: SourceFile[] = [];
  /** Records by number of the block file they belong to. */
  const records = new Map<number, { list: Record[]; next: number; misses: number }>();
  blockPaths.forEach((path, number) => {
    const undoPath = path.replace(/blk(\d+\.dat)$/, 'rev$1');
    if (undoPath === path || !existsSync(undoPath)) return;
    const file = openSourceFile(undoPath, xorKey);
    files.push(file);
    records.set(number, { list: [...undoRecords(file, rejected)], next: 0, misses: 0 });
  });
  if (files.length === 0) return { files, find: null };

  const readRecord = (record: Record): Uint8Array | null => {
    const bytes = new Uint8Array(record.length + CHECKSUM_BYTES);
    return record.file.readInto(bytes, record.offset) === bytes.length ? bytes : null;
  };
  const reject = (record: Record, reason: string): null => {
    rejected.push({ row: record.offset, reason, text: record.file.name });
    return null;
  };

  /** Parents of more than one block; the same block twice is no sibling. */
  const forked = new Set<string>();
  const children = new Map<string, Uint8Array>();
  for (const { header } of blocks) {
    const parent = parentOf(header);
    const other = children.get(parent);
    if (other === undefined) children.set(parent, header);
    else if (Buffer.compare(other, header) !== 0) forked.add(parent);
  }
  return {
    files,
    find(block, previousHash, spent, form) {
      const place = blocks[block] as BlockPlace;
      const held = records.get(place.file);
      if (held === undefined) return null;
      const { list } = held;
      const siblings = forked.has(parentOf(place.header));
      // From the expected place onwards, then round: a node writes records nearly in the order of the chain.
      const reach = siblings || held.misses < MOST_MISSES ? list.length : Math.min(list.length, NEAR);
      const search = matchUndo<UndoColumns>(
        round(held.next, list.length, reach),
        siblings,
        previousHash,
        (undo) => parsed(undo, form),
        (columns) => fits(columns, spent),
      );
      let step = search.next();
      while (!step.done) step = search.next(readRecord(list[step.value] as Record));
      const match = step.value;
      if (match === null) {
        if (!siblings) held.misses++;
        return null;
      }
      const record = list[match.record] as Record;
      if (!siblings) {
        list.splice(match.record, 1);
        held.next = match.record;
      }
      return match.undo === null ? reject(record, match.reason) : spentOutputs(match.undo);
    },
  };
}

function* round(from: number, length: number, reach: number): Generator<number> {
  for (let step = 0; step < reach; step++) yield (from + step) % length;
}

const parentOf = (header: Uint8Array): string => Buffer.from(header.subarray(4, 36)).toString('hex');

function* undoRecords(file: SourceFile, rejected: RejectedRow[]): Generator<Record> {
  for (const frame of frames(file, 1, LARGEST_UNDO, rejected, CHECKSUM_BYTES)) yield { file, offset: frame.offset, length: frame.length };
}

/** The record's columns, or why it is not one. */
function parsed(undo: Uint8Array, form: TransactionForm): UndoColumns | string {
  try {
    return readUndo(undo, newUndoColumns(), form);
  } catch (error) {
    if (error instanceof Fault) return `${error.parameters.reason}`;
    throw error;
  }
}

/** Whether a record spends as many outputs in each transaction as the block does. */
function fits(columns: UndoColumns, spent: readonly number[]): boolean {
  return (
    columns.txCount === spent.length &&
    spent.every((count, tx) => (columns.txInStart[tx + 1] as number) - (columns.txInStart[tx] as number) === count)
  );
}

function spentOutputs(columns: UndoColumns): SpentOutputs {
  return {
    count: columns.inCount,
    valueSat: columns.value,
    height: columns.height,
    scriptStart: columns.scriptStart,
    scriptEnd: columns.scriptEnd,
    scripts: columns.scripts,
  };
}
