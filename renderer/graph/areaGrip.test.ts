// Taking hold of an area and drawing it about, with figures by hand.
import { describe, expect, it } from 'vitest';
import { cursorOf, drawnBy, gripAt, isWhole } from './areaGrip.ts';

const area = { x: 100, y: 50, width: 200, height: 80 };
const grip = (x: number, y: number) => {
  const found = gripAt(area, { x, y }, 6);
  if (found === null) throw new Error('beside it');
  return found;
};

describe('an area', () => {
  it('is held by its corners, its edges or its middle', () => {
    expect(gripAt(area, { x: 90, y: 60 }, 6)).toBeNull();
    expect(gripAt(area, { x: 200, y: 140 }, 6)).toBeNull();
    expect([grip(97, 52), grip(303, 133), grip(299, 47), grip(200, 128), grip(101, 90)].map(cursorOf)).toEqual([
      ...['nwse-resize', 'nwse-resize', 'nesw-resize', 'ns-resize', 'ew-resize'],
    ]);
    expect(isWhole(grip(200, 90))).toBe(true);
    // A small one is still moved by its middle.
    expect(gripAt({ x: 0, y: 0, width: 20, height: 20 }, { x: 10, y: 10 }, 15)).toEqual({
      left: false,
      top: false,
      right: false,
      bottom: false,
    });
  });

  it('moves whole, or by what is held, and no edge goes beyond the one across', () => {
    expect(drawnBy(area, grip(200, 90), { x: 10.4, y: -3.6 })).toEqual({ x: 110, y: 46, width: 200, height: 80 });
    expect(drawnBy(area, grip(100, 50), { x: 30, y: 10 })).toEqual({ x: 130, y: 60, width: 170, height: 70 });
    expect(drawnBy(area, grip(300, 130), { x: 30, y: -10 })).toEqual({ x: 100, y: 50, width: 230, height: 70 });
    expect(drawnBy(area, grip(100, 90), { x: 500, y: 99 })).toEqual({ x: 280, y: 50, width: 20, height: 80 });
    expect(drawnBy(area, grip(200, 130), { x: 500, y: -500 })).toEqual({ x: 100, y: 50, width: 200, height: 20 });
  });
});
