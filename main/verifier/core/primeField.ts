// Arithmetic modulo a prime, for the curves of signatures and keys. Not constant-time: everything here is public.

export interface PrimeField {
  /** The least number of its class that is not negative. */
  modulo(value: bigint): bigint;
  power(base: bigint, exponent: bigint): bigint;
}

export function primeField(prime: bigint): PrimeField {
  const modulo = (value: bigint): bigint => {
    const rest = value % prime;
    return rest < 0n ? rest + prime : rest;
  };
  return {
    modulo,
    power(base, exponent) {
      let result = 1n;
      let square = modulo(base);
      for (let left = exponent; left > 0n; left >>= 1n) {
        if (left & 1n) result = (result * square) % prime;
        square = (square * square) % prime;
      }
      return result;
    },
  };
}
