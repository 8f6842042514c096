// Door of the learn room: the deterministic simulator and the comparison of traces with its truth.
export {
  compareWithTruth,
  type PolicyComparison,
  type StoryComparison,
  type TracedHolding,
  type TracedPolicy,
  truthAsPolicy,
} from './compare.ts';
export { type NodeFolderOptions, writeNodeFolder } from './nodeFolder.ts';
export { COINBASE_MATURITY, FIRST_BLOCK_TIME, REGTEST_GENESIS_HASH, TRAINING_TEXT } from './practiceChain.ts';
export { type SimulatedStory, simulateStory } from './story.ts';
export {
  type StolenPurpose,
  type StoryTruth,
  type TruthAddress,
  type TruthCluster,
  type TruthCoinJoinParticipant,
  truthDocument,
  type TruthOutpoint,
  type TruthPeel,
  type TruthStolenOutpoint,
  type TruthWallet,
} from './storyTruth.ts';
export { DEVICE_COPIES, simulateDevice } from './deviceStory.ts';
export { compareDevice, type DeviceComparison, type DeviceTruth } from './deviceTruth.ts';
export { encodeGb18030 } from './nationalText.ts';
export { makePractice, PASSPHRASE_FILE, PRACTICE_PASSPHRASE, type PracticeDesk } from './practiceCase.ts';
export { RING_FILES, type RingStory, simulateRing } from './ringStory.ts';
export { compareRing, type RingComparison, type RingTruth } from './ringTruth.ts';
export { simulateTrade, TRADE_ANSWER, TRADE_FILES, TRADE_NETWORKS_DAY, TRADE_ZONE_MINUTES, type TradeStory } from './tradeStory.ts';
export { compareTrade, type TradeComparison, type TradeTruth } from './tradeTruth.ts';
