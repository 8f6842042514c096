// How a table is read whose rows state something instead of moving something. Like every mapping it sees cells and gives values.
import type { AccountChain } from '../../chains/index.ts';
import type { Registered } from '../../kernel/index.ts';
import type { MappingContext, Rejected, Sniff, TableHead } from './mapping.ts';
import type { Row } from './rows.ts';
import type { RowStatement } from './statement.ts';

export interface StatementMapping extends Registered {
  readonly version: string;
  readonly family: AccountChain['family'];
  sniff(head: TableHead): Sniff | null;
  /** Null for a row that holds nothing. */
  open(head: TableHead, context: Pick<MappingContext, 'chain'>): (row: Row) => RowStatement | Rejected | null;
}
