// Whether a list named a party on a day: stated entries, versions that name it, and the gap in which it was taken off.
import { expect, it } from 'vitest';
import { type Claim, listingAt } from './claims.ts';

const claim = (of: Partial<Claim>): Claim => ({
  ...{ label: 'X', categories: ['sanction'], source: 'OFAC', from: '', isFromExact: false, lastSeen: '', until: '', isListing: true },
  ...of,
});
const at = (day: string): number => Date.parse(`${day}T12:00:00Z`) / 1000;
const state = (of: Partial<Claim>, day: string): string => listingAt([claim(of)], at(day));

it('[E7] a stated entry has a before; the first version that the case holds has none', () => {
  expect(state({ from: '2022-08-08', isFromExact: true }, '2022-08-07')).toBe('before');
  expect(state({ from: '2022-08-08', isFromExact: true }, '2022-08-08')).toBe('listed');
  expect(state({ from: '2022-08-08' }, '2022-08-07')).toBe('unknown');
  expect(state({}, '2022-08-07')).toBe('unknown');
});

it('[E7] between the last version that names it and the first that does not, nobody can say', () => {
  const delisted = { from: '2022-08-08', isFromExact: true, lastSeen: '2025-03-01', until: '2025-03-21' };
  expect(state(delisted, '2025-03-01')).toBe('listed');
  expect(state(delisted, '2025-03-10')).toBe('unknown');
  expect(state(delisted, '2025-03-21')).toBe('after');
});

it('[E7] one list that names it is enough', () => {
  const both = [
    claim({ from: '2022-08-08', isFromExact: true, until: '2025-03-21', lastSeen: '2025-03-20' }),
    claim({ from: '2020-01-01' }),
  ];
  expect(listingAt(both, at('2025-06-01'))).toBe('listed');
  expect(listingAt(both.slice(0, 1), at('2025-06-01'))).toBe('after');
});
