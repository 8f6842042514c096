// The file systems of an image and their files, as Sleuth Kit's fiwalk lists them (APFS from where it finds one): kept in columns, so that a million
// files stay small, and asked by number or by place.
import { Fault } from '../../../../shared/model/fault.ts';
import { breathe, type Host, sha256Stream, throwIfCancelled } from '../../kernel/index.ts';
import { APFS_READER, listApfs } from './apfs/listApfs.ts';
import { createDfxmlReader } from './dfxml.ts';
import { type Column, newColumn, newTexts, type Texts } from './growing.ts';
import type { Image } from './image.ts';
import { type FileTimes, type ListedFile, timeNumber, timeText } from './listedFile.ts';
import { indexNames } from './names.ts';
import { type NtfsStream, ntfsStreams, type StreamsOfFile } from './ntfsStreams.ts';
import { numberPaths } from './pathNumbers.ts';
import { indexRuns, type PlacedRun } from './places.ts';
import { createResident } from './resident.ts';
import { APFS, unlistedForm } from './unlistedForms.ts';
import type { Run } from './runs.ts';
import { indexSameRuns } from './sameRuns.ts';

const MOST_FILES = 4_000_000;
const MOST_RUNS = 16_000_000;
/** In bytes; longer than any file system allows a path to be in practice. */
const LONGEST_NAME = 16_384;
const MOST_NAME_BYTES = 1 << 30;
/** Alternate streams and their pieces, which are held until their files are known: records may be made of nothing else. */
const MOST_OF_STREAMS = 2_000_000;
const MOST_FILE_SYSTEMS = 1_000;
const MOST_PROBLEMS = 200;
const HEADS_BYTES = 1 << 16;
/** NTFS keeps all its records in a file of this name. */
const TABLE = '$MFT';
const PIECES_BETWEEN_BREATHS = 16;
const RECORDS_BETWEEN_BREATHS = 4_096;
const TIMES = ['modified', 'created', 'accessed', 'changed'] as const;
const CONTENTS = ['runs', 'packed', 'gone', 'stream'] as const;

export interface ImageFile extends Omit<ListedFile, 'name' | 'kind' | 'runs'> {
  /** Among the regular files, from 0. */
  readonly number: number;
  /** `fs1/dir/name`: file systems are numbered as they lie in the list; another file of the same path is `fs1/(2)/dir/name`. */
  readonly path: string;
  /** The whole content in pieces of the image; null where it has no such place. */
  readonly runs: readonly Run[] | null;
  /** Index in the list of file systems. */
  readonly fileSystem: number;
}

export interface ImageFileSystem {
  /** As the lister names it: ntfs, ext4, fat32 …; with the name that a volume among others has. */
  readonly form: string;
  /** First byte in the image. */
  readonly offset: number;
  /** Of a volume among others: the first byte of their container, and the block in it where the volume begins. */
  readonly pool?: { readonly offset: number; readonly block: number };
  files: number;
}

export interface ImagePlace {
  readonly path: string;
  readonly offset: number;
  readonly isDeleted: boolean;
}

export interface Listing {
  /** `fiwalk 4.11.1`, `fiwalk 4.11.1, apfs@2`; empty where none is installed: the bytes can then only be read as they lie. */
  readonly lister: string;
  readonly fileSystems: readonly ImageFileSystem[];
  /** Regular files, deleted ones too, in the order of the lister. */
  files(): Iterable<ImageFile>;
  /** SHA-256 of what was listed, times apart: by it a list is known to be the same. */
  sha256(): string;
  /** Whether it lies in the same pieces, more than one, as another one that counts for it: a second or a former name. */
  repeats(file: ImageFile): boolean;
  /** A file that stands (is not deleted) by its path. */
  fileNamed(path: string): ImageFile | null;
  /** What of it stands in the table of files itself (NTFS); null: nothing, or nothing of the size listed. */
  residentContent(file: ImageFile): Uint8Array | null;
  /** The file whose content holds this byte of the image; null: none that the lister knows (free, slack, tables of the file system). */
  placeOf(imageOffset: number): ImagePlace | null;
  readonly problems: readonly { readonly path: string; readonly reason: string }[];
}

/** Faults: job.cancelled. A lister that fails is a problem; what it listed before stands. */
export async function listFileSystems(
  host: Pick<Host, 'fileSystemTools'>,
  image: Pick<Image, 'paths' | 'names' | 'read' | 'size'>,
  work: { readonly signal: AbortSignal; report?(files: number): void },
): Promise<Listing> {
  const tools = (await host.fileSystemTools?.()) ?? null;
  const store = createStore(image);
  if (tools === null) return store.listing('');
  const reader = createDfxmlReader(store);
  let pieces = 0;
  try {
    for await (const piece of tools.list(image.paths, work.signal)) {
      reader.write(piece);
      if (store.isFull()) break;
      if (++pieces % PIECES_BETWEEN_BREATHS > 0) continue;
      work.report?.(store.count());
      throwIfCancelled(work);
      await breathe();
    }
    if (!reader.end() && !store.isFull()) store.onProblem('the list of files breaks off before its end');
  } catch (error) {
    if (error instanceof Fault) throw error;
    store.onProblem(`${tools.name} failed: ${withoutPaths(String((error as Error).message), image)}`);
  }
  throwIfCancelled(work);
  await listStreams(image, store, work);
  for (const at of store.apfsAt) await listContainer(image, at, store, work);
  return store.listing(store.apfsAt.length === 0 ? tools.name : `${tools.name}, ${APFS_READER}`);
}

async function listStreams(
  image: Pick<Image, 'read' | 'size'>,
  store: ReturnType<typeof createStore>,
  work: { readonly signal: AbortSignal; report?(files: number): void },
): Promise<void> {
  let steps = 0;
  let left = MOST_OF_STREAMS;
  for (const { index, offset, table } of store.ntfsTables()) {
    const found: StreamsOfFile[] = [];
    for (const streams of ntfsStreams(image, offset, table)) {
      for (const { runs } of streams?.streams ?? []) left -= 1 + (runs?.length ?? 0);
      if (left < 0) {
        store.onProblem('more alternate streams than are listed');
        break;
      }
      if (streams !== null) found.push(streams);
      if (++steps % RECORDS_BETWEEN_BREATHS > 0) continue;
      work.report?.(store.count());
      throwIfCancelled(work);
      await breathe();
    }
    store.onStreams(index, found);
  }
}

async function listContainer(
  image: Pick<Image, 'read' | 'size'>,
  at: number,
  store: ReturnType<typeof createStore>,
  work: { readonly signal: AbortSignal; report?(files: number): void },
): Promise<void> {
  let steps = 0;
  for (const _ of listApfs(image, at, store)) {
    if (store.isFull()) return;
    if (++steps % PIECES_BETWEEN_BREATHS > 0) continue;
    work.report?.(store.count());
    throwIfCancelled(work);
    await breathe();
  }
}

/** What a program said, with the names of parts in place of where they lie. */
export function withoutPaths(text: string, image: Pick<Image, 'paths' | 'names'>): string {
  return image.paths.reduce((shown, path, i) => shown.replaceAll(path, image.names[i] as string), text).slice(0, 200);
}

function createStore(image: Pick<Image, 'names' | 'read'>) {
  const shown = image.names[0] ?? '';
  const fileSystems: ImageFileSystem[] = [];
  const problems: { path: string; reason: string }[] = [];
  const names = newTexts(LONGEST_NAME);
  /** Numbers of regular files within all that was listed. */
  const regular = newColumn();
  const [sizes, inodes, systems, firstRun] = [newColumn(), newColumn(), newColumn(), newColumn()];
  const flags = newColumn();
  const times = TIMES.map(() => newColumn());
  const [runFile, runFileOffset, runImageOffset, runLength] = [newColumn(), newColumn(), newColumn(), newColumn()];
  const apfsAt: number[] = [];
  const unlisted: { readonly form: string; readonly offset: number }[] = [];
  let isSecondTime = false;
  let isFull = false;

  const onProblem = (reason: string): void => {
    if (problems.length < MOST_PROBLEMS && !problems.some((known) => known.reason === `image: ${reason}`))
      problems.push({ path: shown, reason: `image: ${reason}` });
  };
  const isDeleted = (file: number): boolean => (flags.at(file) & 1) === 1;
  const isSame = (one: number, other: number): boolean =>
    inodes.at(one) === inodes.at(other) && sizes.at(one) === sizes.at(other) && startOf(one) === startOf(other);
  const startOf = (file: number): number => (firstRun.at(file) < endOf(file) ? runImageOffset.at(firstRun.at(file)) : -1);
  let nameOf: ((file: number) => string) | null = null;
  /** Asked only once all was listed. */
  const pathOf = (file: number): string => {
    nameOf ??= numberPaths({ count: sizes.length, nameOf: names.at, systemOf: systems.at, isDeleted, isSame });
    return `fs${systems.at(file) + 1}/${nameOf(file)}`;
  };
  const endOf = (file: number): number => (file + 1 < firstRun.length ? firstRun.at(file + 1) : runFile.length);
  const runsOf = (file: number): Run[] => {
    const runs: Run[] = [];
    for (let run = firstRun.at(file); run < endOf(file); run++)
      runs.push({ fileOffset: runFileOffset.at(run), imageOffset: runImageOffset.at(run), length: runLength.at(run) });
    return runs;
  };
  const timesOf = (file: number): FileTimes =>
    Object.fromEntries(TIMES.map((name, i) => [name, timeText((times[i] as Column).at(file))])) as unknown as FileTimes;
  /** `number`: among the regular files. */
  const fileAt = (file: number, number: number): ImageFile => {
    const content = CONTENTS[flags.at(file) >> 2] ?? 'gone';
    return {
      ...{ number, path: pathOf(file), fileSystem: systems.at(file), size: sizes.at(file), inode: inodes.at(file), content },
      isDeleted: isDeleted(file),
      runs: content === 'runs' ? runsOf(file) : null,
      times: timesOf(file),
    };
  };
  const add = (file: ListedFile, index: number): void => {
    const system = fileSystems[index];
    if (isFull || system === undefined) return;
    if (sizes.length >= MOST_FILES || runFile.length + file.runs.length > MOST_RUNS || names.bytes() > MOST_NAME_BYTES) {
      isFull = true;
      onProblem(`more files than are listed; after ${sizes.length} the list ends`);
      return;
    }
    const number = sizes.length;
    names.push(file.name);
    sizes.push(file.size);
    inodes.push(file.inode);
    systems.push(index);
    firstRun.push(runFile.length);
    flags.push(Number(file.isDeleted) | (CONTENTS.indexOf(file.content) << 2));
    TIMES.forEach((time, i) => {
      times[i]?.push(timeNumber(file.times[time]));
    });
    for (const run of file.runs) {
      runFile.push(number);
      runFileOffset.push(run.fileOffset);
      runImageOffset.push(run.imageOffset);
      runLength.push(run.length);
    }
    if (file.kind === 'file') {
      regular.push(number);
      system.files++;
    }
  };

  return {
    apfsAt,
    onProblem,
    isFull: () => isFull,
    count: () => sizes.length,
    onNone(offset: number): void {
      const form = unlistedForm(image, offset);
      // Copies of its head follow the first one.
      if (
        form === null ||
        unlisted.length >= MOST_FILE_SYSTEMS ||
        unlisted.some((one) => one.form === form && Math.abs(one.offset - offset) < HEADS_BYTES)
      )
        return;
      unlisted.push({ form, offset });
      if (form === APFS) apfsAt.push(offset);
      else onProblem(`${form} at byte ${offset}: its files are not listed, its bytes are read as they lie`);
    },
    onFileSystem(form: string, offset: number, pool?: ImageFileSystem['pool']): void {
      // It begins anew with another size of sectors where the first one failed: the same file system comes twice.
      isSecondTime = !Number.isSafeInteger(offset) || offset < 0 || fileSystems.some((known) => known.offset === offset);
      if (fileSystems.length >= MOST_FILE_SYSTEMS) isSecondTime = true;
      if (!isSecondTime) fileSystems.push({ form, offset, ...(pool === undefined ? {} : { pool }), files: 0 });
    },
    onFile(file: ListedFile): void {
      if (!isSecondTime) add(file, fileSystems.length - 1);
    },
    /** Of each NTFS file system the pieces of its table of files. */
    *ntfsTables(): Generator<{ readonly index: number; readonly offset: number; readonly table: readonly Run[] }> {
      const found = new Set<number>();
      for (let file = 0; file < sizes.length; file++) {
        const index = systems.at(file);
        const { form, offset } = fileSystems[index] as ImageFileSystem;
        if (form !== 'ntfs' || inodes.at(file) !== 0 || names.at(file) !== TABLE || found.has(index)) continue;
        found.add(index);
        yield { index, offset, table: runsOf(file) };
      }
    },
    /** Streams stand beside the first name of their file. */
    onStreams(system: number, found: readonly StreamsOfFile[]): void {
      const left = new Map<string, NtfsStream[]>();
      for (const { inode, isDeleted, streams } of found) {
        const key = `${inode} ${isDeleted}`;
        const known = left.get(key) ?? [];
        known.push(...streams);
        left.set(key, known);
      }
      for (let file = 0, count = sizes.length; file < count && left.size > 0; file++) {
        if (systems.at(file) !== system) continue;
        const key = `${inodes.at(file)} ${isDeleted(file)}`;
        for (const { name, size, runs } of left.get(key) ?? [])
          add(
            {
              ...{ name: `${names.at(file)}:${shownName(name)}`, kind: 'file', size, inode: inodes.at(file), isDeleted: isDeleted(file) },
              ...{ runs: runs ?? [], content: runs === null ? 'stream' : 'runs', times: timesOf(file) },
            },
            system,
          );
        left.delete(key);
      }
    },
    listing(lister: string): Listing {
      let named: ReturnType<typeof indexNames> | null = null;
      let standing: ((offset: number) => PlacedRun | null) | null = null;
      let deleted: ((offset: number) => PlacedRun | null) | null = null;
      let byInode: Map<number, number>[] | null = null;
      let same: ((file: number) => boolean) | null = null;
      let sum: string | null = null;
      const fileNamed = (path: string): ImageFile | null => {
        named ??= indexNames(regular, (file) => (isDeleted(file) ? null : pathOf(file)));
        const found = named(path);
        return found === null ? null : fileAt(regular.at(found), found);
      };
      const resident = createResident(image, fileSystems, (system) => fileNamed(`fs${system + 1}/${TABLE}`)?.runs ?? null);
      /** Within a table of files: the file whose content stands there. */
      const inTable = ({ file, fileOffset }: PlacedRun): PlacedRun | null => {
        if (inodes.at(file) !== 0 || names.at(file) !== TABLE) return null;
        const place = resident.placeIn(systems.at(file), fileOffset);
        if (place === null) return null;
        if (byInode === null) {
          byInode = fileSystems.map(() => new Map<number, number>());
          for (let i = 0; i < regular.length; i++) {
            const number = regular.at(i);
            if (CONTENTS[flags.at(number) >> 2] === 'packed') byInode[systems.at(number)]?.set(inodes.at(number), number);
          }
        }
        const owner = byInode[systems.at(file)]?.get(place.inode);
        return owner === undefined || sizes.at(owner) <= place.offset ? null : { file: owner, fileOffset: place.offset };
      };
      return {
        ...{ lister, fileSystems, problems, fileNamed },
        *files() {
          for (let i = 0; i < regular.length; i++) yield fileAt(regular.at(i), i);
        },
        sha256() {
          sum ??= sumOf(fileSystems, [regular, sizes, inodes, systems, firstRun, flags, runFileOffset, runImageOffset, runLength], names);
          return sum;
        },
        repeats({ number }) {
          same ??= indexSameRuns(regular.values(), isDeleted, { first: firstRun, endOf, imageOffset: runImageOffset, length: runLength });
          return same(regular.at(number));
        },
        residentContent: ({ fileSystem, inode, size }) => resident.contentOf(fileSystem, inode, size),
        placeOf(offset) {
          standing ??= indexRuns(runFile, runFileOffset, runImageOffset, runLength, (file) => !isDeleted(file));
          deleted ??= indexRuns(runFile, runFileOffset, runImageOffset, runLength, isDeleted);
          const run = standing(offset) ?? deleted(offset);
          if (run === null) return null;
          const found = inTable(run) ?? run;
          return { path: pathOf(found.file), offset: found.fileOffset, isDeleted: isDeleted(found.file) };
        },
      };
    },
  };
}

/** As the lister shows what would break a line. */
const shownName = (name: string): string =>
  name.replace(/[\0-\x1f\x7f/\\]/g, (one) => `\\x${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);

function sumOf(fileSystems: readonly ImageFileSystem[], columns: readonly Column[], names: Pick<Texts, 'parts'>): string {
  const hash = sha256Stream().update(JSON.stringify(fileSystems));
  for (const column of columns) hash.update(`${column.length}\n`).update(column.values());
  for (const part of names.parts()) hash.update(part);
  return hash.digest('hex');
}
