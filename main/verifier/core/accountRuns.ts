// account-runs.json (SPEC [X1], [X6]): digests, the grounds of each run, and every single figure of a forward run worked out again from the
// rows of its ledgers. What cannot be worked out is listed as not checked.
import {
  ACCOUNT_RUNS,
  CHECK,
  checkSeeds,
  readConversions,
  readExcluded,
  readKnown,
  readLoose,
  readStops,
  unknownRuleOf,
  type Where,
} from './accountGrounds.ts';
import { assetKey, ledgerOf, type StatedRow } from './accountLedgers.ts';
import * as say from './accountSentences.ts';
import type { BagContents } from './bagit.ts';
import { toHex, utf8Encode } from './bytes.ts';
import { canonicalJson, isList, isObject, type Json, type JsonObject } from './canonicalJson.ts';
import { amount, hash, list, listOf, object, oneOf, readShape, text, textOrNull, whole } from './fields.ts';
import type { Findings } from './findings.ts';
import { readJsonFile } from './jsonFile.ts';
import { LEDGER_POLICIES, type LedgerPolicy } from './ledgerMoney.ts';
import { type LedgerAnswer, ledgerName, type TraceGrounds, traceLedgers } from './ledgerTrace.ts';
import * as general from './sentences.ts';
import { sha256 } from './sha256.ts';

export interface CheckedAccountRun {
  readonly run: number;
  readonly file: string;
  readonly rows: readonly StatedRow[];
  /** Symbol and decimals as the result states them, by asset. */
  readonly assets: ReadonlyMap<string, { readonly symbol: string | null; readonly decimals: number | null }>;
  readonly touched: ReadonlySet<string>;
  /** Whether the case took more in after this run. */
  readonly later: boolean;
  /** In the order of the result; null where not recomputed. */
  readonly policies: ReadonlyMap<string, LedgerAnswer | null>;
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
  const checked = ['direction', 'inputsDigest', 'resultDigest', 'policies', 'seeds'];
  const beside = Object.keys(document).filter((name) => !checked.includes(name) && saysSomething(document[name]));
  if (beside.length > 0) findings.notChecked(say.membersSentence(run, beside));
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
      later: isFlag,
    },
    shapeAt('grounds'),
  );
  if (grounds === null) return null;
  const rows = ledgers.get(grounds.file);
  if (rows === undefined || rows.length !== grounds.rows) {
    findings.fail('ledgers', `data/${grounds.file}`, say.ledgerFileSentence(run, grounds.file));
    return null;
  }
  if (grounds.later) findings.notChecked(say.laterSentence(run));
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
  return {
    run,
    file: grounds.file,
    rows,
    assets: assetsOf(seeds, policies),
    touched: new Set(known.keys()),
    later: grounds.later,
    policies: answers,
  };
}

function saysSomething(value: Json | undefined): boolean {
  return value !== 0 && !(isList(value) && value.length === 0);
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

function compare({ findings, run }: Where, policy: string, stated: Outcome, answer: LedgerAnswer, rows: number): void {
  const failed = findings.failures();
  const actual = new Map(answer.ends.map((end) => [`${end.ledger}\n${end.state}`, end]));
  // Poison is reach: where rows are missing its amounts say nothing, and only where it reaches is compared.
  const reachOnly = policy === 'poison' && answer.ends.some(({ state }) => state === 'unknown:incompleteLedger');
  if (reachOnly) findings.notChecked(say.reachOnlySentence(run));
  for (const end of stated.ends) {
    const key = `${end.ledger}\n${end.state}`;
    const found = actual.get(key)?.amount ?? 0n;
    actual.delete(key);
    if (end.amount !== null) {
      if (found !== end.amount && !reachOnly)
        findings.fail(CHECK, ACCOUNT_RUNS, say.endDiffersSentence(run, policy, end.ledger, end.state, String(end.amount), String(found)));
      continue;
    }
    findings.notChecked(say.rangeSentence(run, policy, end.ledger, String(end.low), String(end.high)));
    if (!reachOnly && (found < end.low || found > end.high))
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
