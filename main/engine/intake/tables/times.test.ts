// Dates against the calendar of Date and hand-worked ones of four eras.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayText, readTime, readUnixTime, serialTime, UTC, zoneOfName } from './times.ts';

const JAPAN = { zoneMinutes: 540, dayOrder: null } as const;
const at = (text: string, style = UTC as Parameters<typeof readTime>[1]): string => {
  const reading = readTime(text, style);
  return reading.ok ? new Date(reading.seconds * 1000).toISOString().replace('.000', '') : reading.problem;
};

describe('times', () => {
  it.each([
    ['2024-04-01 12:34:56', '2024-04-01T12:34:56Z'],
    ['2024/4/1 1:02', '2024-04-01T01:02:00Z'],
    ['2024-04-01T12:34:56Z', '2024-04-01T12:34:56Z'],
    ['2024-04-01T12:34:56.123456+08:00', '2024-04-01T04:34:56Z'],
    ['2024-04-01 12:34:56 UTC', '2024-04-01T12:34:56Z'],
    ['2024年4月1日 12時34分56秒', '2024-04-01T12:34:56Z'],
    ['２０２４．０４．０１', '2024-04-01T00:00:00Z'],
    ['20240401', '2024-04-01T00:00:00Z'],
    ['20240401123456', '2024-04-01T12:34:56Z'],
    ['25/12/2023 05:06:07', '2023-12-25T05:06:07Z'],
    ['12/25/2023', '2023-12-25T00:00:00Z'],
    ['1-Apr-2024 11:59:59 PM', '2024-04-01T23:59:59Z'],
    ['Apr 1, 2024', '2024-04-01T00:00:00Z'],
    ['令和5年4月1日', '2023-04-01T00:00:00Z'],
    ['令和元年5月1日', '2019-05-01T00:00:00Z'],
    ['平成31年4月30日', '2019-04-30T00:00:00Z'],
    ['昭和64年1月7日', '1989-01-07T00:00:00Z'],
    ['R5.4.1', '2023-04-01T00:00:00Z'],
    ['Ｈ３０／１２／３１', '2018-12-31T00:00:00Z'],
    ['S64.01.07', '1989-01-07T00:00:00Z'],
    ['113/01/05', '2024-01-05T00:00:00Z'],
    ['民國113年1月5日 10:11:12', '2024-01-05T10:11:12Z'],
  ])('reads %s', (text, expected) => expect(at(text)).toBe(expected));

  it.each([
    ['04/05/2024', 'ambiguous'],
    ['2023-02-29', 'outOfRange'],
    ['2024-13-01 00:00:00', 'outOfRange'],
    ['2024-04-01 24:00:00', 'outOfRange'],
    ['平成31年5月1日', 'outOfRange'],
    ['昭和64年1月8日', 'outOfRange'],
    ['2 days ago', 'notATime'],
    ['2024-04-01 12:34:56 PST', 'notATime'],
    ['', 'empty'],
  ])('refuses %s as %s', (text, problem) => expect(at(text)).toBe(problem));

  it('takes the zone that was stated, and none where nobody stated one', () => {
    expect(at('2024-04-01 00:00:00', JAPAN)).toBe('2024-03-31T15:00:00Z');
    expect(at('2024-04-01 00:00:00', { zoneMinutes: null, dayOrder: null })).toBe('noZone');
    expect(at('2024-04-01T00:00:00Z', { zoneMinutes: null, dayOrder: null })).toBe('2024-04-01T00:00:00Z');
    expect(at('04/05/2024', { zoneMinutes: 0, dayOrder: 'dmy' })).toBe('2024-05-04T00:00:00Z');
  });

  it('says the day of the zone that was taken where a cell gives no time, and only there', () => {
    expect(dayText(readTime('令和6年4月1日', JAPAN))).toBe('2024-04-01 UTC+09:00');
    expect(dayText(readTime('2024-04-01 -03:30', JAPAN))).toBe('2024-04-01 UTC-03:30');
    expect(dayText(serialTime('45383', 1900, JAPAN))).toBe('2024-04-01 UTC+09:00');
    expect(dayText(readTime('2024-04-01 00:00:00', JAPAN))).toBeNull();
  });

  it('agrees with Date on every second it knows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800 }), (seconds) => {
        const text = new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
        expect(readTime(text, UTC)).toMatchObject({ ok: true, seconds, precision: 'second' });
      }),
    );
  });

  it('reads serial dates of both systems', () => {
    // 45383 is 2024-04-01 in Excel, 43921 under the 1904 system; half a day is noon.
    expect(serialTime('45383.5', 1900, UTC)).toMatchObject({ ok: true, seconds: Date.UTC(2024, 3, 1, 12) / 1000, precision: 'second' });
    expect(serialTime('43921', 1904, UTC)).toMatchObject({ ok: true, seconds: Date.UTC(2024, 3, 1) / 1000, precision: 'day' });
    expect(serialTime('60', 1900, UTC)).toEqual({ ok: false, problem: 'outOfRange' });
  });

  it("reads a zone in a column's name", () => {
    expect(['DateTime (UTC)', 'UTC_Time', 'blockTime(UTC+8)', 'Time (UTC-03:30)', 'Time'].map(zoneOfName)).toEqual([0, 0, 480, -210, null]);
  });

  it('reads seconds and milliseconds', () => {
    expect(readUnixTime('1446561880')).toMatchObject({ ok: true, seconds: 1446561880, precision: 'second' });
    expect(readUnixTime('1446561880999')).toMatchObject({ ok: true, seconds: 1446561880, precision: 'second' });
    expect(readUnixTime('1.4E9').ok).toBe(false);
  });
});
