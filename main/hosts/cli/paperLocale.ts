// The language of what a command writes for paper.
import { PAPER_LOCALES } from '../../../shared/contract/values.ts';
import { Fault } from '../../../shared/model/fault.ts';
import type { Given, OptionSpec } from './command.ts';

export const LOCALE_OPTION: OptionSpec = { name: 'locale', value: PAPER_LOCALES.join('|') };

/** English unless another is named. Faults: usage.badValue. */
export function localeOf(given: Given): (typeof PAPER_LOCALES)[number] {
  const typed = given.optional('locale') ?? 'en';
  const locale = PAPER_LOCALES.find((one) => one === typed);
  if (locale === undefined) throw new Fault('usage.badValue', { option: '--locale', value: typed, expected: PAPER_LOCALES.join(', ') });
  return locale;
}
