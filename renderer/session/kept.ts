// What a screen keeps while the person looks at another one: half-filled forms, the last answer. Gone when the case closes. Nothing
// secret belongs here.
import { useCallback, useSyncExternalStore } from 'react';
import { useSession } from './session.ts';

export interface Kept {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  clear(): void;
  subscribe(listener: () => void): () => void;
}

export function createKept(): Kept {
  const values = new Map<string, unknown>();
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  return {
    get: (key) => values.get(key),
    set(key, value) {
      values.set(key, value);
      tell();
    },
    clear() {
      values.clear();
      tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** As `useState`, but the value outlives the screen. `initial` must be the same object at each call. */
export function useKept<T>(key: string, initial: T): readonly [T, (value: T) => void] {
  const { kept } = useSession();
  const value = useSyncExternalStore(kept.subscribe, () => (kept.get(key) as T | undefined) ?? initial);
  const set = useCallback((next: T) => kept.set(key, next), [kept, key]);
  return [value, set];
}
