// Records of a Berkeley DB btree file: its pages from the root down, every page once. Deleted items and pages outside of the tree are left out,
// and told. Source: Berkeley DB 4.8, src/dbinc/db_page.h (DBMETA, BTMETA, PAGE, BKEYDATA, BOVERFLOW, BINTERNAL).
import { damaged } from '../damage.ts';

const MAGIC = 0x0005_3162;
const INTERNAL = 3;
const LEAF = 5;
const OVERFLOW = 7;
const BTREE_META = 9;
const HEADER = 26;
const KEY_DATA = 1;
const OVERFLOW_ITEM = 3;
const DELETED = 0x80;
const MOST_DEPTH = 30;
const MOST_RECORD = 16 * 2 ** 20;

export interface BtreeRecord {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}
export interface BtreeRead {
  readonly records: readonly BtreeRecord[];
  readonly notRead: readonly string[];
}

/** Whether the first page is that of a btree file of either byte order. */
export function isBtreeFile(head: Uint8Array): boolean {
  return head.length >= 512 && orderOf(head) !== null && head[25] === BTREE_META;
}

function orderOf(head: Uint8Array): boolean | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (view.getUint32(12, true) === MAGIC) return true;
  return view.getUint32(12, false) === MAGIC ? false : null;
}

export function readBtree(bytes: Uint8Array): BtreeRead {
  const little = bytes.length < 512 ? null : orderOf(bytes);
  if (little === null) return damaged('it is no btree file');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = view.getUint32(20, little);
  if (size < 512 || size > 65_536 || (size & (size - 1)) !== 0) return damaged('the size of its pages is none');
  if (bytes[24] !== 0) return damaged('its pages are encrypted');
  const pages = Math.floor(bytes.length / size);
  const seen = new Uint8Array(pages);
  const notRead = new Set<string>();
  if (bytes.length % size !== 0 || view.getUint32(32, little) >= pages) notRead.add('missingPages');
  const u16 = (at: number): number => (at + 2 <= bytes.length ? view.getUint16(at, little) : damaged('a page is damaged'));
  const u32 = (at: number): number => (at + 4 <= bytes.length ? view.getUint32(at, little) : damaged('a page is damaged'));
  /** Where the page begins, or null where it is none or was read before: what points in a circle ends there. */
  const visit = (page: number, ...types: readonly number[]): number | null => {
    if (page >= pages || seen[page] === 1 || !types.includes(bytes[page * size + 25] as number)) {
      notRead.add('damagedPages');
      return null;
    }
    seen[page] = 1;
    return page * size;
  };
  const overflow = (first: number, length: number): Uint8Array | null => {
    if (length > MOST_RECORD || length > bytes.length) return null;
    const whole = new Uint8Array(length);
    let filled = 0;
    for (let page = first; filled < length; ) {
      const at = visit(page, OVERFLOW);
      const held = at === null ? 0 : u16(at + 22);
      if (at === null || held === 0 || held > size - HEADER) return null;
      const part = bytes.subarray(at + HEADER, at + HEADER + Math.min(held, length - filled));
      whole.set(part, filled);
      filled += part.length;
      page = u32(at + 16);
    }
    return whole;
  };
  const item = (page: number, index: number): Uint8Array | null => {
    const offset = u16(page + HEADER + index * 2);
    const at = page + offset;
    if (offset < HEADER || offset + 3 > size) return null;
    const type = bytes[at + 2] as number;
    if (type === OVERFLOW_ITEM) return offset + 12 > size ? null : overflow(u32(at + 4), u32(at + 8));
    const length = u16(at);
    if (type !== KEY_DATA || offset + 3 + length > size) return null;
    return bytes.subarray(at + 3, at + 3 + length);
  };
  const isDeleted = (page: number, index: number): boolean => {
    const offset = u16(page + HEADER + index * 2);
    return offset + 3 <= size && ((bytes[page + offset + 2] as number) & DELETED) !== 0;
  };
  const leaf = (page: number, found: BtreeRecord[]): void => {
    const count = Math.min(u16(page + 20), (size - HEADER) >> 1);
    for (let i = 0; i + 1 < count; i += 2) {
      if (isDeleted(page, i) || isDeleted(page, i + 1)) {
        notRead.add('deletedRecords');
        continue;
      }
      const [key, value] = [item(page, i), item(page, i + 1)];
      if (key === null || value === null) notRead.add('damagedPages');
      else found.push({ key, value });
    }
  };
  const walk = (root: number, depth: number, found: BtreeRecord[]): void => {
    const page = depth > MOST_DEPTH ? null : visit(root, INTERNAL, LEAF);
    if (page === null) return;
    if (bytes[page + 25] === LEAF) {
      leaf(page, found);
      return;
    }
    const count = Math.min(u16(page + 20), (size - HEADER) >> 1);
    for (let i = 0; i < count; i++) {
      const offset = u16(page + HEADER + i * 2);
      if (offset < HEADER || offset + 12 > size) notRead.add('damagedPages');
      else walk(u32(page + offset + 4), depth + 1, found);
    }
  };
  const tree = (meta: number): BtreeRecord[] => {
    const found: BtreeRecord[] = [];
    const page = visit(meta, BTREE_META);
    if (page !== null) walk(u32(page + 88), 0, found);
    return found;
  };
  const top = tree(0);
  // A file of several databases holds their names, each with the page of its head (big-endian whatever the machine).
  const named = top.filter(({ key, value }) => value.length === 4 && Buffer.from(key).toString('latin1') === 'main');
  const records = named.length === 0 ? top : named.flatMap(({ value }) => tree(Buffer.from(value).readUInt32BE(0)));
  for (let page = 0; page < pages; page++)
    if (seen[page] === 0 && bytes[page * size + 25] === LEAF && u16(page * size + 20) > 0) notRead.add('pagesOutsideTree');
  return { records, notRead: [...notRead] };
}
