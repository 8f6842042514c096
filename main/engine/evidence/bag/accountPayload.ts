// The shape of the files of a bag that speak of account runs (SPEC.md [X1]–[X6]) and their bytes. Builders take values and return
// bytes; they read nothing and decide nothing about a case.
import type { ProofGrade } from '../../../../shared/model/statement.ts';
import { canonicalJson, csvField } from '../../kernel/index.ts';
import { compareText } from './order.ts';
import { jsonFile } from './payload.ts';
import { utcSeconds } from './transfers.ts';

export interface BagAsset {
  readonly kind: string;
  readonly contract: string | null;
  readonly tokenId: string | null;
}

/** One movement of a ledger that a run touched; `row` counts from 0 in ledger order. */
export interface LedgerRow {
  readonly row: number;
  readonly chain: string;
  readonly transaction: string;
  readonly block: number | null;
  readonly blockHash: string | null;
  readonly position: number | null;
  /** Seconds since 1970 as the block or the ledger states. */
  readonly time: number | null;
  /** `2026-03-02 UTC+08:00` where the source gives no time of the day: `time` is the day's beginning. */
  readonly day?: string;
  readonly path: string;
  readonly kind: string;
  /** Part of the price of its transaction: reported, not followed. */
  readonly fee: boolean;
  readonly from: string | null;
  readonly to: string | null;
  readonly asset: BagAsset;
  /** Decimal text in the smallest unit. */
  readonly amount: string;
  readonly status: 'ok' | 'failed' | 'unknown';
  /** Why it moves nothing a trace follows; null where it moves. */
  readonly reason: string | null;
  /** What of the order inside its block is known: all; not that of transactions; not even that of movements. */
  readonly order: 'known' | 'transactions' | 'none';
  readonly grade: ProofGrade;
  readonly sources: readonly { readonly source: number; readonly rows: readonly number[] }[];
}

/** A balance that somebody states, behind all rows below `rows`; [X1] says who. */
export interface RunStatement {
  readonly rows: number;
  readonly balance: string;
  readonly by: 'row' | 'beforeRow' | 'source' | 'examiner' | 'assumption';
  readonly source: number | null;
  readonly block: number | null;
  readonly time: number | null;
}

/** What a run took a ledger for, and by which balances. `from` and `to` are rows; `to` null: to the end of what was read. */
export interface RunLedger {
  readonly chain: string;
  readonly account: string;
  readonly asset: BagAsset;
  readonly state: 'complete' | 'assumed' | 'incomplete' | 'oneSided';
  readonly opening: string;
  readonly from: number;
  readonly to: number | null;
  readonly statements: readonly RunStatement[];
  /** Sources that give the ledger's own rows. [A34] */
  readonly ownRows: readonly number[];
}

export interface RunStops {
  readonly accounts: readonly { readonly rule: string; readonly chain: string; readonly account: string }[];
  readonly minValue: readonly { readonly chain: string; readonly asset: BagAsset; readonly amount: string }[];
  readonly maxHops: number | null;
  readonly heights: { readonly from: number | null; readonly to: number | null } | null;
  readonly times: { readonly from: number | null; readonly to: number | null } | null;
}

/** What one needs to work a run out again from the rows of its ledger file. */
export interface RunGrounds {
  /** `account-ledgers/<n>.jsonl`. */
  readonly file: string;
  readonly rows: number;
  /** Whether the case took more in after the run, so that its rows may lack what proofs of the bag show. */
  readonly later: boolean;
  /** Row of each seed, in the order of `document.seeds`. */
  readonly seeds: readonly number[];
  /** Of each seed the row of the table of victims it is; empty without one. */
  readonly references: readonly string[];
  readonly ledgers: readonly RunLedger[];
  readonly stops: RunStops;
  /** Rows that go in and rows that come out, in order. */
  readonly conversions: readonly { readonly kind: string; readonly ins: readonly number[]; readonly outs: readonly number[] }[];
  readonly excluded: readonly { readonly row: number; readonly reason: string }[];
}

interface BagAccountRunFrame {
  readonly run: number;
  readonly ordinal: number;
  readonly siblings: number;
  readonly time: string;
  readonly request: unknown;
}

export type BagAccountRun =
  | (BagAccountRunFrame & { readonly exported: false; readonly inputsDigest: string; readonly resultDigest: string })
  | (BagAccountRunFrame & { readonly exported: true; readonly document: unknown; readonly grounds: RunGrounds });

/** A traced movement, for people. */
export interface AccountTransferLine {
  readonly run: number;
  readonly policy: string;
  readonly hop: number;
  readonly row: LedgerRow;
  readonly symbol: string | null;
  readonly decimals: number | null;
  readonly traced: bigint;
}

export interface AccountBlockProof {
  readonly chain: string;
  /** 64 hex digits without 0x: also the file's name. */
  readonly blockHash: string;
  readonly blockNumber: number;
  readonly header: string;
  readonly transactionCount: number;
  /** The block that the examiner took as known; null: no anchor reaches this block. */
  readonly anchor: { readonly blockNumber: number; readonly blockHash: string } | null;
  readonly transactions: readonly {
    readonly id: string;
    readonly position: number;
    readonly raw: string;
    readonly proof: readonly string[];
    readonly receipt: { readonly raw: string; readonly proof: readonly string[] } | null;
  }[];
}

/** Headers that join proven blocks to their anchors; each stands once. */
export interface AccountHeader {
  readonly chain: string;
  readonly blockNumber: number;
  readonly header: string;
}

const utf8 = new TextEncoder();

/** `data/account-runs.json`, [X1]. */
export function accountRunsFile(runs: readonly BagAccountRun[]): Uint8Array {
  return jsonFile({ format: 'tracehold-account-runs/1', runs: [...runs].sort((a, b) => a.run - b.run) });
}

/** `data/account-ledgers/<n>.jsonl`, [X2]. */
export function accountLedgerFile(rows: readonly LedgerRow[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (let first = 0; first < rows.length; first += LINES_AT_ONCE)
    pieces.push(
      utf8.encode(
        rows
          .slice(first, first + LINES_AT_ONCE)
          .map((row) => `${canonicalJson(row)}\n`)
          .join(''),
      ),
    );
  return joined(pieces);
}

/** `data/account-headers.json`, [X5]. */
export function accountHeadersFile(headers: readonly AccountHeader[]): Uint8Array {
  const sorted = [...headers].sort(
    (a, b) => compareText(a.chain, b.chain) || a.blockNumber - b.blockNumber || compareText(a.header, b.header),
  );
  return jsonFile({ format: 'tracehold-account-headers/1', headers: sorted });
}

/** `data/account-proofs/<block hash>.json`, [X4]. */
export function accountProofFile(proof: AccountBlockProof): { readonly name: string; readonly bytes: Uint8Array } {
  const transactions = [...proof.transactions].sort((a, b) => a.position - b.position);
  return {
    name: `data/account-proofs/${proof.blockHash}.json`,
    bytes: jsonFile({ format: 'tracehold-account-proof/1', ...proof, transactions }),
  };
}

export const ACCOUNT_TRANSFER_COLUMNS =
  'run,policy,hop,row,chain,transaction,path,block,time_utc,kind,from,to,symbol,asset,amount_smallest_unit,traced_smallest_unit,amount,traced,proof';

/** In whole coins where the decimals are known, without rounding and without a point at the end. */
export function inCoins(amount: bigint, decimals: number | null): string {
  if (decimals === null) return '';
  const digits = amount.toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const rest = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return rest === '' ? whole : `${whole}.${rest}`;
}

/** `data/account-transfers.csv`, [X3]: ordered by run, policy (the result's order), row. Disarmed like transfers.csv. */
export function accountTransfersCsv(lines: readonly AccountTransferLine[]): Uint8Array {
  const pieces = [utf8.encode(`${ACCOUNT_TRANSFER_COLUMNS}\r\n`)];
  for (let first = 0; first < lines.length; first += LINES_AT_ONCE)
    pieces.push(
      utf8.encode(
        lines
          .slice(first, first + LINES_AT_ONCE)
          .map((line) => `${transferLine(line)}\r\n`)
          .join(''),
      ),
    );
  return joined(pieces);
}

function transferLine({ run, policy, hop, row, symbol, decimals, traced }: AccountTransferLine): string {
  const amount = BigInt(row.amount);
  const { contract, tokenId } = row.asset;
  return [
    ...[String(run), policy, String(hop), String(row.row), row.chain, row.transaction, row.path],
    row.block === null ? '' : String(row.block),
    row.day ?? (row.time === null ? '' : utcSeconds(row.time)),
    ...[row.kind, row.from ?? '', row.to ?? '', symbol ?? ''],
    contract === null ? row.asset.kind : tokenId === null ? contract : `${contract} ${tokenId}`,
    ...[row.amount, traced.toString(), inCoins(amount, decimals), inCoins(traced, decimals), row.grade],
  ]
    .map(csvField)
    .join(',');
}

/** A large file is never one text. */
const LINES_AT_ONCE = 4096;

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
