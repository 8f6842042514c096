// Picks single transactions out of a node's undo record: one walk notes where each begins and skips its coins, and only those
// asked for are decoded. What the values are worth is said in undo.ts.
import { Fault } from '../../../../shared/model/fault.ts';
import { BITCOIN_FORM, type TransactionForm } from './transactionForm.ts';
import { newUndoColumns, PEGOUT_MARK, readUndo, type UndoCoin, type UndoRefusal } from './undo.ts';

export interface UndoPick {
  /** Transactions behind the coinbase. */
  readonly txCount: number;
  /** Spent outputs of each of them. */
  readonly inputs: Uint32Array;
  /**
   * Spent outputs of the transaction at a position of the block, in input order; empty for the coinbase. Throws
   * `chain.badTransaction` where the record has no such transaction, or where an amount or a key in it is none.
   */
  coinsOf(position: number): readonly UndoCoin[];
  /** Positions of the transactions that spend an output to a script that is wanted, ascending. No key is decompressed. */
  spending(wanted: WantedScripts): readonly number[];
}

/** Output scripts that are looked for, told by their bytes: in full, and in their `compressedForm`. */
export interface WantedScripts {
  has(bytes: Uint8Array, start: number, end: number): boolean;
  hasShort(bytes: Uint8Array, start: number, end: number): boolean;
}

let bytes: Uint8Array = new Uint8Array(0);
let at = 0;
/** Where the script of the coin that was walked last begins: its form number where it has a short form, else the script itself. */
let scriptAt = 0;
let isShort = false;

function refuse(reason: UndoRefusal): never {
  throw new Fault('chain.badTransaction', { reason: `undo.${reason}`, offset: at });
}

function compactSize(): number {
  if (at >= bytes.length) refuse('truncated');
  const first = bytes[at++] as number;
  if (first < 0xfd) return first;
  if (first === 0xff) refuse('count');
  const width = first === 0xfd ? 2 : 4;
  if (width > bytes.length - at) refuse('truncated');
  let value = 0;
  for (let i = width - 1; i >= 0; i--) value = value * 256 + (bytes[at + i] as number);
  if (value < (width === 2 ? 0xfd : 0x1_0000)) refuse('compactSize');
  at += width;
  return value;
}

function varint(): number {
  let value = 0;
  for (;;) {
    if (at >= bytes.length) refuse('truncated');
    const byte = bytes[at++] as number;
    value = value * 128 + (byte & 0x7f);
    if (value > Number.MAX_SAFE_INTEGER) refuse('varint');
    if ((byte & 0x80) === 0) return value;
    value += 1;
  }
}

/** Nine groups of seven bits always fit into 64 bits; a longer number has to be counted. */
const SAFE_GROUPS = 9;

function skipBigVarint(): void {
  const start = at;
  while (at < bytes.length && (bytes[at] as number) >= 0x80) at++;
  if (at - start < SAFE_GROUPS) {
    if (at >= bytes.length) refuse('truncated');
    at++;
    return;
  }
  at = start;
  for (let value = 0n; ; value += 1n) {
    if (at >= bytes.length) refuse('truncated');
    const byte = bytes[at++] as number;
    value = value * 128n + BigInt(byte & 0x7f);
    if (value >= 1n << 64n) refuse('varint');
    if (byte < 0x80) return;
  }
}

/** Goes behind a coin. */
function skipCoin(form: TransactionForm): void {
  const stored = varint();
  const height = Math.floor((form.mweb && stored >= PEGOUT_MARK ? stored - PEGOUT_MARK : stored) / 2);
  if (height > 0x7fff_ffff) refuse('varint');
  if (height > 0) skipBigVarint();
  skipBigVarint();
  scriptAt = at;
  const script = varint();
  isShort = script < 6;
  if (!isShort) scriptAt = at;
  const length = script >= 6 ? script - 6 : script < 2 ? 20 : 32;
  if (length > bytes.length - at) refuse('truncated');
  at += length;
}

/**
 * Walks a CBlockUndo that fills `undo` exactly; it must not change while the pick is used. Refuses what `readUndo` refuses, but
 * for amounts above all money and keys off the curve, which are judged when their transaction is asked for.
 */
export function pickUndo(undo: Uint8Array, form: TransactionForm = BITCOIN_FORM): UndoPick {
  bytes = undo;
  at = 0;
  const txCount = compactSize();
  if (txCount * 4 > undo.length - at) refuse('count');
  const starts = new Uint32Array(txCount + 1);
  const inputs = new Uint32Array(txCount);
  for (let t = 0; t < txCount; t++) {
    starts[t] = at;
    const count = compactSize();
    if (count === 0) refuse('emptyInputs');
    if (count * 3 > undo.length - at) refuse('count');
    inputs[t] = count;
    for (let i = 0; i < count; i++) skipCoin(form);
  }
  starts[txCount] = at;
  if (at !== undo.length && !form.mweb) refuse('trailing');
  return {
    txCount,
    inputs,
    coinsOf(position) {
      if (position === 0) return [];
      if (!(position > 0 && position <= txCount)) throw new Fault('chain.badTransaction', { reason: 'undo.count', offset: 0 });
      const start = starts[position - 1] as number;
      const stop = starts[position] as number;
      return coinsOfOne(undo, start, stop, form);
    },
    spending(wanted) {
      bytes = undo;
      const positions: number[] = [];
      for (let t = 0; t < txCount; t++) {
        at = starts[t] as number;
        const count = compactSize();
        for (let i = 0; i < count; i++) {
          skipCoin(form);
          if (!(isShort ? wanted.hasShort(undo, scriptAt, at) : wanted.has(undo, scriptAt, at))) continue;
          positions.push(t + 1);
          break;
        }
      }
      return positions;
    },
  };
}

/** Reused from one transaction to the next: making columns costs more than reading one transaction's coins into them. */
const single = newUndoColumns();

/** The same reader as for whole records, on a record of one transaction. */
function coinsOfOne(undo: Uint8Array, start: number, stop: number, form: TransactionForm): UndoCoin[] {
  const record = new Uint8Array(1 + stop - start);
  record[0] = 1;
  record.set(undo.subarray(start, stop), 1);
  try {
    readUndo(record, single, form);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Fault(error.code, { ...error.parameters, offset: Number(error.parameters.offset) - 1 + start }, error);
  }
  const coins: UndoCoin[] = [];
  for (let i = 0; i < single.inCount; i++) {
    coins.push({
      valueSat: single.value[i] as bigint,
      script: single.scripts.slice(single.scriptStart[i], single.scriptEnd[i]),
      height: single.height[i] as number,
      coinbase: single.coinbase[i] === 1,
    });
  }
  return coins;
}
