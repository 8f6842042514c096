// What stands around a fixed text: a visited address of an explorer or exchange, an encrypted keystore, a partly signed transaction, an EC key as
// old wallets wrote it, the mark of a wallet's own file.
import { around, textOf } from './aroundText.ts';
import { cellTextBytes } from './cellText.ts';
import { FIXED_TEXTS } from './fixedTexts.ts';
import type { Hit, Rejection } from './hit.ts';
import { judgePsbt } from './judgePsbt.ts';
import type { Candidate } from './scanKernel.ts';

const LONGEST_URL = 400;
const LONGEST_JSON = 6000;
/** A keystore has two around its ciphertext. */
const MOST_BRACES = 4;
const KEY_BYTES = 32;
const URL_CHARACTERS = /[\w\-.~:/?#[\]@!$&'()*+,;=%]/;

export function judgeFixed(piece: Uint8Array, candidate: Candidate): Hit | Rejection {
  const { start, length, step, extra } = candidate;
  const { kind } = FIXED_TEXTS[extra] as (typeof FIXED_TEXTS)[number];
  const encoding = step === 1 ? 'bytes' : 'utf16';
  const made = (hit: Pick<Hit, 'kind' | 'value' | 'checks' | 'detail'>, from: number, bytes: number): Hit => ({
    ...{ start: from, bytes, encoding, isKnownExample: false },
    ...hit,
  });
  if (kind === 'explorerUrl' || kind === 'exchangeUrl') {
    const { before, after } = around(piece, start, 0, step, LONGEST_URL);
    let from = before.length;
    while (from > 0 && URL_CHARACTERS.test(before[from - 1] as string)) from--;
    let to = 0;
    while (to < after.length && URL_CHARACTERS.test(after[to] as string)) to++;
    if (/^[\w-]/.test(after.slice(length))) return 'structure';
    const marks = /^[/.]*/.exec(after)?.[0].length ?? 0;
    const left = before.slice(from) + after.slice(0, marks);
    const scheme = /https?:\/\/[^/?#]*$/i.exec(left);
    // Behind a scheme the name must be the host: a path of another host may say anything.
    if (scheme === null ? /:\/\//.test(left) : scheme[0].endsWith('/') === false && !/[.@]$/.test(scheme[0])) return 'structure';
    const head = scheme === null ? '' : scheme[0];
    const first = start + (marks - head.length) * step;
    const whole = head + after.slice(marks, to);
    // In a history the title of the page touches its address.
    const value = whole.slice(0, (cellTextBytes(piece, first) ?? whole.length * step) / step);
    if (value.length < head.length + length - marks) return 'structure';
    const host = after.slice(marks, length).replace(/^www\./i, '');
    return made({ kind: 'url', value, checks: ['context'], detail: [kind, host.toLowerCase()] }, first, value.length * step);
  }
  if (kind === 'keystore') return keystoreAround(piece, start, step, made);
  if (kind === 'psbt') return judgePsbt(piece, { start, step, marked: length });
  if (kind === 'ecKey') {
    const key = piece.subarray(start + length, start + length + KEY_BYTES);
    if (key.length < KEY_BYTES || new Set(key).size < 8) return 'structure';
    return made(
      { kind: 'privateKey', value: Buffer.from(key).toString('hex'), checks: ['structure'], detail: ['der'] },
      start,
      length + KEY_BYTES,
    );
  }
  return made(
    { kind: 'wallet', value: textOf(piece, start, start + length, step), checks: ['context'], detail: [kind] },
    start,
    length * step,
  );
}

/** The JSON that the text stands in, if it is a keystore of version 3 (Web3 Secret Storage). */
function keystoreAround(
  piece: Uint8Array,
  start: number,
  step: 1 | 2,
  made: (hit: Pick<Hit, 'kind' | 'value' | 'checks' | 'detail'>, from: number, bytes: number) => Hit,
): Hit | Rejection {
  const { before, after } = around(piece, start, 0, step, LONGEST_JSON);
  const text = before + after;
  for (const [from, to] of enclosing(text, before.length)) {
    const value = text.slice(from, to);
    const read = keystoreOf(value);
    if (read === null) continue;
    const lead = text.slice(from, before.length);
    return made({ kind: 'keystore', value, checks: ['structure'], detail: read }, start - bytesOf(lead, step), bytesOf(value, step));
  }
  return 'structure';
}

const bytesOf = (text: string, step: 1 | 2): number => (step === 2 ? text.length * 2 : Buffer.byteLength(text));

/** Pairs of braces around a place, the innermost first. Each side is read once: a megabyte of braces must not cost its square. */
function enclosing(text: string, place: number): readonly (readonly [from: number, to: number])[] {
  const side = (from: number, by: 1 | -1, opening: string, closing: string): number[] => {
    const found: number[] = [];
    let depth = 0;
    for (let at = from; at >= 0 && at < text.length && found.length < MOST_BRACES; at += by)
      if (text[at] === closing) depth++;
      else if (text[at] === opening && depth-- === 0) {
        found.push(at);
        depth = 0;
      }
    return found;
  };
  const closings = side(place, 1, '}', '{');
  return side(place - 1, -1, '{', '}').flatMap((from, at) => {
    const to = closings[at];
    return to === undefined ? [] : [[from, to + 1] as const];
  });
}

function keystoreOf(text: string): readonly string[] | null {
  try {
    const read = JSON.parse(text) as { version?: unknown; address?: unknown; crypto?: { kdf?: unknown }; Crypto?: { kdf?: unknown } };
    const kdf = read.crypto?.kdf ?? read.Crypto?.kdf;
    if (read.version !== 3 || typeof kdf !== 'string') return null;
    // What is told in clear must be what it says it is: anything may have been written there.
    if (!/^[\w-]{1,20}$/.test(kdf)) return [];
    return typeof read.address === 'string' && /^[0-9a-z]{40,46}$/i.test(read.address)
      ? [kdf, read.address.toLowerCase().replace(/^(?!0x)/, '0x')]
      : [kdf];
  } catch {
    return null;
  }
}
