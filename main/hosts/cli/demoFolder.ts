// The folder of a demo: an earlier demo's contents are replaced, anything else is never touched.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../../shared/model/fault.ts';

/** Printed and written beside the case: a practice case must open for whoever finds it. */
export const PRACTICE_PASSPHRASE = 'practice makes perfect';
export const PASSPHRASE_FILE = 'practice-passphrase.txt';

/** `contents`: all that the demo leaves there. Faults: export.exists. */
export function clearEarlierDemo(folder: string, contents: readonly string[]): void {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  if (names.length > 0 && !names.includes(PASSPHRASE_FILE)) throw new Fault('export.exists', { folder });
  for (const name of contents) rmSync(join(folder, name), { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
