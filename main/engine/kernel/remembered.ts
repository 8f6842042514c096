// What an examiner chose for the window (colours, language, times): one small file in the profile. A file that is none, or cannot be
// written, costs the choice and nothing else.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface WindowChoices {
  readonly theme: string | null;
  readonly language: string | null;
  readonly times: string | null;
}

const NAME = 'window.json';
const LONGEST = 20;

export function recallWindow(profileFolder: string): WindowChoices {
  let read: unknown = null;
  try {
    read = JSON.parse(readFileSync(join(profileFolder, NAME), 'utf8'));
  } catch {
    // Not there yet, or no JSON.
  }
  const kept = (typeof read === 'object' && read !== null ? read : {}) as Readonly<Record<string, unknown>>;
  const word = (name: string): string | null => {
    const value = kept[name];
    return typeof value === 'string' && value.length <= LONGEST ? value : null;
  };
  return { theme: word('theme'), language: word('language'), times: word('times') };
}

export function rememberWindow(profileFolder: string, choices: WindowChoices): WindowChoices {
  try {
    mkdirSync(profileFolder, { recursive: true, mode: 0o700 });
    const path = join(profileFolder, NAME);
    const part = `${path}.${process.pid}.part`;
    writeFileSync(part, `${JSON.stringify(choices)}\n`, { mode: 0o600 });
    renameSync(part, path);
  } catch {
    // A profile that cannot be written: the choice lasts as long as the window.
  }
  return choices;
}
