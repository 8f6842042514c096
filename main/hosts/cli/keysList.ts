// The account keys of a case as a terminal shows them: one row for each key, with the programs that look for addresses along its path, used ones first.
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { KeyOrigin } from '../../../shared/contract/keysToCoins.ts';
import type { Desk } from './command.ts';
import { renderTable, sections } from './table.ts';

type Listed = CallOutput<'keys.list'>;
type KeyView = Listed['origins'][number]['keys'][number];

interface Row {
  readonly keys: KeyView[];
  used: number;
}

/** `most`: rows over all origins. */
export function keysListText({ origins, last, phrases }: Listed, most: number, title: (origin: KeyOrigin) => string, desk: Desk): string {
  if (origins.length + phrases.length === 0) return desk.say('cli.keys.none');
  const usedOf = new Map<number, number>();
  for (const { findings } of last?.origins ?? []) for (const { key, used } of findings) usedOf.set(key.id, used.length);
  const groups = origins
    .map(({ origin, keys }) => ({ origin, rows: rowsOf(keys, usedOf), used: keys.reduce((sum, { id }) => sum + (usedOf.get(id) ?? 0), 0) }))
    .sort((a, b) => Number(b.used > 0) - Number(a.used > 0));
  const total = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  const columns = ['number', 'keyPath', 'programs', 'script', 'usedAddresses', 'publicKey'].map((name) => ({
    title: desk.say(`cli.column.${name}`),
    ...(name === 'usedAddresses' ? { align: 'right' as const } : {}),
    ...(name === 'publicKey' ? { id: true } : {}),
  }));
  let left = most;
  const parts: string[] = [];
  for (const { origin, rows, used } of groups) {
    if (left <= 0) break;
    const shown = rows.slice(0, left);
    left -= shown.length;
    const said = `cli.keys.${last === null ? 'notLookedOrigin' : 'ofOrigin'}`;
    const head = desk.say(said, { origin: title(origin), count: rows.length, used });
    const cells = shown.map((row) => cellsOf(row, last !== null, desk));
    parts.push(`${head}\n${renderTable(columns, cells, desk.width)}`);
  }
  return sections(
    ...parts,
    total > most ? desk.say('cli.moreRows', { count: total - most }) : '',
    last === null ? desk.say('cli.keys.notLooked') : desk.say('cli.keys.lastLook', { run: last.run, time: last.time }),
    phrases.map((one) => phraseText(one, desk)).join('\n'),
    phrases.length === 0 ? '' : desk.say('cli.keys.reveal'),
  );
}

function phraseText({ id, kind, value, time, authority }: Listed['phrases'][number], desk: Desk): string {
  const name = desk.say(`cli.keys.${kind === 'typed' ? 'typed' : `kind.${kind}`}`);
  return desk.say('cli.keys.phrase', { number: id, name, value, time, authority });
}

/** Rows in the order of paths, those with used addresses first. */
function rowsOf(keys: readonly KeyView[], usedOf: ReadonlyMap<number, number>): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const key of keys) {
    const name = `${key.path}\n${key.required ?? ''}\n${key.keys.join('\n')}`;
    const row = rows.get(name) ?? { keys: [], used: 0 };
    rows.set(name, row);
    row.keys.push(key);
    row.used += usedOf.get(key.id) ?? 0;
  }
  return [...rows.values()].sort((a, b) => Number(b.used > 0) - Number(a.used > 0));
}

function cellsOf({ keys, used }: Row, isLooked: boolean, desk: Desk): string[] {
  const [first] = keys as [KeyView, ...KeyView[]];
  const each = (of: (key: KeyView) => string): string => [...new Set(keys.map(of))].join(', ');
  return [
    keys.length === 1 ? `${first.id}` : `${Math.min(...keys.map(({ id }) => id))}…`,
    first.path === '' ? '–' : first.path,
    each(({ scheme }) => desk.say(`cli.keys.scheme.${scheme}`)),
    each(({ script }) => script),
    isLooked ? `${used}` : '–',
    first.keys.join(', '),
  ];
}
