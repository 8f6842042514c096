// The rows of account ledgers (SPEC [X2]): exact form, order, and that what a row says of itself follows from it.
import * as say from './accountSentences.ts';
import type { BagContents } from './bagit.ts';
import { linesOf } from './bytes.ts';
import { canonicalJson, isObject, type Json, parseJson } from './canonicalJson.ts';
import { amount, flag, height, list, oneOf, readShape, text, textOrNull, whole } from './fields.ts';
import type { Findings } from './findings.ts';
import { ledgerName, type MoneyRow } from './ledgerGrounds.ts';

export const LEDGERS = 'ledgers';

export interface AssetName {
  readonly kind: string;
  readonly contract: string | null;
  readonly tokenId: string | null;
}

export interface StatedRow {
  readonly row: number;
  readonly chain: string;
  readonly transaction: string;
  readonly block: number | null;
  readonly blockHash: string | null;
  readonly position: number | null;
  readonly time: number | null;
  readonly path: string;
  readonly kind: string;
  readonly fee: boolean;
  readonly from: string | null;
  readonly to: string | null;
  readonly asset: AssetName;
  readonly amount: string;
  /** Where its source gives no time of the day. */
  readonly day?: string;
  readonly status: 'ok' | 'failed' | 'unknown';
  readonly reason: string | null;
  readonly order: 'known' | 'transactions' | 'none';
  readonly grade: string;
  /** Numbers of the sources that state it. */
  readonly sources: readonly number[];
}

const time = (value: Json | undefined): value is number | null =>
  value === null || (typeof value === 'number' && Number.isSafeInteger(value));
const asset = (value: Json | undefined): value is Json & AssetName => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { kind, contract, tokenId, ...rest } = value as Record<string, Json>;
  return text(kind) && textOrNull(contract) && textOrNull(tokenId) && Object.keys(rest).length === 0;
};
export const isAsset = asset;

/** The row's source gives a day alone: `time` is its beginning. */
const day = (value: Json | undefined): value is string => typeof value === 'string' && beginningOf(value) !== null;

const DAY = /^(\d{4})-(\d{2})-(\d{2}) UTC([+-])(\d{2}):(\d{2})$/;

/** Seconds since 1970 at which a day in a zone begins; null where there is no such day. */
function beginningOf(text: string): number | null {
  const [, year, month, date, sign, hours, minutes] = DAY.exec(text) ?? [];
  if (year === undefined || Number(hours) > 14 || Number(minutes) > 59) return null;
  const instant = Date.UTC(Number(year), Number(month) - 1, Number(date));
  if (new Date(instant).toISOString().slice(0, 10) !== `${year}-${month}-${date}`) return null;
  return instant / 1000 - (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}

const ROW = {
  row: whole,
  chain: text,
  transaction: text,
  block: height,
  blockHash: textOrNull,
  position: height,
  time,
  day,
  path: text,
  kind: oneOf('value', 'internal', 'token', 'fee', 'burn', 'mint', 'ledger', 'trade'),
  fee: flag,
  from: textOrNull,
  to: textOrNull,
  asset,
  amount,
  status: oneOf('ok', 'failed', 'unknown'),
  reason: textOrNull,
  order: oneOf('known', 'transactions', 'none'),
  grade: oneOf('A', 'Q', 'S', 'M'),
  sources: list,
} as const;

export function assetKey(chain: string, { kind, contract, tokenId }: AssetName): string {
  return `${chain} ${JSON.stringify([kind, contract, tokenId])}`;
}

export function ledgerOf(row: StatedRow, account: string | null): string | null {
  return account === null ? null : ledgerName(assetKey(row.chain, row.asset), account);
}

/** Rows as money that moves; what many rows name alike is one text. */
export function moneyRows(rows: readonly StatedRow[]): MoneyRow[] {
  const one = shared();
  return rows.map((row): MoneyRow => {
    const { chain, from, to } = row;
    const asset = one(assetKey(chain, row.asset));
    const place = (account: string | null) =>
      account === null ? ([null, null] as const) : ([one(ledgerName(asset, account)), one(`${chain} ${account}`)] as const);
    const [[payer, fromAccount], [payee, toAccount]] = [place(from), place(to)];
    return {
      ...{ row: row.row, chain, transaction: row.transaction, block: row.block, time: row.time, from: payer, to: payee, fromAccount },
      ...{ toAccount, asset, amount: BigInt(row.amount), fee: row.fee, moves: row.status === 'ok' || row.fee, reason: row.reason },
      ...{ order: row.order, sources: row.sources },
    };
  });
}

/** The first text of all that are equal. */
function shared(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const first = known.get(text);
    if (first !== undefined) return first;
    known.set(text, text);
    return text;
  };
}

/** Rows by file name (`account-ledgers/<n>.jsonl`); a file that cannot be read whole is left out. */
export function readLedgers(contents: BagContents, findings: Findings): ReadonlyMap<string, readonly StatedRow[]> {
  const files = new Map<string, readonly StatedRow[]>();
  for (const [name, bytes] of contents.bytes) {
    if (!name.startsWith('data/account-ledgers/')) continue;
    const rows = readRows(bytes, name, findings);
    if (rows === null) continue;
    checkRows(rows, name, findings);
    files.set(name.slice('data/'.length), rows);
    findings.count('accountRows', rows.length);
  }
  findings.pass(LEDGERS, '', say.ledgersHold(findings.counted('accountRows'), files.size));
  return files;
}

function readRows(bytes: Uint8Array, file: string, findings: Findings): StatedRow[] | null {
  const rows: StatedRow[] = [];
  const one = shared();
  const orNull = (value: string | null): string | null => (value === null ? null : one(value));
  const assets = new Map<string, AssetName>();
  const sources = new Map<string, readonly number[]>();
  for (const line of linesOf(bytes)) {
    const value = line === null ? undefined : parseJson(line);
    const row =
      value === undefined || canonicalJson(value) !== line
        ? null
        : readShape(value, ROW, { findings, check: LEDGERS, file, at: `line ${rows.length + 1}` }, ['day']);
    if (row === null || row.row !== rows.length || (row.from === null && row.to === null) || !isDayOf(row)) {
      findings.fail(LEDGERS, file, say.rowSentence(rows.length + 1));
      return null;
    }
    // Rows are many: each is kept small, and what they name alike is kept once.
    const key = assetKey(row.chain, row.asset);
    const { kind, contract, tokenId } = row.asset;
    const asset = assets.get(key) ?? { kind, contract, tokenId };
    assets.set(key, asset);
    const numbers = row.sources.flatMap((source) => (isObject(source) && whole(source['source']) ? [source['source']] : []));
    const stated = sources.get(numbers.join()) ?? numbers;
    sources.set(numbers.join(), stated);
    rows.push({
      ...{ row: row.row, chain: one(row.chain), transaction: one(row.transaction), block: row.block, blockHash: orNull(row.blockHash) },
      ...{ position: row.position, time: row.time, path: one(row.path), kind: one(row.kind), fee: row.fee, from: orNull(row.from) },
      ...{ to: orNull(row.to), asset, amount: row.amount, status: row.status, reason: orNull(row.reason), order: row.order },
      ...{ grade: row.grade, sources: stated },
      ...(row.day === undefined ? {} : { day: row.day }),
    });
  }
  return rows;
}

function checkRows(rows: readonly StatedRow[], file: string, findings: Findings): void {
  const last = new Map<string, StatedRow>();
  const about = new Map<string, string>();
  const movements = new Set<string>();
  let counterfeits = 0;
  for (const row of rows) {
    const line = row.row + 1;
    const before = last.get(row.chain);
    if (before !== undefined && !follows(before, row)) findings.fail(LEDGERS, file, say.rowOrderSentence(line));
    last.set(row.chain, row);
    const key = `${row.chain} ${row.transaction}`;
    const said = JSON.stringify([row.block, row.blockHash, row.position, row.time, row.status, row.order]);
    if ((about.get(key) ?? said) !== said) findings.fail(LEDGERS, file, say.rowAgreesSentence(line));
    about.set(key, said);
    const movement = `${key} ${row.path} ${row.kind} ${row.from} ${row.to} ${assetKey(row.chain, row.asset)} ${row.amount}`;
    if (row.order !== 'none' && movements.has(movement)) findings.fail(LEDGERS, file, say.rowTwiceSentence(line));
    movements.add(movement);
    const tried = row.status !== 'ok' && !row.fee;
    const follows_ = tried ? (row.status === 'failed' ? 'failed' : 'statusUnknown') : BigInt(row.amount) === 0n ? 'zeroValue' : null;
    if (row.reason !== follows_ && !(follows_ === null && row.reason === 'counterfeit'))
      findings.fail(LEDGERS, file, say.rowReasonSentence(line));
    if (row.reason === 'counterfeit') counterfeits += 1;
  }
  if (counterfeits > 0) findings.notChecked(say.counterfeitSentence(counterfeits));
}

/** Blocks of a chain in order, and inside a block the positions that are stated. */
/** Only a ledger without a chain has days for times, and the time is the day's beginning. */
function isDayOf({ chain, day: said, time: at }: { readonly chain: string; readonly day?: string; readonly time: number | null }): boolean {
  return said === undefined || (chain.startsWith('ledger:') && beginningOf(said) === at);
}

function follows(before: StatedRow, row: StatedRow): boolean {
  if (before.block === null || row.block === null) return true;
  if (before.block !== row.block) return before.block < row.block;
  if (before.order !== 'known' || before.position === null || row.position === null) return true;
  return before.position <= row.position;
}
