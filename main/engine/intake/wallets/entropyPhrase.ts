// The words of a BIP39 phrase whose entropy a wallet keeps instead of them. English where the wallet does not say otherwise, as those write it.
import { createHash } from 'node:crypto';
import { numbersOf, type PhraseLanguage } from '../scanners/phraseWords.ts';

/** Null where the entropy has no length of the standard. */
export function entropyPhrase(entropy: Uint8Array, language: PhraseLanguage = 'en'): string | null {
  if (![16, 20, 24, 28, 32].includes(entropy.length)) return null;
  const words = [...numbersOf(language).keys()];
  const bitsOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const sum = bitsOf(createHash('sha256').update(entropy).digest()).slice(0, entropy.length / 4);
  return (
    (bitsOf(entropy) + sum)
      .match(/.{11}/g)
      ?.map((bits) => words[Number.parseInt(bits, 2)])
      .join(' ') ?? null
  );
}
