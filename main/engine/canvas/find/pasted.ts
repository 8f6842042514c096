// Pasted text as the pieces that may each be an id: lines, then words, secrets already taken out. It knows no chain.
import { findPhrases, MASK, readSecret, type SecretReading } from './secrets.ts';

export interface Piece {
  /** As pasted; of a secret the mask. */
  readonly text: string;
  readonly secret: SecretReading | null;
  /** True where the line held nothing else. */
  readonly isLine: boolean;
}

export interface PastedLine {
  /** The line whole, for what may be an account with blanks in it; null where it holds a secret. */
  readonly whole: string | null;
  readonly pieces: readonly Piece[];
}

const LONGEST_SHOWN = 300;
const QUOTES = /^["'“”‘’<([{]+|["'“”‘’>)\]},;.!?]+$/gu;

export function readPasted(text: string): PastedLine[] {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => line.split(/[\s,;|]+/u).filter((word) => word !== ''));
  const words = lines.flat();
  const hidden = new Map<number, SecretReading | null>();
  for (const { from, to, checksum } of findPhrases(words))
    for (let at = from; at < to; at++) hidden.set(at, at === from ? { checksum } : null);
  const read: PastedLine[] = [];
  let at = 0;
  for (const own of lines) {
    const pieces: Piece[] = [];
    let holdsSecret = false;
    for (const word of own) {
      const place = at++;
      const phrase = hidden.get(place);
      if (phrase === null) {
        holdsSecret = true;
        continue;
      }
      const plain = word.replace(QUOTES, '');
      const secret = phrase ?? secretIn(plain);
      if (secret !== null) holdsSecret = true;
      if (plain !== '') pieces.push({ text: secret === null ? plain : MASK, secret, isLine: own.length === 1 });
    }
    if (pieces.length > 0) read.push({ whole: holdsSecret ? null : own.join(' ').slice(0, LONGEST_SHOWN), pieces });
  }
  return read;
}

/** Also inside of a link or behind a colon, as in `key=…`. */
function secretIn(word: string): SecretReading | null {
  for (const part of [word, ...word.split(/[/?#=&:]+/)]) {
    const secret = readSecret(part);
    if (secret !== null) return secret;
  }
  return null;
}
