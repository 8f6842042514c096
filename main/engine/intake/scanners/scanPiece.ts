// Reads one piece of bytes: candidates from the kernel, each judged. What is none is counted by class.
import type { TraceCheck } from '../../../../shared/contract/device.ts';
import type { LabelPlaces } from '../labelledChains.ts';
import { around, KEY_WORDS, textOf, TRANSACTION_WORDS } from './aroundText.ts';
import type { Hit, Rejection } from './hit.ts';
import { judgeFixed } from './judgeFixed.ts';
import { judgeKey } from './judgeKey.ts';
import { judgePhrase } from './judgePhrase.ts';
import type { Candidate, ScanKernel } from './scanKernel.ts';

export interface PieceRead {
  readonly hits: readonly Hit[];
  readonly rejected: Readonly<Partial<Record<Rejection, number>>>;
}

/** Characters beside 64 hexadecimal digits in which a word must say what they are. */
const NEAR = 80;
const ADDRESS_LENGTH = 35;
/** Order of secp256k1 in hexadecimal: a private key lies below. */
const ORDER = 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141';

/** `piece`: laid in the kernel's room; what begins in [from, to) of it is judged, the rest is context. */
export function scanPiece(kernel: ScanKernel, places: LabelPlaces, piece: Uint8Array, from: number, to: number): PieceRead {
  const hits: Hit[] = [];
  const rejected: Partial<Record<Rejection, number>> = {};
  for (const candidate of kernel.scan(piece.length, from, to)) {
    const judged = judge(places, piece, candidate);
    if (typeof judged === 'string') rejected[judged] = (rejected[judged] ?? 0) + 1;
    else hits.push(judged);
  }
  return { hits, rejected };
}

function judge(places: LabelPlaces, piece: Uint8Array, candidate: Candidate): Hit | Rejection {
  const { kind, start, length, step, extra } = candidate;
  if (kind === 'phrase') return judgePhrase(piece, candidate);
  if (kind === 'fixed') return judgeFixed(piece, candidate);
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
  if (kind === 'base58') {
    if (length <= ADDRESS_LENGTH) return address('base58check');
    const judged = judgeKey(value);
    return typeof judged === 'string' ? judged : found(judged);
  }
  const digits = value.replace(/^0x/i, '').toLowerCase();
  const { before, after } = around(piece, start, length * step, step, NEAR);
  // The nearest word before it counts first: "private key: …, txid: …".
  if (KEY_WORDS.test(before) && !TRANSACTION_WORDS.test(before.slice(before.search(KEY_WORDS)).replace(KEY_WORDS, ''))) {
    return digits > '0'.repeat(64) && digits < ORDER
      ? found({ kind: 'privateKey', checks: ['context'], detail: ['hex'] }, digits)
      : 'keyRange';
  }
  if (TRANSACTION_WORDS.test(before) || TRANSACTION_WORDS.test(after))
    return found({ kind: 'transaction', checks: ['context'], detail: [] }, digits);
  return 'noContext';
}
