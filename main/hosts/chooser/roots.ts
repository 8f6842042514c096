// The folders from which the browser shell's chooser starts when none are named: the person's own, the current one,
// and removable media, which is where seized copies arrive.
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';

export function defaultRoots(): readonly string[] {
  return realFolders([homedir(), process.cwd(), ...media()]);
}

/** Real paths, without repeats, of those that exist. */
export function realFolders(folders: readonly string[]): readonly string[] {
  return [...new Set(folders.filter((folder) => existsSync(folder)).map((folder) => realpathSync(folder)))];
}

function media(): readonly string[] {
  if (process.platform === 'win32') return [...'DEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => `${letter}:\\`);
  if (process.platform === 'darwin') return within('/Volumes');
  const name = userInfo().username;
  return [...within(join('/media', name)), ...within(join('/run/media', name)), ...within('/mnt')];
}

function within(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(folder, entry.name));
  } catch {
    return [];
  }
}
