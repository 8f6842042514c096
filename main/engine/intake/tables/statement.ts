// What a table states of a chain beside movements: a block, a token, a contract, whose rows they are. Values as they stand; whether any of
// them is true is not decided here.
import type { AccountAsset } from '../../chains/index.ts';

/** What single rows state. */
export type RowStatement =
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

/** The rows are the account's own: its ledgers of these assets are held as far as they go. Not that they are all. */
export interface OwnRowsStatement {
  readonly kind: 'ownRows';
  readonly account: string;
  readonly assets: readonly AccountAsset[];
  /** Named by the examiner or by whoever asked for the rows, or read from the rows. */
  readonly by: 'named' | 'rows';
  /** First of them. */
  readonly row: number;
}

export type ChainStatement = RowStatement | OwnRowsStatement;
