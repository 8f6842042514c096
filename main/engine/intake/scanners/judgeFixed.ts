// What stands around a fixed text: a visited address of an explorer or exchange, an encrypted keystore, a partly signed transaction, an EC key as
// old wallets wrote it, the mark of a wallet's own file.
import { Psbt } from 'bitcoinjs-lib';
import { textOf } from './aroundText.ts';
import { FIXED_TEXTS } from './fixedTexts.ts';
import type { Hit, Rejection } from './hit.ts';
import type { Candidate } from './scanKernel.ts';

const LONGEST_URL = 400;
const LONGEST_JSON = 6000;
const LONGEST_PSBT = 7000;
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
    const before = textOf(piece, start - LONGEST_URL * step, start, step);
    const after = textOf(piece, start, start + LONGEST_URL * step, step);
    let from = before.length;
    while (from > 0 && URL_CHARACTERS.test(before[from - 1] as string)) from--;
    const scheme = /https?:\/\/[^/]*$/i.exec(before.slice(from));
    let to = 0;
    while (to < after.length && URL_CHARACTERS.test(after[to] as string)) to++;
    const head = scheme === null ? '' : scheme[0];
    const value = head + after.slice(scheme === null ? 1 : 0, to);
    const host = after.slice(1, length);
    if (/^[\w-]/.test(after.slice(length))) return 'structure';
    return made(
      { kind: 'url', value, checks: ['context'], detail: [kind, host.toLowerCase()] },
      start - head.length * step,
      value.length * step,
    );
  }
  if (kind === 'keystore') return keystoreAround(piece, start, step, made);
  if (kind === 'psbt') {
    const text = textOf(piece, start, start + LONGEST_PSBT * step, step);
    const value = /^[A-Za-z0-9+/]+={0,2}/.exec(text)?.[0] ?? '';
    try {
      Psbt.fromBase64(value);
    } catch {
      return 'structure';
    }
    return made({ kind: 'psbt', value, checks: ['structure'], detail: ['base64'] }, start, value.length * step);
  }
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
  const before = textOf(piece, start - LONGEST_JSON * step, start, step);
  const text = before + textOf(piece, start, start + LONGEST_JSON * step, step);
  for (let from = text.lastIndexOf('{', before.length); from >= 0; from = text.lastIndexOf('{', from - 1)) {
    const to = closing(text, from);
    if (to > before.length) {
      const read = keystoreOf(text.slice(from, to));
      if (read !== null) {
        const value = text.slice(from, to);
        return made(
          { kind: 'keystore', value, checks: ['structure'], detail: read },
          start - (before.length - from) * step,
          value.length * step,
        );
      }
    }
    if (from === 0) break;
  }
  return 'structure';
}

function closing(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at + 1;
  }
  return -1;
}

function keystoreOf(text: string): readonly string[] | null {
  try {
    const read = JSON.parse(text) as { version?: unknown; address?: unknown; crypto?: { kdf?: unknown }; Crypto?: { kdf?: unknown } };
    const kdf = read.crypto?.kdf ?? read.Crypto?.kdf;
    if (read.version !== 3 || typeof kdf !== 'string') return null;
    return typeof read.address === 'string' ? [kdf, read.address.toLowerCase().replace(/^(?!0x)/, '0x')] : [kdf];
  } catch {
    return null;
  }
}
