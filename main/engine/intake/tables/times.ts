// Dates as people and programs write them, into seconds since 1970 UTC. A time without a zone needs the zone that the caller states:
// nothing here asks the machine's own.
import { plainText, widthFolded } from './cellText.ts';

export type TimeProblem = 'empty' | 'notATime' | 'noZone' | 'ambiguous' | 'outOfRange';
export type TimeReading =
  | {
      readonly ok: true;
      /** Of a day without a time its beginning. */
      readonly seconds: number;
      readonly precision: 'second' | 'minute' | 'day';
      /** Minutes east of UTC that were taken, and whether the cell names them itself. */
      readonly zone: { readonly minutes: number; readonly named: boolean };
    }
  | { readonly ok: false; readonly problem: TimeProblem };

export interface TimeStyle {
  /** Minutes east of UTC for times that name no zone; null where nobody has stated one: such times are refused. */
  readonly zoneMinutes: number | null;
  /** How 04/05/2024 is meant; null refuses what could be either. */
  readonly dayOrder: 'dmy' | 'mdy' | null;
}
export const UTC: TimeStyle = { zoneMinutes: 0, dayOrder: null };

/** First day of each era. The year 1 of an era is 元年. */
const ERAS: Readonly<Record<string, { readonly first: number; readonly year: number; readonly last: number }>> = {
  令和: { first: Date.UTC(2019, 4, 1), year: 2018, last: Number.POSITIVE_INFINITY },
  平成: { first: Date.UTC(1989, 0, 8), year: 1988, last: Date.UTC(2019, 3, 30) },
  昭和: { first: Date.UTC(1926, 11, 25), year: 1925, last: Date.UTC(1989, 0, 7) },
  大正: { first: Date.UTC(1912, 6, 30), year: 1911, last: Date.UTC(1926, 11, 24) },
};
const ERA_LETTERS: Readonly<Record<string, string>> = { R: '令和', H: '平成', S: '昭和', T: '大正' };

const refuse = (problem: TimeProblem): TimeReading => ({ ok: false, problem });
const DATE = /^(\d{4})([-/.年])(\d{1,2})[-/.月](\d{1,2})日?/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?(?!\d)/;
const ERA = /^(令和|平成|昭和|大正|[RHST])[.\- ]?(元|\d{1,2})(?:年|[./-])(\d{1,2})(?:月|[./-])(\d{1,2})日?/i;
/** Years of the Republic of China: 113/01/05, 民國113年1月5日. No other count that tables use has three digits. */
const MINGUO = /^(?:(?:中華)?民國)?([1-9]\d{2})(?:年|[./-])(\d{1,2})(?:月|[./-])(\d{1,2})日?(?!\d)/;
const MINGUO_BEFORE = 1911;
const SHORT = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})/;
const ENGLISH = /^(?:(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ ,-]+(\d{4})|([A-Za-z]{3})[a-z]*[ -](\d{1,2}),? +(\d{4}))/;
const CLOCK = /^(\d{1,2})(?::|時|时|点)(\d{1,2})(?:(?::|分)(\d{1,2})(?:\.\d{1,9})?秒?)?分?(?: ?(AM|PM))?/i;
const ZONE = /^(?:Z|UTC|GMT|\(UTC\))$|^(?:UTC|GMT|\(UTC)?([+-])(\d{1,2})(?::?(\d{2}))?\)?$/i;
const MONTHS = 'janfebmaraprmayjunjulaugsepoctnovdec';
/** 1926 to 2200: a table of payments holds no others. */
const FIRST = Date.UTC(1912, 0, 1) / 1000;
const LAST = Date.UTC(2200, 0, 1) / 1000;

/** Reads a date or a date with a time of day. */
export function readTime(cell: string, style: TimeStyle): TimeReading {
  const plain = plainText(cell);
  if (plain === '') return refuse('empty');
  const fast = readStandard(plain, style);
  if (fast !== null) return fast;
  const text = widthFolded(plain).replace(/\s+/g, ' ').trim();
  const day = readDay(text, style);
  if ('problem' in day) return refuse(day.problem);
  return withClock(day.days, text.slice(day.length).replace(/^(?:,? |T)/, ''), day.clock, style);
}

/** 2024-04-01 12:34:56, by far the most frequent form, without the cost of the others. */
function readStandard(text: string, style: TimeStyle): TimeReading | null {
  if (text.length !== 19 || text.charCodeAt(13) !== 0x3a || text.charCodeAt(16) !== 0x3a) return null;
  const mark = text.charCodeAt(4);
  if ((mark !== 0x2d && mark !== 0x2f) || text.charCodeAt(7) !== mark) return null;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const second = digits(text, 17, 2);
  if (year < 0 || month < 0 || day < 0 || hour < 0 || minute < 0 || second < 0) return null;
  const days = dayNumber(year, month, day);
  if (days === null || hour > 23 || minute > 59 || second > 59) return refuse('outOfRange');
  return placed(days * 86_400 + hour * 3600 + minute * 60 + second, style.zoneMinutes, 'second', false);
}

function digits(text: string, from: number, count: number): number {
  let value = 0;
  for (let i = from; i < from + count; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

type Day = { readonly days: number; readonly length: number; readonly clock: string } | { readonly problem: TimeProblem };

function readDay(text: string, style: TimeStyle): Day {
  const dated = (days: number | null, length: number, clock = ''): Day =>
    days === null ? { problem: 'outOfRange' } : { days, length, clock };
  let match = COMPACT.exec(text);
  if (match !== null) {
    const clock = match[4] === undefined ? '' : `${match[4]}:${match[5]}:${match[6]}`;
    return dated(dayNumber(Number(match[1]), Number(match[2]), Number(match[3])), match[0].length, clock);
  }
  match = DATE.exec(text);
  if (match !== null) return dated(dayNumber(Number(match[1]), Number(match[3]), Number(match[4])), match[0].length);
  match = ERA.exec(text);
  if (match !== null) return dated(eraDay(match), match[0].length);
  match = MINGUO.exec(text);
  if (match !== null) return dated(dayNumber(MINGUO_BEFORE + Number(match[1]), Number(match[2]), Number(match[3])), match[0].length);
  match = ENGLISH.exec(text);
  if (match !== null) {
    const month = MONTHS.indexOf((match[2] ?? match[4] ?? '').toLowerCase());
    if (month < 0 || month % 3 !== 0) return { problem: 'notATime' };
    return dated(dayNumber(Number(match[3] ?? match[6]), month / 3 + 1, Number(match[1] ?? match[5])), match[0].length);
  }
  match = SHORT.exec(text);
  if (match === null) return { problem: 'notATime' };
  const [first, second, year] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const order = style.dayOrder ?? (first > 12 ? 'dmy' : second > 12 ? 'mdy' : first === second ? 'dmy' : null);
  if (order === null) return { problem: 'ambiguous' };
  return dated(order === 'dmy' ? dayNumber(year, second, first) : dayNumber(year, first, second), match[0].length);
}

function eraDay(match: RegExpExecArray): number | null {
  const name = match[1] as string;
  const era = ERAS[ERA_LETTERS[name.toUpperCase()] ?? name];
  if (era === undefined) return null;
  const year = match[2] === '元' ? 1 : Number(match[2]);
  const days = dayNumber(era.year + year, Number(match[3]), Number(match[4]));
  if (days === null || year < 1) return null;
  const instant = days * 86_400_000;
  return instant < era.first || instant > era.last ? null : days;
}

function withClock(days: number, rest: string, compact: string, style: TimeStyle): TimeReading {
  const text = compact === '' ? rest : compact;
  let seconds = days * 86_400;
  let precision: 'second' | 'minute' | 'day' = 'day';
  let zoneText = text;
  const clock = CLOCK.exec(text);
  if (clock !== null) {
    let hour = Number(clock[1]);
    const half = clock[4]?.toLowerCase();
    if (half !== undefined) {
      if (hour < 1 || hour > 12) return refuse('outOfRange');
      hour = (hour % 12) + (half === 'pm' ? 12 : 0);
    }
    const minute = Number(clock[2]);
    const second = Number(clock[3] ?? 0);
    if (hour > 23 || minute > 59 || second > 59) return refuse('outOfRange');
    seconds += hour * 3600 + minute * 60 + second;
    precision = clock[3] === undefined ? 'minute' : 'second';
    zoneText = text.slice(clock[0].length);
  }
  zoneText = zoneText.trim();
  if (zoneText === '') return placed(seconds, style.zoneMinutes, precision, false);
  const zone = ZONE.exec(zoneText);
  if (zone === null) return refuse('notATime');
  const offset = zone[1] === undefined ? 0 : (zone[1] === '-' ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3] ?? 0));
  return placed(seconds, offset, precision, true);
}

function placed(seconds: number, zoneMinutes: number | null, precision: 'second' | 'minute' | 'day', named: boolean): TimeReading {
  if (zoneMinutes === null) return refuse('noZone');
  const instant = seconds - zoneMinutes * 60;
  return instant < FIRST || instant > LAST
    ? refuse('outOfRange')
    : { ok: true, seconds: instant, precision, zone: { minutes: zoneMinutes, named } };
}

/** Days since 1970-01-01; null where the calendar has no such day. */
function dayNumber(year: number, month: number, day: number): number | null {
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  const instant = Date.UTC(year, month - 1, day);
  // Date takes 31 April for 1 May.
  return day > 28 && new Date(instant).getUTCDate() !== day ? null : instant / 86_400_000;
}

/**
 * A spreadsheet's serial date, from its stored text. Whole days of 1900's system begin at 1899-12-30, because it counts a 29 February
 * 1900 that never was (ECMA-376 18.17.4.1); numbers up to 60 are refused for that reason. A serial is binary: the instant is
 * rounded to the second, as the sheet shows it.
 */
export function serialTime(stored: string, system: 1900 | 1904, style: TimeStyle): TimeReading {
  if (!/^\d{1,7}(?:\.\d+)?(?:E[+-]?\d+)?$/.test(stored)) return refuse('notATime');
  const serial = Number(stored);
  if (system === 1900 && serial <= 60) return refuse('outOfRange');
  const epoch = system === 1900 ? Date.UTC(1899, 11, 30) : Date.UTC(1904, 0, 1);
  const seconds = epoch / 1000 + Math.round(serial * 86_400);
  return placed(seconds, style.zoneMinutes, Number.isInteger(serial) ? 'day' : 'second', false);
}

/** Minutes east of UTC that a column's name states: `DateTime (UTC)`, `UTC_Time`, `blockTime(UTC+8)`; null where it states none. */
export function zoneOfName(name: string): number | null {
  const match = /utc(?:([+-])(\d{1,2})(?::?(\d{2}))?)?/i.exec(widthFolded(name));
  if (match === null) return null;
  return match[1] === undefined ? 0 : (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0));
}

/** Seconds or milliseconds since 1970 as machines write them; what lies in between is decided by size. */
export function readUnixTime(cell: string): TimeReading {
  const text = plainText(cell);
  if (text === '') return refuse('empty');
  if (!/^\d{1,13}$/.test(text)) return refuse('notATime');
  const value = Number(text);
  return placed(text.length >= 12 ? Math.floor(value / 1000) : value, 0, 'second', true);
}

/** `+08:00`, as times and notes name a zone. */
export function zoneText(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** The day that a cell without a time of the day names, with the zone in which it is one; null where the cell gives a time. */
export function dayText(reading: TimeReading): string | null {
  if (!reading.ok || reading.precision !== 'day') return null;
  const { minutes } = reading.zone;
  return `${new Date((reading.seconds + minutes * 60) * 1000).toISOString().slice(0, 10)} UTC${zoneText(minutes)}`;
}
