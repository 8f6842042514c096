// Folds a Merkle branch as Bitcoin builds its tree. The length must be exact and a sibling may equal the running hash only where the
// tree repeats its last node: otherwise a proof could stand for a transaction that is not there (CVE-2012-2459, CVE-2017-12842).
import { equalBytes, joinBytes } from './bytes.ts';
import { doubleSha256 } from './sha256.ts';

export type BranchFault = 'position' | 'length' | 'repeated' | 'missing-repeat';

/** A block of 4,000,000 weight units cannot hold more transactions of the smallest size, 60 bytes (Bitcoin Core, merkleblock.cpp). */
export const MOST_TRANSACTIONS = 16_666;

export function branchLength(transactionCount: number): number {
  let levels = 0;
  for (let nodes = transactionCount; nodes > 1; nodes = Math.ceil(nodes / 2)) levels += 1;
  return levels;
}

export function foldBranch(
  leaf: Uint8Array,
  position: number,
  transactionCount: number,
  branch: readonly Uint8Array[],
): Uint8Array | BranchFault {
  if (position >= transactionCount) return 'position';
  if (branch.length !== branchLength(transactionCount)) return 'length';
  let running = leaf;
  let index = position;
  let nodes = transactionCount;
  for (const sibling of branch) {
    const repeated = index === nodes - 1 && nodes % 2 === 1;
    const equal = equalBytes(sibling, running);
    if (equal && !repeated) return 'repeated';
    if (!equal && repeated) return 'missing-repeat';
    running = doubleSha256(index % 2 === 0 ? joinBytes(running, sibling) : joinBytes(sibling, running));
    index = Math.floor(index / 2);
    nodes = Math.ceil(nodes / 2);
  }
  return running;
}
