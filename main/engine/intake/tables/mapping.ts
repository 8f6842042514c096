// What a known form of table is: how it is recognised, and how one of its rows becomes a transaction. A mapping sees cells and gives
// values; it opens nothing, joins nothing and never guesses an amount.
import type { AccountAsset, AccountChain, AccountEvent, AccountTransaction, AccountTransfer } from '../../chains/index.ts';
import type { Registered } from '../../kernel/index.ts';
import type { ChainStatement } from './statement.ts';
import type { TableFlag } from './tableFlag.ts';
import { favouringUsual } from '../usualText.ts';
import { type AmountProblem, readAmount } from './amounts.ts';
import { matchName, plainText, shownCell } from './cellText.ts';
import type { Row, RowProblem } from './rows.ts';
import { readTime, readUnixTime, type TimeProblem, type TimeStyle, zoneOfName } from './times.ts';

export type RejectionReason =
  | RowProblem
  | AmountProblem
  | TimeProblem
  | 'tooFewCells'
  | 'badHash'
  /** The row names its transaction by its place alone, and the case holds none there. */
  | 'placeUnknown'
  | 'badAddress'
  | 'badNumber'
  | 'statusUnknown'
  | 'assetUnknown'
  /** The table gives a number of tokens and neither it nor the caller says how many decimals the token has. */
  | 'decimalsUnknown'
  /** The row gives a token other decimals than it is known to have. */
  | 'decimalsDisagree'
  /** One row says that value came in and that value went out, and the two differ. */
  | 'inAndOut'
  | 'directionUnknown'
  | 'accountUnknown'
  /** Not what this table's other rows are: JSON of another shape, a record of another kind. */
  | 'otherShape';

/** A row that was not taken, so that a person can find it. */
export interface Rejection {
  readonly row: number;
  readonly offset: number | null;
  /** Name in the table's header; null where the row as a whole is meant. */
  readonly column: string | null;
  readonly reason: RejectionReason;
  /** What stood there, shortened and safe to print. */
  readonly text: string;
}

/** A name that an explorer printed beside an address: its claim, as of the day of the export. */
export interface NamedAddress {
  readonly address: string;
  readonly name: string;
  /** Who says so: the mapping's id. */
  readonly source: string;
  readonly row: number;
}

/** One row read: a transaction with what this row says of it. */
export interface Piece {
  readonly transaction: AccountTransaction;
  /** Further cells by their role: `chainTxid`, `balance`, `remark`, `counterpartyName`… Text as it stood. */
  readonly facts: Readonly<Record<string, string>> | null;
  readonly names: readonly NamedAddress[] | null;
  /** Whose ledger the row stands in, where it names the other side as well: a reply of two customers lists a transfer twice. */
  readonly side?: 'sender' | 'receiver';
}

export type Mapped = Piece | Rejected | null;
/** A rejection before the row's place is added. */
export interface Rejected {
  readonly rejected: RejectionReason;
  readonly column: string | null;
  readonly text: string;
}

/** Role of the fact that a source gives only the day of a movement: the day, and the zone in which it is one. */
export const DAY = 'day';

export interface TableHead {
  /** Column names as written, from one header row or two. */
  readonly columns: readonly string[];
  /** The same, made comparable. */
  readonly names: readonly string[];
  /** Lines before the header: bank exports say the account and currency there. */
  readonly preamble: readonly Row[];
  /** A few rows behind the header. */
  readonly sample: readonly Row[];
}

export interface Sniff {
  /** 0 to 100; the highest wins, and below 50 a person should be asked. */
  readonly score: number;
  /** Which columns or values decided, as a code with names: for the record of the intake. */
  readonly reason: string;
  /** Symbol of the chain's coin where the content names it: it narrows the family's chains down, and ETH still names several. */
  readonly coin: string | null;
}

export interface MappingContext {
  readonly chain: AccountChain;
  readonly time: TimeStyle;
  /** Decimals of a token by its contract in display form, or of a listed asset by symbol; null where not known. */
  decimalsOf(contract: string): number | null;
  /** Transaction at a place of a block, by what the case holds, for rows that name none; null where nothing sure is known. */
  readonly transactionAt?: (blockNumber: number, position: number) => string | null;
  /** Whose ledger or statement it is, where the rows do not say. */
  readonly account: string | null;
  /** The token on whose page an export was made, where the rows do not name it. */
  readonly token: string | null;
}

export interface RowMapper {
  map(row: Row): Mapped;
  /** What the rows as a whole gave away, asked once behind the last row. */
  flags?(): readonly TableFlag[];
  /** What the rows say that accounts held at a time, asked once behind the last row. */
  balances?(): readonly TableBalance[];
  /** What the rows say of tokens, asked once behind the last row. */
  statements?(): readonly ChainStatement[];
}

export interface TableBalance {
  readonly account: string;
  readonly asset: AccountAsset;
  readonly timeSeconds: number;
  readonly amount: bigint;
  readonly row: number;
}

export interface TableMapping extends Registered {
  readonly version: string;
  readonly family: 'evm' | 'tron' | 'ledger';
  /** Export limits of this form: a table with exactly so many rows was probably cut there. */
  readonly rowCaps: readonly number[];
  /** Its rows count tokens in whole units, so what is known of their decimals changes what they say. */
  readonly needsDecimals?: true;
  sniff(head: TableHead): Sniff | null;
  open(head: TableHead, context: MappingContext): RowMapper;
}

/** Whether a value that was read is a refusal. */
export const isRejection = (value: unknown): value is Rejected => typeof value === 'object' && value !== null && 'rejected' in value;

export function isRejected(mapped: Piece | Rejected): mapped is Rejected {
  return 'rejected' in mapped;
}

export const NATIVE: AccountAsset = { kind: 'native', contract: null, tokenId: null };
export const NO_EVENTS: readonly AccountEvent[] = [];
export const NO_TRANSFERS: readonly AccountTransfer[] = [];

/** In a path, where a source gives no log index and no trace address; a count by row follows. Sorts before all real numbers. */
export const UNKNOWN_INDEX = -1;

export function reject(reason: RejectionReason, column: string | null, text: string): Rejected {
  return { rejected: reason, column, text: shownCell(text) };
}

export function placeRejection(row: Row, rejected: Rejected): Rejection {
  return { row: row.number, offset: row.offset, column: rejected.column, reason: rejected.rejected, text: rejected.text };
}

/** Index of the first of these columns; -1 where none is there. Names are given as `matchName` makes them. */
export function columnOf(head: TableHead, ...names: readonly string[]): number {
  for (const name of names) {
    const index = head.names.indexOf(name);
    if (index >= 0) return index;
  }
  return -1;
}

/** Index and first group of the first column whose name fits. */
export function columnLike(head: TableHead, pattern: RegExp): { readonly index: number; readonly group: string } | null {
  for (const [index, name] of head.names.entries()) {
    const match = pattern.exec(name);
    if (match !== null) return { index, group: match[1] ?? '' };
  }
  return null;
}

/** Name of a column by its place, for one that the table gives no name of its own: `#1` is the first. */
export function placeName(index: number): string {
  return `#${index + 1}`;
}

export function headOf(columns: readonly string[], sample: readonly Row[] = [], preamble: readonly Row[] = []): TableHead {
  return { columns, names: columns.map(matchName), preamble, sample };
}

const MOST_REMEMBERED = 50_000;

/** Reads addresses of one chain, each text once: checking a checksum costs more than everything else in a row. */
export function addressReader(chain: AccountChain): (text: string) => string | null {
  const known = new Map<string, string | null>();
  return favouringUsual((text) => {
    const seen = known.get(text);
    if (seen !== undefined) return seen;
    let address: string | null;
    try {
      address = chain.readAddress(text);
    } catch {
      address = null;
    }
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(text, address);
    return address;
  });
}

const EVM_HASH = /^0x[0-9a-f]{64}$/;
const BARE_HASH = /^[0-9a-f]{64}$/;

/** A transaction's hash in its chain's display form. */
export function readHash(cell: string, family: 'evm' | 'tron'): string | null {
  if (family === 'evm' && EVM_HASH.test(cell)) return cell;
  const text = plainText(cell).toLowerCase();
  if (family === 'evm') return EVM_HASH.test(text) ? text : null;
  const bare = text.startsWith('0x') ? text.slice(2) : text;
  return BARE_HASH.test(bare) ? bare : null;
}

const COUNT = /^\d{1,15}$/;

/** A block number or a position: at most 15 digits. Thousands separators are taken off. */
export function readCount(cell: string): number | null {
  if (COUNT.test(cell)) return Number(cell);
  const text = plainText(cell).replaceAll(',', '');
  return COUNT.test(text) ? Number(text) : null;
}

/** The time of a row from the first of these columns that is there: seconds since 1970, else a date. */
export function rowTime(
  row: Row,
  unixColumn: number,
  dateColumn: number,
  head: TableHead,
  style: TimeStyle,
): { readonly seconds: number | null; readonly rejected: Rejected | null } {
  const column = unixColumn >= 0 ? unixColumn : dateColumn;
  if (column < 0) return { seconds: null, rejected: null };
  const cell = row.cells[column] ?? '';
  const stated = unixColumn >= 0 ? null : zoneOfName(head.columns[column] ?? '');
  const reading = unixColumn >= 0 ? readUnixTime(cell) : readTime(cell, stated === null ? style : { ...style, zoneMinutes: stated });
  if (!reading.ok) return { seconds: null, rejected: reject(reading.problem, head.columns[column] ?? null, cell) };
  return { seconds: reading.seconds, rejected: null };
}

/** "0.25 ETH", "12 wei" or a bare number of coins, in the smallest unit of the chain's coin. */
export function readCoins(
  cell: string,
  coin: { readonly symbol: string; readonly decimals: number },
): bigint | AmountProblem | 'assetUnknown' {
  const text = plainText(cell);
  // A unit can only stand at the end.
  const last = text.charCodeAt(text.length - 1);
  const match = last >= 0x30 && last <= 0x39 ? null : /^(.*?)\s*([A-Za-z]+)$/.exec(text);
  let decimals = coin.decimals;
  let number = text;
  if (match !== null && !/^[\d.,]+[eE]$/.test(`${match[1]}${match[2]}`)) {
    number = match[1] as string;
    const unit = (match[2] as string).toLowerCase();
    if (unit === 'wei' || unit === 'sun') decimals = 0;
    else if (unit === 'gwei') decimals = 9;
    else if (!sameSymbol(unit, coin.symbol)) return 'assetUnknown';
  }
  const reading = readAmount(number, decimals);
  if (!reading.ok) return reading.problem;
  return reading.negative ? 'negative' : reading.amount;
}

/** The chains that a table can be of: of its form's family, with the coin that it names. */
export function chainsOfTable(
  chains: readonly AccountChain[],
  mapping: Pick<TableMapping, 'family'>,
  sniff: Sniff,
): readonly AccountChain[] {
  return chains.filter(
    (chain) =>
      chain.family === mapping.family && (sniff.coin === null || (chain.coin !== null && sameSymbol(chain.coin.symbol, sniff.coin))),
  );
}

/** Polygon's coin was renamed from MATIC to POL; exports of both names are about. */
export function sameSymbol(a: string, b: string): boolean {
  const fold = (symbol: string): string => (symbol.toUpperCase() === 'MATIC' ? 'POL' : symbol.toUpperCase());
  return fold(a) === fold(b);
}
