// Layered layout of a flow (Sugiyama, Tagawa, Toda 1981): layers by longest path, order by barycentre sweeps, places by
// pooling adjacent violators. Typed arrays only; no random start, so that a picture is the same on every machine.
import { grouped, type Links } from './links.ts';

export interface FlowLayout {
  readonly layer: Uint32Array;
  /** Layer number; coins flow to the right. */
  readonly x: Float64Array;
  /** In units of one node spacing: two nodes of one layer are at least 1 apart. */
  readonly y: Float64Array;
}

const SWEEPS = 4;

/** Longest path from the sources (`fromRight`: from the sinks, mirrored). Throws on a cycle, which coins cannot make. */
export function layersOf(count: number, sources: Uint32Array, targets: Uint32Array, fromRight = false): Uint32Array {
  const layer = new Uint32Array(count);
  const [from, to] = fromRight ? [targets, sources] : [sources, targets];
  const next = grouped(count, from, to);
  const waiting = new Uint32Array(count);
  for (let i = 0; i < to.length; i++) waiting[to[i] as number] = (waiting[to[i] as number] as number) + 1;
  const queue = new Uint32Array(count);
  let head = 0;
  let tail = 0;
  for (let node = 0; node < count; node++) if (waiting[node] === 0) queue[tail++] = node;
  let deepest = 0;
  while (head < tail) {
    const node = queue[head++] as number;
    const below = (layer[node] as number) + 1;
    for (let i = next.start[node] as number; i < (next.start[node + 1] as number); i++) {
      const child = next.list[i] as number;
      if ((layer[child] as number) < below) {
        layer[child] = below;
        if (below > deepest) deepest = below;
      }
      waiting[child] = (waiting[child] as number) - 1;
      if (waiting[child] === 0) queue[tail++] = child;
    }
  }
  if (tail !== count) throw new Error('layoutFlow: the flow has a cycle');
  if (fromRight) for (let node = 0; node < count; node++) layer[node] = deepest - (layer[node] as number);
  return layer;
}

/** Places of all nodes; `fromRight` puts the ends of the flow (the seeds of a backward trace) into one last layer. */
export function layoutFlow(count: number, sources: Uint32Array, targets: Uint32Array, fromRight = false): FlowLayout {
  if (count > 1_000_000) throw new RangeError('layoutFlow: over a million nodes');
  const layer = layersOf(count, sources, targets, fromRight);
  const x = Float64Array.from(layer);
  const y = new Float64Array(count);
  if (count === 0) return { layer, x, y };
  const previous = grouped(count, targets, sources);
  const next = grouped(count, sources, targets);
  let layers = 0;
  for (let node = 0; node < count; node++) layers = Math.max(layers, (layer[node] as number) + 1);

  // Nodes of each layer side by side, in their first order: that of the input.
  const start = new Uint32Array(layers + 1);
  for (let node = 0; node < count; node++) start[(layer[node] as number) + 1] = (start[(layer[node] as number) + 1] as number) + 1;
  for (let i = 0; i < layers; i++) start[i + 1] = (start[i + 1] as number) + (start[i] as number);
  const order = new Uint32Array(count);
  const fill = start.slice(0, layers);
  for (let node = 0; node < count; node++) {
    const at = layer[node] as number;
    order[fill[at] as number] = node;
    fill[at] = (fill[at] as number) + 1;
  }
  for (let at = 0; at < layers; at++) number(at);

  /** Positions of one layer as they stand in `order`, centred on zero. */
  function number(at: number): void {
    const begin = start[at] as number;
    const size = (start[at + 1] as number) - begin;
    for (let i = 0; i < size; i++) y[order[begin + i] as number] = i - (size - 1) / 2;
  }
  function mean(node: number, side: Links): number {
    const begin = side.start[node] as number;
    const end = side.start[node + 1] as number;
    if (begin === end) return y[node] as number;
    let sum = 0;
    for (let i = begin; i < end; i++) sum += y[side.list[i] as number] as number;
    return sum / (end - begin);
  }
  /** Sorts a layer by the mean of its neighbours. Key and place are packed into one double, so that the native sort is stable. */
  function sweep(at: number, side: Links): void {
    const begin = start[at] as number;
    const size = (start[at + 1] as number) - begin;
    if (size < 2) return;
    const keys = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      const quantised = Math.round((mean(order[begin + i] as number, side) + 1_048_576) * 1024);
      keys[i] = quantised * 1_048_576 + i;
    }
    keys.sort();
    const before = order.slice(begin, begin + size);
    for (let i = 0; i < size; i++) order[begin + i] = before[(keys[i] as number) % 1_048_576] as number;
    number(at);
  }
  for (let round = 0; round < SWEEPS; round++) {
    if (round % 2 === 0) for (let at = 1; at < layers; at++) sweep(at, previous);
    else for (let at = layers - 2; at >= 0; at--) sweep(at, next);
  }

  const pool = { sum: new Float64Array(count), size: new Uint32Array(count) };
  /** Nearest places to the wished ones (least squares) that keep the order and a distance of 1: pooling adjacent violators. */
  function settle(at: number, side: Links): void {
    const begin = start[at] as number;
    const size = (start[at + 1] as number) - begin;
    let blocks = 0;
    for (let i = 0; i < size; i++) {
      pool.sum[blocks] = mean(order[begin + i] as number, side) - i;
      pool.size[blocks] = 1;
      blocks += 1;
      while (
        blocks > 1 &&
        (pool.sum[blocks - 2] as number) / (pool.size[blocks - 2] as number) >=
          (pool.sum[blocks - 1] as number) / (pool.size[blocks - 1] as number)
      ) {
        pool.sum[blocks - 2] = (pool.sum[blocks - 2] as number) + (pool.sum[blocks - 1] as number);
        pool.size[blocks - 2] = (pool.size[blocks - 2] as number) + (pool.size[blocks - 1] as number);
        blocks -= 1;
      }
    }
    let i = 0;
    for (let block = 0; block < blocks; block++) {
      // Rounded to 1/1024, so that sums are exact and the distance of 1 is never lost to a last digit.
      const base = Math.round(((pool.sum[block] as number) / (pool.size[block] as number)) * 1024) / 1024;
      for (let k = 0; k < (pool.size[block] as number); k++, i++) y[order[begin + i] as number] = base + i;
    }
  }
  for (let at = 1; at < layers; at++) settle(at, previous);
  for (let at = layers - 2; at >= 0; at--) settle(at, next);
  for (let at = 1; at < layers; at++) settle(at, previous);
  return { layer, x, y };
}
