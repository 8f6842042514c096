// account-runs.json (SPEC [X1], [X6]): digests, the grounds of each run, and every single figure of a forward run worked out again from the
// rows of its ledgers. What cannot be worked out is listed as not checked.
import { assetKey, isAsset, ledgerOf, type StatedRow } from './accountLedgers.ts';
import * as say from './accountSentences.ts';
import type { BagContents } from './bagit.ts';
import { toHex, utf8Encode } from './bytes.ts';
import { canonicalJson, isList, isObject, type Json, type JsonObject } from './canonicalJson.ts';
import { amount, hash, height, list, listOf, object, oneOf, readShape, text, textOrNull, whole } from './fields.ts';
import type { Findings } from './findings.ts';
import { readJsonFile } from './jsonFile.ts';
import { LEDGER_POLICIES, type LedgerPolicy } from './ledgerMoney.ts';
import { type KnownLedger, type LedgerAnswer, ledgerName, type Range, type TraceGrounds, traceLedgers } from './ledgerTrace.ts';
import * as general from './sentences.ts';
import { sha256 } from './sha256.ts';

export const ACCOUNT_RUNS = 'data/account-runs.json';
const CHECK = 'accountRuns';
/** In the order in which they are asked. */
const NAMING_RULES = ['service', 'mixer', 'bridge', 'contractPool', 'addresses'];

export interface CheckedAccountRun {
  readonly run: number;
  readonly file: string;
  readonly rows: readonly StatedRow[];
  /** Symbol and decimals as the result states them, by asset. */
  readonly assets: ReadonlyMap<string, { readonly symbol: string | null; readonly decimals: number | null }>;
  readonly touched: ReadonlySet<string>;
  /** In the order of the result; null where not recomputed. */
  readonly policies: ReadonlyMap<string, LedgerAnswer | null>;
}

interface Where {
  readonly findings: Findings;
  readonly run: number;
}

export function checkAccountRuns(
  contents: BagContents,
  ledgers: ReadonlyMap<string, readonly StatedRow[]>,
  findings: Findings,
): readonly CheckedAccountRun[] {
  const document = readJsonFile(contents, ACCOUNT_RUNS, findings);
  const at = { findings, check: CHECK, file: ACCOUNT_RUNS, at: 'runs' };
  const listed = document === undefined ? null : readShape(document, { format: oneOf('tracehold-account-runs/1'), runs: list }, at);
  const checked: CheckedAccountRun[] = [];
  let before = 0;
  for (const [index, item] of (listed?.runs ?? []).entries()) {
    const exported = isObject(item) && item['exported'] === true;
    const frame = { run: whole, ordinal: whole, siblings: whole, time: text, request: object, exported: isFlag };
    const shape = exported ? { ...frame, document: object, grounds: object } : { ...frame, inputsDigest: hash, resultDigest: hash };
    const run = readShape(item, shape as typeof frame & { document: typeof object; grounds: typeof object }, {
      ...at,
      at: `runs[${index}]`,
    });
    if (run === null) continue;
    findings.count('accountRuns');
    if (run.run <= before) findings.fail(CHECK, ACCOUNT_RUNS, say.orderSentence(run.run));
    before = run.run;
    if (run.ordinal < 1 || run.ordinal > run.siblings || run.siblings > (listed?.runs.length ?? 0))
      findings.fail(CHECK, ACCOUNT_RUNS, say.ordinalSentence(run.run));
    if (!exported) {
      findings.notChecked(say.notExportedSentence(run.run));
      continue;
    }
    const one = checkRun({ findings, run: run.run }, run.request, run.document, run.grounds, ledgers);
    if (one !== null) checked.push(one);
  }
  const named = new Set(checked.map(({ file }) => file));
  for (const file of ledgers.keys()) if (!named.has(file)) findings.fail('ledgers', `data/${file}`, say.unlistedLedgerSentence());
  findings.pass(CHECK, ACCOUNT_RUNS, say.runsHold(findings.counted('accountPoliciesRecomputed')));
  return checked;
}

const isFlag = (value: Json | undefined): value is boolean => typeof value === 'boolean';

function checkRun(
  where: Where,
  request: JsonObject,
  document: JsonObject,
  given: JsonObject,
  ledgers: ReadonlyMap<string, readonly StatedRow[]>,
): CheckedAccountRun | null {
  const { findings, run } = where;
  const shapeAt = (at: string) => ({ findings, check: CHECK, file: ACCOUNT_RUNS, at: `account run ${run} ${at}` });
  const policies = document['policies'];
  const seeds = document['seeds'];
  if (!isObject(policies) || !isList(seeds)) {
    findings.fail(CHECK, ACCOUNT_RUNS, general.shapeSentence(`account run ${run} document`));
    return null;
  }
  if (toHex(sha256(utf8Encode(canonicalJson(policies)))) !== document['resultDigest'])
    findings.fail('digest', ACCOUNT_RUNS, say.digestSentence(run));
  findings.notChecked(say.inputsSentence(run));
  const asked = request['policies'];
  if (!isList(asked) || [...asked].map(String).sort().join(' ') !== Object.keys(policies).sort().join(' '))
    findings.fail(CHECK, ACCOUNT_RUNS, say.policiesSentence(run));
  const grounds = readShape(
    given,
    {
      file: text,
      rows: whole,
      seeds: listOf(whole),
      ledgers: list,
      stops: object,
      conversions: list,
      excluded: list,
    },
    shapeAt('grounds'),
  );
  if (grounds === null) return null;
  const rows = ledgers.get(grounds.file);
  if (rows === undefined || rows.length !== grounds.rows) {
    findings.fail('ledgers', `data/${grounds.file}`, say.ledgerFileSentence(run, grounds.file));
    return null;
  }
  const known = readKnown(where, grounds.ledgers, request, rows);
  const stops = readStops(where, grounds.stops, request);
  const conversions = readConversions(where, grounds.conversions, rows);
  const excluded = readExcluded(where, grounds.excluded);
  const seedRows = checkSeeds(where, seeds, grounds.seeds, rows, excluded, request);
  if (known === null || stops === null || conversions === null || excluded === null || seedRows === null) return null;
  const trace: TraceGrounds = {
    rows: rows.map((row) => ({
      row: row.row,
      block: row.block,
      time: row.time,
      from: ledgerOf(row, row.from),
      to: ledgerOf(row, row.to),
      toAccount: row.to === null ? null : `${row.chain} ${row.to}`,
      asset: assetKey(row.chain, row.asset),
      amount: BigInt(row.amount),
      fee: row.fee,
      moves: row.status === 'ok' || row.fee,
      reason: row.reason,
    })),
    ...{ seeds: seedRows, ledgers: known, conversions, excluded, ...stops },
  };
  const unknownRule = unknownRuleOf(request);
  const forward = document['direction'] === 'forward' && request['direction'] === 'forward';
  const answers = new Map<string, LedgerAnswer | null>();
  for (const [policy, outcome] of Object.entries(policies)) {
    const stated = readOutcome(where, policy, outcome);
    const isKnown = (LEDGER_POLICIES as readonly string[]).includes(policy);
    const why = !forward
      ? say.whyBackward
      : !isKnown
        ? say.whyUnknownPolicy
        : stated?.orders !== 'known'
          ? say.whyOrder
          : unknownRule !== null
            ? say.whyUnknownRule(unknownRule)
            : null;
    if (stated === null || why !== null) {
      if (why !== null) findings.notChecked(say.notRecomputedSentence(run, policy, why));
      answers.set(policy, null);
      continue;
    }
    const answer = traceLedgers(policy as LedgerPolicy, trace);
    if ('missing' in answer) {
      findings.fail(CHECK, ACCOUNT_RUNS, say.ledgerMissingSentence(run, policy, answer.missing));
      answers.set(policy, null);
      continue;
    }
    compare(where, policy, stated, answer, rows.length);
    answers.set(policy, answer);
  }
  return { run, file: grounds.file, rows, assets: assetsOf(seeds, policies), touched: new Set(known.keys()), policies: answers };
}

interface StatedEnd {
  readonly ledger: string;
  readonly state: string;
  readonly amount: bigint | null;
  readonly low: bigint;
  readonly high: bigint;
}
interface Outcome {
  readonly ends: readonly StatedEnd[];
  readonly fees: ReadonlyMap<string, bigint>;
  readonly totals: ReadonlyMap<string, bigint>;
  readonly orders: string;
}

function readOutcome({ findings, run }: Where, policy: string, value: Json | undefined): Outcome | null {
  const at = (part: string) => ({ findings, check: CHECK, file: ACCOUNT_RUNS, at: `account run ${run} ${policy} ${part}` });
  const outcome = readLoose(value, { ends: list, fees: list, totals: list, orders: text }, at(''));
  if (outcome === null) return null;
  const ends: StatedEnd[] = [];
  const seen = new Set<string>();
  for (const [index, item] of outcome.ends.entries()) {
    const end = readLoose(
      item,
      { chain: text, account: text, asset: object, state: text, figure: object, transfer: textOrNull },
      at(`ends[${index}]`),
    );
    const figure = end === null ? null : readLoose(end.figure, FIGURE, at(`ends[${index}].figure`));
    if (end === null || figure === null) return null;
    const ledger = ledgerName(String(end.asset['key']), end.account);
    const key = `${ledger}\n${end.state}`;
    const single = figure.amount !== null;
    if (seen.has(key) || single !== (figure.low === null) || single !== (figure.high === null)) {
      findings.fail(CHECK, ACCOUNT_RUNS, say.endTwiceSentence(run, policy, ledger, end.state));
      return null;
    }
    seen.add(key);
    ends.push({
      ...{ ledger, state: end.state },
      amount: figure.amount === null ? null : BigInt(figure.amount),
      low: BigInt(figure.low ?? 0),
      high: BigInt(figure.high ?? 0),
    });
  }
  const sums = (items: readonly Json[], what: string): Map<string, bigint> => {
    const found = new Map<string, bigint>();
    for (const item of items) {
      const sum = readLoose(item, { asset: object, amount }, at(what));
      if (sum !== null) found.set(String(sum.asset['key']), BigInt(sum.amount));
    }
    return found;
  };
  return { ends, fees: sums(outcome.fees, 'fees'), totals: sums(outcome.totals, 'totals'), orders: outcome.orders };
}

const amountOrNull = (value: Json | undefined): value is string | null => value === null || amount(value);
const FIGURE = { amount: amountOrNull, low: amountOrNull, high: amountOrNull, why: textOrNull } as const;

/** Like readShape, but a result may say more than what is checked. */
function readLoose<S extends Parameters<typeof readShape>[1]>(value: Json | undefined, shape: S, at: Parameters<typeof readShape>[2]) {
  if (!isObject(value)) return readShape(value, shape, at);
  const named: Record<string, Json> = {};
  for (const name of Object.keys(shape)) if (value[name] !== undefined) named[name] = value[name] as Json;
  return readShape<S>(named, shape, at);
}

function compare({ findings, run }: Where, policy: string, stated: Outcome, answer: LedgerAnswer, rows: number): void {
  const failed = findings.failures();
  const actual = new Map(answer.ends.map((end) => [`${end.ledger}\n${end.state}`, end]));
  for (const end of stated.ends) {
    const key = `${end.ledger}\n${end.state}`;
    const found = actual.get(key)?.amount ?? 0n;
    actual.delete(key);
    if (end.amount !== null) {
      if (found !== end.amount)
        findings.fail(CHECK, ACCOUNT_RUNS, say.endDiffersSentence(run, policy, end.ledger, end.state, String(end.amount), String(found)));
      continue;
    }
    findings.notChecked(say.rangeSentence(run, policy, end.ledger, String(end.low), String(end.high)));
    if (found < end.low || found > end.high)
      findings.fail(CHECK, ACCOUNT_RUNS, say.outsideRangeSentence(run, policy, end.ledger, end.state, String(found)));
  }
  for (const end of actual.values())
    findings.fail(CHECK, ACCOUNT_RUNS, say.endMissingSentence(run, policy, end.ledger, end.state, String(end.amount)));
  for (const [what, said, found] of [
    ['fees', stated.fees, answer.fees],
    ['a total', stated.totals, answer.totals],
  ] as const)
    for (const asset of new Set([...said.keys(), ...found.keys()]))
      if ((said.get(asset) ?? 0n) !== (found.get(asset) ?? 0n))
        findings.fail(
          CHECK,
          ACCOUNT_RUNS,
          say.sumDiffersSentence(run, policy, what, asset, String(said.get(asset) ?? 0n), String(found.get(asset) ?? 0n)),
        );
  findings.count('accountPoliciesRecomputed');
  if (findings.failures() === failed) findings.pass(CHECK, ACCOUNT_RUNS, say.recomputeHolds(run, policy, stated.ends.length, rows));
}

function readKnown(
  { findings, run }: Where,
  items: readonly Json[],
  request: JsonObject,
  rows: readonly StatedRow[],
): Map<string, KnownLedger> | null {
  const known = new Map<string, KnownLedger>();
  const assumed = new Set(isList(request['assume']) ? request['assume'].map((one) => String(one).toLowerCase()) : []);
  for (const [index, item] of items.entries()) {
    const at = { findings, check: CHECK, file: ACCOUNT_RUNS, at: `account run ${run} ledgers[${index}]` };
    const state = oneOf('complete', 'assumed', 'incomplete', 'oneSided');
    const one = readShape(item, { chain: text, account: text, asset: isAsset, state, opening: amount, from: whole, to: height }, at);
    if (one === null) return null;
    const ledger = ledgerName(assetKey(one.chain, one.asset), one.account);
    if (known.has(ledger)) findings.fail(CHECK, ACCOUNT_RUNS, say.ledgerTwiceSentence(run, ledger));
    known.set(ledger, { state: one.state, opening: BigInt(one.opening), from: one.from, to: one.to });
    if (one.state === 'assumed') {
      findings.notChecked(say.assumedSentence(run, ledger));
      if (!assumed.has(one.account.toLowerCase())) findings.fail(CHECK, ACCOUNT_RUNS, say.notAskedAssumedSentence(run, ledger));
    }
    if (one.state === 'complete') findings.notChecked(say.completeSentence(run, ledger));
  }
  const balances = new Map([...known].filter(([, { state }]) => state === 'complete').map(([ledger, { opening }]) => [ledger, opening]));
  rows.forEach((row, place) => {
    const next = rows[place + 1];
    // Inside a block without order only the balance after its last row says anything.
    const settled = row.order === 'known' || next === undefined || next.chain !== row.chain || next.block !== row.block;
    if (row.status !== 'ok' && !row.fee) return;
    for (const [ledger, sign] of [
      [ledgerOf(row, row.from), -1n],
      [ledgerOf(row, row.to), 1n],
    ] as const) {
      const about = ledger === null ? undefined : known.get(ledger);
      const balance = ledger === null ? undefined : balances.get(ledger);
      if (ledger === null || about === undefined || balance === undefined || row.row < about.from) continue;
      if (about.to !== null && row.row >= about.to) continue;
      const after = balance + sign * BigInt(row.amount);
      balances.set(ledger, after);
      if (after < 0n && settled && row.from !== row.to) findings.fail(CHECK, ACCOUNT_RUNS, say.negativeSentence(run, ledger, row.row));
    }
  });
  return known;
}

function readStops({ findings, run }: Where, value: JsonObject, request: JsonObject) {
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
    asked.has(rule) ? stated !== null && stated.from === option(rule, 'from') && stated.to === option(rule, 'to') : stated === null;
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

/** A ledger's name may hold spaces: the account is what follows the last. */
function afterChain(text_: string): string {
  return text_.slice(text_.lastIndexOf(' ') + 1).toLowerCase();
}

function unknownRuleOf(request: JsonObject): string | null {
  const known = [...NAMING_RULES, 'minValue', 'maxHops', 'heightWindow', 'dateWindow'];
  for (const stop of isList(request['stops']) ? request['stops'] : []) {
    const rule = isObject(stop) ? String(stop['rule']) : '';
    if (!known.includes(rule)) return rule;
  }
  return null;
}

function readConversions({ findings, run }: Where, items: readonly Json[], rows: readonly StatedRow[]) {
  const conversions: { kind: string; ins: readonly number[]; outs: readonly number[] }[] = [];
  for (const item of items) {
    const at = { findings, check: CHECK, file: ACCOUNT_RUNS, at: `account run ${run} conversions` };
    const one = readShape(item, { kind: text, ins: listOf(whole), outs: listOf(whole) }, at);
    if (one === null) return null;
    const ordered = one.ins.length > 0 && one.outs.length > 0 && Math.max(...one.ins) < Math.min(...one.outs);
    if (!ordered || [...one.ins, ...one.outs].some((row) => row >= rows.length)) {
      findings.fail(CHECK, ACCOUNT_RUNS, say.conversionSentence(run));
      return null;
    }
    conversions.push(one);
  }
  if (conversions.length > 0) findings.notChecked(say.conversionsSentence(run, conversions.length));
  return conversions;
}

function readExcluded({ findings, run }: Where, items: readonly Json[]): Map<number, string> | null {
  const excluded = new Map<number, string>();
  for (const item of items) {
    const at = { findings, check: CHECK, file: ACCOUNT_RUNS, at: `account run ${run} excluded` };
    const one = readShape(item, { row: whole, reason: text }, at);
    if (one === null) return null;
    excluded.set(one.row, one.reason);
  }
  return excluded;
}

/** Seeds are the rows they name, with the whole amount of the row, and what was asked for names them. */
function checkSeeds(
  { findings, run }: Where,
  seeds: readonly Json[],
  at: readonly number[],
  rows: readonly StatedRow[],
  excluded: ReadonlyMap<number, string> | null,
  request: JsonObject,
): { row: number; amount: bigint | null }[] | null {
  const from = isList(request['from']) ? request['from'].map((one) => String(one).trim().toLowerCase()) : [];
  const asked = new Set(from.flatMap((one) => [one, `0x${one}`]));
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
      names.some((name) => asked.has(name.toLowerCase()));
    if (!fits) findings.fail(CHECK, ACCOUNT_RUNS, say.seedSentence(run, seed.seed));
    before = row?.row ?? before;
    found.push({ row: row?.row ?? 0, amount: seed.excluded === null ? BigInt(seed.amount) : null });
  }
  if (at.length !== seeds.length) findings.fail(CHECK, ACCOUNT_RUNS, say.seedSentence(run, ''));
  findings.notChecked(say.seedsOpenSentence(run));
  return found;
}

function assetsOf(seeds: readonly Json[], policies: JsonObject) {
  const assets = new Map<string, { symbol: string | null; decimals: number | null }>();
  const note = (holder: Json | undefined): void => {
    const asset = isObject(holder) ? holder['asset'] : undefined;
    if (!isObject(asset)) return;
    const { key, symbol, decimals } = asset;
    assets.set(String(key), { symbol: text(symbol) ? symbol : null, decimals: whole(decimals) ? decimals : null });
  };
  for (const seed of seeds) note(seed);
  for (const outcome of Object.values(policies))
    if (isObject(outcome))
      for (const part of ['ends', 'fees', 'totals'])
        if (isList(outcome[part])) for (const one of outcome[part] as readonly Json[]) note(one);
  return assets;
}
