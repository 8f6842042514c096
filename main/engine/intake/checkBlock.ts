// Reads one block from its source and holds its body against its header: structure, Merkle root, witness commitment.
// The header itself was judged with the whole chain.
import { displayHash } from '../../../shared/model/bytes.ts';
import { Fault } from '../../../shared/model/fault.ts';
import {
  activeKernel,
  type BlockColumns,
  checkWitnessCommitment,
  claimedHeight,
  merkleRoot,
  newColumns,
  readBlock,
  type TransactionForm,
  txidsOf,
  wtxidsOf,
} from '../chains/index.ts';
import type { BlockPlace, Material } from './material.ts';
import type { SpentOutputs } from './segments.ts';

export interface BlockReader {
  read(place: BlockPlace): Uint8Array;
  readonly columns: BlockColumns;
  /** How blocks of the network may look. */
  readonly form: TransactionForm;
}

export function newBlockReader(material: Material, form: TransactionForm): BlockReader {
  let buffer = new Uint8Array(1 << 20);
  return {
    columns: newColumns(),
    form,
    read(place) {
      if (buffer.length < place.length) buffer = new Uint8Array(place.length * 2);
      const block = buffer.subarray(0, place.length);
      const file = material.files[place.file];
      if (file === undefined || file.readInto(block, place.offset) !== place.length)
        throw new Fault('intake.sourceChanged', { file: file?.name ?? '' });
      return block;
    },
  };
}

export interface CheckedBlock {
  /** Valid until the next block is read. */
  readonly bytes: Uint8Array;
  readonly columns: BlockColumns;
  readonly txids: Uint8Array;
  readonly undo: SpentOutputs | null;
  readonly claimed: number | null;
  readonly refusal: string | null;
}

/** Block `number` of the material, or the reason why it is refused where not even its structure holds. */
export function checkBlock(material: Material, reader: BlockReader, number: number): CheckedBlock | string {
  const bytes = reader.read(material.blocks[number] as BlockPlace);
  const { columns, form } = reader;
  try {
    readBlock(bytes, columns, form);
  } catch (error) {
    if (error instanceof Fault) return `body:${error.parameters.reason}`;
    throw error;
  }
  const txids = txidsOf(bytes, columns);
  const claimed = claimedHeight(bytes, columns);
  const refusal = refusalOf(bytes, columns, txids);
  const undo = refusal === null && material.undo !== null ? material.undo(number, bytes.subarray(4, 36), spentCounts(columns), form) : null;
  return { bytes, columns, txids, undo, claimed, refusal };
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

/** How many outputs each transaction but the coinbase spends: what undo data must agree with. */
function spentCounts(columns: BlockColumns): number[] {
  const counts: number[] = [];
  for (let tx = 1; tx < columns.txCount; tx++) counts.push((columns.txInStart[tx + 1] as number) - (columns.txInStart[tx] as number));
  return counts;
}
