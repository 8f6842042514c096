// Phrases and keys that somebody wrote into the name of a file or folder: places are kept and told without them, and they are finds themselves.
import type { TraceKind } from '../../../../shared/contract/device.ts';
import { KEY_WORDS, PHRASE_WORDS } from './aroundText.ts';
import { type Hit, SECRET_KINDS } from './hit.ts';
import { isBase58Check, judgeKey } from './judgeKey.ts';
import { kindOf } from './judgePhrase.ts';
import { masked } from './kept.ts';
import { numbersOf, PHRASE_LANGUAGES, type PhraseLanguage } from './phraseWords.ts';

export type NameSecret = Pick<Hit, 'value' | 'checks' | 'detail'> & { readonly kind: TraceKind };

interface Span {
  readonly from: number;
  readonly to: number;
  /** What it is masked as. */
  readonly text: string;
}
interface Read {
  readonly spans: readonly Span[];
  readonly secrets: readonly NameSecret[];
}

const NOTHING: Read = { spans: [], secrets: [] };
const SIZES = [24, 21, 18, 15, 12] as const;
const LEAST_WORDS = 12;
/** Twelve words of three letters with eleven gaps. */
const LEAST_LENGTH = 47;
const LONGEST_GAP = 12;
const KEY_LENGTHS = [112, 111, 110, 109, 108, 107, 58, 52, 51] as const;
const HAN = /\p{Script=Han}/gu;
const HEX_KEY = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/gi;
const LETTERS = /[\p{L}\p{M}]+/gu;

/** A path, a name or a reason with its secrets masked; each name of a path is read by itself. */
export function maskedPath(path: string): string {
  return path.length < LEAST_WORDS ? path : path.split('/').map(maskedName).join('/');
}

/** A text without the 64 digits of a key, where words of the same text say that they are one. */
export function withoutHexKeys(text: string, mask: string): string {
  return KEY_WORDS.test(text) ? text.replace(HEX_KEY, mask) : text;
}

/** What stands in the names of a path behind its last archive. */
export function secretsOfPath(path: string): readonly NameSecret[] {
  return path
    .slice(path.lastIndexOf('!') + 1)
    .split('/')
    .flatMap((name) => readName(name).secrets);
}

function maskedName(name: string): string {
  const { spans } = readName(name);
  return [...spans]
    .sort((a, b) => b.from - a.from)
    .reduce((text, { from, to, text: by }) => text.slice(0, from) + by + text.slice(to), name);
}

function readName(name: string): Read {
  if (name.length < LEAST_WORDS) return NOTHING;
  const hasHan = (name.match(HAN) ?? []).length >= LEAST_WORDS;
  if (name.length < LEAST_LENGTH && !hasHan && (name.match(LETTERS) ?? []).length < LEAST_WORDS) return NOTHING;
  const found: { readonly span: Span; readonly secrets: readonly NameSecret[] }[] = [...keysIn(name), ...phrasesIn(name)];
  const spans: Span[] = [];
  const secrets: NameSecret[] = [];
  for (const one of found) {
    if (spans.some(({ from, to }) => one.span.from < to && from < one.span.to)) continue;
    spans.push(one.span);
    secrets.push(...one.secrets);
  }
  return { spans, secrets };
}

function* keysIn(name: string): Generator<{ readonly span: Span; readonly secrets: readonly NameSecret[] }> {
  for (const { 0: run, index } of name.matchAll(/[1-9A-HJ-NP-Za-km-z]{51,}/g))
    for (let at = 0; at + 51 <= run.length; at++)
      for (const length of KEY_LENGTHS) {
        const value = run.slice(at, at + length);
        if (value.length < length || !isBase58Check(value)) continue;
        const judged = judgeKey(value);
        if (typeof judged === 'string' || !SECRET_KINDS.has(judged.kind)) continue;
        const from = index + at;
        yield { span: { from, to: from + length, text: masked(judged.kind, value) }, secrets: [{ ...judged, value }] };
      }
  if (!KEY_WORDS.test(name)) return;
  for (const { 0: digits, index } of name.matchAll(HEX_KEY)) {
    const value = digits.toLowerCase();
    const span = { from: index, to: index + digits.length, text: masked('privateKey', value) };
    yield { span, secrets: [{ kind: 'privateKey', value, checks: ['context'], detail: ['hex'] }] };
  }
}

interface Word {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** So many listed words in a row are masked whatever their checksum says; Han characters, which names are made of, only where it is good. */
function* phrasesIn(name: string): Generator<{ readonly span: Span; readonly secrets: readonly NameSecret[] }> {
  for (const language of PHRASE_LANGUAGES) {
    const isHan = language.startsWith('zh');
    const all = [...name.matchAll(isHan ? HAN : LETTERS)].map(({ 0: text, index }) => ({
      ...{ text: text.toLowerCase().normalize('NFKD'), from: index, to: index + text.length },
    }));
    if (all.length < LEAST_WORDS) continue;
    for (const run of runsOf(all, name, language)) {
      const read = phrasesOf(run, language);
      const isParted = run.some(({ from }, at) => at > 0 && from > (run[at - 1] as Word).to);
      if (isHan && (read.length === 0 || !(isParted || PHRASE_WORDS.test(name)))) continue;
      const words = run.map(({ text }) => text).join(' ');
      const span = { from: (run[0] as Word).from, to: (run.at(-1) as Word).to, text: masked('phrase', words) };
      yield { span, secrets: read };
    }
  }
}

function runsOf(words: readonly Word[], name: string, language: PhraseLanguage): readonly (readonly Word[])[] {
  const list = numbersOf(language);
  const runs: Word[][] = [[]];
  words.forEach((word, at) => {
    const before = words[at - 1];
    const gap = before === undefined ? '' : name.slice(before.to, word.from);
    if (!list.has(word.text) || gap.length > LONGEST_GAP || /\p{L}/u.test(gap)) runs.push([]);
    if (list.has(word.text)) runs.at(-1)?.push(word);
  });
  return runs.filter((run) => run.length >= LEAST_WORDS);
}

/** All that pass: beside a word of the list before them ("seed …") another one may by chance. */
function phrasesOf(run: readonly Word[], language: PhraseLanguage): readonly NameSecret[] {
  const found: NameSecret[] = [];
  for (const size of SIZES)
    for (let at = 0; at + size <= run.length; at++) {
      const words = run.slice(at, at + size).map(({ text }) => text);
      const check = kindOf(words, language);
      if (check === null) continue;
      found.push({ kind: check === 'electrum' ? 'electrumSeed' : 'phrase', value: words.join(' '), checks: [check], detail: [language] });
    }
  return found;
}
