// Reads one piece of bytes: candidates from the kernel, each judged. What is none is counted by class.
import type { TraceCheck } from '../../../../shared/contract/device.ts';
import type { LabelPlaces } from '../labelledChains.ts';
import { around, KEY_WORDS, textOf, TRANSACTION_WORDS } from './aroundText.ts';
import { FIXED_TEXTS } from './fixedTexts.ts';
import { type Hit, type Rejection, SECRET_KINDS } from './hit.ts';
import { judgeContainer } from './judgeContainer.ts';
import { descriptorAround } from './judgeDescriptor.ts';
import { judgeFixed } from './judgeFixed.ts';
import { judgeKey } from './judgeKey.ts';
import { judgePhrase } from './judgePhrase.ts';
import { judgePhraseParts } from './judgePhrasePart.ts';
import { judgePsbtBytes } from './judgePsbt.ts';
import { numbersOf } from './phraseWords.ts';
import type { Candidate, ScanKernel } from './scanKernel.ts';

export interface PieceRead {
  readonly hits: readonly Hit[];
  readonly rejected: Readonly<Partial<Record<Rejection, number>>>;
}

/** Characters beside 64 hexadecimal digits in which a word must say what they are. */
const NEAR = 80;
/** Bytes of the longest address of a page to either side of its host. */
const BESIDE = 1600;
const URL_GAP = /%20|[+\-_,.]/;
const WORDS_OF_URL = /[a-z]{3,8}(?:(?:%20|[+\-_,.])[a-z]{3,8}){11,}/gi;
const ADDRESS_LENGTH = 35;
const PARTING = /[\s=>]+/g;
/** Order of secp256k1 in hexadecimal: a private key lies below. */
const ORDER = 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141';

/** `piece`: laid in the kernel's room; what begins in [from, to) of it is judged, the rest is context. */
export function scanPiece(kernel: ScanKernel, places: LabelPlaces, piece: Uint8Array, from: number, to: number): PieceRead {
  const hits: Hit[] = [];
  const rejected: Partial<Record<Rejection, number>> = {};
  const secrets: Hit[] = [];
  // What an address of a page holds may begin beyond the range.
  const { length } = piece;
  const candidates = kernel.scan(length, Math.max(0, from - BESIDE), Math.min(length, to + BESIDE));
  // A list of addresses makes the kernel's table larger: the piece lies elsewhere then, and `piece` is no more.
  const laid = kernel.room(length);
  for (const candidate of candidates) {
    const judged = judge(places, laid, candidate);
    const isOwn = candidate.start >= from && candidate.start < to;
    if (typeof judged !== 'string') {
      // Several announcements may tell one part, from beyond the range too.
      const all = [judged]
        .flat()
        .filter(({ kind, start }) => kind !== 'phrasePart' || !secrets.some((one) => one.kind === kind && one.start === start));
      secrets.push(...all.filter(({ kind }) => SECRET_KINDS.has(kind)));
      hits.push(...all.filter(({ kind, start }) => (kind === 'phrasePart' ? start >= from && start < to : isOwn)));
    } else if (isOwn) rejected[judged] = (rejected[judged] ?? 0) + 1;
  }
  return { hits: hits.map((hit) => (hit.kind === 'url' ? withoutSecrets(hit, secrets) : hit)), rejected };
}

/** An address of a page with the secrets that stand in it masked: their places tell them. */
function withoutSecrets(hit: Hit, secrets: readonly Hit[]): Hit {
  const step = hit.encoding === 'utf16' ? 2 : 1;
  let value = hit.value;
  for (const { start, bytes } of [...secrets].sort((a, b) => b.start - a.start)) {
    const first = Math.max(0, (start - hit.start) / step);
    const last = Math.min(value.length, (start + bytes - hit.start) / step);
    if (first < last) value = `${value.slice(0, first)}…${value.slice(last)}`;
  }
  // Words as addresses part them are no phrase to the kernel.
  value = value.replace(WORDS_OF_URL, (run) => (run.split(URL_GAP).every((word) => numbersOf('en').has(word.toLowerCase())) ? '…' : run));
  return value === hit.value ? hit : { ...hit, value };
}

function judge(places: LabelPlaces, piece: Uint8Array, candidate: Candidate): Hit | readonly Hit[] | Rejection {
  const { kind, start, length, step, extra } = candidate;
  if (kind === 'phrase') return judgePhrase(piece, candidate);
  if (kind === 'psbt') return judgePsbtBytes(piece, start);
  if (kind === 'fixed') {
    const sought = FIXED_TEXTS[extra]?.kind;
    if (sought === 'phraseWord') return judgePhraseParts(piece, candidate);
    return sought === 'iosContainer' ? judgeContainer(piece, candidate) : judgeFixed(piece, candidate);
  }
  const value = textOf(piece, start, start + length * step, step);
  const found = (hit: Pick<Hit, 'kind' | 'checks' | 'detail'>, text = value): Hit => ({
    ...{ start, bytes: length * step, encoding: step === 1 ? 'bytes' : 'utf16', value: text, isKnownExample: false },
    ...hit,
  });
  const address = (check: TraceCheck, text = value): Hit | Rejection => {
    const { valid, chains, address: usual } = places.of(text, undefined);
    return valid && chains.length > 0
      ? found({ kind: 'address', checks: [check], detail: chains }, usual)
      : check === 'eip55'
        ? 'eip55'
        : 'network';
  };
  if (kind === 'bech32') return address(extra === 1 ? 'bech32' : 'bech32m', value.toLowerCase());
  if (kind === 'hex40') {
    const digits = value.slice(2);
    const hasCase = digits !== digits.toLowerCase() && digits !== digits.toUpperCase();
    return address(hasCase ? 'eip55' : 'none', hasCase ? `0x${digits}` : `0x${digits.toLowerCase()}`);
  }
  if (kind === 'joined') return judgeJoined(value.replace(PARTING, ''), extra, address, found);
  if (kind === 'base58') {
    if (length <= ADDRESS_LENGTH) return address('base58check');
    const judged = judgeKey(value);
    if (typeof judged === 'string') return judged;
    const descriptor = judged.kind === 'bip38' ? null : descriptorAround(piece, start, step);
    return descriptor === null ? found(judged) : [found(judged), descriptor];
  }
  const digits = value.replace(/^0x/i, '').toLowerCase();
  const { before, after } = around(piece, start, length * step, step, NEAR);
  // The nearest word before it counts first: "private key: …, txid: …".
  const key = lastOf(KEY_WORDS, before);
  if (key >= 0 && !TRANSACTION_WORDS.test(before.slice(key).replace(KEY_WORDS, ''))) {
    return digits > '0'.repeat(64) && digits < ORDER
      ? found({ kind: 'privateKey', checks: ['context'], detail: ['hex'] }, digits)
      : 'keyRange';
  }
  // A key that is named behind it must not be shown for a transaction.
  const next = after.search(TRANSACTION_WORDS);
  if (TRANSACTION_WORDS.test(before) || (next >= 0 && !KEY_WORDS.test(after.slice(0, next))))
    return found({ kind: 'transaction', checks: ['context'], detail: [] }, digits);
  return 'noContext';
}

/** What a line end parted; the value is told without it. */
function judgeJoined(
  value: string,
  form: number,
  address: (check: TraceCheck, text: string) => Hit | Rejection,
  found: (hit: Pick<Hit, 'kind' | 'checks' | 'detail'>, text: string) => Hit,
): Hit | Rejection {
  const judged: Hit | Rejection =
    form > 0
      ? address(form === 1 ? 'bech32' : 'bech32m', value.toLowerCase())
      : value.length <= ADDRESS_LENGTH
        ? address('base58check', value)
        : ((key) => (typeof key === 'string' ? key : found(key, value)))(judgeKey(value));
  return typeof judged === 'string' ? judged : { ...judged, detail: [...judged.detail, 'joined'] };
}

const lastOf = (words: RegExp, text: string): number => [...text.matchAll(new RegExp(words, 'gi'))].at(-1)?.index ?? -1;
