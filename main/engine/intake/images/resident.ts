// Which of an image's files stand within the table of their own file system, and where.
import type { Image } from './image.ts';
import { type NtfsRecords, readNtfsRecords } from './ntfsRecords.ts';
import type { Run } from './runs.ts';

interface System {
  readonly form: string;
  readonly offset: number;
}

/** `tableOf`: pieces of the `$MFT` of a file system by its index, or null. */
export function createResident(image: Pick<Image, 'read'>, systems: readonly System[], tableOf: (system: number) => readonly Run[] | null) {
  const known = new Map<number, NtfsRecords | null>();
  const recordsOf = (system: number): NtfsRecords | null => {
    let records = known.get(system);
    if (records === undefined) {
      const { form, offset } = systems[system] as System;
      const table = form === 'ntfs' ? tableOf(system) : null;
      records = table === null ? null : readNtfsRecords(image, offset, table);
      known.set(system, records);
    }
    return records;
  };
  return {
    /** Null where it does not stand there, or has another size than listed: the record may have been given to another file since. */
    contentOf(system: number, inode: number, size: number): Uint8Array | null {
      const content = recordsOf(system)?.contentOf(inode) ?? null;
      return content?.bytes.length === size ? content.bytes : null;
    },
    /** The file by its number, and the byte of its content, that a byte of the table belongs to. */
    placeIn(system: number, offset: number): { readonly inode: number; readonly offset: number } | null {
      const records = recordsOf(system);
      if (records === null) return null;
      const inode = Math.floor(offset / records.recordBytes);
      const content = records.contentOf(inode);
      const within = offset - inode * records.recordBytes - (content?.start ?? 0);
      return content !== null && within >= 0 && within < content.bytes.length ? { inode, offset: within } : null;
    },
  };
}
