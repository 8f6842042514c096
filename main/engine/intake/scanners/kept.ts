// How much of what a scan finds is kept, and how secrets are written where they may be seen.
import { createHash } from 'node:crypto';
import type { TraceKind } from '../../../../shared/contract/device.ts';

/** Different values of a kind that are kept, so that many addresses hide no key, and places of each; more are counted. */
export const MOST_VALUES = 50_000;
export const MOST_PLACES = 20;
export const MOST_UNREAD = 1_000;
const SHOWN_OF_SECRET = 4;

/** Short or chosen by somebody: a sum of such a text, kept unsealed, would tell a guess at it. */
export const GUESSABLE_KINDS: ReadonlySet<TraceKind> = new Set(['phrasePart', 'password']);

export function fingerprintOf(value: string): Buffer {
  return createHash('sha256').update(value).digest();
}

/**
 * Its first four characters, of a short one a quarter, and the first eight digits of its SHA-256, by which equal ones are known. A part of a phrase
 * could be found from these: only the number of its words is told. Of a password nothing is.
 */
export function masked(kind: TraceKind, value: string): string {
  // What people think up is found by trying, where its beginning or a fingerprint is told.
  if (kind === 'password') return '…';
  if (kind === 'phrasePart') return `… (${value.split(' ').length})`;
  // Line ends and what is no text say nothing, and stand as signs of damage where they are shown.
  const characters = [...value.replace(/[\s\p{Cc}\ufffd]+/gu, ' ').trimStart()];
  const shown = characters.slice(0, Math.min(SHOWN_OF_SECRET, Math.floor(characters.length / 4))).join('');
  return `${shown}… #${fingerprintOf(value).toString('hex').slice(0, 8)}`;
}
