// The zero-copy reader: a raw block (or one transaction) becomes columns of byte offsets, allocating nothing
// per transaction. It refuses every byte sequence that a node's deserialiser refuses, and checks each count
// against the bytes that remain before making room, so a lying block costs neither time nor memory.
// It must not hash or judge: txids are made in txids.ts, proofs in merkle.ts.
import { Fault } from '../../../../shared/model/fault.ts';
import { type BlockColumns, newColumns, reserveInputs, reserveOutputs, reserveTransactions } from './columns.ts';
import { HEADER_BYTES } from './header.ts';

/** Reasons given in `chain.badTransaction`. */
export type BlockRefusal =
  | 'truncated'
  | 'trailing'
  | 'count'
  | 'compactSize'
  | 'noTransactions'
  | 'noInputs'
  | 'noOutputs'
  | 'witnessFlag'
  | 'emptyWitness'
  | 'value'
  | 'coinbase';

// Smallest encodings: outpoint 36 + script length 1 + sequence 4; value 8 + script length 1; a whole transaction.
const LEAST_INPUT = 41;
const LEAST_OUTPUT = 9;
const LEAST_TRANSACTION = 60;
/** 21 million bitcoin (consensus MAX_MONEY) as high and low word of the satoshi value. */
const MOST_MONEY_HIGH = 0x0007_75f0;
const MOST_MONEY_LOW = 0x5a07_4000;

// The cursor. Reading is synchronous and never re-entered, so one module-level cursor serves; as object
// fields these three cost a quarter of the speed.
let bytes: Uint8Array = new Uint8Array(0);
let at = 0;
let end = 0;

function refuse(reason: BlockRefusal): never {
  throw new Fault('chain.badTransaction', { reason, offset: at });
}

function compactSize(): number {
  if (at >= end) refuse('truncated');
  const first = bytes[at] as number;
  if (first < 0xfd) {
    at += 1;
    return first;
  }
  const width = first === 0xfd ? 2 : first === 0xfe ? 4 : 8;
  if (at + 1 + width > end) refuse('truncated');
  let value = (bytes[at + 1] as number) | ((bytes[at + 2] as number) << 8);
  if (width > 2) value = (value | ((bytes[at + 3] as number) << 16) | ((bytes[at + 4] as number) << 24)) >>> 0;
  if (width === 8) {
    // A length of 4 GiB or more cannot fit in any buffer that is read here.
    for (let i = 5; i <= 8; i++) if (bytes[at + i] !== 0) refuse('count');
    refuse('compactSize');
  }
  // Bitcoin Core refuses a size that a shorter form could have said (ReadCompactSize); without this one
  // transaction would have several encodings.
  if (width === 2 ? value < 0xfd : value < 0x1_0000) refuse('compactSize');
  at += 1 + width;
  return value;
}

function walkTransaction(columns: BlockColumns, transaction: number): void {
  if (at + LEAST_TRANSACTION > end) refuse('truncated');
  columns.txStart[transaction] = at;
  columns.txInStart[transaction] = columns.inCount;
  columns.txOutStart[transaction] = columns.outCount;
  at += 4;
  const marked = bytes[at] === 0;
  if (marked) {
    // BIP144. A second byte of 0 would be a transaction without inputs; other flags belong to other chains
    // (0x08 is Litecoin's MWEB) and cannot be read here.
    if (bytes[at + 1] === 0) refuse('noInputs');
    if (bytes[at + 1] !== 1) refuse('witnessFlag');
    at += 2;
  }
  columns.txInputsAt[transaction] = at;
  const inputs = compactSize();
  if (inputs === 0) refuse('noInputs');
  if (inputs * LEAST_INPUT > end - at) refuse('count');
  const firstInput = columns.inCount;
  reserveInputs(columns, firstInput + inputs);
  const { inPrevOffset, inScriptStart, inScriptEnd } = columns;
  for (let i = firstInput; i < firstInput + inputs; i++) {
    inPrevOffset[i] = at;
    at += 36;
    const size = compactSize();
    inScriptStart[i] = at;
    if (size + 4 > end - at) refuse('truncated');
    at += size;
    inScriptEnd[i] = at;
    at += 4;
  }
  columns.inCount = firstInput + inputs;

  const outputs = compactSize();
  if (outputs === 0) refuse('noOutputs');
  if (outputs * LEAST_OUTPUT > end - at) refuse('count');
  const firstOutput = columns.outCount;
  reserveOutputs(columns, firstOutput + outputs);
  const { outValueWords, outScriptStart, outScriptEnd } = columns;
  for (let i = firstOutput; i < firstOutput + outputs; i++) {
    if (at + LEAST_OUTPUT > end) refuse('truncated');
    const low =
      ((bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24)) >>>
      0;
    const high =
      ((bytes[at + 4] as number) |
        ((bytes[at + 5] as number) << 8) |
        ((bytes[at + 6] as number) << 16) |
        ((bytes[at + 7] as number) << 24)) >>>
      0;
    if (high >= MOST_MONEY_HIGH && (high > MOST_MONEY_HIGH || low > MOST_MONEY_LOW)) refuse('value');
    outValueWords[i * 2] = low;
    outValueWords[i * 2 + 1] = high;
    at += 8;
    const size = compactSize();
    outScriptStart[i] = at;
    if (size > end - at) refuse('truncated');
    at += size;
    outScriptEnd[i] = at;
  }
  columns.outCount = firstOutput + outputs;
  columns.txOutputsEnd[transaction] = at;
  columns.txWitness[transaction] = marked ? 1 : 0;
  if (marked) walkWitness(inputs);
  if (at + 4 > end) refuse('truncated');
  at += 4;
  columns.txEnd[transaction] = at;
}

function walkWitness(inputs: number): void {
  let items = 0;
  for (let i = 0; i < inputs; i++) {
    const count = compactSize();
    if (count > end - at) refuse('count');
    items += count;
    for (let item = 0; item < count; item++) {
      const size = compactSize();
      if (size > end - at) refuse('truncated');
      at += size;
    }
  }
  // "Superfluous witness record": the marked form must not be used where no input has a witness.
  if (items === 0) refuse('emptyWitness');
}

function walk(source: Uint8Array, offset: number, counted: boolean, into: BlockColumns): BlockColumns {
  bytes = source;
  at = offset;
  end = source.length;
  into.txCount = 0;
  into.inCount = 0;
  into.outCount = 0;
  try {
    const count = counted ? compactSize() : 1;
    if (count === 0) refuse('noTransactions');
    if (count * LEAST_TRANSACTION > end - at) refuse('count');
    reserveTransactions(into, count);
    for (let i = 0; i < count; i++) walkTransaction(into, i);
    into.txInStart[count] = into.inCount;
    into.txOutStart[count] = into.outCount;
    into.txCount = count;
    if (at !== end) refuse('trailing');
    return into;
  } finally {
    bytes = EMPTY; // do not keep a block alive
  }
}

const EMPTY = new Uint8Array(0);

/**
 * Reads a raw block: 80-byte header, count, transactions, and nothing behind them. The first transaction and
 * only the first must be a coinbase. Throws `chain.badTransaction` with the reason and the offset.
 */
export function readBlock(block: Uint8Array, into: BlockColumns = newColumns()): BlockColumns {
  walk(block, HEADER_BYTES, true, into);
  for (let i = 0; i < into.inCount; i++) {
    if (isNullOutpoint(block, into.inPrevOffset[i] as number) !== (i === 0)) {
      throw new Fault('chain.badTransaction', { reason: 'coinbase', offset: into.inPrevOffset[i] as number });
    }
  }
  if (into.txInStart[1] !== 1) throw new Fault('chain.badTransaction', { reason: 'coinbase', offset: into.txStart[0] as number });
  return into;
}

/** Reads one raw transaction that fills `transaction` exactly; it may be a coinbase. */
export function readTransaction(transaction: Uint8Array, into: BlockColumns = newColumns()): BlockColumns {
  return walk(transaction, 0, false, into);
}

/** Whether the outpoint at `offset` is the null outpoint of a coinbase (hash zero, index 0xffffffff). */
export function isNullOutpoint(block: Uint8Array, offset: number): boolean {
  for (let i = 35; i >= 32; i--) if (block[offset + i] !== 0xff) return false;
  for (let i = 31; i >= 0; i--) if (block[offset + i] !== 0) return false;
  return true;
}

/**
 * The height that the coinbase states (BIP34), or null where it states none. A claim of the miner, who could
 * write anything before BIP34 was enforced; never a proof of the height.
 */
export function claimedHeight(block: Uint8Array, columns: BlockColumns): number | null {
  const start = columns.inScriptStart[0] as number;
  const stop = columns.inScriptEnd[0] as number;
  const opcode = block[start];
  if (opcode === undefined || start >= stop) return null;
  if (opcode === 0) return 0;
  if (opcode >= 0x51 && opcode <= 0x60) return opcode - 0x50;
  if (opcode > 4 || start + 1 + opcode > stop) return null;
  let height = 0;
  for (let i = opcode; i >= 1; i--) height = height * 256 + (block[start + i] as number);
  // Script numbers carry their sign in the top bit, and the shortest form is required.
  const top = block[start + opcode] as number;
  if (top >= 0x80 || (top === 0 && (opcode === 1 || (block[start + opcode - 1] as number) < 0x80))) return null;
  return height;
}
