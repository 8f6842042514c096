// Explicit registries: one list per kind of extension, in one place, no import side effects.

export interface Registered {
  readonly id: string;
}

export interface Registry<Entry extends Registered> {
  readonly kind: string;
  readonly entries: readonly Entry[];
  find(id: string): Entry | undefined;
}

/** Builds the list of one kind of extension; a duplicate id throws at start. */
export function defineRegistry<Entry extends Registered>(kind: string, entries: readonly Entry[]): Registry<Entry> {
  const byId = new Map<string, Entry>();
  for (const entry of entries) {
    if (byId.has(entry.id)) throw new Error(`${kind} "${entry.id}" is listed twice`);
    byId.set(entry.id, entry);
  }
  return { kind, entries, find: (id) => byId.get(id) };
}
