// Segments: the columns of one batch of blocks, as intake writes them and as slices are built from them. The one place
// that knows what the bulk columns of a case mean.
import type { CaseFile } from '../casefile/index.ts';
import { sha256Hex } from '../kernel/index.ts';
import type { SegmentColumns } from './checkGroup.ts';
import { createScriptTable, type ScriptTable } from './scriptTable.ts';

/** Marks an input without undo data in `undoValue`. */
export const NO_UNDO = 0xffff_ffff_ffff_ffffn;
export const NO_HEIGHT = 0xffff_ffff;

/** Columns of one segment; numbers of inputs, outputs and scripts are local to it. Script 0 means none. */
export interface Segment {
  readonly txCount: number;
  readonly inCount: number;
  readonly outCount: number;
  readonly txid: Uint8Array;
  readonly txInEnd: Uint32Array;
  readonly txOutEnd: Uint32Array;
  /** Where the transaction lies in its block, and how long it is. */
  readonly txAt: Uint32Array;
  readonly txBytes: Uint32Array;
  /** Present where blocks are not complete: the transaction's position in its block. */
  readonly txPosition: Uint32Array | null;
  /** 36 bytes an input: parent txid and output index, as serialised. */
  readonly inPrev: Uint8Array;
  readonly outValue: BigUint64Array;
  readonly outScript: Uint32Array;
  readonly scriptEnd: Uint32Array;
  readonly scriptBytes: Uint8Array;
  readonly undoValue: BigUint64Array | null;
  readonly undoScript: Uint32Array | null;
  /** Height at which a spent output was made, as undo data say, or NO_HEIGHT. */
  readonly undoHeight: Uint32Array | null;
}

/** A growable buffer of fixed-width numbers. */
class Growing<T extends Uint8Array | Uint32Array | BigUint64Array> {
  private store: T;
  length = 0;
  private readonly make: (length: number) => T;
  constructor(make: (length: number) => T, room: number) {
    this.make = make;
    this.store = make(room);
  }
  reserve(more: number): T {
    if (this.length + more > this.store.length) {
      const wider = this.make(Math.max(this.length + more, this.store.length * 2));
      wider.set(this.store as never);
      this.store = wider;
    }
    return this.store;
  }
  bytes(): Uint8Array {
    return new Uint8Array(this.store.buffer, 0, this.length * this.store.BYTES_PER_ELEMENT);
  }
  clear(): void {
    this.length = 0;
  }
}
const words = (room: number) => new Growing((n) => new Uint32Array(n), room);
const bytes = (room: number) => new Growing((n) => new Uint8Array(n), room);
const values = (room: number) => new Growing((n) => new BigUint64Array(n), room);

/** What one spent output was, per input of a block without its coinbase, in input order. */
export interface SpentOutputs {
  readonly count: number;
  readonly valueSat: BigUint64Array;
  /** Heights of the blocks that made them. */
  readonly height: Uint32Array;
  readonly scriptStart: Uint32Array;
  readonly scriptEnd: Uint32Array;
  readonly scripts: Uint8Array;
}

/** Collects blocks until a batch is full, then writes them as one segment. */
export function createSegmentWriter(keepRaw: boolean) {
  const txid = bytes(1 << 20);
  const txInEnd = words(1 << 15);
  const txOutEnd = words(1 << 15);
  const txAt = words(1 << 15);
  const txBytes = words(1 << 15);
  const txPosition = words(16);
  const inPrev = bytes(1 << 20);
  const outValue = values(1 << 16);
  const outScript = words(1 << 16);
  const undoValue = values(16);
  const undoScript = words(16);
  const undoHeight = words(16);
  const raw = bytes(keepRaw ? 1 << 20 : 0);
  let scripts: ScriptTable = createScriptTable();
  let anyUndo = false;
  let positions = false;

  function push(column: Growing<Uint32Array>, value: number): void {
    column.reserve(1)[column.length++] = value;
  }

  const writer = {
    get txCount() {
      return txInEnd.length;
    },
    get rawBytes() {
      return raw.length;
    },
    /**
     * Adds a block's transactions, or with `chosen` a single transaction of a block that is not held whole: its position, and where
     * it begins in its block.
     */
    add(
      block: Uint8Array,
      columns: SegmentColumns,
      txids: Uint8Array,
      undo: SpentOutputs | null,
      chosen?: { readonly position: number; readonly at?: number },
    ): { txFirst: number; rawAt: number } {
      const txFirst = txInEnd.length;
      const rawAt = raw.length;
      if (keepRaw) {
        raw.reserve(block.length).set(block, raw.length);
        raw.length += block.length;
      }
      txid.reserve(txids.length).set(txids, txid.length);
      txid.length += txids.length;
      const inBase = inPrev.length / 36;
      const outBase = outValue.length;
      for (let tx = 0; tx < columns.txCount; tx++) {
        push(txInEnd, inBase + (columns.txInStart[tx + 1] as number));
        push(txOutEnd, outBase + (columns.txOutStart[tx + 1] as number));
        push(txAt, (columns.txStart[tx] as number) + (chosen?.at ?? 0));
        push(txBytes, (columns.txEnd[tx] as number) - (columns.txStart[tx] as number));
        if (chosen !== undefined) {
          positions = true;
          push(txPosition, chosen.position);
        }
      }
      const prev = inPrev.reserve(columns.inCount * 36);
      const { inPrevOffset } = columns;
      // Word by word: `set` and `copyWithin` cost more than they save on 36 bytes.
      const from = new DataView(block.buffer, block.byteOffset, block.byteLength);
      const to = new DataView(prev.buffer, prev.byteOffset, prev.byteLength);
      for (let input = 0, at = inPrev.length; input < columns.inCount; input++) {
        const outpoint = inPrevOffset[input] as number;
        for (let i = 0; i < 36; i += 4, at += 4) to.setInt32(at, from.getInt32(outpoint + i));
      }
      inPrev.length += columns.inCount * 36;
      const valueStore = outValue.reserve(columns.outCount);
      valueStore.set(columns.outValue.subarray(0, columns.outCount), outValue.length);
      outValue.length += columns.outCount;
      const scriptStore = outScript.reserve(columns.outCount);
      for (let output = 0, at = outScript.length; output < columns.outCount; output++, at++) {
        scriptStore[at] = scripts.intern(block, columns.outScriptStart[output] as number, columns.outScriptEnd[output] as number);
      }
      outScript.length += columns.outCount;
      addUndo(columns.inCount, undo, chosen === undefined || chosen.position === 0 ? 1 : 0);
      return { txFirst, rawAt };
    },
    /** Writes the segment inside the caller's transaction and empties the collector. */
    flush(
      file: CaseFile,
      place: { readonly source: number; readonly chain: string; readonly batch: number },
    ): { segment: number; digest: string } {
      const columns: [string, Uint8Array][] = [
        ['txid', txid.bytes()],
        ['txInEnd', txInEnd.bytes()],
        ['txOutEnd', txOutEnd.bytes()],
        ['txAt', txAt.bytes()],
        ['txBytes', txBytes.bytes()],
        ['inPrev', inPrev.bytes()],
        ['outValue', outValue.bytes()],
        ['outScript', outScript.bytes()],
        ['scriptEnd', new Uint8Array(scripts.ends().buffer)],
        ['scriptBytes', scripts.bytes()],
      ];
      if (positions) columns.push(['txPosition', txPosition.bytes()]);
      if (anyUndo) columns.push(['undoValue', undoValue.bytes()], ['undoScript', undoScript.bytes()], ['undoHeight', undoHeight.bytes()]);
      if (keepRaw) columns.push(['raw', raw.bytes()]);
      const digest = sha256Hex(columns.map(([name, data]) => `${name} ${sha256Hex(data)}\n`).join(''));
      const segment = file.chain.addSegment({
        ...place,
        txCount: txInEnd.length,
        inCount: inPrev.length / 36,
        outCount: outValue.length,
        scriptCount: scripts.count,
        digest,
      });
      for (const [name, data] of columns) file.chain.addColumn(segment, name, data);
      for (const column of [
        txid,
        txInEnd,
        txOutEnd,
        txAt,
        txBytes,
        txPosition,
        inPrev,
        outValue,
        outScript,
        undoValue,
        undoScript,
        undoHeight,
        raw,
      ])
        column.clear();
      // The next batch has about as many scripts: its table need not grow step by step.
      scripts = createScriptTable(Math.max(1024, Math.ceil(scripts.count * 1.25)));
      anyUndo = false;
      positions = false;
      return { segment, digest };
    },
  };

  /** `coinbases`: inputs at the front that undo data skip, the coinbase's. */
  function addUndo(inputs: number, undo: SpentOutputs | null, coinbases: number): void {
    if (undo === null && !anyUndo) return;
    const before = inPrev.length / 36 - inputs;
    // Blocks before the first one with undo data get "none" for every input.
    const from = anyUndo ? before : 0;
    const count = before + inputs - from;
    undoValue.reserve(count).fill(NO_UNDO, from, from + count);
    undoScript.reserve(count).fill(0, from, from + count);
    undoHeight.reserve(count).fill(NO_HEIGHT, from, from + count);
    undoValue.length = undoScript.length = undoHeight.length = before + inputs;
    anyUndo = true;
    if (undo === null) return;
    const [valueStore, scriptStore, heightStore] = [undoValue.reserve(0), undoScript.reserve(0), undoHeight.reserve(0)];
    for (let i = 0; i < undo.count; i++) {
      const at = before + coinbases + i;
      valueStore[at] = undo.valueSat[i] as bigint;
      scriptStore[at] = scripts.intern(undo.scripts, undo.scriptStart[i] as number, undo.scriptEnd[i] as number);
      heightStore[at] = undo.height[i] as number;
    }
  }
  return writer;
}
export type SegmentWriter = ReturnType<typeof createSegmentWriter>;

const asWords = (data: Uint8Array) => new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
const asValues = (data: Uint8Array) => new BigUint64Array(data.buffer, data.byteOffset, data.length / 8);

/** Reads a segment's columns back. */
export function readSegment(
  file: CaseFile,
  row: { readonly id: number; readonly txCount: number; readonly inCount: number; readonly outCount: number },
): Segment {
  const column = (name: string) => file.chain.column(row.id, name);
  const optional = (name: string) => {
    const data = column(name);
    return data.length === 0 ? null : data;
  };
  const undoValue = optional('undoValue');
  const undoScript = optional('undoScript');
  const undoHeight = optional('undoHeight');
  const txPosition = optional('txPosition');
  return {
    txCount: row.txCount,
    inCount: row.inCount,
    outCount: row.outCount,
    txid: column('txid'),
    txInEnd: asWords(column('txInEnd')),
    txOutEnd: asWords(column('txOutEnd')),
    txAt: asWords(column('txAt')),
    txBytes: asWords(column('txBytes')),
    txPosition: txPosition === null ? null : asWords(txPosition),
    inPrev: column('inPrev'),
    outValue: asValues(column('outValue')),
    outScript: asWords(column('outScript')),
    scriptEnd: asWords(column('scriptEnd')),
    scriptBytes: column('scriptBytes'),
    undoValue: undoValue === null ? null : asValues(undoValue),
    undoScript: undoScript === null ? null : asWords(undoScript),
    undoHeight: undoHeight === null ? null : asWords(undoHeight),
  };
}
