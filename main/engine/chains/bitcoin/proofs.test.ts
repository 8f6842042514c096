// Inclusion proofs: real merkleblocks, our own partial-tree writer as a second opinion, every known attack.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesEqual, displayHash, fromHex, hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { realBlocks } from '../../../../tests/vectors/realBlocks.ts';
import { SHARED_DATA, sharedFile, sharedJson } from '../../../../tests/vectors/sharedData.ts';
import { decodeHeader, sha256d } from './header.ts';
import { merkleBranch, merkleRoot } from './merkle.ts';
import { checkElectrumMerkle, checkInclusion, readElectrumMerkle, readMerkleBlock } from './proofs.ts';
import { txidsOf } from './txids.ts';
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
  for (let i = 0; i < count; i++) bytes.set(sha256d(Uint8Array.of(i & 255, i >> 8, 9)), i * 32);
  return bytes;
}

/** A merkleblock written after BIP37's text, from the whole tree: the reader's counterpart for tests. */
function merkleBlock(txids: Uint8Array, matched: ReadonlySet<number>, claimed = txids.length / 32): Uint8Array {
  const levels: Uint8Array[][] = [Array.from({ length: txids.length / 32 }, (_, i) => txids.slice(i * 32, i * 32 + 32))];
  while ((levels[levels.length - 1] as Uint8Array[]).length > 1) {
    const below = levels[levels.length - 1] as Uint8Array[];
    levels.push(
      Array.from({ length: Math.ceil(below.length / 2) }, (_, i) => {
        const left = below[i * 2] as Uint8Array;
        return sha256d(Uint8Array.from([...left, ...(below[i * 2 + 1] ?? left)]));
      }),
    );
  }
  const bits: number[] = [];
  const hashes: Uint8Array[] = [];
  const visit = (level: number, index: number): void => {
    const covers = [...matched].some((leaf) => leaf >> level === index);
    bits.push(covers ? 1 : 0);
    if (level === 0 || !covers) {
      hashes.push((levels[level] as Uint8Array[])[index] as Uint8Array);
      return;
    }
    visit(level - 1, index * 2);
    if (index * 2 + 1 < (levels[level - 1] as Uint8Array[]).length) visit(level - 1, index * 2 + 1);
  };
  visit(levels.length - 1, 0);
  const flags = new Uint8Array(Math.ceil(bits.length / 8));
  bits.forEach((bit, i) => {
    flags[i >> 3] = (flags[i >> 3] as number) | (bit << (i & 7));
  });
  const header = new Uint8Array(80);
  header.set((levels[levels.length - 1] as Uint8Array[])[0] as Uint8Array, 36);
  return Uint8Array.from([
    ...header,
    claimed & 255,
    claimed >> 8,
    0,
    0,
    hashes.length,
    ...hashes.flatMap((hash) => [...hash]),
    flags.length,
    ...flags,
  ]);
}

describe('BIP37 partial trees', () => {
  it('give every match with its position and a branch that the whole tree confirms', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.array(fc.nat(59), { minLength: 1, maxLength: 6 }), (count, picks) => {
        const txids = leaves(count);
        const matched = new Set(picks.map((pick) => pick % count));
        const proof = readMerkleBlock(merkleBlock(txids, matched));
        expect(proof.transactionCount).toBe(count);
        expect(proof.matches.map((match) => match.position)).toEqual([...matched].sort((a, b) => a - b));
        for (const match of proof.matches) {
          expect(hex(match.txid)).toBe(hex(txids.subarray(match.position * 32, match.position * 32 + 32)));
          expect(hex(match.branch)).toBe(hex(merkleBranch(txids, match.position)));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('refuse every cut, every lengthening and every flipped bit behind the header', () => {
    const bytes = merkleBlock(leaves(11), new Set([4, 9]));
    for (let length = 0; length < bytes.length; length++)
      expect(reasonOf(() => readMerkleBlock(bytes.subarray(0, length)))).not.toBe('accepted');
    expect(reasonOf(() => readMerkleBlock(Uint8Array.from([...bytes, 0])))).toBe('trailing');
    const whole = readMerkleBlock(bytes);
    for (let bit = 80 * 8; bit < bytes.length * 8; bit++) {
      const changed = bytes.slice();
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      const reason = reasonOf(() => readMerkleBlock(changed));
      // The one change that may pass is a leaf's match flag: the tree is the same, another leaf is named.
      if (reason === 'accepted') expect(readMerkleBlock(changed).matches.length).not.toBe(whole.matches.length);
    }
  });

  it('refuse a lying transaction count, also one that makes inner nodes into leaves', () => {
    const txids = leaves(8);
    const bytes = merkleBlock(txids, new Set([5]));
    for (const claimed of [0, 1, 2, 3, 4, 5, 16, 16_667, 65_535]) {
      const lying = bytes.slice();
      lying[80] = claimed & 255;
      lying[81] = claimed >> 8;
      expect(
        reasonOf(() => readMerkleBlock(lying)),
        String(claimed),
      ).not.toBe('accepted');
    }
    // A block of four "transactions" that are the inner nodes of the true eight has the same root: only the
    // raw transaction can tell, and no transaction hashes to an inner node unless it has 64 bytes.
    const inner = new Uint8Array(128);
    for (let i = 0; i < 4; i++) inner.set(sha256d(txids.subarray(i * 64, i * 64 + 64)), i * 32);
    const proof = readMerkleBlock(merkleBlock(inner, new Set([1])));
    expect(hex(proof.header.merkleRoot)).toBe(hex(merkleRoot(txids).root));
    expect(reasonOf(() => checkInclusion(proof, inner.slice(32, 64), txids.subarray(64, 128)))).not.toBe('accepted');
  });

  it('refuse a duplicated tail (CVE-2012-2459)', () => {
    const txids = leaves(6);
    const doubled = Uint8Array.from([...txids, ...txids.subarray(128)]);
    expect(reasonOf(() => readMerkleBlock(merkleBlock(doubled, new Set([6]))))).toBe('duplicateSibling');
    expect(reasonOf(() => readMerkleBlock(merkleBlock(txids, new Set([5]))))).toBe('accepted');
  });
});

describe.skipIf(SHARED_DATA === null)('real proofs', () => {
  it("reads bcoin's merkleblocks of block 300025 and finds the same branches in the block", () => {
    const block = (realBlocks().find(({ name }) => name === 'bcoin/block300025.raw') as { bytes: Uint8Array }).bytes;
    const columns = readBlock(block);
    const txids = txidsOf(block, columns);
    const bytes = sharedFile('btc-blocks/bcoin/merkle300025.raw');
    const proof = readMerkleBlock(bytes);
    expect(proof.transactionCount).toBe(columns.txCount);
    expect(bytesEqual(proof.header.hash, decodeHeader(block).hash)).toBe(true);
    for (const match of proof.matches) {
      expect(hex(txids.subarray(match.position * 32, match.position * 32 + 32))).toBe(hex(match.txid));
      expect(hex(match.branch)).toBe(hex(merkleBranch(txids, match.position)));
      const raw = block.subarray(columns.txStart[match.position], columns.txEnd[match.position]);
      expect(checkInclusion(proof, match.txid, raw).position).toBe(match.position);
    }
    expect(proof.matches.length).toBeGreaterThan(0);
  });

  it('checks Electrum proofs made of a real block, and refuses them for another position, txid or header', () => {
    const block = (realBlocks().find(({ name }) => name === 'bcoin/block482683.raw') as { bytes: Uint8Array }).bytes;
    const columns = readBlock(block);
    const txids = txidsOf(block, columns);
    const position = 7;
    const branch = merkleBranch(txids, position);
    const merkle = Array.from({ length: branch.length / 32 }, (_, i) => displayHash(branch.subarray(i * 32, i * 32 + 32)));
    const proof = readElectrumMerkle({ block_height: 482683, merkle, pos: position });
    const txid = txids.slice(position * 32, position * 32 + 32);
    const header = block.slice(0, 80);
    expect(checkElectrumMerkle(proof, txid, header).matches[0]?.position).toBe(position);
    expect(reasonOf(() => checkElectrumMerkle({ ...proof, position: 6 }, txid, header))).toBe('root');
    expect(reasonOf(() => checkElectrumMerkle(proof, txids.slice(0, 32), header))).toBe('root');
    for (const bad of [
      null,
      [],
      {},
      { block_height: 1, merkle: ['00'], pos: 0 },
      { block_height: 1, merkle: [], pos: -1 },
      { block_height: 1.5, merkle: [], pos: 0 },
    ]) {
      expect(reasonOf(() => readElectrumMerkle(bad))).toBe('shape');
    }
  });

  it("replays summa's proofs: the valid one holds, each broken one fails", () => {
    type Spv = {
      version: string;
      vin: string;
      vout: string;
      locktime: string;
      tx_id: string;
      index: number;
      intermediate_nodes: string;
      confirming_header: { raw: string; hash: string };
    };
    const file = sharedJson('btc-blocks/summa-spv/testProofs.json') as {
      valid: readonly string[];
      badSPVProofs: readonly { proof: Spv; comment: string }[];
    };
    const verdict = (spv: Spv): string =>
      reasonOf(() => {
        const raw = fromHex([spv.version, spv.vin, spv.vout, spv.locktime].map((part) => part.slice(2)).join(''));
        const header = fromHex(spv.confirming_header.raw.slice(2));
        if (hex(sha256d(header)) !== spv.confirming_header.hash.slice(2)) throw new Fault('chain.badProof', { reason: 'header' });
        checkElectrumMerkle(
          { claimedHeight: 0, position: spv.index, branch: fromHex(spv.intermediate_nodes.slice(2)) },
          fromHex(spv.tx_id.slice(2)),
          header,
          raw,
        );
      });
    expect(file.valid.map((text) => verdict(JSON.parse(text) as Spv))).toEqual(['accepted']);
    for (const { proof, comment } of file.badSPVProofs) expect(verdict(proof), comment).not.toBe('accepted');
  });
});
