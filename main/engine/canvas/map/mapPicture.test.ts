// The map as a drawing: known points in known countries, nothing across the whole map, an area never a point.
import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import type { MapPicture } from '../../../../shared/contract/place.ts';
import { liesIn, loadWorld, outlines } from '../../labels/index.ts';
import { mapPicture } from './mapPicture.ts';

beforeAll(() => loadWorld(() => readFileSync(new URL('../../../../resources/map/world.json', import.meta.url))));

type Placed = Parameters<typeof mapPicture>[1][number];
let count = 0;
const place = (more: Partial<Placed>): Placed => ({
  ...{ place: `${++count}`, link: count, links: 1, basis: 'network', form: 'country', country: 'JP', at: null, ...more },
});
const atPoint = (latitude: number, longitude: number, more: Partial<Placed> = {}): Placed =>
  place({ form: 'point', basis: 'cashMachine', country: '', at: { latitude: latitude * 1e6, longitude: longitude * 1e6 }, ...more });

/** Corners of a path as the drawing has them, ring by ring. */
function corners(path: string): readonly (readonly (readonly [number, number])[])[] {
  return path
    .split('M')
    .slice(1)
    .map((ring) => {
      const [begin = '', steps = ''] = ring.replace('z', '').split('l');
      let [x, y] = begin.split(' ').map(Number) as [number, number];
      const points: [number, number][] = [[x, y]];
      const flat = steps.split(' ').map(Number);
      for (let at = 0; at + 1 < flat.length; at += 2) {
        x += flat[at] as number;
        y += flat[at + 1] as number;
        points.push([x, y]);
      }
      return points;
    });
}

function holds(picture: MapPicture, code: string, { x, y }: { readonly x: number; readonly y: number }): boolean {
  const rings = corners(picture.lands.find((land) => land.code === code)?.path ?? '');
  let isIn = false;
  for (const ring of rings)
    for (const [at, [ax, ay]] of ring.entries()) {
      const [bx, by] = ring[(at + 1) % ring.length] as readonly [number, number];
      if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) isIn = !isIn;
    }
  return isIn;
}

it('[P20] known points are drawn in the countries they lie in, and in no other', () => {
  const known = [
    ...([
      ['JP', 35.68, 139.69],
      ['GB', 52.5, -1.5],
      ['BR', -15.8, -47.9],
      ['AU', -25, 134],
      ['US', 39, -98],
      ['RU', 66, -172],
    ] as const),
    ...([
      ['FJ', -17.8, 178],
      ['NZ', -43.5, 171],
      ['CN', 39.9, 116.4],
      ['AQ', -85, 20],
      ['ZA', -33, 22],
      ['LS', -29.6, 28.2],
    ] as const),
  ] as const;
  const picture = mapPicture(
    outlines(),
    known.map(([, latitude, longitude]) => atPoint(latitude, longitude)),
  );
  for (const [at, [code]] of known.entries()) {
    const point = picture.points[at] as MapPicture['points'][number];
    expect(
      picture.lands.filter((land) => holds(picture, land.code, point)).map((land) => land.code),
      code,
    ).toEqual([code]);
  }
});

it('[P20] no line runs across the map: countries over the antimeridian are drawn in parts', () => {
  const { lands, width } = mapPicture(outlines(), []);
  const height = 18_000;
  for (const { code, path } of lands)
    for (const ring of corners(path))
      for (const [at, [x, y]] of ring.entries()) {
        const [nextX] = ring[(at + 1) % ring.length] as readonly [number, number];
        expect(x >= 0 && x <= width && y >= 0 && y <= height, code).toBe(true);
        if (y < height) expect(Math.abs(nextX - x), `${code} at ${x} ${y}`).toBeLessThan(9000);
      }
});

it('[P20] a country is an area and never a point; a point comes from coordinates alone', () => {
  const { areas, points } = mapPicture(outlines(), [place({}), place({ country: 'SG', links: 3 }), atPoint(1.3, 103.8)]);
  expect(areas.map(({ country, count: of, ring }) => [country, of, ring !== null])).toEqual([
    ['JP', 1, false],
    ['SG', 3, true],
  ]);
  expect(points).toMatchObject([{ x: 28_380, y: 8870, count: 1, bases: [{ basis: 'cashMachine', count: 1 }] }]);
});

it('[P20] the far south is shown only where something is there', () => {
  const seen = (places: Parameters<typeof mapPicture>[1]) => mapPicture(outlines(), places).height;
  expect([seen([]), seen([atPoint(-58.9, 0)]), seen([atPoint(-59.1, 0)]), seen([place({ country: 'AQ' })])]).toEqual([
    14_400, 14_400, 18_000, 18_000,
  ]);
});

it('[P20] two tables that name one country for a sighting count it once; equal coordinates are one mark', () => {
  const twice = place({ links: 2 });
  const { areas, points } = mapPicture(outlines(), [
    ...[twice, { ...twice, place: 'other table' }, atPoint(35, 139), atPoint(35, 139, { basis: 'branch' }), atPoint(35, 139.000001)],
  ]);
  expect(areas[0]).toMatchObject({ count: 2, bases: [{ basis: 'network', count: 2 }] });
  expect(points.map(({ count: of, bases }) => [of, bases.length])).toEqual([
    [2, 2],
    [1, 1],
  ]);
});

it('[P19] a point by the coast is not said to lie outside, one with its coordinates swapped is', () => {
  const micro = (latitude: number, longitude: number) => [Math.round(latitude * 1e6), Math.round(longitude * 1e6)] as const;
  expect(liesIn('JP', ...micro(35.62, 139.78))).toBe(true);
  expect(liesIn('HK', ...micro(22.28, 114.16))).toBe(true);
  expect(liesIn('JP', ...micro(37.57, 126.98))).toBe(false);
  expect(liesIn('GB', ...micro(-0.12, 51.5))).toBe(false);
  expect(liesIn('XX', 0, 0)).toBe(false);
});
