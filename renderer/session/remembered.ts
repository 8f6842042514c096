// What a person chose for the window itself (colours, language, times), kept beyond it where the page may keep anything.
const PREFIX = 'tracehold.';

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

/** Null forgets. */
export function remember(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, value);
  } catch {
    // Without storage the choice lasts as long as the window.
  }
}
