// Which messages lie at the foot of the window: a few at most, the same thing said again counted and not piled up, errors until somebody
// has dismissed them or gone on to something else.

/** Messages that go by themselves, beside any errors. */
const MOST_PASSING = 3;

interface Lying {
  readonly error: boolean;
  /** When it was last said, in milliseconds of any clock. */
  at: number;
  count: number;
}

export interface Shelf {
  /** Puts a message there: how often it was said by now, and which others have to go for it. */
  put(key: string, error: boolean, at: number): { readonly count: number; readonly gone: readonly string[] };
  /** It went by itself or was dismissed. */
  gone(key: string): void;
  /** Errors said before that moment: the person has seen them and gone on to another task or case. */
  past(before: number): readonly string[];
}

export function createShelf(): Shelf {
  const lying = new Map<string, Lying>();
  return {
    put(key, error, at) {
      const known = lying.get(key);
      if (known !== undefined) {
        known.count += 1;
        known.at = at;
        return { count: known.count, gone: [] };
      }
      const passing = [...lying].filter(([, other]) => !other.error).map(([other]) => other);
      const gone = error ? [] : passing.slice(0, Math.max(0, passing.length + 1 - MOST_PASSING));
      for (const other of gone) lying.delete(other);
      lying.set(key, { error, at, count: 1 });
      return { count: 1, gone };
    },
    gone: (key) => void lying.delete(key),
    past: (before) => [...lying].filter(([, { error, at }]) => error && at < before).map(([key]) => key),
  };
}
