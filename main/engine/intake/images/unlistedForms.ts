// What stands where the lister knows no file system: forms that others write, known by their marks. (Encrypted volumes the lister
// tells itself.)
import type { Image } from './image.ts';

interface Mark {
  readonly name: string;
  readonly at: number;
  readonly mark: string;
}

/** The one that is listed without the lister. */
export const APFS = 'APFS';
const MARKS: readonly Mark[] = [
  { name: APFS, at: 32, mark: 'NXSB' },
  { name: 'ReFS', at: 3, mark: 'ReFS\0' },
  { name: 'XFS', at: 0, mark: 'XFSB' },
  { name: 'Btrfs', at: 0x10040, mark: '_BHRfS_M' },
  { name: 'F2FS', at: 1024, mark: '\x10\x20\xf5\xf2' },
  { name: 'LVM', at: 536, mark: 'LVM2 001' },
  { name: 'SquashFS', at: 0, mark: 'hsqs' },
];

/** Null where nothing of these begins there. */
export function unlistedForm(image: Pick<Image, 'read'>, offset: number): string | null {
  for (const { name, at, mark } of MARKS) {
    const bytes = new Uint8Array(mark.length);
    if (image.read(bytes, offset + at) === mark.length && String.fromCharCode(...bytes) === mark) return name;
  }
  return null;
}
