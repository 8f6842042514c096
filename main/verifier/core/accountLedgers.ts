// The rows of account ledgers (SPEC [X2]): exact form, order, and that what a row says of itself follows from it.
import * as say from './accountSentences.ts';
import type { BagContents } from './bagit.ts';
import { utf8Decode } from './bytes.ts';
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
  readonly status: 'ok' | 'failed' | 'unknown';
  readonly reason: string | null;
  readonly order: 'known' | 'transactions' | 'none';
  readonly grade: string;
  readonly sources: readonly Json[];
}

const time = (value: Json | undefined): value is number | null =>
  value === null || (typeof value === 'number' && Number.isSafeInteger(value));
const asset = (value: Json | undefined): value is Json & AssetName => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { kind, contract, tokenId, ...rest } = value as Record<string, Json>;
  return text(kind) && textOrNull(contract) && textOrNull(tokenId) && Object.keys(rest).length === 0;
};
export const isAsset = asset;

const ROW = {
  row: whole,
  chain: text,
  transaction: text,
  block: height,
  blockHash: textOrNull,
  position: height,
  time,
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

/** The row as money that moves. */
export function moneyRow(row: StatedRow): MoneyRow {
  const { chain, from, to } = row;
  return {
    ...{ row: row.row, chain, transaction: row.transaction, block: row.block, time: row.time, order: row.order },
    ...{ from: ledgerOf(row, from), to: ledgerOf(row, to), reason: row.reason, fee: row.fee, moves: row.status === 'ok' || row.fee },
    fromAccount: from === null ? null : `${chain} ${from}`,
    toAccount: to === null ? null : `${chain} ${to}`,
    asset: assetKey(chain, row.asset),
    amount: BigInt(row.amount),
    sources: row.sources.flatMap((one) => (isObject(one) && whole(one['source']) ? [one['source']] : [])),
  };
}

/** Rows by file name (`account-ledgers/<n>.jsonl`); a file that cannot be read whole is left out. */
export function readLedgers(contents: BagContents, findings: Findings): ReadonlyMap<string, readonly StatedRow[]> {
  const files = new Map<string, readonly StatedRow[]>();
  for (const [name, bytes] of contents.bytes) {
    if (!name.startsWith('data/account-ledgers/')) continue;
    const rows = readRows(utf8Decode(bytes), name, findings);
    if (rows === null) continue;
    checkRows(rows, name, findings);
    files.set(name.slice('data/'.length), rows);
    findings.count('accountRows', rows.length);
  }
  findings.pass(LEDGERS, '', say.ledgersHold(findings.counted('accountRows'), files.size));
  return files;
}

function readRows(content: string | null, file: string, findings: Findings): StatedRow[] | null {
  if (content === null || (content !== '' && !content.endsWith('\n'))) {
    findings.fail(LEDGERS, file, say.rowSentence(1));
    return null;
  }
  const rows: StatedRow[] = [];
  for (const line of content === '' ? [] : content.slice(0, -1).split('\n')) {
    const value = parseJson(line);
    const row =
      value === undefined || canonicalJson(value) !== line
        ? null
        : readShape(value, ROW, { findings, check: LEDGERS, file, at: `line ${rows.length + 1}` });
    if (row === null || row.row !== rows.length || (row.from === null && row.to === null)) {
      findings.fail(LEDGERS, file, say.rowSentence(rows.length + 1));
      return null;
    }
    rows.push(row as StatedRow);
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
function follows(before: StatedRow, row: StatedRow): boolean {
  if (before.block === null || row.block === null) return true;
  if (before.block !== row.block) return before.block < row.block;
  if (before.order !== 'known' || before.position === null || row.position === null) return true;
  return before.position <= row.position;
}
