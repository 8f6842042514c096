// Whatever names a rule in an answer names one that a person can look up.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { conversionRules } from './accountRuns/conversions/conversionRules.ts';
import { heuristics } from './heuristics/index.ts';
import { rulesBehind } from './ruleBook.ts';

it('knows every rule by the name it is applied under, and each part of an expression', () => {
  for (const { id, version } of heuristics.entries) expect(rulesBehind(`${id}@${version}`).map((rule) => rule.id)).toEqual([id]);
  expect(rulesBehind('multiInput@1')).toMatchObject([{ version: 1, errorRate: 'notMeasured' }]);
  expect(
    rulesBehind('change:unique(fresh@1 & optimal@1) - reuse@1')
      .map(({ id }) => id)
      .sort(),
  ).toEqual(['change.addressReuse', 'change.fresh', 'change.optimal']);
  expect(rulesBehind('nothing@1')).toEqual([]);
});

it('knows every rule by which value is said to go on', () => {
  const folder = join(import.meta.dirname, 'accountRuns');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  );
  const named = new Set(
    files.flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(/'(\w+@\d+)'/g)].map((match) => match[1] as string)),
  );
  expect([...named].sort()).toEqual(conversionRules.entries.map(({ id, version }) => `${id}@${version}`).sort());
});
