// What the rest of the engine may know of an account chain: a ledger of balances, not of outputs. An EVM chain, TRON, an exchange's
// customer ledger and a bank are all read into these values; nothing outside chains/ and intake/ switches on their kind.

/**
 * An asset is (chain, kind, contract, token id); its symbol is for display only. `native` is the chain's own coin; `token` counts in
 * a contract's (ERC-20, TRC-20) or an issue's (TRC-10) smallest unit; `item` is one token id of ERC-721 or ERC-1155; `fiat` is a
 * currency of a ledger without a chain; `listed` an asset that a ledger names by symbol alone.
 */
export interface AccountAsset {
  readonly kind: 'native' | 'token' | 'item' | 'fiat' | 'listed';
  /** Contract address in its chain's display form, a TRC-10 number, an ISO 4217 code or a symbol; null for `native`. */
  readonly contract: string | null;
  /** Decimal; null but for `item`. */
  readonly tokenId: string | null;
}

/** How a movement came about: by the transaction's own value, inside its execution, by a token's log, or beside them. */
export type TransferKind =
  | 'value'
  | 'internal'
  | 'token'
  | 'fee'
  /** Fees that were burnt, and coins destroyed: `to` is null. */
  | 'burn'
  /** Newly made coins or tokens, rewards and withdrawals from staking: `from` is null. */
  | 'mint'
  /** A row of a ledger without a chain: deposit, withdrawal, payment. */
  | 'ledger'
  /** One of the two legs of a trade in such a ledger. */
  | 'trade';

/** One movement of one asset. A failed transaction has none but its fee. */
export interface AccountTransfer {
  /**
   * Order within its transaction, compared number by number: [0] the transaction's own value, [0, a, b…] the call at that trace
   * address, [1, n] log n of the block, [2] the fee. A ledger's row has its row number.
   */
  readonly path: readonly number[];
  readonly kind: TransferKind;
  /** Address in display form (EIP-55, base58check) or account number; null where nothing stands behind it. */
  readonly from: string | null;
  readonly to: string | null;
  readonly asset: AccountAsset;
  /** Smallest unit of the asset, not negative. */
  readonly amount: bigint;
}

/** Something that happened without an amount moving: each says only what the ledger says. */
export interface AccountEvent {
  readonly path: readonly number[];
  readonly kind: AccountEventKind;
  /** The address that acted, and the one acted upon. */
  readonly actor: string | null;
  readonly subject: string | null;
  readonly asset: AccountAsset | null;
  readonly amount: bigint | null;
  /** Further values by their name in the ABI or protocol, as text. */
  readonly details: Readonly<Record<string, string>>;
}
export type AccountEventKind =
  | 'approval'
  | 'contractCreated'
  /** A source calls the contract `subject` by the symbol or name of a known issuer's token that it is not. */
  | 'tokenNamed'
  | 'accountCreated'
  | 'blacklisted'
  | 'unblacklisted'
  | 'blacklistedFundsDestroyed'
  | 'swap'
  | 'bridgeOut'
  | 'bridgeIn'
  | 'mixerIn'
  | 'mixerOut'
  | 'permissionsChanged'
  | 'resourceDelegated'
  | 'resourceUndelegated'
  | 'staked'
  | 'unstaked'
  | 'delegation';

/** How far a movement of a transaction can be proven at best, whatever is at hand: the form of the chain decides. */
export type Provable = 'transaction' | 'receipt' | 'none';

export interface AccountTransaction {
  /** Hash in the chain's display form, or a row's name in a ledger without one. */
  readonly id: string;
  /** Null where a source does not say. */
  readonly blockHash: string | null;
  readonly blockNumber: number | null;
  readonly position: number | null;
  /** Seconds since 1970 UTC as the block or the ledger states; null where it does not. */
  readonly timeSeconds: number | null;
  /** `unknown` where a source does not say whether it was carried out: never taken for success. */
  readonly status: 'ok' | 'failed' | 'unknown';
  /** Who signed it, and whom it names; null in ledgers, and `to` for the creation of a contract. */
  readonly from: string | null;
  readonly to: string | null;
  readonly transfers: readonly AccountTransfer[];
  readonly events: readonly AccountEvent[];
}

/** A parameter set: one chain or one kind of ledger. */
export interface AccountChain {
  readonly family: 'evm' | 'tron' | 'ledger';
  /** CAIP-2: `eip155:1`, `tron:0x2b6653dc`; a ledger without a chain has `ledger:` and a name of its own. */
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly training: boolean;
  /** The native coin; null for ledgers without a chain. */
  readonly coin: { readonly symbol: string; readonly decimals: number; readonly smallestUnit: string } | null;
  /** The canonical text of an address or account; throws `chain.badAddress` with the reason. */
  readAddress(text: string): string;
  readonly provable: readonly Provable[];
}
