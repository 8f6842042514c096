// Light, dark or high contrast: follows the system until the person chooses. Remembers the choice where the page may.
import { createContext, useCallback, useContext, useEffect, useState } from 'react';
import { recall, remember } from './remembered.ts';

const SHOWN = ['light', 'dark', 'contrast'] as const;
/** Which colours are on the screen. */
export type ShownTheme = (typeof SHOWN)[number];
export const THEME_CHOICES = ['system', ...SHOWN] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];
interface Theme {
  readonly choice: ThemeChoice;
  readonly shown: ShownTheme;
  readonly choose: (choice: ThemeChoice) => void;
}

const KEY = 'theme';
const DARK = '(prefers-color-scheme: dark)';
/** A system that asks for more contrast, or replaces the page's colours by its own few, gets the theme made for that. */
const CONTRAST = '(prefers-contrast: more), (forced-colors: active)';

export const ThemeContext = createContext<Theme>({ choice: 'system', shown: 'light', choose: () => undefined });

export function useThemeState(): Theme {
  const [choice, setChoice] = useState<ThemeChoice>(() => {
    const value = recall(KEY);
    return THEME_CHOICES.find((known) => known === value) ?? 'system';
  });
  const dark = useMedia(DARK);
  const contrast = useMedia(CONTRAST);
  const shown = choice !== 'system' ? choice : contrast ? 'contrast' : dark ? 'dark' : 'light';
  useEffect(() => {
    // On the body, so that Blueprint's portals follow too. High contrast is built upon its dark form.
    document.body.classList.toggle('bp6-dark', shown !== 'light');
    document.body.classList.toggle('th-contrast', shown === 'contrast');
    document.documentElement.style.colorScheme = shown === 'light' ? 'light' : 'dark';
  }, [shown]);
  const choose = useCallback((next: ThemeChoice) => {
    setChoice(next);
    remember(KEY, next === 'system' ? null : next);
  }, []);
  return { choice, shown, choose };
}

function useMedia(asked: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(asked).matches);
  useEffect(() => {
    const query = matchMedia(asked);
    const listen = () => setMatches(query.matches);
    query.addEventListener('change', listen);
    return () => query.removeEventListener('change', listen);
  }, [asked]);
  return matches;
}

export function useTheme(): Theme {
  return useContext(ThemeContext);
}
