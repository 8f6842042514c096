// From words to the 64 bytes that keys are made of: BIP39, and Electrum's own way. It knows no word list: the words are hashed as they are.
import { createHmac, pbkdf2Sync } from 'node:crypto';

const ROUNDS = 2048;
const SEED_BYTES = 64;

function stretched(words: string, salt: string): Uint8Array {
  return pbkdf2Sync(words, salt, ROUNDS, SEED_BYTES, 'sha512');
}

/** BIP39: both texts in NFKD. Words are parted by one space, whatever stood between them (Japanese ones by U+3000, which NFKD makes a space). */
export function phraseSeed(phrase: string, passphrase = ''): Uint8Array {
  return stretched(words(phrase).join(' '), `mnemonic${passphrase.normalize('NFKD')}`);
}

export function words(phrase: string): string[] {
  return phrase.normalize('NFKD').trim().split(/\s+/);
}

export type ElectrumSeedType = 'standard' | 'segwit' | 'twoFactor';

/** By the version in the hash of its text (electrum/version.py), or null. */
export function electrumSeedType(phrase: string): ElectrumSeedType | null {
  const version = createHmac('sha512', 'Seed version').update(electrumText(phrase)).digest('hex');
  if (version.startsWith('01')) return 'standard';
  if (version.startsWith('100')) return 'segwit';
  return version.startsWith('101') || version.startsWith('102') ? 'twoFactor' : null;
}

export function electrumSeed(phrase: string, passphrase = ''): Uint8Array {
  return stretched(electrumText(phrase), `electrum${electrumText(passphrase)}`);
}

const CJK = /[\u1100-\u11ff\u2e80-\u9fff\ua000-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]/;

/** electrum/mnemonic.py, `normalize_text`: no accents, one space between words, none between two of Chinese, Japanese or Korean. */
function electrumText(text: string): string {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Mn}/gu, '')
    .trim()
    .split(/\s+/);
  return plain.reduce((whole, word) => {
    const isJoined = whole === '' || (CJK.test(whole.at(-1) ?? '') && CJK.test(word[0] ?? ''));
    return isJoined ? whole + word : `${whole} ${word}`;
  }, '');
}
