// The spread on figures worked by hand.
import { describe, expect, it } from 'vitest';
import { spreadOf } from './spread.ts';

describe('spreadOf', () => {
  const totals = {
    haircut: { totalSat: '98', feesSat: '2', holdings: 9 },
    poison: { totalSat: '500', feesSat: '30', holdings: 12 },
    fifo: { totalSat: '95', feesSat: '5', holdings: 3 },
    lifo: { totalSat: '100', feesSat: '0', holdings: 2 },
  };
  it('puts the primary policy first and what counts twice last', () => {
    const rows = spreadOf(totals, 'fifo', '100').rows;
    expect(rows.map((row) => row.policy)).toEqual(['fifo', 'haircut', 'lifo', 'poison']);
    expect(rows.map((row) => row.exceeds)).toEqual([false, false, false, true]);
  });
  it('bounds by the policies that conserve amounts', () => {
    expect(spreadOf(totals, 'fifo', '100')).toMatchObject({ least: '95', most: '100' });
    expect(spreadOf({ poison: totals.poison }, 'poison', '100')).toMatchObject({ least: null, most: null });
  });
});
