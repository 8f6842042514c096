// Kana in one form, and kana and their romanisation in one spelling. Hepburn and kunrei come out the same, long vowels short. It knows no
// reading of any Han character.
const HIRAGANA = /[\u3041-\u3096]/;
const SMALL: Readonly<Record<string, string>> = {
  ...{ ぁ: 'あ', ぃ: 'い', ぅ: 'う', ぇ: 'え', ぉ: 'お', っ: 'つ', ゃ: 'や', ゅ: 'ゆ', ょ: 'よ', ゎ: 'わ', ゕ: 'か', ゖ: 'け' },
};
/** Sounds that today's spelling writes otherwise. */
const SAME: Readonly<Record<string, string>> = { を: 'お', ゐ: 'い', ゑ: 'え', ぢ: 'じ', づ: 'ず', ゔ: 'ぶ' };
const ROWS: readonly (readonly [string, string])[] = [
  ['', 'あいうえお'],
  ['k', 'かきくけこ'],
  ['g', 'がぎぐげご'],
  ['s', 'さしすせそ'],
  ['z', 'ざじずぜぞ'],
  ['t', 'たちつてと'],
  ['d', 'だ  でど'],
  ['n', 'なにぬねの'],
  ['h', 'はひふへほ'],
  ['b', 'ばびぶべぼ'],
  ['p', 'ぱぴぷぺぽ'],
  ['m', 'まみむめも'],
  ['y', 'や ゆ よ'],
  ['r', 'らりるれろ'],
  ['w', 'わ    '],
];
const SYLLABLES = new Map(ROWS.flatMap(([consonant, kana]) => [...kana].map((one, at) => [one, `${consonant}${'aiueo'[at]}`] as const)));
const SMALL_VOWELS: Readonly<Record<string, string>> = { ぁ: 'a', ぃ: 'i', ぅ: 'u', ぇ: 'e', ぉ: 'o', ゃ: 'ya', ゅ: 'yu', ょ: 'yo' };

/** Katakana as hiragana; the marks of repetition as what they repeat. */
function hiragana(text: string): string {
  const plain = text.replace(/[\u30a1-\u30f6]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0x60)).replace(/[ヽヾ]/g, 'ゝ');
  return plain.replace(/([\u3041-\u3096])[ゝゞ]/g, '$1$1');
}

/** Katakana as hiragana, small kana large, long vowels short. */
export function foldKana(text: string): string {
  const large = hiragana(text).replace(/[\u3041-\u3096]/g, (one) => SAME[SMALL[one] ?? one] ?? SMALL[one] ?? one);
  return large.replace(/([\u3041-\u3096])ー+/g, '$1').replace(/([\u3041-\u3096])([あうお])/g, (both, before: string, after: string) => {
    const vowel = SYLLABLES.get(before)?.at(-1);
    const isLong =
      (after === 'う' && (vowel === 'o' || vowel === 'u')) || (after === 'お' && vowel === 'o') || (after === 'あ' && vowel === 'a');
    return isLong ? before : both;
  });
}

/** Kana and Latin letters in the one spelling that Hepburn, kunrei and their usual mixtures come down to; small letters are expected. */
export function foldRomaji(text: string): string {
  return [...hiragana(text).split(/([a-z']+|[\u3041-\u3096ー]+)/)]
    .map((part) => (HIRAGANA.test(part) ? canonical(spelt(part)) : /^[a-z']/.test(part) ? canonical(part) : part))
    .join('');
}

function spelt(kana: string): string {
  let out = '';
  let doubled = false;
  for (const own of kana) {
    const one = SAME[own] ?? own;
    const small = SMALL_VOWELS[one];
    if (one === 'っ') doubled = true;
    else if (one === 'ん') out += 'n';
    else if (small !== undefined && out !== '') out = `${out.slice(0, -1)}${small}`;
    else {
      const syllable = SYLLABLES.get(SMALL[one] ?? one) ?? (one === 'ー' ? '' : one);
      out += doubled ? `${syllable[0] ?? ''}${syllable}` : syllable;
      doubled = false;
    }
  }
  return out;
}

function canonical(latin: string): string {
  return latin
    .replace(/'/g, '')
    .replace(/sh(?=[auoe])/g, 'sy')
    .replace(/sh(?=i)/g, 's')
    .replace(/ch(?=[auoe])/g, 'ty')
    .replace(/ch(?=i)/g, 't')
    .replace(/tsu/g, 'tu')
    .replace(/fu/g, 'hu')
    .replace(/dz|dj/g, 'z')
    .replace(/jy?(?=[auoe])/g, 'zy')
    .replace(/ji|di/g, 'zi')
    .replace(/du/g, 'zu')
    .replace(/m(?=[bpm])/g, 'n')
    .replace(/([bcdfghjklmnpqrstvwxz])iy(?=[auo])/g, '$1y')
    .replace(/oh(?![aeiouy])/g, 'o')
    .replace(/o[ou]+/g, 'o')
    .replace(/u{2,}/g, 'u')
    .replace(/a{2,}/g, 'a');
}
