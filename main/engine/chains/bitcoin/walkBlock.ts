// The zero-copy reader: a raw block (or one transaction) becomes columns of byte offsets, allocating nothing
// per transaction. It refuses every byte sequence that a node's deserialiser refuses, and checks each count
// against the bytes that remain before making room, so a lying block costs neither time nor memory.
// It must not hash or judge: txids are made in txids.ts, proofs in merkle.ts.
import { Fault } from '../../../../shared/model/fault.ts';
import { type BlockColumns, newColumns, reserveInputs, reserveOutputs, reserveTransactions } from './columns.ts';
import { HEADER_BYTES } from './header.ts';
import { BITCOIN_FORM, type TransactionForm } from './transactionForm.ts';

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
  | 'coinbase'
  | 'mwebOnly'
  | 'mwebData';

// Smallest encodings: outpoint 36 + script length 1 + sequence 4; value 8 + script length 1; a whole transaction.
const LEAST_INPUT = 41;
const LEAST_OUTPUT = 9;
const LEAST_TRANSACTION = 60;
/** BIP144's marker flag for witnesses, and Litecoin's for the extension block (primitives/transaction.h). */
const WITNESS_FLAG = 1;
const MWEB_FLAG = 8;

// The cursor. Reading is synchronous and never re-entered, so one module-level cursor serves; as object
// fields these three cost a quarter of the speed.
let bytes: Uint8Array = new Uint8Array(0);
let at = 0;
let end = 0;
let counted = false;
/** Inputs whose outpoint ends like the null outpoint: looked at here, where the byte is at hand, and almost never found. */
let nullLike = 0;
let form = BITCOIN_FORM;
/** The form's most money as high and low word: comparing words makes no bigint per output. */
let mostHigh = 0;
let mostLow = 0;

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
  let flags = 0;
  if (bytes[at] === 0) {
    // BIP144. A second byte of 0 would be a transaction without inputs.
    flags = bytes[at + 1] as number;
    if (flags === 0) refuse('noInputs');
    if ((flags & ~(form.mweb ? WITNESS_FLAG | MWEB_FLAG : WITNESS_FLAG)) !== 0) refuse('witnessFlag');
    at += 2;
  }
  const marked = (flags & WITNESS_FLAG) !== 0;
  columns.txInputsAt[transaction] = at;
  const inputs = compactSize();
  // A transaction that lies in the extension block alone has an id of another kind, and nothing that could be read here.
  if (inputs === 0) refuse(flags === MWEB_FLAG ? 'mwebOnly' : 'noInputs');
  if (inputs * LEAST_INPUT > end - at) refuse('count');
  const firstInput = columns.inCount;
  reserveInputs(columns, firstInput + inputs);
  const { inPrevOffset, inScriptStart, inScriptEnd } = columns;
  for (let i = firstInput; i < firstInput + inputs; i++) {
    inPrevOffset[i] = at;
    if (bytes[at + 35] === 0xff) nullLike++;
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
    if (high >= mostHigh && (high > mostHigh || low > mostLow)) refuse('value');
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
  if ((flags & MWEB_FLAG) !== 0) walkMwebPart(columns);
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

/**
 * What flag 0x08 puts before the locktime: a zero byte makes the transaction a block's HogEx, which carries the extension block's
 * coins on; else the whole extension transaction follows, as before it is mined. In a block that never stands
 * (validation: "unexpected-mweb-data"), so its end need not be known: alone, it reaches to the locktime.
 */
function walkMwebPart(columns: BlockColumns): void {
  if (at >= end) refuse('truncated');
  const held = bytes[at] as number;
  columns.mwebPartAt = at;
  columns.mweb = held === 0 ? 'hogEx' : 'attached';
  at += 1;
  if (held === 0) return;
  if (held !== 1 || counted || at + 4 >= end) refuse('mwebData');
  at = end - 4;
}

function walk(source: Uint8Array, offset: number, isBlock: boolean, into: BlockColumns, as: TransactionForm): BlockColumns {
  bytes = source;
  at = offset;
  end = source.length;
  counted = isBlock;
  nullLike = 0;
  form = as;
  mostHigh = Number(form.mostMoneySat >> 32n);
  mostLow = Number(form.mostMoneySat & 0xffff_ffffn);
  empty(into);
  try {
    const count = isBlock ? compactSize() : 1;
    if (count === 0) refuse('noTransactions');
    if (count * LEAST_TRANSACTION > end - at) refuse('count');
    reserveTransactions(into, count);
    for (let i = 0; i < count; i++) {
      // The HogEx is the last transaction: what follows it is the extension block.
      if (into.mweb !== 'none') refuse('mwebData');
      walkTransaction(into, i);
    }
    into.txInStart[count] = into.inCount;
    into.txOutStart[count] = into.outCount;
    into.txCount = count;
    if (isBlock && into.mweb === 'hogEx') skipExtensionBlock(count);
    if (at !== end) refuse('trailing');
    return into;
  } finally {
    bytes = EMPTY; // do not keep a block alive
  }
}

const EMPTY = new Uint8Array(0);

function empty(columns: BlockColumns): void {
  columns.mweb = 'none';
  columns.mwebPartAt = 0;
  columns.txCount = 0;
  columns.inCount = 0;
  columns.outCount = 0;
}

/**
 * The extension block (primitives/block.h): a byte that says whether it is there, then its data to the end of the block. Neither
 * the Merkle root nor the witness commitment covers it, so nothing is read from it.
 */
function skipExtensionBlock(count: number): void {
  if (count < 2 || at >= end) refuse('mwebData');
  const held = bytes[at++];
  if (held === 0) return;
  if (held !== 1 || at === end) refuse('mwebData');
  at = end;
}

/**
 * Reads a raw block: 80-byte header, count, transactions, and behind them nothing but an extension block where the form has one.
 * The first transaction and only the first must be a coinbase. Throws `chain.badTransaction` with the reason and the offset.
 */
export function readBlock(block: Uint8Array, into: BlockColumns = newColumns(), as: TransactionForm = BITCOIN_FORM): BlockColumns {
  walk(block, HEADER_BYTES, true, into, as);
  const suspects = nullLike === 1 ? 1 : into.inCount;
  for (let i = 0; i < suspects; i++) {
    if (isNullOutpoint(block, into.inPrevOffset[i] as number) !== (i === 0)) {
      throw new Fault('chain.badTransaction', { reason: 'coinbase', offset: into.inPrevOffset[i] as number });
    }
  }
  if (into.txInStart[1] !== 1) throw new Fault('chain.badTransaction', { reason: 'coinbase', offset: into.txStart[0] as number });
  return into;
}

/** Reads one raw transaction that fills `transaction` exactly; it may be a coinbase. */
export function readTransaction(
  transaction: Uint8Array,
  into: BlockColumns = newColumns(),
  as: TransactionForm = BITCOIN_FORM,
): BlockColumns {
  return walk(transaction, 0, false, into, as);
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
