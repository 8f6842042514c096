// Whether words of a list are a seed phrase. A checksum of four bits passes one text in sixteen, and running text is full of listed words: what
// counts is that the words stand by themselves.
import { electrumSeedType } from '../../chains/index.ts';
import { around, PHRASE_WORDS, textOf, withLineEnds } from './aroundText.ts';
import type { Hit, Rejection } from './hit.ts';
import { isPhrase, numbersOf, PHRASE_LANGUAGES, type PhraseLanguage } from './phraseWords.ts';
import type { Candidate } from './scanKernel.ts';

const SIZES = [24, 21, 18, 15, 12] as const;
const FEWEST = 12;
/** Electrum's own seeds; of 13 words those of 2.0 to 2.6. */
const ELECTRUM_SIZES: readonly number[] = [12, 13];
/** What a row may be; 13 words last, as a title before twelve makes as many. */
const ROWS: readonly number[] = [...SIZES, 13];
/** Words in one row beyond which it is a list; the kernel gives its lines beside it. */
const LIST_FROM = 49;
const NEAR = 160;
const LISTS = (1 << PHRASE_LANGUAGES.length) - 1;
/** Phrases of documentation and test tools. */
export const EXAMPLES: ReadonlySet<string> = new Set([
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

/** One phrase, or each of several that stand in lines or cells of one row. */
export function judgePhrase(piece: Uint8Array, candidate: Candidate): readonly Hit[] | Rejection {
  const { start, length, step, extra } = candidate;
  if (extra >>> 16 >= LIST_FROM) return 'wordList';
  const row = withLineEnds(textOf(piece, start, start + length * step, step));
  const { before, after } = around(piece, start, length * step, step, NEAR);
  const surroundings: Surroundings = {
    ...{ row, before: withLineEnds(before), after: withLineEnds(step === 2 ? endOfWide(after) : after), start, step },
  };
  let refused: Rejection = 'phraseChecksum';
  for (const [bit, language] of PHRASE_LANGUAGES.entries()) {
    if (((extra & LISTS) >> bit) % 2 === 0) continue;
    const words = wordsIn(row, language);
    const found: Hit[] = [];
    for (const some of language.startsWith('zh') ? sentencesOf(words, row) : [words]) {
      const hits = phrasesAmong(some, language, surroundings);
      if (typeof hits === 'string') refused = hits;
      else found.push(...hits);
    }
    if (found.length > 0) return found;
  }
  return refused;
}

interface Surroundings {
  readonly row: string;
  readonly before: string;
  readonly after: string;
  readonly start: number;
  readonly step: 1 | 2;
}

function phrasesAmong(
  words: readonly Word[],
  language: PhraseLanguage,
  { row, before, after, start, step }: Surroundings,
): readonly Hit[] | Rejection {
  let refused: Rejection = 'phraseChecksum';
  const read = (some: readonly Word[]): Hit | null => {
    const [first, last] = [some[0] as Word, some[some.length - 1] as Word];
    const [left, right] = [before + row.slice(0, first.from), row.slice(last.to) + after];
    const isAlone = standsAlone(left, right);
    // Words that announce a phrase may be listed ones, and then stand in the row.
    const hasContext =
      (isAlone || words.length === some.length) && (PHRASE_WORDS.test(left.slice(-NEAR)) || PHRASE_WORDS.test(right.slice(0, NEAR)));
    if (!isAlone && !hasContext) {
      refused = 'notIsolated';
      return null;
    }
    // Han characters of which nothing parts some are prose before they are a phrase.
    if (language.startsWith('zh') && !hasContext && some.some(({ from }, at) => at > 0 && from === (some[at - 1] as Word).to)) {
      refused = 'inProse';
      return null;
    }
    const texts = some.map(({ text }) => text);
    const kind = kindOf(texts, language);
    if (kind === null) return null;
    const phrase = texts.join(' ');
    const offset = bytesOf(row.slice(0, first.from), step);
    return {
      ...{ kind: kind === 'electrum' ? ('electrumSeed' as const) : ('phrase' as const), start: start + offset },
      bytes: bytesOf(row.slice(first.from, last.to), step),
      ...{ encoding: step === 1 ? ('bytes' as const) : ('utf16' as const), value: phrase },
      checks: hasContext ? [kind, 'context'] : [kind],
      ...{ detail: [language], isKnownExample: EXAMPLES.has(phrase) },
    };
  };
  const readAll = (some: readonly (readonly Word[])[]): Hit[] =>
    some.flatMap((one) => (ROWS.includes(one.length) ? (read(one) ?? []) : []));
  const whole = readAll([words]);
  const parts = partsOf(words, row);
  const ofParts = parts.length > 1 ? readAll(parts) : [];
  // A long phrase in two lines is one: a half of it passes by chance. Beside a line that can be none ("phrase", "private key") it is the other way round.
  const isUneven = parts.some((part) => !ROWS.includes(part.length));
  if (whole.length > 0) return isUneven || ofParts.length === parts.length ? [...whole, ...ofParts] : whole;
  if (ofParts.length > 0) return ofParts;
  for (const size of ROWS)
    for (let at = 0; at + size <= words.length; at++) {
      const hit = read(words.slice(at, at + size));
      if (hit !== null) return [hit];
    }
  return refused;
}

/** Han characters by the points between them, which part sentences; where every two are parted by something they are a list, and stay together. */
function sentencesOf(words: readonly Word[], row: string): readonly (readonly Word[])[] {
  if (words.every(({ from }, at) => at === 0 || from > (words[at - 1] as Word).to)) return [words];
  const sentences: Word[][] = [];
  words.forEach((word, at) => {
    const gap = at === 0 ? '' : row.slice((words[at - 1] as Word).to, word.from);
    if (at === 0 || /[^\u0000-\u007f\s]/.test(gap)) sentences.push([]);
    sentences.at(-1)?.push(word);
  });
  return sentences.filter(({ length }) => length >= FEWEST);
}

/** The last character of text that has its zero bytes in front stands beside whatever follows it: a line end there is one. */
function endOfWide(after: string): string {
  const code = after.charCodeAt(0);
  return code > 0xff && LINE_ENDS.includes(code & 0xff) ? '\n' : after;
}
const LINE_ENDS: readonly number[] = [9, 10, 13];

/** Words by the line, cell or quotation that they stand in. */
function partsOf(words: readonly Word[], row: string): readonly (readonly Word[])[] {
  const parts: Word[][] = [];
  words.forEach((word, at) => {
    const gap = at === 0 ? '' : row.slice((words[at - 1] as Word).to, word.from);
    if (at === 0 || /[\n\r\t"'`;|[\]{}]/.test(gap)) parts.push([]);
    parts.at(-1)?.push(word);
  });
  return parts;
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
    /(?:^|[\n\r\t]|[^\p{L}\p{M}\p{N}\s.])(?:[\s\p{N}.)(-]|\ufe0f|\u20e3)*$/u.test(left) &&
    /^[^\S\n\r]*\.?(?:$|[\n\r\t]|[^\S\n\r]*[^\p{L}\p{M}\p{N}\s.])/u.test(right)
  );
}

/** A whole phrase: by its checksum, or by Electrum's version. */
export function kindOf(words: readonly string[], language: PhraseLanguage): 'bip39' | 'electrum' | null {
  if (isPhrase(words, language)) return 'bip39';
  return ELECTRUM_SIZES.includes(words.length) && electrumSeedType(words.join(' ')) !== null ? 'electrum' : null;
}
