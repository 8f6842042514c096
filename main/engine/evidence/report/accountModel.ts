// What a report says of one account run, as plain data: codes, amounts, ids and the examiner's own words.
import type { AccountFlowPicture } from '../../../../shared/contract/accountFlow.ts';
import type { ProofGrade } from '../../../../shared/model/statement.ts';

export interface ReportAsset {
  readonly key: string;
  /** Null where nothing the program knows names it. */
  readonly symbol: string | null;
  readonly decimals: number | null;
  readonly contract: string | null;
  readonly standing: 'issuer' | 'unknown' | 'counterfeit';
}

/** One number, or a range where rows are missing or in no known order: never one number then. */
export interface ReportFigure {
  readonly amount: bigint | null;
  readonly low: bigint;
  readonly high: bigint;
  readonly why: 'ledger' | 'order' | null;
}

export interface ReportAccountEnd {
  readonly chainName: string;
  readonly account: string;
  readonly asset: ReportAsset;
  readonly state: string;
  readonly figure: ReportFigure;
  readonly transfer: string | null;
}

export interface ReportAmount {
  readonly asset: ReportAsset;
  readonly amount: bigint;
}

export interface ReportAccountOutcome {
  readonly policy: string;
  readonly ends: readonly ReportAccountEnd[];
  readonly fees: readonly ReportAmount[];
  readonly totals: readonly ReportAmount[];
  /** `known`, `tried:<count>`, `bounded`. */
  readonly orders: string;
}

export interface ReportMovement {
  readonly hop: number;
  readonly chainName: string;
  readonly transfer: string;
  readonly block: number | null;
  readonly time: number | null;
  /** The day with its zone, where the source gives no time of the day. */
  readonly day: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly asset: ReportAsset;
  readonly amount: bigint;
  readonly traced: bigint;
  readonly grade: ProofGrade;
}

export interface ReportAccountRun {
  /** The primary policy's picture, or null where nothing moved. */
  readonly picture: AccountFlowPicture | null;
  readonly run: number;
  readonly ordinal: number;
  readonly siblings: number;
  readonly question: string;
  readonly primary: string;
  readonly reason: string;
  readonly direction: 'forward' | 'backward';
  /** Journal time of the run, and of the question. */
  readonly time: string;
  readonly questionTime: string | null;
  readonly chains: readonly string[];
  readonly stops: readonly { readonly rule: string; readonly options: Readonly<Record<string, unknown>> }[];
  readonly inputsDigest: string;
  readonly resultDigest: string;
  readonly seeds: readonly (ReportAmount & { readonly seed: string; readonly excluded: string | null })[];
  readonly outcomes: readonly ReportAccountOutcome[];
  /** Of the primary policy, in ledger order. */
  readonly movements: readonly ReportMovement[];
  readonly assumed: readonly string[];
  /** Balances that the examiner stated. */
  readonly openings: readonly string[];
  /** What traced amounts went through: changes of asset, chain or ledger. */
  readonly conversions: readonly ReportConversion[];
  readonly victims: ReportVictims | null;
  readonly excluded: readonly { readonly transfer: string; readonly reason: string }[];
  readonly conflicts: readonly {
    readonly transaction: string;
    readonly what: string;
    readonly said: readonly { readonly source: number; readonly value: string }[];
  }[];
  /** What issuers did to accounts where traced amounts end. */
  readonly acts: readonly ReportIssuerAct[];
  readonly fetch: readonly {
    readonly chainName: string;
    readonly item: string;
    /** Of a trace forward, the first block wanted; of a trace back, the last. */
    readonly fromBlock: number | null;
    readonly toBlock: number | null;
    readonly why: string;
  }[];
}

export interface ReportIssuerAct {
  readonly kind: 'blacklisted' | 'unblacklisted' | 'blacklistedFundsDestroyed';
  readonly chainName: string;
  readonly account: string;
  readonly asset: ReportAsset;
  readonly amount: bigint | null;
  readonly transfer: string;
  /** Seconds since 1970 UTC. */
  readonly time: number | null;
  readonly basis: 'log' | 'call';
}

export interface ReportConversion {
  readonly kind: string;
  /** An inference is followed only where the examiner accepted it. */
  readonly standing: 'recorded' | 'inference';
  readonly rule: string;
  readonly name: string | null;
  readonly reason: string | null;
  readonly ins: readonly string[];
  readonly outs: readonly string[];
  /** Traced amounts that went in and came out, by the primary policy; null where it brought none. */
  readonly traced: { readonly in: ReportAmount; readonly out: ReportAmount } | null;
}

/** What of each claim reaches where, by the primary policy. */
export interface ReportVictims {
  readonly file: string;
  readonly victims: readonly {
    readonly reference: string;
    readonly payment: string;
    readonly contributed: ReportAmount | null;
    readonly ends: readonly {
      readonly account: string;
      readonly asset: ReportAsset;
      readonly state: string;
      readonly figure: ReportFigure;
    }[];
  }[];
  readonly problems: readonly { readonly reference: string; readonly code: string; readonly values: Readonly<Record<string, string>> }[];
  readonly doubleCounts: readonly {
    readonly kind: string;
    readonly about: string;
    readonly references: readonly string[];
    readonly sum: ReportAmount;
    readonly whole: bigint;
  }[];
}
