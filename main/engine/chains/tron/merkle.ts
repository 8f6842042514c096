// TRON's Merkle tree over a block's transactions. It differs from Bitcoin's in all three points that are easily confused: the leaf
// is sha-256 of the whole Transaction (signatures and results included) and not the txid, a node is one sha-256, and an odd last
// node goes up unhashed instead of being doubled (java-tron, MerkleTree).
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesEqual } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { joinBytes } from './wire.ts';

/** Reasons given in `chain.badProof` by this file. */
export type TronProofRefusal = 'position' | 'branchLength' | 'shortTransaction' | 'root';

function refuse(reason: TronProofRefusal, more: Readonly<Record<string, string | number>> = {}): never {
  throw new Fault('chain.badProof', { reason, ...more });
}

/**
 * Leaf of a transaction. 64 bytes could be two hashes side by side, that is an inner node sold as a transaction; a signed
 * transaction is always longer, so nothing real is lost by refusing them.
 */
export function tronLeaf(transactionBytes: Uint8Array): Uint8Array {
  if (transactionBytes.length <= 64) refuse('shortTransaction', { bytes: transactionBytes.length });
  return sha256(transactionBytes);
}

function above(level: readonly Uint8Array[]): readonly Uint8Array[] {
  const next: Uint8Array[] = [];
  for (let i = 0; i < level.length; i += 2) {
    const left = level[i] as Uint8Array;
    const right = level[i + 1];
    next.push(right === undefined ? left : sha256(joinBytes([left, right])));
  }
  return next;
}

/** Root of the leaves; 32 zero bytes for a block without transactions. */
export function tronRoot(leaves: readonly Uint8Array[]): Uint8Array {
  let level = leaves;
  while (level.length > 1) level = above(level);
  return level[0] ?? new Uint8Array(32);
}

function checkPosition(position: number, transactions: number): void {
  if (!Number.isInteger(position) || position < 0 || position >= transactions) refuse('position', { position, transactions });
}

/** Siblings from the leaf up. A level on which the node is promoted has none, so branches of one block differ in length. */
export function tronBranch(leaves: readonly Uint8Array[], position: number): readonly Uint8Array[] {
  checkPosition(position, leaves.length);
  const branch: Uint8Array[] = [];
  let level = leaves;
  let index = position;
  while (level.length > 1) {
    const sibling = level[index ^ 1];
    if (sibling !== undefined) branch.push(sibling);
    level = above(level);
    index >>= 1;
  }
  return branch;
}

export interface TronInclusion {
  readonly transactionBytes: Uint8Array;
  readonly position: number;
  /** How many transactions the block has: not committed to by the header, needed for the shape of the branch alone. */
  readonly transactions: number;
  readonly branch: readonly Uint8Array[];
}

/** Checks that the exact bytes stand at that place under the root; throws `chain.badProof` with the reason. */
export function checkTronInclusion(proof: TronInclusion, root: Uint8Array): void {
  const { position, transactions, branch } = proof;
  checkPosition(position, transactions);
  let node = tronLeaf(proof.transactionBytes);
  let index = position;
  let used = 0;
  for (let size = transactions; size > 1; size = Math.ceil(size / 2)) {
    if ((index ^ 1) < size) {
      const sibling = branch[used++];
      if (sibling === undefined || sibling.length !== 32) refuse('branchLength', { branch: branch.length });
      node = sha256(index % 2 === 0 ? joinBytes([node, sibling]) : joinBytes([sibling, node]));
    }
    index >>= 1;
  }
  if (used !== branch.length) refuse('branchLength', { branch: branch.length });
  if (!bytesEqual(node, root)) refuse('root', { position });
}
