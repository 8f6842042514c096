// The window's sentences: the chosen language over English, from resources/locales. No screen holds text of its own.
import { createContext, useContext } from 'react';
import { type Catalogue, createCatalogue, type Parameters, reasonWords, say } from '../../shared/words/index.ts';

const files = import.meta.glob<unknown>(
  '../../resources/locales/*/{ui,errors,reasons,typologies,exposure,people,transcribe,devices}.json',
  {
    eager: true,
    import: 'default',
  },
);

function catalogueOf(locale: string): Catalogue {
  const sections: Record<string, unknown> = {};
  for (const [path, content] of Object.entries(files)) {
    const [, name, section] = /locales\/([^/]+)\/(\w+)\.json$/.exec(path) ?? [];
    if (name === locale && section !== undefined) sections[section] = content;
  }
  return createCatalogue(sections);
}

export interface Words {
  readonly locale: string;
  /** Sentence of the `ui` section by its key. */
  (key: string, parameters?: Parameters): string;
  readonly has: (key: string) => boolean;
  /** Why something was refused, in words. */
  readonly reason: (code: string) => string;
  /** Sentence of any section, or null. */
  readonly any: (fullKey: string, parameters?: Parameters) => string | null;
}

/** English fills what a language lacks; a test keeps that from being needed. */
export function wordsFor(locale: string): Words {
  const catalogue: Catalogue = { ...catalogueOf('en'), ...(locale === 'en' ? {} : catalogueOf(locale)) };
  const speak = (key: string, parameters: Parameters = {}): string => {
    const text = say(catalogue, `ui.${key}`, parameters);
    return text === `ui.${key}` ? key : text;
  };
  return Object.assign(speak, {
    locale,
    reason: (code: string) => reasonWords(catalogue, code),
    has: (key: string) => catalogue[`ui.${key}`] !== undefined,
    any: (fullKey: string, parameters: Parameters = {}) => (catalogue[fullKey] === undefined ? null : say(catalogue, fullKey, parameters)),
  });
}

export const WordsContext = createContext<Words>(wordsFor('en'));

export function useWords(): Words {
  return useContext(WordsContext);
}
