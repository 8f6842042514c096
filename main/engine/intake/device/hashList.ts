// Lists of sums of files that everybody has (installed programs, word lists): such a file is left out of a scan, and counted.
import { Fault } from '../../../../shared/model/fault.ts';
import type { GrantedPath } from '../../kernel/index.ts';
import { readHashSet } from '../scanners/hashSet.ts';

export interface HashList {
  readonly name: string;
  /** Of the list itself. */
  readonly sha256: string;
  has(sha256: Uint8Array): boolean;
}

/** Exhibits are known by SHA-256 alone. Faults: device.listWithoutSums, intake.unreadable. */
export async function readHashLists(paths: readonly GrantedPath[]): Promise<HashList[]> {
  const lists: HashList[] = [];
  for (const { path, name } of paths) {
    const set = await readHashSet(path).catch((error: unknown) => {
      throw new Fault('intake.unreadable', { file: name, reason: (error as { code?: string }).code ?? 'unknown' }, error);
    });
    if (!set.kinds.includes('sha256')) throw new Fault('device.listWithoutSums', { file: name });
    lists.push({ name, sha256: set.sha256, has: (sha256) => set.has('sha256', Buffer.from(sha256).toString('hex')) });
  }
  return lists;
}
