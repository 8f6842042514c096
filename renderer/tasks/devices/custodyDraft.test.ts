// What a custody entry lacks while it is typed, sums as printed, and the order of exhibits made from each other.
import { describe, expect, it } from 'vitest';
import { Custody, type Exhibit } from '../../../shared/contract/exhibit.ts';
import { custodyOf, emptyCustody, hashOf, isBegun, lackingIn, offsetOf } from './custodyDraft.ts';
import { exhibitTree } from './exhibitTree.ts';

describe('a custody entry while it is typed', () => {
  const empty = emptyCustody('seized', '+09:00');
  const whole = { ...empty, person: ' Sato ', place: 'Osaka', time: '2026-11-22T14:05' };

  it('says what is lacking, and is an entry of the contract once nothing is', () => {
    expect([...lackingIn(empty)].sort()).toEqual(['person', 'place', 'time']);
    expect(isBegun(empty)).toBe(false);
    expect(isBegun({ ...empty, seal: 'S-1' })).toBe(true);
    expect(custodyOf(empty)).toBeNull();
    const entry = custodyOf(whole);
    expect(entry).toMatchObject({ person: 'Sato', time: '2026-11-22T14:05+09:00' });
    expect(Custody.parse(entry)).toEqual(entry);
  });

  it('takes no offset that no place keeps', () => {
    for (const offset of ['', '9', '+9:00', '+15:00', '+09:60']) expect(lackingIn({ ...whole, offset }).has('offset')).toBe(true);
    for (const offset of ['Z', '-03:30', '+14:00']) expect(lackingIn({ ...whole, offset }).size).toBe(0);
    expect([offsetOf(540), offsetOf(-210), offsetOf(0)]).toEqual(['+09:00', '-03:30', '+00:00']);
  });

  it('takes no day that no calendar has', () => {
    for (const time of [
      '2026-02-31T14:05',
      '2025-02-29T00:00',
      '2026-04-31T10:00:00',
      '2026-11-22T24:00',
      '2026-11-22T14:05:60',
      '2026-13-01T00:00',
    ])
      expect(lackingIn({ ...whole, time }).has('time'), time).toBe(true);
    for (const time of ['2024-02-29T23:59', '2000-02-29T00:00:59']) expect(lackingIn({ ...whole, time }).size, time).toBe(0);
  });

  it('reads a sum as printed and refuses one of another length', () => {
    expect(hashOf('md5', 'D41D 8CD9 8F00 B204 E980 0998 ECF8 427E')).toBe('d41d8cd98f00b204e9800998ecf8427e');
    expect(hashOf('sha256', 'd41d8cd98f00b204e9800998ecf8427e')).toBeNull();
    expect(hashOf('md5', 'z'.repeat(32))).toBeNull();
  });
});

describe('exhibits as a tree', () => {
  const exhibit = (id: number, from: number | null): Exhibit => ({
    ...{ id, event: id, number: `E-${id}`, from: from === null ? null : { id: from, number: `E-${from}` }, description: '', note: '' },
    ...{ examiner: 'A', time: '2026-11-22T05:05:00.000Z', copy: null, custody: [], scans: [] },
  });
  it('puts what was made from a thing below it, and what comes from elsewhere by itself', () => {
    const tree = exhibitTree([exhibit(1, null), exhibit(2, null), exhibit(3, 1), exhibit(4, 3), exhibit(5, 99)]);
    expect(tree.map((one) => [one.exhibit.id, one.depth])).toEqual([
      [1, 0],
      [3, 1],
      [4, 2],
      [2, 0],
      [5, 0],
    ]);
  });
});
