// Whole paths of names in an APFS volume, from folder to folder above; folders that lead in a circle or nowhere end at a mark.
import type { VolumeRecords } from './volume.ts';

export const ROOT_FOLDER = 2;
/** Names of a path that are told; above them stands a mark. */
const DEEPEST_PATH = 1_000;
const TOO_DEEP = '\u2026';

export interface Paths {
  /** Of a name by its place among the names. */
  ofName(name: number): string;
  /** Null where no folder has this number. */
  ofFolder(id: number): string | null;
}

/** `above`: for folders that these records do not hold. */
export function pathsOf({ names, inodeIndex, inodeAt }: VolumeRecords, above: Paths['ofFolder'] = () => null): Paths {
  const nameOfFolder = new Map<number, number>();
  for (let i = 0; i < names.count(); i++) {
    const index = inodeIndex(names.child(i));
    if (index !== -1 && inodeAt(index).kind === 'folder') nameOfFolder.set(names.child(i), i);
  }
  const ofName = (name: number): string => {
    const parts = [names.text(name)];
    for (let parent = names.parent(name); parent > ROOT_FOLDER; ) {
      const folder = nameOfFolder.get(parent);
      if (folder === undefined || parts.length >= DEEPEST_PATH) {
        parts.push((folder === undefined ? above(parent) : null) ?? TOO_DEEP);
        break;
      }
      parts.push(names.text(folder));
      parent = names.parent(folder);
    }
    return parts.reverse().join('/');
  };
  return {
    ofName,
    ofFolder(id) {
      const name = nameOfFolder.get(id);
      return name === undefined ? null : ofName(name);
    },
  };
}
