// The ids of all transactions of a block in one batch. Internal byte order throughout; display reverses.
import type { BlockColumns } from './columns.ts';
import { HEADER_BYTES, sha256d } from './header.ts';
import { activeKernel, type HashKernel } from './hashKernel.ts';

let jobs = new Uint32Array(4096);

function room(count: number): Uint32Array {
  if (jobs.length < count * 4) jobs = new Uint32Array(count * 8);
  return jobs;
}

/** 32 bytes per transaction: the hash without marker and witness. */
export function txidsOf(block: Uint8Array, columns: BlockColumns, kernel: HashKernel = activeKernel()): Uint8Array {
  const count = columns.txCount;
  const list = room(count);
  const { txStart, txInputsAt, txOutputsEnd, txEnd } = columns;
  for (let i = 0; i < count; i++) {
    list[i * 4] = txStart[i] as number;
    list[i * 4 + 1] = txInputsAt[i] as number;
    list[i * 4 + 2] = txOutputsEnd[i] as number;
    list[i * 4 + 3] = txEnd[i] as number;
  }
  const out = new Uint8Array(count * 32);
  kernel.doubleSha256(block, list, count, out);
  return out;
}

/**
 * 32 bytes per transaction: the hash of all its bytes, which is the txid where there is no witness (BIP141). The
 * coinbase's own; BIP141's zero stands only in the commitment. `txids` spares hashing those again.
 */
export function wtxidsOf(block: Uint8Array, columns: BlockColumns, kernel: HashKernel = activeKernel(), txids?: Uint8Array): Uint8Array {
  const { txCount, txStart, txEnd, txWitness } = columns;
  if (columns.mweb !== 'none') return withoutMwebPart(block, columns, wtxidsOf(block, { ...columns, mweb: 'none' }, kernel, txids), txids);
  if (txids === undefined)
    return hashRanges(
      block,
      txCount,
      (i) => txStart[i] as number,
      (i) => txEnd[i] as number,
      kernel,
    );
  const marked: number[] = [];
  for (let i = 0; i < txCount; i++) if (txWitness[i] === 1) marked.push(i);
  const wtxids = txids.slice();
  if (marked.length === 0) return wtxids;
  const hashes = hashRanges(
    block,
    marked.length,
    (i) => txStart[marked[i] as number] as number,
    (i) => txEnd[marked[i] as number] as number,
    kernel,
  );
  for (let i = 0; i < marked.length; i++) wtxids.set(hashes.subarray(i * 32, i * 32 + 32), (marked[i] as number) * 32);
  return wtxids;
}

/** Litecoin's wtxid leaves out the extension's part and its flag (primitives/transaction.cpp, ComputeWitnessHash). */
function withoutMwebPart(block: Uint8Array, columns: BlockColumns, wtxids: Uint8Array, txids?: Uint8Array): Uint8Array {
  const last = columns.txCount - 1;
  const own = txids?.subarray(last * 32, last * 32 + 32) ?? txidsOf(block, columns).subarray(last * 32);
  if (columns.txWitness[last] === 0) wtxids.set(own, last * 32);
  else {
    const at = columns.txStart[last] as number;
    const end = columns.txEnd[last] as number;
    const body = block.subarray(columns.txInputsAt[last], columns.mwebPartAt);
    const message = new Uint8Array(6 + body.length + 4);
    message.set(block.subarray(at, at + 4));
    message.set([0, 1], 4);
    message.set(body, 6);
    message.set(block.subarray(end - 4, end), 6 + body.length);
    wtxids.set(sha256d(message), last * 32);
  }
  return wtxids;
}

/** Hashes of records of 80 bytes that lie one behind the other. */
export function headerHashes(headers: Uint8Array, kernel: HashKernel = activeKernel()): Uint8Array {
  const count = Math.floor(headers.length / HEADER_BYTES);
  return hashRanges(
    headers,
    count,
    (i) => i * HEADER_BYTES,
    (i) => (i + 1) * HEADER_BYTES,
    kernel,
  );
}

/** Double SHA-256 of each pair of 32-byte nodes that lie one behind the other: one level of a Merkle tree. */
export function hashPairs(nodes: Uint8Array, kernel: HashKernel = activeKernel()): Uint8Array {
  return hashRanges(
    nodes,
    nodes.length / 64,
    (i) => i * 64,
    (i) => (i + 1) * 64,
    kernel,
  );
}

function hashRanges(
  bytes: Uint8Array,
  count: number,
  startOf: (i: number) => number,
  endOf: (i: number) => number,
  kernel: HashKernel,
): Uint8Array {
  const list = room(count);
  for (let i = 0; i < count; i++) {
    const start = startOf(i);
    const end = endOf(i);
    list[i * 4] = start;
    list[i * 4 + 1] = start + 4;
    list[i * 4 + 2] = end - 4;
    list[i * 4 + 3] = end;
  }
  const out = new Uint8Array(count * 32);
  kernel.doubleSha256(bytes, list, count, out);
  return out;
}
