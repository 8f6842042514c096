// Words of a seed phrase sent one by one, or a few at a time: messages of one sender in one chat that hold nothing but words of one list are put
// together. Whether they are a phrase is for the scanner to judge, by its checksum, as with any other line of words.
import type { SeizedMessage } from '../../../../shared/contract/deviceReadings.ts';
import { isPhrase, numbersOf, PHRASE_LANGUAGES, type PhraseLanguage } from '../scanners/phraseWords.ts';

export interface SentRun {
  readonly text: string;
  /** By their places in the order of the file. */
  readonly messages: readonly number[];
}

export interface SentWords {
  /** Runs that ended with this message. */
  add(message: SeizedMessage, place: number): readonly SentRun[];
  end(): readonly SentRun[];
}

interface Run {
  words: string[];
  /** Words of each message. */
  counts: number[];
  messages: number[];
  languages: readonly PhraseLanguage[];
}

const SIZES: ReadonlySet<number> = new Set([12, 15, 18, 21, 24]);
const SHORTEST = 12;
const MOST_WORDS = 24;
/** Senders whose words are waited for at a time. */
const MOST_OPEN = 2000;
/** No word of a list is longer, with its number and what stands around it. */
const LONGEST = 400;
const WORD = /[\p{L}\p{M}]+/gu;
const HAN = /\p{Script=Han}/gu;

export function createSentWords(): SentWords {
  const open = new Map<string, Run>();
  const finish = (key: string): readonly SentRun[] => {
    const run = open.get(key);
    open.delete(key);
    return run === undefined || run.messages.length < 2 ? [] : readingsOf(run);
  };
  return {
    add(message, place) {
      if (message.sender === '' && message.direction === 'unknown') return [];
      const key = [message.app, message.chat, message.sender, message.direction].join('\u0000');
      const said = wordsOf(message.text);
      if (said === null) return finish(key);
      let ended: readonly SentRun[] = [];
      const before = open.get(key);
      const shared = before?.languages.filter((language) => said.languages.includes(language)) ?? [];
      // Another list, a new count, or more words than a phrase has: a new row of words begins.
      const goesOn = before !== undefined && shared.length > 0 && !said.isFirst && before.words.length + said.words.length <= MOST_WORDS;
      if (before !== undefined && !goesOn) ended = finish(key);
      if (goesOn) {
        before.words.push(...said.words);
        before.counts.push(said.words.length);
        before.messages.push(place);
        before.languages = shared;
        // The sender who wrote last is the last to be given up.
        open.delete(key);
        open.set(key, before);
      } else open.set(key, { words: [...said.words], counts: [said.words.length], messages: [place], languages: said.languages });
      if (open.size > MOST_OPEN) ended = [...ended, ...finish(open.keys().next().value as string)];
      return ended;
    },
    end: () => [...open.keys()].flatMap(finish),
  };
}

/**
 * All of it where it has as many words as a phrase; else, where a word of the list was said before or behind a phrase, the messages at its beginning
 * or its end that are one.
 */
function readingsOf(run: Run): readonly SentRun[] {
  const { words, counts, messages, languages } = run;
  const isOne = (some: readonly string[]): boolean => languages.some((language) => isPhrase(some, language));
  if (words.length > SHORTEST && !isOne(words)) {
    const found = [0, 1].flatMap((side): SentRun[] => {
      const ofSide = side === 0 ? counts : counts.toReversed();
      let [total, taken] = [0, 0];
      while (total < SHORTEST && taken < ofSide.length) total += ofSide[taken++] as number;
      const some = side === 0 ? words.slice(0, SHORTEST) : words.slice(-SHORTEST);
      if (total !== SHORTEST || taken < 2 || !isOne(some)) return [];
      return [{ text: some.join(' '), messages: side === 0 ? messages.slice(0, taken) : messages.slice(-taken) }];
    });
    if (found.length > 0) return found;
  }
  return SIZES.has(words.length) ? [{ text: words.join(' '), messages }] : [];
}

/** Null: it says more than words of one list. `isFirst`: it is numbered, and with 1. */
function wordsOf(
  text: string,
): { readonly words: readonly string[]; readonly languages: readonly PhraseLanguage[]; readonly isFirst: boolean } | null {
  if (text.length > LONGEST) return null;
  const isHan = /\p{Script=Han}/u.test(text);
  const words = (text.match(isHan ? HAN : WORD) ?? []).map((word) => word.toLowerCase().normalize('NFKD'));
  // Beside words there may be numbers and marks of a list.
  const rest = text.replace(isHan ? HAN : WORD, '').replace(/[\s\d.,;:)(\-_"'|/[\]#。、，：）（]/gu, '');
  if (words.length === 0 || words.length > MOST_WORDS || rest !== '') return null;
  const languages = PHRASE_LANGUAGES.filter(
    (language) => language.startsWith('zh') === isHan && words.every((word) => numbersOf(language).has(word)),
  );
  return languages.length === 0 ? null : { words, languages, isFirst: /^\D*0?1(?!\d)/.test(text) };
}
