// The door of the EVM family: what the rest of chains/ and, through its door, the other rooms may use. Pure functions on values and bytes.
export {
  ANVIL,
  ARBITRUM_ONE,
  AVALANCHE_C,
  BASE,
  BNB_SMART_CHAIN,
  ETHEREUM,
  EVM_NETWORKS,
  OP_MAINNET,
  paysForDataBelow,
  POLYGON,
  SEPOLIA,
} from './networks.ts';
export type { EvmNetwork, FeeRule } from './networks.ts';
export { type EvmAddressRefusal, addressBytes, addressText, create2Address, createdAddress, readEvmAddress } from './addresses.ts';
export { type BlockHeader, type HeaderForm, type HeaderReading, headerOf, readHeader } from './header.ts';
export {
  type Authorization,
  type EvmTransaction,
  type Signature,
  authorityOf,
  decodeEvmTransaction,
  isStateSync,
  senderOf,
  signingHash,
  transactionOfJson,
} from './transaction.ts';
export {
  type CommittedReceipt,
  type EvmLog,
  type EvmReceipt,
  bloomOf,
  decodeReceipt,
  encodeReceipt,
  logOfJson,
  receiptOfJson,
} from './receipt.ts';
export { type RlpItem, decodeRlp, encodeRlp } from './rlp.ts';
export { type Trie, checkTrieProof, positionKey, trieOf, trieOfList } from './trie.ts';
export {
  type BlockProof,
  type ProvenAccount,
  checkAccountProof,
  checkInBlock,
  checkReceiptProof,
  checkTransactionProof,
  proveAndCheckReceipts,
  proveInBlock,
} from './proofs.ts';
export { type KnownToken, type MixerPool, KNOWN_TOKENS, MIXER_POOLS, knownToken, mixerPool } from './catalogue.ts';
export { type BridgeContract, BRIDGE_CONTRACTS, bridgeContract } from './bridges/contracts.ts';
export { type LogContext, type LogReading, readLogs } from './logs.ts';
export { POOL_FACTORIES, type PoolFactory, evmPoolFactory } from './pools.ts';
export { type Frame, type Trace, readTrace } from './traces.ts';
export { type EvmReading, type EvmSource, readEvmTransaction, readWithdrawals } from './readTransaction.ts';
export { type CommittedBytes, readCommittedTransaction, type ReceiptPlace, receiptPlaces } from './committedReading.ts';
export { type BlockEvidence, type Committed, readBlockEvidence } from './blockEvidence.ts';
export { evmSelfTests } from './selfTest.ts';
