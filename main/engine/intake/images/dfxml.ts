// What fiwalk prints, read as it comes: file systems with their places, files with the pieces of the image that hold them.
import { SaxesParser } from 'saxes';
import type { ListedFile } from './listedFile.ts';
import { inOrder, type Run } from './runs.ts';

export interface DfxmlListener {
  onFileSystem(form: string, offset: number): void;
  onFile(file: ListedFile): void;
  /** Where a file system might begin, and none that the lister knows does. */
  onNone(offset: number): void;
  onProblem(reason: string): void;
}

const LONGEST_NAME = 4_096;
const LONGEST_VALUE = 256;
const MOST_RUNS = 1 << 20;
/** Values of a file that are read; also those of the element around them. */
const FILE_VALUES: ReadonlySet<string> = new Set(
  ['filename', 'filesize', 'inode', 'name_type', 'meta_type', 'alloc', 'unalloc'].concat(['mtime', 'crtime', 'atime', 'ctime']),
);

export function createDfxmlReader(listener: DfxmlListener) {
  const parser = new SaxesParser({ xmlns: false });
  const decoder = new TextDecoder('utf-8');
  let values = new Map<string, string>();
  let runs: Run[] = [];
  let isPlaced = true;
  let covered = 0;
  let inFile = false;
  let inParent = false;
  let text = '';
  let keeps = '';
  let volume: { form: string; offset: number; isTold: boolean } | null = null;

  const tell = (): void => {
    if (volume === null || volume.isTold) return;
    volume.isTold = true;
    listener.onFileSystem(volume.form, volume.offset);
  };
  // Names on damaged disks hold what XML cannot: the reader goes on behind it.
  parser.on('error', () => undefined);
  parser.on('opentag', ({ name, attributes }) => {
    const number = (key: string): number => Number(attributes[key] ?? Number.NaN);
    keeps = '';
    text = '';
    if (name === 'volume') volume = { form: '', offset: number('offset'), isTold: false };
    else if (name === 'fileobject') {
      tell();
      values = new Map();
      runs = [];
      isPlaced = true;
      covered = 0;
      inFile = true;
    } else if (name === 'parent_object') inParent = true;
    else if (name === 'byte_run' && inFile) {
      const run = { fileOffset: number('file_offset'), imageOffset: number('img_offset'), length: number('len') };
      if (attributes.fill !== undefined && run.length >= 0) covered += run.length;
      else if (attributes.type !== undefined || attributes.uncompressed_len !== undefined || !isRun(run) || runs.length >= MOST_RUNS)
        isPlaced = false;
      else {
        runs.push(run);
        covered += run.length;
      }
    } else if (name === 'ftype_str' || (inFile && !inParent && FILE_VALUES.has(name))) keeps = name;
  });
  parser.on('text', (piece) => {
    if (keeps !== '' && text.length < LONGEST_NAME) text += piece.slice(0, LONGEST_NAME);
  });
  parser.on('closetag', ({ name }) => {
    if (name === keeps) {
      if (name !== 'ftype_str') values.set(name, name === 'filename' ? text : text.trim().slice(0, LONGEST_VALUE));
      else if (volume !== null) volume.form = text.trim().slice(0, LONGEST_VALUE);
    }
    keeps = '';
    if (name === 'parent_object') inParent = false;
    else if (name === 'volume') {
      tell();
      volume = null;
    } else if (name === 'fileobject' && inFile) {
      inFile = false;
      const file = fileOf(values, runs, isPlaced, covered);
      if (file !== null) listener.onFile(file);
    }
  });
  parser.on('comment', (comment) => {
    // It tries every place a file system might begin at: only what it recognised and could not read is worth saying.
    const encrypted = /'(Encryption detected \([\w -]{1,40}\))' at sector \d+ offset (\d+)/.exec(comment);
    if (encrypted !== null) listener.onProblem(`${encrypted[1]} at byte ${encrypted[2]}`);
    const none = /Cannot determine file system type' at sector \d+ offset (\d{1,15})\b/.exec(comment);
    if (none !== null) listener.onNone(Number(none[1]));
    const failed = /TSK Error: (tsk_fs_[\w]+)/.exec(comment);
    if (failed !== null && volume !== null)
      listener.onProblem(`${volume.form} at byte ${volume.offset}: not all of it could be listed (${failed[1]})`);
  });
  return {
    write: (bytes: Uint8Array) => void parser.write(decoder.decode(bytes, { stream: true })),
    /** False where it broke off before its end. */
    end(): boolean {
      tell();
      parser.write(decoder.decode());
      return !inFile && volume === null;
    },
  };
}

function isRun({ fileOffset, imageOffset, length }: Run): boolean {
  return [fileOffset, imageOffset, length].every((value) => Number.isSafeInteger(value) && value >= 0) && length > 0;
}

function fileOf(values: ReadonlyMap<string, string>, listed: readonly Run[], allPlaced: boolean, covered: number): ListedFile | null {
  const name = values.get('filename') ?? '';
  if (/(?:^|\/)\.\.?$/.test(name)) return null;
  const size = Number(values.get('filesize') ?? 0);
  const inode = Number(values.get('inode') ?? 0);
  if (!Number.isSafeInteger(size) || size < 0 || !Number.isSafeInteger(inode) || inode < 0) return null;
  const isDeleted = values.has('unalloc');
  const ordered = inOrder(listed);
  const runs = ordered ?? listed;
  const isPlaced = allPlaced && ordered !== null;
  const content = isPlaced && covered >= size ? 'runs' : isDeleted && runs.length === 0 && isPlaced ? 'gone' : 'packed';
  return {
    ...{ name, size, isDeleted, inode, content, runs },
    kind: kindOf(values.get('meta_type'), values.get('name_type')),
    times: {
      modified: timeOf(values.get('mtime')),
      created: timeOf(values.get('crtime')),
      accessed: timeOf(values.get('atime')),
      changed: timeOf(values.get('ctime')),
    },
  };
}

function kindOf(meta: string | undefined, name: string | undefined): ListedFile['kind'] {
  if (meta === '1' || (meta === undefined && name === 'r')) return 'file';
  return meta === '2' || name === 'd' ? 'folder' : 'other';
}

function timeOf(text: string | undefined): string | null {
  return text !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?$/.test(text) && !text.startsWith('1970-01-01T00:00:00')
    ? text
    : null;
}
