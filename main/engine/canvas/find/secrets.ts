// Private keys and seed phrases among pasted text: told as what they are and never given back. Whoever calls this keeps the text out of
// answers and logs; it keeps nothing itself.
import { wordlists } from 'ethers/wordlists';
import { sha256d } from '../../chains/index.ts';
import { sha256 } from '../../kernel/index.ts';

/** Stands where a secret stood. */
export const MASK = '••••••••';

export interface SecretReading {
  /** Whether its own checksum holds; null where it has none that could be checked. */
  readonly checksum: boolean | null;
}

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const LONGEST = 120;

/** What base58check text carries, checksum left off; null where it is no base58. `holds`: whether the checksum does. */
export function readBase58Check(text: string): { readonly payload: Uint8Array; readonly holds: boolean } | null {
  if (text.length > LONGEST || !/^[1-9A-HJ-NP-Za-km-z]{8,}$/.test(text)) return null;
  let number = 0n;
  for (const letter of text) number = number * 58n + BigInt(ALPHABET.indexOf(letter));
  const digits = number === 0n ? '' : number.toString(16);
  const bytes = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
  const zeros = /^1*/.exec(text)?.[0].length ?? 0;
  const whole = Buffer.concat([Buffer.alloc(zeros), bytes]);
  if (whole.length < 5) return null;
  const payload = whole.subarray(0, -4);
  return { payload, holds: whole.subarray(-4).equals(Buffer.from(sha256d(payload)).subarray(0, 4)) };
}

/** Versions of private keys: Bitcoin, test networks, Litecoin. */
const KEY_VERSIONS = [0x80, 0xef, 0xb0];

/** A private key by its form: WIF, BIP38, mini key, extended private key. A misspelt one is nearly the key, and told as one. */
export function readSecret(token: string): SecretReading | null {
  const isKey = /^(5[1-9A-HJ-NP-Za-km-z]{50}|[KLT][1-9A-HJ-NP-Za-km-z]{51}|[96][1-9A-HJ-NP-Za-km-z]{50}|c[1-9A-HJ-NP-Za-km-z]{51})$/.test(
    token,
  );
  const isSealed = /^6P[1-9A-HJ-NP-Za-km-z]{56}$/.test(token);
  const isExtended = /^([xyztuvYZUV]prv|Ltpv|Mtpv|ttpv)[1-9A-HJ-NP-Za-km-z]{90,112}$/.test(token);
  if (isKey || isSealed || isExtended) return { checksum: readBase58Check(token)?.holds ?? false };
  if (/^S[1-9A-HJ-NP-Za-km-z]{21,29}$/.test(token) && sha256(Buffer.from(`${token}?`))[0] === 0) return { checksum: true };
  const read = /^[1-9A-HJ-NP-Za-km-z]{49,54}$/.test(token) ? readBase58Check(token) : null;
  const isOther = read?.holds === true && KEY_VERSIONS.includes(read.payload[0] as number) && [33, 34].includes(read.payload.length);
  return isOther ? { checksum: true } : null;
}

const LENGTHS = [24, 21, 18, 15, 12];

/** BIP39 [mnemonic]: eleven bits a word, the last of them the beginning of the entropy's SHA-256. */
function phraseHolds(words: readonly string[]): boolean {
  if (!LENGTHS.includes(words.length)) return false;
  return Object.values(wordlists).some((list) => {
    const numbers = words.map((word) => list.getWordIndex(word.toLowerCase().normalize('NFKD')));
    if (numbers.some((number) => number < 0)) return false;
    const bits = numbers.map((number) => number.toString(2).padStart(11, '0')).join('');
    const checkBits = words.length / 3;
    const entropy = bits.slice(0, bits.length - checkBits);
    const bytes = Uint8Array.from({ length: entropy.length / 8 }, (_, place) =>
      Number.parseInt(entropy.slice(place * 8, place * 8 + 8), 2),
    );
    const first = (sha256(bytes)[0] as number).toString(2).padStart(8, '0');
    return first.slice(0, checkBits) === bits.slice(bits.length - checkBits);
  });
}

/** Whether a phrase that holds stands among words that may be of one: common words may stand beside it. */
function holdsPhrase(words: readonly string[]): boolean {
  return LENGTHS.some((length) => {
    for (let from = 0; from + length <= words.length; from++) if (phraseHolds(words.slice(from, from + length))) return true;
    return false;
  });
}

/** A word of the lists that seed phrases are made of, in any language; English words may be shortened to four letters. */
export function isSeedWord(word: string): boolean {
  const plain = word.toLowerCase().normalize('NFKD');
  if (!/^\p{L}[\p{L}\p{M}]*$/u.test(plain)) return false;
  if (Object.values(wordlists).some((list) => list.getWordIndex(plain) >= 0)) return true;
  return plain.length === 4 && fourLetters().has(plain);
}

let known: ReadonlySet<string> | null = null;
function fourLetters(): ReadonlySet<string> {
  const { en } = wordlists;
  known ??= new Set(en === undefined ? [] : Array.from({ length: 2048 }, (_, number) => en.getWord(number).slice(0, 4)));
  return known;
}

/** Fewest words that are taken for a phrase or a good part of one. */
const FEWEST = 11;
/** What may stand between the words of a phrase that was written down as a list. */
const NUMBERING = /^#?\d{1,2}[.):]?$/;

export interface Phrase {
  /** First word, and one beyond the last, in the list given. */
  readonly from: number;
  readonly to: number;
  readonly checksum: boolean;
}

/** Stretches of words that may be seed phrases, on one line or on many, numbered or not. */
export function findPhrases(words: readonly string[]): Phrase[] {
  const found: Phrase[] = [];
  for (let from = 0; from < words.length; ) {
    const run: string[] = [];
    let [at, to] = [from, from];
    for (; at < words.length; at++) {
      const word = (words[at] as string).replace(/^\d{1,2}[.):]/, '').replace(/^["'“”,;]+|["'“”,;]+$/g, '');
      if (isSeedWord(word)) {
        run.push(word);
        to = at + 1;
      } else if (!NUMBERING.test(words[at] as string)) break;
    }
    if (run.length >= FEWEST) found.push({ from, to, checksum: holdsPhrase(run) });
    from = run.length >= FEWEST ? to : Math.max(at, from) + 1;
  }
  return found;
}
