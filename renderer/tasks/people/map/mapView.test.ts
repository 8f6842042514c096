// Looking at a part of the map: never beyond its edge, and what is zoomed stays under the pointer.
import { expect, it } from 'vitest';
import { centred, keyed, moved, WHOLE, zoomed } from './mapView.ts';

const SIZE = { width: 36_000, height: 18_000 };

it('zooms around a place and back, and never shows less than the map or more than sixty-four times', () => {
  const near = zoomed(WHOLE, SIZE, 2, { x: 1, y: 0.5 });
  expect(near).toEqual({ x: 18_000, y: 4500, zoom: 2 });
  expect(zoomed(near, SIZE, 1 / 8)).toEqual(WHOLE);
  expect(zoomed(WHOLE, SIZE, 1e9).zoom).toBe(64);
});

it('moves by what is seen and stops at the edge', () => {
  const near = zoomed(WHOLE, SIZE, 4);
  expect(moved(near, SIZE, 0.5, 0).x - near.x).toBe(4500);
  expect(moved(near, SIZE, 99, 99)).toEqual({ x: 27_000, y: 13_500, zoom: 4 });
  expect(centred(near, SIZE, { x: 0, y: 18_000 })).toEqual({ x: 0, y: 13_500, zoom: 4 });
});

it('answers its keys and no others', () => {
  expect(keyed(zoomed(WHOLE, SIZE, 4), SIZE, '0')).toEqual(WHOLE);
  expect(keyed(WHOLE, SIZE, '+')?.zoom).toBe(1.6);
  for (const key of ['Tab', 'a', 'Enter']) expect(keyed(WHOLE, SIZE, key)).toBeNull();
});
