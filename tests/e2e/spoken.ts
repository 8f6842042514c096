// The window's own words in each of its languages, so that a journey clicks what a person of that language reads.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCatalogue, type Parameters, say } from '../../shared/words/index.ts';

export type Spoken = (key: string, parameters?: Parameters) => string;

/** Sentences of `ui` by key; one that is missing ends the journey there. */
export function spoken(locale: 'en' | 'ja' | 'zh-Hans' | 'zh-Hant'): Spoken {
  const file = join(import.meta.dirname, '../../resources/locales', locale, 'ui.json');
  const catalogue = createCatalogue({ ui: JSON.parse(readFileSync(file, 'utf8')) as unknown });
  return (key, parameters = {}) => {
    if (catalogue[`ui.${key}`] === undefined) throw new Error(`no words for ${key} in ${locale}`);
    return say(catalogue, `ui.${key}`, parameters);
  };
}
