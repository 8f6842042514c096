// Bitcoin Core's undo data: for each transaction of a block but the coinbase, the outputs its inputs spent
// (value, script, height made). Sources: undo.h, compressor.cpp, serialize.h (VARINT). No header commits to
// these values: they are one source's word, never a proof.
import { Fault } from '../../../../shared/model/fault.ts';
import { compressedForm, decompressKey } from './compressedScript.ts';
import { BITCOIN_FORM, type TransactionForm } from './transactionForm.ts';

/** One spent output. */
export interface UndoCoin {
  readonly valueSat: bigint;
  readonly script: Uint8Array;
  /** Of the block that made it. */
  readonly height: number;
  readonly coinbase: boolean;
}

/** Spent outputs as columns, in input order; transaction 0 here is the first behind the coinbase. */
export interface UndoColumns {
  txCount: number;
  inCount: number;
  txInStart: Uint32Array;
  /** Satoshi. */
  value: BigUint64Array;
  height: Uint32Array;
  coinbase: Uint8Array;
  /** Ranges in `scripts`, which holds the scripts in full. */
  scriptStart: Uint32Array;
  scriptEnd: Uint32Array;
  scripts: Uint8Array;
}

export type UndoRefusal = 'truncated' | 'trailing' | 'count' | 'compactSize' | 'varint' | 'value' | 'key' | 'emptyInputs';

/** Litecoin marks an output that came out of the extension block with the top bit of the 32-bit code (undo.h). */
export const PEGOUT_MARK = 0x8000_0000;
/** Scripts above this length are unspendable, and a node replaces them by OP_RETURN. */
const MOST_SCRIPT = 10_000;

export function newUndoColumns(): UndoColumns {
  return {
    txCount: 0,
    inCount: 0,
    txInStart: new Uint32Array(17),
    value: new BigUint64Array(64),
    height: new Uint32Array(64),
    coinbase: new Uint8Array(64),
    scriptStart: new Uint32Array(64),
    scriptEnd: new Uint32Array(64),
    scripts: new Uint8Array(4096),
  };
}

let bytes: Uint8Array = new Uint8Array(0);
let at = 0;

function refuse(reason: UndoRefusal): never {
  throw new Fault('chain.badTransaction', { reason: `undo.${reason}`, offset: at });
}

function need(length: number): void {
  if (length > bytes.length - at) refuse('truncated');
}

function compactSize(): number {
  need(1);
  const first = bytes[at++] as number;
  if (first < 0xfd) return first;
  if (first === 0xff) refuse('count');
  const width = first === 0xfd ? 2 : 4;
  need(width);
  let value = 0;
  for (let i = width - 1; i >= 0; i--) value = value * 256 + (bytes[at + i] as number);
  if (value < (width === 2 ? 0xfd : 0x1_0000)) refuse('compactSize');
  at += width;
  return value;
}

/** Base-128, most significant group first, one added per continued group so that each number has one form. */
function varint(): number {
  let value = 0;
  for (;;) {
    need(1);
    const byte = bytes[at++] as number;
    value = value * 128 + (byte & 0x7f);
    if (value > Number.MAX_SAFE_INTEGER) refuse('varint');
    if ((byte & 0x80) === 0) return value;
    value += 1;
  }
}

/** The same for 64 bits: only amounts above ten million bitcoin need it. */
function bigVarint(): bigint {
  let value = 0n;
  for (;;) {
    need(1);
    const byte = bytes[at++] as number;
    value = value * 128n + BigInt(byte & 0x7f);
    if (value >= 1n << 64n) refuse('varint');
    if ((byte & 0x80) === 0) return value;
    value += 1n;
  }
}

/** Inverse of `compressAmount`. */
export function decompressAmount(compressed: bigint): bigint {
  if (compressed === 0n) return 0n;
  let rest = compressed - 1n;
  const zeros = rest % 10n;
  rest /= 10n;
  const value = zeros < 9n ? (rest / 9n) * 10n + (rest % 9n) + 1n : rest + 1n;
  return value * 10n ** zeros;
}

/** Decimal zeros are counted, so that round amounts are short (compressor.cpp, CompressAmount). */
export function compressAmount(valueSat: bigint): bigint {
  if (valueSat === 0n) return 0n;
  let zeros = 0n;
  let rest = valueSat;
  while (rest % 10n === 0n && zeros < 9n) {
    rest /= 10n;
    zeros += 1n;
  }
  if (zeros === 9n) return 1n + (rest - 1n) * 10n + 9n;
  const digit = rest % 10n;
  return 1n + ((rest / 10n) * 9n + digit - 1n) * 10n + zeros;
}

function reserveCoins(columns: UndoColumns, count: number): void {
  if (columns.height.length >= count) return;
  const room = Math.max(count, columns.height.length * 2);
  const value = new BigUint64Array(room);
  value.set(columns.value);
  columns.value = value;
  for (const name of ['height', 'scriptStart', 'scriptEnd'] as const) {
    const wider = new Uint32Array(room);
    wider.set(columns[name]);
    columns[name] = wider;
  }
  const coinbase = new Uint8Array(room);
  coinbase.set(columns.coinbase);
  columns.coinbase = coinbase;
}

function reserveScripts(columns: UndoColumns, length: number): void {
  if (columns.scripts.length >= length) return;
  const wider = new Uint8Array(Math.max(length, columns.scripts.length * 2));
  wider.set(columns.scripts);
  columns.scripts = wider;
}

/** Writes a script behind what stands at `from`, in full; gives the offset of its end. */
function readScriptTo(columns: UndoColumns, from: number): number {
  const form = varint();
  const length = form < 6 ? [25, 23, 35, 35, 67, 67][form]! : Math.min(form - 6, MOST_SCRIPT);
  if (form >= 6) need(form - 6);
  else need(form < 2 ? 20 : 32);
  reserveScripts(columns, from + length);
  const to = columns.scripts;
  if (form === 0) {
    to.set([0x76, 0xa9, 20], from);
    to.set(bytes.subarray(at, at + 20), from + 3);
    to.set([0x88, 0xac], from + 23);
  } else if (form === 1) {
    to.set([0xa9, 20], from);
    to.set(bytes.subarray(at, at + 20), from + 2);
    to[from + 22] = 0x87;
  } else if (form < 4) {
    to.set([33, form], from);
    to.set(bytes.subarray(at, at + 32), from + 2);
    to[from + 34] = 0xac;
  } else if (form < 6) {
    const key = decompressKey(form - 2, bytes.subarray(at, at + 32));
    if (key === null) refuse('key');
    to[from] = 65;
    to.set(key, from + 1);
    to[from + 66] = 0xac;
  } else if (form - 6 > MOST_SCRIPT) {
    to[from] = 0x6a;
    at += form - 6;
    return from + 1;
  } else to.set(bytes.subarray(at, at + form - 6), from);
  at += form < 2 ? 20 : form < 6 ? 32 : form - 6;
  return from + length;
}

/**
 * Reads a CBlockUndo that fills `undo` exactly; throws `chain.badTransaction` with a reason `undo.…`. In Litecoin's form the
 * extension block's undo data may follow, which is not interpreted.
 */
export function readUndo(undo: Uint8Array, into: UndoColumns = newUndoColumns(), form: TransactionForm = BITCOIN_FORM): UndoColumns {
  bytes = undo;
  at = 0;
  into.txCount = 0;
  into.inCount = 0;
  let scriptsEnd = 0;
  const transactions = compactSize();
  // One input is at least a height, a version, an amount and a script form with twenty bytes or none.
  if (transactions * 4 > undo.length - at) refuse('count');
  if (into.txInStart.length < transactions + 1) into.txInStart = new Uint32Array(transactions * 2 + 1);
  for (let t = 0; t < transactions; t++) {
    into.txInStart[t] = into.inCount;
    const inputs = compactSize();
    if (inputs === 0) refuse('emptyInputs');
    if (inputs * 3 > undo.length - at) refuse('count');
    reserveCoins(into, into.inCount + inputs);
    for (let i = into.inCount; i < into.inCount + inputs; i++) {
      const stored = varint();
      const code = form.mweb && stored >= PEGOUT_MARK ? stored - PEGOUT_MARK : stored;
      const height = Math.floor(code / 2);
      if (height > 0x7fff_ffff) refuse('varint');
      into.height[i] = height;
      into.coinbase[i] = code % 2;
      // Once the version of the transaction; zero today, kept so that old files stay readable.
      if (height > 0) bigVarint();
      const value = decompressAmount(bigVarint());
      if (value > form.mostMoneySat) refuse('value');
      into.value[i] = value;
      into.scriptStart[i] = scriptsEnd;
      scriptsEnd = readScriptTo(into, scriptsEnd);
      into.scriptEnd[i] = scriptsEnd;
    }
    into.inCount += inputs;
  }
  into.txInStart[transactions] = into.inCount;
  into.txCount = transactions;
  if (at !== undo.length && !form.mweb) refuse('trailing');
  return into;
}

/** The same as objects, per transaction behind the coinbase. */
export function decodeUndo(undo: Uint8Array, form: TransactionForm = BITCOIN_FORM): readonly (readonly UndoCoin[])[] {
  const columns = readUndo(undo, newUndoColumns(), form);
  return Array.from({ length: columns.txCount }, (_, t) => {
    const coins: UndoCoin[] = [];
    for (let i = columns.txInStart[t] as number; i < (columns.txInStart[t + 1] as number); i++) {
      coins.push({
        valueSat: columns.value[i] as bigint,
        script: columns.scripts.slice(columns.scriptStart[i], columns.scriptEnd[i]),
        height: columns.height[i] as number,
        coinbase: columns.coinbase[i] === 1,
      });
    }
    return coins;
  });
}

/** The undo data that a node would write for these spent outputs, per transaction behind the coinbase. */
export function encodeUndo(transactions: readonly (readonly UndoCoin[])[]): Uint8Array {
  const out: number[] = [];
  pushCompactSize(out, transactions.length);
  for (const coins of transactions) {
    pushCompactSize(out, coins.length);
    for (const coin of coins) {
      pushVarint(out, BigInt(coin.height) * 2n + (coin.coinbase ? 1n : 0n));
      if (coin.height > 0) out.push(0);
      pushVarint(out, compressAmount(coin.valueSat));
      const special = compressedForm(coin.script);
      if (special === null) pushVarint(out, BigInt(coin.script.length + 6));
      for (const byte of special ?? coin.script) out.push(byte);
    }
  }
  return Uint8Array.from(out);
}

function pushCompactSize(out: number[], value: number): void {
  if (value < 0xfd) out.push(value);
  else if (value <= 0xffff) out.push(0xfd, value & 0xff, value >>> 8);
  else out.push(0xfe, value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24);
}

function pushVarint(out: number[], value: bigint): void {
  const groups: number[] = [];
  let rest = value;
  for (;;) {
    groups.push(Number(rest & 0x7fn) | (groups.length > 0 ? 0x80 : 0));
    if (rest <= 0x7fn) break;
    rest = (rest >> 7n) - 1n;
  }
  out.push(...groups.reverse());
}
