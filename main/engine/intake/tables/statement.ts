// What a row states of a chain beside movements: a block, a token, a contract. Values as they stand; whether any of them is true is not
// decided here.

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
