// What the verifier must know of a chain, and what a compact target stands for. Plain data and arithmetic, imported by the tables.

export interface Checkpoint {
  readonly hash: string;
  /** Work of the whole chain up to and including this block; null where no public list says it. */
  readonly work: bigint | null;
}

export interface KnownChain {
  readonly name: string;
  readonly training: boolean;
  readonly genesis: string;
  /** Highest target a block may state, as `bits`. */
  readonly limitBits: number;
  /** The hash that must meet the target; a block's id is its double SHA-256 on all of them. */
  readonly workHash: 'sha256' | 'scrypt';
  readonly base58: { readonly pubkeyHash: number; readonly scriptHash: number };
  readonly bech32: string;
  /**
   * The rule of a new target each 2016 blocks: what they should take, and whether their time runs from the block before the first
   * (Litecoin) or from the first (Bitcoin). Null on test networks, which deviate.
   */
  readonly retarget: { readonly seconds: number; readonly fromBlockBefore: boolean } | null;
  readonly checkpoints: ReadonlyMap<number, Checkpoint>;
  /** Less work than this is an old or a made-up chain; null where no figure is built in. */
  readonly minimumWork: bigint | null;
  /** Work after the anchor below which a chain is called cheap to forge (SPEC [H3]). */
  readonly cheapWork: bigint;
  /** No output holds more. */
  readonly mostSatoshi: bigint;
  /** Litecoin's extension block: its flag and its data in a transaction are skipped, and its outputs have no address. */
  readonly mweb: boolean;
}

/** The work one block with these `bits` stands for: 2^256 / (target + 1). */
export function workOf(target: bigint): bigint {
  return (1n << 256n) / (target + 1n);
}

/** Null for a negative, zero or overflowing compact number (Bitcoin's arith_uint256::SetCompact). */
export function targetOf(bits: number): bigint | null {
  const exponent = bits >>> 24;
  const mantissa = BigInt(bits & 0x7fffff);
  const target = exponent > 3 ? mantissa << BigInt(8 * (exponent - 3)) : mantissa >> BigInt(8 * (3 - exponent));
  return (bits & 0x800000) !== 0 || target === 0n || target >= 1n << 256n ? null : target;
}
