// What the chapters of coin runs and of account runs say in the same words: a stop rule with its options, and where a table was cut.
import { grouped } from './format.ts';
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

/** Said behind a table that holds fewer rows than its file. */
export function cut(sheet: Sheet, words: Words, total: number, file: string): void {
  if (total > TABLE_ROWS) sheet.text(words.say('table.cut', { shown: TABLE_ROWS, total: grouped(total), file }), { style: 'bold' });
}
