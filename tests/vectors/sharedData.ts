// Finds the folder of real test data, which is never part of the repository. Tests that need it are skipped,
// saying so, where it is absent.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function locate(): string | null {
  const named = process.env['TRACEHOLD_DATA'];
  if (named !== undefined && named !== '') return existsSync(named) ? named : null;
  // Beside the repository, or beside the folder that holds this working copy.
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let i = 0; i < 6; i++) {
    const candidate = join(folder, 'shared', 'data');
    if (existsSync(join(candidate, 'btc-blocks'))) return candidate;
    folder = dirname(folder);
  }
  return null;
}

export const SHARED_DATA: string | null = locate();
if (SHARED_DATA === null) console.warn('Real test data not found (../shared/data or TRACEHOLD_DATA): tests on it are skipped.');

export function sharedFile(path: string): Uint8Array {
  if (SHARED_DATA === null) throw new Error('no shared test data');
  return new Uint8Array(readFileSync(join(SHARED_DATA, path)));
}

export function sharedJson(path: string): unknown {
  return JSON.parse(new TextDecoder().decode(sharedFile(path)));
}
