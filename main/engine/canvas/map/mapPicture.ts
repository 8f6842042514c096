// The map of places as a drawing: countries as they are outlined, areas for what names only a country, points for what gives coordinates.
// Pure; the same places give the same picture. Plate carrée in hundredths of a degree, from the upper left.
import type { MapPicture, Place, PlaceBasis } from '../../../../shared/contract/place.ts';
import type { Outline, Ring } from '../../labels/index.ts';

const WIDTH = 36_000;
const HEIGHT = 18_000;
/** 85° north to 59° south: all land but Antarctica. */
const SHOWN = { top: 500, height: 14_400 };
/** A country narrower and lower than this is found only by a ring around it. */
const SMALL = 200;
const LEAST_RING = 130;

type Placed = Pick<Place, 'place' | 'basis' | 'form' | 'country' | 'links' | 'link'>;
/** With what its coordinates are, in millionths of a degree. */
type AtPoint = Placed & { readonly at: { readonly latitude: number; readonly longitude: number } | null };

export function mapPicture(outlines: readonly Outline[], places: readonly AtPoint[]): MapPicture {
  const [areas, points] = [areasOf(outlines, places), pointsOf(places)];
  const [first, last] = [SHOWN.top, SHOWN.top + SHOWN.height];
  const isShown = areas.every(({ box }) => box.y + box.height / 2 < last) && points.every(({ y }) => y > first && y < last);
  return {
    ...{ width: WIDTH, ...(isShown ? SHOWN : { top: 0, height: HEIGHT }) },
    lands: outlines.map(({ code, rings }) => ({ code, path: rings.map(pathOf).join('') })),
    ...{ areas, points },
  };
}

/** Steps between whole numbers: the drawing loses nothing of the outline. */
function pathOf(ring: Ring): string {
  const steps: number[] = [];
  for (let at = 2; at < ring.length; at += 2)
    steps.push((ring[at] as number) - (ring[at - 2] as number), (ring[at - 1] as number) - (ring[at + 1] as number));
  return `M${(ring[0] as number) + WIDTH / 2} ${HEIGHT / 2 - (ring[1] as number)}l${steps.join(' ')}z`;
}

function areasOf(outlines: readonly Outline[], places: readonly Placed[]): MapPicture['areas'] {
  const of = groupsBy(
    places.filter(({ form }) => form === 'country'),
    ({ country }) => country,
  );
  return [...of]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([country, own]) => {
      const rings = outlines.find(({ code }) => code === country)?.rings ?? [];
      const largest = rings.map(boxOf).sort((a, b) => b.width * b.height - a.width * a.height)[0];
      if (largest === undefined) return [];
      const all = boxOf(rings.flat());
      const isSmall = all.width < SMALL && all.height < SMALL;
      return [
        {
          ...{ country, count: countOf(own), bases: basesOf(own) },
          box: largest,
          ring: isSmall ? Math.max(LEAST_RING, Math.round(Math.hypot(all.width, all.height) / 2) + 60) : null,
        },
      ];
    });
}

function boxOf(ring: Ring) {
  let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let at = 0; at < ring.length; at += 2) {
    const [x, y] = [ring[at] as number, ring[at + 1] as number];
    [west, east, south, north] = [Math.min(west, x), Math.max(east, x), Math.min(south, y), Math.max(north, y)];
  }
  return { x: west + WIDTH / 2, y: HEIGHT / 2 - north, width: east - west, height: north - south };
}

/** Those at the very same coordinates are one mark; nothing else is drawn together. */
function pointsOf(places: readonly AtPoint[]): MapPicture['points'] {
  const of = groupsBy(
    places.filter(({ at }) => at !== null),
    ({ at }) => `${at?.latitude} ${at?.longitude}`,
  );
  return [...of.values()].map((own) => {
    const { latitude, longitude } = (own[0] as AtPoint).at as NonNullable<AtPoint['at']>;
    return {
      ...{ x: longitude / 10_000 + WIDTH / 2, y: HEIGHT / 2 - latitude / 10_000, count: countOf(own), bases: basesOf(own) },
      places: own.map(({ place }) => place),
    };
  });
}

/** Links, each once: two tables that name one country for an address are one sighting there. */
function countOf(places: readonly Placed[]): number {
  return [...new Map(places.map(({ link, links }) => [link, links])).values()].reduce((sum, one) => sum + one, 0);
}

function basesOf(places: readonly Placed[]): { readonly basis: PlaceBasis; readonly count: number }[] {
  return [...groupsBy(places, ({ basis }) => basis)].map(([basis, own]) => ({ basis, count: countOf(own) }));
}

function groupsBy<K, T>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const own = groups.get(keyOf(one));
    if (own === undefined) groups.set(keyOf(one), [one]);
    else own.push(one);
  }
  return groups;
}
