// A heap: the best of what was put in comes out first.
export interface Heap<Value> {
  push(value: Value): void;
  pop(): Value | undefined;
}

export function createHeap<Value>(isBetter: (a: Value, b: Value) => boolean): Heap<Value> {
  const values: Value[] = [];
  return {
    push(value) {
      let at = values.length;
      values.push(value);
      while (at > 0) {
        const above = (at - 1) >>> 1;
        if (!isBetter(value, values[above] as Value)) break;
        values[at] = values[above] as Value;
        at = above;
      }
      values[at] = value;
    },
    pop() {
      const first = values[0];
      const last = values.pop();
      if (values.length === 0 || last === undefined) return first;
      let at = 0;
      for (;;) {
        let below = 2 * at + 1;
        if (below >= values.length) break;
        if (below + 1 < values.length && isBetter(values[below + 1] as Value, values[below] as Value)) below++;
        if (!isBetter(values[below] as Value, last)) break;
        values[at] = values[below] as Value;
        at = below;
      }
      values[at] = last;
      return first;
    },
  };
}
