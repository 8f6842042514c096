// Graphs for the tests of the layouts: arbitrary small ones, and big ones of the shapes that cases have.
import fc from 'fast-check';

export interface MadeGraph {
  readonly count: number;
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
}

export function graphOf(count: number, edges: readonly (readonly [number, number])[]): MadeGraph {
  return { count, sources: Uint32Array.from(edges, ([from]) => from), targets: Uint32Array.from(edges, ([, to]) => to) };
}

const ends = (count: number, most: number) =>
  fc.array(fc.tuple(fc.nat({ max: count - 1 }), fc.nat({ max: count - 1 })), { maxLength: most });

/** With cycles, self edges, parallel edges and several components, as they come. */
export const anyGraph: fc.Arbitrary<MadeGraph> = fc
  .integer({ min: 1, max: 60 })
  .chain((count) => ends(count, 2 * count).map((edges) => graphOf(count, edges)));

/** Numbers of the nodes are mixed, so that an edge may lead to a lower one. */
export const acyclicGraph: fc.Arbitrary<MadeGraph> = fc.integer({ min: 2, max: 60 }).chain((count) =>
  fc
    .record({ edges: ends(count, 2 * count), names: fc.shuffledSubarray([...Array(count).keys()], { minLength: count }) })
    .map(({ edges, names }) =>
      graphOf(
        count,
        edges.filter(([a, b]) => a !== b).map(([a, b]) => [names[Math.min(a, b)] as number, names[Math.max(a, b)] as number] as const),
      ),
    ),
);

/** A hub or two with many leaves on either side, since blocks of leaves are laid out by rules of their own. */
export const starGraph: fc.Arbitrary<MadeGraph> = fc
  .array(fc.tuple(fc.nat({ max: 3 }), fc.boolean(), fc.integer({ min: 1, max: 30 })), { minLength: 1, maxLength: 6 })
  .map((fans) => {
    const edges: [number, number][] = [
      [0, 1],
      [1, 2],
    ];
    let count = 4;
    for (const [hub, isOut, leaves] of fans) for (let i = 0; i < leaves; i++, count++) edges.push(isOut ? [hub, count] : [count, hub]);
    return graphOf(count, edges);
  });

/** A flow as chains have it: mostly onward to a later node nearby, with some fans and merges. */
export function bigFlow(count: number, edgesPerNode: number): MadeGraph {
  let state = 88_172_645;
  const below = (end: number) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % end;
  };
  const edges: [number, number][] = [];
  for (let node = 1; node < count; node++) edges.push([Math.max(0, node - 1 - below(Math.min(node, 200))), node]);
  while (edges.length < count * edgesPerNode) {
    const to = 1 + below(count - 1);
    edges.push([Math.max(0, to - 1 - below(4000)), to]);
  }
  return graphOf(count, edges);
}

/** Pairs of nodes whose boxes overlap, by trying all: independent of the grid that the layouts use. */
export function overlapsByBruteForce(x: Int32Array, y: Int32Array, width: number, height: number): [number, number][] {
  const found: [number, number][] = [];
  for (let a = 0; a < x.length; a++)
    for (let b = a + 1; b < x.length; b++)
      if (Math.abs((x[a] as number) - (x[b] as number)) < width && Math.abs((y[a] as number) - (y[b] as number)) < height)
        found.push([a, b]);
  return found;
}

/** The same for big ones: boxes in the order of x, each against those that begin before it ends. */
export function overlapsBySweep(x: Int32Array, y: Int32Array, width: number, height: number): number {
  const order = [...x.keys()].sort((a, b) => (x[a] as number) - (x[b] as number) || (y[a] as number) - (y[b] as number));
  // Nodes of one x stand together; neighbours in y of one x are compared, and each column with the next ones that are near enough.
  const columns: { readonly x: number; readonly y: number[] }[] = [];
  for (const node of order) {
    const last = columns.at(-1);
    if (last !== undefined && last.x === x[node]) last.y.push(y[node] as number);
    else columns.push({ x: x[node] as number, y: [y[node] as number] });
  }
  let found = 0;
  for (const [i, column] of columns.entries()) {
    for (let k = 1; k < column.y.length; k++) if ((column.y[k] as number) - (column.y[k - 1] as number) < height) found += 1;
    for (let j = i + 1; j < columns.length && (columns[j] as (typeof columns)[number]).x - column.x < width; j++) {
      const other = (columns[j] as (typeof columns)[number]).y;
      let from = 0;
      for (const at of column.y) {
        while (from < other.length && (other[from] as number) <= at - height) from += 1;
        if (from < other.length && (other[from] as number) < at + height) found += 1;
      }
    }
  }
  return found;
}
