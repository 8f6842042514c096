// Times that a person types, against the calendar.
import { describe, expect, it } from 'vitest';
import { readTime, timeField } from './times.ts';

describe('readTime', () => {
  it('reads days, minutes and seconds as UTC', () => {
    // 2024-03-01 00:00:00 UTC is 1 709 251 200 by `date -u -d`.
    expect(readTime('2024-03-01')).toBe(1_709_251_200);
    expect(readTime(' 2024-03-01 14:30 UTC ')).toBe(1_709_251_200 + 52_200);
    expect(readTime('2024-03-01T14:30:07Z')).toBe(1_709_251_200 + 52_207);
  });
  it('knows nothing typed from nothing meant', () => {
    expect(readTime('  ')).toBeNull();
    for (const wrong of ['2024-02-31', '2023-02-29', '01.03.2024', '2024-03-01 24:00', '2024-3-1', 'yesterday'])
      expect(readTime(wrong)).toBeUndefined();
  });
  it('writes what it reads', () => {
    expect(timeField(1_709_303_400)).toBe('2024-03-01 14:30');
    expect(readTime(timeField(1_709_303_400))).toBe(1_709_303_400);
    expect(timeField(null)).toBe('');
  });
});
