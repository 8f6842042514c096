// Where the constants of SHA-2 come from (FIPS 180-4 §4.2.2-3, §5.3): fractional parts of roots of the first primes.
// Derived rather than copied, so that a slip of the pen cannot hide in a table.

export function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n += 1) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes;
}

/** The first `bits` bits of the fractional part of the `degree`-th root of `prime`. */
export function rootFraction(prime: number, degree: bigint, bits: bigint): bigint {
  const scaled = BigInt(prime) << (bits * degree);
  let low = 0n;
  let high = BigInt(prime) << bits;
  while (low < high) {
    const middle = (low + high + 1n) >> 1n;
    if (middle ** degree <= scaled) low = middle;
    else high = middle - 1n;
  }
  return low & ((1n << bits) - 1n);
}
