// Words of seed phrases: the ten lists of BIP39, in every spelling in which bytes may hold them, as the table that the kernel looks them up in.
import { createHash } from 'node:crypto';
import { wordlists } from 'ethers/wordlists';

/** In the order of their bits. Names of languages by BCP 47. */
export const PHRASE_LANGUAGES = ['en', 'ja', 'ko', 'es', 'zh-Hans', 'zh-Hant', 'fr', 'it', 'cs', 'pt'] as const;
export type PhraseLanguage = (typeof PHRASE_LANGUAGES)[number];
const NAME_IN_LIBRARY: Readonly<Record<PhraseLanguage, string>> = {
  ...{ en: 'en', ja: 'ja', ko: 'ko', es: 'es', 'zh-Hans': 'zh_cn', 'zh-Hant': 'zh_tw', fr: 'fr', it: 'it', cs: 'cz', pt: 'pt' },
};
const WORDS_OF_A_LIST = 2048;

/** NFKD, as the standard hashes them. */
function phraseWords(language: PhraseLanguage): readonly string[] {
  const list = wordlists[NAME_IN_LIBRARY[language]];
  if (list === undefined) throw new Error(`no word list of ${language}`);
  return Array.from({ length: WORDS_OF_A_LIST }, (_, at) => list.getWord(at).normalize('NFKD'));
}

const SLOTS = 65_536;
const BITS = 262_144;

/**
 * Pairs of a hash and the lists that have a word of it: the spellings that stand in files, composed and decomposed, without case. `bits` has one for
 * the upper 18 bits of each hash.
 */
export function phraseTable(): { readonly slots: Uint32Array; readonly mask: number; readonly bits: Uint8Array } {
  const slots = new Uint32Array(SLOTS * 2);
  const bits = new Uint8Array(BITS / 8);
  const encoder = new TextEncoder();
  PHRASE_LANGUAGES.forEach((language, bit) => {
    for (const word of phraseWords(language))
      for (const spelling of new Set([word, word.normalize('NFC')])) {
        const hash = fnv1a(encoder.encode(spelling));
        bits[hash >>> 17] = (bits[hash >>> 17] as number) | (1 << ((hash >>> 14) & 7));
        let slot = hash & (SLOTS - 1);
        while (slots[slot * 2 + 1] !== 0 && slots[slot * 2] !== hash) slot = (slot + 1) & (SLOTS - 1);
        slots[slot * 2] = hash;
        slots[slot * 2 + 1] = (slots[slot * 2 + 1] as number) | (1 << bit);
      }
  });
  return { slots, mask: SLOTS - 1, bits };
}

function fnv1a(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

/** BIP39: the last bits of the words are the first of the SHA-256 of those before. `phrase`: words of the list. */
export function isPhrase(words: readonly string[], language: PhraseLanguage): boolean {
  const numbers = numbersOf(language);
  const bits = words.map((word) => (numbers.get(word) ?? 0).toString(2).padStart(11, '0')).join('');
  if (bits.length % 33 !== 0 || words.some((word) => !numbers.has(word))) return false;
  const entropy = Uint8Array.from({ length: (bits.length / 33) * 4 }, (_, at) => Number.parseInt(bits.slice(at * 8, at * 8 + 8), 2));
  const checksum = bits.slice(entropy.length * 8);
  return createHash('sha256').update(entropy).digest()[0]?.toString(2).padStart(8, '0').startsWith(checksum) === true;
}

const numbered = new Map<PhraseLanguage, ReadonlyMap<string, number>>();

/** Each word of a list with its number. */
export function numbersOf(language: PhraseLanguage): ReadonlyMap<string, number> {
  const known = numbered.get(language) ?? new Map(phraseWords(language).map((word, at) => [word, at]));
  numbered.set(language, known);
  return known;
}
