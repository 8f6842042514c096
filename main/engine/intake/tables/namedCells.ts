// Cells by the names that a service gives its columns, looked up once, with the check of whole numbers that all such tables need.
import { readInteger } from './amounts.ts';
import { plainText } from './cellText.ts';
import { columnOf, reject, type Rejected, type TableHead } from './mapping.ts';
import type { Row } from './rows.ts';

export interface NamedCells {
  /** Empty where the table has no such column. */
  cell(row: Row, name: string): string;
  integer(row: Row, name: string): bigint | Rejected;
}

export function namedCells(head: TableHead): NamedCells {
  const columns = new Map<string, number>();
  const cell = (row: Row, name: string): string => {
    let column = columns.get(name);
    if (column === undefined) {
      column = columnOf(head, name);
      columns.set(name, column);
    }
    return column < 0 ? '' : plainText(row.cells[column] ?? '');
  };
  return {
    cell,
    integer(row, name) {
      const text = cell(row, name);
      // Negative: a counter of the service that ran over, never an amount.
      if (text.startsWith('-')) return reject('negative', name, text);
      return readInteger(text) ?? reject(/e[+-]?\d+$/i.test(text) ? 'scientific' : 'badNumber', name, text);
    },
  };
}
