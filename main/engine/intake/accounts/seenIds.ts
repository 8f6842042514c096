// The ids that a case has seen, each counted once.
import { createHashTable, type HashTable, hashWords } from './hashTable.ts';
import { DIGITS, HASH_BYTES, type IdColumn } from './idColumn.ts';

/** Ids seen so far, each counted once. */
export interface SeenIds {
  /** How many of the column were not seen before. */
  add(ids: IdColumn): number;
}

export function createSeenIds(): SeenIds {
  const hashes = new Map<string, HashTable>();
  const others = new Set<string>();
  return {
    add(ids) {
      if (ids.bytes === null) {
        const before = others.size;
        let known = 0;
        for (let i = 0; i < ids.count; i++) {
          const id = ids.at(i);
          if (isKnownHash(hashes, id)) known += others.has(id) ? 0 : 1;
          others.add(id);
        }
        return others.size - before - known;
      }
      const table = hashes.get(ids.prefix) ?? createHashTable();
      hashes.set(ids.prefix, table);
      const words = hashWords(ids.bytes);
      let fresh = 0;
      for (let i = 0; i < ids.count; i++) {
        const before = table.size;
        table.add(words, i);
        if (table.size > before && (others.size === 0 || !others.has(ids.at(i)))) fresh++;
      }
      return fresh;
    },
  };
}

function isKnownHash(hashes: ReadonlyMap<string, HashTable>, id: string): boolean {
  for (const [prefix, table] of hashes) {
    if (!id.startsWith(prefix) || id.length !== prefix.length + 2 * HASH_BYTES) continue;
    const digits = id.slice(prefix.length);
    if (DIGITS.test(digits) && table.find(hashWords(new Uint8Array(Buffer.from(digits, 'hex'))), 0) >= 0) return true;
  }
  return false;
}
