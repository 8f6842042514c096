// A disk image as a copy of an exhibit: the sums of the disk's bytes, whatever form they are packed in, against those that the image and the examiner
// state; the sums of its parts as files; and the file systems that stand in it.
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { breathe, type Host, throwIfCancelled, type Work } from '../../kernel/index.ts';
import { type Image, listFileSystems, openImage } from '../images/index.ts';
import type { Progress } from '../material.ts';
import { MOST_UNREAD } from '../scanners/kept.ts';
import { maskedPath } from '../scanners/secretsInNames.ts';
import { hashFile } from '../sourceFile.ts';
import { keptPath } from './keptPath.ts';
import type { Stated, TakenCopy, TakenFile } from './takenCopy.ts';

const CHUNK_BYTES = 4 << 20;

/** Faults: image.*, job.cancelled. */
export async function takeImage(host: Host, parts: readonly string[], hashes: readonly Stated[], work: Work<Progress>): Promise<TakenCopy> {
  const image = openImage(parts);
  try {
    const stated = [
      ...image.statedHashes.map((one) => ({ ...one, by: 'image' as const })),
      ...hashes.map((one) => ({ ...one, by: 'examiner' as const })),
    ];
    const sums = await sumsOf(image, new Set(['sha256', ...stated.map(({ name }) => name)]), work);
    const files = await partsOf(image, sums, work);
    const report = (done: number): void => work.report({ phase: 'listing', done, total: null, unit: 'files' });
    const listing = await listFileSystems(host, image, { signal: work.signal, report });
    return {
      files,
      copy: {
        ...{
          form: image.form,
          names: image.names.map(maskedPath),
          files: files.length,
          bytes: image.size,
          sha256: sums.get('sha256') as string,
        },
        stated: stated.map((one) => ({ ...one, fits: sums.get(one.name) === one.value })),
        header: image.header.map((one) => ({ ...one })),
        fileSystems: listing.fileSystems.map(({ form, offset, files: count }) => ({ form: maskedPath(form), offset, files: count })),
        lister: listing.lister,
        unread: [...image.problems, ...listing.problems].slice(0, MOST_UNREAD).map(({ path, reason }) => ({
          path: maskedPath(path),
          reason: maskedPath(reason),
        })),
      },
    };
  } finally {
    image.close();
  }
}

async function sumsOf(image: Image, names: ReadonlySet<string>, work: Work<Progress>): Promise<ReadonlyMap<string, string>> {
  const digests = new Map([...names].map((name) => [name, createHash(name)]));
  const chunk = new Uint8Array(CHUNK_BYTES);
  for (let at = 0; at < image.size; ) {
    const read = image.read(chunk, at);
    if (read === 0) break;
    for (const digest of digests.values()) digest.update(chunk.subarray(0, read));
    at += read;
    work.report({ phase: 'hashing', done: at, total: image.size, unit: 'bytes' });
    await breathe();
    throwIfCancelled(work);
  }
  return new Map([...digests].map(([name, digest]) => [name, digest.digest('hex')]));
}

async function partsOf(image: Image, sums: ReadonlyMap<string, string>, work: Work<Progress>): Promise<TakenFile[]> {
  const files: TakenFile[] = [];
  for (const [at, path] of image.paths.entries()) {
    const { size, mtimeMs } = statSync(path);
    // One raw file is the disk's bytes themselves.
    const isDisk = image.form === 'rawImage' && image.paths.length === 1;
    const sha256 = isDisk ? (sums.get('sha256') as string) : await hashFile(path, work, () => undefined);
    files.push({
      path: keptPath(path),
      shown: maskedPath(image.names[at] as string),
      size,
      modified: Math.floor(mtimeMs),
      sha256: Buffer.from(sha256, 'hex'),
    });
  }
  return files;
}
