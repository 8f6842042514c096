// Merkle roots and branches against real blocks and against the known forgeries.
// bitcoinjs-lib's own Merkle root, in the file its door does not export.
import { fastMerkleRoot } from 'bitcoinjs-lib/src/merkle';
import { crypto as bitcoinCrypto } from 'bitcoinjs-lib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { realBlocks } from '../../../../tests/vectors/realBlocks.ts';
import { SHARED_DATA, sharedJson } from '../../../../tests/vectors/sharedData.ts';
import { decodeHeader, sha256d } from './header.ts';
import { checkBranch, checkWitnessCommitment, merkleBranch, merkleDepth, merkleRoot } from './merkle.ts';
import { txidsOf, wtxidsOf } from './txids.ts';
import { readBlock } from './walkBlock.ts';

function reasonOf(run: () => unknown): string {
  try {
    run();
  } catch (fault) {
    if (fault instanceof Fault) return String(fault.parameters['reason']);
    throw fault;
  }
  return 'accepted';
}

function leaves(count: number): Uint8Array {
  const bytes = new Uint8Array(count * 32);
  for (let i = 0; i < count; i++) bytes.set(sha256d(Uint8Array.of(i & 255, i >> 8)), i * 32);
  return bytes;
}

describe('Merkle trees', () => {
  it('have the root that bitcoinjs-lib computes, and branches that hold for their own position only', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(69), (count, pick) => {
        const position = pick % count;
        const txids = leaves(count);
        const { root, mutated } = merkleRoot(txids);
        const list = Array.from({ length: count }, (_, i) => txids.slice(i * 32, i * 32 + 32));
        expect(hex(root)).toBe(hex(fastMerkleRoot(list, bitcoinCrypto.hash256)));
        expect(mutated).toBe(false);
        const branch = merkleBranch(txids, position);
        expect(branch.length / 32).toBe(merkleDepth(count));
        const proof = { txid: list[position] as Uint8Array, position, branch, merkleRoot: root };
        expect(reasonOf(() => checkBranch({ ...proof, transactionCount: count }))).toBe('accepted');
        expect(reasonOf(() => checkBranch(proof))).toBe('accepted');
        for (let other = 0; other < 2 ** merkleDepth(count); other++) {
          if (other !== position)
            expect(reasonOf(() => checkBranch({ ...proof, position: other, transactionCount: count }))).not.toBe('accepted');
          if (other !== position) expect(reasonOf(() => checkBranch({ ...proof, position: other }))).not.toBe('accepted');
        }
      }),
      { numRuns: 150 },
    );
  });

  it('show a duplicated tail (CVE-2012-2459)', () => {
    const three = leaves(3);
    const four = Uint8Array.from([...three, ...three.subarray(64)]);
    expect(hex(merkleRoot(four).root)).toBe(hex(merkleRoot(three).root));
    expect(merkleRoot(four).mutated).toBe(true);
    // Five and six leaves: the duplicate arises one level up as well.
    const six = leaves(6);
    const eight = Uint8Array.from([...six, ...six.subarray(128)]);
    expect(merkleRoot(six).mutated).toBe(false);
    expect(merkleRoot(eight).mutated).toBe(true);
    // A proof of the copy at position 3 is refused with and without the count.
    const forged = { txid: three.slice(64), position: 3, branch: merkleBranch(four, 3), merkleRoot: merkleRoot(three).root };
    expect(reasonOf(() => checkBranch(forged))).toBe('duplicateSibling');
    expect(reasonOf(() => checkBranch({ ...forged, transactionCount: 4 }))).toBe('duplicateSibling');
    expect(reasonOf(() => checkBranch({ ...forged, transactionCount: 3 }))).toBe('position');
  });

  it('refuse a branch of a wrong length and an inner node that poses as a leaf', () => {
    const txids = leaves(8);
    const { root } = merkleRoot(txids);
    const inner = sha256d(txids.subarray(0, 64));
    const short = merkleBranch(txids, 0).slice(32);
    expect(reasonOf(() => checkBranch({ txid: inner, position: 0, branch: short, transactionCount: 8, merkleRoot: root }))).toBe(
      'branchLength',
    );
    // Without the count the hashes alone cannot tell: that is what the raw transaction is for.
    expect(reasonOf(() => checkBranch({ txid: inner, position: 0, branch: short, merkleRoot: root }))).toBe('accepted');
    // A well-formed transaction of 64 bytes: one input without script, one output with a 4-byte script.
    const tiny = fromHex(`01000000${'01'}${'11'.repeat(36)}00ffffffff01${'0000000000000000'}04${'51515151'}00000000`);
    expect(tiny.length).toBe(64);
    const tinyTree = Uint8Array.from([...sha256d(tiny), ...txids.subarray(32)]);
    const proof = {
      txid: sha256d(tiny),
      position: 0,
      branch: merkleBranch(tinyTree, 0),
      merkleRoot: merkleRoot(tinyTree).root,
      transactionCount: 8,
    };
    expect(reasonOf(() => checkBranch({ ...proof, transaction: tiny }))).toBe('shortTransaction');
    expect(reasonOf(() => checkBranch({ ...proof, txid: txids.slice(32, 64), transaction: tiny }))).toBe('txid');
  });
});

describe.skipIf(SHARED_DATA === null)('on real blocks', () => {
  it('checks witness commitments, and finds a changed witness', () => {
    let committed = 0;
    for (const { name, bytes } of realBlocks()) {
      const columns = readBlock(bytes);
      const wtxids = wtxidsOf(bytes, columns);
      const verdict = checkWitnessCommitment(bytes, columns, wtxids);
      if (verdict !== 'ok') continue;
      committed++;
      // The last byte of the witness of the last segwit transaction.
      const victim = columns.txWitness.subarray(0, columns.txCount).lastIndexOf(1);
      if (victim <= 0) continue;
      const changed = bytes.slice();
      const at = (columns.txEnd[victim] as number) - 5;
      changed[at] = (changed[at] as number) ^ 1;
      const again = readBlock(changed);
      expect(hex(txidsOf(changed, again)) === hex(txidsOf(bytes, columns)), name).toBe(true);
      expect(
        reasonOf(() => checkWitnessCommitment(changed, again, wtxidsOf(changed, again))),
        name,
      ).toBe('witnessCommitment');
    }
    expect(committed).toBeGreaterThanOrEqual(3);
  });

  it('proves every transaction of a real block', () => {
    const { bytes } = realBlocks().find((block) => block.name === 'bcoin/block482683.raw') as { bytes: Uint8Array };
    const columns = readBlock(bytes);
    const txids = txidsOf(bytes, columns);
    for (let position = 0; position < columns.txCount; position++) {
      const proof = {
        txid: txids.slice(position * 32, position * 32 + 32),
        transaction: bytes.subarray(columns.txStart[position], columns.txEnd[position]),
        position,
        branch: merkleBranch(txids, position),
        transactionCount: columns.txCount,
        merkleRoot: decodeHeader(bytes).merkleRoot,
      };
      expect(reasonOf(() => checkBranch(proof))).toBe('accepted');
    }
  });

  it("replays summa's Merkle vectors", () => {
    type Vector = { input: { proof: string; index: number }; output: boolean };
    const vectors = (sharedJson('btc-blocks/summa-spv/testVectors.json') as { verifyHash256Merkle: readonly Vector[] }).verifyHash256Merkle;
    let valid = 0;
    for (const { input, output } of vectors) {
      const bytes = fromHex(input.proof.slice(2));
      const verdict = reasonOf(() => {
        if (bytes.length < 64 || bytes.length % 32 !== 0) throw new Fault('chain.badProof', { reason: 'branchLength' });
        checkBranch({ txid: bytes.slice(0, 32), position: input.index, branch: bytes.slice(32, -32), merkleRoot: bytes.slice(-32) });
      });
      // Their function takes a lone 32 bytes for a tree of one; our proof form always names txid and root.
      if (bytes.length > 32) expect(verdict === 'accepted', input.proof.slice(0, 20)).toBe(output);
      if (output) valid++;
    }
    expect(valid).toBeGreaterThan(3);
  });
});
