// How many rows of a list a terminal shows, and what is missing of what was asked for.
import { wholeNumber } from './arguments.ts';
import type { Desk, Given, OptionSpec } from './command.ts';
import { renderTable } from './table.ts';

/** Rows of a list that a terminal shows; --json has all of them. */
export const MOST_ROWS = 20;

/** Of lists that grow with what is on a device. */
export const ROWS_OPTIONS: readonly OptionSpec[] = [{ name: 'limit', value: 'N' }, { name: 'all' }];

/** Rows that were asked for, or the list's own number of them. */
export function mostRows(given: Given, usual: number): number {
  const limit = given.optional('limit');
  return given.has('all') ? Number.POSITIVE_INFINITY : limit === undefined ? usual : wholeNumber('--limit', limit, 1);
}

export function withMore(table: string, count: number, desk: Desk): string {
  return count <= MOST_ROWS ? table : `${table}\n${desk.say('cli.more', { count: count - MOST_ROWS })}`;
}

export function missingTable(missing: readonly { readonly item: string; readonly gaps: readonly string[] }[], desk: Desk): string {
  const columns = [{ title: desk.say('cli.column.wanted'), id: true }, { title: desk.say('cli.column.reason') }];
  const rows = missing.slice(0, MOST_ROWS).map(({ item, gaps }) => [item, gaps.map((gap) => desk.reason(gap)).join('; ')]);
  return withMore(renderTable(columns, rows, desk.width), missing.length, desk);
}
