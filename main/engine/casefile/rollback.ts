// What a kill leaves of an interrupted write with a rollback journal, when the key was being changed: SQLite would play
// the journal back, but SQLite3 Multiple Ciphers refuses the file before that, for its first page already stands under the
// other key (found by killing: keyring.test.ts [K13]). So the first page is put back by hand, as the playback would.
import { createHmac, pbkdf2Sync } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';

/** SQLCipher 4: 4096-byte pages that end in 16 bytes of IV and 64 of HMAC-SHA-512. */
export const PAGE_BYTES = 4096;
export const PAGE_RESERVED_BYTES = 80;
const HMAC_BYTES = 64;
const SALT_BYTES = 16;
/** https://www.sqlite.org/fileformat2.html#the_rollback_journal */
const JOURNAL_MAGIC = Buffer.from('d9d505f920a163d7', 'hex');
const HEADER_BYTES = 28;

/** Whether a page was written under a 48-byte raw key (32 of key, 16 of salt), by SQLCipher 4's page authentication. */
export function pageIsUnder(page: Uint8Array, number: number, key: Uint8Array): boolean {
  const salt = key.subarray(32).map((byte) => byte ^ 0x3a);
  const hmacKey = pbkdf2Sync(key.subarray(0, 32), salt, 2, 32, 'sha512');
  const place = Buffer.alloc(4);
  place.writeUInt32LE(number);
  const from = number === 1 ? SALT_BYTES : 0;
  const mark = createHmac('sha512', hmacKey)
    .update(page.subarray(from, PAGE_BYTES - HMAC_BYTES))
    .update(place)
    .digest();
  return mark.equals(page.subarray(PAGE_BYTES - HMAC_BYTES));
}

/**
 * The key among `keys` under which the rollback journal beside a database is written, after putting the database's first
 * page back where that is needed for opening it; null where there is no journal that SQLite would play back.
 */
export function keyOfRollback(path: string, keys: readonly Uint8Array[]): Uint8Array | null {
  const journal = openSync(`${path}-journal`, 'r');
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    if (readSync(journal, header, 0, HEADER_BYTES, 0) < HEADER_BYTES || !header.subarray(0, 8).equals(JOURNAL_MAGIC)) return null;
    const records = header.readUInt32BE(8);
    const sectorBytes = header.readUInt32BE(20);
    if (records === 0 || header.readUInt32BE(24) !== PAGE_BYTES) return null;
    const record = Buffer.alloc(4 + PAGE_BYTES);
    if (readSync(journal, record, 0, record.length, sectorBytes) < record.length) return null;
    const number = record.readUInt32BE(0);
    const page = record.subarray(4);
    const key = keys.find((candidate) => pageIsUnder(page, number, candidate)) ?? null;
    if (key !== null && number === 1) putBack(path, page, key);
    return key;
  } finally {
    closeSync(journal);
  }
}

function putBack(path: string, page: Uint8Array, key: Uint8Array): void {
  const database = openSync(path, 'r+');
  try {
    const standing = Buffer.alloc(PAGE_BYTES);
    readSync(database, standing, 0, PAGE_BYTES, 0);
    if (pageIsUnder(standing, 1, key)) return;
    writeSync(database, page, 0, PAGE_BYTES, 0);
    fsyncSync(database);
  } finally {
    closeSync(database);
  }
}
