// What every command asks for that shows a secret: the reason that the journal keeps, and the passphrase of the seal.
import type { Desk, Given } from './command.ts';

export const REVEAL_OPTIONS = [
  { name: 'reason', value: 'TEXT', required: true },
  { name: 'authority', value: 'TEXT' },
  { name: 'secrets-passphrase-file', value: 'FILE' },
] as const;

interface Revealing {
  readonly reason: string;
  readonly authority: string;
  readonly passphrase: string;
}

export async function revealing(given: Given, desk: Desk): Promise<Revealing> {
  return {
    ...{ reason: given.text('reason'), authority: given.optional('authority') ?? '' },
    passphrase: await desk.passphrase('secrets', given.optional('secrets-passphrase-file'), false),
  };
}
