// Gives equal scripts one number, exactly: open addressing over the scripts' own bytes. Number 0 is never a script.

export interface ScriptTable {
  /** Number of the script at bytes[start, end), adding it when new. */
  intern(bytes: Uint8Array, start: number, end: number): number;
  /** Number of a script, or 0 when it is not there. */
  find(bytes: Uint8Array): number;
  script(number: number): Uint8Array;
  readonly count: number;
  /** End offset of each script in `bytes()`, script 1 first. */
  ends(): Uint32Array;
  bytes(): Uint8Array;
}

export function createScriptTable(expected = 1024): ScriptTable {
  /** Two words each: the script's number and its hash, side by side because each look-up in memory counts. */
  let slots = new Int32Array(2 * tableSize(expected));
  let ends = new Uint32Array(expected + 1);
  let store = new Uint8Array(expected * 26);
  let storeView = viewOf(store);
  let count = 0;
  // The bytes of many scripts in a row come from one block: its view is made once.
  let given: Uint8Array = store;
  let givenView = storeView;
  const look = (bytes: Uint8Array): DataView => {
    if (bytes !== given) {
      given = bytes;
      givenView = viewOf(bytes);
    }
    return givenView;
  };

  /** Place in `slots` of a script, or of the free slot where it would be. */
  function slotOf(view: DataView, start: number, end: number, hash: number): number {
    const mask = (slots.length >>> 1) - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const number = slots[2 * slot] as number;
      if (number === 0 || (slots[2 * slot + 1] === hash && same(number, view, start, end))) return 2 * slot;
    }
  }
  function same(number: number, view: DataView, start: number, end: number): boolean {
    const from = ends[number - 1] as number;
    const length = (ends[number] as number) - from;
    if (length !== end - start) return false;
    let i = 0;
    for (; i + 4 <= length; i += 4) if (storeView.getInt32(from + i) !== view.getInt32(start + i)) return false;
    for (; i < length; i++) if (store[from + i] !== view.getUint8(start + i)) return false;
    return true;
  }
  function grow(): void {
    const wider = new Int32Array(slots.length * 2);
    const mask = (wider.length >>> 1) - 1;
    for (let old = 0; old < slots.length; old += 2) {
      if (slots[old] === 0) continue;
      let slot = (slots[old + 1] as number) & mask;
      while (wider[2 * slot] !== 0) slot = (slot + 1) & mask;
      wider[2 * slot] = slots[old] as number;
      wider[2 * slot + 1] = slots[old + 1] as number;
    }
    slots = wider;
  }
  return {
    intern(bytes, start, end) {
      const view = look(bytes);
      const hash = hashOf(view, start, end);
      const slot = slotOf(view, start, end, hash);
      const known = slots[slot] as number;
      if (known !== 0) return known;
      const number = ++count;
      if (number >= ends.length) ends = widened(ends, ends.length * 2);
      const from = ends[number - 1] as number;
      const to = from + end - start;
      if (to > store.length) {
        const wider = new Uint8Array(Math.max(to, store.length * 2));
        wider.set(store);
        store = wider;
        storeView = viewOf(store);
      }
      for (let i = start, at = from; i < end; i++, at++) store[at] = bytes[i] as number;
      ends[number] = to;
      slots[slot] = number;
      slots[slot + 1] = hash;
      if (count * 4 > slots.length) grow();
      return number;
    },
    find(bytes) {
      const view = viewOf(bytes);
      return slots[slotOf(view, 0, bytes.length, hashOf(view, 0, bytes.length))] as number;
    },
    script: (number) => store.subarray(ends[number - 1], ends[number]),
    get count() {
      return count;
    },
    ends: () => ends.slice(1, count + 1),
    bytes: () => store.subarray(0, ends[count]),
  };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function tableSize(expected: number): number {
  let size = 64;
  while (size < expected * 2) size *= 2;
  return size;
}

function widened(column: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(length);
  wider.set(column);
  return wider;
}

// Four bytes a step; the constants are those of MurmurHash3. Only a spread is needed: equality is decided on bytes.
function hashOf(view: DataView, start: number, end: number): number {
  let hash = end - start;
  let i = start;
  for (; i + 4 <= end; i += 4) {
    const word = Math.imul(view.getInt32(i, true), 0xcc9e2d51);
    hash ^= Math.imul((word << 15) | (word >>> 17), 0x1b873593);
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  for (; i < end; i++) hash = Math.imul(hash ^ view.getUint8(i), 0x85ebca6b);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
