// Builds the frozen slice of one chain from the case's segments: blocks of the active chain in order, parents resolved,
// scripts numbered. Recomputed from the columns each time, so there is no derived index that could be stale.
import { bytesEqual } from '../../../shared/model/bytes.ts';
import type { BlockRow, CaseFile, SearchRow } from '../casefile/index.ts';
import type { BitcoinNetwork, HeaderChain } from '../chains/index.ts';
import { chainFromGenesis, createScriptTable, NO_HEIGHT, NO_UNDO, readSegment, type ScriptTable, type Segment } from '../intake/index.ts';
import { type Freeze, freezeNow, withdrawnNow } from './freeze.ts';
import { type Placed, placeBlocks } from './placeBlocks.ts';
import { searchedOutputs } from './searched.ts';
import { COINBASE, NOT_SPENT_HERE, UNKNOWN_PARENT, UNKNOWN_VALUE, type UtxoSlice } from './slice.ts';

export interface ChainView {
  readonly network: BitcoinNetwork;
  readonly slice: UtxoSlice;
  readonly headers: HeaderChain;
  readonly scripts: ScriptTable;
  /** Rows behind the slice's blocks, by block number. */
  readonly blocks: readonly BlockRow[];
  /** Number of a transaction by its id (32 bytes, internal order), or -1. For a duplicated id the later one. */
  findTransaction(txid: Uint8Array): number;
  /** Serialised outpoint (36 bytes) of an input. */
  outpointOfInput(input: number): Uint8Array;
  /** Place of a transaction's raw bytes: offset in its block and length. */
  rawPlace(transaction: number): { readonly offset: number; readonly length: number };
  /** Height of the block that made what an input spends, as undo data say (one source), or null. */
  madeAt(input: number): number | null;
  /** Whether its inclusion in its block is proven by what the case holds: the whole block, or its branch. */
  isProven(transaction: number): boolean;
  /** Height ranges whose every block is complete, ascending. */
  readonly coverage: readonly { readonly from: number; readonly to: number }[];
  readonly freeze: Freeze;
  /** Searches of archives and nodes that count for this view. */
  readonly searches: readonly SearchRow[];
}

/** The chain judged last, of each case: views are built again and again over headers that stay as they are. */
const judgedLast = new WeakMap<CaseFile, { readonly key: string; readonly chain: HeaderChain }>();

/** Headers of the case as one chain, with its anchors; as they were when a run was made, if its freeze is given. */
export function headerChainOf(file: CaseFile, network: BitcoinNetwork, freeze?: Freeze): HeaderChain {
  const key = JSON.stringify([
    ...[network.id, freeze?.anchors ?? file.chain.anchors(network.id), freeze?.withdrawn ?? withdrawnNow(file)],
    ...[freeze === undefined ? file.chain.headerCount(network.id) : { single: freeze.lastHeader, packs: freeze.lastPack ?? 0 }],
  ]);
  const last = judgedLast.get(file);
  if (last?.key === key) return last.chain;
  const chain = judgeHeaders(file, network, freeze);
  judgedLast.set(file, { key, chain });
  return chain;
}

function judgeHeaders(file: CaseFile, network: BitcoinNetwork, freeze?: Freeze): HeaderChain {
  const until = freeze === undefined ? undefined : { single: freeze.lastHeader, packs: freeze.lastPack ?? 0 };
  const held = file.chain.headerRecords(network.id, freeze?.withdrawn, until);
  return chainFromGenesis(network, [held], freeze?.anchors ?? file.chain.anchors(network.id));
}

export function loadChainView(file: CaseFile, network: BitcoinNetwork, freeze?: Freeze): ChainView {
  const headers = headerChainOf(file, network, freeze);
  const rows = new Map(file.chain.segments(network.id).map((row) => [row.id, row]));
  const segments = new Map<number, Segment>();
  const segmentOf = (id: number): Segment => {
    let segment = segments.get(id);
    const row = rows.get(id);
    if (row === undefined) throw new Error('loadChainView: no segment');
    if (segment === undefined) {
      segment = readSegment(file, row);
      segments.set(id, segment);
    }
    return segment;
  };
  const placed = placeBlocks(file, network, headers, freeze, segmentOf);
  for (const { row } of placed) segmentOf(row.segment);
  const gathered = gather(placed, segments, headers);
  const searches = file.questions
    .searches(network.id, freeze?.withdrawn)
    .filter((search) => freeze === undefined || search.id <= (freeze.lastSearch ?? 0));
  const searched = searches.length === 0 ? null : searchedOutputs(file, searches, { ...gathered, headers });
  return {
    ...gathered,
    slice: searched === null ? gathered.slice : { ...gathered.slice, ...searched },
    network,
    headers,
    isProven(transaction) {
      const { slice } = gathered;
      const block = slice.txBlock[transaction] as number;
      if (slice.blockComplete[block] === 1) return true;
      const hash = slice.blockHash.subarray(block * 32, block * 32 + 32);
      return (file.chain.raw(network.id, hash, slice.txPosition[transaction] as number)?.branch ?? null) !== null;
    },
    searches,
    blocks: placed.map((block) => block.row),
    freeze: freeze ?? freezeNow(file, network.id),
  };
}

type Gathered = Pick<ChainView, 'slice' | 'scripts' | 'findTransaction' | 'outpointOfInput' | 'rawPlace' | 'madeAt' | 'coverage'>;

function gather(placed: readonly Placed[], segments: ReadonlyMap<number, Segment>, headers: HeaderChain): Gathered {
  let txCount = 0;
  let inCount = 0;
  let outCount = 0;
  for (const { row, txFirst, txCount: count } of placed) {
    const segment = segments.get(row.segment) as Segment;
    const last = txFirst + count;
    txCount += count;
    inCount += endAt(segment.txInEnd, last) - endAt(segment.txInEnd, txFirst);
    outCount += endAt(segment.txOutEnd, last) - endAt(segment.txOutEnd, txFirst);
  }
  const blockCount = placed.length;
  const slice = {
    txCount,
    inCount,
    outCount,
    blockCount,
    txInStart: new Uint32Array(txCount + 1),
    txOutStart: new Uint32Array(txCount + 1),
    txBlock: new Uint32Array(txCount),
    txid: new Uint8Array(txCount * 32),
    txPosition: new Uint32Array(txCount),
    inPrevOut: new Int32Array(inCount),
    inValue: new BigUint64Array(inCount),
    inScript: new Uint32Array(inCount),
    inFromUndo: new Uint8Array(inCount),
    outValue: new BigUint64Array(outCount),
    outScript: new Uint32Array(outCount),
    outSpentBy: new Int32Array(outCount).fill(NOT_SPENT_HERE),
    blockHeight: new Int32Array(blockCount),
    blockHash: new Uint8Array(blockCount * 32),
    blockComplete: new Uint8Array(blockCount),
    blockTime: new Uint32Array(blockCount),
    blockCoveredTo: new Int32Array(blockCount).fill(-1),
  };
  const scripts = createScriptTable(Math.max(1024, outCount >> 1));
  const numbering = new Map<Segment, Uint32Array>();
  const index = createTransactionIndex(slice.txid, txCount);
  const place = { at: new Uint32Array(txCount), bytes: new Uint32Array(txCount) };
  const prevOf = new Uint8Array(inCount * 36);
  const firstTx = new Uint32Array(blockCount);

  let tx = 0;
  let input = 0;
  let output = 0;
  for (let block = 0; block < blockCount; block++) {
    const { row, height, header, txFirst, txCount: count } = placed[block] as Placed;
    const segment = segments.get(row.segment) as Segment;
    let local = numbering.get(segment);
    if (local === undefined) {
      local = numberScripts(segment, scripts);
      numbering.set(segment, local);
    }
    firstTx[block] = tx;
    slice.blockHeight[block] = height;
    slice.blockHash.set(row.hash, block * 32);
    slice.blockComplete[block] = row.complete ? 1 : 0;
    slice.blockTime[block] = headers.time[header] as number;
    const lastTx = txFirst + count;
    slice.txid.set(segment.txid.subarray(txFirst * 32, lastTx * 32), tx * 32);
    const inFirst = endAt(segment.txInEnd, txFirst);
    const inLast = endAt(segment.txInEnd, lastTx);
    prevOf.set(segment.inPrev.subarray(inFirst * 36, inLast * 36), input * 36);
    const outFirst = endAt(segment.txOutEnd, txFirst);
    const outLast = endAt(segment.txOutEnd, lastTx);
    slice.outValue.set(segment.outValue.subarray(outFirst, outLast), output);
    for (let i = outFirst, at = output; i < outLast; i++, at++) slice.outScript[at] = local[segment.outScript[i] as number] as number;

    for (let t = txFirst; t < lastTx; t++, tx++) {
      slice.txBlock[tx] = block;
      slice.txPosition[tx] = segment.txPosition === null ? t - txFirst : (segment.txPosition[t] as number);
      place.at[tx] = segment.txAt[t] as number;
      place.bytes[tx] = segment.txBytes[t] as number;
      slice.txInStart[tx] = input;
      slice.txOutStart[tx] = output;
      const ins = endAt(segment.txInEnd, t + 1) - endAt(segment.txInEnd, t);
      const outs = endAt(segment.txOutEnd, t + 1) - endAt(segment.txOutEnd, t);
      const segmentIn = endAt(segment.txInEnd, t);
      for (let i = 0; i < ins; i++, input++) resolveInput(input, segment, segmentIn + i, local, outs, output);
      // After its inputs: nothing spends its own outputs, and of a duplicated id (BIP30) the later one counts.
      index.add(tx);
      output += outs;
    }
  }
  slice.txInStart[txCount] = input;
  slice.txOutStart[txCount] = output;
  const coverage = coverRanges(slice);

  function resolveInput(number: number, segment: Segment, local: number, scriptNumbers: Uint32Array, outs: number, firstOut: number): void {
    const at = number * 36;
    const vout =
      (prevOf[at + 32] as number) |
      ((prevOf[at + 33] as number) << 8) |
      ((prevOf[at + 34] as number) << 16) |
      ((prevOf[at + 35] as number) << 24);
    if (vout === -1 && isZero(prevOf, at)) {
      slice.inPrevOut[number] = COINBASE;
      let sum = 0n;
      for (let o = firstOut; o < firstOut + outs; o++) sum += slice.outValue[o] as bigint;
      slice.inValue[number] = sum;
      return;
    }
    const parent = index.find(prevOf, at);
    const spent = parent === -1 ? -1 : (slice.txOutStart[parent] as number) + vout;
    if (parent !== -1 && vout >= 0 && spent < (slice.txOutStart[parent + 1] ?? output)) {
      slice.inPrevOut[number] = spent;
      slice.inValue[number] = slice.outValue[spent] as bigint;
      slice.inScript[number] = slice.outScript[spent] as number;
      if (slice.outSpentBy[spent] === NOT_SPENT_HERE) slice.outSpentBy[spent] = number;
      return;
    }
    slice.inPrevOut[number] = UNKNOWN_PARENT;
    const undo = segment.undoValue?.[local] ?? NO_UNDO;
    slice.inValue[number] = undo === NO_UNDO ? UNKNOWN_VALUE : undo;
    if (undo === NO_UNDO) return;
    slice.inFromUndo[number] = 1;
    slice.inScript[number] = scriptNumbers[segment.undoScript?.[local] ?? 0] as number;
  }

  return {
    slice,
    scripts,
    coverage,
    findTransaction: (txid) => index.find(txid, 0),
    outpointOfInput: (number) => prevOf.subarray(number * 36, number * 36 + 36),
    madeAt(number) {
      const owner = ownerOf(slice.txInStart, number);
      const block = slice.txBlock[owner] as number;
      const { row, txFirst } = placed[block] as Placed;
      const segment = segments.get(row.segment) as Segment;
      const local = endAt(segment.txInEnd, txFirst + owner - (firstTx[block] as number)) + number - (slice.txInStart[owner] as number);
      const height = segment.undoHeight?.[local] ?? NO_HEIGHT;
      return height === NO_HEIGHT ? null : height;
    },
    rawPlace: (number) => ({ offset: place.at[number] as number, length: place.bytes[number] as number }),
  };
}

function endAt(ends: Uint32Array, count: number): number {
  return count === 0 ? 0 : (ends[count - 1] as number);
}

/** The last transaction whose first number is not above `number`. */
function ownerOf(start: Uint32Array, number: number): number {
  let low = 0;
  let high = start.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((start[middle] as number) <= number) low = middle;
    else high = middle - 1;
  }
  return low;
}

function isZero(bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < 32; i++) if (bytes[at + i] !== 0) return false;
  return true;
}

function numberScripts(segment: Segment, scripts: ScriptTable): Uint32Array {
  const numbers = new Uint32Array(segment.scriptEnd.length + 1);
  for (let i = 0; i < segment.scriptEnd.length; i++) {
    numbers[i + 1] = scripts.intern(
      segment.scriptBytes,
      i === 0 ? 0 : (segment.scriptEnd[i - 1] as number),
      segment.scriptEnd[i] as number,
    );
  }
  return numbers;
}

/** Sets how far complete blocks reach from each block, and gives the ranges. */
function coverRanges(slice: UtxoSlice): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  for (let block = 0; block < slice.blockCount; block++) {
    const height = slice.blockHeight[block] as number;
    if (height < 0 || slice.blockComplete[block] === 0) continue;
    const last = ranges.at(-1);
    if (last !== undefined && height === last.to + 1) last.to = height;
    else ranges.push({ from: height, to: height });
  }
  let range = 0;
  for (let block = 0; block < slice.blockCount; block++) {
    const height = slice.blockHeight[block] as number;
    if (height < 0 || slice.blockComplete[block] === 0) continue;
    while (range < ranges.length && (ranges[range] as { to: number }).to < height) range++;
    slice.blockCoveredTo[block] = (ranges[range] as { to: number }).to;
  }
  return ranges;
}

/** Transaction number by id: open addressing over the slice's own txid column. */
function createTransactionIndex(txids: Uint8Array, capacity: number) {
  let size = 64;
  while (size < capacity * 2) size *= 2;
  const slots = new Int32Array(size).fill(-1);
  const mask = size - 1;
  const own = new DataView(txids.buffer, txids.byteOffset, txids.byteLength);
  let given = txids;
  let view = own;
  const slotOf = (bytes: Uint8Array, at: number): number => {
    if (bytes !== given) {
      given = bytes;
      view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    let slot = view.getInt32(at, true) & mask;
    for (;;) {
      const tx = slots[slot] as number;
      if (tx === -1) return slot;
      let i = 0;
      while (i < 32 && own.getInt32(tx * 32 + i) === view.getInt32(at + i)) i += 4;
      if (i === 32) return slot;
      slot = (slot + 1) & mask;
    }
  };
  return {
    add(tx: number): void {
      slots[slotOf(txids, tx * 32)] = tx;
    },
    find: (bytes: Uint8Array, at: number): number => slots[slotOf(bytes, at)] as number,
  };
}

/** True where two block hashes of a slice are equal; for tests and look-ups by hash. */
export function blockByHash(slice: UtxoSlice, hash: Uint8Array): number {
  for (let block = 0; block < slice.blockCount; block++)
    if (bytesEqual(slice.blockHash.subarray(block * 32, block * 32 + 32), hash)) return block;
  return -1;
}
