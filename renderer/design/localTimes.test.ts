// The time of a place beside UTC: exact to the minute of its zone, over midnight and over the end of a year.
import { describe, expect, it } from 'vitest';
import { readZone } from '../session/zone.ts';
import { localTime, minutesOf, zoneName } from './localTimes.tsx';

// 2026-12-31 20:05:07 UTC by `date -u -d @1798747507`.
const EVE = 1_798_747_507;

describe('local time', () => {
  it('is written as the language writes it and says how far from UTC it is', () => {
    expect(localTime(EVE, 540, 'en')).toBe('1 Jan 2027, 05:05:07 (UTC+09:00)');
    expect(localTime(EVE, 540, 'ja')).toBe('2027/01/01 5:05:07 (UTC+09:00)');
    expect(localTime(EVE, -210, 'en')).toBe('31 Dec 2026, 16:35:07 (UTC\u221203:30)');
    expect(localTime(EVE, 0, 'en')).toBe('31 Dec 2026, 20:05:07 (UTC+00:00)');
    expect(localTime(EVE, 'utc', 'en')).toBeNull();
  });

  it('names zones of half and quarter hours', () => {
    expect([345, -570, 0, 840].map(zoneName)).toEqual(['UTC+05:45', 'UTC\u221209:30', 'UTC+00:00', 'UTC+14:00']);
  });

  it('takes the zone of this computer at that moment, which may keep summer time', () => {
    expect(minutesOf('machine', EVE)).toBe(-new Date(EVE * 1000).getTimezoneOffset());
  });

  it('reads what was remembered, and anything odd as UTC alone', () => {
    expect(['machine', '540', '-720', '840', '841', '1e3', '', null].map((text) => readZone(text))).toEqual([
      'machine',
      540,
      -720,
      840,
      'utc',
      'utc',
      'utc',
      'utc',
    ]);
  });
});
