// A file of an exhibit by the path that a scan told: of a folder, of a disk image, or within an archive in either.
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile } from '../../casefile/index.ts';
import type { Host } from '../../kernel/index.ts';
import { imageFiles, listFileSystems, openImage } from '../images/index.ts';
import { filesWithin } from '../scanners/filesWithin.ts';
import { maskedPath } from '../scanners/secretsInNames.ts';
import type { SeizedFile } from '../scanners/seized.ts';
import { newBudget, type Packed, unpackFile, unpackSeized } from '../scanners/unpack.ts';
import { exhibitOf, isImage } from './exhibits.ts';
import { pathOfKept } from './keptPath.ts';
import { seizedOf } from './readFile.ts';
import { isAsTaken } from './takeExhibit.ts';

/** `use` reads it while what it lies in is open. Faults: device.exhibitChanged, image.*, job.cancelled, those of `use`. */
export async function withSeized<Read>(
  host: Host,
  file: CaseFile,
  { exhibit, path }: { readonly exhibit: number; readonly path: string },
  signal: AbortSignal,
  use: (seized: SeizedFile) => Promise<Read>,
): Promise<Read> {
  const taken = file.exhibits.files(exhibit);
  const gone = (): Fault => new Fault('device.exhibitChanged', { file: path });
  const { copy } = exhibitOf(file, exhibit);
  if (copy === null) throw gone();
  if (!isImage(copy)) {
    const outer = taken.filter(({ shown }) => leadsTo(shown, path)).sort((a, b) => b.shown.length - a.shown.length)[0];
    if (outer === undefined || !isAsTaken(outer.path, outer)) throw gone();
    const found =
      outer.shown === path
        ? seizedOf({ ...outer, path: pathOfKept(outer.path) })
        : await entryAt(path, () => unpackFile(pathOfKept(outer.path), outer.shown, newBudget(), ignore));
    if (found === null) throw gone();
    return use(found);
  }
  for (const one of taken) if (!isAsTaken(one.path, one)) throw gone();
  const image = openImage(taken.map((one) => pathOfKept(one.path)));
  try {
    const shown = maskedPath(image.names[0] as string);
    const listing = await listFileSystems(host, image, { signal });
    const wants = (name: string): boolean => leadsTo(maskedPath(`${shown}/${name}`), path);
    const outer: SeizedFile[] = [];
    // A deleted file of the same name comes behind one that stands.
    for await (const one of imageFiles({ host, image, listing, shown, signal, wants, onUnread: ignore }))
      if (one.listed.isDeleted) outer.push(one);
      else outer.unshift(one);
    for (const one of outer) {
      const found = maskedPath(one.path) === path ? one : await entryAt(path, () => unpackSeized(one, newBudget(), ignore));
      if (found !== null) return await use(found);
    }
    throw gone();
  } finally {
    image.close();
  }
}

const ignore = (): void => undefined;
const leadsTo = (outer: string, path: string): boolean => outer === path || path.startsWith(`${outer}!`);

async function entryAt(path: string, open: () => AsyncIterable<Packed>): Promise<SeizedFile | null> {
  const within = filesWithin(open, (one) => maskedPath(one.path) === path, ignore);
  for await (const one of within) if (maskedPath(one.path) === path) return one;
  return null;
}
