// From a 32-byte hash to its number, over packed hashes: open addressing in one typed array, because a Map
// with text keys costs some 150 MB for a million headers.

/** Holds numbers of the packed `hashes`; it must not outlive them. */
export class HashIndex {
  private readonly hashes: Uint8Array;
  private readonly slots: Int32Array;
  private readonly mask: number;

  constructor(hashes: Uint8Array, capacity: number) {
    let size = 16;
    while (size < capacity * 2) size *= 2;
    this.hashes = hashes;
    this.slots = new Int32Array(size).fill(-1);
    this.mask = size - 1;
  }

  /** Adds hash number `number`; gives the number of the equal hash that was there before, or its own. */
  addIfAbsent(number: number): number {
    const slot = this.slotOf(this.hashes, number * 32);
    const known = this.slots[slot] as number;
    if (known !== -1) return known;
    this.slots[slot] = number;
    return number;
  }

  /** Number of the hash that equals the 32 bytes at `offset`. */
  find(bytes: Uint8Array, offset: number): number | undefined {
    const known = this.slots[this.slotOf(bytes, offset)] as number;
    return known === -1 ? undefined : known;
  }

  // The first four bytes in internal order are the free end of a hash: proof of work zeroes the other end.
  // Someone who grinds collisions makes this slow, not wrong.
  private slotOf(bytes: Uint8Array, offset: number): number {
    let slot =
      ((bytes[offset] as number) |
        ((bytes[offset + 1] as number) << 8) |
        ((bytes[offset + 2] as number) << 16) |
        ((bytes[offset + 3] as number) << 24)) &
      this.mask;
    for (;;) {
      const known = this.slots[slot] as number;
      if (known === -1 || this.equal(known * 32, bytes, offset)) return slot;
      slot = (slot + 1) & this.mask;
    }
  }

  private equal(at: number, bytes: Uint8Array, offset: number): boolean {
    for (let i = 0; i < 32; i++) if (this.hashes[at + i] !== bytes[offset + i]) return false;
    return true;
  }
}
