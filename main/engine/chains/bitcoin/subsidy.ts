// Newly created coins of a block. Bitcoin Core: validation.cpp, GetBlockSubsidy.

/** Satoshi created by the block at `height`, for a network that halves every `halvingInterval` blocks. */
export function subsidySat(halvingInterval: number, height: number): bigint {
  const halvings = Math.floor(height / halvingInterval);
  // Beyond 63 halvings the shift would be undefined in C++; the reward is zero from the 33rd on anyway.
  return halvings >= 64 ? 0n : 5_000_000_000n >> BigInt(halvings);
}
