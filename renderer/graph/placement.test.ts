// Placed labels never overlap: against a plain check of every pair.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Box, createPlacement } from './placement.ts';

const box = fc
  .tuple(
    fc.integer({ min: -300, max: 900 }),
    fc.integer({ min: -300, max: 900 }),
    fc.integer({ min: 1, max: 150 }),
    fc.integer({ min: 1, max: 40 }),
  )
  .map(([left, top, width, height]): Box => ({ left, top, right: left + width, bottom: top + height }));
const apart = (a: Box, b: Box) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;

describe('createPlacement', () => {
  it('takes a place exactly when it is free', () => {
    fc.assert(
      fc.property(fc.array(box, { maxLength: 60 }), (boxes) => {
        const placement = createPlacement();
        const taken: Box[] = [];
        for (const next of boxes) {
          const free = taken.every((other) => apart(next, other));
          expect(placement.take(next)).toBe(free);
          if (free) taken.push(next);
        }
      }),
    );
  });
  it('forgets everything when cleared', () => {
    const placement = createPlacement();
    const one = { left: 0, top: 0, right: 10, bottom: 10 };
    expect(placement.take(one)).toBe(true);
    expect(placement.take(one)).toBe(false);
    placement.clear();
    expect(placement.take(one)).toBe(true);
  });
});
