// RIPEMD-160 (Dobbertin, Bosselaers, Preneel 1996) in plain arithmetic, and what Bitcoin calls the hash of a key: of its SHA-256.
import { sha256 } from './sha256.ts';

/** Which word of the block each step takes: rho and pi of the paper, applied round by round. */
const RHO = [7, 4, 13, 1, 10, 6, 15, 3, 12, 0, 9, 5, 2, 14, 11, 8];
const FIRST = Array.from({ length: 16 }, (_, i) => i);
const FIRST_RIGHT = FIRST.map((i) => (9 * i + 5) % 16);
const rounds = (start: readonly number[]): number[][] => {
  const all = [[...start]];
  for (let round = 1; round < 5; round += 1) all.push((all[round - 1] as number[]).map((word) => RHO[word] as number));
  return all;
};
const LEFT = rounds(FIRST);
const RIGHT = rounds(FIRST_RIGHT);
/** Rotations by round and word. */
const TURNS = [
  [11, 14, 15, 12, 5, 8, 7, 9, 11, 13, 14, 15, 6, 7, 9, 8],
  [12, 13, 11, 15, 6, 9, 9, 7, 12, 15, 11, 13, 7, 8, 7, 7],
  [13, 15, 14, 11, 7, 7, 6, 8, 13, 14, 13, 12, 5, 5, 6, 9],
  [14, 11, 12, 14, 8, 6, 5, 5, 15, 12, 15, 14, 9, 9, 8, 6],
  [15, 12, 13, 13, 9, 5, 8, 6, 14, 11, 12, 11, 8, 6, 5, 5],
];
/** Integer parts of 2^30 times square and cube roots of 2, 3, 5, 7. */
const ADD_LEFT = [0, 0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xa953fd4e];
const ADD_RIGHT = [0x50a28be6, 0x5c4dd124, 0x6d703ef3, 0x7a6d76e9, 0];

const turn = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

function mix(kind: number, x: number, y: number, z: number): number {
  if (kind === 0) return x ^ y ^ z;
  if (kind === 1) return (x & y) | (~x & z);
  if (kind === 2) return (x | ~y) ^ z;
  if (kind === 3) return (x & z) | (y & ~z);
  return x ^ (y | ~z);
}

type State = [number, number, number, number, number];

function line(
  state: Readonly<State>,
  view: DataView,
  at: number,
  words: readonly number[][],
  add: readonly number[],
  isLeft: boolean,
): State {
  let [a, b, c, d, e] = state;
  for (let round = 0; round < 5; round += 1)
    for (let step = 0; step < 16; step += 1) {
      const word = (words[round] as number[])[step] as number;
      const sum = (a + mix(isLeft ? round : 4 - round, b, c, d) + view.getUint32(at + 4 * word, true) + (add[round] as number)) | 0;
      const next = (turn(sum, (TURNS[round] as number[])[word] as number) + e) | 0;
      [a, b, c, d, e] = [e, next, b, turn(c, 10), d];
    }
  return [a, b, c, d, e];
}

export function ripemd160(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array((Math.floor((bytes.length + 8) / 64) + 1) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, (bytes.length << 3) >>> 0, true);
  view.setUint32(padded.length - 4, Math.floor(bytes.length / 0x20000000), true);
  let state: State = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476, 0xc3d2e1f0 | 0];
  for (let at = 0; at < padded.length; at += 64) {
    const l = line(state, view, at, LEFT, ADD_LEFT, true);
    const r = line(state, view, at, RIGHT, ADD_RIGHT, false);
    const [a, b, c, d, e] = state;
    state = [(b + l[2] + r[3]) | 0, (c + l[3] + r[4]) | 0, (d + l[4] + r[0]) | 0, (e + l[0] + r[1]) | 0, (a + l[1] + r[2]) | 0];
  }
  const digest = new Uint8Array(20);
  const out = new DataView(digest.buffer);
  state.forEach((word, i) => out.setInt32(4 * i, word, true));
  return digest;
}

export const hash160 = (bytes: Uint8Array): Uint8Array => ripemd160(sha256(bytes));
