// A part of a seed phrase: 4 to 23 listed words that stand by themselves near words that announce a phrase, and are no whole one. No checksum speaks
// for it, so prose, lists of words and lines with any other word in them are none.
import { textOf, withLineEnds } from './aroundText.ts';
import { FIXED_TEXTS } from './fixedTexts.ts';
import type { Hit, Rejection } from './hit.ts';
import { EXAMPLES, kindOf } from './judgePhrase.ts';
import { numbersOf, PHRASE_LANGUAGES, type PhraseLanguage } from './phraseWords.ts';
import type { Candidate } from './scanKernel.ts';

const FEWEST = 4;
const MOST = 23;
const FEWEST_DIFFERENT = 3;
/** Characters between the announcement and the part. */
const NEAR = 160;
/** Bytes to either side in which both stand whole. */
const REACH = 1200;
/** Of a list of words most are followed by one of its next words; of a phrase one in hundreds is. */
const NEXT_IN_LIST = 8;
const CELL = /[^\n\r\t\u0000-\u0008\u000b\u000c\u000e-\u001f"“”„«»「」『』<>=:：[\]{}|;]+/g;
const NUMBER = /(?<!\p{N})\p{N}{1,2}\s*[.)]?(?!\p{N})/gu;
const BETWEEN = /[\s,、.・-]+/u;

/** Its words are listed ones themselves. */
const ANNOUNCEMENT = new RegExp(
  FIXED_TEXTS.flatMap(({ kind, bytes }) => (kind === 'phraseWord' ? [new TextDecoder().decode(bytes)] : [])).join('|'),
  'i',
);

interface Cell {
  readonly words: readonly string[];
  /** Lists that have all of them. */
  readonly languages: readonly PhraseLanguage[];
  readonly from: number;
  readonly to: number;
  /** It is all of its line, so that the next line may go on with it. */
  readonly isLine: boolean;
}

/** Parts near an announcement. Every announcement near a part tells it. */
export function judgePhraseParts(piece: Uint8Array, { start, length, step }: Candidate): readonly Hit[] | Rejection {
  const read = (from: number, to: number): string => withLineEnds(textOf(piece, from, to, step));
  const before = read(start - Math.min(REACH * step, start - (start % step)), start);
  const own = read(start, start + length * step);
  const text = before + read(start, start + (length + REACH) * step);
  const [said, ends] = [before.length, before.length + own.length];
  const bytesOf = (some: string): number => (step === 2 ? some.length * 2 : new TextEncoder().encode(some).length);
  const hits: Hit[] = [];
  let refused: Rejection = 'announced';
  for (const run of runsOf(text)) {
    const [first, last] = [run[0] as Cell, run[run.length - 1] as Cell];
    const [language = 'en'] = sharedBy(run);
    const isNear = first.from >= ends ? first.from - ends <= NEAR : last.to <= said && said - last.to <= NEAR;
    if (!isNear) continue;
    const words = run.flatMap((cell) => cell.words);
    if (words.length < FEWEST) continue;
    if (words.length > MOST || isOfList(words, language)) {
      refused = 'wordList';
      continue;
    }
    // Counted from the announcement: what lies beyond may be no text at all.
    const from = first.from >= ends ? start + bytesOf(text.slice(said, first.from)) : start - bytesOf(text.slice(first.from, said));
    const shown = text.slice(first.from, last.to);
    if (read(from, from + bytesOf(shown)) !== shown || new Set(words).size < FEWEST_DIFFERENT) continue;
    const value = words.join(' ');
    hits.push({
      ...{ kind: 'phrasePart', start: from, bytes: bytesOf(shown), encoding: step === 1 ? 'bytes' : 'utf16', value },
      ...{ checks: ['context'], detail: [language], isKnownExample: [...EXAMPLES].some((one) => ` ${one} `.includes(` ${value} `)) },
    });
  }
  return hits.length > 0 ? hits : refused;
}

/** Cells of listed words alone; lines of nothing else that follow one another are one. Whole phrases are left out. */
function* runsOf(text: string): Generator<readonly Cell[]> {
  let run: Cell[] = [];
  const ended = function* (): Generator<readonly Cell[]> {
    const cells = run;
    run = [];
    if (cells.length === 0 || isWhole(cells)) return;
    // Several whole phrases, one below the other, and what stands between them.
    if (!cells.some((cell) => isWhole([cell]))) yield cells;
    else for (const cell of cells) if (!isWhole([cell])) yield [cell];
  };
  for (const match of text.matchAll(CELL)) {
    const cell = cellOf(match[0], match.index, text);
    const before = run.at(-1);
    const goesOn =
      cell?.isLine === true &&
      before?.isLine === true &&
      sharedBy([...run, cell]).length > 0 &&
      /^[^\S\n\r]*\r?\n[^\S\n\r]*(?:\p{N}{1,2}\s*[.)]?\s*)?$/u.test(text.slice(before.to, cell.from));
    if (!goesOn) yield* ended();
    if (cell !== null) run.push(cell);
  }
  yield* ended();
}

const sharedBy = (cells: readonly Cell[]): readonly PhraseLanguage[] =>
  PHRASE_LANGUAGES.filter((one) => cells.every(({ languages }) => languages.includes(one)));

function isWhole(cells: readonly Cell[]): boolean {
  const words = cells.flatMap((cell) => cell.words);
  const isOfSize = words.length >= 12 && words.length % 3 === 0 && words.length <= 24;
  return isOfSize && sharedBy(cells).some((language) => kindOf(words, language) !== null);
}

function cellOf(written: string, at: number, text: string): Cell | null {
  if (ANNOUNCEMENT.test(written)) return null;
  const isNumbered = written.search(NUMBER) >= 0;
  // Blanks in the place of numbers keep every word where it stands.
  const shown = written.replace(NUMBER, (number) => ' '.repeat(number.length));
  const tokens = shown.split(BETWEEN).filter((token) => token !== '');
  if (tokens.length === 0 || !isOneCase(tokens, isNumbered)) return null;
  const words = tokens.map((token) => token.toLowerCase().normalize('NFKD'));
  const languages = PHRASE_LANGUAGES.filter((one) => words.every((word) => numbersOf(one).has(word)));
  if (languages.length === 0) return null;
  const from = at + shown.search(/[^\s,、.・-]/u);
  const to = at + shown.replace(/[\s,、.・-]+$/u, '').length;
  const [left, right] = [text[at - 1] ?? '\n', text[at + written.length] ?? '\n'];
  return { words, languages, from, to, isLine: /[\n\r]/.test(left) && /[\n\r]/.test(right) };
}

/** Small letters but for the first, or capitals throughout; numbered words may each begin with a capital. Titles and menus are neither. */
function isOneCase(tokens: readonly string[], isNumbered: boolean): boolean {
  if (isNumbered || tokens.length === 1 || tokens.every((token) => token === token.toUpperCase())) return true;
  return tokens.every((token, at) => (at === 0 ? token.slice(1) : token) === (at === 0 ? token.slice(1) : token).toLowerCase());
}

function isOfList(words: readonly string[], language: PhraseLanguage): boolean {
  const numbers = numbersOf(language);
  const steps = words.slice(1).map((word, at) => (numbers.get(word) ?? 0) - (numbers.get(words[at] as string) ?? 0));
  return steps.filter((step) => step > 0 && step <= NEXT_IN_LIST).length * 2 >= steps.length;
}
