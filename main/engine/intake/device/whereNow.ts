// Where the files of an exhibit lie now, when its copy was connected elsewhere: they are known again by their sums, as a copy of a copy has other times
// and names above it.
import { statSync } from 'node:fs';
import { basename, sep } from 'node:path';
import { Fault } from '../../../../shared/model/fault.ts';
import type { Work } from '../../kernel/index.ts';
import type { Progress } from '../material.ts';
import { hashFile } from '../sourceFile.ts';
import type { TakenFile } from './takenCopy.ts';

type Place = Pick<TakenFile, 'path' | 'shown'>;

/** `roots`: by the names that were taken, else in that order. Faults: device.exhibitChanged where there are too few. */
export function placesNow(taken: readonly Place[], roots: readonly string[]): string[] {
  if (roots.length === 0) return taken.map(({ path }) => path);
  const before = new Map<string, string | null>();
  for (const one of taken) if ((before.get(topOf(one)) ?? null) === null) before.set(topOf(one), rootBefore(one));
  const now = new Map([...before.keys()].map((top, at) => [top, rootNow(top, at, roots)]));
  return taken.map((one) => {
    const [top, root] = [topOf(one), now.get(topOf(one))];
    if (root === undefined) throw new Fault('device.exhibitChanged', { file: one.shown });
    const from = before.get(top) ?? null;
    return `${root}${from === null ? one.shown.slice(top.length) : one.path.slice(from.length)}`;
  });
}

const topOf = ({ shown }: Place): string => shown.split('/')[0] as string;

/** What was chosen when it was taken; null of a file that is shown by the name that it had on a phone. */
function rootBefore({ path, shown }: Place): string | null {
  const rest = shown.slice(topOf({ path, shown }).length).replaceAll('/', sep);
  return path.endsWith(rest) ? path.slice(0, path.length - rest.length) : null;
}

function rootNow(top: string, at: number, roots: readonly string[]): string | undefined {
  const named = roots.filter((root) => basename(root) === top);
  return named.length === 1 ? named[0] : roots[at];
}

/** Reads every file whole. Faults: device.exhibitChanged, intake.unreadable, job.cancelled. */
export async function checkSums(files: readonly TakenFile[], work: Work<Progress>): Promise<void> {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  for (const { path, shown, size, sha256 } of files) {
    const status = statSync(path, { throwIfNoEntry: false });
    const isThere = status?.isFile() === true && status.size === size;
    const sum = isThere
      ? await hashFile(path, work, (bytes) => {
          done += bytes;
          work.report({ phase: 'hashing', done, total, unit: 'bytes' });
        })
      : null;
    if (sum !== Buffer.from(sha256).toString('hex')) throw new Fault('device.exhibitChanged', { file: shown });
  }
}
