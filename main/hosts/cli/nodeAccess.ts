// How the command line is told what a chain node wants to know of us: a cookie, or a name and a password from a file, never from the
// argument list.
import { readFileSync } from 'node:fs';
import { Fault } from '../../../shared/model/fault.ts';
import type { Desk, Given, OptionSpec } from './command.ts';

export const ACCESS_OPTIONS: readonly OptionSpec[] = [
  { name: 'cookie', value: 'FILE' },
  { name: 'user', value: 'NAME' },
  { name: 'password-file', value: 'FILE' },
];

export function accessOptions(given: Given, desk: Desk): { cookie?: string; user?: string; password?: string } {
  const cookie = given.optional('cookie');
  const user = given.optional('user');
  const secret = given.optional('password-file');
  return {
    ...(cookie === undefined ? {} : { cookie: desk.grant(cookie) }),
    ...(user === undefined ? {} : { user }),
    ...(secret === undefined ? {} : { password: readText(secret).split(/\r?\n/, 1)[0] ?? '' }),
  };
}

export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Fault('intake.unreadable', { file: path, reason: (error as { code?: string }).code ?? 'read' }, error);
  }
}
