// Keccak-256 as Ethereum uses it (the padding of the submission, not of FIPS 202), in plain arithmetic, written for the verifier alone.
// Lanes are pairs of 32-bit halves; round constants and rotations are derived, not typed in.

const RATE = 136;

/** Rotation per lane x + 5y (rho) and where the lane goes (pi). */
const TURN = new Int32Array(25);
const GOES = new Int32Array(25);
for (let x = 1, y = 0, t = 0; t < 24; t += 1) {
  TURN[x + 5 * y] = (((t + 1) * (t + 2)) / 2) % 64;
  [x, y] = [y, (2 * x + 3 * y) % 5];
}
for (let x = 0; x < 5; x += 1) for (let y = 0; y < 5; y += 1) GOES[x + 5 * y] = y + 5 * ((2 * x + 3 * y) % 5);

/** Iota: bits of a linear feedback shift register over x^8 + x^6 + x^5 + x^4 + 1, at the places 2^j − 1. */
const ROUND_LOW = new Int32Array(24);
const ROUND_HIGH = new Int32Array(24);
for (let round = 0, register = 1; round < 24; round += 1)
  for (let j = 0; j < 7; j += 1) {
    const place = 2 ** j - 1;
    if ((register & 1) === 1) {
      if (place < 32) ROUND_LOW[round] = (ROUND_LOW[round] as number) | (1 << place);
      else ROUND_HIGH[round] = (ROUND_HIGH[round] as number) | (1 << (place - 32));
    }
    register = (register << 1) ^ (register >= 128 ? 0x171 : 0);
  }

const B_LOW = new Int32Array(25);
const B_HIGH = new Int32Array(25);
const C_LOW = new Int32Array(5);
const C_HIGH = new Int32Array(5);

function permute(low: Int32Array, high: Int32Array): void {
  for (let round = 0; round < 24; round += 1) {
    for (let x = 0; x < 5; x += 1) {
      C_LOW[x] = (low[x] as number) ^ (low[x + 5] as number) ^ (low[x + 10] as number) ^ (low[x + 15] as number) ^ (low[x + 20] as number);
      C_HIGH[x] =
        (high[x] as number) ^ (high[x + 5] as number) ^ (high[x + 10] as number) ^ (high[x + 15] as number) ^ (high[x + 20] as number);
    }
    for (let x = 0; x < 5; x += 1) {
      const nextLow = C_LOW[(x + 1) % 5] as number;
      const nextHigh = C_HIGH[(x + 1) % 5] as number;
      const dLow = (C_LOW[(x + 4) % 5] as number) ^ ((nextLow << 1) | (nextHigh >>> 31));
      const dHigh = (C_HIGH[(x + 4) % 5] as number) ^ ((nextHigh << 1) | (nextLow >>> 31));
      for (let lane = x; lane < 25; lane += 5) {
        low[lane] = (low[lane] as number) ^ dLow;
        high[lane] = (high[lane] as number) ^ dHigh;
      }
    }
    for (let lane = 0; lane < 25; lane += 1) {
      const turn = TURN[lane] as number;
      const to = GOES[lane] as number;
      const [a, b] = turn < 32 ? [low[lane] as number, high[lane] as number] : [high[lane] as number, low[lane] as number];
      const bits = turn % 32;
      B_LOW[to] = bits === 0 ? a : (a << bits) | (b >>> (32 - bits));
      B_HIGH[to] = bits === 0 ? b : (b << bits) | (a >>> (32 - bits));
    }
    for (let lane = 0; lane < 25; lane += 1) {
      const row = lane - (lane % 5);
      const one = row + ((lane + 1) % 5);
      const two = row + ((lane + 2) % 5);
      low[lane] = (B_LOW[lane] as number) ^ (~(B_LOW[one] as number) & (B_LOW[two] as number));
      high[lane] = (B_HIGH[lane] as number) ^ (~(B_HIGH[one] as number) & (B_HIGH[two] as number));
    }
    low[0] = (low[0] as number) ^ (ROUND_LOW[round] as number);
    high[0] = (high[0] as number) ^ (ROUND_HIGH[round] as number);
  }
}

export function keccak256(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array((Math.floor(bytes.length / RATE) + 1) * RATE);
  padded.set(bytes);
  padded[bytes.length] = 1;
  padded[padded.length - 1] = (padded[padded.length - 1] as number) | 0x80;
  const low = new Int32Array(25);
  const high = new Int32Array(25);
  for (let start = 0; start < padded.length; start += RATE) {
    for (let lane = 0; lane < RATE / 8; lane += 1) {
      const at = start + lane * 8;
      const word = (from: number): number =>
        (padded[from] as number) |
        ((padded[from + 1] as number) << 8) |
        ((padded[from + 2] as number) << 16) |
        ((padded[from + 3] as number) << 24);
      low[lane] = (low[lane] as number) ^ word(at);
      high[lane] = (high[lane] as number) ^ word(at + 4);
    }
    permute(low, high);
  }
  const hash = new Uint8Array(32);
  for (let i = 0; i < 32; i += 1) {
    const half = (i & 4) === 0 ? low : high;
    hash[i] = ((half[i >> 3] as number) >>> (8 * (i & 3))) & 255;
  }
  return hash;
}
