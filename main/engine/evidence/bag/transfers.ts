// data/transfers.csv (SPEC.md [R6]): one row per traced output, safe to open in a spreadsheet. Holds no sentence.
import { csvField } from '../../kernel/index.ts';
import { compareText } from './order.ts';

export interface TransferLine {
  readonly run: number;
  readonly policy: string;
  readonly hop: number;
  readonly txid: string;
  readonly height: number | null;
  /** Seconds since 1970 as the block's header states them. */
  readonly blockTimestamp: number;
  /** Position of the transaction in its block. */
  readonly position: number;
  readonly outputIndex: number;
  readonly address: string | null;
  readonly valueSat: bigint;
  readonly amountSat: bigint;
  /** `spent` or the holding's state. */
  readonly state: string;
  /** Txid of the spending transaction, or null. */
  readonly spentBy: string | null;
  readonly labels: readonly string[];
}

export const TRANSFER_COLUMNS =
  'run,policy,hop,txid,height,block_timestamp_utc,position,outpoint,address,value_sat,amount_sat,state,spent_by,labels';

/** A block timestamp as RFC 3339 text, UTC, whole seconds: headers hold no finer time. */
export function utcSeconds(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

/**
 * The file's bytes, CRLF ended. Rows are ordered by run, policy (the run's own order), height (unanchored last, in the
 * order given), position and output index, whatever the order they come in.
 */
export function transfersCsv(rows: readonly TransferLine[], policiesOfRun: ReadonlyMap<number, readonly string[]>): Uint8Array {
  const rank = (row: TransferLine): number => {
    const index = policiesOfRun.get(row.run)?.indexOf(row.policy) ?? -1;
    if (index < 0) throw new TypeError(`transfersCsv: run ${row.run} has no policy ${row.policy}`);
    return index;
  };
  const keyed = rows.map((row) => ({ row, policy: rank(row), height: row.height ?? Number.POSITIVE_INFINITY }));
  keyed.sort((a, b) => {
    const before = a.row.run - b.row.run || a.policy - b.policy;
    if (before !== 0) return before;
    if (a.height !== b.height) return a.height < b.height ? -1 : 1;
    if (a.row.height === null) return 0;
    return a.row.position - b.row.position || a.row.outputIndex - b.row.outputIndex;
  });
  const lines = [TRANSFER_COLUMNS];
  for (const { row } of keyed) {
    const fields = [
      String(row.run),
      row.policy,
      String(row.hop),
      row.txid,
      row.height === null ? '' : String(row.height),
      utcSeconds(row.blockTimestamp),
      String(row.position),
      `${row.txid}:${row.outputIndex}`,
      row.address ?? '',
      row.valueSat.toString(),
      row.amountSat.toString(),
      row.state,
      row.spentBy ?? '',
      [...row.labels].sort(compareText).join('; '),
    ];
    lines.push(fields.map(csvField).join(','));
  }
  return new TextEncoder().encode(`${lines.join('\r\n')}\r\n`);
}
