// H2's encrypted file (CIPHER=AES): a header block with a salt, then blocks of 4096 bytes under AES-128 in XTS mode, one key for text and tweak alike.
// Source: h2database/h2database, org/h2/store/fs/encrypt/FileEncrypt.java and XTS.java, FilePathEncrypt.java (getPasswordBytes), SHA256.java (getPBKDF2).
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { pbkdf2 } from '../ciphers.ts';
import { isStoreFile } from './storeFile.ts';

const MARK = 'H2encrypt\n';
const SALT_BYTES = 8;
const BLOCK = 4096;
const UNIT = 16;
/** Blocks that are held beside the file at a time. */
const AT_ONCE = 256;
/** H2 states them nowhere in the file. */
export const H2_ROUNDS = 10;
/** What a program of its own may write behind the salt, in the block that is not encrypted. */
export const H2_HEADER_END = MARK.length + SALT_BYTES;

export const isEncryptedStore = (head: Uint8Array): boolean => Buffer.from(head.subarray(0, MARK.length)).toString('latin1') === MARK;

export const saltOfStore = (head: Uint8Array): Uint8Array => head.slice(MARK.length, H2_HEADER_END);

/** The store within, or null where the password is another. */
export function decryptStore(bytes: Uint8Array, password: string): Uint8Array | null {
  // Two bytes a character, as Java has them.
  const key = pbkdf2('sha256', Buffer.from(password, 'utf16le').swap16(), saltOfStore(bytes), H2_ROUNDS, 16);
  // What is cut short within a block cannot be told apart from what another key makes of it.
  const blocks = Math.floor((bytes.length - BLOCK) / BLOCK);
  if (key === null || blocks < 1) return null;
  const open = new Uint8Array(blocks * BLOCK);
  for (let block = 0; block < blocks; block += AT_ONCE) {
    const sealed = bytes.subarray(BLOCK + block * BLOCK, BLOCK + Math.min(blocks, block + AT_ONCE) * BLOCK);
    open.set(decryptBlocks(sealed, key, block), block * BLOCK);
    if (block === 0 && !isStoreFile(open)) return null;
  }
  return open;
}

function decryptBlocks(sealed: Uint8Array, key: Uint8Array, firstBlock: number): Uint8Array {
  const tweaks = tweaksOf(key, firstBlock, sealed.length / BLOCK);
  const decipher = createDecipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  return exclusiveOr(decipher.update(exclusiveOr(sealed, tweaks)), tweaks);
}

/** Of each unit: its block's number, encrypted, doubled in GF(2^128) as often as units stand before it. */
function tweaksOf(key: Uint8Array, firstBlock: number, blocks: number): Uint8Array {
  const numbers = Buffer.alloc(blocks * UNIT);
  for (let block = 0; block < blocks; block++) numbers.writeUInt32LE(firstBlock + block, block * UNIT);
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  const starts = cipher.update(numbers);
  const tweaks = new Uint8Array(blocks * BLOCK);
  for (let block = 0; block < blocks; block++) {
    tweaks.set(starts.subarray(block * UNIT, (block + 1) * UNIT), block * BLOCK);
    for (let at = block * BLOCK + UNIT; at < (block + 1) * BLOCK; at += UNIT) {
      let carry = 0;
      for (let i = 0; i < UNIT; i++) {
        const before = tweaks[at - UNIT + i] as number;
        tweaks[at + i] = ((before << 1) | carry) & 0xff;
        carry = before >> 7;
      }
      if (carry === 1) tweaks[at] = (tweaks[at] as number) ^ 0x87;
    }
  }
  return tweaks;
}

function exclusiveOr(left: Uint8Array, right: Uint8Array): Uint8Array {
  const out = new Uint8Array(left.length);
  for (let i = 0; i < left.length; i++) out[i] = (left[i] as number) ^ (right[i] as number);
  return out;
}
