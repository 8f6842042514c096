// Makes a node's folder of any size for measurements: blk and rev files of real transactions in fresh regtest blocks, obfuscated,
// late blocks and all, with one seed whose descendants are a known small share. The same bytes for the same arguments.
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import {
  encodeUndo,
  frameBlock,
  frameUndo,
  merkleRoot,
  newColumns,
  obfuscationOf,
  readBlock,
  REGTEST,
  sha256d,
  txidsOf,
  type UndoCoin,
  wtxidsOf,
} from '../../main/engine/chains/index.ts';
import { checkByPeer, coinbaseFor, templatesOf } from './blockFile.ts';
import { createCoinPool } from './coinPool.ts';
import { sequence } from './figures.ts';

const FILE_BYTES = 128 << 20;
const KEY = Uint8Array.of(0x5a, 0x13, 0xc7, 0x88, 0x01, 0xfe, 0x39, 0x64);
/** Blocks arrive out of order within so many: a node asks several peers at once. */
const ARRIVAL_WINDOW = 16;
/** Outputs that the folder does not hold: a real file also spends what lies before it. */
const FOREIGN_INPUTS = 0.05;
/** Share of transactions that spend a descendant of the seed. */
const FOLLOWED = 0.005;
const FRESH_SCRIPTS = 0.55;
const SEED_HEIGHT = 5;

export interface MadeFolder {
  readonly blocks: number;
  readonly transactions: number;
  readonly inputs: number;
  readonly files: number;
  readonly blockBytes: number;
  readonly undoBytes: number;
  /** As displayed: follow all its outputs. */
  readonly seed: string;
  readonly seedHeight: number;
  /** Transactions downstream of the seed, itself not counted. */
  readonly followed: number;
}

export interface FolderOptions {
  readonly bytes: number;
  readonly realBlocks: readonly Uint8Array[];
  /** Serialised size of a block, about: those of 2024 have 1.7 MB. */
  readonly blockBytes?: number;
  readonly seed?: number;
}

interface WaitingBlock {
  readonly bytes: Uint8Array;
  readonly undo: Uint8Array;
  readonly previousHash: Uint8Array;
}

/** Writes `blocks/blk*.dat`, `rev*.dat` and `xor.dat` below `folder`. */
export function makeArchiveFolder(
  folder: string,
  { bytes: wanted, realBlocks, blockBytes = 1_500_000, seed = 20_261_121 }: FolderOptions,
): MadeFolder {
  const next = sequence(seed);
  const templates = templatesOf(realBlocks);
  const clean = createCoinPool(4_000_000);
  const followed = createCoinPool(200_000);
  const writer = createFolderWriter(folder);
  const made = { blocks: 0, transactions: 0, inputs: 0, seed: '', followed: 0 };
  const body = new Uint8Array(blockBytes + 400_000);
  const view = new DataView(body.buffer);
  let previous: Uint8Array = REGTEST.genesisHash;
  let copy = 0;
  let waiting: WaitingBlock[] = [];

  for (let size = 0; size < wanted; ) {
    const height = made.blocks + 1;
    const places: { readonly at: number; readonly template: (typeof templates)[number]; readonly isFollowed: boolean }[] = [];
    const spent: UndoCoin[][] = [];
    let at = 0;
    let witness = false;
    while (at < blockBytes) {
      const template = templates[Math.floor(next() * templates.length)] as (typeof templates)[number];
      if (at + template.bytes.length > body.length) break;
      body.set(template.bytes, at);
      copy++;
      view.setUint32(at + template.bytes.length - 4, copy, true);
      const isFollowed = followed.size() > 0 && next() < FOLLOWED;
      const coins = template.outpoints.map((outpoint, input): UndoCoin => {
        const pool = isFollowed && input === 0 ? followed : clean;
        const known = pool === clean && next() < FOREIGN_INPUTS ? null : pool.take(body, at + outpoint, next());
        if (known !== null) return known;
        view.setUint32(at + outpoint, copy, true);
        view.setUint32(at + outpoint + 4, input, true);
        const script = Uint8Array.of(0x76, 0xa9, 20, ...body.subarray(at + outpoint, at + outpoint + 20), 0x88, 0xac);
        return { valueSat: BigInt(10_000 + Math.floor(next() * 1e9)), script, height: Math.floor(next() * height), coinbase: false };
      });
      for (const payload of template.payloads)
        view.setUint32(at + payload, next() < FRESH_SCRIPTS ? copy : 1 + Math.floor(next() * copy), true);
      shareOut(view, at, template.values, coins, next);
      if (template.bytes[4] === 0) witness = true;
      places.push({ at, template, isFollowed });
      spent.push(coins);
      made.inputs += coins.length;
      if (isFollowed) made.followed++;
      at += template.bytes.length;
    }
    const { block, txids } = sealBlock(body.subarray(0, at), places.length, height, previous, witness);
    if (height === 1) checkByPeer(block);
    const isSeedBlock = height === SEED_HEIGHT;
    if (isSeedBlock) made.seed = Buffer.from(txids.slice(32, 64).reverse()).toString('hex');
    places.forEach((place, i) => {
      const pool = place.isFollowed || (isSeedBlock && i === 0) ? followed : clean;
      const tx = pool.addTransaction(txids.subarray((i + 1) * 32, (i + 2) * 32));
      place.template.values.forEach((valueAt, output) =>
        pool.addOutput(tx, output, body, place.at + valueAt, place.at + (place.template.scriptEnds[output] as number), height),
      );
    });
    waiting.push({ bytes: block, undo: encodeUndo(spent), previousHash: previous });
    previous = sha256d(block.subarray(0, 80));
    size += block.length + 8;
    made.blocks++;
    made.transactions += places.length + 1;
    if (waiting.length === ARRIVAL_WINDOW || size >= wanted) {
      writer.write(waiting, next);
      waiting = [];
    }
  }
  return { ...made, ...writer.end(), seedHeight: SEED_HEIGHT };
}

/** Gives what the inputs hold, less a fee, to the outputs in random shares. */
function shareOut(view: DataView, at: number, values: readonly number[], coins: readonly UndoCoin[], next: () => number): void {
  let rest = Number(coins.reduce((sum, coin) => sum + coin.valueSat, 0n));
  rest -= Math.min(rest, 500 + Math.floor(next() * 5000));
  values.forEach((valueAt, output) => {
    const value = output === values.length - 1 ? rest : Math.floor(rest * next());
    rest -= value;
    view.setBigUint64(at + valueAt, BigInt(value), true);
  });
}

/** Coinbase, commitment, Merkle root and a nonce around a block's other transactions. */
function sealBlock(
  body: Uint8Array,
  transactions: number,
  height: number,
  previous: Uint8Array,
  witness: boolean,
): { readonly block: Uint8Array; readonly txids: Uint8Array } {
  const count = transactions + 1;
  const assemble = (commitment: Uint8Array | null): Uint8Array => {
    const coinbase = coinbaseFor(height, commitment, REGTEST.subsidy(height));
    const block = new Uint8Array(83 + coinbase.length + body.length);
    block.set([0xfd, count & 0xff, count >> 8], 80);
    block.set(coinbase, 83);
    block.set(body, 83 + coinbase.length);
    return block;
  };
  let block = assemble(null);
  let columns = readBlock(block, newColumns());
  if (witness) {
    const leaves = wtxidsOf(block, columns);
    leaves.fill(0, 0, 32);
    const preimage = new Uint8Array(64);
    preimage.set(merkleRoot(leaves).root);
    block = assemble(sha256d(preimage));
    columns = readBlock(block, columns);
  }
  const txids = txidsOf(block, columns);
  const head = new DataView(block.buffer);
  head.setInt32(0, 0x2000_0000, true);
  block.set(previous, 4);
  block.set(merkleRoot(txids).root, 36);
  head.setUint32(68, 1_300_000_000 + height * 600, true);
  head.setUint32(72, 0x207f_ffff, true);
  // Regtest's target is met where the top bit of the hash is clear.
  for (let nonce = 0; ; nonce++) {
    head.setUint32(76, nonce, true);
    if ((sha256d(block.subarray(0, 80))[31] as number) < 0x7f) return { block, txids };
  }
}

function createFolderWriter(folder: string) {
  const obfuscate = obfuscationOf(KEY);
  const blocksFolder = join(folder, 'blocks');
  mkdirSync(blocksFolder, { recursive: true });
  writeFileSync(join(blocksFolder, 'xor.dat'), KEY);
  const handles = new Map<string, { readonly file: number; size: number }>();
  const written = { blk: 0, rev: 0 };
  let current = 0;
  const sizeOf = (kind: 'blk' | 'rev', number: number) => handles.get(`${kind}${number}`)?.size ?? 0;
  const append = (kind: 'blk' | 'rev', number: number, frame: Uint8Array): void => {
    const name = `${kind}${number}`;
    let handle = handles.get(name);
    if (handle === undefined) {
      handle = { file: openSync(join(blocksFolder, `${kind}${String(number).padStart(5, '0')}.dat`), 'w'), size: 0 };
      handles.set(name, handle);
    }
    obfuscate?.(frame, handle.size);
    for (let done = 0; done < frame.length; ) done += writeSync(handle.file, frame, done);
    handle.size += frame.length;
    written[kind] += frame.length;
  };
  return {
    /** Blocks as they arrive, which is not their order; undo records as blocks are connected, which is. */
    write(blocks: readonly WaitingBlock[], next: () => number): void {
      const order = blocks.map((_, i) => i);
      for (let i = order.length - 1; i > 0; i--) {
        const other = Math.floor(next() * (i + 1));
        [order[i], order[other]] = [order[other] as number, order[i] as number];
      }
      const fileOf = new Map<number, number>();
      for (const i of order) {
        const { bytes } = blocks[i] as WaitingBlock;
        if (sizeOf('blk', current) + 8 + bytes.length > FILE_BYTES) current++;
        fileOf.set(i, current);
        append('blk', current, frameBlock(REGTEST.magic, bytes));
      }
      blocks.forEach(({ undo, previousHash }, i) => append('rev', fileOf.get(i) as number, frameUndo(REGTEST.magic, undo, previousHash)));
    },
    end() {
      for (const { file } of handles.values()) closeSync(file);
      return { files: current + 1, blockBytes: written.blk, undoBytes: written.rev };
    },
  };
}
