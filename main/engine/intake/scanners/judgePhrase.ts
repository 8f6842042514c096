// Whether words of a list are a seed phrase. A checksum of four bits passes one text in sixteen, and running text is full of listed words: what
// counts is that the words stand by themselves.
import { createHmac } from 'node:crypto';
import { around, PHRASE_WORDS, textOf } from './aroundText.ts';
import type { Hit, Rejection } from './hit.ts';
import { isPhrase, numbersOf, PHRASE_LANGUAGES, type PhraseLanguage } from './phraseWords.ts';
import type { Candidate } from './scanKernel.ts';

const SIZES = [24, 21, 18, 15, 12] as const;
/** Words in one row beyond which it is a list. */
const LIST_FROM = 49;
const NEAR = 160;
const LISTS = (1 << PHRASE_LANGUAGES.length) - 1;
/** Phrases of documentation and test tools. */
const EXAMPLES: ReadonlySet<string> = new Set([
  `${'abandon '.repeat(11)}about`,
  `${'abandon '.repeat(23)}art`,
  'legal winner thank year wave sausage worth useful legal winner thank yellow',
  'letter advice cage absurd amount doctor acoustic avoid letter advice cage above',
  `${'zoo '.repeat(11)}wrong`,
  `${'test '.repeat(11)}junk`,
  'candy maple cake sugar pudding cream honey rich smooth crumble sweet treat',
  'myth like bonus scare over problem client lizard pioneer submit female collect',
]);

interface Word {
  readonly text: string;
  /** Characters of the row. */
  readonly from: number;
  readonly to: number;
}

export function judgePhrase(piece: Uint8Array, candidate: Candidate): Hit | Rejection {
  const { start, length, step, extra } = candidate;
  const row = textOf(piece, start, start + length * step, step);
  const { before, after } = around(piece, start, length * step, step, NEAR);
  const hasContext = PHRASE_WORDS.test(before.slice(-NEAR)) || PHRASE_WORDS.test(after.slice(0, NEAR));
  let refused: Rejection = 'phraseChecksum';
  for (const [bit, language] of PHRASE_LANGUAGES.entries()) {
    if (((extra & LISTS) >> bit) % 2 === 0) continue;
    const words = wordsIn(row, language);
    if (words.length >= LIST_FROM) {
      refused = 'wordList';
      continue;
    }
    for (const size of SIZES)
      for (let at = 0; at + size <= words.length; at++) {
        const some = words.slice(at, at + size);
        const [first, last] = [some[0] as Word, some[size - 1] as Word];
        const isAlone = standsAlone(before + row.slice(0, first.from), row.slice(last.to) + after);
        if (!isAlone && !(hasContext && words.length === size)) {
          refused = 'notIsolated';
          continue;
        }
        // Han characters without anything between them are prose before they are a phrase.
        if (language.startsWith('zh') && isUnparted(some) && !hasContext) {
          refused = 'inProse';
          continue;
        }
        const phrase = some.map(({ text }) => text).join(' ');
        const kind = kindOf(
          some.map(({ text }) => text),
          language,
        );
        if (kind === null) continue;
        const offset = bytesOf(row.slice(0, first.from), step);
        return {
          ...{ kind: kind === 'electrum' ? ('electrumSeed' as const) : ('phrase' as const), start: start + offset },
          bytes: bytesOf(row.slice(first.from, last.to), step),
          ...{ encoding: step === 1 ? ('bytes' as const) : ('utf16' as const), value: phrase },
          checks: hasContext ? [kind, 'context'] : [kind],
          ...{ detail: [language], isKnownExample: EXAMPLES.has(phrase) },
        };
      }
  }
  return refused;
}

const bytesOf = (text: string, step: 1 | 2): number => (step === 2 ? text.length * 2 : new TextEncoder().encode(text).length);

function wordsIn(row: string, language: PhraseLanguage): Word[] {
  const list = numbersOf(language);
  const words: Word[] = [];
  const pattern = language.startsWith('zh') ? /\p{Script=Han}/gu : /[\p{L}\p{M}]+/gu;
  for (const match of row.matchAll(pattern)) {
    const text = match[0].toLowerCase().normalize('NFKD');
    if (list.has(text)) words.push({ text, from: match.index, to: match.index + match[0].length });
  }
  return words;
}

/** Nothing else stands on its line, or in its cell or quotation; numbers before words are theirs. */
function standsAlone(left: string, right: string): boolean {
  return (
    /(?:^|[\n\r]|[^\p{L}\p{M}\p{N}\s.])[\s\p{N}.)(-]*$/u.test(left) &&
    /^[^\S\n\r]*\.?(?:$|[\n\r]|[^\S\n\r]*[^\p{L}\p{M}\p{N}\s.])/u.test(right)
  );
}

const isUnparted = (words: readonly Word[]): boolean => words.every(({ from }, at) => at === 0 || from === (words[at - 1] as Word).to);

function kindOf(words: readonly string[], language: PhraseLanguage): 'bip39' | 'electrum' | null {
  if (isPhrase(words, language)) return 'bip39';
  // Electrum's own seeds have a version in a hash of their text; those of its standard, segwit and two-factor wallets.
  const version = createHmac('sha512', 'Seed version').update(words.join(' ')).digest('hex');
  return words.length === 12 && /^(?:01|10[0-2])/.test(version) ? 'electrum' : null;
}
