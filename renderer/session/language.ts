// The window's language: what the system prefers until the person chooses. Remembers the choice where the page may.
import { createContext, useCallback, useContext, useEffect, useState } from 'react';
import { recall, remember } from './remembered.ts';

/** The languages the window speaks, each named in itself. */
export const LANGUAGES = [
  { locale: 'en', name: 'English' },
  { locale: 'ja', name: '日本語' },
  { locale: 'zh-Hans', name: '简体中文' },
  { locale: 'zh-Hant', name: '繁體中文' },
] as const;
export type Locale = (typeof LANGUAGES)[number]['locale'];

export interface Language {
  readonly locale: Locale;
  readonly choose: (locale: Locale) => void;
}

const KEY = 'language';

export function isLocale(value: string | null): value is Locale {
  return LANGUAGES.some(({ locale }) => locale === value);
}

/** The locale that a language tag asks for: Chinese by its script, which a region alone (`zh-TW`) implies too. */
function localeOf(tag: string): Locale | null {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    if (language === 'zh' || language === 'yue') return script === 'Hant' ? 'zh-Hant' : 'zh-Hans';
    return isLocale(language) ? language : null;
  } catch {
    return null;
  }
}

/** The first preferred language that the window speaks; English where it speaks none. */
export function preferredLocale(languages: readonly string[]): Locale {
  for (const tag of languages) {
    const locale = localeOf(tag);
    if (locale !== null) return locale;
  }
  return 'en';
}

function firstLocale(): Locale {
  const value = recall(KEY);
  return isLocale(value) ? value : preferredLocale(navigator.languages);
}

export const LanguageContext = createContext<Language>({ locale: 'en', choose: () => undefined });

export function useLanguageState(): Language {
  const [locale, setLocale] = useState<Locale>(firstLocale);
  useEffect(() => {
    // Which form a Han character is drawn in depends on it, and so do line breaks and screen readers.
    document.documentElement.lang = locale;
  }, [locale]);
  const choose = useCallback((next: Locale) => {
    setLocale(next);
    remember(KEY, next);
  }, []);
  return { locale, choose };
}

export function useLanguage(): Language {
  return useContext(LanguageContext);
}
