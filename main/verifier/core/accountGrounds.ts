// What an account run says it rests on (SPEC [X1]): stops, conversions, seeds. Each is held against what was asked for; what only
// a list or somebody's word says is listed as not checked.
import { assetKey, isAsset, type StatedRow } from './accountLedgers.ts';
import * as say from './accountSentences.ts';
import { isList, isObject, type Json, type JsonObject } from './canonicalJson.ts';
import { amount, height, list, listOf, object, readShape, text, textOrNull, whole } from './fields.ts';
import type { Findings } from './findings.ts';
import type { Conversion, Range } from './ledgerGrounds.ts';

export const ACCOUNT_RUNS = 'data/account-runs.json';
export const CHECK = 'accountRuns';
/** In the order in which they are asked. */
const NAMING_RULES = ['service', 'mixer', 'bridge', 'contractPool', 'addresses'];

export interface Where {
  readonly findings: Findings;
  readonly run: number;
}

/** Like readShape, but a result may say more than what is checked. */
export function readLoose<S extends Parameters<typeof readShape>[1]>(
  value: Json | undefined,
  shape: S,
  at: Parameters<typeof readShape>[2],
) {
  if (!isObject(value)) return readShape(value, shape, at);
  const named: Record<string, Json> = {};
  for (const name of Object.keys(shape)) if (value[name] !== undefined) named[name] = value[name] as Json;
  return readShape<S>(named, shape, at);
}

export function readStops({ findings, run }: Where, value: JsonObject, request: JsonObject) {
  const at = (part: string) => ({ findings, check: CHECK, file: ACCOUNT_RUNS, at: `account run ${run} stops${part}` });
  const range = (part: Json | undefined): part is (Json & Range) | null =>
    part === null || (isObject(part) && height(part['from']) && height(part['to']) && Object.keys(part).length === 2);
  const stops = readShape(value, { accounts: list, minValue: list, maxHops: height, heights: range, times: range }, at(''));
  if (stops === null) return null;
  const byRule = new Map<string, Set<string>>();
  for (const item of stops.accounts) {
    const one = readShape(item, { rule: text, chain: text, account: text }, at('.accounts'));
    if (one === null) return null;
    byRule.set(one.rule, (byRule.get(one.rule) ?? new Set()).add(`${one.chain} ${one.account}`));
  }
  const minValue = new Map<string, bigint>();
  for (const item of stops.minValue) {
    const one = readShape(item, { chain: text, asset: isAsset, amount }, at('.minValue'));
    if (one === null) return null;
    minValue.set(assetKey(one.chain, one.asset), BigInt(one.amount));
  }
  const asked = new Map<string, JsonObject>();
  for (const stop of isList(request['stops']) ? request['stops'] : [])
    if (isObject(stop)) asked.set(String(stop['rule']), isObject(stop['options']) ? stop['options'] : {});
  const option = (rule: string, name: string): Json => asked.get(rule)?.[name] ?? null;
  const sameRange = (rule: string, stated: Range | null): boolean =>
    asked.has(rule)
      ? stated !== null && stated.from === edge(option(rule, 'from'), false) && stated.to === edge(option(rule, 'to'), true)
      : stated === null;
  const addresses = option('addresses', 'addresses');
  const wanted = new Set((isList(addresses) ? addresses : [addresses]).map((one) => String(one).toLowerCase()));
  const named = [...(byRule.get('addresses') ?? [])].every(
    (one) => wanted.has(one.slice(one.indexOf(' ') + 1).toLowerCase()) || wanted.has(afterChain(one)),
  );
  const hops = asked.has('maxHops') ? (option('maxHops', 'hops') ?? 1) : null;
  if (!named || stops.maxHops !== hops || !sameRange('heightWindow', stops.heights) || !sameRange('dateWindow', stops.times))
    findings.fail(CHECK, ACCOUNT_RUNS, say.stopsSentence(run));
  for (const rule of byRule.keys()) if (rule !== 'addresses') findings.notChecked(say.stopListSentence(run, rule));
  return {
    stopRules: NAMING_RULES.flatMap((rule) => (byRule.has(rule) ? [{ rule, accounts: byRule.get(rule) as Set<string> }] : [])),
    ...{ minValue, maxHops: stops.maxHops, heights: stops.heights, times: stops.times },
  };
}

/** A height or seconds as they stand; a day or a moment in UTC as its seconds, the end of the day where it ends a window. */
function edge(value: Json, isEnd: boolean): Json {
  const parts = text(value) ? /^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T([0-9]{2}:[0-9]{2})(:[0-9]{2})?Z?)?$/.exec(value) : null;
  if (parts === null) return value;
  const clock = parts[2] === undefined ? (isEnd ? '23:59:59' : '00:00:00') : `${parts[2]}${parts[3] ?? ':00'}`;
  return Date.parse(`${parts[1]}T${clock}Z`) / 1000;
}

/** A ledger's name may hold spaces: the account is what follows the last. */
function afterChain(text_: string): string {
  return text_.slice(text_.lastIndexOf(' ') + 1).toLowerCase();
}

export function unknownRuleOf(request: JsonObject): string | null {
  const known = [...NAMING_RULES, 'minValue', 'maxHops', 'heightWindow', 'dateWindow'];
  for (const stop of isList(request['stops']) ? request['stops'] : []) {
    const rule = isObject(stop) ? String(stop['rule']) : '';
    if (!known.includes(rule)) return rule;
  }
  return null;
}

export function readConversions({ findings, run }: Where, items: readonly Json[], rows: readonly StatedRow[]): Conversion[] | null {
  const conversions: Conversion[] = [];
  const [into, outOf] = [new Set<number>(), new Set<number>()];
  for (const item of items) {
    const at = { findings, check: CHECK, file: ACCOUNT_RUNS, at: `account run ${run} conversions` };
    const one = readShape(item, { kind: text, ins: listOf(whole), outs: listOf(whole) }, at);
    if (one === null) return null;
    // Every row in before every row out: a circle of conversions has no order, so none is followed twice.
    let [lastIn, firstOut] = [-1, rows.length];
    for (const row of one.ins) lastIn = Math.max(lastIn, row);
    for (const row of one.outs) firstOut = Math.min(firstOut, row);
    const isPlaced = one.ins.length > 0 && one.outs.length > 0 && lastIn < firstOut && one.outs.every((row) => row < rows.length);
    if (!isPlaced || one.ins.some((row) => into.has(row)) || one.outs.some((row) => outOf.has(row))) {
      findings.fail(CHECK, ACCOUNT_RUNS, say.conversionSentence(run));
      return null;
    }
    for (const row of one.ins) into.add(row);
    for (const row of one.outs) outOf.add(row);
    conversions.push(one);
  }
  return conversions;
}

/** Rows left out beside those that say it themselves; each is of a row, with a reason. */
export function readExcluded({ findings, run }: Where, items: readonly Json[], rows: number): Map<number, string> | null {
  const excluded = new Map<number, string>();
  const reasons = new Map<string, number>();
  for (const item of items) {
    const at = { findings, check: CHECK, file: ACCOUNT_RUNS, at: `account run ${run} excluded` };
    const one = readShape(item, { row: whole, reason: text }, at);
    if (one === null) return null;
    if (one.row >= rows || excluded.has(one.row)) findings.fail(CHECK, ACCOUNT_RUNS, say.excludedDiffersSentence(run, `row ${one.row}`));
    excluded.set(one.row, one.reason);
    reasons.set(one.reason, (reasons.get(one.reason) ?? 0) + 1);
  }
  for (const [reason, count] of reasons) findings.notChecked(say.excludedSentence(run, reason, count));
  return excluded;
}

/** What the result lists as left out must be rows that say so, or that the run leaves out. */
export function checkListedAsExcluded(
  { findings, run }: Where,
  stated: Json | undefined,
  rows: readonly StatedRow[],
  excluded: ReadonlyMap<number, string>,
): void {
  const reasons = new Map<string, Set<string>>();
  for (const row of rows) {
    const reason = row.reason ?? excluded.get(row.row) ?? (row.fee ? 'fee' : null);
    if (reason === null) continue;
    const name = `${row.transaction}#${row.path}`;
    reasons.set(name, (reasons.get(name) ?? new Set()).add(reason));
  }
  for (const item of isList(stated) ? stated : []) {
    const name = isObject(item) ? String(item['transfer']) : '';
    if (!isObject(item) || reasons.get(name)?.has(String(item['reason'])) !== true)
      findings.fail(CHECK, ACCOUNT_RUNS, say.excludedDiffersSentence(run, name));
  }
}

/** Seeds are the rows they name, with the whole amount of the row, and what was asked for names them. */
export function checkSeeds(
  { findings, run }: Where,
  seeds: readonly Json[],
  at: readonly number[],
  rows: readonly StatedRow[],
  excluded: ReadonlyMap<number, string> | null,
  request: JsonObject,
): { row: number; amount: bigint | null }[] | null {
  const from = isList(request['from']) ? request['from'].map((one) => String(one).trim().toLowerCase()) : [];
  const asked = new Set(from.flatMap((one) => [one, `0x${one}`]));
  // A table of victims is part of the request; which movement each of its rows means is the program's reading of it.
  const fromTable = isObject(request['victims']);
  const found: { row: number; amount: bigint | null }[] = [];
  let before = -1;
  for (const [index, item] of seeds.entries()) {
    const shape = { seed: text, asset: object, amount, excluded: textOrNull };
    const seed = readLoose(item, shape, { findings, check: CHECK, file: ACCOUNT_RUNS, at: `account run ${run} seeds[${index}]` });
    const row = rows[at[index] ?? -1];
    if (seed === null) return null;
    const why = row?.reason ?? excluded?.get(row?.row ?? -1) ?? (row?.fee === true ? 'fee' : null);
    const names = row === undefined ? [] : [row.transaction, `${row.transaction}#${row.path}`, row.to ?? ''];
    const fits =
      row !== undefined &&
      row.row >= before &&
      seed.seed === `${row.transaction}#${row.path}` &&
      seed.asset['key'] === assetKey(row.chain, row.asset) &&
      BigInt(seed.amount) <= BigInt(row.amount) &&
      seed.excluded === why &&
      (fromTable || names.some((name) => asked.has(name.toLowerCase())));
    if (!fits) findings.fail(CHECK, ACCOUNT_RUNS, say.seedSentence(run, seed.seed));
    before = row?.row ?? before;
    found.push({ row: row?.row ?? 0, amount: seed.excluded === null ? BigInt(seed.amount) : null });
  }
  if (at.length !== seeds.length) findings.fail(CHECK, ACCOUNT_RUNS, say.seedSentence(run, ''));
  findings.notChecked(say.seedsOpenSentence(run));
  return found;
}
