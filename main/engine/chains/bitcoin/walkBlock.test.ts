// The zero-copy reader against bitcoinjs-lib on every real block, and against hostile bytes.
import { readFileSync } from 'node:fs';
import { Block, Transaction } from 'bitcoinjs-lib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { realBlocks } from '../../../../tests/vectors/realBlocks.ts';
import { SHARED_DATA } from '../../../../tests/vectors/sharedData.ts';
import { newColumns } from './columns.ts';
import { nodeKernel, wasmKernel } from './hashKernel.ts';
import { checkWitnessCommitment, merkleRoot } from './merkle.ts';
import { BITCOIN } from './networks.ts';
import { decodeTransaction } from './transaction.ts';
import { txidsOf, wtxidsOf } from './txids.ts';
import { claimedHeight, readBlock, readTransaction } from './walkBlock.ts';

const kernel = wasmKernel(readFileSync(new URL('../../../../resources/wasm/bitcoin.wasm', import.meta.url)));

function reasonOf(run: () => unknown): string {
  try {
    run();
  } catch (fault) {
    if (fault instanceof Fault) return String(fault.parameters['reason']);
    throw fault;
  }
  return 'accepted';
}

// The genesis coinbase, as printed in every block explorer.
const GENESIS_TX =
  '01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff4d04ffff001d0104455468652054696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e206272696e6b206f66207365636f6e64206261696c6f757420666f722062616e6b73ffffffff0100f2052a01000000434104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac00000000';
const genesisBlock = Uint8Array.from([...BITCOIN.genesisHeader, 1, ...fromHex(GENESIS_TX)]);

describe.skipIf(SHARED_DATA === null)('on every real block', () => {
  it('agrees with bitcoinjs-lib on txids, outpoints, values, scripts and witness', () => {
    const columns = newColumns(); // one object for all blocks: reuse must not leak
    let transactions = 0;
    for (const { name, bytes } of realBlocks()) {
      const peer = Block.fromBuffer(bytes);
      readBlock(bytes, columns);
      const list = peer.transactions ?? [];
      expect(columns.txCount, name).toBe(list.length);
      const txids = txidsOf(bytes, columns, kernel);
      const wtxids = wtxidsOf(bytes, columns, kernel);
      expect(hex(txidsOf(bytes, columns, nodeKernel)) === hex(txids), name).toBe(true);
      expect(hex(wtxidsOf(bytes, columns, nodeKernel)) === hex(wtxids), name).toBe(true);
      // Given the txids, only transactions with a witness are hashed again.
      expect(hex(wtxidsOf(bytes, columns, kernel, txids)) === hex(wtxids), name).toBe(true);
      list.forEach((transaction, t) => {
        if (hex(txids.subarray(t * 32, t * 32 + 32)) !== hex(transaction.getHash())) throw new Error(`${name}: txid ${t}`);
        if (t > 0 && hex(wtxids.subarray(t * 32, t * 32 + 32)) !== hex(transaction.getHash(true))) throw new Error(`${name}: wtxid ${t}`);
        const firstIn = columns.txInStart[t] as number;
        const firstOut = columns.txOutStart[t] as number;
        if ((columns.txInStart[t + 1] as number) - firstIn !== transaction.ins.length) throw new Error(`${name}: inputs of ${t}`);
        if ((columns.txOutStart[t + 1] as number) - firstOut !== transaction.outs.length) throw new Error(`${name}: outputs of ${t}`);
        transaction.ins.forEach((input, i) => {
          const at = columns.inPrevOffset[firstIn + i] as number;
          const same =
            hex(bytes.subarray(at, at + 32)) === hex(input.hash) &&
            hex(bytes.subarray(columns.inScriptStart[firstIn + i], columns.inScriptEnd[firstIn + i])) === hex(input.script);
          if (!same) throw new Error(`${name}: input ${t}:${i}`);
        });
        transaction.outs.forEach((output, i) => {
          const script = bytes.subarray(columns.outScriptStart[firstOut + i], columns.outScriptEnd[firstOut + i]);
          if (columns.outValue[firstOut + i] !== output.value || hex(script) !== hex(output.script))
            throw new Error(`${name}: output ${t}:${i}`);
        });
        if ((columns.txWitness[t] === 1) !== transaction.hasWitnesses()) throw new Error(`${name}: witness of ${t}`);
      });
      transactions += list.length;
      const root = merkleRoot(txids, kernel);
      expect(hex(root.root), name).toBe(hex(peer.merkleRoot ?? new Uint8Array()));
      expect(root.mutated, name).toBe(false);
      expect(['ok', 'absent', 'stripped'], name).toContain(checkWitnessCommitment(bytes, columns, wtxids, kernel));
    }
    expect(realBlocks().length).toBeGreaterThan(450);
    expect(transactions).toBeGreaterThan(9_000);
  }, 120_000);

  it('decodes single transactions as bitcoinjs-lib does, and states weights', () => {
    let witnesses = 0;
    for (const { bytes } of realBlocks().filter((block) => /481829|482683|testnet4|signet|block300025/.test(block.name))) {
      const columns = readBlock(bytes);
      for (let t = 0; t < columns.txCount; t += 7) {
        const raw = bytes.subarray(columns.txStart[t], columns.txEnd[t]);
        const ours = decodeTransaction(raw);
        const peer = Transaction.fromBuffer(raw);
        expect(ours).toMatchObject({
          txid: peer.getId(),
          version: peer.version | 0,
          lockTime: peer.locktime,
          weight: peer.weight(),
          virtualSize: peer.virtualSize(),
          coinbase: peer.isCoinbase(),
        });
        expect(ours.inputs.map((input) => [input.previousOutput, input.sequence, input.witness.map(hex)])).toEqual(
          peer.ins.map((input) => [input.index, input.sequence, input.witness.map(hex)]),
        );
        witnesses += ours.segwit ? 1 : 0;
      }
    }
    expect(witnesses).toBeGreaterThan(1);
  });

  it('reads the height that coinbases claim since BIP34', () => {
    const claimed = (name: string): number | null => {
      const { bytes } = realBlocks().find((block) => block.name === name) as { bytes: Uint8Array };
      return claimedHeight(bytes, readBlock(bytes));
    };
    expect(claimed('block413567.raw')).toBe(413567);
    expect(claimed('bcoin/block300025.raw')).toBe(300025);
    expect(claimed('bitcoinj/block481829.dat')).toBe(481829);
  });
});

describe('hostile bytes', () => {
  it('reads the genesis block', () => {
    const columns = readBlock(genesisBlock);
    expect(columns.txCount).toBe(1);
    expect(columns.outValue[0]).toBe(5_000_000_000n);
    expect(decodeTransaction(fromHex(GENESIS_TX)).txid).toBe('4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b');
  });

  it('refuses bytes behind the last transaction and every cut', () => {
    expect(reasonOf(() => readBlock(Uint8Array.from([...genesisBlock, 0])))).toBe('trailing');
    for (let length = 0; length < genesisBlock.length; length++) {
      expect(reasonOf(() => readBlock(genesisBlock.subarray(0, length)))).not.toBe('accepted');
    }
  });

  it('refuses lying counts and lengths without making room for them', () => {
    const before = process.memoryUsage().arrayBuffers;
    const withAt = (at: number, ...bytes: readonly number[]): Uint8Array => {
      const copy = [...genesisBlock];
      copy.splice(at, 1, ...bytes);
      return Uint8Array.from(copy);
    };
    const huge = [0xfe, 0xff, 0xff, 0xff, 0xff] as const;
    const vast = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff] as const;
    for (const lie of [huge, vast]) {
      expect(reasonOf(() => readBlock(withAt(80, ...lie)))).toBe('count'); // transactions
      expect(reasonOf(() => readBlock(withAt(85, ...lie)))).toBe('count'); // inputs
      expect(['count', 'truncated']).toContain(reasonOf(() => readBlock(withAt(122, ...lie)))); // script length
    }
    expect(reasonOf(() => readBlock(withAt(80, 0xfd, 1, 0)))).toBe('compactSize');
    expect(reasonOf(() => readBlock(withAt(80, 0)))).toBe('noTransactions');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
  });

  it('refuses values above 21 million bitcoin', () => {
    const at = GENESIS_TX.indexOf('00f2052a01000000');
    const worth = (value: string): Uint8Array => fromHex(GENESIS_TX.slice(0, at) + value + GENESIS_TX.slice(at + 16));
    expect(reasonOf(() => readTransaction(worth('0040075af0750700')))).toBe('accepted');
    expect(reasonOf(() => readTransaction(worth('0140075af0750700')))).toBe('value');
    expect(reasonOf(() => readTransaction(worth('ffffffffffffffff')))).toBe('value');
  });

  it('refuses unknown witness flags, empty witnesses and transactions without inputs or outputs', () => {
    const marked = (flag: string, witness: string): Uint8Array => fromHex(`01000000${flag}${GENESIS_TX.slice(8, -8)}${witness}00000000`);
    expect(reasonOf(() => readTransaction(marked('0001', '010100')))).toBe('accepted');
    expect(reasonOf(() => readTransaction(marked('0001', '00')))).toBe('emptyWitness');
    expect(reasonOf(() => readTransaction(marked('0008', '00')))).toBe('witnessFlag');
    expect(reasonOf(() => readTransaction(marked('0000', '00')))).toBe('noInputs');
    expect(reasonOf(() => readTransaction(marked('0001', '01fd0001')))).toBe('truncated');
  });

  it('refuses a block whose first transaction is no coinbase, or with a second one', () => {
    const spend = [...genesisBlock];
    spend[86] = 1; // the coinbase's null outpoint
    expect(reasonOf(() => readBlock(Uint8Array.from(spend)))).toBe('coinbase');
    const two = Uint8Array.from([...BITCOIN.genesisHeader, 2, ...fromHex(GENESIS_TX), ...fromHex(GENESIS_TX)]);
    expect(reasonOf(() => readBlock(two))).toBe('coinbase');
  });

  it('never does anything but accept or fault on changed bytes, and what it accepts has the same ids in both kernels', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(genesisBlock.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = genesisBlock.slice();
        for (const [at, value] of changes) bytes[at] = value;
        if (reasonOf(() => readBlock(bytes)) !== 'accepted') return;
        const columns = readBlock(bytes);
        expect(hex(txidsOf(bytes, columns, kernel))).toBe(hex(txidsOf(bytes, columns, nodeKernel)));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the SIMD kernel', () => {
  it('equals node:crypto for every message length and any mix of messages', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 600, maxLength: 900 }),
        fc.array(fc.tuple(fc.nat(200), fc.integer({ min: 0, max: 380 })), { minLength: 1, maxLength: 40 }),
        (bytes, messages) => {
          const jobs = new Uint32Array(messages.length * 4);
          messages.forEach(([start, middle], i) => {
            jobs.set([start, start + 6, start + 6 + middle, start + 6 + middle + 7], i * 4);
          });
          const ours = new Uint8Array(messages.length * 32);
          const peer = new Uint8Array(messages.length * 32);
          kernel.doubleSha256(bytes, jobs, messages.length, ours);
          nodeKernel.doubleSha256(bytes, jobs, messages.length, peer);
          expect(hex(ours)).toBe(hex(peer));
        },
      ),
      { numRuns: 300 },
    );
  });
});
