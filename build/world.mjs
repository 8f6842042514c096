// Makes resources/map/world.json: outlines of countries for the map of places, and how countries are written. From Natural Earth 1:50 million
// (world-atlas) and the codes and names of i18n-iso-countries. `node build/world.mjs` rewrites it; with --check it says whether it is the one.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import codes from 'i18n-iso-countries/codes.json' with { type: 'json' };
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' };
import japanese from 'i18n-iso-countries/langs/ja.json' with { type: 'json' };
import chinese from 'i18n-iso-countries/langs/zh.json' with { type: 'json' };
import { feature } from 'topojson-client';
import atlas from 'world-atlas/countries-50m.json' with { type: 'json' };

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const OUTPUT = 'resources/map/world.json';
/** Degrees that a line may be off: less than one pixel of a map eight times as wide as a screen. */
const TOLERANCE = 0.05;
/** Square degrees below which an island is left out, but for the largest of a country. */
const LEAST_ISLAND = 0.02;
/** Forms that records use and ISO 3166 does not have. */
const ALSO = {
  GB: ['UK'],
  KR: ['Korea', '대한민국', '韓国', '韓國'],
  TW: ['臺灣', '台灣'],
  HK: ['香港'],
  MO: ['澳門', 'Macau'],
  CN: ['PRC'],
};

function world() {
  const topology = simplified(atlas);
  const languages = [english, japanese, chinese].map(({ countries }) => countries);
  const byNumber = new Map(codes.map(([two, , number]) => [number, two]));
  const shapes = new Map();
  for (const { id, geometry, properties } of feature(topology, topology.objects.countries).features) {
    const code = byNumber.get(String(id).padStart(3, '0')) ?? (properties.name === 'Kosovo' ? 'XK' : '');
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    shapes.set(code, [...(shapes.get(code) ?? []), ...polygons]);
  }
  return {
    about:
      'Outlines of countries in hundredths of a degree, longitude and latitude, each point but the first of a ring as the difference to the one before; rings are cut at the antimeridian. ' +
      'An outline without a code is an area that ISO 3166 has none for. Borders are drawn as the source draws them and say nothing of law.',
    source:
      'Natural Earth 1:50m (public domain), as packed in world-atlas 2.0.2 (ISC), made simpler; codes and names: i18n-iso-countries 7.14.0 (MIT) with a few forms by hand.',
    countries: codes.map(([two, three]) => ({
      code: two,
      written: [...new Set([three, ...languages.flatMap((names) => names[two] ?? []), ...(ALSO[two] ?? [])])],
    })),
    outlines: [...shapes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, polygons]) => ({ code, rings: ringsOf(polygons) })),
  };
}

/** Arcs are shared by neighbours: made simpler there, borders stay one line. */
function simplified(topology) {
  const { scale, translate } = topology.transform;
  const arcs = topology.arcs.map((arc) => {
    let [x, y] = [0, 0];
    const points = arc.map(([dx, dy]) => {
      x += dx;
      y += dy;
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
    return thinned(points);
  });
  const { transform: _, ...plain } = topology;
  return { ...plain, arcs };
}

function thinned(points) {
  const last = points.length - 1;
  const kept = new Set([0, last]);
  const isClosed = points[0][0] === points[last][0] && points[0][1] === points[last][1];
  if (isClosed && last > 2) {
    // A closed line has no chord: it is split at the point farthest from its beginning.
    const far = farthest(points, 0, last, ([x, y]) => Math.hypot(x - points[0][0], y - points[0][1])).at;
    kept.add(far);
    keep(points, 0, far, kept);
    keep(points, far, last, kept);
  } else keep(points, 0, last, kept);
  return points.filter((_, at) => kept.has(at));
}

function keep(points, from, to, kept) {
  const [[ax, ay], [bx, by]] = [points[from], points[to]];
  const length = Math.hypot(bx - ax, by - ay) || 1;
  const { at, most } = farthest(points, from, to, ([x, y]) => Math.abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / length);
  if (most <= TOLERANCE) return;
  kept.add(at);
  keep(points, from, at, kept);
  keep(points, at, to, kept);
}

function farthest(points, from, to, distance) {
  let [at, most] = [from, -1];
  for (let one = from + 1; one < to; one++) {
    const own = distance(points[one]);
    if (own > most) [at, most] = [one, own];
  }
  return { at, most };
}

function ringsOf(polygons) {
  const rings = polygons.flatMap((polygon) => polygon.flatMap((ring, at) => cut(ring).map((points) => ({ points, isHole: at > 0 }))));
  const largest = Math.max(...rings.map(({ points }) => areaOf(points)));
  return rings
    .filter(({ points, isHole }) => isHole || areaOf(points) === largest || areaOf(points) >= LEAST_ISLAND)
    .map(({ points }) => differences(points.map(([x, y]) => [Math.round(x * 100), Math.round(y * 100)])))
    .filter((ring) => ring.length >= 6);
}

/** A ring over the antimeridian or around a pole as rings of the flat map. */
function cut(ring) {
  const points = [];
  let turns = 0;
  for (const [at, [x, y]] of ring.entries()) {
    const before = ring[at - 1];
    if (before !== undefined && Math.abs(x - before[0]) > 180) turns += x > before[0] ? -360 : 360;
    points.push([x + turns, y]);
  }
  if (turns !== 0) {
    const pole = points[0][1] < 0 ? -90 : 90;
    points.push([points.at(-1)[0], pole], [points[0][0], pole]);
  }
  const parts = [];
  for (const shift of [-360, 0, 360]) {
    const moved = points.map(([x, y]) => [x + shift, y]);
    const west = clipped(moved, (x) => x >= -180, -180);
    const part = clipped(west, (x) => x <= 180, 180);
    if (part.length >= 3 && areaOf(part) > 0) parts.push(part);
  }
  return parts;
}

/** The part of a ring on one side of a meridian. */
function clipped(points, isInside, meridian) {
  const kept = [];
  for (const [at, point] of points.entries()) {
    const before = points[(at + points.length - 1) % points.length];
    if (isInside(point[0]) !== isInside(before[0])) {
      const share = (meridian - before[0]) / (point[0] - before[0]);
      kept.push([meridian, before[1] + share * (point[1] - before[1])]);
    }
    if (isInside(point[0])) kept.push(point);
  }
  return kept;
}

function areaOf(points) {
  let twice = 0;
  for (const [at, [x, y]] of points.entries()) {
    const [nextX, nextY] = points[(at + 1) % points.length];
    twice += x * nextY - nextX * y;
  }
  return Math.abs(twice) / 2;
}

function differences(points) {
  const flat = [];
  let [x, y] = [0, 0];
  for (const [ownX, ownY] of points) {
    if (flat.length > 0 && ownX === x && ownY === y) continue;
    flat.push(ownX - x, ownY - y);
    [x, y] = [ownX, ownY];
  }
  return flat;
}

const { countries, outlines, ...head } = world();
const list = (rows) => `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]`;
const text = `${JSON.stringify(head, null, 2).slice(0, -2)},\n"countries": ${list(countries)},\n"outlines": ${list(outlines)}\n}\n`;
if (process.argv.includes('--check')) {
  const same = readFileSync(join(root, OUTPUT), 'utf8') === text;
  console.log(same ? `${OUTPUT} is what this script makes.` : `${OUTPUT} differs from what this script makes.`);
  process.exitCode = same ? 0 : 1;
} else writeFileSync(join(root, OUTPUT), text);
