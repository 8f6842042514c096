// Where something is written that a person granted a place for: the file granted, or under a name of the program's own in the folder
// granted. It writes nothing but a folder that is missing.
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Fault } from '../../../shared/model/fault.ts';

/** `folder`: the grant is of a folder, made when missing; a window's choosers name folders, a command line names files. */
export function outPath(granted: string, folder: boolean, name: string): string {
  if (!folder) return granted;
  try {
    mkdirSync(granted, { recursive: true });
  } catch (error) {
    throw new Fault('export.notWritable', { name: basename(granted), reason: (error as { code?: string }).code ?? 'unknown' }, error);
  }
  return join(granted, name);
}
