// Holds one block's body against its header: structure, Merkle root, witness commitment. The header itself was judged with the
// whole chain. Pure: it runs on any thread.
import { displayHash } from '../../../shared/model/bytes.ts';
import { Fault } from '../../../shared/model/fault.ts';
import {
  activeKernel,
  type BlockColumns,
  checkWitnessCommitment,
  claimedHeight,
  merkleRoot,
  readBlock,
  type TransactionForm,
  txidsOf,
  wtxidsOf,
} from '../chains/index.ts';

export interface CheckedBody {
  readonly txids: Uint8Array;
  readonly claimed: number | null;
  readonly refusal: string | null;
}

/** Reads a block into `columns`; the reason why it is refused where not even its structure holds. */
export function checkBody(bytes: Uint8Array, columns: BlockColumns, form: TransactionForm): CheckedBody | string {
  try {
    readBlock(bytes, columns, form);
  } catch (error) {
    if (error instanceof Fault) return `body:${error.parameters.reason}`;
    throw error;
  }
  const txids = txidsOf(bytes, columns);
  return { txids, claimed: claimedHeight(bytes, columns), refusal: refusalOf(bytes, columns, txids) };
}

function refusalOf(bytes: Uint8Array, columns: BlockColumns, txids: Uint8Array): string | null {
  const { root, mutated } = merkleRoot(txids);
  if (displayHash(root) !== displayHash(bytes.subarray(36, 68))) return 'merkleRoot';
  // CVE-2012-2459: repeated transactions can give the same root as the true list.
  if (mutated) return 'duplicateTail';
  try {
    checkWitnessCommitment(bytes, columns, wtxidsOf(bytes, columns, activeKernel(), txids));
  } catch (error) {
    if (error instanceof Fault) return `${error.parameters.reason}`;
    throw error;
  }
  return null;
}
