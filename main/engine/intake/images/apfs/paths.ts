// Whole paths of names in an APFS volume, from folder to folder above; folders that lead in a circle or nowhere end at a mark.
import type { VolumeRecords } from './volume.ts';

export const ROOT_FOLDER = 2;
/** Names of a path that are told; above them stands a mark. */
const DEEPEST_PATH = 1_000;
/** In characters, but for the last name. */
const LONGEST_PATH = 4_096;
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
  const aboveOf = (name: number): string => {
    const parts: string[] = [];
    let length = 0;
    for (let parent = names.parent(name); parent > ROOT_FOLDER; ) {
      const folder = nameOfFolder.get(parent);
      if (folder === undefined || parts.length + 1 >= DEEPEST_PATH || length >= LONGEST_PATH) {
        parts.push((folder === undefined ? above(parent) : null) ?? TOO_DEEP);
        break;
      }
      const text = names.text(folder);
      parts.push(text);
      length += text.length + 1;
      parent = names.parent(folder);
    }
    return parts.reverse().join('/');
  };
  // Names stand by their folders.
  let last = { parent: Number.NaN, path: '' };
  const ofName = (name: number): string => {
    const parent = names.parent(name);
    if (parent !== last.parent) last = { parent, path: aboveOf(name) };
    return last.path === '' ? names.text(name) : `${last.path}/${names.text(name)}`;
  };
  return {
    ofName,
    ofFolder(id) {
      const name = nameOfFolder.get(id);
      return name === undefined ? null : ofName(name);
    },
  };
}
