// Looking at a part of the map: never beyond its edge, and what is zoomed stays under the pointer.
import { expect, it } from 'vitest';
import { fitted, keyed, moved, WHOLE, zoomed } from './mapView.ts';

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
});

it('answers its keys and no others', () => {
  expect(keyed(zoomed(WHOLE, SIZE, 4), SIZE, '0')).toEqual(WHOLE);
  expect(keyed(WHOLE, SIZE, '+')?.zoom).toBe(1.6);
  for (const key of ['Tab', 'a', 'Enter']) expect(keyed(WHOLE, SIZE, key)).toBeNull();
});

it('fits what is drawn, with room around it and never nearer than the countries around a point', () => {
  expect(fitted([], SIZE)).toEqual(WHOLE);
  expect(fitted([{ x: 9000, y: 9000, width: 0, height: 0 }], SIZE)).toEqual({ x: 7500, y: 8250, zoom: 12 });
  const { x, y, zoom } = fitted(
    [
      { x: 30_000, y: 4000, width: 2000, height: 1000 },
      { x: 33_000, y: 6000, width: 1000, height: 1000 },
    ],
    SIZE,
  );
  expect([x, y, zoom]).toEqual([27_000, 3250, 4]);
});
