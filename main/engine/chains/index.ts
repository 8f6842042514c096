// The door of chains/: the registry of chains, and what the bitcoin family can do with bytes. Nothing in here
// reads a file, a clock or a network. Hashes are in internal byte order unless a name says "display" or the
// value is text; amounts are the smallest unit as bigint (10^-8 of a coin on every network of the family).
import { defineRegistry } from '../kernel/index.ts';
import type { AccountChain } from './accountFamily.ts';
import { EVM_NETWORKS } from './evm/index.ts';
import { isLedger } from '../../../shared/model/ledger.ts';
import { ledgerChain, ledgerName } from './ledgers.ts';
import { TRON_NETWORKS } from './tron/index.ts';
export { networksOfAddress } from './bitcoin/address.ts';
import { LITECOIN_NETWORKS } from './bitcoin/litecoinNetworks.ts';
import { BITCOIN, REGTEST, SIGNET, TESTNET3, TESTNET4 } from './bitcoin/networks.ts';
import type { BitcoinNetwork } from './bitcoin/parameters.ts';
import type { UtxoChain } from './family.ts';

/** Every network of the bitcoin family, Litecoin's included: new ones are listed here. */
export const BITCOIN_NETWORKS: readonly BitcoinNetwork[] = [BITCOIN, TESTNET3, TESTNET4, SIGNET, REGTEST, ...LITECOIN_NETWORKS];
export const CHAINS = defineRegistry<UtxoChain>('chain', BITCOIN_NETWORKS);

const BY_NAME = new Map(BITCOIN_NETWORKS.map((network) => [network.name, network]));
const BY_ID = new Map(BITCOIN_NETWORKS.map((network) => [network.id, network]));

/** A network of the bitcoin family by CAIP-2 id or short name. */
export function bitcoinNetwork(idOrName: string): BitcoinNetwork | undefined {
  return BY_ID.get(idOrName) ?? BY_NAME.get(idOrName);
}

export type {
  AccountAsset,
  AccountChain,
  AccountEvent,
  AccountEventKind,
  AccountTransaction,
  AccountTransfer,
  Provable,
  TransferKind,
} from './accountFamily.ts';
export type { Capabilities, NotVerifiedCode, ScriptReading, ScriptType, UtxoChain, VerifiedCode } from './family.ts';
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
  type MerkleTree,
  type WitnessCommitment,
  checkBranch,
  checkWitnessCommitment,
  merkleBranch,
  merkleDepth,
  merkleRoot,
  merkleTree,
} from './bitcoin/merkle.ts';
export { LITECOIN, LITECOIN_REGTEST, LITECOIN_TESTNET } from './bitcoin/litecoinNetworks.ts';
export { BITCOIN, CHEAP_WORK, REGTEST, SIGNET, TESTNET3, TESTNET4 } from './bitcoin/networks.ts';
export type { BitcoinNetwork, Checkpoint, RetargetRules, WorkHash } from './bitcoin/parameters.ts';
export { BITCOIN_FORM, LITECOIN_FORM, type TransactionForm } from './bitcoin/transactionForm.ts';
export {
  type ElectrumMerkle,
  type InclusionProof,
  type ProvenTransaction,
  checkElectrumMerkle,
  checkInclusion,
  readElectrumMerkle,
  readMerkleBlock,
} from './bitcoin/proofs.ts';
export { encodeTransaction, type TransactionParts } from './bitcoin/encodeTransaction.ts';
export { type Transaction, type TransactionInput, type TransactionOutput, decodeTransaction } from './bitcoin/transaction.ts';
export { proveWorkAhead, workHashOf } from './bitcoin/scryptWork.ts';
export { headerHashes, txidsOf, wtxidsOf } from './bitcoin/txids.ts';
export { type UndoCoin, type UndoColumns, decodeUndo, encodeUndo, newUndoColumns, readUndo } from './bitcoin/undo.ts';
export { compressedForm } from './bitcoin/compressedScript.ts';
export { pickUndo, type UndoPick, type WantedScripts } from './bitcoin/undoPick.ts';
export { type ReadRoom, createReadRoom } from './bitcoin/readRoom.ts';
export { type Obfuscation, obfuscationOf } from './bitcoin/xorKey.ts';
export { claimedHeight, isNullOutpoint, readBlock, readTransaction } from './bitcoin/walkBlock.ts';
export { chainSelfTests } from './bitcoin/selfTest.ts';
export * from './derive/index.ts';
export type { AccountInclusion } from './accountInclusion.ts';
export * from './evm/index.ts';
export { type KnownFactory, poolFactory } from './knownPools.ts';
export { borrowedName, foldedName, isWrappedCoin, type TokenFacts, tokenFacts } from './knownTokens.ts';
export { isLedger };
export { ledgerChain } from './ledgers.ts';
export { EVM_NOBODY, tokenParties } from './tokenParties.ts';
export * from './tron/index.ts';
export { caseText, foldTyped } from './typed/forms.ts';
export { type NearMisses, nearMisses } from './typed/nearMisses.ts';

/** Account chains with parameters of their own; ledgers without a chain are named by the examiner. */
export const ACCOUNT_CHAINS: readonly AccountChain[] = [...EVM_NETWORKS, ...TRON_NETWORKS];

/** An account chain by CAIP-2 id or short name, or a ledger by `ledger:NAME`. */
export function accountChain(idOrName: string): AccountChain | undefined {
  if (isLedger(idOrName)) return ledgerChain(ledgerName(idOrName));
  return ACCOUNT_CHAINS.find(({ id, name }) => id === idOrName || name === idOrName);
}
