// account-runs.json (SPEC [X1], [X6]): digests, the grounds of each run, and every figure of it worked out again from the rows of its
// ledgers, forward or backward. What cannot be worked out is listed as not checked.
import {
  ACCOUNT_RUNS,
  CHECK,
  checkListedAsExcluded,
  checkSeeds,
  readConversions,
  readExcluded,
  readStops,
  unknownRuleOf,
  type Where,
} from './accountGrounds.ts';
import { readKnown } from './accountBalances.ts';
import { checkConversions, type Judgements, readJudgements } from './accountConversions.ts';
import { compareFigures, type Outcome, readOutcome } from './accountFigures.ts';
import { moneyRows, type StatedRow } from './accountLedgers.ts';
import * as say from './accountSentences.ts';
import { checkVictims } from './accountVictims.ts';
import type { BagContents } from './bagit.ts';
import { toHex, utf8Encode } from './bytes.ts';
import { canonicalJson, isList, isObject, type Json, type JsonObject } from './canonicalJson.ts';
import { hash, list, listOf, object, oneOf, readShape, text, whole } from './fields.ts';
import type { Findings } from './findings.ts';
import { readJsonFile } from './jsonFile.ts';
import type { LedgerAnswer } from './ledgerAccount.ts';
import { type Figures, figuresOf, settled } from './ledgerBounds.ts';
import { indexRows, LedgerMissing, type RowIndex, TooMuch, type TraceGrounds } from './ledgerGrounds.ts';
import { LEDGER_POLICIES, type LedgerPolicy } from './ledgerMoney.ts';
import { traceOrigins } from './ledgerOrigins.ts';
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
  sources: ReadonlySet<number> | null,
  findings: Findings,
): readonly CheckedAccountRun[] {
  const document = readJsonFile(contents, ACCOUNT_RUNS, findings);
  const at = { findings, check: CHECK, file: ACCOUNT_RUNS, at: 'runs' };
  const listed = document === undefined ? null : readShape(document, { format: oneOf('tracehold-account-runs/1'), runs: list }, at);
  const checked: CheckedAccountRun[] = [];
  const beside: Beside = { sources, judgements: readJudgements(contents) };
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
    const one = checkRun({ findings, run: run.run }, run.request, run.document, run.grounds, ledgers, beside);
    if (one !== null) checked.push(one);
  }
  const named = new Set(checked.map(({ file }) => file));
  for (const file of ledgers.keys()) if (!named.has(file)) findings.fail('ledgers', `data/${file}`, say.unlistedLedgerSentence());
  findings.pass(CHECK, ACCOUNT_RUNS, say.runsHold(findings.counted('accountPoliciesRecomputed')));
  return checked;
}

const isFlag = (value: Json | undefined): value is boolean => typeof value === 'boolean';

/** What of other files of the bag a run is held against. */
interface Beside {
  /** Numbers of the sources in case.json. */
  readonly sources: ReadonlySet<number> | null;
  readonly judgements: Judgements;
}

function checkRun(
  where: Where,
  request: JsonObject,
  document: JsonObject,
  given: JsonObject,
  ledgers: ReadonlyMap<string, readonly StatedRow[]>,
  { sources, judgements }: Beside,
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
  const checked = 'direction inputsDigest resultDigest policies seeds victims conversions excluded assumed openings'.split(' ');
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
      references: listOf(text),
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
  const money = moneyRows(rows);
  const index = indexRows(money);
  const assets = assetsOf(seeds, policies, document['conversions']);
  const known = readKnown(where, grounds.ledgers, request, money, index, sources, (asset) => assets.get(asset)?.decimals ?? null);
  const stops = readStops(where, grounds.stops, request);
  const conversions = readConversions(where, grounds.conversions, rows);
  const excluded = readExcluded(where, grounds.excluded, rows.length);
  const seedRows = checkSeeds(where, seeds, grounds.seeds, rows, excluded, request);
  if (known === null || stops === null || conversions === null || excluded === null || seedRows === null) return null;
  const trace: TraceGrounds = { rows: money, seeds: seedRows, ledgers: known, conversions, excluded, ...stops };
  const direction = document['direction'] === request['direction'] ? String(document['direction']) : '';
  const outcomes = new Map<string, { stated: Outcome; figures: Figures } | null>();
  for (const [policy, outcome] of Object.entries(policies)) {
    const stated = readOutcome(where, policy, outcome);
    const figures = stated === null ? null : workOut(where, policy, direction, stated.orders, trace, index, unknownRuleOf(request));
    if (stated !== null && figures !== null) compareFigures(where, policy, stated, figures, rows.length);
    outcomes.set(policy, stated === null || figures === null ? null : { stated, figures });
  }
  const answers = new Map([...outcomes].map(([policy, outcome]) => [policy, outcome?.figures.answer ?? null]));
  checkConversions({ where, rows, conversions, request, judgements, answers }, document['conversions']);
  checkVictims({ where, rows, seeds: seedRows, references: grounds.references, request }, document['victims'], outcomes);
  checkListedAsExcluded(where, document['excluded'], rows, excluded);
  for (const [member, asked] of [
    ['assumed', 'assume'],
    ['openings', 'openings'],
  ] as const)
    if (document[member] !== undefined && canonicalJson(document[member]) !== canonicalJson(request[asked] ?? []))
      findings.fail(CHECK, ACCOUNT_RUNS, say.echoSentence(run, member));
  return {
    run,
    file: grounds.file,
    rows,
    assets,
    touched: new Set(known.keys()),
    later: grounds.later,
    policies: answers,
  };
}

/** The figures that follow; null, with what was found, where they do not or cannot be worked out. */
function workOut(
  { findings, run }: Where,
  policy: string,
  direction: string,
  orders: string,
  trace: TraceGrounds,
  index: RowIndex,
  unknownRule: string | null,
): Figures | null {
  const isKnown = (LEDGER_POLICIES as readonly string[]).includes(policy);
  const why =
    direction !== 'forward' && direction !== 'backward'
      ? say.whyDirection
      : !isKnown || (direction === 'backward' && policy === 'lowestBalance')
        ? say.whyUnknownPolicy
        : unknownRule !== null
          ? say.whyUnknownRule(unknownRule)
          : null;
  if (why !== null) {
    findings.notChecked(say.notRecomputedSentence(run, policy, why));
    return null;
  }
  try {
    return policy !== 'lowestBalance' && direction === 'backward'
      ? settled(traceOrigins(policy as Exclude<LedgerPolicy, 'lowestBalance'>, trace, index))
      : figuresOf(policy as LedgerPolicy, trace, orders, index);
  } catch (error) {
    if (error instanceof LedgerMissing) findings.fail(CHECK, ACCOUNT_RUNS, say.ledgerMissingSentence(run, policy, error.ledger));
    else if (error instanceof TooMuch) findings.notChecked(say.notRecomputedSentence(run, policy, say.whyTooMuch));
    else throw error;
    return null;
  }
}

function saysSomething(value: Json | undefined): boolean {
  return value !== 0 && !(isList(value) && value.length === 0);
}

/** Every asset that the result names; one that is converted whole stands in its conversions alone. */
function assetsOf(seeds: readonly Json[], policies: JsonObject, conversions: Json | undefined) {
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
  for (const one of isList(conversions) ? conversions : [])
    for (const sums of isObject(one) && isObject(one['policies']) ? Object.values(one['policies']) : [])
      if (isObject(sums)) for (const side of ['in', 'out']) note(sums[side]);
  return assets;
}
