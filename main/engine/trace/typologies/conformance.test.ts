// Every listed typology: described in words, with a pattern that it finds, one that falls short and an innocent one; its parameters keep
// their bounds; what it says does not depend on the order of rows or on how parties are numbered.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../kernel/index.ts';
import { typologies } from './index.ts';
import { type BuiltRows, inputOfRows } from './rows.ts';
import type { MakePattern, Pattern } from './selfTest/pattern.ts';
import { patterns } from './selfTest/patterns.ts';
import type { Found, Reading, Typology } from './typology.ts';
import { valuesOf } from './values.ts';

const START = 1_700_000_000;

function limitsOf(built: BuiltRows, { limits = {} }: Pattern): Map<number, bigint> {
  return new Map(Object.entries(limits).map(([name, limit]) => [built.asset(name), limit]));
}

function run(rule: Typology, pattern: Pattern, turned = false): { readonly reading: Reading; readonly built: BuiltRows } {
  const built = inputOfRows(pattern, turned);
  const reading = atOnce(rule.read(built, valuesOf(rule, pattern.parameters, limitsOf(built, pattern))));
  return { reading, built };
}

const made = (rule: Typology, kind: 'hit' | 'near' | 'innocent', n = 0): Pattern =>
  ((patterns[rule.id] as Record<typeof kind, MakePattern>)[kind] as MakePattern)(n, 'case', START);

/** As names, so that two numberings can be compared. */
function said({ reading, built }: ReturnType<typeof run>) {
  const name = (found: Found) => ({
    ...found,
    subject: built.partyName(found.subject),
    parties: found.parties.map((party) => built.partyName(party)).sort(),
    transactions: found.transactions.length,
    conditions: found.conditions.map(({ asset, ...rest }) => rest),
    figures: found.figures.map(({ asset, ...rest }) => rest),
  });
  return { ...reading, findings: reading.findings.map(name), nearMisses: reading.nearMisses.map(name) };
}

describe.each(typologies.entries.map((rule) => [rule.id, rule] as const))('typology %s', (id, rule) => {
  it('is described in words: rule, parameters, conditions, innocent explanations', () => {
    const words = JSON.parse(
      readFileSync(join(import.meta.dirname, '../../../../resources/locales/en/typologies.json'), 'utf8'),
    ) as Readonly<Record<string, string>>;
    const found = (['hit', 'near'] as const).flatMap((kind) => {
      const { findings, nearMisses } = run(rule, made(rule, kind)).reading;
      return [...findings, ...nearMisses];
    });
    const keys = [
      ...[`${id}.name`, `${id}.rule`, `heading.${rule.heading}`],
      ...rule.parameters.flatMap((one) => [`parameter.${one.id}`]),
      ...rule.innocent.map((code) => `innocent.${code}`),
      ...rule.needs.map((code) => `missing.${code}`),
      ...found.flatMap(({ conditions, figures, signs, missing }) => [
        ...conditions.map(({ code }) => `condition.${code}`),
        ...figures.map(({ code }) => `figure.${code}`),
        ...signs.map(({ code }) => `sign.${code}`),
        ...missing.map((code) => `missing.${code}`),
      ]),
    ];
    expect(keys.filter((key) => words[key] === undefined)).toEqual([]);
    expect([rule.citation.length > 20, rule.version > 0, rule.innocent.length > 0]).toEqual([true, true, true]);
  });

  it('finds its pattern, whatever its size', () => {
    for (const n of [0, 1, 3]) {
      const pattern = made(rule, 'hit', n);
      const { reading, built } = run(rule, pattern);
      expect(reading.findings.map(({ subject }) => built.partyName(subject))).toContain(pattern.subject);
      for (const finding of reading.findings)
        for (const flow of finding.flows) expect(flow >= 0 && flow < built.flows.flowCount).toBe(true);
    }
  });
  it('gives what falls short by one condition as a near miss alone', () => {
    const pattern = made(rule, 'near');
    const { reading, built } = run(rule, pattern);
    expect(reading.findings.map(({ subject }) => built.partyName(subject))).not.toContain(pattern.subject);
    expect(reading.nearMisses.map(({ subject }) => built.partyName(subject))).toContain(pattern.subject);
  });
  it('does not find the innocent look-alike', () => {
    const pattern = made(rule, 'innocent');
    const { reading, built } = run(rule, pattern);
    expect(reading.findings.map(({ subject }) => built.partyName(subject))).not.toContain(pattern.subject);
  });
  it('says the same twice, and however parties are numbered and rows are given', () => {
    for (const kind of ['hit', 'near'] as const) {
      const pattern = made(rule, kind, 2);
      expect(said(run(rule, pattern, true))).toEqual(said(run(rule, pattern)));
      const before = run(rule, pattern);
      const after = run(rule, { ...pattern, rows: pattern.rows.map((_, at) => pattern.rows[pattern.rows.length - 1 - at] as never) });
      expect(after.reading.counts).toEqual(before.reading.counts);
      expect(after.reading.findings.map(({ subject }) => after.built.partyName(subject)).sort()).toEqual(
        before.reading.findings.map(({ subject }) => before.built.partyName(subject)).sort(),
      );
    }
  });
  it.each(rule.parameters.map((one) => [one.id, one] as const))('keeps the bounds of %s', (_, parameter) => {
    const { least, most, standard } = parameter;
    expect(least <= standard && standard <= most).toBe(true);
    for (const value of [least, most]) expect(valuesOf(rule, { [parameter.id]: value }).number(parameter.id)).toBe(value);
    for (const value of [least - 1, most + 1, least + 0.5])
      expect(() => valuesOf(rule, { [parameter.id]: value })).toThrow('typology.badParameter');
    // At its bounds a rule still ends and says something that can be counted.
    for (const value of [least, most]) {
      const pattern = made(rule, 'hit');
      const built = inputOfRows(pattern);
      const values = valuesOf(rule, { ...pattern.parameters, [parameter.id]: value }, limitsOf(built, pattern));
      expect(atOnce(rule.read(built, values)).counts.findings).toBeGreaterThanOrEqual(0);
    }
  });
  it('reads nothing into nothing', () => {
    expect(atOnce(rule.read(inputOfRows({ rows: [] }), valuesOf(rule))).counts).toEqual({ findings: 0, nearMisses: 0 });
  });
});

it('has no pattern without a rule', () => {
  expect(Object.keys(patterns).filter((id) => typologies.find(id) === undefined)).toEqual([]);
  expect(existsSync(join(import.meta.dirname, 'index.ts'))).toBe(true);
});
