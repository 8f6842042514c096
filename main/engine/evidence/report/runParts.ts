// What the chapters of coin runs and of account runs say in the same words: a stop rule with its options, a time, and where a table was cut.
import { bothTimes, grouped } from './format.ts';
import { TABLE_ROWS } from './model.ts';
import type { Sheet } from './sheet.ts';
import { sayCode, type Words } from './words.ts';

interface Stop {
  readonly rule: string;
  readonly options: Readonly<Record<string, unknown>>;
}

export function stopText(words: Words, stop: Stop): string {
  const options = Object.entries(stop.options).map(
    ([name, value]) => `${name} = ${Array.isArray(value) ? value.join(', ') : String(value)}`,
  );
  const rule = sayCode(words, 'rule', stop.rule);
  return options.length === 0 ? rule : `${rule} (${options.join('; ')})`;
}

/** When it was, in UTC and in the examiner's zone below; `seconds` since 1970. */
export function timeCell(seconds: number | null, zone: string): { readonly text: string; readonly size: number } {
  const time = seconds === null ? null : bothTimes(seconds * 1000, zone);
  return { text: time === null ? '–' : time.zone === null ? time.utc : `${time.utc}\n${time.zone}`, size: 7.4 };
}

/** Said behind a table that holds fewer rows than its file. */
export function cut(sheet: Sheet, words: Words, total: number, file: string): void {
  if (total > TABLE_ROWS) sheet.text(words.say('table.cut', { shown: TABLE_ROWS, total: grouped(total), file }), { style: 'bold' });
}
