// The order of neighbours. Beside a hub only the first of a hundred thousand are looked at, so only those are sorted. It reads rows and
// nothing else.
import type { NeighbourQuestion } from './facts.ts';
import type { Row } from './row.ts';

export interface RowOrdering {
  readonly order: NeighbourQuestion['order'];
  /** Assets of a smaller number come first. */
  readonly standingOf: (asset: number) => number;
}

type Compare = (a: number, b: number) => number;
/** Rows sorted at once: most pages behind the first need no second sort. */
const AT_LEAST = 512;

/** At least the first so many rows in their order; all of them where there are fewer. */
export function firstRows(rows: readonly Row[], { order, standingOf }: RowOrdering, atLeast = AT_LEAST): (count: number) => readonly Row[] {
  let sorted: readonly Row[] = [];
  return (count) => {
    if (sorted.length < Math.min(count, rows.length)) {
      const most = count * 4 > rows.length ? rows.length : Math.max(atLeast, count * 2);
      const places = order === 'value' ? firstByValue(rows, standingOf, most) : firstByTime(rows, order, most);
      sorted = places.map((place) => rows[place] as Row);
    }
    return sorted;
  };
}

/** Places of the smallest keys, and of all that are equal to the last of them. */
function smallest(keys: Float64Array, count: number): number[] {
  const bar = count < keys.length ? (keys.slice().sort()[Math.max(0, count - 1)] as number) : Infinity;
  const places: number[] = [];
  for (let place = 0; place < keys.length; place++) if ((keys[place] as number) <= bar) places.push(place);
  return places;
}

function tiesOf(rows: readonly Row[], sign: 1 | -1): Compare {
  return (a, b) => {
    const [x, y] = [rows[a] as Row, rows[b] as Row];
    return x.side === y.side ? sign * (x.number - y.number) : x.side === 'in' ? -1 : 1;
  };
}

function firstByTime(rows: readonly Row[], order: 'newest' | 'oldest', count: number): number[] {
  const sign = order === 'newest' ? -1 : 1;
  // What has no time stands at the end whichever way.
  const keys = Float64Array.from(rows, ({ first, last }) => {
    const time = order === 'newest' ? last : first;
    return time === null ? Infinity : sign * time;
  });
  const ties = tiesOf(rows, sign);
  return smallest(keys, count)
    .sort((a, b) => byKeys(keys, a, b) || ties(a, b))
    .slice(0, count);
}

function byKeys(keys: Float64Array, a: number, b: number): number {
  const [x, y] = [keys[a] as number, keys[b] as number];
  return x < y ? -1 : x > y ? 1 : 0;
}

/**
 * By standing, then rank within an asset, then asset: a row with several assets stands where the best of them puts it. Of the first n
 * rows none is behind the n-th of every asset that it has.
 */
function firstByValue(rows: readonly Row[], standingOf: RowOrdering['standingOf'], count: number): number[] {
  const ties = tiesOf(rows, 1);
  const counts = new Map<number, number>();
  const unknown: number[] = [];
  for (let at = 0; at < rows.length; at++) {
    const { asset, others } = rows[at] as Row;
    if (asset >= 0) counts.set(asset, (counts.get(asset) ?? 0) + 1);
    else unknown.push(at);
    if (others !== null) for (const other of others.keys()) counts.set(other, (counts.get(other) ?? 0) + 1);
  }
  const having = new Map(
    [...counts].map(([asset, own]) => [asset, { places: new Uint32Array(own), keys: new Float64Array(own), next: 0 }]),
  );
  const note = (asset: number, at: number, amount: bigint): void => {
    const own = having.get(asset) as { places: Uint32Array; keys: Float64Array; next: number };
    own.places[own.next] = at;
    own.keys[own.next++] = -Number(amount);
  };
  for (let at = 0; at < rows.length; at++) {
    const { asset, amount, others } = rows[at] as Row;
    if (asset >= 0) note(asset, at, amount);
    if (others !== null) for (const [other, more] of others) note(other, at, more);
  }
  const best = new Map<number, { readonly standing: number; readonly rank: number; readonly asset: number }>();
  for (const [asset, { places, keys }] of [...having].sort(([a], [b]) => a - b)) {
    const standing = standingOf(asset);
    const amountAt = (place: number): bigint => {
      const { asset: own, amount, others } = rows[places[place] as number] as Row;
      return own === asset ? amount : (others?.get(asset) as bigint);
    };
    // Doubles decide most of it; where they are equal the amounts themselves do.
    const first = smallest(keys, count).sort((a, b) => {
      const decided = byKeys(keys, a, b);
      if (decided !== 0) return decided;
      const [one, other] = [amountAt(a), amountAt(b)];
      return one > other ? -1 : one < other ? 1 : ties(places[a] as number, places[b] as number);
    });
    first.forEach((place, rank) => {
      const row = places[place] as number;
      const known = best.get(row);
      if (known === undefined || standing < known.standing || (standing === known.standing && rank < known.rank))
        best.set(row, { standing, rank, asset });
    });
  }
  const first = [...best].sort(([a, x], [b, y]) => x.standing - y.standing || x.rank - y.rank || x.asset - y.asset || ties(a, b));
  return [...first.map(([row]) => row), ...unknown.sort(ties)].slice(0, count);
}
