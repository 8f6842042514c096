// A set of outpoints that every input of a chain can be tested against at the speed of reading: a bitmap turns most inputs away
// after one look, the rest are compared byte by byte.

const OUTPOINT_BYTES = 36;
const FIRST_BITS = 20;
/** Bits per member from which on the bitmap is made larger: about one input in 16 then needs a second look. */
const BITS_EACH = 16;

export interface OutpointSet {
  readonly size: number;
  /** Number given with the outpoint, or -1. */
  find(bytes: Uint8Array, at: number): number;
  add(bytes: Uint8Array, at: number, number: number): void;
  remove(bytes: Uint8Array, at: number): void;
}

export function createOutpointSet(): OutpointSet {
  let bits = FIRST_BITS;
  let map = new Int32Array(1 << (bits - 5));
  let keys = new Uint8Array(1024 * OUTPOINT_BYTES);
  let numbers = new Int32Array(1024);
  /** Members by place, counted from 1; 0 is free. Removed members keep their slot and carry number -1. */
  let slots = new Int32Array(4096);
  let count = 0;
  let live = 0;

  let given: Uint8Array = keys;
  let view: DataView = new DataView(given.buffer);
  const mix = (bytes: Uint8Array, at: number): number => {
    if (bytes !== given) {
      given = bytes;
      view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    // A txid is a hash already: four of its bytes are as good as any function. The index is added for payments to many.
    return (view.getInt32(at, true) + Math.imul(view.getUint16(at + 32, true), 0x9e37_79b1)) | 0;
  };
  const equals = (place: number, bytes: Uint8Array, at: number): boolean => {
    const own = place * OUTPOINT_BYTES;
    for (let i = 0; i < OUTPOINT_BYTES; i++) if (keys[own + i] !== bytes[at + i]) return false;
    return true;
  };
  const slotOf = (hash: number, bytes: Uint8Array, at: number): number => {
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const place = slots[slot] as number;
      if (place === 0 || equals(place - 1, bytes, at)) return slot;
      slot = (slot + 1) & mask;
    }
  };
  const mark = (hash: number): void => {
    const bit = hash >>> (32 - bits);
    map[bit >>> 5] = (map[bit >>> 5] as number) | (1 << (bit & 31));
  };
  const grow = (): void => {
    if (count * OUTPOINT_BYTES === keys.length) {
      const wider = new Uint8Array(keys.length * 2);
      wider.set(keys);
      keys = wider;
      const widerNumbers = new Int32Array(numbers.length * 2);
      widerNumbers.set(numbers);
      numbers = widerNumbers;
    }
    if (count * 2 >= slots.length) {
      slots = new Int32Array(slots.length * 2);
      for (let place = 0; place < count; place++) {
        const at = place * OUTPOINT_BYTES;
        slots[slotOf(mix(keys, at), keys, at)] = place + 1;
      }
    }
    if (count * BITS_EACH > 2 ** bits && bits < 31) {
      bits = Math.min(31, bits + 2);
      map = new Int32Array(1 << (bits - 5));
      for (let place = 0; place < count; place++) mark(mix(keys, place * OUTPOINT_BYTES));
    }
  };
  return {
    get size() {
      return live;
    },
    find(bytes, at) {
      const hash = mix(bytes, at);
      const bit = hash >>> (32 - bits);
      if (((map[bit >>> 5] as number) & (1 << (bit & 31))) === 0) return -1;
      const place = slots[slotOf(hash, bytes, at)] as number;
      return place === 0 ? -1 : (numbers[place - 1] as number);
    },
    add(bytes, at, number) {
      grow();
      const hash = mix(bytes, at);
      const slot = slotOf(hash, bytes, at);
      const known = slots[slot] as number;
      if (known !== 0) {
        if (numbers[known - 1] === -1) live++;
        numbers[known - 1] = number;
        return;
      }
      keys.set(bytes.subarray(at, at + OUTPOINT_BYTES), count * OUTPOINT_BYTES);
      numbers[count] = number;
      slots[slot] = ++count;
      live++;
      mark(hash);
    },
    remove(bytes, at) {
      const place = slots[slotOf(mix(bytes, at), bytes, at)] as number;
      if (place === 0 || numbers[place - 1] === -1) return;
      numbers[place - 1] = -1;
      live--;
    },
  };
}
