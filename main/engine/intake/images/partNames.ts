// How the parts of an image are named, so that the others are found from one of them and a missing one can be called by its name.
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Fault } from '../../../../shared/model/fault.ts';

/** More parts than any program writes. */
const MOST_PARTS = 20_000;
/** Names asked for behind the first that is not there: one lost piece does not hide those behind it. */
const LOOKED_BEHIND = 16;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

interface Series {
  /** Number of the part within its series, from 0. */
  readonly at: number;
  nameOf(at: number): string | null;
}

/** `.E01` to `.E99`, then `.EAA` to `.ZZZ`, in the case of the name given; SMART's `.s01` to `.s99`. */
function ewfSeries(name: string): Series | null {
  const match = /^(.*\.)([EeSs])(\d\d)$/s.exec(name) ?? /^(.*\.)([E-Ze-z])([A-Za-z]{2})$/s.exec(name);
  if (match === null) return null;
  const [, stem = '', first = '', rest = ''] = match;
  const isSmall = first >= 'a';
  const isSmart = first.toLowerCase() === 's' && /^\d/.test(rest);
  const letter = (value: string): number => LETTERS.indexOf(value.toLowerCase());
  const at = /^\d/.test(rest)
    ? Number(rest) - 1
    : 99 + (letter(first) - letter('e')) * 676 + letter(rest[0] as string) * 26 + letter(rest[1] as string);
  if (at < 0) return null;
  return {
    at,
    nameOf(number) {
      const mark = isSmart ? 's' : 'e';
      if (number < 99) return `${stem}${isSmall ? mark : mark.toUpperCase()}${String(number + 1).padStart(2, '0')}`;
      if (isSmart) return null;
      const behind = number - 99;
      const head = letter('e') + Math.floor(behind / 676);
      if (head > 25) return null;
      const suffix = LETTERS.charAt(head) + LETTERS.charAt(Math.floor((behind % 676) / 26)) + LETTERS.charAt(behind % 26);
      return stem + (isSmall ? suffix : suffix.toUpperCase());
    },
  };
}

/** `.000` or `.001` and on, with any number of digits. */
function numberSeries(folder: string, name: string): Series | null {
  const match = /^(.*\.)(\d{2,6})$/s.exec(name);
  if (match === null) return null;
  const [, stem = '', digits = ''] = match;
  const nameOfNumber = (number: number): string => stem + String(number).padStart(digits.length, '0');
  const from = Number(digits) === 0 || existsSync(join(folder, nameOfNumber(0))) ? 0 : 1;
  // `log.2024` is no piece where nothing began.
  if (digits.length !== 3 && !existsSync(join(folder, nameOfNumber(from)))) return null;
  return { at: Number(digits) - from, nameOf: (number) => nameOfNumber(number + from) };
}

/** `.aa`, `.ab` …; a name like `disk.dd` is one only where `disk.aa` lies beside it. */
function letterSeries(folder: string, name: string): Series | null {
  const match = /^(.*?)([a-z]{2,4}|[A-Z]{2,4})$/s.exec(name);
  if (match === null) return null;
  const [, stem = '', letters = ''] = match;
  const isSmall = letters === letters.toLowerCase();
  const a = isSmall ? 'a' : 'A';
  const isFirst = letters === a.repeat(letters.length);
  if (!stem.endsWith('.') || !(isFirst || existsSync(join(folder, stem + a.repeat(letters.length))))) return null;
  const at = [...letters.toLowerCase()].reduce((sum, letter) => sum * 26 + LETTERS.indexOf(letter), 0);
  return {
    at,
    nameOf(number) {
      if (number >= 26 ** letters.length) return null;
      let suffix = '';
      for (let left = number, i = 0; i < letters.length; i++, left = Math.floor(left / 26)) suffix = LETTERS.charAt(left % 26) + suffix;
      return stem + (isSmall ? suffix : suffix.toUpperCase());
    },
  };
}

/** All parts in their order, from one of them. Faults: image.missingPart with the name that should be there. */
export function findParts(path: string, isEwf: boolean): readonly string[] {
  const folder = dirname(path);
  const series = seriesOf(path, isEwf);
  if (series === null) return [path];
  const found: string[] = [];
  for (let at = 0; ; at++) {
    const name = series.nameOf(at);
    if (name === null || at > MOST_PARTS) return found;
    if (existsSync(join(folder, name))) {
      found.push(join(folder, name));
      continue;
    }
    const isBehind = at <= series.at || beyond(series, at).some((later) => existsSync(join(folder, later)));
    if (isBehind) throw new Fault('image.missingPart', { name });
    return found;
  }
}

/** Parts that were all named, in their order. Faults: image.missingPart; image.mixedParts where they are of different series. */
export function orderParts(paths: readonly string[], isEwf: boolean): readonly string[] {
  const all = paths.map((path) => ({ path, series: seriesOf(path, isEwf) }));
  const numbered: { readonly path: string; readonly at: number }[] = [];
  const first = all[0]?.series ?? null;
  for (const { path, series } of all) {
    if (first === null || series === null || series.nameOf(0) !== first.nameOf(0))
      throw new Fault('image.mixedParts', { name: basename(path) });
    numbered.push({ path, at: series.at });
  }
  numbered.sort((a, b) => a.at - b.at);
  numbered.forEach(({ path, at }, i) => {
    if (at > i) throw new Fault('image.missingPart', { name: first?.nameOf(i) ?? basename(path) });
    if (at < i) throw new Fault('image.mixedParts', { name: basename(path) });
  });
  return numbered.map(({ path }) => path);
}

/** The name of the part behind the last one, for a message. */
export function nameBehind(paths: readonly string[]): string {
  const last = paths[paths.length - 1] as string;
  const series = ewfSeries(basename(last));
  // Under a name of no series nobody can say what the next one is called.
  return series?.nameOf(series.at + 1) ?? `${basename(last)} + 1`;
}

function seriesOf(path: string, isEwf: boolean): Series | null {
  const name = basename(path);
  if (isEwf) return ewfSeries(name);
  return numberSeries(dirname(path), name) ?? letterSeries(dirname(path), name);
}

function beyond(series: Series, at: number): readonly string[] {
  const names: string[] = [];
  for (let i = 1; i <= LOOKED_BEHIND; i++) {
    const name = series.nameOf(at + i);
    if (name !== null) names.push(name);
  }
  return names;
}
