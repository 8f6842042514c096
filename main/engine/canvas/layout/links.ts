// Who is linked to whom, as sorted lists in typed arrays, and a flow made free of cycles. What comes out does not depend on the order in
// which edges come in.

/** The neighbours of node n are `list[start[n]]` to before `list[start[n + 1]]`: ascending, each once, never n itself. */
export interface Links {
  readonly start: Uint32Array;
  readonly list: Uint32Array;
}

export interface Flow {
  readonly down: Links;
  readonly up: Links;
  /** Nodes as a walk down the flow meets them first. */
  readonly walk: Uint32Array;
}

export const MOST_NODES = 1_000_000;

export function checkGraph(count: number, sources: Uint32Array, targets: Uint32Array): void {
  if (!Number.isInteger(count) || count < 0 || count > MOST_NODES) throw new RangeError(`layout: ${count} nodes`);
  if (sources.length !== targets.length) throw new RangeError('layout: an edge without an end');
  for (let i = 0; i < sources.length; i++)
    if ((sources[i] as number) >= count || (targets[i] as number) >= count) throw new RangeError('layout: an edge to no node');
}

/** Groups `values` by `keys`, stable: counting sort. */
export function grouped(count: number, keys: Uint32Array, values: Uint32Array): Links {
  const start = new Uint32Array(count + 1);
  for (let i = 0; i < keys.length; i++) start[(keys[i] as number) + 1] = (start[(keys[i] as number) + 1] as number) + 1;
  for (let i = 0; i < count; i++) start[i + 1] = (start[i + 1] as number) + (start[i] as number);
  const next = start.slice(0, count);
  const list = new Uint32Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as number;
    list[next[key] as number] = values[i] as number;
    next[key] = (next[key] as number) + 1;
  }
  return { start, list };
}

/** The same links seen from their other ends; sorted, since the ends are visited in order. */
export function reversed(count: number, { start, list }: Links): Links {
  const from = new Uint32Array(list.length);
  for (let node = 0, i = 0; node < count; node++) {
    const end = start[node + 1] as number;
    while (i < end) from[i++] = node;
  }
  return grouped(count, list, from);
}

export function linksOf(count: number, from: Uint32Array, to: Uint32Array): Links {
  const { start, list } = reversed(count, grouped(count, to, from));
  // Equal neighbours stand side by side now: keep the first of each.
  let kept = 0;
  let begin = 0;
  for (let node = 0; node < count; node++) {
    const end = start[node + 1] as number;
    let last = node;
    const first = kept;
    for (let i = begin; i < end; i++) {
      const other = list[i] as number;
      if (other === node || (kept > first && other === last)) continue;
      list[kept++] = other;
      last = other;
    }
    begin = end;
    start[node + 1] = kept;
  }
  return { start, list: list.subarray(0, kept) };
}

/**
 * Turns round the edges that lead back to where a walk came from, so that no cycle is left. The walk begins at the anchors, then at what
 * nothing leads to, then at the rest by number; a flow without cycles stays as it is.
 */
export function flowWithoutCycles(count: number, sources: Uint32Array, targets: Uint32Array, anchors: Uint32Array): Flow {
  const down = linksOf(count, sources, targets);
  const up = reversed(count, down);
  const state = new Uint8Array(count);
  const next = down.start.slice(0, count);
  const walk = new Uint32Array(count);
  const stack = new Uint32Array(count);
  const back: number[] = [];
  let met = 0;
  function from(root: number): void {
    if (state[root] !== 0) return;
    let depth = 0;
    stack[depth++] = root;
    state[root] = 1;
    walk[met++] = root;
    while (depth > 0) {
      const node = stack[depth - 1] as number;
      const at = next[node] as number;
      if (at === (down.start[node + 1] as number)) {
        state[node] = 2;
        depth -= 1;
        continue;
      }
      next[node] = at + 1;
      const child = down.list[at] as number;
      if (state[child] === 0) {
        state[child] = 1;
        walk[met++] = child;
        stack[depth++] = child;
      } else if (state[child] === 1) back.push(at);
    }
  }
  for (const anchor of anchors) from(anchor);
  for (let node = 0; node < count; node++) if (up.start[node] === up.start[node + 1]) from(node);
  for (let node = 0; node < count; node++) from(node);
  if (back.length === 0) return { down, up, walk };
  const turned = new Uint8Array(down.list.length);
  for (const at of back) turned[at] = 1;
  const first = new Uint32Array(down.list.length);
  const second = new Uint32Array(down.list.length);
  for (let node = 0; node < count; node++)
    for (let i = down.start[node] as number; i < (down.start[node + 1] as number); i++) {
      const child = down.list[i] as number;
      first[i] = turned[i] === 1 ? child : node;
      second[i] = turned[i] === 1 ? node : child;
    }
  const straight = linksOf(count, first, second);
  return { down: straight, up: reversed(count, straight), walk };
}

/** Hop of each node: the longest way to it. What only feeds a later node stands right before that, not at the far left. */
export function hopsOf(count: number, { down, up }: Pick<Flow, 'down' | 'up'>): Uint32Array {
  const hop = new Uint32Array(count);
  const waiting = new Uint32Array(count);
  const queue = new Uint32Array(count);
  let tail = 0;
  for (let node = 0; node < count; node++) {
    waiting[node] = (up.start[node + 1] as number) - (up.start[node] as number);
    if (waiting[node] === 0) queue[tail++] = node;
  }
  const isFeeder = new Uint8Array(count);
  for (let head = 0; head < tail; head++) {
    const node = queue[head] as number;
    let feeds = 1;
    for (let i = up.start[node] as number; i < (up.start[node + 1] as number); i++) {
      const parent = up.list[i] as number;
      if (isFeeder[parent] === 0 || (down.start[parent + 1] as number) - (down.start[parent] as number) > 1) feeds = 0;
    }
    isFeeder[node] = feeds;
    const after = (hop[node] as number) + 1;
    for (let i = down.start[node] as number; i < (down.start[node + 1] as number); i++) {
      const child = down.list[i] as number;
      if ((hop[child] as number) < after) hop[child] = after;
      waiting[child] = (waiting[child] as number) - 1;
      if (waiting[child] === 0) queue[tail++] = child;
    }
  }
  for (let head = tail - 1; head >= 0; head--) {
    const node = queue[head] as number;
    const begin = down.start[node] as number;
    const end = down.start[node + 1] as number;
    if (isFeeder[node] === 0 || begin === end) continue;
    let least = Number.MAX_SAFE_INTEGER;
    for (let i = begin; i < end; i++) least = Math.min(least, hop[down.list[i] as number] as number);
    hop[node] = least - 1;
  }
  return hop;
}
