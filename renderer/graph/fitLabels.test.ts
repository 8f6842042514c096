// Fits with labels: as near as they let, all of it in sight, nothing made tiny for their sake.
import { describe, expect, it } from 'vitest';
import { extentAt, fitAcross } from './fitLabels.ts';

describe('fitting with labels', () => {
  it('comes as near as it may where labels find room', () => {
    expect(
      fitAcross(
        [
          { x: -100, half: 20 },
          { x: 100, half: 20 },
        ],
        400,
        1.15,
      ),
    ).toEqual({ zoom: 1.15, middle: 0 });
  });
  it('steps back until the longest label stands in sight, and sets all of it in the middle', () => {
    const things = [
      { x: 0, half: 10 },
      { x: 400, half: 120 },
    ];
    const { zoom, middle } = fitAcross(things, 400, 1);
    const { left, right } = extentAt(things, zoom);
    expect(right - left).toBeLessThanOrEqual(400);
    expect(right - left).toBeGreaterThan(398);
    expect(middle * zoom).toBeCloseTo((left + right) / 2);
  });
  it('does not make everything small for labels that fit nowhere', () => {
    expect(
      fitAcross(
        [
          { x: 0, half: 500 },
          { x: 10, half: 500 },
        ],
        400,
        1,
      ).zoom,
    ).toBe(0.5);
  });
});
