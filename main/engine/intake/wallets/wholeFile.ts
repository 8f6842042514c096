// The whole of a wallet's file, within bounds that fit its form.
import type { SeizedFile, WalletRead } from '../scanners/seized.ts';
import { draftReading } from './reading.ts';

export const MOST_TEXT = 64 * 2 ** 20;
export const MOST_DATABASE = 512 * 2 ** 20;

export const wholeOf = (file: SeizedFile, most: number): Promise<Uint8Array | null> =>
  file.size > most ? Promise.resolve(null) : file.bytes(most);

/** What is told of a file whose form is known by its beginning, and which is larger than is read. */
export function tooLarge(form: string): WalletRead {
  const draft = draftReading(form, '', 'any');
  draft.notRead('tooLarge');
  return draft.finish();
}
