// Every key that the command line says by name stands in the English locale, and nothing there is left unsaid.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createCatalogue } from '../../../shared/words/index.ts';

const LOCALE = join(import.meta.dirname, '..', '..', '..', 'resources', 'locales', 'en');
const catalogue = createCatalogue({ cli: JSON.parse(readFileSync(join(LOCALE, 'cli.json'), 'utf8')) });
const sources = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))
  .join('\n');

it('literal keys exist', () => {
  const keys = [...sources.matchAll(/'(cli\.[\w.-]+)'/g)].map((match) => match[1] as string);
  expect(keys.length).toBeGreaterThan(60);
  expect([...new Set(keys)].filter((key) => catalogue[key] === undefined)).toEqual([]);
});

it('keys made from a name have at least one entry', () => {
  const prefixes = [...sources.matchAll(/`(cli\.[\w.]+\.)\$\{/g)].map((match) => match[1] as string);
  expect(
    [...new Set(prefixes)].filter((prefix) => prefix !== 'cli.count.' && !Object.keys(catalogue).some((key) => key.startsWith(prefix))),
  ).toEqual([]);
});

it('fields and columns named in the tables exist', () => {
  const fields = [...sources.matchAll(/\bfield\('(\w+)'/g)].map((match) => `cli.field.${match[1]}`);
  expect(fields.filter((key) => catalogue[key] === undefined)).toEqual([]);
  const lists = [...sources.matchAll(/\[((?:'\w+',? ?)+)\]\.map\(\(name\) => \(\{ title: desk\.say\(`(cli\.[\w.]+\.)/g)];
  expect(lists.length).toBeGreaterThan(2);
  const columns = lists.flatMap((match) => [...(match[1] as string).matchAll(/\w+/g)].map(([name]) => `${match[2]}${name}`));
  expect(columns.filter((key) => catalogue[key] === undefined)).toEqual([]);
});
