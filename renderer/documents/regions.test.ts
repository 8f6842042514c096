// Places on a turned page: a corner stays the same corner of the page however it is shown.
import { describe, expect, it } from 'vitest';
import { PageRegion, regionText } from '../../shared/contract/region.ts';
import { between, moved, onPage, resized, type Turn, turned, within } from './regions.ts';

const region = { page: 2, x: 1200, y: 500, width: 2200, height: 300 };

describe('regions', () => {
  it('are said the same in every language', () => {
    expect(regionText(region)).toBe('p. 2, 12.00–34.00 % × 5.00–8.00 %');
    expect(regionText({ page: 1, x: 5, y: 0, width: 1, height: 10_000 })).toBe('p. 1, 0.05–0.06 % × 0.00–100.00 %');
  });

  it('a point is the same place of the page at every turn', () => {
    const frame = { left: 100, top: 50, width: 200, height: 400 };
    // Where the page's upper left corner is seen, turned clockwise.
    const corners: Readonly<Record<Turn, readonly [number, number]>> = { 0: [100, 50], 90: [300, 50], 180: [300, 450], 270: [100, 450] };
    for (const [turn, [x, y]] of Object.entries(corners)) expect(onPage({ x, y }, frame, Number(turn) as Turn)).toEqual({ x: 0, y: 0 });
    expect(onPage({ x: 0, y: 9999 }, frame, 0)).toEqual({ x: 0, y: 1 });
    expect([0, 90, 180, 270].map((turn) => turned(turn as Turn))).toEqual([90, 180, 270, 0]);
  });

  it('drawn the other way round they are the same, and never empty', () => {
    const [a, b] = [
      { x: 0.12, y: 0.05 },
      { x: 0.34, y: 0.08 },
    ];
    expect(between(a, b, 2)).toEqual(between(b, a, 2));
    expect(between(a, b, 2)).toEqual(region);
    for (const point of [a, { x: 1, y: 1 }, { x: 0, y: 0 }]) PageRegion.parse(between(point, point, 1));
  });

  it('moved and resized they stay on the page, along the screen', () => {
    expect(moved(region, 100, 0, 0)).toEqual({ ...region, x: 1300 });
    // What is right on the screen goes up a page that is turned clockwise.
    expect(moved(region, 100, 0, 90)).toEqual({ ...region, y: 400 });
    expect(moved(region, -20_000, 20_000, 0)).toEqual({ ...region, x: 0, y: 9700 });
    expect(resized(region, 20_000, -20_000, 0)).toEqual({ ...region, width: 8800, height: 1 });
    PageRegion.parse(within({ page: 1, x: 99_999, y: -5, width: 0, height: 99_999 }));
  });
});
