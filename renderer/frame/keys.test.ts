// The list on the screen is held against the source: a key that something listens for and the list does not name fails here.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KEYS } from './keys.ts';

const renderer = join(import.meta.dirname, '..');
const sources = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.ts$|frame.keys\.ts$/.test(path))
  .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(renderer, path), 'utf8') }));

/** Keys named in comparisons, and in tables that are looked up by the event's key. */
function keysIn(text: string): readonly string[] {
  const compared = [...text.matchAll(/(?:event\.(?:key|code)(?:\.toLowerCase\(\))?|\bkey|\bcode) === '([^']+)'/g)].map(
    ([, key]) => key as string,
  );
  const looked = [...text.matchAll(/\{([^{}]*)\}\[event\.key\]/g)].flatMap(([, body = '']) =>
    [...body.matchAll(/(\w+):/g)].map(([, key]) => key as string),
  );
  const [, table = ''] = /const byKey.*= \{\n([\s\S]*?)\n {2}\};/.exec(text) ?? [];
  const tabled = [...table.matchAll(/^ {4}(?:'(.)'|(\w+)):/gm)].map(([, sign, name]) => (sign ?? name) as string);
  // `key` is also the name of other things.
  const isKey = (key: string) =>
    key.length === 1 || /^(Arrow\w+|Enter|Escape|Home|End|Page\w+|Delete|Backspace|ContextMenu|Tab|F\d+|Key[A-Z])$/i.test(key);
  return [...compared, ...looked, ...tabled].filter(isKey).map((key) => key.toLowerCase());
}

const listening = sources.filter(({ text }) => /event\.(key|code)\b/.test(text));
const means = (groups: readonly string[]) =>
  new Set(KEYS.filter(({ group }) => groups.includes(group)).flatMap(({ keys }) => keys.flatMap((key) => key.means)));

describe('the list of keys', () => {
  it('finds what the source listens for', () => {
    expect(listening.length).toBeGreaterThan(6);
    const stage = listening.find(({ path }) => path === 'tasks/canvas/Stage.tsx');
    expect(keysIn(stage?.text ?? '')).toEqual(expect.arrayContaining(['e', 'delete', '/', 'escape', 'contextmenu', 'a']));
  });

  it('names every key of the canvas, of the flow graph and of the window', () => {
    const everywhere = ['window', 'table'];
    const groupsOf = (path: string) =>
      path.startsWith('tasks/canvas/')
        ? ['canvas', ...everywhere]
        : path.startsWith('graph/')
          ? ['flow']
          : path.startsWith('documents/')
            ? ['page', ...everywhere]
            : everywhere;
    const unlisted = listening.flatMap(({ path, text }) => {
      const listed = means([...groupsOf(path), 'window']);
      return keysIn(text).flatMap((key) => (listed.has(key) ? [] : [`${path}: ${key}`]));
    });
    expect(unlisted).toEqual([]);
  });

  it('names no key that nothing listens for', () => {
    const heard = new Set(listening.flatMap(({ text }) => keysIn(text)));
    // Said in the source by pattern or by array.
    for (const known of [
      'digit',
      'keyd',
      'keye',
      'keyp',
      'keyq',
      'keyt',
      'keyv',
      'keyx',
      'arrowleft',
      'arrowup',
      'arrowright',
      'arrowdown',
    ])
      heard.add(known);
    expect([...means(KEYS.map(({ group }) => group))].filter((key) => !heard.has(key))).toEqual([]);
  });
});
