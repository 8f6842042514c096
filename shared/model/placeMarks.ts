// How places are drawn by what they rest on, on screens and on paper: a shape for a point, a hatch for an area. They differ without colour.
import type { PlaceBasis } from '../contract/place.ts';

/** Paths around 0, 0, in a box of sixteen. */
export const PLACE_SHAPES: Readonly<Record<PlaceBasis, string>> = {
  branch: 'M-6 -6h12v12h-12z',
  cashMachine: 'M0 -8l8 8l-8 8l-8 -8z',
  office: 'M0 -8l8 14h-16z',
  postal: 'M0 -8l7 6v9h-14v-9z',
  other: 'M-7 0a7 7 0 1 0 14 0a7 7 0 1 0 -14 0z',
  stated: 'M-7 -3h14v6h-14z',
  network: 'M-8 -5h16l-4 10h-8z',
};

interface Hatch {
  /** Lines in a tile of so many. */
  readonly size: number;
  readonly path: string;
  readonly degrees: number;
}

export const PLACE_HATCHES: Readonly<Record<PlaceBasis, Hatch>> = {
  branch: { size: 6, path: 'M0 3h6M3 0v6', degrees: 0 },
  cashMachine: { size: 7, path: 'M0 3.5h7M3.5 0v7', degrees: 45 },
  office: { size: 5, path: 'M0 2.5h5', degrees: 0 },
  postal: { size: 5, path: 'M2.5 0v5', degrees: 0 },
  other: { size: 7, path: 'M3 3h1v1h-1z', degrees: 0 },
  stated: { size: 6, path: 'M3 0v3', degrees: -45 },
  network: { size: 6, path: 'M3 0v6', degrees: 45 },
};
