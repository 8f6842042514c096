// One sheet of rows, whatever file it came from.
import type { Row } from './rows.ts';

export interface SheetNotes {
  /** Ranges as the file writes them, e.g. `A1:C1`. */
  readonly merged: readonly string[];
  readonly hiddenRows: number;
  readonly hiddenColumns: number;
  /** Cells whose value is the stored result of a formula. */
  readonly formulas: number;
  readonly errors: number;
}

export interface Sheet {
  readonly name: string;
  readonly state: 'visible' | 'hidden' | 'veryHidden';
  rows(): AsyncGenerator<readonly Row[]>;
  /** Known once the rows were read to their end; null for files that have none of it. */
  notes(): SheetNotes | null;
}

export function plainSheet(rows: () => AsyncGenerator<readonly Row[]>): Sheet {
  return { name: '', state: 'visible', rows, notes: () => null };
}
