// Whole paths of names in an APFS volume, from folder to folder above; folders that lead in a circle or nowhere end at a mark.
import type { VolumeRecords } from './volume.ts';

export const ROOT_FOLDER = 2;
/** Names of a path that are told; above them stands a mark. */
const DEEPEST_PATH = 1_000;
const TOO_DEEP = '\u2026';

/** The whole path of a name by its number. */
export function pathsOf({ names, inodeIndex, inodeAt }: VolumeRecords): (name: number) => string {
  const nameOfFolder = new Map<number, number>();
  for (let i = 0; i < names.count(); i++) {
    const index = inodeIndex(names.child(i));
    if (index !== -1 && inodeAt(index).kind === 'folder') nameOfFolder.set(names.child(i), i);
  }
  return (name) => {
    const parts = [names.text(name)];
    for (let parent = names.parent(name); parent > ROOT_FOLDER; ) {
      const above = nameOfFolder.get(parent);
      if (above === undefined || parts.length >= DEEPEST_PATH) {
        parts.push(TOO_DEEP);
        break;
      }
      parts.push(names.text(above));
      parent = names.parent(above);
    }
    return parts.reverse().join('/');
  };
}
