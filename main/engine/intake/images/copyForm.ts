// What form a single file has that was made of an exhibit, by its first bytes and its name.
import { closeSync, lstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import type { EXHIBIT_FORMS } from '../../../../shared/contract/exhibit.ts';
import { imageFormOf } from './openImage.ts';

type Form = (typeof EXHIBIT_FORMS)[number];

const SECTOR = 512;
const ARCHIVES: readonly (readonly number[])[] = [
  [0x50, 0x4b, 3, 4],
  [0x1f, 0x8b, 8],
  [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c],
  [0x42, 0x5a, 0x68],
  [0xfd, 0x37, 0x7a, 0x58, 0x5a],
  [...Buffer.from('ANDROID BACKUP')],
];
const IMAGE_NAME = /\.(dd|img|raw|bin|vmem|mem|dmp)$/i;
/** Marks of what stands on a disk without a boot sector: ext2 to ext4, HFS+ and HFSX, APFS, Apple's partition map, ISO 9660. */
const DISK_MARKS: readonly (readonly [at: number, mark: string])[] = [
  [1024 + 56, '\x53\xef'],
  [1024, 'H+\0\x04'],
  [1024, 'HX\0\x05'],
  [32, 'NXSB'],
  [SECTOR, 'PM\0\0'],
  [32_769, 'CD001\x01'],
];
const HEAD_BYTES = 33_000;

/** The paths of a disk image, where they are one; null of other files and of folders. */
export function imageParts(roots: readonly string[]): readonly string[] | null {
  const [first] = roots;
  const areFiles = roots.every((root) => lstatSync(root, { throwIfNoEntry: false })?.isFile() === true);
  if (first === undefined || !areFiles) return null;
  const isImage = imageFormOf(first) !== null || (roots.length === 1 && formOfFile({ path: first, shown: basename(first) }) === 'rawImage');
  return isImage ? roots : null;
}

export function formOfFile({ path, shown }: { readonly path: string; readonly shown: string }): Form {
  const head = new Uint8Array(HEAD_BYTES);
  const handle = openSync(path, 'r');
  try {
    readSync(handle, head, 0, head.length, 0);
  } finally {
    closeSync(handle);
  }
  if (ARCHIVES.some((mark) => mark.every((byte, at) => head[at] === byte)) || /\.(tar|ab|ufdr)$/i.test(shown)) return 'archive';
  const isBoot = head[SECTOR - 2] === 0x55 && head[SECTOR - 1] === 0xaa;
  const isMarked = DISK_MARKS.some(([at, mark]) => Buffer.from(head.subarray(at, at + mark.length)).equals(Buffer.from(mark, 'latin1')));
  return isBoot || isMarked || IMAGE_NAME.test(shown) ? 'rawImage' : 'file';
}
