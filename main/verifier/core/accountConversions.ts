// Conversions of an account run (SPEC [X1], [X6]): each that money was followed through must be named by the result with its rule, have the
// form of that rule, carry the amounts that follow, and, where only the examiner joined its sides, stand in the journal with its reason.
import { ACCOUNT_RUNS, CHECK, readLoose, type Where } from './accountGrounds.ts';
import type { StatedRow } from './accountLedgers.ts';
import * as say from './accountSentences.ts';
import type { BagContents } from './bagit.ts';
import { utf8Decode } from './bytes.ts';
import { canonicalJson, isList, isObject, type Json, type JsonObject, parseJson } from './canonicalJson.ts';
import { amount, list, object, oneOf, text, textOrNull } from './fields.ts';
import type { LedgerAnswer } from './ledgerAccount.ts';
import type { Conversion } from './ledgerGrounds.ts';

/** What the journal says of links between movements, as far as it is in the file. */
export interface Judgements {
  readonly accepted: ReadonlySet<string>;
  readonly hasWithheld: boolean;
}

const JUDGED = 'account.linkJudged';

export function readJudgements(contents: BagContents): Judgements {
  const accepted = new Set<string>();
  let hasWithheld = false;
  for (const line of (utf8Decode(contents.bytes.get('data/journal.jsonl') ?? new Uint8Array(0)) ?? '').split('\n')) {
    if (!line.includes(JUDGED)) continue;
    const event = parseJson(line);
    const header = isObject(event) ? event['header'] : undefined;
    if (!isObject(event) || !isObject(header) || header['name'] !== JUDGED) continue;
    const payload = event['payload'];
    if (event['withheld'] === true) hasWithheld = true;
    if (isObject(payload) && payload['verdict'] === 'accepted') accepted.add(pairOf(payload['from'], payload['to'], payload['reason']));
  }
  return { accepted, hasWithheld };
}

const nameOf = (movement: Json | undefined): string => {
  if (!isObject(movement)) return '';
  const { chain, transaction, path } = movement;
  return `${chain} ${transaction}#${isList(path) ? path.map((step) => (Number(step) < 0 ? '?' : String(step))).join('.') : ''}`;
};
const pairOf = (from: Json | undefined, to: Json | undefined, reason: Json | undefined): string =>
  canonicalJson([nameOf(from), nameOf(to), String(reason)]);

export interface ConversionGrounds {
  readonly where: Where;
  readonly rows: readonly StatedRow[];
  readonly conversions: readonly Conversion[];
  readonly request: JsonObject;
  readonly judgements: Judgements;
  /** Null where a policy is not recomputed. */
  readonly answers: ReadonlyMap<string, LedgerAnswer | null>;
}

export function checkConversions(
  { where, rows, conversions, request, judgements, answers }: ConversionGrounds,
  stated: Json | undefined,
): void {
  const { findings, run } = where;
  // Runs of a time when only an exchange's replies were followed say nothing of them.
  if (stated === undefined) {
    if (conversions.length > 0) findings.notChecked(say.conversionsSentence(run, 'ledgerLink@1', conversions.length));
    return;
  }
  const nameOfRow = (row: number): string => `${rows[row]?.chain} ${rows[row]?.transaction}#${rows[row]?.path}`;
  const keyOf = (kind: string, ins: readonly string[], outs: readonly string[]): string => canonicalJson([kind, [...ins], [...outs]]);
  const followed = new Map(
    conversions.map(({ kind, ins, outs }, number) => [keyOf(kind, ins.map(nameOfRow), outs.map(nameOfRow)), number]),
  );
  const rules = new Map<string, number>();
  const named = new Set<number>();
  let judged = 0;
  for (const [place, item] of (isList(stated) ? stated : []).entries()) {
    const at = { findings, check: CHECK, file: ACCOUNT_RUNS, at: `account run ${run} document.conversions[${place}]` };
    const standing = oneOf('recorded', 'inference');
    const shape = { kind: text, standing, rule: text, name: textOrNull, reason: textOrNull, ins: list, outs: list, policies: object };
    const one = readLoose(item, shape, at);
    if (one === null) continue;
    const members = (side: readonly Json[]): string[] =>
      side.map((member) => (isObject(member) ? `${member['chain']} ${member['transfer']}` : ''));
    const [ins, outs] = [members(one.ins), members(one.outs)];
    const label = `${ins.join(', ')} → ${outs.join(', ')}`;
    const fail = (problem: string): void => findings.fail(CHECK, ACCOUNT_RUNS, say.conversionFormSentence(run, one.rule, label, problem));
    const number = followed.get(keyOf(one.kind, ins, outs));
    if (number === undefined) {
      fail('the run does not rest on it');
      continue;
    }
    if (named.has(number)) fail('it is named twice');
    named.add(number);
    rules.set(one.rule, (rules.get(one.rule) ?? 0) + 1);
    const sides = conversions[number] as Conversion;
    const problem = formProblem(
      one.rule,
      one.kind,
      sides.ins.map((row) => rows[row] as StatedRow),
      sides.outs.map((row) => rows[row] as StatedRow),
    );
    if (problem !== null) fail(problem);
    if (!wasAsked(one.rule, request)) fail('following such a conversion was not asked for');
    if (one.standing !== (one.rule === 'examiner@1' ? 'inference' : 'recorded')) fail('its standing is not that of its rule');
    if (one.rule === 'examiner@1') {
      if (judgements.accepted.has(canonicalJson([ins.join(), outs.join(), String(one.reason)]))) judged += 1;
      else if (judgements.hasWithheld) findings.notChecked(say.judgedOpenSentence(run));
      else fail('the journal does not hold its acceptance with this reason');
    }
    for (const [policy, answer] of answers) {
      if (answer === null) continue;
      const said = one.policies[policy];
      const sums = isObject(said) ? `${amountOf(said['in'])} in, ${amountOf(said['out'])} out` : 'nothing';
      const found = answer.converted.get(number);
      const actual = found === undefined ? 'nothing' : `${found.in} in, ${found.out} out`;
      if (sums !== actual) findings.fail(CHECK, ACCOUNT_RUNS, say.conversionAmountSentence(run, policy, label, sums, actual));
    }
  }
  let unnamed = 0;
  for (const number of conversions.keys()) {
    if (named.has(number)) continue;
    unnamed += 1;
    for (const [policy, answer] of answers) {
      const found = answer?.converted.get(number);
      if (found === undefined) continue;
      const label = (conversions[number]?.ins ?? []).map(nameOfRow).join(', ');
      findings.fail(CHECK, ACCOUNT_RUNS, say.conversionAmountSentence(run, policy, label, 'nothing', `${found.in} in, ${found.out} out`));
    }
  }
  for (const [rule, count] of rules) findings.notChecked(say.conversionsSentence(run, rule, count));
  if (unnamed > 0) findings.notChecked(say.conversionsUnnamedSentence(run, unnamed));
  if (judged > 0) findings.pass(CHECK, ACCOUNT_RUNS, say.judgedHold(run, judged));
}

function amountOf(value: Json | undefined): string {
  const said = isObject(value) ? value['amount'] : undefined;
  return amount(said) ? said : '?';
}

function wasAsked(rule: string, request: JsonObject): boolean {
  if (rule === 'ledgerLink@1') return request['links'] === true;
  return rule === 'examiner@1' ? request['accepted'] === true : request['conversions'] === 'recorded';
}

/** What of a rule its rows alone can show (A25 to A28 of the trace rules); null where nothing speaks against it. */
function formProblem(rule: string, kind: string, ins: readonly StatedRow[], outs: readonly StatedRow[]): string | null {
  const sum = (rows: readonly StatedRow[]): bigint => rows.reduce((total, row) => total + BigInt(row.amount), 0n);
  const one = (rows: readonly StatedRow[], of: (row: StatedRow) => string | null): string | null | undefined => {
    const values = new Set(rows.map(of));
    return values.size === 1 ? [...values][0] : undefined;
  };
  const asset = (rows: readonly StatedRow[]): string | null | undefined => one(rows, (row) => JSON.stringify(row.asset));
  const transaction = (row: StatedRow): string => `${row.chain} ${row.transaction}`;
  const all = [...ins, ...outs];
  if (asset(ins) === undefined || asset(outs) === undefined) return 'a side is of several assets';
  if (all.some(({ status }) => status !== 'ok')) return 'it joins what was not carried out';
  const kinds: Readonly<Record<string, string>> = {
    ...{ 'wrap@1': 'wrap', 'swap@1': 'swap', 'trade@1': 'swap', 'pass@1': 'pass', 'bridge@1': 'bridge' },
    ...{ 'ledgerLink@1': 'link', 'examiner@1': 'link' },
  };
  if (kinds[rule] !== undefined && kinds[rule] !== kind) return `its kind is ${kind}`;
  const inside = ['wrap@1', 'swap@1', 'pass@1', 'trade@1'].includes(rule);
  if (inside && one(all, transaction) === undefined) return 'its sides are not of one transaction';
  const [into, from] = [one(ins, (row) => row.to), one(outs, (row) => row.from)];
  switch (rule) {
    case 'wrap@1':
      return sum(ins) === sum(outs) && asset(ins) !== asset(outs) ? null : 'what comes out is not what went in, in another form';
    case 'pass@1':
      if (into === undefined || into === null || into !== from) return 'no one account got and paid it';
      return sum(ins) === sum(outs) && asset(ins) === asset(outs) ? null : 'what was paid is not what was got';
    case 'swap@1':
      if (asset(ins) === asset(outs)) return 'it changes no asset';
      return into === undefined || into === null || into !== from ? 'no one pool got and paid it' : null;
    case 'trade@1': {
      const customer = one(ins, (row) => row.from);
      return customer === undefined || customer === null || customer !== one(outs, (row) => row.to) || asset(ins) === asset(outs)
        ? 'no one customer gave one asset for another'
        : null;
    }
    case 'bridge@1':
      return one(ins, ({ chain }) => chain) === one(outs, ({ chain }) => chain) ? 'both sides are on one chain' : null;
    case 'ledgerLink@1': {
      const [before, after] = [one(ins, ({ chain }) => chain) ?? '', one(outs, ({ chain }) => chain) ?? ''];
      return before.startsWith('ledger:') === after.startsWith('ledger:') ? 'it joins no ledger with a chain' : null;
    }
    default:
      return null;
  }
}
