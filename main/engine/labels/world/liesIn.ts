// Whether a point lies in the outline of a country, or so near it that the outline, which is drawn simpler than the coast, cannot tell.
import { outlines, type Ring } from './countries.ts';

/** Hundredths of a degree. */
const NEAR = 30;

/** Coordinates in millionths of a degree. */
export function liesIn(country: string, latitude: number, longitude: number): boolean {
  const [x, y] = [longitude / 10_000, latitude / 10_000];
  const rings = outlines().find(({ code }) => code === country)?.rings ?? [];
  // Holes are rings too: a point in one is crossed twice.
  const crossings = rings.reduce((sum, ring) => sum + crossed(ring, x, y), 0);
  return crossings % 2 === 1 || rings.some((ring) => isNear(ring, x, y));
}

function crossed(ring: Ring, x: number, y: number): number {
  let count = 0;
  for (let at = 0; at < ring.length; at += 2) {
    const next = (at + 2) % ring.length;
    const [ax, ay, bx, by] = [ring[at], ring[at + 1], ring[next], ring[next + 1]] as [number, number, number, number];
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) count++;
  }
  return count;
}

function isNear(ring: Ring, x: number, y: number): boolean {
  for (let at = 0; at < ring.length; at += 2) {
    const next = (at + 2) % ring.length;
    const [ax, ay, bx, by] = [ring[at], ring[at + 1], ring[next], ring[next + 1]] as [number, number, number, number];
    const [dx, dy] = [bx - ax, by - ay];
    const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
    if (Math.hypot(x - ax - along * dx, y - ay - along * dy) <= NEAR) return true;
  }
  return false;
}
