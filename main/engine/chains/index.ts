// The door of chains/: the registry of chains, and what the bitcoin family can do with bytes. Nothing in here
// reads a file, a clock or a network. Hashes are in internal byte order unless a name says "display" or the
// value is text; amounts are satoshi as bigint.
import { defineRegistry } from '../kernel/index.ts';
import { BITCOIN_NETWORKS, type BitcoinNetwork } from './bitcoin/networks.ts';
import type { UtxoChain } from './family.ts';

export const CHAINS = defineRegistry<UtxoChain>('chain', BITCOIN_NETWORKS);

const BY_NAME = new Map(BITCOIN_NETWORKS.map((network) => [network.name, network]));
const BY_ID = new Map(BITCOIN_NETWORKS.map((network) => [network.id, network]));

/** A network of the bitcoin family by CAIP-2 id or short name. */
export function bitcoinNetwork(idOrName: string): BitcoinNetwork | undefined {
  return BY_ID.get(idOrName) ?? BY_NAME.get(idOrName);
}

export type { ScriptReading, ScriptType, UtxoChain } from './family.ts';
export {
  type Frame,
  type FrameFinding,
  type FrameKind,
  type FrameScan,
  deobfuscate,
  frameBlock,
  frameUndo,
  scanFrames,
  undoChecksum,
  undoChecksumHolds,
} from './bitcoin/blockFiles.ts';
export { type BlockColumns, newColumns } from './bitcoin/columns.ts';
export { hash160 } from './bitcoin/script.ts';
export { HashIndex } from './bitcoin/hashIndex.ts';
export { type HashKernel, activeKernel, loadKernel, nodeKernel, wasmKernel } from './bitcoin/hashKernel.ts';
export {
  type Anchor,
  type HeaderChain,
  type HeaderRefusal,
  type HeaderState,
  type WorkStatement,
  buildHeaderChain,
  CHEAP_WORK,
  stateWork,
} from './bitcoin/headerChain.ts';
export {
  HEADER_BYTES,
  type BlockHeader,
  bitsOfTarget,
  checkWork,
  decodeHeader,
  sha256d,
  targetOfBits,
  workOfTarget,
} from './bitcoin/header.ts';
export {
  type BranchProof,
  type MerkleRoot,
  type WitnessCommitment,
  checkBranch,
  checkWitnessCommitment,
  merkleBranch,
  merkleDepth,
  merkleRoot,
} from './bitcoin/merkle.ts';
export {
  BITCOIN,
  BITCOIN_NETWORKS,
  type BitcoinNetwork,
  type Checkpoint,
  REGTEST,
  type RetargetRules,
  SIGNET,
  TESTNET3,
  TESTNET4,
} from './bitcoin/networks.ts';
export {
  type ElectrumMerkle,
  type InclusionProof,
  type ProvenTransaction,
  checkElectrumMerkle,
  checkInclusion,
  readElectrumMerkle,
  readMerkleBlock,
} from './bitcoin/proofs.ts';
export { type Transaction, type TransactionInput, type TransactionOutput, decodeTransaction } from './bitcoin/transaction.ts';
export { headerHashes, txidsOf, wtxidsOf } from './bitcoin/txids.ts';
export { type UndoCoin, type UndoColumns, decodeUndo, encodeUndo, newUndoColumns, readUndo } from './bitcoin/undo.ts';
export { pickUndo, type UndoPick } from './bitcoin/undoPick.ts';
export { type Obfuscation, obfuscationOf } from './bitcoin/xorKey.ts';
export { claimedHeight, isNullOutpoint, readBlock, readTransaction } from './bitcoin/walkBlock.ts';
export { chainSelfTests } from './bitcoin/selfTest.ts';
