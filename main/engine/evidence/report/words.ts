// Turns codes and parameters into the sentences of one language. The sentences live in resources/locales/*/report.json;
// no sentence stands in code.

import { fillIn } from '../../../../shared/words/index.ts';

export type ReportLocale = 'en' | 'ja' | 'zh-Hans' | 'zh-Hant';
export const REPORT_LOCALES: readonly ReportLocale[] = ['en', 'ja', 'zh-Hans', 'zh-Hant'];
export type WordParameters = Readonly<Record<string, string | number>>;

export interface Words {
  readonly locale: ReportLocale;
  /** The sentence of a key with `{name}` filled in. An unknown key throws: a report must not print a code by accident. */
  say(key: string, parameters?: WordParameters): string;
  has(key: string): boolean;
}

/** Words over the parsed content of one report.json (flat: key → sentence). */
export function reportWords(locale: ReportLocale, sentences: Readonly<Record<string, string>>): Words {
  return {
    locale,
    has: (key) => Object.hasOwn(sentences, key),
    say(key, parameters = {}) {
      if (!Object.hasOwn(sentences, key)) throw new Error(`report.json of ${locale} has no "${key}"`);
      return fillIn(sentences[key] as string, (name) => {
        const value = parameters[name];
        if (value === undefined) throw new Error(`report.json of ${locale}: "${key}" needs "${name}"`);
        return value;
      });
    },
  };
}

/** The sentence of a code, or the code itself where the language files do not know it (rules come from registries). */
export function sayCode(words: Words, family: string, code: string): string {
  const key = `${family}.${code}`;
  return words.has(key) ? words.say(key) : code;
}

/** A question in quotation marks, or that none was on record: empty marks would look like an omission of ours. */
export function questionText(words: Words, question: string): string {
  return question === '' ? words.say('questions.notRecorded') : words.say('quoted', { text: question });
}
