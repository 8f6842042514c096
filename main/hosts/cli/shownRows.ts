// How many rows of a list a terminal shows, and what is missing of what was asked for.
import type { Desk } from './command.ts';
import { renderTable } from './table.ts';

/** Rows of a list that a terminal shows; --json has all of them. */
export const MOST_ROWS = 20;

export function withMore(table: string, count: number, desk: Desk): string {
  return count <= MOST_ROWS ? table : `${table}\n${desk.say('cli.more', { count: count - MOST_ROWS })}`;
}

export function missingTable(missing: readonly { readonly item: string; readonly gaps: readonly string[] }[], desk: Desk): string {
  const columns = [{ title: desk.say('cli.column.wanted'), id: true }, { title: desk.say('cli.column.reason') }];
  const rows = missing.slice(0, MOST_ROWS).map(({ item, gaps }) => [item, gaps.map((gap) => desk.reason(gap)).join('; ')]);
  return withMore(renderTable(columns, rows, desk.width), missing.length, desk);
}
