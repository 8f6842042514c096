// Block parse on one thread and on two: our columns and txids beside bitcoinjs-lib's fromBuffer and getId, and bcoin's where an
// install is named, on the same real blocks in the same process, in turns.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parentPort, Worker } from 'node:worker_threads';
import { Block, Transaction } from 'bitcoinjs-lib';
import { type BlockColumns, newColumns, readBlock, txidsOf } from '../../main/engine/chains/index.ts';
import { SHARED_DATA } from '../vectors/sharedData.ts';
import { realBlocks } from '../vectors/realBlocks.ts';
import { type BenchRow, type PartResult, peakMegabytes, sequence, speedText, timed, timing } from './figures.ts';

/** Distinct real mainnet blocks large enough to say something, or made ones where the data is not here. */
export function benchBlocks(): { readonly blocks: readonly Uint8Array[]; readonly real: boolean } {
  if (SHARED_DATA !== null) {
    const blocks = realBlocks().filter((block) => block.network === 'bitcoin' && block.bytes.length > 100_000);
    if (blocks.length > 0) return { blocks: blocks.map((block) => block.bytes), real: true };
  }
  return { blocks: [syntheticBlock(1), syntheticBlock(2)], real: false };
}

/** A block of plain payments by bitcoinjs-lib: only for a checkout without the real data. */
function syntheticBlock(seed: number): Uint8Array {
  const next = sequence(seed);
  const random = (length: number) => Uint8Array.from({ length }, () => Math.floor(next() * 256));
  const payee = () => Uint8Array.of(0x76, 0xa9, 20, ...random(20), 0x88, 0xac);
  const block = new Block();
  block.prevHash = new Uint8Array(32);
  block.merkleRoot = new Uint8Array(32);
  block.transactions = [];
  for (let tx = 0; tx < 2000; tx++) {
    const transaction = new Transaction();
    if (tx === 0) transaction.addInput(new Uint8Array(32), 0xffff_ffff, 0xffff_ffff, random(8));
    else
      for (let input = 0; input < 1 + next() * 3; input++)
        transaction.addInput(random(32), Math.floor(next() * 3), 0xffff_ffff, random(107));
    for (let output = 0; output < 2; output++) transaction.addOutput(payee(), BigInt(Math.floor(next() * 1e9)));
    block.transactions.push(transaction);
  }
  return new Uint8Array(block.toBuffer());
}

/** The blocks again and again in changing order, each with its transactions behind the coinbase shuffled, so that nothing learns the sequence. */
function shuffledCopies(blocks: readonly Uint8Array[], bytes: number): Uint8Array[] {
  const next = sequence(7);
  const copies: Uint8Array[] = [];
  const columns = newColumns();
  for (let made = 0; made < bytes; ) {
    const block = blocks[Math.floor(next() * blocks.length)] as Uint8Array;
    readBlock(block, columns);
    const order = Array.from({ length: columns.txCount - 1 }, (_, i) => i + 1);
    for (let i = order.length - 1; i > 0; i--) {
      const other = Math.floor(next() * (i + 1));
      [order[i], order[other]] = [order[other] as number, order[i] as number];
    }
    const copy = block.slice();
    let at = columns.txEnd[0] as number;
    for (const tx of order) {
      const bytesOfTx = block.subarray(columns.txStart[tx], columns.txEnd[tx]);
      copy.set(bytesOfTx, at);
      at += bytesOfTx.length;
    }
    copies.push(copy);
    made += copy.length;
  }
  return copies;
}

/** What a reader needs of every input and output; the sum keeps the work from being left out. */
function ours(blocks: readonly Uint8Array[], columns: BlockColumns): number {
  let sum = 0;
  for (const block of blocks) {
    readBlock(block, columns);
    const txids = txidsOf(block, columns);
    sum = (sum + (txids[0] as number) + columns.inCount + columns.outCount + (columns.txWitness[columns.txCount - 1] as number)) | 0;
  }
  return sum;
}

function peer(blocks: readonly Buffer[]): number {
  let sum = 0;
  for (const bytes of blocks)
    for (const transaction of Block.fromBuffer(bytes).transactions ?? []) sum = (sum + transaction.getId().length) | 0;
  return sum;
}

function checkAgreement(blocks: readonly Uint8Array[]): void {
  for (const bytes of blocks) {
    const txids = txidsOf(bytes, readBlock(bytes, newColumns()));
    (Block.fromBuffer(Buffer.from(bytes)).transactions ?? []).forEach((transaction, i) => {
      if (Buffer.compare(transaction.getHash(), txids.subarray(i * 32, i * 32 + 32)) !== 0)
        throw new Error(`txid ${i} differs from bitcoinjs-lib's`);
    });
  }
}

interface BcoinBlock {
  readonly txs: readonly { hash(): Buffer }[];
}

/** bcoin's reader: the devDependency's, or that of the install that TRACEHOLD_BCOIN names (a folder with node_modules); null without. */
function bcoinReader(): ((blocks: readonly Buffer[]) => number) | null {
  const install = process.env.TRACEHOLD_BCOIN ?? '';
  // Its fast hashing is an addon that may not be built; its own JavaScript runs everywhere.
  process.env.NODE_BACKEND ??= 'js';
  const require = createRequire(join(install === '' ? import.meta.dirname : install, 'package.json'));
  let reader: { fromRaw(bytes: Buffer): BcoinBlock };
  try {
    reader = require('bcoin/lib/primitives/block.js') as typeof reader;
  } catch {
    return null;
  }
  return (blocks) => {
    let sum = 0;
    for (const bytes of blocks) for (const transaction of reader.fromRaw(bytes).txs) sum = (sum + (transaction.hash()[0] as number)) | 0;
    return sum;
  };
}

type ToThread = { readonly blocks: readonly Uint8Array[] } | 'go' | 'end';

/** The second thread: reads its share of the blocks as often as it is told to. */
export function parseThread(): Promise<object> {
  const port = parentPort;
  if (port === null) throw new Error('parseThread: not in a thread');
  const columns = newColumns();
  let share: readonly Uint8Array[] = [];
  return new Promise((resolve) => {
    port.on('message', (message: ToThread) => {
      if (message === 'end') {
        port.close();
        return resolve({});
      }
      if (message === 'go') port.postMessage(ours(share, columns));
      else {
        share = message.blocks;
        port.postMessage(ours(share.slice(0, 20), columns));
      }
    });
  });
}

async function onTwoThreads(blocks: readonly Uint8Array[], runs: number): Promise<readonly number[]> {
  // Memory of both: nothing is copied while the time runs.
  const shared = blocks.map((block) => {
    const copy = new Uint8Array(new SharedArrayBuffer(block.length));
    copy.set(block);
    return copy;
  });
  const thread = new Worker(process.argv[1] as string, { argv: ['child:parseThread'], stdout: true });
  const answer = () => new Promise<unknown>((resolve, reject) => thread.once('message', resolve).once('error', reject));
  const columns = newColumns();
  const half = shared.length >> 1;
  thread.postMessage({ blocks: shared.slice(half) } satisfies ToThread);
  await answer();
  ours(shared.slice(0, 20), columns);
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    const other = answer();
    thread.postMessage('go' satisfies ToThread);
    ours(shared.slice(0, half), columns);
    await other;
    times.push(performance.now() - start);
  }
  thread.postMessage('end' satisfies ToThread);
  return times;
}

export async function parsePart(runs: number): Promise<PartResult> {
  const { blocks, real } = benchBlocks();
  const copies = shuffledCopies(blocks, 200e6);
  checkAgreement(copies.slice(0, blocks.length));
  const part = copies.slice(0, 40).map((copy) => Buffer.from(copy.buffer, copy.byteOffset, copy.length));
  const bytes = copies.reduce((sum, copy) => sum + copy.length, 0);
  const partBytes = part.reduce((sum, copy) => sum + copy.length, 0);
  const columns = newColumns();
  const bcoin = bcoinReader();
  const ourTimes: number[] = [];
  const peerTimes: number[] = [];
  const bcoinTimes: number[] = [];
  // One pass of each to warm up.
  ours(copies.slice(0, 20), columns);
  peer(part.slice(0, 5));
  bcoin?.(part.slice(0, 5));
  for (let run = 0; run < runs; run++) {
    timed(peerTimes, () => peer(part));
    if (bcoin !== null) timed(bcoinTimes, () => bcoin(part));
    timed(ourTimes, () => ours(copies, columns));
  }
  const bothTimes = await onTwoThreads(copies, runs);
  const [our, their, both] = [timing(ourTimes), timing(peerTimes), timing(bothTimes)];
  const times = (ms: number, peerMs: number) => bytes / ms / (partBytes / peerMs);
  const name = real ? `${blocks.length} real blocks` : 'MADE blocks';
  const row = (what: string, ms: typeof our, peerText: string, ratio: number, least: number): BenchRow => ({
    what: `block parse with ids, ${what}, ${name} shuffled`,
    ours: speedText(bytes, ms),
    peer: peerText,
    ratio: `${ratio.toFixed(1)}×`,
    target: `≥ ${least}×`,
    met: ratio >= least,
  });
  const theirs = `bitcoinjs-lib ${speedText(partBytes, their)}`;
  const rows = [row('one thread', our, theirs, times(our.medianMs, their.medianMs), 10)];
  if (bcoin === null) rows.push({ ...row('one thread', our, 'bcoin: not here', 0, 5), ratio: '–', met: null });
  else {
    const ofBcoin = timing(bcoinTimes);
    rows.push(row('one thread', our, `bcoin ${speedText(partBytes, ofBcoin)}`, times(our.medianMs, ofBcoin.medianMs), 5));
  }
  rows.push(row('two threads', both, theirs, times(both.medianMs, their.medianMs), 20));
  return {
    rows,
    notes: [
      `parse: ours over ${(bytes / 1e6).toFixed(0)} MB, the peers over the first ${(partBytes / 1e6).toFixed(0)} MB of the same, on one thread; peak ${peakMegabytes()} MB (all blocks in memory, twice)`,
      ...(real ? [] : ['parse: the real blocks are not here (../shared/data), so these blocks are made: plain payments only']),
    ],
  };
}
