// Where the nodes of a canvas stand: what the examiner has moved or pinned stays, the rest follows the layout chosen. The layouts themselves
// are pure and stand beside (`layout/`); this file turns names into numbers for them and back.
import type { CanvasLayout, CanvasPicture } from '../../../../shared/contract/canvas.ts';
import { flowLayout, forceLayout, placeNew, separate, timeLayout } from '../layout/index.ts';
import type { ClusterBook } from './clusterBook.ts';
import type { CanvasState, Place } from './document.ts';
import type { Shown } from './shownForm.ts';

export interface Arranged {
  readonly places: ReadonlyMap<string, Place>;
  readonly axis: CanvasPicture['axis'];
  /** Lane of each node, by node name; empty where the layout has none. */
  readonly lanes: ReadonlyMap<string, string>;
}

/** Rounds of the force layout: enough for some hundreds of nodes to settle. */
const FORCE_STEPS = 300;

/**
 * `anew`: nodes to be arranged afresh; all others keep their place where they have one. A time axis places everything that is not pinned,
 * for its scale is that of what it shows.
 */
export function arrange(
  shown: Shown,
  state: CanvasState,
  clusters: ClusterBook,
  anew: 'none' | 'all' | ReadonlySet<string>,
  near: string | null,
): Arranged {
  const { nodes } = shown;
  const { layout, places } = state;
  const numbers = new Map(nodes.map(({ name }, number) => [name, number]));
  const sources = Uint32Array.from(shown.edges, ({ source }) => numbers.get(source) as number);
  const targets = Uint32Array.from(shown.edges, ({ target }) => numbers.get(target) as number);
  const count = nodes.length;
  const x = new Int32Array(count);
  const y = new Int32Array(count);
  const pinned = new Uint8Array(count);
  const placed = new Uint8Array(count);
  const known = new Uint8Array(count);
  nodes.forEach(({ name }, number) => {
    const place = places.get(name);
    if (place === undefined) return;
    known[number] = 1;
    [x[number], y[number]] = place;
    pinned[number] = place[2] ?? 0;
    const isAnew = anew === 'all' || (anew !== 'none' && anew.has(name));
    placed[number] = pinned[number] === 1 || !isAnew ? 1 : 0;
  });
  const give = (xs: ArrayLike<number>, ys: ArrayLike<number>): ReadonlyMap<string, Place> =>
    new Map(
      nodes.map(({ name }, number): [string, Place] =>
        pinned[number] === 1 ? [name, [x[number] as number, y[number] as number, 1]] : [name, [xs[number] as number, ys[number] as number]],
      ),
    );

  if (layout.kind === 'time' || layout.kind === 'timeLog') {
    const names = lanesOf(shown, layout.lanes, clusters, state);
    const times = Float64Array.from(nodes, ({ name, fact }) => fact?.timeSeconds ?? state.events.get(name)?.timeSeconds ?? Number.NaN);
    const laneNames = inOrderOfTime(names, times);
    const laneNumber = new Map(laneNames.map((name, number) => [name, number]));
    const laid = timeLayout({
      times,
      lanes: Int32Array.from(names, (name) => laneNumber.get(name) as number),
      logarithmic: layout.kind === 'timeLog',
    });
    return {
      places: give(laid.x, laid.y),
      axis: {
        logarithmic: layout.kind === 'timeLog',
        ticks: laid.ticks.map(({ x: at, seconds }) => ({ x: at, seconds })),
        lanes: laid.lanes.map(({ y: at, height }, number) => ({ y: at, height, name: laneNames[number] as string })),
      },
      lanes: new Map(nodes.map(({ name }, number) => [name, names[number] as string])),
    };
  }
  const none = { axis: null, lanes: new Map<string, string>() };
  const isFresh = placed.every((one) => one === 0);
  const beside = near === null ? undefined : numbers.get(near);
  const close = beside === undefined ? {} : { near: { x: x[beside] as number, y: y[beside] as number } };
  if (layout.kind === 'force' && (isFresh || anew !== 'none')) {
    // What has no place yet begins beside its neighbours, not all in one point.
    const begin = isFresh ? flowLayout({ count, sources, targets }) : placeNew({ count, sources, targets, x, y, placed: known, ...close });
    const laid = forceLayout({ count, sources, targets, x: begin.x, y: begin.y, fixed: isFresh ? pinned : placed, steps: FORCE_STEPS });
    return { ...none, places: give(laid.x, laid.y) };
  }
  if (isFresh || anew === 'all') {
    const laid = flowLayout({ count, sources, targets });
    for (let node = 0; node < count; node++) if (pinned[node] === 1) [laid.x[node], laid.y[node]] = [x[node] as number, y[node] as number];
    const apart = pinned.includes(1) ? separate({ x: laid.x, y: laid.y, fixed: pinned }) : laid;
    return { ...none, places: give(apart.x, apart.y) };
  }
  const laid = placeNew({ count, sources, targets, x, y, placed, ...close });
  return { ...none, places: give(laid.x, laid.y) };
}

/** Lanes from the one that begins first; those without a time last, by name. */
function inOrderOfTime(names: readonly string[], times: Float64Array): string[] {
  const first = new Map<string, number>();
  names.forEach((name, number) => {
    const time = Number.isNaN(times[number]) ? Number.POSITIVE_INFINITY : (times[number] as number);
    first.set(name, Math.min(first.get(name) ?? Number.POSITIVE_INFINITY, time));
  });
  return [...first].sort(([a, at], [b, bt]) => (at === bt ? (a < b ? -1 : 1) : at - bt)).map(([name]) => name);
}

/** The lane of each node. A transaction stands in that of the largest thing it takes from, else of the largest it gives to. */
function lanesOf(shown: Shown, by: CanvasLayout['lanes'], clusters: ClusterBook, state: CanvasState): string[] {
  const laneOfAddress = (chain: string, address: string): string => {
    if (by === 'chain') return chain;
    return by === 'cluster' ? clusters.anchor(chain, address) : address;
  };
  const own = shown.nodes.map(({ name, item, fact, group }): string => {
    if (by === 'group') {
      const named = item.kind === 'group' ? name : group;
      if (named !== null) return state.groups.get(named)?.name ?? '';
    }
    if (by === 'chain') return item.chain;
    if (item.kind === 'group') return state.groups.get(name)?.name ?? '';
    if (item.kind === 'address' || item.kind === 'cluster') return laneOfAddress(item.chain, item.id);
    return fact?.address == null ? '' : laneOfAddress(item.chain, fact.address);
  });
  const numbers = new Map(shown.nodes.map(({ name }, number) => [name, number]));
  const best = new Map<number, { readonly amount: bigint; readonly lane: string; readonly isSource: boolean }>();
  for (const { source, target, amounts } of shown.edges) {
    const [from, to] = [numbers.get(source) as number, numbers.get(target) as number];
    const amount = amounts.reduce((most, one) => (one.amount > most ? one.amount : most), 0n);
    for (const [node, other, isSource] of [
      [to, from, true],
      [from, to, false],
    ] as const) {
      if (own[node] !== '' || own[other] === '') continue;
      const known = best.get(node);
      if (known === undefined || (isSource && !known.isSource) || (isSource === known.isSource && amount > known.amount))
        best.set(node, { amount, lane: own[other] as string, isSource });
    }
  }
  return own.map((lane, number) => (lane === '' ? (best.get(number)?.lane ?? '') : lane));
}
