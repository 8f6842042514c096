// A set of output scripts that every output of a chain can be tested against as bytes, at the same speed for one as for a hundred
// thousand: no address is ever spelled out.

const FIRST_BITS = 20;
const BITS_EACH = 16;

export interface ScriptSet {
  readonly size: number;
  add(script: Uint8Array): void;
  /** Whether the script in `bytes` from `start` to `end` is a member. */
  has(bytes: Uint8Array, start: number, end: number): boolean;
  scripts(): readonly Uint8Array[];
}

/** Four bytes of what the usual forms pay to (key hash, script hash, output key), and the length: spread like a hash in honest chains. */
function mix(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  const salt = Math.imul(length, 0x9e37_79b1);
  // What stands behind a script is not its own.
  if (length < 4) return (salt + (length > 0 ? (bytes[start] as number) : 0)) | 0;
  const at = length === 25 ? start + 3 : length >= 6 ? start + 2 : start;
  const word =
    (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24);
  return (word + salt) | 0;
}

export function createScriptSet(): ScriptSet {
  const members: Uint8Array[] = [];
  let bits = FIRST_BITS;
  let map = new Int32Array(1 << (bits - 5));
  let slots = new Int32Array(1024);

  const slotOf = (hash: number, bytes: Uint8Array, start: number, end: number): number => {
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const place = slots[slot] as number;
      if (place === 0) return slot;
      const member = members[place - 1] as Uint8Array;
      let i = member.length === end - start ? 0 : -1;
      while (i >= 0 && i < member.length && member[i] === bytes[start + i]) i++;
      if (i === member.length) return slot;
      slot = (slot + 1) & mask;
    }
  };
  const mark = (hash: number): void => {
    const bit = hash >>> (32 - bits);
    map[bit >>> 5] = (map[bit >>> 5] as number) | (1 << (bit & 31));
  };
  const hashOf = (script: Uint8Array) => mix(script, 0, script.length);
  return {
    get size() {
      return members.length;
    },
    add(script) {
      if ((members.length + 1) * 2 >= slots.length) {
        slots = new Int32Array(slots.length * 2);
        members.forEach((member, place) => {
          slots[slotOf(hashOf(member), member, 0, member.length)] = place + 1;
        });
      }
      const slot = slotOf(hashOf(script), script, 0, script.length);
      if (slots[slot] !== 0) return;
      members.push(script.slice());
      slots[slot] = members.length;
      if (members.length * BITS_EACH > 2 ** bits && bits < 31) {
        bits = Math.min(31, bits + 2);
        map = new Int32Array(1 << (bits - 5));
        for (const member of members) mark(hashOf(member));
      } else mark(hashOf(script));
    },
    has(bytes, start, end) {
      const hash = mix(bytes, start, end);
      const bit = hash >>> (32 - bits);
      if (((map[bit >>> 5] as number) & (1 << (bit & 31))) === 0) return false;
      return slots[slotOf(hash, bytes, start, end)] !== 0;
    },
    scripts: () => members,
  };
}
