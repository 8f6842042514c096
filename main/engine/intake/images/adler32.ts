// The checksum of RFC 1950, which EWF puts behind everything; Node's zlib keeps its own to itself.

const MODULUS = 65_521;
/** So many bytes of 255 stay below 2^31 in the second sum. */
const RUN = 3_800;

export function adler32(bytes: Uint8Array, from = 1): number {
  let low = from & 0xffff;
  let high = from >>> 16;
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(at + RUN, bytes.length);
    for (; at < end; at++) {
      low += bytes[at] as number;
      high += low;
    }
    low %= MODULUS;
    high %= MODULUS;
  }
  return ((high << 16) | low) >>> 0;
}
