// How the networks of the family differ in the bytes of transactions and undo data. Plain data: the readers ask it.

export interface TransactionForm {
  /**
   * Litecoin's extension block (LIP-0002 to LIP-0004): the marker flag 0x08, a block's data behind its transactions, the marks
   * and the tail in undo data. It is found and skipped, never interpreted.
   */
  readonly mweb: boolean;
  /** Consensus MAX_MONEY: no output holds more. */
  readonly mostMoneySat: bigint;
}

export const BITCOIN_FORM: TransactionForm = { mweb: false, mostMoneySat: 2_100_000_000_000_000n };
export const LITECOIN_FORM: TransactionForm = { mweb: true, mostMoneySat: 8_400_000_000_000_000n };
