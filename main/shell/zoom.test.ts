// Which key makes the window how large, on keyboards of every kind.
import { describe, expect, it } from 'vitest';
import { zoomed } from './zoom.ts';

const press = (key: string, more: object = {}) => ({ type: 'keyDown' as const, key, control: true, meta: false, alt: false, ...more });

describe('how large the window is drawn', () => {
  it('goes up to twice its size and beyond by either plus, down again, and back at once', () => {
    const up: number[] = [1];
    for (let step = 0; step < 5; step++) up.push(zoomed(up.at(-1) ?? 1, press(step % 2 === 0 ? '+' : '=')) ?? 0);
    expect(up).toEqual([1, 1.1, 1.25, 1.5, 1.75, 2]);
    expect(zoomed(2, press('-'))).toBe(1.75);
    expect(zoomed(2, press('0'))).toBe(1);
    expect(zoomed(1.2, press('+'))).toBe(1.25);
    expect([zoomed(3, press('+')), zoomed(0.8, press('-'))]).toEqual([3, 0.8]);
  });

  it('leaves every other key alone', () => {
    expect(
      [press('+', { control: false }), press('+', { type: 'keyUp' }), press('a'), press('0', { alt: true })].map((key) => zoomed(1, key)),
    ).toEqual([null, null, null, null]);
    expect(zoomed(1, press('+', { control: false, meta: true }))).toBe(1.1);
  });
});
