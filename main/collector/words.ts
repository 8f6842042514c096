// The collector's sentences, bundled into its one file: it travels alone to a computer that has nothing else of the program.
import en from '../../resources/locales/en/collector.json' with { type: 'json' };
import ja from '../../resources/locales/ja/collector.json' with { type: 'json' };
import hans from '../../resources/locales/zh-Hans/collector.json' with { type: 'json' };
import hant from '../../resources/locales/zh-Hant/collector.json' with { type: 'json' };

type Sentences = Readonly<Record<string, string>>;
const ENGLISH: Sentences = en;
const LOCALES: Readonly<Record<string, Sentences>> = { en, ja, 'zh-Hans': hans, 'zh-Hant': hant };
export const LOCALE_NAMES: readonly string[] = Object.keys(LOCALES);

export type Say = (key: string, parameters?: Readonly<Record<string, string | number>>) => string;

/** A key without a sentence stays visible as the key: an error must not be hidden by a missing word. */
export function sayIn(locale: string): Say {
  const sentences = LOCALES[locale] ?? ENGLISH;
  return (key, parameters = {}) =>
    (sentences[key] ?? ENGLISH[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => printable(String(parameters[name] ?? whole)));
}

/** What a service or a list says must not steer the terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, '\ufffd');
}
