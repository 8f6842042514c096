// What a row states of a chain beside movements: a block, a token, a contract. Values as they stand; whether any of them is true is not
// decided here.
import type { AccountChain } from '../../chains/index.ts';
import type { Registered } from '../../kernel/index.ts';
import type { MappingContext, Rejected, Sniff, TableHead } from './mapping.ts';
import type { Row } from './rows.ts';

export type ChainStatement =
  | { readonly kind: 'block'; readonly number: number; readonly hash: string; readonly timeSeconds: number; readonly row: number }
  | {
      readonly kind: 'token';
      /** In display form. */
      readonly contract: string;
      readonly symbol: string | null;
      readonly name: string | null;
      readonly decimals: number | null;
      /** An examiner's word is an assumption; it stands beside the source that it was given for. */
      readonly by: 'source' | 'examiner';
      readonly row: number;
    }
  | {
      readonly kind: 'contract';
      readonly address: string;
      /** What the source says it follows: `ERC-20`, `ERC-721`. */
      readonly standards: readonly string[];
      readonly blockNumber: number | null;
      readonly row: number;
    };

/** A form of table whose rows state something instead of moving something. */
export interface StatementMapping extends Registered {
  readonly version: string;
  readonly family: AccountChain['family'];
  sniff(head: TableHead): Sniff | null;
  /** Null for a row that holds nothing. */
  open(head: TableHead, context: Pick<MappingContext, 'chain'>): (row: Row) => ChainStatement | Rejected | null;
}
