// A disk image as a file of a walk: its bytes, with the list of the files in it.
import { basename, resolve } from 'node:path';
import { Fault } from '../../../../shared/model/fault.ts';
import type { Host, Work } from '../../kernel/index.ts';
import { type Image, imageParts, listFileSystems, openImage } from '../images/index.ts';
import type { Progress } from '../material.ts';
import type { Unread } from './listFiles.ts';
import type { WalkFile } from './scanWalk.ts';
import { maskedPath } from './secretsInNames.ts';

export type WalkImage = WalkFile & Required<Pick<WalkFile, 'within'>>;

/** Faults: job.cancelled. */
export async function imageToWalk(host: Host, image: Image, work: Work<Progress>): Promise<WalkImage> {
  const report = (done: number): void => work.report({ phase: 'listing', done, total: null, unit: 'files' });
  const listing = await listFileSystems(host, image, { signal: work.signal, report });
  return { path: image.paths[0] as string, shown: maskedPath(image.names[0] as string), size: image.size, within: { image, listing } };
}

/** The images among some paths, each once whatever parts of it are given, and the other paths. One that cannot be opened is told, and is among the others. */
export function openImages(
  roots: readonly string[],
  onUnread: (unread: Unread) => void,
): { readonly images: readonly Image[]; readonly others: readonly string[] } {
  const images: Image[] = [];
  const others: string[] = [];
  const isPart = (root: string): boolean => images.some(({ paths }) => paths.some((path) => resolve(path) === resolve(root)));
  for (const root of roots) {
    if (isPart(root)) continue;
    try {
      const parts = imageParts([root]);
      if (parts === null) others.push(root);
      else images.push(openImage(parts));
    } catch (error) {
      others.push(root);
      const { code, parameters } = error instanceof Fault ? error : { code: 'unreadable', parameters: {} };
      const why = [code.replace(/^image\./, ''), ...Object.values(parameters)].join(', ');
      onUnread({ path: basename(root), reason: `image: not opened (${why}); its bytes are read as they lie, packed ones too` });
    }
  }
  return { images, others };
}
