// Every sentence that a screen asks for stands in the English file, with the parameters it is given no more than needed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createCatalogue } from '../../shared/words/index.ts';

const here = fileURLToPath(new URL('..', import.meta.url));
const ui = JSON.parse(readFileSync(join(here, '../resources/locales/en/ui.json'), 'utf8')) as Record<string, unknown>;

function flatten(value: unknown, prefix = ''): string[] {
  if (typeof value === 'string') return [prefix];
  return Object.entries(value as Record<string, unknown>).flatMap(([key, inner]) =>
    flatten(inner, prefix === '' ? key : `${prefix}.${key}`),
  );
}
const keys = new Set(flatten(ui));
/** Tasks with sentences of their own. */
const ofTask = ['people', 'exposure', 'transcribe', 'devices'].map((task) => ({
  folder: `tasks/${task}/`,
  keys: new Set(flatten(JSON.parse(readFileSync(join(here, `../resources/locales/en/${task}.json`), 'utf8')))),
}));
const typologies = new Set(flatten(JSON.parse(readFileSync(join(here, '../resources/locales/en/typologies.json'), 'utf8'))));

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? files(join(folder, entry.name))
      : /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.test.ts')
        ? [join(folder, entry.name)]
        : [],
  );
}
const sources = files(here).map((path) => ({ path, text: readFileSync(path, 'utf8') }));

describe('the words of the window', () => {
  it('has every key that stands whole in the code', () => {
    const missing: string[] = [];
    let found = 0;
    for (const { path, text } of sources) {
      const own = ofTask.find(({ folder }) => path.replaceAll('\\', '/').includes(folder))?.keys;
      // Findings have sentences of their own too.
      for (const [, key] of text.matchAll(/\bwords\.say\('([\w.]+)'/g))
        if (!(own ?? typologies).has(key as string)) missing.push(`${path.slice(here.length)}: ${key}`);
      for (const [, key] of text.matchAll(/\bword\('([\w.]+)'/g))
        if (own?.has(key as string) === false) missing.push(`${path.slice(here.length)}: ${key}`);
      for (const match of text.matchAll(/(?<!\bwords\.)\bsay(?:\.has)?\(([^`]*?)[,)]/g)) {
        for (const literal of (match[1] as string).matchAll(/'([a-zA-Z][\w-]*(?:\.[\w-]+)*)'/g)) {
          const key = literal[1] as string;
          // Comparisons inside the argument are no keys.
          if (new RegExp(`[=!]== '${key}'`).test(match[1] as string)) continue;
          found += 1;
          if (!keys.has(key)) missing.push(`${path.slice(here.length)}: ${key}`);
        }
      }
      for (const match of text.matchAll(/<Term [^>]*?id="([\w.-]+)"/g))
        if (!keys.has(`terms.${match[1]}.is`)) missing.push(`${path.slice(here.length)}: terms.${match[1]}.is`);
    }
    expect(found).toBeGreaterThan(200);
    expect(missing).toEqual([]);
  });
  it('keeps whole families that are built from a part', () => {
    for (const grade of ['P', 'A', 'Q', 'S', 'M']) expect(keys.has(`grades.${grade}.is`)).toBe(true);
    for (const kind of ['fact', 'derivation', 'inference', 'attribution', 'assumption'])
      expect(keys.has(`statements.${kind}.is`)).toBe(true);
    for (const kind of ['seed', 'transaction', 'holding', 'coinbase', 'unknown', 'more'])
      expect(keys.has(`nodes.${kind}`) && keys.has(`terms.node.${kind}.is`)).toBe(true);
  });
  it('never uses the words that claim what no rule can know', () => {
    // What is said; ids of other people's lists may be anything.
    const text = Object.values(createCatalogue({ ui })).join('\n');
    for (const banned of ['belongs to', 'owner', 'proves that', '100 %', 'stolen']) expect(text).not.toContain(banned);
  });
});
