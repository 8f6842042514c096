// Exhibits: seized things and the copies made of them, with who had them when, where and why (ISO/IEC 27037's minimum record).
import { z } from 'zod';
import { command, defineDomain, job, query } from './define.ts';
import { Empty, Grant, HashText, Progress, ShortText, TimeText } from './values.ts';

const Count = z.number().int().nonnegative();
export const ExhibitId = z.number().int().positive();

/** No 30th of February, no 25 o'clock: what a calendar makes of it is what was written. */
export function isOnTheClock(time: string): boolean {
  const local = time.slice(0, 16);
  const read = new Date(`${local}Z`);
  const seconds = Number(/T\d\d:\d\d:(\d\d)/.exec(time)?.[1] ?? 0);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(local) && seconds < 60;
}

export const CUSTODY_ACTIONS = ['seized', 'received', 'imaged', 'examined', 'released', 'returned', 'other'] as const;
/** As stated by the examiner; the journal holds when it was written down. */
export const Custody = z.strictObject({
  action: z.enum(CUSTODY_ACTIONS),
  /** Who had access, and from whom it came where it changed hands. */
  person: ShortText.min(1),
  from: ShortText.default(''),
  /** Local time with its offset, as stated: `2026-11-22T14:05+09:00`. */
  time: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/)
    .refine(isOnTheClock, 'no such day or time'),
  place: ShortText.min(1),
  /** Why, and on what authority. */
  purpose: ShortText.default(''),
  authority: ShortText.default(''),
  seal: ShortText.default(''),
  /** Changes that could not be avoided, by whom and why; empty: none stated. */
  changes: ShortText.default(''),
});
export type Custody = z.output<typeof Custody>;

export const EXHIBIT_FORMS = ['item', 'folder', 'file', 'rawImage', 'splitImage', 'ewf', 'archive'] as const;
const HASH_NAMES = ['md5', 'sha1', 'sha256'] as const;
export const StatedHash = z.strictObject({ name: z.enum(HASH_NAMES), value: z.string().regex(/^[0-9a-f]{32,64}$/) });

export const FileSystem = z.strictObject({
  /** As the lister names it: NTFS, Ext4, FAT32 … */
  form: z.string(),
  /** First byte in the image. */
  offset: Count,
  files: Count,
});

const Copy = z.strictObject({
  form: z.enum(EXHIBIT_FORMS),
  /** Names of what was read, in order; content stays where it is. */
  names: z.array(z.string()),
  files: Count,
  bytes: Count,
  /** Of one file or image its content, of a folder the list of its files with their sums (`<sha256>  <path>` by path, LF). */
  sha256: HashText,
  /** Sums that the image itself or the examiner states, and whether they fit. */
  stated: z.array(z.strictObject({ ...StatedHash.shape, by: z.enum(['image', 'examiner']), fits: z.boolean() })),
  /** What the image's own header says, by code: examiner, tool, acquired … */
  header: z.array(z.strictObject({ code: z.string(), value: z.string() })),
  fileSystems: z.array(FileSystem),
  /** Which lister told the file systems; empty: none is installed, and the bytes are read as they lie. */
  lister: z.string(),
  unread: z.array(z.strictObject({ path: z.string(), reason: z.string() })),
});
export type ExhibitCopy = z.output<typeof Copy>;

const Exhibit = z.strictObject({
  id: ExhibitId,
  event: Count,
  /** As on the label. */
  number: z.string(),
  /** What it was made from; null of a seized thing itself. */
  from: z.strictObject({ id: ExhibitId, number: z.string() }).nullable(),
  description: z.string(),
  note: z.string(),
  examiner: z.string(),
  time: TimeText,
  /** Null of a thing of which nothing was read yet. */
  copy: Copy.nullable(),
  custody: z.array(z.strictObject({ ...Custody.shape, event: Count, examiner: z.string(), written: TimeText })),
  scans: z.array(z.number().int()),
});
export type Exhibit = z.output<typeof Exhibit>;

export const exhibitContract = defineDomain('exhibit', {
  /** Registers a thing, or takes a copy in: it is read whole and hashed, never changed, and stays where it is. */
  'exhibit.add': job({
    input: z.strictObject({
      number: ShortText.trim().min(1),
      from: ExhibitId.nullable().default(null),
      description: ShortText.default(''),
      note: ShortText.default(''),
      paths: z.array(Grant).max(1000).default([]),
      hashes: z.array(StatedHash).max(3).default([]),
      custody: z.array(Custody).max(20).default([]),
    }),
    output: Exhibit,
    progress: Progress,
  }),
  'exhibit.list': query({ input: Empty, output: z.strictObject({ exhibits: z.array(Exhibit) }) }),
  'exhibit.custody': command({ input: z.strictObject({ exhibit: ExhibitId, entry: Custody }), output: z.strictObject({ event: Count }) }),
});
