// Names of countries in the language of the window. They are shown beside the code, which is what the case holds.
import { useMemo } from 'react';
import { useLanguage } from '../../../session/language.ts';

export function useRegions(): Intl.DisplayNames {
  const { locale } = useLanguage();
  return useMemo(() => new Intl.DisplayNames([locale], { type: 'region', fallback: 'code' }), [locale]);
}

/** `Japan (JP)`. */
export function countryName(regions: Intl.DisplayNames, code: string): string {
  const name = /^[A-Z]{2}$/.test(code) ? regions.of(code) : undefined;
  return name === undefined || name === code ? code : `${name} (${code})`;
}
