// Makes one large blk file of real transactions in fresh regtest blocks: true Merkle roots, witness commitments and
// proof of work, every txid distinct, most inputs spending earlier outputs of the file. For measurement only.
import { closeSync, openSync, writeSync } from 'node:fs';
import { Block, Transaction } from 'bitcoinjs-lib';
import { merkleRoot, newColumns, readBlock, REGTEST, sha256d, txidsOf, wtxidsOf } from '../../main/engine/chains/index.ts';
import { sequence } from './figures.ts';

const BLOCK_BYTES = 1_000_000;
/** Share of scripts that were not seen before: a whole chain has about 6 M addresses in 11 M outputs. */
const FRESH_SCRIPTS = 0.55;
/** Outputs of other files: a real blk file also spends what lies before it. */
const FOREIGN_INPUTS = 0.05;

export interface Template {
  readonly bytes: Uint8Array;
  /** Offsets of outpoints and of the 20- or 32-byte payloads of outputs, in `bytes`. */
  readonly outpoints: readonly number[];
  readonly payloads: readonly number[];
  readonly outputs: number;
  /** Offset of each output's value, and just behind its script. */
  readonly values: readonly number[];
  readonly scriptEnds: readonly number[];
}

export interface MadeFile {
  readonly bytes: number;
  readonly blocks: number;
  readonly transactions: number;
  readonly inputs: number;
  readonly outputs: number;
  /** As displayed: a transaction in the middle of the file. */
  readonly txid: string;
  /** Script of its first output that has a payload. */
  readonly script: Uint8Array;
}

/** The non-coinbase transactions of real blocks, with the places that are rewritten in each copy. */
export function templatesOf(blocks: readonly Uint8Array[]): Template[] {
  const templates: Template[] = [];
  for (const block of blocks) {
    const columns = readBlock(block, newColumns());
    for (let tx = 1; tx < columns.txCount; tx++) {
      const start = columns.txStart[tx] as number;
      const payloads: number[] = [];
      const outpoints: number[] = [];
      const values: number[] = [];
      const scriptEnds: number[] = [];
      for (let i = columns.txInStart[tx] as number; i < (columns.txInStart[tx + 1] as number); i++)
        outpoints.push((columns.inPrevOffset[i] as number) - start);
      const firstOut = columns.txOutStart[tx] as number;
      const endOut = columns.txOutStart[tx + 1] as number;
      for (let out = firstOut; out < endOut; out++) {
        const at = columns.outScriptStart[out] as number;
        const length = (columns.outScriptEnd[out] as number) - at;
        // The value's eight bytes, then the script's length in one byte or three.
        values.push(at - start - (length < 0xfd ? 9 : 11));
        scriptEnds.push(at + length - start);
        if (length === 25 && block[at] === 0x76) payloads.push(at + 3 - start);
        else if ((length === 23 && block[at] === 0xa9) || ((length === 22 || length === 34) && block[at] === 0))
          payloads.push(at + 2 - start);
      }
      templates.push({ bytes: block.slice(start, columns.txEnd[tx]), outpoints, payloads, outputs: endOut - firstOut, values, scriptEnds });
    }
  }
  return templates;
}

/** Unspent outputs made so far: transaction numbers and indexes, and the ids of all transactions. */
function outputPool(most: number) {
  const owner = new Uint32Array(most);
  const index = new Uint32Array(most);
  let ids = new Uint8Array(32 << 16);
  let count = 0;
  let transactions = 0;
  return {
    addTransaction(txid: Uint8Array, outputs: number): void {
      if ((transactions + 1) * 32 > ids.length) {
        const wider = new Uint8Array(ids.length * 2);
        wider.set(ids);
        ids = wider;
      }
      ids.set(txid, transactions * 32);
      for (let output = 0; output < outputs && count < most; output++) {
        owner[count] = transactions;
        index[count++] = output;
      }
      transactions++;
    },
    /** Writes an outpoint, mostly of a young output, and forgets it; false where there is none. */
    take(into: DataView, target: Uint8Array, at: number, random: number): boolean {
      if (count === 0) return false;
      const place = Math.min(count - 1, Math.floor(count * (1 - random ** 4)));
      const tx = owner[place] as number;
      target.set(ids.subarray(tx * 32, tx * 32 + 32), at);
      into.setUint32(at + 32, index[place] as number, true);
      count--;
      owner[place] = owner[count] as number;
      index[place] = index[count] as number;
      return true;
    },
  };
}

export function coinbaseFor(height: number, commitment: Uint8Array | null, valueSat = 5_000_000_000n): Uint8Array {
  const transaction = new Transaction();
  transaction.version = 1;
  // BIP34: the height first; then something, as a script under two bytes is refused.
  const script = Uint8Array.of(4, height & 0xff, (height >> 8) & 0xff, (height >> 16) & 0xff, 0, 1, 0);
  transaction.addInput(new Uint8Array(32), 0xffff_ffff, 0xffff_ffff, script);
  const payee = new Uint8Array(25).fill(7);
  payee.set([0x76, 0xa9, 20]);
  payee.set([height & 0xff, height >> 8, 1, 2], 3);
  payee.set([0x88, 0xac], 23);
  transaction.addOutput(payee, valueSat);
  if (commitment !== null) {
    transaction.setWitness(0, [new Uint8Array(32)]);
    const carrier = new Uint8Array(38);
    carrier.set([0x6a, 0x24, 0xaa, 0x21, 0xa9, 0xed]);
    carrier.set(commitment, 6);
    transaction.addOutput(carrier, 0n);
  }
  return transaction.toBuffer();
}

/** Writes about `bytes` bytes to `path`; the same bytes every time for the same blocks. */
export function makeBlockFile(path: string, bytes: number, realBlocks: readonly Uint8Array[]): MadeFile {
  const next = sequence(20_261_121);
  const templates = templatesOf(realBlocks);
  const pool = outputPool(4_000_000);
  const file = openSync(path, 'w');
  const made = { bytes: 0, blocks: 0, transactions: 0, inputs: 0, outputs: 0, txid: '', script: new Uint8Array(0) };
  let previous: Uint8Array = REGTEST.genesisHash;
  const body = new Uint8Array(BLOCK_BYTES + 400_000);
  const view = new DataView(body.buffer);
  let copy = 0;
  while (made.bytes < bytes) {
    // The body first, at a fixed place; the coinbase is known only when all witness ids are.
    const starts: number[] = [];
    const outputCounts: number[] = [];
    let at = 0;
    let witness = false;
    let script: Uint8Array<ArrayBuffer> | null = null;
    while (at < BLOCK_BYTES) {
      const template = templates[Math.floor(next() * templates.length)] as Template;
      if (at + template.bytes.length > body.length) break;
      body.set(template.bytes, at);
      copy++;
      view.setUint32(at + template.bytes.length - 4, copy, true);
      for (const outpoint of template.outpoints) {
        if (next() < FOREIGN_INPUTS || !pool.take(view, body, at + outpoint, next())) view.setUint32(at + outpoint, copy, true);
      }
      for (const payload of template.payloads) {
        view.setUint32(at + payload, next() < FRESH_SCRIPTS ? copy : 1 + Math.floor(next() * copy), true);
        script ??= body.slice(at + payload - 3, at + payload + 22);
      }
      if (template.bytes[4] === 0) witness = true;
      starts.push(at);
      outputCounts.push(template.outputs);
      made.inputs += template.outpoints.length;
      made.outputs += template.outputs;
      at += template.bytes.length;
    }
    const height = made.blocks + 1;
    const count = starts.length + 1;
    const assemble = (coinbase: Uint8Array): Uint8Array => {
      const block = new Uint8Array(80 + 3 + coinbase.length + at);
      block.set([0xfd, count & 0xff, count >> 8], 80);
      block.set(coinbase, 83);
      block.set(body.subarray(0, at), 83 + coinbase.length);
      return block;
    };
    let block = assemble(coinbaseFor(height, null));
    let columns = readBlock(block, newColumns());
    if (witness) {
      const leaves = wtxidsOf(block, columns);
      leaves.fill(0, 0, 32);
      const preimage = new Uint8Array(64);
      preimage.set(merkleRoot(leaves).root);
      block = assemble(coinbaseFor(height, sha256d(preimage)));
      columns = readBlock(block, newColumns());
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
      previous = sha256d(block.subarray(0, 80));
      if ((previous[31] as number) < 0x7f) break;
    }
    if (height === 1) checkByPeer(block);
    const frame = new Uint8Array(8);
    frame.set(REGTEST.magic);
    new DataView(frame.buffer).setUint32(4, block.length, true);
    writeSync(file, frame);
    for (let written = 0; written < block.length; ) written += writeSync(file, block, written);
    for (let tx = 1; tx < count; tx++) pool.addTransaction(txids.subarray(tx * 32, tx * 32 + 32), outputCounts[tx - 1] as number);
    made.bytes += 8 + block.length;
    made.blocks++;
    made.transactions += count;
    if (made.bytes < bytes / 2 && script !== null) {
      made.txid = Buffer.from(txids.slice(32, 64).reverse()).toString('hex');
      if (script[0] === 0x76) made.script = script;
    }
  }
  closeSync(file);
  return made;
}

/** The maker uses the code under test for its hashes, so another library has to accept what it made. */
export function checkByPeer(bytes: Uint8Array): void {
  const block = Block.fromBuffer(Buffer.from(bytes));
  if (!block.checkTxRoots()) throw new Error('the made block does not hold for bitcoinjs-lib');
}
