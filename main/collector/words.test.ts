// The collector's words: every code has a sentence in every language, with the same parameters.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parametersOf } from '../../shared/words/index.ts';
import { REFUSALS } from './refusal.ts';
import { LOCALE_NAMES, sayIn } from './words.ts';

const sentences = (locale: string, file: string) =>
  JSON.parse(readFileSync(new URL(`../../resources/locales/${locale}/${file}.json`, import.meta.url), 'utf8')) as Record<string, string>;

it.each(['collector', 'fetchSheet'])('%s: four languages say the same', (file) => {
  const english = sentences('en', file);
  for (const locale of LOCALE_NAMES) {
    const own = sentences(locale, file);
    expect(Object.keys(own).sort(), locale).toEqual(Object.keys(english).sort());
    for (const [key, text] of Object.entries(english))
      expect([...parametersOf(own[key] ?? '')].sort(), `${locale} ${key}`).toEqual([...parametersOf(text)].sort());
  }
});

it('every refusal has its sentence', () => {
  const say = sayIn('en');
  for (const code of Object.keys(REFUSALS)) expect(say(`refusal.${code}`)).not.toBe(`refusal.${code}`);
  expect(sayIn('ja')('gap.notFound')).toBe('見つからない');
  // A service's words cannot steer the terminal.
  expect(say('refusal.redirect', { to: '\u001b[2Jx' })).not.toContain('\u001b');
});
