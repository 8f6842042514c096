// Rates and times left against figures worked out by hand.
import { describe, expect, it } from 'vitest';
import { type Pace, paced, rateOf, secondsLeft } from './pace.ts';

const bytes = (done: number, phase = 'pass') => ({ phase, done, total: 1000, unit: 'bytes' });
function run(reports: readonly (readonly [number, number])[]): Pace | null {
  let pace: Pace | null = null;
  for (const [at, done] of reports) pace = paced(pace, bytes(done), at);
  return pace;
}

describe('pace', () => {
  it('tells nothing from the first moments', () => {
    expect(rateOf(null, 5000)).toBeNull();
    expect(rateOf(run([[0, 0]]), 1000)).toBeNull();
    expect(secondsLeft(run([[0, 0]]), 1000, 1000)).toBeNull();
  });
  it('divides what was done by the time it took', () => {
    const pace = run([
      [0, 0],
      [1000, 50],
      [2000, 100],
    ]);
    expect(rateOf(pace, 2000)).toBe(50);
    expect(secondsLeft(pace, 1000, 2000)).toBe(18);
    expect(secondsLeft(pace, null, 2000)).toBeNull();
  });
  it('falls while nothing is reported', () => {
    const pace = run([
      [0, 0],
      [2000, 100],
    ]);
    expect(rateOf(pace, 4000)).toBe(25);
    expect(secondsLeft(run([[0, 0]]), 1000, 4000)).toBeNull();
  });
  it('forgets what lies more than its window back', () => {
    const slow: [number, number][] = Array.from({ length: 31 }, (_, second) => [second * 1000, second]);
    const fast: [number, number][] = Array.from({ length: 30 }, (_, i) => [(31 + i) * 1000, 30 + (i + 1) * 10]);
    expect(rateOf(run([...slow, ...fast]), 60_000)).toBeCloseTo(10, 5);
  });
  it('counts each report of a flood once, and the newest always', () => {
    const flood: [number, number][] = Array.from({ length: 3001 }, (_, ms) => [ms, ms]);
    const pace = run(flood);
    expect(rateOf(pace, 3000)).toBe(1000);
    expect(pace?.samples.length).toBeLessThan(12);
  });
  it('begins anew with another phase and with another pass', () => {
    const pace = run([
      [0, 0],
      [2000, 100],
    ]);
    expect(rateOf(paced(pace, bytes(4, 'proofs'), 2500), 2500)).toBeNull();
    expect(paced(pace, bytes(4), 2500).samples).toEqual([{ at: 2500, done: 4 }]);
  });
});
