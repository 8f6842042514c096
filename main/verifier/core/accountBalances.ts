// What a run took its ledgers for (SPEC [X1]) and the stated balances behind it: each ledger is added up again from its rows, and whether it is
// complete, from where and to where, must follow. Whether a source states a balance is that source's word.
import { ACCOUNT_RUNS, CHECK, type Where } from './accountGrounds.ts';
import { assetKey, isAsset } from './accountLedgers.ts';
import * as say from './accountSentences.ts';
import { isList, type Json, type JsonObject } from './canonicalJson.ts';
import { height, list, listOf, oneOf, readShape, text, whole } from './fields.ts';
import { type KnownLedger, ledgerName, type MoneyRow, type RowIndex } from './ledgerGrounds.ts';

const BY = ['row', 'beforeRow', 'source', 'examiner', 'assumption'] as const;
/** Assumed ledgers that are named one by one. */
const MOST_NAMED = 20;
const MOST_OPENINGS = 1000;
const signed = (value: Json | undefined): value is string => typeof value === 'string' && /^(0|-?[1-9][0-9]{0,77})$/.test(value);
const seconds = (value: Json | undefined): value is number | null => value === null || Number.isSafeInteger(value);

interface Statement {
  /** Behind all rows below this number. */
  readonly rows: number;
  readonly balance: bigint;
  readonly by: (typeof BY)[number];
  readonly source: number | null;
  readonly block: number | null;
  readonly time: number | null;
}

interface Added {
  readonly isComplete: boolean;
  /** Rows between which everything adds up, from the opening. */
  readonly from: number;
  readonly to: number;
  readonly opening: bigint;
  /** First place at which it does not, in words for the finding. */
  readonly gap: string | null;
}

/** Ledgers as the run states them; null where that cannot be read. `sources`: numbers in case.json. */
export function readKnown(
  where: Where,
  items: readonly Json[],
  request: JsonObject,
  rows: readonly MoneyRow[],
  index: RowIndex,
  sources: ReadonlySet<number> | null,
  decimalsOf: (asset: string) => number | null,
): Map<string, KnownLedger> | null {
  const { findings, run } = where;
  const fail = (sentence: string): void => findings.fail(CHECK, ACCOUNT_RUNS, sentence);
  const known = new Map<string, KnownLedger>();
  const texts = (name: string): string[] => (isList(request[name]) ? request[name].map((one) => String(one).toLowerCase()) : []);
  const [assumed, openings] = [new Set(texts('assume')), texts('openings')];
  const numbers: Numbers = { rows: rows.length, sources };
  const words = new Map<string, number>();
  /** Openings asked for are few; a file that lists more of them is not compared one by one. */
  let openingsLeft = MOST_OPENINGS;
  const taken: string[] = [];
  let withoutBalance = 0;
  for (const [place, item] of items.entries()) {
    const at = { findings, check: CHECK, file: ACCOUNT_RUNS, at: `account run ${run} ledgers[${place}]` };
    const state = oneOf('complete', 'assumed', 'incomplete', 'oneSided');
    const places = { opening: signed, from: whole, to: height };
    const shape = { chain: text, account: text, asset: isAsset, state, ...places, statements: list, ownRows: listOf(whole) };
    const one = readShape(item, shape, at);
    if (one === null) return null;
    const statements: Statement[] = [];
    for (const entry of one.statements) {
      const said = readShape(entry, { rows: whole, balance: signed, by: oneOf(...BY), source: height, block: height, time: seconds }, at);
      if (said === null || said.rows > rows.length) return null;
      statements.push({ ...said, balance: BigInt(said.balance) });
    }
    const ledger = ledgerName(assetKey(one.chain, one.asset), one.account);
    if (known.has(ledger)) fail(say.ledgerTwiceSentence(run, ledger));
    const about: KnownLedger = { state: one.state, opening: BigInt(one.opening), from: one.from, to: one.to };
    known.set(ledger, about);
    const account = one.account.toLowerCase();
    if (one.state === 'assumed') {
      taken.push(ledger);
      if (!assumed.has(account)) fail(say.notAskedAssumedSentence(run, ledger));
    }
    const own = (index.rowsOf.get(ledger) ?? []).map((row) => rows[row] as MoneyRow);
    for (const statement of statements) {
      if (!isPlaced(statement, own, numbers)) fail(say.statementPlaceSentence(run, ledger, statement.rows));
      const isAsked =
        statement.by === 'assumption'
          ? assumed.has(account) && statement.rows === 0 && statement.balance === 0n
          : statement.by !== 'examiner' ||
            (--openingsLeft >= 0 &&
              openings
                .slice(0, MOST_OPENINGS)
                .some((opening) => isOpening(opening, account, statement.balance, decimalsOf(assetKey(one.chain, one.asset)))));
      if (!isAsked) fail(say.openingSentence(run, ledger));
      const word = statement.by === 'row' || statement.by === 'beforeRow' ? 'column' : statement.by;
      words.set(word, (words.get(word) ?? 0) + 1);
    }
    for (const source of one.ownRows) if (!isOwnOf(source, own, numbers)) fail(say.ownRowsSentence(run, ledger, source));
    if (one.state === 'oneSided') {
      if (statements.length > 0) fail(say.reconciledSentence(run, ledger, 'oneSided', 'its statements are listed'));
      if (one.ownRows.length > 0) fail(say.reconciledSentence(run, ledger, 'oneSided', 'its own rows are here'));
      continue;
    }
    const added = addUp(ledger, own, statements, index, rows.length);
    const problem =
      added === null ? unopened(about, one.ownRows, own[0]?.row ?? 0) : disagreement(about, added, assumed.has(account), rows.length);
    if (problem !== null) fail(say.reconciledSentence(run, ledger, one.state, problem));
    if (added === null) withoutBalance++;
    findings.count('accountBalances', statements.length);
  }
  for (const ledger of taken.slice(0, MOST_NAMED)) findings.notChecked(say.assumedSentence(run, ledger));
  if (taken.length > MOST_NAMED) findings.notChecked(say.assumedMoreSentence(run, taken.length - MOST_NAMED));
  for (const [word, count] of words) findings.notChecked(say.statementsSentence(run, word, count));
  if (withoutBalance > 0) findings.notChecked(say.ownWordSentence(run, withoutBalance));
  return known;
}

interface Numbers {
  readonly rows: number;
  /** Of the sources in case.json. */
  readonly sources: ReadonlySet<number> | null;
}

/** Place in a ledger of its first row from a number on. */
function placeFrom(own: readonly MoneyRow[], rows: number): number {
  let [low, high] = [0, own.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((own[middle] as MoneyRow).row < rows) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where a statement stands follows from whose it is: a row's column, or a block or a time. */
function isPlaced({ rows, by, source, block, time }: Statement, own: readonly MoneyRow[], { sources }: Numbers): boolean {
  const place = placeFrom(own, rows);
  const [before, after] = [own[place - 1], own[place]];
  if (by === 'examiner' || by === 'assumption') return source === null;
  if (source !== null && sources !== null && !sources.has(source)) return false;
  if (by === 'row') return before !== undefined && source !== null && before.sources.includes(source);
  if (by === 'beforeRow') return after !== undefined && source !== null && after.sources.includes(source);
  const [number, limit] = block === null ? (['time', time] as const) : (['block', block] as const);
  if (limit === null) return false;
  return (before?.[number] ?? limit) <= limit && (after?.[number] ?? limit + 1) > limit;
}

function isOwnOf(source: number, own: readonly MoneyRow[], { sources }: Numbers): boolean {
  return sources?.has(source) !== false && own.some((row) => row.sources.includes(source));
}

/** Own rows without any balance: incomplete from the first of them on (A34). What is wrong, or null. */
function unopened({ state, opening, from, to }: KnownLedger, ownRows: readonly number[], first: number): string | null {
  if (state !== 'incomplete' || ownRows.length === 0 || opening !== 0n) return 'no balance opens it';
  return from === first && to === first ? null : `it has no balance behind its first row ${first}`;
}

/** `ACCOUNT:ASSET:AMOUNT@WHEN` as it was asked for, in lower case. */
function isOpening(asked: string, account: string, balance: bigint, decimals: number | null): boolean {
  const at = asked.lastIndexOf('@');
  const said = /^(-?)([0-9]+)(?:\.([0-9]*))?$/.exec(asked.slice(asked.lastIndexOf(':', at) + 1, at).replace(/[\s,]/g, ''));
  if (!asked.startsWith(`${account}:`) || said === null) return false;
  const [, sign, before = '', behind = ''] = said;
  const exact = BigInt(before + behind.slice(0, decimals ?? 0).padEnd(decimals ?? 0, '0'));
  return balance === (sign === '-' ? -exact : exact);
}

/** Adds a ledger up from balance to balance: opening + in − out − fees, never below zero on the way. (A7) */
function addUp(ledger: string, own: readonly MoneyRow[], statements: readonly Statement[], index: RowIndex, end: number): Added | null {
  const [opening, ...later] = statements.toSorted((a, b) => a.rows - b.rows);
  if (opening === undefined) return null;
  let gap: string | null = (own[0]?.row ?? end) < opening.rows ? `row ${own[0]?.row} stands before its opening` : null;
  let balance = opening.balance;
  let place = placeFrom(own, opening.rows);
  let to = opening.rows;
  let holds = true;
  const passUpTo = (rows: number): void => {
    for (; place < own.length && (own[place] as MoneyRow).row < rows; place += 1) {
      const one = own[place] as MoneyRow;
      const next = own[place + 1];
      if (!one.moves) {
        if (one.reason !== 'statusUnknown') continue;
        gap ??= `nobody states whether row ${one.row} was carried out`;
        holds = false;
        continue;
      }
      if (one.to === ledger) balance += one.amount;
      if (one.from === ledger) balance -= one.amount;
      // Inside a block without order only the balance after its last row says anything.
      const isSettled = next === undefined || one.order === 'known' || index.blockOf[next.row] !== index.blockOf[one.row];
      if (balance >= 0n || !isSettled) continue;
      gap ??= `it falls below zero at row ${one.row}`;
      holds = false;
    }
  };
  for (const statement of later) {
    passUpTo(statement.rows);
    if (balance !== statement.balance) {
      gap ??= `the rows give ${balance} where ${statement.balance} is stated, before row ${statement.rows}`;
      holds = false;
      balance = statement.balance;
    }
    if (holds) to = statement.rows;
  }
  if (place < own.length) gap ??= `row ${own[place]?.row} stands behind its last balance`;
  passUpTo(end);
  return { isComplete: gap === null, from: opening.rows, to, opening: opening.balance, gap };
}

/** What is wrong with what the run says, or null. */
function disagreement({ state, opening, from, to }: KnownLedger, added: Added, isAssumed: boolean, end: number): string | null {
  const follows = added.isComplete ? 'complete' : isAssumed ? 'assumed' : 'incomplete';
  if (state !== follows && (added.isComplete || state !== 'incomplete')) return added.gap ?? 'every balance agrees';
  if (opening !== added.opening) return `the balance that opens it is ${added.opening}`;
  if (from !== added.from) return `it opens at row ${added.from}`;
  const last = state === 'assumed' ? end : added.to;
  return to === last || (to === null && last === end) ? null : `its balances reach to row ${last}`;
}
