// What a database of a mobile wallet is known by, and how its rows are taken.
import type { SqliteRow } from '../../scanners/contents/sqlitePages.ts';
import type { ReadingDraft } from '../reading.ts';

export interface MobileForm {
  readonly form: string;
  /** A name that its file has, or a text of its schema, which stands on the first page of a small one. */
  readonly name: RegExp | null;
  readonly mark: RegExp;
  fits(tables: ReadonlySet<string>): boolean;
  wants(table: string): boolean;
  /** Once, before the rows: `path` says a network where the file does not. */
  begin(draft: ReadingDraft, path: string): RowTaker;
}
/** Takes rows table by table, in the order in which the schema lists them; `end` behind the last one. */
export interface RowTaker {
  row(row: SqliteRow): void;
  end(): void;
}
