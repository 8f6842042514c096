// Records of an APFS volume: names, files and where their content lies, kept in columns until all are known, for a name and what it names stand far
// apart in the tree.
import { type Column, indexOf, newColumn, newTexts } from '../growing.ts';
import { u64 } from './blocks.ts';

/** Types of records, in the top four bits of their keys. */
const INODE = 3;
const ATTRIBUTE = 4;
const EXTENT = 8;
const NAME = 9;
const TYPE_UNIT = 0x1000_0000;
const INODE_HEAD = 92;
/** Among the extended fields of an inode: what is known of its content. */
const CONTENT_FIELD = 8;
const FOLDER_MODE = 0o040000;
const FILE_MODE = 0o100000;
const MODE_KIND = 0o170000;
const COMPRESSED = 0x20;
const COMPRESSION_ATTRIBUTE = 'com.apple.decmpfs';
const COMPRESSION_MARK = 'fpmc';
const EMBEDDED = 2;
const LONGEST_NAME = 1_024;
const MOST_FILES = 4_000_000;
const MOST_EXTENTS = 16_000_000;
/** In bytes: records may name the same bytes of a block again and again. */
const MOST_NAME_BYTES = 1 << 28;
/** Pieces that are gone through for all names together: many names may lead to the pieces of one file. */
const MOST_LOOKS = 2 * MOST_EXTENTS;
const NANOSECONDS_OF_MILLISECOND = 1_000_000n;
export const TIMES = ['created', 'modified', 'changed', 'accessed'] as const;
const TIMES_AT = 16;

export type VolumeRecords = ReturnType<typeof newVolumeRecords>;

export interface Inode {
  readonly id: number;
  /** Number under which the pieces of its content stand: another one than its own where it was cloned. */
  readonly contentId: number;
  readonly kind: 'file' | 'folder' | 'other';
  readonly size: number;
  readonly isCompressed: boolean;
  /** Milliseconds, in the order of TIMES; not a number where none is kept. */
  readonly times: readonly number[];
}

export interface Extent {
  readonly fileOffset: number;
  readonly length: number;
  /** 0: a hole. */
  readonly block: number;
}

/** `isHashed`: names stand with a hash beside their length, as on all volumes that do not tell case or forms of a letter apart. */
export function newVolumeRecords(isHashed: boolean) {
  const inodes = { id: newColumn(), content: newColumn(), size: newColumn(), flags: newColumn(), times: TIMES.map(() => newColumn()) };
  const names = { parent: newColumn(), child: newColumn(), text: newTexts(LONGEST_NAME) };
  const extents = { of: newColumn(), fileOffset: newColumn(), length: newColumn(), block: newColumn() };
  const packed = { id: newColumn(), size: newColumn() };
  let isFull = false;
  let looks = 0;

  const onInode = (id: number, value: Buffer): boolean => {
    if (value.length < INODE_HEAD || !follows(inodes.id, id)) return false;
    const mode = value.readUInt16LE(80) & MODE_KIND;
    const kind = mode === FILE_MODE ? 1 : mode === FOLDER_MODE ? 2 : 0;
    const size = sizeOf(value);
    if (Number.isNaN(size)) return false;
    inodes.id.push(id);
    inodes.content.push(u64(value, 8));
    inodes.size.push(size);
    inodes.flags.push(kind | ((value.readUInt32LE(68) & COMPRESSED) === 0 ? 0 : 4));
    inodes.times.forEach((column, i) => {
      const nanoseconds = value.readBigInt64LE(TIMES_AT + i * 8);
      column.push(nanoseconds <= 0n ? Number.NaN : Number(nanoseconds / NANOSECONDS_OF_MILLISECOND));
    });
    return true;
  };
  const onName = (parent: number, key: Buffer, value: Buffer): boolean => {
    const at = isHashed ? 12 : 10;
    const length = key.length < at ? 0 : isHashed ? key.readUInt32LE(8) & 0x3ff : key.readUInt16LE(8);
    const child = value.length < 18 ? Number.NaN : u64(value, 0);
    if (length < 2 || at + length > key.length || Number.isNaN(child)) return false;
    names.parent.push(parent);
    names.child.push(child);
    // Ends with a zero byte. What a name may not hold would lead a reader to another folder.
    names.text.push(key.toString('utf8', at, at + length - 1).replaceAll(/[\0/]/g, '\ufffd'));
    return true;
  };
  const onExtent = (of: number, key: Buffer, value: Buffer): boolean => {
    const last = extents.of.length === 0 ? -1 : extents.of.at(extents.of.length - 1);
    if (key.length < 16 || value.length < 16 || of < last) return false;
    extents.of.push(of);
    extents.fileOffset.push(u64(key, 8));
    // The highest byte holds flags.
    extents.length.push(value.readUInt32LE(0) + (value.readUInt32LE(4) & 0xff_ffff) * 0x1_0000_0000);
    extents.block.push(u64(value, 8));
    return true;
  };
  const onAttribute = (id: number, key: Buffer, value: Buffer): boolean => {
    const length = key.length < 10 ? 0 : key.readUInt16LE(8);
    if (length - 1 !== COMPRESSION_ATTRIBUTE.length || key.toString('latin1', 10, 10 + length - 1) !== COMPRESSION_ATTRIBUTE) return true;
    const isKept = value.length >= 20 && (value.readUInt16LE(0) & EMBEDDED) !== 0 && value.toString('latin1', 4, 8) === COMPRESSION_MARK;
    if (!isKept || !follows(packed.id, id) || Number.isNaN(u64(value, 12))) return false;
    packed.id.push(id);
    packed.size.push(u64(value, 12));
    return true;
  };

  return {
    isFull: () => isFull,
    /** Whether no pieces are given any more. */
    isSpent: () => looks >= MOST_LOOKS,
    /** False where it is damaged. */
    onRecord(key: Buffer, value: Buffer): boolean {
      if (key.length < 8) return false;
      if (
        names.child.length >= MOST_FILES ||
        names.text.bytes() >= MOST_NAME_BYTES ||
        inodes.id.length >= MOST_FILES ||
        packed.id.length >= MOST_FILES ||
        extents.of.length >= MOST_EXTENTS
      ) {
        isFull = true;
        return true;
      }
      const top = key.readUInt32LE(4);
      const type = Math.floor(top / TYPE_UNIT);
      const id = key.readUInt32LE(0) + (top % TYPE_UNIT) * 0x1_0000_0000;
      if (!Number.isSafeInteger(id)) return false;
      if (type === INODE) return onInode(id, value);
      if (type === NAME) return onName(id, key, value);
      if (type === EXTENT) return onExtent(id, key, value);
      return type !== ATTRIBUTE || onAttribute(id, key, value);
    },
    names: {
      count: () => names.child.length,
      parent: (index: number) => names.parent.at(index),
      child: (index: number) => names.child.at(index),
      text: (index: number) => names.text.at(index),
    },
    inodeCount: () => inodes.id.length,
    inodeAt(index: number): Inode {
      const id = inodes.id.at(index);
      const flags = inodes.flags.at(index);
      const isCompressed = (flags & 4) !== 0;
      const at = isCompressed ? indexOf(packed.id, id) : -1;
      return {
        ...{ id, contentId: inodes.content.at(index), isCompressed },
        kind: (flags & 3) === 1 ? 'file' : (flags & 3) === 2 ? 'folder' : 'other',
        size: at === -1 ? inodes.size.at(index) : packed.size.at(at),
        times: inodes.times.map((column) => column.at(index)),
      };
    },
    /** -1: none of this number. */
    inodeIndex: (id: number): number => indexOf(inodes.id, id),
    *extentsOf(contentId: number): Generator<Extent> {
      const first = indexOf(extents.of, contentId);
      if (first === -1) return;
      for (let i = first; i < extents.of.length && extents.of.at(i) === contentId && looks < MOST_LOOKS; i++, looks++)
        yield { fileOffset: extents.fileOffset.at(i), length: extents.length.at(i), block: extents.block.at(i) };
    },
  };
}

/** Records stand in the order of their numbers: what does not could not be found again. */
function follows(ids: Column, id: number): boolean {
  return ids.length === 0 || id > ids.at(ids.length - 1);
}

/** Of its content, from the extended fields; 0 where there is none, not a number where it is none that a content could have. */
function sizeOf(inode: Buffer): number {
  if (inode.length < INODE_HEAD + 4) return 0;
  const count = inode.readUInt16LE(INODE_HEAD);
  let data = INODE_HEAD + 4 + count * 4;
  for (let i = 0; i < count; i++) {
    const field = INODE_HEAD + 4 + i * 4;
    if (field + 4 > inode.length) return 0;
    const length = inode.readUInt16LE(field + 2);
    if (inode.readUInt8(field) === CONTENT_FIELD) return length >= 8 && data + 8 <= inode.length ? u64(inode, data) : 0;
    // Each begins at a multiple of eight from the first.
    data += Math.ceil(length / 8) * 8;
  }
  return 0;
}
