// Things that lie between two others, pair by pair, up to so many: of a pair that has more it keeps none. It knows no chain.

export interface Pairs {
  add(from: number, to: number, thing: number): void;
  /** Of the pairs that are not too many, ascending, each once. */
  things(): number[];
}

export function createPairs(most: number): Pairs {
  const found = new Map<number, Map<number, number[]>>();
  return {
    add(from, to, thing) {
      const own = found.get(from) ?? new Map<number, number[]>();
      found.set(from, own);
      const list = own.get(to);
      if (list === undefined) own.set(to, [thing]);
      else if (list.length <= most) list.push(thing);
    },
    things() {
      const kept = new Set<number>();
      for (const own of found.values()) for (const list of own.values()) if (list.length <= most) for (const one of list) kept.add(one);
      return [...kept].sort((a, b) => a - b);
    },
  };
}
