// Where a file lies, as the case keeps it: a name that holds a phrase or a key is masked, and found again among the names that stand in its folder.
import { existsSync, readdirSync } from 'node:fs';
import { sep } from 'node:path';
import { maskedPath } from '../scanners/secretsInNames.ts';

const MASK = '… #';

export const keptPath = (path: string): string => path.split(sep).map(maskedPath).join(sep);

/** The path that was kept so; itself where no such file stands any more. */
export function pathOfKept(kept: string): string {
  if (!kept.includes(MASK) || existsSync(kept)) return kept;
  let path = '';
  for (const [at, name] of kept.split(sep).entries()) {
    const own = name.includes(MASK) ? nameIn(path === '' ? sep : path, name) : name;
    if (own === null) return kept;
    path = at === 0 ? own : `${path}${sep}${own}`;
  }
  return path;
}

function nameIn(folder: string, kept: string): string | null {
  try {
    return readdirSync(folder).find((name) => name === kept || maskedPath(name) === kept) ?? null;
  } catch {
    return null;
  }
}
