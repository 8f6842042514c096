// What makes a source the same source: what its files are called, how long they are and what they hash to.
import type { CaseFile } from '../casefile/index.ts';
import { sha256Hex, type Work } from '../kernel/index.ts';
import type { Material, Progress } from './material.ts';
import { hashFile } from './sourceFile.ts';

export interface Identity {
  readonly publicId: string;
  readonly size: number;
  readonly sha256: string;
  /** SHA-256 of each of the material's files. */
  readonly hashes: readonly string[];
}

export function sizeOf(material: Material): number {
  return material.files.reduce((sum, file) => sum + file.size, 0);
}

export async function identify(material: Material, work: Work<Progress>): Promise<Identity> {
  const size = sizeOf(material);
  let done = 0;
  const hashes: string[] = [];
  for (const file of material.files) {
    hashes.push(
      await hashFile(file.path, work, (count) => {
        done += count;
        work.report({ phase: 'hashing', done, total: size, unit: 'bytes' });
      }),
    );
  }
  const lines = material.files.map((file, i) => `${file.name} ${file.size} ${hashes[i]}`);
  const publicId = sha256Hex(lines.join('\n')).slice(0, 32);
  return { publicId, size, hashes, sha256: hashes.length === 1 ? (hashes[0] as string) : sha256Hex(hashes.join('\n')) };
}

/** A source that was withdrawn keeps its id and its rows: the same data given again become another source. */
export function freeId(file: CaseFile, publicId: string): string {
  const withdrawn = new Set(file.sources.list().flatMap((source) => (source.state === 'withdrawn' ? [source.publicId] : [])));
  let id = publicId;
  while (withdrawn.has(id)) id = sha256Hex(`${id} again`).slice(0, 32);
  return id;
}
