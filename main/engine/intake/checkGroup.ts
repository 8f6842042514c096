// Reads and checks a run of blocks that lie in files, on whatever thread: bytes, ids and columns packed, so that handing them over
// costs nothing. It decides nothing about the case and reaches no database.
import { bytesEqual } from '../../../shared/model/bytes.ts';
import { Fault, type FaultRecord } from '../../../shared/model/fault.ts';
import { type BlockColumns, HEADER_BYTES, newColumns, type TransactionForm } from '../chains/index.ts';
import { definePoolTask } from '../kernel/index.ts';
import { checkBody } from './checkBlock.ts';
import { openSourceFile } from './sourceFile.ts';

/** The columns of a checked block that intake writes; offsets are within the block. */
export type SegmentColumns = Pick<
  BlockColumns,
  | 'txCount'
  | 'inCount'
  | 'outCount'
  | 'txStart'
  | 'txEnd'
  | 'txInStart'
  | 'txOutStart'
  | 'inPrevOffset'
  | 'outValue'
  | 'outScriptStart'
  | 'outScriptEnd'
>;

/** Blocks of one run: where each lies, and the header that was judged for it. */
export interface BlockGroup {
  readonly files: readonly { readonly name: string; readonly path: string; readonly xorKey: Uint8Array }[];
  readonly file: Uint32Array;
  readonly offset: Float64Array;
  readonly length: Uint32Array;
  /** 80 bytes each. */
  readonly headers: Uint8Array;
  readonly form: TransactionForm;
}

export interface CheckedGroup {
  /** The blocks one behind the other. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Three per block: transactions, inputs, outputs; zero where the structure does not hold. */
  readonly counts: Uint32Array<ArrayBuffer>;
  /** 32 bytes per transaction. */
  readonly txids: Uint8Array<ArrayBuffer>;
  /** Per block: txStart, txEnd, txInStart and txOutStart (one more than transactions), inPrevOffset, outScriptStart, outScriptEnd. */
  readonly words: Uint32Array<ArrayBuffer>;
  readonly values: BigUint64Array<ArrayBuffer>;
  /** Height that the coinbase states, or NaN. */
  readonly claimed: Float64Array<ArrayBuffer>;
  readonly refused: ReadonlyMap<number, string>;
  /** Blocks that could not be read. */
  readonly faults: ReadonlyMap<number, FaultRecord>;
}

/** Fills `target` from a place in the group's file of that number; returns the bytes read. */
export type ReadInto = (file: number, target: Uint8Array, offset: number) => number;

const columns = newColumns();

export function checkGroup(group: BlockGroup, readInto: ReadInto): CheckedGroup {
  const count = group.length.length;
  const bytes = new Uint8Array(group.length.reduce((sum, length) => sum + length, 0));
  const counts = new Uint32Array(count * 3);
  const claimed = new Float64Array(count).fill(Number.NaN);
  const refused = new Map<number, string>();
  const faults = new Map<number, FaultRecord>();
  const ids: Uint8Array[] = [];
  // A byte of a block gives less than half an entry, so these hardly ever grow.
  let words = new Uint32Array(Math.ceil(bytes.length / 8) + 64);
  let values = new BigUint64Array(Math.ceil(bytes.length / 100) + 16);
  let wordsAt = 0;
  let valuesAt = 0;
  for (let i = 0, at = 0; i < count; i++) {
    const length = group.length[i] as number;
    const block = bytes.subarray(at, at + length);
    at += length;
    try {
      const file = group.file[i] as number;
      const header = group.headers.subarray(i * HEADER_BYTES, (i + 1) * HEADER_BYTES);
      const filled = readInto(file, block, group.offset[i] as number);
      // What was judged is the header that lay there before; a medium that changes meanwhile is not the source that was hashed.
      if (filled !== length || !bytesEqual(block.subarray(0, HEADER_BYTES), header))
        throw new Fault('intake.sourceChanged', { file: group.files[file]?.name ?? '' });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      faults.set(i, error.toRecord());
      continue;
    }
    const body = checkBody(block, columns, group.form);
    if (typeof body === 'string') {
      refused.set(i, body);
      continue;
    }
    if (body.claimed !== null) claimed[i] = body.claimed;
    if (body.refusal !== null) refused.set(i, body.refusal);
    const { txCount, inCount, outCount } = columns;
    counts.set([txCount, inCount, outCount], i * 3);
    ids.push(body.txids);
    const more = 4 * txCount + 2 + inCount + 2 * outCount;
    if (wordsAt + more > words.length) words = grown(words, Math.max(wordsAt + more, words.length * 2));
    if (valuesAt + outCount > values.length) {
      const wider = new BigUint64Array(Math.max(valuesAt + outCount, values.length * 2));
      wider.set(values);
      values = wider;
    }
    for (const [column, length_] of columnsInOrder(columns)) {
      words.set(column.subarray(0, length_), wordsAt);
      wordsAt += length_;
    }
    values.set(columns.outValue.subarray(0, outCount), valuesAt);
    valuesAt += outCount;
  }
  const txids = new Uint8Array(ids.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const one of ids) {
    txids.set(one, at);
    at += one.length;
  }
  return { bytes, counts, txids, words, values, claimed, refused, faults };
}

function columnsInOrder(from: BlockColumns): readonly (readonly [Uint32Array, number])[] {
  const { txCount, inCount, outCount } = from;
  return [
    [from.txStart, txCount],
    [from.txEnd, txCount],
    [from.txInStart, txCount + 1],
    [from.txOutStart, txCount + 1],
    [from.inPrevOffset, inCount],
    [from.outScriptStart, outCount],
    [from.outScriptEnd, outCount],
  ];
}

function grown(column: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(length);
  wider.set(column);
  return wider;
}

export interface GroupBlock {
  readonly bytes: Uint8Array;
  readonly columns: SegmentColumns;
  readonly txids: Uint8Array;
  readonly claimed: number | null;
  readonly refusal: string | null;
}

/** The blocks of a checked group in their order: one, the reason why it is refused, or the fault that reading it met. */
export function* blocksOf(group: BlockGroup, checked: CheckedGroup): Generator<GroupBlock | string | Fault> {
  let [bytesAt, txidsAt, wordsAt, valuesAt] = [0, 0, 0, 0];
  const next = (length: number) => {
    const column = checked.words.subarray(wordsAt, wordsAt + length);
    wordsAt += length;
    return column;
  };
  for (let i = 0; i < group.length.length; i++) {
    const bytes = checked.bytes.subarray(bytesAt, bytesAt + (group.length[i] as number));
    bytesAt += bytes.length;
    const [txCount, inCount, outCount] = checked.counts.subarray(i * 3, i * 3 + 3) as unknown as [number, number, number];
    const fault = checked.faults.get(i);
    const refusal = checked.refused.get(i) ?? null;
    if (fault !== undefined) yield new Fault(fault.code, fault.parameters);
    else if (txCount === 0) yield refusal ?? 'body:empty';
    else {
      const txids = checked.txids.subarray(txidsAt, txidsAt + txCount * 32);
      txidsAt += txCount * 32;
      const block = {
        ...{ txCount, inCount, outCount },
        ...{ txStart: next(txCount), txEnd: next(txCount), txInStart: next(txCount + 1), txOutStart: next(txCount + 1) },
        ...{ inPrevOffset: next(inCount), outScriptStart: next(outCount), outScriptEnd: next(outCount) },
        outValue: checked.values.subarray(valuesAt, valuesAt + outCount),
      };
      valuesAt += outCount;
      const claimed = checked.claimed[i] as number;
      yield { bytes, columns: block, txids, claimed: Number.isNaN(claimed) ? null : claimed, refusal };
    }
  }
}

export const checkGroupTask = definePoolTask<BlockGroup, CheckedGroup>({
  name: 'intake.checkGroup',
  run(group) {
    const files = new Map<number, ReturnType<typeof openSourceFile>>();
    try {
      return checkGroup(group, (number, target, offset) => {
        const { path, xorKey } = group.files[number] as BlockGroup['files'][number];
        const file = files.get(number) ?? openSourceFile(path, xorKey);
        files.set(number, file);
        return file.readInto(target, offset);
      });
    } finally {
      for (const file of files.values()) file.close();
    }
  },
  buffersOf: ({ bytes, counts, txids, words, values, claimed }) =>
    [bytes, counts, txids, words, values, claimed].map((column) => column.buffer),
});
