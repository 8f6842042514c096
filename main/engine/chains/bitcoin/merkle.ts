// Merkle trees of a block: root, branch, and checks that refuse every known forgery: duplicated tails
// (CVE-2012-2459), 64-byte transactions posing as inner nodes, branches of a wrong length. Hashes are packed,
// 32 bytes each, in internal byte order.
import { bytesEqual } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { type BlockColumns, newColumns } from './columns.ts';
import { activeKernel, type HashKernel } from './hashKernel.ts';
import { sha256d } from './header.ts';
import type { TransactionForm } from './transactionForm.ts';
import { hashPairs, txidsOf } from './txids.ts';
import { readTransaction } from './walkBlock.ts';

export interface MerkleRoot {
  readonly root: Uint8Array;
  /**
   * Two equal nodes stand side by side where none was duplicated by the rule: a block with repeated
   * transactions has the same root as the true one, so a block that shows this must be refused.
   */
  readonly mutated: boolean;
}

/** Reasons given in `chain.badProof` by this file. */
export type MerkleRefusal =
  | 'branchLength'
  | 'position'
  | 'duplicateSibling'
  | 'root'
  | 'txid'
  | 'shortTransaction'
  | 'witnessCommitment'
  | 'witnessReserved'
  | 'witnessUnexpected';

function refuse(reason: MerkleRefusal, more: Readonly<Record<string, string | number>> = {}): never {
  throw new Fault('chain.badProof', { reason, ...more });
}

function node(level: Uint8Array, index: number): Uint8Array {
  return level.subarray(index * 32, index * 32 + 32);
}

/** The next level up: an odd last node is paired with itself. */
function above(level: Uint8Array, kernel: HashKernel): { level: Uint8Array; mutated: boolean } {
  const count = level.length / 32;
  let mutated = false;
  for (let i = 0; i + 1 < count; i += 2) {
    if (level[i * 32] === level[i * 32 + 32] && bytesEqual(node(level, i), node(level, i + 1))) mutated = true;
  }
  if (count % 2 === 0) return { level: hashPairs(level, kernel), mutated };
  const even = new Uint8Array(level.length + 32);
  even.set(level);
  even.set(node(level, count - 1), level.length);
  return { level: hashPairs(even, kernel), mutated };
}

export interface MerkleTree extends MerkleRoot {
  /** Siblings from leaf to root for the transaction at `position`, packed. */
  branch(position: number): Uint8Array;
}

/** The whole tree over packed txids (at least one): hashed once, whatever the number of branches taken from it. */
export function merkleTree(txids: Uint8Array, kernel: HashKernel = activeKernel()): MerkleTree {
  const levels = [txids];
  let level = txids;
  let mutated = false;
  while (level.length > 32) {
    const next = above(level, kernel);
    mutated ||= next.mutated;
    level = next.level;
    levels.push(level);
  }
  return {
    root: level.slice(),
    mutated,
    branch(position) {
      const count = txids.length / 32;
      if (!Number.isInteger(position) || position < 0 || position >= count) refuse('position', { position, transactions: count });
      const branch = new Uint8Array((levels.length - 1) * 32);
      let index = position;
      for (const [depth, nodes] of levels.slice(0, -1).entries()) {
        const sibling = index ^ 1;
        branch.set(node(nodes, sibling * 32 < nodes.length ? sibling : index), depth * 32);
        index >>>= 1;
      }
      return branch;
    },
  };
}

/** Root over packed txids (at least one). */
export function merkleRoot(txids: Uint8Array, kernel: HashKernel = activeKernel()): MerkleRoot {
  const { root, mutated } = merkleTree(txids, kernel);
  return { root, mutated };
}

/** Siblings from leaf to root for the transaction at `position`, packed. */
export function merkleBranch(txids: Uint8Array, position: number, kernel: HashKernel = activeKernel()): Uint8Array {
  return merkleTree(txids, kernel).branch(position);
}

export interface BranchProof {
  /** Internal byte order. */
  readonly txid: Uint8Array;
  /** The raw transaction, if at hand. Without it the proof cannot tell a transaction from an inner node. */
  readonly transaction?: Uint8Array;
  /** How the transaction may look; Bitcoin's form where it is not said. */
  readonly form?: TransactionForm;
  readonly position: number;
  readonly branch: Uint8Array;
  /** How many transactions the block has, where the source says so. */
  readonly transactionCount?: number;
  readonly merkleRoot: Uint8Array;
}

/** Number of levels above the leaves of a tree with `count` leaves. */
export function merkleDepth(count: number): number {
  let depth = 0;
  while (2 ** depth < count) depth++;
  return depth;
}

/** Throws `chain.badProof` unless the branch leads from the txid to the root at that position. */
export function checkBranch(proof: BranchProof): void {
  const { txid, branch, position, transactionCount } = proof;
  if (proof.transaction !== undefined) refuseOtherTransaction(proof.transaction, txid, proof.form);
  const depth = branch.length / 32;
  if (!Number.isInteger(depth) || depth > 32 || txid.length !== 32) refuse('branchLength', { bytes: branch.length });
  if (!Number.isInteger(position) || position < 0 || position >= 2 ** depth) refuse('position', { position });
  if (transactionCount !== undefined) {
    if (!Number.isInteger(transactionCount) || position >= transactionCount)
      refuse('position', { position, transactions: transactionCount });
    if (depth !== merkleDepth(transactionCount)) refuse('branchLength', { bytes: branch.length, transactions: transactionCount });
  }
  let hash = txid;
  let index = position;
  let width = transactionCount ?? 0;
  let last = false; // once a node is its own sibling it is the last of its level, and so are all its parents
  for (let level = 0; level < depth; level++) {
    const sibling = node(branch, level);
    const equal = bytesEqual(hash, sibling);
    const right = index % 2 === 1;
    if (right ? equal : equal !== last && last) refuse('duplicateSibling', { level });
    if (transactionCount !== undefined && !right && equal !== (index === width - 1)) refuse('duplicateSibling', { level });
    if (equal) last = true;
    const pair = new Uint8Array(64);
    pair.set(right ? sibling : hash);
    pair.set(right ? hash : sibling, 32);
    hash = sha256d(pair);
    index = Math.floor(index / 2);
    width = Math.ceil(width / 2);
  }
  if (!bytesEqual(hash, proof.merkleRoot)) refuse('root');
}

/**
 * A 64-byte transaction hashes exactly as an inner node does, so a branch for one proves nothing ("leaf-node
 * weakness", Lerner 2018; forbidden outright by BIP54). Real ones are refused too: none pays anybody.
 */
function refuseOtherTransaction(transaction: Uint8Array, txid: Uint8Array, form?: TransactionForm): void {
  const columns = readTransaction(transaction, newColumns(), form);
  if (!bytesEqual(txidsOf(transaction, columns), txid)) refuse('txid');
  const stripped = 8 + (columns.txOutputsEnd[0] as number) - (columns.txInputsAt[0] as number);
  if (stripped === 64) refuse('shortTransaction');
}

/** `stripped`: the coinbase commits to witnesses, but this copy of the block carries none (or predates BIP141). */
export type WitnessCommitment = 'ok' | 'absent' | 'stripped';

/**
 * Checks the coinbase's commitment to all witnesses (BIP141) against packed wtxids; throws `chain.badProof`
 * where it differs or where witnesses stand without a commitment.
 */
export function checkWitnessCommitment(
  block: Uint8Array,
  columns: BlockColumns,
  wtxids: Uint8Array,
  kernel: HashKernel = activeKernel(),
): WitnessCommitment {
  let committed = -1;
  const outputs = columns.txOutStart[1] as number;
  for (let i = 0; i < outputs; i++) {
    const start = columns.outScriptStart[i] as number;
    if ((columns.outScriptEnd[i] as number) - start >= 38 && isCommitment(block, start)) committed = start + 6; // the last one counts
  }
  const witnesses = columns.txWitness.subarray(0, columns.txCount).includes(1);
  if (!witnesses) return committed < 0 ? 'absent' : 'stripped';
  if (committed < 0) refuse('witnessUnexpected');
  // The coinbase's witness is one item of 32 bytes: count 01, length 20, the reserved value.
  const at = columns.txOutputsEnd[0] as number;
  const size = (columns.txEnd[0] as number) - at - 4;
  if (columns.txWitness[0] !== 1 || size !== 34 || block[at] !== 1 || block[at + 1] !== 32) refuse('witnessReserved');
  const leaves = wtxids.slice();
  leaves.fill(0, 0, 32);
  const preimage = new Uint8Array(64);
  preimage.set(merkleRoot(leaves, kernel).root);
  preimage.set(block.subarray(at + 2, at + 34), 32);
  if (!bytesEqual(sha256d(preimage), block.subarray(committed, committed + 32))) refuse('witnessCommitment');
  return 'ok';
}

function isCommitment(block: Uint8Array, at: number): boolean {
  return (
    block[at] === 0x6a &&
    block[at + 1] === 0x24 &&
    block[at + 2] === 0xaa &&
    block[at + 3] === 0x21 &&
    block[at + 4] === 0xa9 &&
    block[at + 5] === 0xed
  );
}
