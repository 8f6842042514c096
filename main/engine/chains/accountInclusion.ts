// What shows that a transaction of an account chain is in a block: the one value that intake keeps, evidence writes down and a verifier
// checks. It holds under the block's hash; that this block is on the chain, an anchor that the examiner states says (grade A).

export interface AccountInclusion {
  readonly chain: string;
  /** Display form: 0x… for EVM chains, 64 hex digits for TRON, as the chain's own tools print it. */
  readonly blockHash: string;
  readonly blockNumber: number;
  readonly transactionId: string;
  /** Place in the block. */
  readonly position: number;
  /** RLP of the header; for TRON the serialised `raw` of BlockHeader, whose hash with the number in front is the block's id. */
  readonly header: Uint8Array;
  /** EVM: the envelope as committed; TRON: the whole Transaction message. */
  readonly transaction: Uint8Array;
  /** EVM: nodes of the transactions' trie, root first; TRON: siblings from the leaf up. */
  readonly transactionProof: readonly Uint8Array[];
  /** Number of transactions of the block (TRON's branch needs it; EVM's does not). */
  readonly transactionCount: number;
  /** The receipt as committed and the nodes of the receipts' trie; null where the case does not hold them, and on TRON, whose blocks commit to none. */
  readonly receipt: { readonly bytes: Uint8Array; readonly proof: readonly Uint8Array[] } | null;
  /** The block that the examiner took as known, and the headers from this block (exclusive) to it (inclusive), oldest first; null: no anchor reaches it. */
  readonly anchor: { readonly blockNumber: number; readonly blockHash: string; readonly headers: readonly Uint8Array[] } | null;
}
