// What a report says, as plain data: codes, numbers, ids and the examiner's own words. It holds no sentence of ours (those
// come from resources/locales) and no bytes of a chain. The lead gathers it from the case; renderReport draws it.
import type { FigureModel } from '../figure/figureModel.ts';
import type { Screening, ScreeningRow } from '../../../../shared/contract/exposure.ts';
import type { BagDevices, BagSeizure } from '../bag/devicesPayload.ts';
import type { Transcription } from '../../../../shared/contract/transcribe.ts';
import type { FindingDetail } from '../../../../shared/contract/typology.ts';
import type { ReportAccountRun } from './accountModel.ts';
import type { ReportPeople, ReportRequest } from './peopleModel.ts';
import type { FlowPicture } from '../../../../shared/contract/trace.ts';
import type { ProofGrade, StatementKind } from '../../../../shared/model/statement.ts';

export interface ReportSource {
  readonly number: number;
  readonly name: string;
  readonly importer: string;
  readonly mode: 'taken' | 'archive';
  readonly chainName: string | null;
  readonly exhibit: string | null;
  readonly sizeBytes: number;
  readonly sha256: string | null;
  /** RFC 3339, journal time of intake. */
  readonly taken: string;
  readonly state: 'finished' | 'partial' | 'withdrawn';
  readonly blocks: number | null;
  readonly transactions: number | null;
  readonly refused: number;
}

export interface ReportChain {
  readonly chain: string;
  readonly name: string;
  readonly training: boolean;
  readonly anchor: { readonly kind: 'genesis' | 'checkpoint' | 'examiner'; readonly height: number; readonly hash: string };
  readonly tip: { readonly height: number; readonly hash: string };
  /** Decimal text of the accumulated work of the segment. */
  readonly work: string;
  readonly cheap: boolean;
  /** What the program does not check on this chain: codes of `notVerified.…`. */
  readonly notVerified?: readonly string[];
}

/** The name and decimals of a chain's coin, for amounts beside the satoshi figure; null prints satoshi alone. */
export interface ReportCoin {
  readonly symbol: string;
  readonly decimals: number;
}

export interface ReportHolding {
  readonly outpoint: string;
  readonly address: string | null;
  readonly amountSat: bigint;
  readonly height: number | null;
  /** `unspent`, `unknown:coverage`, `stopped:<rule>`, `coinbase`, `unknown-input`. */
  readonly state: string;
}

export interface ReportOutcome {
  readonly policy: string;
  readonly holdings: readonly ReportHolding[];
  readonly feesSat: bigint;
  /** Transactions whose fee is unknown and not in `feesSat`. */
  readonly feesUnknown: number;
  readonly totalSat: bigint;
  /** Transactions touched; over 5,000 the policy is not proof-carrying. */
  readonly transactions: number;
  /** Why its transactions do not travel with their proofs; null where they do. */
  readonly notCarried: 'tooMany' | 'unproven' | 'reorganised' | null;
}

export interface ReportTransfer {
  readonly hop: number;
  readonly outpoint: string;
  readonly address: string | null;
  readonly height: number | null;
  /** Seconds since 1970 as the block's header states them. */
  readonly blockTimestamp: number | null;
  readonly valueSat: bigint;
  readonly amountSat: bigint;
  readonly state: string;
  readonly spentBy: string | null;
  readonly grade: ProofGrade;
  readonly coinjoin: boolean;
  readonly labels: readonly string[];
}

export interface ReportRun {
  readonly run: number;
  readonly ordinal: number;
  readonly siblings: number;
  readonly question: string;
  readonly primary: string;
  readonly reason: string;
  readonly direction: 'forward' | 'backward';
  readonly chainName: string;
  readonly coin: ReportCoin | null;
  readonly stops: readonly { readonly rule: string; readonly options: Readonly<Record<string, unknown>> }[];
  /** Journal time of the run. */
  readonly time: string;
  /** When the question was put on record; not after `time`. */
  readonly questionTime: string | null;
  readonly height: number | null;
  /** Blocks held whole; `searched`: an archive or a node was searched for what this run holds. */
  readonly coverage: readonly { readonly from: number; readonly to: number; readonly scope?: 'searched' | undefined }[];
  readonly inputsDigest: string;
  readonly resultDigest: string;
  readonly seeds: readonly { readonly outpoint: string; readonly amountSat: bigint; readonly address: string | null }[];
  readonly outcomes: readonly ReportOutcome[];
  /** Traced outputs of the primary policy in the order of transfers.csv; only the first 500 are printed. */
  readonly transfers: readonly ReportTransfer[];
  /** The primary policy's picture, or null where there is none. */
  readonly picture: FlowPicture | null;
  /** Outpoints whose value is known from one source only. */
  readonly trust: number;
  readonly coinjoins: number;
}

/** A run of the case, exported or not; every one is listed. */
export interface ReportRunMention {
  /** True for a run over ledgers of balances, which are numbered apart. */
  readonly account?: boolean;
  readonly run: number;
  readonly ordinal: number;
  readonly siblings: number;
  readonly question: string;
  readonly primary: string;
  readonly direction: 'forward' | 'backward';
  readonly time: string;
  readonly exported: boolean;
  readonly resultDigest: string;
}

/** An inference, attribution or assumption that the report relies on. */
export interface ReportStatement {
  readonly kind: Exclude<StatementKind, 'fact'>;
  /** Rule id@version, or the label's source. */
  readonly rule: string;
  /** The statement itself, already neutral; the examiner's or a label's text. */
  readonly text: string;
  /** A measured rate on ground truth that is not ours, as text; null prints "error rate not measured". */
  readonly errorRate: string | null;
  readonly date: string | null;
  readonly confidence: string | null;
  /** Codes `alternative.<code>` of report.json. */
  readonly alternatives: readonly string[];
}

/** Labels that stand on other addresses of a cluster, and the addresses of the exported runs that they reach through it alone. */
export interface ReportInherited {
  readonly chainName: string;
  /** Link rules that make the cluster. */
  readonly rule: string;
  readonly size: number;
  readonly addresses: readonly string[];
  readonly moreAddresses: number;
  readonly labels: readonly {
    /** Label, source, date and confidence. */
    readonly text: string;
    readonly addresses: readonly string[];
    readonly moreAddresses: number;
  }[];
  readonly moreLabels: number;
}

/** A finding of a typology that the examiner accepted, with the journal's time of that. */
export type ReportFinding = FindingDetail & { readonly accepted: string };

/** A list that was screened and that the examiner wants printed. */
export type ReportScreening = Screening & { readonly rows: readonly ScreeningRow[] };

export interface ReportModel {
  readonly training: boolean;
  readonly case: {
    readonly caseId: string;
    readonly title: string;
    readonly reference: string;
    readonly agency: string;
    readonly authority: string;
    readonly examiner: string;
    readonly timeZone: string;
    readonly created: string;
  };
  readonly program: string;
  readonly journal: {
    readonly size: number;
    readonly headHash: string;
    readonly time: string;
    readonly code: string;
    readonly withheldPayloads: number;
  };
  readonly signer: { readonly fingerprint: string };
  readonly chains: readonly ReportChain[];
  readonly sources: readonly ReportSource[];
  /** The exported runs, in order. */
  readonly runs: readonly ReportRun[];
  readonly accountRuns?: readonly ReportAccountRun[];
  /** Canvases that the examiner put into the report. */
  readonly figures?: readonly FigureModel[];
  readonly findings?: readonly ReportFinding[];
  readonly screenings?: readonly ReportScreening[];
  /** Ids typed from exhibits, in the order of what is to be done about them. */
  readonly transcriptions?: readonly Transcription[];
  readonly devices?: BagDevices | null;
  readonly seizures?: readonly BagSeizure[];
  readonly people?: ReportPeople | null;
  readonly requests?: readonly ReportRequest[];
  readonly allRuns: readonly ReportRunMention[];
  readonly statements: readonly ReportStatement[];
  readonly inherited?: readonly ReportInherited[];
  readonly rejectedMerges: readonly { readonly a: string; readonly b: string; readonly txid: string; readonly reason: string }[];
  readonly limits: {
    readonly values: readonly { readonly outpoint: string; readonly valueSat: bigint; readonly grade: ProofGrade }[];
    readonly unanchored: readonly string[];
    readonly notCovered: readonly { readonly chainName: string; readonly from: number; readonly to: number }[];
    /** Codes; printed from `note.<code>` of report.json where there is such a sentence, else as the code. */
    readonly notes: readonly string[];
  };
  /** Every file of data/ but report.pdf itself. */
  readonly files: readonly { readonly path: string; readonly sizeBytes: number; readonly sha256: string }[];
}

export const TABLE_ROWS = 500;
