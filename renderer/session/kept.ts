// What a screen keeps while the person looks at another one: half-filled forms, the last answer. Gone when the case closes. Nothing
// secret belongs here.
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
