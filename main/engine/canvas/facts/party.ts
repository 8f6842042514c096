// Addresses that are asked about together. Names alone: it knows no chain and no canvas.

/**
 * Addresses of this chain: as text, or by their numbers as `ChainFacts.numberOf` gives them (of coins the script's number, as clusters
 * have them), which saves reading them. What the case does not hold is passed over. A list that is asked about again is best the same
 * object: what it stands for is remembered with it, so it must not be changed.
 */
export type Members = readonly string[] | Uint32Array;

/**
 * Addresses that stand as one on a canvas: one address, a cluster, a group. A party is named by whoever asks. An address is in at most
 * one party; of one that is in several the last counts.
 */
export interface Party {
  readonly name: string;
  readonly addresses: Members;
}
