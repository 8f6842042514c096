// Runs typologies over the payments of the case: kept with its request as an act of the journal, or counted alone.
import type { z } from 'zod';
import type { AskedRule, TypologyRun } from '../../../../shared/contract/typology.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { breathe, bySteps, canonicalDigest, type Host, type Step, throwIfCancelled, type Work } from '../../kernel/index.ts';
import { typologies } from '../typologies/index.ts';
import type { Reading, Typology } from '../typologies/typology.ts';
import { valuesOf } from '../typologies/values.ts';
import { type CaseInput, caseInputOf } from './caseInput.ts';
import { describeFound } from './describe.ts';
import { registersOf } from './registers.ts';

export type Asked = z.output<typeof AskedRule>;
type RuleCount = TypologyRun['counts'][number];

/** Findings and near misses of one rule that a run keeps; more are counted. */
const MOST_FINDINGS = 2000;
const MOST_NEAR = 500;
const STRIDE = 200;

export const ruleName = ({ id, version }: Typology): string => `${id}@${version}`;

/** Faults: typology.badRule. */
export function ruleOf(asked: string): Typology {
  const rule = typologies.find(asked.replace(/@\d+$/, ''));
  if (rule === undefined) throw new Fault('typology.badRule', { rule: asked, known: typologies.entries.map(({ id }) => id).join(', ') });
  return rule;
}

async function inputWithRegisters(session: CaseSession, work: Work<Step>): Promise<CaseInput> {
  const input = await caseInputOf(session, work);
  return { ...input, registers: await registersOf(session, input.names, work) };
}

/** Faults: typology.badParameter, typology.badLimit. */
function read(input: CaseInput, { rule: name, parameters, limits }: Asked) {
  const rule = ruleOf(name);
  const byKey = new Map<string, number>();
  for (let asset = 1; asset < input.flows.assetCount; asset++) byKey.set(input.names.asset(asset).key, asset);
  const ofAssets = new Map<number, bigint>();
  for (const [key, text] of Object.entries(limits)) {
    const asset = byKey.get(key);
    if (asset === undefined || rule.limits === 'none') throw new Fault('typology.badLimit', { rule: rule.id, asset: key });
    ofAssets.set(asset, BigInt(text));
  }
  return { rule, steps: rule.read(input, valuesOf(rule, parameters, ofAssets)) };
}

const countOf = (rule: Typology, { counts, bounds, findings }: Reading): RuleCount => ({
  ...{ rule: ruleName(rule), ...counts, kept: Math.min(findings.length, MOST_FINDINGS) },
  bounds: bounds.map((one) => ({ ...one })),
});

export async function tryTypology(session: CaseSession, asked: Asked, work: Work<Step>): Promise<RuleCount> {
  ruleOf(asked.rule);
  const input = await inputWithRegisters(session, work);
  const { rule, steps } = read(input, asked);
  return countOf(rule, await bySteps(steps, work));
}

export async function runTypologies(host: Host, session: CaseSession, asked: readonly Asked[], work: Work<Step>) {
  const file = session.current();
  for (const { rule } of asked) ruleOf(rule);
  const input = await inputWithRegisters(session, work);
  // What is asked wrongly fails before anything is read.
  const begun = asked.map((one) => read(input, one));
  const milliseconds: { rule: string; milliseconds: number }[] = [];
  const readings: { readonly rule: Typology; readonly reading: Reading }[] = [];
  for (const { rule, steps } of begun) {
    work.report({ phase: `typology:${rule.id}`, done: readings.length, total: begun.length, unit: 'steps' });
    const start = host.now();
    readings.push({ rule, reading: await bySteps(steps, work) });
    milliseconds.push({ rule: ruleName(rule), milliseconds: host.now() - start });
  }
  const made: { readonly rule: string; readonly kind: 'finding' | 'near'; readonly summary: unknown; readonly data: unknown }[] = [];
  for (const { rule, reading } of readings)
    for (const [kind, found] of [
      ['finding', reading.findings.slice(0, MOST_FINDINGS)],
      ['near', reading.nearMisses.slice(0, MOST_NEAR)],
    ] as const)
      for (const one of found) {
        const { summary, detail } = describeFound(input, one);
        made.push({ rule: ruleName(rule), kind, summary, data: detail });
        if (made.length % STRIDE !== 0) continue;
        work.report({ phase: 'typologyNames', done: made.length, total: null, unit: 'steps' });
        await breathe();
        throwIfCancelled(work);
      }
  if (!session.isOpen() || session.current() !== file) throw new Fault('job.cancelled');
  const time = new Date(host.now()).toISOString();
  const result = {
    counts: readings.map(({ rule, reading }) => countOf(rule, reading)),
    bounds: input.bounds.map((one) => ({ ...one })),
    payments: input.flows.flowCount,
  };
  const rules = asked.map((one) => ({ ...one, rule: ruleName(ruleOf(one.rule)) }));
  const digest = canonicalDigest(made);
  const run = file.transaction(() => {
    const number = file.typologies.addRun(time, rules, result);
    for (const { rule, kind, summary, data } of made) file.typologies.addFinding(number, rule, kind, summary, data);
    file.journal.append('act', 'typologies.run', { run: number, rules, counts: result.counts, findings: digest });
    return number;
  });
  return { run, time, rules, ...result, milliseconds };
}
