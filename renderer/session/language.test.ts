// Which language the window starts in, by what the system prefers.
import { expect, it } from 'vitest';
import { preferredLocale } from './language.ts';

it.each([
  [['en-US', 'en'], 'en'],
  [['ja'], 'ja'],
  [['ja-JP'], 'ja'],
  [['zh'], 'zh-Hans'],
  [['zh-CN'], 'zh-Hans'],
  [['zh-SG'], 'zh-Hans'],
  [['zh-TW'], 'zh-Hant'],
  [['zh-HK'], 'zh-Hant'],
  [['zh-MO'], 'zh-Hant'],
  [['zh-Hant'], 'zh-Hant'],
  [['zh-Hant-CN'], 'zh-Hant'],
  [['zh-Hans-HK'], 'zh-Hans'],
  // The order of the person's preferences counts, not the window's.
  [['ja', 'en'], 'ja'],
  [['en-GB', 'ja'], 'en'],
  [['fr-CH', 'zh-TW', 'en'], 'zh-Hant'],
  [['fr', 'de'], 'en'],
  [['not a tag', 'ja'], 'ja'],
  [[], 'en'],
])('%j asks for %s', (languages, locale) => {
  expect(preferredLocale(languages)).toBe(locale);
});
