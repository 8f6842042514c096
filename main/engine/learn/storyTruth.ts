// What is true about a practice chain, as data: who holds what, where the stolen coins went. Never shown before grading.
// `stolenSat` says what the maker of a transaction meant: no chain records it, so it is known only because we wrote the story.
import type { OutputKind } from './trainingAddress.ts';
import type { WalletRole } from './storyWorld.ts';

export interface TruthOutpoint {
  /** `txid:index`. */
  readonly outpoint: string;
  /** Null for P2PK and bare multisig. */
  readonly address: string | null;
  readonly amountSat: bigint;
  readonly height: number;
  /** Position of the transaction in its block. */
  readonly position: number;
}

export interface TruthStolenOutpoint extends TruthOutpoint {
  /** How much of the amount is stolen, by the maker's intent. */
  readonly stolenSat: bigint;
  readonly wallet: string;
  readonly purpose: StolenPurpose;
  /** Transaction that spends it on the practice chain; absent while unspent. */
  readonly spentBy?: string;
}

export type StolenPurpose =
  | 'theft'
  | 'peel-change'
  | 'kept'
  | 'fan-out'
  | 'coinjoin-mixed'
  | 'coinjoin-change'
  | 'co-spend-change'
  | 'consolidation'
  | 'cold'
  | 'exchange-deposit'
  | 'payment'
  | 'accomplice'
  | 'own-change';

export interface TruthAddress {
  readonly kind: OutputKind;
  readonly address: string | null;
  readonly scriptHex: string;
  readonly publicKeysHex: readonly string[];
  /** For P2PK: the P2PKH address of the same key. */
  readonly p2pkhForm?: string;
}

export interface TruthWallet {
  readonly name: string;
  readonly role: WalletRole;
  readonly addresses: readonly TruthAddress[];
}

export interface TruthPeel {
  readonly txid: string;
  readonly height: number;
  readonly paidTo: string;
  readonly peeled: TruthOutpoint;
  readonly change: TruthOutpoint;
}

export interface TruthCoinJoinParticipant {
  readonly wallet: string;
  readonly input: string;
  readonly mixed: string;
  readonly change: string;
}

/** Scripts of one wallet that multi-input spending joins, the CoinJoin left out. */
export interface TruthCluster {
  readonly wallet: string;
  /** Addresses (null ones as script hex) in order of first joining. */
  readonly members: readonly string[];
  /** Transactions that join them, in chain order. */
  readonly txids: readonly string[];
}

export interface StoryTruth {
  readonly training: true;
  readonly chain: 'regtest';
  readonly seed: string;
  readonly tipHeight: number;
  readonly tipHash: string;
  readonly transactionCount: number;
  readonly staleBlock: { readonly height: number; readonly hash: string };
  /** All script kinds carry real, valid signatures by keys derived from the seed. */
  readonly signatures: 'real';
  readonly wallets: readonly TruthWallet[];
  readonly theft: {
    readonly txid: string;
    readonly height: number;
    readonly victim: string;
    readonly victimOutpoints: readonly TruthOutpoint[];
    readonly stolenOutpoints: readonly TruthOutpoint[];
    readonly stolenSat: bigint;
    readonly feeSat: bigint;
  };
  readonly thief: {
    readonly wallet: string;
    /** Every output the thief ever held that carries stolen coins, in chain order. */
    readonly outpoints: readonly TruthStolenOutpoint[];
    /** Those of them unspent at the tip. */
    readonly unspent: readonly TruthStolenOutpoint[];
    /** Coins the thief held before or beside the theft. */
    readonly ownOutpoints: readonly TruthOutpoint[];
    /** The largest set of the thief's addresses that multi-input spending joins. */
    readonly cluster: TruthCluster;
  };
  readonly peelChain: readonly TruthPeel[];
  readonly fanOut: { readonly txid: string; readonly height: number; readonly outpoints: readonly TruthOutpoint[] };
  readonly coinJoin: {
    readonly txid: string;
    readonly height: number;
    readonly denominationSat: bigint;
    readonly participants: readonly TruthCoinJoinParticipant[];
  };
  readonly coSpends: readonly string[];
  readonly consolidationTxid: string;
  readonly accompliceTxid: string;
  readonly dustAttack: { readonly txid: string; readonly height: number; readonly outpoints: readonly TruthOutpoint[] };
  readonly exchange: {
    readonly wallet: string;
    readonly hotAddress: string;
    readonly depositAddresses: readonly { readonly address: string; readonly customer: string }[];
    /** Deposits that carry stolen coins, in chain order. */
    readonly stolenDeposits: readonly TruthStolenOutpoint[];
    /** Every output ever paid to the exchange, its own change included. */
    readonly outpoints: readonly string[];
    readonly sweeps: readonly { readonly txid: string; readonly inputs: number }[];
    readonly withdrawals: readonly string[];
  };
  /** Stolen coins paid to people outside the plot; where they go from there is nobody's theft. */
  readonly thirdPartyOutpoints: readonly TruthStolenOutpoint[];
  /** Stolen coins that thief and accomplice hold unspent at the tip. */
  readonly heldOutpoints: readonly TruthStolenOutpoint[];
  readonly clusters: readonly TruthCluster[];
  /** stolen = exchange + held + third parties + fees, exactly. */
  readonly balance: {
    readonly stolenSat: bigint;
    readonly exchangeSat: bigint;
    readonly heldSat: bigint;
    readonly thirdPartySat: bigint;
    readonly feesSat: bigint;
  };
}

/** The truth as JSON text: amounts as decimal strings, indented, one trailing newline. */
export function truthDocument(truth: StoryTruth): string {
  return `${JSON.stringify(truth, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value), 2)}\n`;
}
