// A file of an exhibit by the path that a scan told: a file of a folder, of a disk image, or within an archive that lies in either.
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile } from '../../casefile/index.ts';
import type { Host, Work } from '../../kernel/index.ts';
import { imageFiles, listFileSystems, openImage } from '../images/index.ts';
import type { Progress } from '../material.ts';
import { filesWithin } from '../scanners/filesWithin.ts';
import type { SeizedFile } from '../scanners/seized.ts';
import { newBudget, type Packed, unpackFile, unpackSeized } from '../scanners/unpack.ts';
import { exhibitOf } from './exhibits.ts';
import { seizedOf } from './readFile.ts';
import { isAsTaken } from './takeExhibit.ts';
import { isImage } from './takenCopy.ts';

const untold = (): void => undefined;

/** The file stays readable until `use` ends. Faults: device.exhibitChanged, image.*, job.cancelled. What `use` throws. */
export async function withSeized<Value>(
  host: Host,
  file: CaseFile,
  { exhibit, path }: { readonly exhibit: number; readonly path: string },
  work: Work<Progress>,
  use: (seized: SeizedFile) => Promise<Value>,
): Promise<Value> {
  const files = file.exhibits.files(exhibit);
  const [outer] = path.split('!') as [string];
  const copy = exhibitOf(file, exhibit).copy;
  if (copy === null || !isImage(copy.form)) {
    const taken = files.find(({ shown }) => shown === outer);
    if (taken === undefined || !isAsTaken(taken.path, taken)) throw new Fault('device.exhibitChanged', { file: outer });
    return use(path === outer ? seizedOf(taken) : await entryOf(path, () => unpackFile(taken.path, outer, newBudget(), untold)));
  }
  const changed = files.find((one) => !isAsTaken(one.path, one));
  if (changed !== undefined) throw new Fault('device.exhibitChanged', { file: changed.shown });
  const image = openImage(files.map((one) => one.path));
  try {
    const report = (done: number): void => work.report({ phase: 'listing', done, total: null, unit: 'files' });
    const listing = await listFileSystems(host, image, { signal: work.signal, report });
    const shown = image.names[0] as string;
    for await (const one of imageFiles({ host, image, listing, shown, signal: work.signal, onUnread: untold })) {
      if (one.path === path) return await use(one);
      // The name of a file may hold an exclamation mark itself.
      if (path.startsWith(`${one.path}!`)) return await use(await entryOf(path, () => unpackSeized(one, newBudget(), untold)));
    }
  } finally {
    image.close();
  }
  throw new Fault('device.notListed', { file: outer });
}

async function entryOf(path: string, open: () => AsyncIterable<Packed>): Promise<SeizedFile> {
  for await (const one of filesWithin(open, (entry) => entry.path === path, untold)) if (one.path === path) return one;
  throw new Fault('device.exhibitChanged', { file: path });
}
