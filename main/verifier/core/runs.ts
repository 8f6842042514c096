// runs.json (SPEC [R1]-[R5]): digests, completeness of the listed transactions, and every figure recomputed from raw transactions.
import { addressOf } from './address.ts';
import type { BagContents } from './bagit.ts';
import { toHex, utf8Encode } from './bytes.ts';
import { canonicalJson, type Json, type JsonObject } from './canonicalJson.ts';
import { type Policy, POLICIES } from './coins.ts';
import { KNOWN_CHAINS } from './constants.ts';
import { amount, flag, hash, height, list, listOf, object, oneOf, outpoint, readShape, text, textOrNull, whole } from './fields.ts';
import type { Findings } from './findings.ts';
import { readJsonFile } from './jsonFile.ts';
import type { ValuesOnTrust } from './limits.ts';
import { type ProvenTransaction, splitOutpoint, type TransactionIndex } from './proofs.ts';
import { type Answer, recomputeBackward, recomputeForward, type TracedOutput } from './recompute.ts';
import * as say from './sentences.ts';
import { sha256 } from './sha256.ts';

const FILE = 'data/runs.json';
const MOST_TRACED = 5_000;
export const CHECK = 'runs';

export interface StatedHolding {
  readonly outpoint: string;
  readonly address: string | null;
  readonly amountSat: string;
  readonly height: number | null;
  readonly state: string;
}
export interface CheckedPolicy {
  readonly policy: string;
  readonly holdings: ReadonlyMap<string, StatedHolding>;
  /** Null where the policy was not recomputed. */
  readonly traced: ReadonlyMap<string, TracedOutput> | null;
  /** Whether its transactions travel with their proofs. */
  readonly carried: boolean;
}
export interface CheckedRun {
  readonly run: number;
  readonly chain: string;
  readonly direction: 'forward' | 'backward';
  readonly policies: readonly CheckedPolicy[];
}

const RUN = {
  run: whole,
  ordinal: whole,
  siblings: whole,
  exported: flag,
  question: text,
  primary: text,
  reason: text,
  direction: oneOf('forward', 'backward'),
  chain: text,
  from: listOf(text),
  stops: list,
  policies: listOf(text),
  time: text,
  height,
  coverage: list,
  inputsDigest: hash,
  resultDigest: hash,
  seeds: list,
  result: object,
  transactions: object,
  trust: listOf(outpoint),
  notProofCarrying: list,
} as const;

export function checkRuns(
  contents: BagContents,
  transactions: TransactionIndex,
  values: ValuesOnTrust,
  findings: Findings,
): readonly CheckedRun[] | null {
  const document = readJsonFile(contents, FILE, findings);
  const where = { findings, check: CHECK, file: FILE, at: 'runs' };
  const runs = document === undefined ? null : readShape(document, { format: oneOf('tracehold-runs/1'), runs: list }, where);
  if (runs === null) return null;
  const checked: CheckedRun[] = [];
  let before = 0;
  for (const [index, item] of runs.runs.entries()) {
    const exported = typeof item === 'object' && item !== null && (item as JsonObject)['exported'] === true;
    const run = readShape(
      item,
      RUN,
      { ...where, at: `runs[${index}]` },
      exported ? [] : ['result', 'transactions', 'trust', 'notProofCarrying'],
    );
    if (run === null) continue;
    findings.count('runs');
    if (run.run <= before) findings.fail(CHECK, FILE, say.runOrderSentence(run.run));
    before = run.run;
    if (run.ordinal < 1 || run.ordinal > run.siblings || run.siblings > runs.runs.length)
      findings.fail(CHECK, FILE, say.ordinalSentence(run.run));
    if (run.policies.length > 64 || new Set(run.policies).size !== run.policies.length || !run.policies.includes(run.primary))
      findings.fail(CHECK, FILE, say.policiesSentence(run.run));
    if (!run.exported) {
      if ('result' in run || 'transactions' in run || 'trust' in run) findings.fail(CHECK, FILE, say.notExportedSentence(run.run));
      findings.notChecked(say.runNotExportedSentence(run.run));
      continue;
    }
    const seeds = readSeeds(run.seeds, run.run, findings);
    const policies = readShape(run.result, { policies: object }, { ...where, at: `runs[${index}].result` })?.policies;
    if (policies === undefined || seeds === null) continue;
    const digest = toHex(sha256(utf8Encode(canonicalJson(policies))));
    if (digest !== run.resultDigest) findings.fail('digest', FILE, say.resultDigestSentence(run.run));
    findings.notChecked(say.inputsDigestSentence(run.run));
    if (Object.keys(policies).sort().join(' ') !== [...run.policies].sort().join(' '))
      findings.fail(CHECK, FILE, say.policiesSentence(run.run));
    const stops = run.stops.map((stop) => (typeof stop === 'object' && stop !== null ? (stop as JsonObject)['rule'] : undefined));
    const context: Context = {
      run: run.run,
      chain: run.chain,
      direction: run.direction,
      height: run.height,
      coverage: readCoverage(run.coverage),
      from: run.from,
      seeds,
      stops: stops.filter((rule): rule is string => typeof rule === 'string'),
      trust: new Set(run.trust),
      transactions,
      values,
      findings,
    };
    checkSeeds(context);
    const large = readLarge(run.notProofCarrying, context);
    const result: CheckedPolicy[] = [];
    for (const policy of run.policies) result.push(checkPolicy(context, policy, policies[policy], run.transactions[policy], large));
    for (const policy of Object.keys(run.transactions))
      if (!run.policies.includes(policy) || large.has(policy)) findings.fail(CHECK, FILE, say.policiesSentence(run.run));
    checked.push({ run: run.run, chain: run.chain, direction: run.direction, policies: result });
  }
  findings.pass(CHECK, FILE, say.runsHold(findings.counted('policiesRecomputed')));
  return checked;
}

interface Context {
  readonly run: number;
  readonly chain: string;
  readonly direction: 'forward' | 'backward';
  readonly height: number | null;
  readonly coverage: readonly (readonly [number, number])[];
  readonly from: readonly string[];
  readonly seeds: ReadonlyMap<string, bigint>;
  readonly stops: readonly string[];
  readonly trust: ReadonlySet<string>;
  readonly transactions: TransactionIndex;
  readonly values: ValuesOnTrust;
  readonly findings: Findings;
}

function readSeeds(items: readonly Json[], run: number, findings: Findings): ReadonlyMap<string, bigint> | null {
  const seeds = new Map<string, bigint>();
  for (const [index, item] of items.entries()) {
    const seed = readShape(item, { outpoint, amountSat: amount }, { findings, check: CHECK, file: FILE, at: `run ${run} seeds[${index}]` });
    if (seed === null) return null;
    if (seeds.has(seed.outpoint)) findings.fail(CHECK, FILE, say.seedSentence(run, seed.outpoint));
    seeds.set(seed.outpoint, BigInt(seed.amountSat));
  }
  return seeds;
}

function readCoverage(items: readonly Json[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const item of items) {
    const range = item as JsonObject | null;
    if (typeof range === 'object' && range !== null && whole(range['from']) && whole(range['to']))
      ranges.push([range['from'], range['to']]);
  }
  ranges.sort((a, b) => a[0] - b[0]);
  const joined: [number, number][] = [];
  for (const [from, to] of ranges) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

function readLarge(items: readonly Json[], context: Context): ReadonlySet<string> {
  const large = new Set<string>();
  for (const [index, item] of items.entries()) {
    const at = `run ${context.run} notProofCarrying[${index}]`;
    const entry = readShape(
      item,
      { policy: text, transactions: whole, digest: hash, reason: text },
      { findings: context.findings, check: CHECK, file: FILE, at },
      ['reason'],
    );
    if (entry === null) continue;
    large.add(entry.policy);
    // The bag's own word why: nothing of such a policy is checked, and the report of this verifier says so.
    const known = entry.reason === 'unproven' || entry.reason === 'reorganised';
    if (entry.reason !== undefined && !known) context.findings.fail(CHECK, FILE, say.shapeSentence(`${at}.reason`));
    if (known) {
      context.findings.notChecked(say.uncarriedSentence(context.run, entry.policy, entry.reason));
      continue;
    }
    if (entry.transactions <= MOST_TRACED)
      context.findings.fail(CHECK, FILE, say.notLargeSentence(context.run, entry.policy, entry.transactions));
    context.findings.notChecked(say.largeSentence(context.run, entry.policy, entry.transactions));
  }
  return large;
}

/** The seeds follow from what was asked: an outpoint is itself, a txid is all its outputs. */
function checkSeeds(context: Context): void {
  const { findings, transactions, chain, run } = context;
  const asked = new Set<string>();
  /** Transactions asked for that the bag does not hold: their outputs are not known. */
  const unseen = new Set<string>();
  let open = false;
  for (const from of context.from) {
    if (outpoint(from)) asked.add(from);
    else if (hash(from)) {
      const transaction = transactions.get(chain, from);
      if (transaction === undefined) unseen.add(from);
      transaction?.outputs.forEach((output, index) => {
        if (output.valueSat > 0n) asked.add(`${from}:${index}`);
      });
    } else open = true;
  }
  for (const one of asked) if (!context.seeds.has(one)) findings.fail(CHECK, FILE, say.seedMissingSentence(run, one));
  const seeded = new Set([...context.seeds.keys()].map((one) => one.slice(0, 64)));
  for (const txid of unseen) if (!seeded.has(txid)) findings.fail(CHECK, FILE, say.seedMissingSentence(run, txid));
  if (open || unseen.size > 0) findings.notChecked(say.seedsOpenSentence(run));
  for (const [one, amountSat] of context.seeds) {
    if (!open && !asked.has(one) && !unseen.has(one.slice(0, 64)) && amountSat > 0n) findings.fail(CHECK, FILE, say.seedSentence(run, one));
    const output = transactions.output(chain, one);
    if (output === undefined) {
      if (transactions.get(chain, one.slice(0, 64)) !== undefined || !context.trust.has(one))
        findings.fail(CHECK, FILE, say.seedUnprovenSentence(run, one));
      else findings.notChecked(say.seedTrustSentence(run, one));
    } else if (output.valueSat !== amountSat)
      findings.fail(CHECK, FILE, say.seedAmountSentence(run, one, amountSat.toString(), output.valueSat.toString()));
  }
}

function checkPolicy(
  context: Context,
  policy: string,
  stated: Json | undefined,
  listed: Json | undefined,
  large: ReadonlySet<string>,
): CheckedPolicy {
  const { findings, run } = context;
  const nothing: CheckedPolicy = { policy, holdings: new Map(), traced: null, carried: !large.has(policy) };
  const where = { findings, check: CHECK, file: FILE, at: `run ${run} ${policy}` };
  const outcome = readShape(stated, { holdings: list, feesSat: amount, totalSat: amount }, where);
  if (outcome === null) return nothing;
  const holdings = new Map<string, StatedHolding>();
  let total = 0n;
  for (const [index, item] of outcome.holdings.entries()) {
    const holding = readShape(
      item,
      { outpoint, address: textOrNull, amountSat: amount, height, state: text },
      { ...where, at: `${where.at} holdings[${index}]` },
    );
    if (holding === null) return nothing;
    if (holdings.has(holding.outpoint) || holding.amountSat === '0')
      findings.fail(CHECK, FILE, say.holdingSentence(run, policy, holding.outpoint));
    holdings.set(holding.outpoint, holding);
    total += BigInt(holding.amountSat);
  }
  if (total.toString() !== outcome.totalSat) findings.fail(CHECK, FILE, say.totalSentence(run, policy, outcome.totalSat, total.toString()));
  checkHoldingOrder(context, policy, [...holdings.values()]);
  for (const holding of holdings.values()) checkHolding(context, policy, holding);
  const unfinished: CheckedPolicy = { policy, holdings, traced: null, carried: !large.has(policy) };
  if (large.has(policy)) return unfinished;
  if (!listOf(hash)(listed)) {
    findings.fail(CHECK, FILE, say.shapeSentence(`run ${run} transactions.${policy}`));
    return unfinished;
  }
  const transactions = checkListed(context, policy, listed);
  if (transactions === null) return unfinished;
  if (!(POLICIES as readonly string[]).includes(policy)) {
    findings.notChecked(say.policyNotRecomputedSentence(run, policy));
    return unfinished;
  }
  if (context.direction === 'backward' && policy === 'tiho') {
    findings.fail(CHECK, FILE, say.tihoBackwardSentence(run));
    return unfinished;
  }
  const answer = recompute(context, policy as Policy, transactions, holdings);
  if (answer.kind === 'impossible') findings.fail('recompute', FILE, say.impossibleSentence(run, policy, answer.txid));
  else if (answer.kind === 'value-unknown') findings.notChecked(say.valueUnknownSentence(run, policy, answer.outpoint));
  else if (answer.kind === 'too-large') findings.notChecked(say.tooLargeSentence(run, policy));
  if (answer.kind !== 'answer') return unfinished;
  findings.count('policiesRecomputed');
  for (const txid of answer.untouched) findings.fail('recompute', FILE, say.untouchedSentence(run, policy, txid));
  for (const one of new Set([...answer.holdings.keys(), ...holdings.keys()])) {
    const actual = (answer.holdings.get(one) ?? 0n).toString();
    const said = holdings.get(one)?.amountSat ?? '0';
    if (actual !== said) findings.fail('recompute', FILE, say.holdingDiffersSentence(run, policy, one, said, actual));
  }
  if (answer.feesSat.toString() !== outcome.feesSat)
    findings.fail('recompute', FILE, say.feesDifferSentence(run, policy, outcome.feesSat, answer.feesSat.toString()));
  findings.pass('recompute', '', say.recomputeHolds(run, policy, transactions.length, holdings.size));
  return { policy, holdings, traced: answer.traced, carried: true };
}

/** The trace ended here because another input of the spending transaction has no known value ([R4]). */
const INPUT_VALUES = 'unknown:input-values';

/** States by which coins stay at an outpoint although something may spend it. */
function staysBySay(state: string): boolean {
  return state.startsWith('stopped:') || state === INPUT_VALUES;
}

function recompute(
  context: Context,
  policy: Policy,
  transactions: readonly ProvenTransaction[],
  holdings: ReadonlyMap<string, StatedHolding>,
): Answer {
  const trusted = new Set<string>();
  const question = {
    policy,
    seeds: [...context.seeds.keys()].sort((a, b) => compareOutpoints(a, b)),
    transactions,
    stopped: new Set([...holdings.values()].filter((holding) => staysBySay(holding.state)).map((holding) => holding.outpoint)),
    valueOf(one: string): bigint | undefined {
      const proven = context.transactions.output(context.chain, one)?.valueSat;
      if (proven !== undefined) return proven;
      if (context.transactions.get(context.chain, one.slice(0, 64)) !== undefined) return undefined;
      const value = context.values.get(one) ?? context.seeds.get(one);
      if (value !== undefined) trusted.add(one);
      return value;
    },
  };
  const answer = context.direction === 'forward' ? recomputeForward(question) : recomputeBackward(question);
  if (trusted.size > 0) context.findings.notChecked(say.restsOnSentence(context.run, policy, trusted.size));
  return answer;
}

export function compareOutpoints(a: string, b: string): number {
  const first = splitOutpoint(a);
  const second = splitOutpoint(b);
  return first.txid < second.txid ? -1 : first.txid > second.txid ? 1 : first.index - second.index;
}

/** [R3]: all in proofs, in chain order, with the parents of their inputs or a note that the value is on trust. */
function checkListed(context: Context, policy: string, listed: readonly string[]): readonly ProvenTransaction[] | null {
  const { findings, run } = context;
  if (listed.length > MOST_TRACED) {
    findings.fail(CHECK, FILE, say.listTooLongSentence(run, policy, listed.length));
    return null;
  }
  const transactions: ProvenTransaction[] = [];
  let last: ProvenTransaction | null = null;
  let complete = true;
  const seen = new Set<string>();
  for (const txid of listed) {
    const transaction = context.transactions.get(context.chain, txid);
    if (transaction === undefined || seen.has(txid)) {
      findings.fail(
        CHECK,
        FILE,
        transaction === undefined ? say.unprovenSentence(run, policy, txid) : say.orderSentence(run, policy, txid),
      );
      complete = false;
      continue;
    }
    seen.add(txid);
    if (last !== null && chainOrder(last, transaction) > 0) {
      findings.fail(CHECK, FILE, say.orderSentence(run, policy, txid));
      complete = false;
    }
    last = transaction;
    transactions.push(transaction);
    for (const input of transaction.inputs) {
      if (input.outpoint === null) continue;
      if (context.transactions.get(context.chain, input.outpoint.slice(0, 64)) !== undefined) {
        if (context.transactions.output(context.chain, input.outpoint) === undefined)
          findings.fail('proofs', FILE, say.noSuchOutputSentence(txid, input.outpoint));
      } else if (!context.trust.has(input.outpoint)) findings.fail(CHECK, FILE, say.parentMissingSentence(run, txid, input.outpoint));
    }
  }
  return complete ? transactions : null;
}

/** Height, then position; blocks that are not connected come last, in any order among themselves. */
export function chainOrder(a: ProvenTransaction, b: ProvenTransaction): number {
  if (a.height === null || b.height === null) return (a.height === null ? 1 : 0) - (b.height === null ? 1 : 0);
  return a.height - b.height || a.position - b.position;
}

function checkHoldingOrder(context: Context, policy: string, holdings: readonly StatedHolding[]): void {
  for (let i = 1; i < holdings.length; i += 1) {
    const a = holdings[i - 1] as StatedHolding;
    const b = holdings[i] as StatedHolding;
    const first = context.transactions.get(context.chain, a.outpoint.slice(0, 64));
    const second = context.transactions.get(context.chain, b.outpoint.slice(0, 64));
    if (first === undefined || second === undefined) continue;
    const order = chainOrder(first, second) || (first === second ? splitOutpoint(a.outpoint).index - splitOutpoint(b.outpoint).index : 0);
    if (order > 0) context.findings.fail(CHECK, FILE, say.holdingOrderSentence(context.run, policy, b.outpoint));
  }
}

/** Height, address and state of one stated holding against the chain data in the bag. */
function checkHolding(context: Context, policy: string, holding: StatedHolding): void {
  const { findings, run, chain } = context;
  const fail = (detail: string): void => findings.fail('holdings', FILE, detail);
  const transaction = context.transactions.get(chain, holding.outpoint.slice(0, 64));
  const output = context.transactions.output(chain, holding.outpoint);
  if (transaction !== undefined && output === undefined) fail(say.noSuchOutputSentence(`run ${run}`, holding.outpoint));
  if (transaction !== undefined && transaction.height !== holding.height) fail(say.holdingHeightSentence(run, policy, holding.outpoint));
  if (output !== undefined) {
    if (BigInt(holding.amountSat) > output.valueSat) fail(say.aboveValueSentence(run, policy, holding.outpoint));
    const known = KNOWN_CHAINS.get(chain);
    const reading = known === undefined ? null : addressOf(output.script, known);
    if (reading !== null && reading.address !== holding.address && !(reading.unsettled && holding.address === null))
      fail(say.addressSentence(run, policy, holding.outpoint));
  } else findings.notChecked(say.factsOnTrustSentence(run, holding.outpoint));
  const rule = /^stopped:([^:]+)/.exec(holding.state)?.[1];
  const states = context.direction === 'forward' ? ['unspent', 'unknown:coverage', INPUT_VALUES] : ['coinbase', 'unknown-input'];
  if (holding.state === INPUT_VALUES) findings.notChecked(say.inputValuesUnknownSentence(run, policy, holding.outpoint));
  if (rule !== undefined ? !context.stops.includes(rule) : !states.includes(holding.state))
    fail(say.stateUnknownSentence(run, policy, holding.outpoint, holding.state));
  if (holding.state === 'coinbase' && transaction !== undefined && !transaction.coinbase)
    fail(say.notCoinbaseSentence(run, policy, holding.outpoint));
  if (holding.state === 'unknown-input' && transaction !== undefined) {
    const unknown = transaction.inputs.some(
      (input) => input.outpoint !== null && context.transactions.output(chain, input.outpoint) === undefined,
    );
    if (!unknown) fail(say.inputKnownSentence(run, policy, holding.outpoint));
  }
  if (holding.state !== 'unspent' && holding.state !== 'unknown:coverage') return;
  const limit = context.height;
  const spender = context.transactions
    .spenders(chain, holding.outpoint)
    .find((one) => one.height === null || limit === null || one.height <= limit);
  if (holding.state === 'unspent') {
    const created = holding.height;
    const covered = created !== null && limit !== null && context.coverage.some(([from, to]) => from <= created && to >= limit);
    if (!covered) fail(say.notCoveredUnspentSentence(run, policy, holding.outpoint));
    if (spender !== undefined && spender.height !== null) fail(say.spentAfterAllSentence(run, policy, holding.outpoint, spender.txid));
  }
  if (spender !== undefined && (spender.height === null || holding.state !== 'unspent'))
    findings.notChecked(say.spenderPresentSentence(run, policy, holding.outpoint, spender.txid));
}
