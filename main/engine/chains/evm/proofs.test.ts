// Proofs in a block of 300 receipts: that they hold, and about how long that takes. The blocks of other files are real; this one is of
// the size that the program promises.
import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { hex } from '../../../../shared/model/bytes.ts';
import { type BlockHeader, headerOf } from './header.ts';
import { type BlockProof, checkReceiptProof, proveAndCheckReceipts, proveInBlock } from './proofs.ts';
import { type CommittedReceipt, bloomOf, encodeReceipt } from './receipt.ts';
import { encodeRlp } from './rlp.ts';
import { trieOfList } from './trie.ts';

function receiptsOf(count: number): readonly CommittedReceipt[] {
  return Array.from({ length: count }, (_, i) => {
    const logs = Array.from({ length: 5 }, (_each, k) => ({
      address: new Uint8Array(20).fill(i + k),
      topics: [0, 1, 2].map((topic) => new Uint8Array(32).fill(topic * 7 + i + k)),
      data: new Uint8Array(32 + (k % 2) * 160).fill(k),
    }));
    return {
      type: 2,
      status: 'ok',
      postState: null,
      cumulativeGasUsed: BigInt(i + 1) * 100_000n,
      bloom: bloomOf(logs),
      logs,
      deposit: null,
    };
  });
}

function headerWith(receiptsRoot: Uint8Array): BlockHeader {
  const zeros = (length: number): Uint8Array => new Uint8Array(length);
  const roots = [zeros(32), zeros(32), zeros(20), zeros(32), zeros(32), receiptsRoot];
  return headerOf(encodeRlp([...roots, zeros(256), ...[7, 8, 9, 10, 11, 12].map(() => zeros(0)), zeros(32), zeros(8)]));
}

describe('a block of 300 receipts', () => {
  const receipts = receiptsOf(300);
  const header = headerWith(trieOfList(receipts.map(encodeReceipt)).root);

  it('each has a proof that shows it and no other', () => {
    const proofs = proveAndCheckReceipts(header, receipts);
    expect(proofs.length).toBe(300);
    for (const i of [0, 1, 127, 128, 255, 256, 299]) {
      const proof = proofs[i] as BlockProof;
      expect(checkReceiptProof(proof, header.hash).cumulativeGasUsed).toBe(BigInt(i + 1) * 100_000n);
      // A copy of the bytes proves the same: nothing hangs on the arrays being shared.
      const copy = { ...proof, headerBytes: proof.headerBytes.slice(), nodes: proof.nodes.map((node) => node.slice()) };
      expect(hex(encodeReceipt(checkReceiptProof(copy, header.hash)))).toBe(hex(encodeReceipt(receipts[i] as CommittedReceipt)));
      expect(() => checkReceiptProof({ ...proof, position: (i + 1) % 300 }, header.hash)).toThrow();
    }
  });

  it('a list that is not the block’s has no proofs', () => {
    const values = receipts.map(encodeReceipt);
    expect(() => proveInBlock('receipt', header, values.slice(1), [0])).toThrow('inclusion.root');
    expect(() => proveInBlock('receipt', header, values, [300])).toThrow('inclusion.position');
    expect(() => proveInBlock('transaction', header, values, [0])).toThrow('inclusion.root');
  });

  it('building and checking all takes about 100 ms on a quiet machine, and never seconds', () => {
    const times: number[] = [];
    for (let i = 0; i < 5; i++) {
      const start = performance.now();
      proveAndCheckReceipts(header, receipts);
      times.push(performance.now() - start);
    }
    expect(Math.min(...times)).toBeLessThan(1000);
  });
});
