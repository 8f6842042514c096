// SHA-512 (FIPS 180-4) in plain 32-bit arithmetic, written for the verifier alone.
import { firstPrimes, rootFraction } from './shaConstants.ts';

const PRIMES = firstPrimes(80);
const split = (value: bigint): readonly [number, number] => [Number(value >> 32n) | 0, Number(value & 0xffffffffn) | 0];
const K_PAIRS = PRIMES.map((prime) => split(rootFraction(prime, 3n, 64n)));
const K_HIGH = Int32Array.from(K_PAIRS, (pair) => pair[0]);
const K_LOW = Int32Array.from(K_PAIRS, (pair) => pair[1]);
const INITIAL = PRIMES.slice(0, 8).map((prime) => split(rootFraction(prime, 2n, 64n)));
const WH = new Int32Array(80);
const WL = new Int32Array(80);

function compress(high: Int32Array, low: Int32Array, view: DataView, start: number): void {
  for (let i = 0; i < 16; i += 1) {
    WH[i] = view.getInt32(start + 8 * i);
    WL[i] = view.getInt32(start + 8 * i + 4);
  }
  for (let i = 16; i < 80; i += 1) {
    const xh = WH[i - 15] as number;
    const xl = WL[i - 15] as number;
    const yh = WH[i - 2] as number;
    const yl = WL[i - 2] as number;
    const s0h = ((xh >>> 1) | (xl << 31)) ^ ((xh >>> 8) | (xl << 24)) ^ (xh >>> 7);
    const s0l = ((xl >>> 1) | (xh << 31)) ^ ((xl >>> 8) | (xh << 24)) ^ ((xl >>> 7) | (xh << 25));
    const s1h = ((yh >>> 19) | (yl << 13)) ^ ((yl >>> 29) | (yh << 3)) ^ (yh >>> 6);
    const s1l = ((yl >>> 19) | (yh << 13)) ^ ((yh >>> 29) | (yl << 3)) ^ ((yl >>> 6) | (yh << 26));
    const sum = (s0l >>> 0) + (s1l >>> 0) + ((WL[i - 7] as number) >>> 0) + ((WL[i - 16] as number) >>> 0);
    WL[i] = sum | 0;
    WH[i] = (s0h + s1h + (WH[i - 7] as number) + (WH[i - 16] as number) + Math.floor(sum / 0x100000000)) | 0;
  }
  let [ah, bh, ch, dh, eh, fh, gh, hh] = high as unknown as [number, number, number, number, number, number, number, number];
  let [al, bl, cl, dl, el, fl, gl, hl] = low as unknown as [number, number, number, number, number, number, number, number];
  for (let i = 0; i < 80; i += 1) {
    const s1h = ((eh >>> 14) | (el << 18)) ^ ((eh >>> 18) | (el << 14)) ^ ((el >>> 9) | (eh << 23));
    const s1l = ((el >>> 14) | (eh << 18)) ^ ((el >>> 18) | (eh << 14)) ^ ((eh >>> 9) | (el << 23));
    const choiceHigh = (eh & fh) ^ (~eh & gh);
    const choiceLow = (el & fl) ^ (~el & gl);
    const t1 = (hl >>> 0) + (s1l >>> 0) + (choiceLow >>> 0) + ((K_LOW[i] as number) >>> 0) + ((WL[i] as number) >>> 0);
    const t1h = (hh + s1h + choiceHigh + (K_HIGH[i] as number) + (WH[i] as number) + Math.floor(t1 / 0x100000000)) | 0;
    const t1l = t1 | 0;
    const s0h = ((ah >>> 28) | (al << 4)) ^ ((al >>> 2) | (ah << 30)) ^ ((al >>> 7) | (ah << 25));
    const s0l = ((al >>> 28) | (ah << 4)) ^ ((ah >>> 2) | (al << 30)) ^ ((ah >>> 7) | (al << 25));
    const majorityHigh = (ah & bh) ^ (ah & ch) ^ (bh & ch);
    const majorityLow = (al & bl) ^ (al & cl) ^ (bl & cl);
    const t2 = (s0l >>> 0) + (majorityLow >>> 0);
    const t2h = (s0h + majorityHigh + Math.floor(t2 / 0x100000000)) | 0;
    hh = gh;
    hl = gl;
    gh = fh;
    gl = fl;
    fh = eh;
    fl = el;
    const e = (dl >>> 0) + (t1l >>> 0);
    eh = (dh + t1h + (e > 0xffffffff ? 1 : 0)) | 0;
    el = e | 0;
    dh = ch;
    dl = cl;
    ch = bh;
    cl = bl;
    bh = ah;
    bl = al;
    const a = (t1l >>> 0) + (t2 >>> 0);
    ah = (t1h + t2h + (a > 0xffffffff ? 1 : 0)) | 0;
    al = a | 0;
  }
  const sumHigh = [ah, bh, ch, dh, eh, fh, gh, hh];
  const sumLow = [al, bl, cl, dl, el, fl, gl, hl];
  for (let i = 0; i < 8; i += 1) {
    const sum = ((low[i] as number) >>> 0) + ((sumLow[i] as number) >>> 0);
    low[i] = sum | 0;
    high[i] = ((high[i] as number) + (sumHigh[i] as number) + (sum > 0xffffffff ? 1 : 0)) | 0;
  }
}

export function sha512(bytes: Uint8Array): Uint8Array {
  const high = Int32Array.from(INITIAL, (pair) => pair[0]);
  const low = Int32Array.from(INITIAL, (pair) => pair[1]);
  const whole = bytes.length - (bytes.length % 128);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < whole; at += 128) compress(high, low, view, at);
  const rest = bytes.length - whole;
  const tail = new Uint8Array(rest < 112 ? 128 : 256);
  tail.set(bytes.subarray(whole));
  tail[rest] = 0x80;
  const tailView = new DataView(tail.buffer);
  tailView.setUint32(tail.length - 8, Math.floor(bytes.length / 0x20000000));
  tailView.setUint32(tail.length - 4, (bytes.length << 3) >>> 0);
  for (let at = 0; at < tail.length; at += 128) compress(high, low, tailView, at);
  const digest = new Uint8Array(64);
  const out = new DataView(digest.buffer);
  for (let i = 0; i < 8; i += 1) {
    out.setInt32(8 * i, high[i] as number);
    out.setInt32(8 * i + 4, low[i] as number);
  }
  return digest;
}
