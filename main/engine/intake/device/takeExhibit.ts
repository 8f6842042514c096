// Reads a copy of an exhibit whole, once, to know it again: every file with its sum. Nothing of it is changed or copied; what was not read is told.
import { createHash, type Hash } from 'node:crypto';
import { statSync } from 'node:fs';
import { Fault } from '../../../../shared/model/fault.ts';
import { breathe, type Host, sha256Hex, throwIfCancelled, type Work } from '../../kernel/index.ts';
import { formOfFile, imageParts } from '../images/index.ts';
import type { Progress } from '../material.ts';
import { MOST_UNREAD } from '../scanners/kept.ts';
import { listFiles, type ListedFile, type Unread } from '../scanners/listFiles.ts';
import { maskedPath } from '../scanners/secretsInNames.ts';
import { openSourceFile } from '../sourceFile.ts';
import type { Stated, TakenCopy, TakenFile } from './takenCopy.ts';
import { keptPath, pathOfKept } from './keptPath.ts';
import { takeImage } from './takeImage.ts';

const CHUNK_BYTES = 4 << 20;

/** Faults: exhibit.nothingRead, exhibit.isLink, exhibit.notThere, image.*, job.cancelled. A sum that does not fit is told, not refused: the copy is what it is. */
export async function takeExhibit(
  host: Host,
  roots: readonly string[],
  hashes: readonly Stated[],
  work: Work<Progress>,
  /** Of the open case: it changes with every entry and would never be again what was taken. */
  ownFolder: string,
): Promise<TakenCopy> {
  const parts = imageParts(roots);
  if (parts !== null) return takeImage(host, parts, hashes, work);
  const unread: Unread[] = [];
  const skip = ({ path, reason }: Unread): void => void unread.push({ path: maskedPath(path), reason: maskedPath(reason) });
  work.report({ phase: 'listing', done: 0, total: null, unit: 'files' });
  const listed = [...listFiles(roots, skip, ownFolder)];
  const total = listed.reduce((sum, { size }) => sum + size, 0);
  const isOne = roots.length === 1 && listed.length === 1 && listed[0]?.path === roots[0];
  const names = isOne ? new Set(['sha256', ...hashes.map(({ name }) => name)]) : new Set(['sha256']);
  const files: TakenFile[] = [];
  let sums: ReadonlyMap<string, Buffer> = new Map();
  let done = 0;
  for (const one of listed) {
    try {
      const read = await hashOne(one, names, work, (bytes) => {
        done += bytes;
        work.report({ phase: 'hashing', done, total, unit: 'bytes' });
      });
      sums = read.sums;
      files.push({ ...one, modified: read.modified, sha256: read.sums.get('sha256') as Buffer });
    } catch (error) {
      if (!(error instanceof Fault) || error.code === 'job.cancelled') throw error;
      skip({ path: one.shown, reason: `${error.parameters.reason ?? error.code}` });
    }
  }
  if (files.length === 0) {
    const { path: file, reason } = unread[0] ?? { path: '', reason: '' };
    if (reason === 'link') throw new Fault('exhibit.isLink', { file });
    throw reason === 'ENOENT' ? new Fault('exhibit.notThere', { file }) : new Fault('exhibit.nothingRead', { file, reason });
  }
  const first = files[0] as TakenFile;
  const list = [...files].sort((a, b) => (a.shown < b.shown ? -1 : 1));
  const sha256 = isOne
    ? Buffer.from(first.sha256).toString('hex')
    : sha256Hex(list.map((file) => `${Buffer.from(file.sha256).toString('hex')}  ${file.shown}\n`).join(''));
  const sumOf = (name: string): string | null => (name === 'sha256' ? sha256 : (sums.get(name)?.toString('hex') ?? null));
  return {
    files: files.map((one) => ({ ...one, path: keptPath(one.path), shown: maskedPath(one.shown) })),
    copy: {
      form: isOne ? formOfFile(first) : 'folder',
      names: roots.map((root) => maskedPath(listed.find(({ path }) => path === root)?.shown ?? root.split(/[\\/]/).at(-1) ?? '')),
      files: files.length,
      bytes: files.reduce((sum, { size }) => sum + size, 0),
      sha256,
      stated: hashes.map((one) => ({ ...one, by: 'examiner', fits: sumOf(one.name) === one.value })),
      header: [],
      fileSystems: [],
      lister: '',
      unread: unread.slice(0, MOST_UNREAD),
    },
  };
}

async function hashOne(
  { path, size }: ListedFile,
  names: ReadonlySet<string>,
  work: Work<Progress>,
  onBytes: (bytes: number) => void,
): Promise<{ readonly sums: ReadonlyMap<string, Buffer>; readonly modified: number }> {
  const file = openSourceFile(path);
  try {
    const digests = new Map<string, Hash>([...names].map((name) => [name, createHash(name)]));
    const chunk = new Uint8Array(CHUNK_BYTES);
    for (let at = 0; at < size; ) {
      const read = file.readInto(chunk, at);
      if (read === 0) throw new Fault('intake.sourceChanged', { file: file.name, reason: 'shortened' });
      for (const digest of digests.values()) digest.update(chunk.subarray(0, read));
      at += read;
      onBytes(read);
      await breathe();
      throwIfCancelled(work);
    }
    return { sums: new Map([...digests].map(([name, digest]) => [name, digest.digest()])), modified: file.modified };
  } finally {
    file.close();
  }
}

/** Whether a file is as it was when its exhibit was taken, as far as size and time of change tell. */
export function isAsTaken(path: string, taken: { readonly size: number; readonly modified: number }): boolean {
  const now = statSync(pathOfKept(path), { throwIfNoEntry: false });
  return now?.isFile() === true && now.size === taken.size && Math.floor(now.mtimeMs) === taken.modified;
}
