// A Python literal (dicts, lists, tuples, strings, numbers, True, False, None) as plain values: Electrum 1.x wrote its file so. Depth is bounded
// and nothing is evaluated. Source: Python Language Reference, 2.4 Literals; Electrum 1.9.8 lib/wallet.py (`repr(self.config)`).
import { damaged } from './damage.ts';

const MOST_DEPTH = 60;
/** Wallets of that time are small. */
const MOST_TEXT = 8 * 2 ** 20;
const SIMPLE = /(?:u|b)?(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")|(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)L?|(True|False|None)\b/uy;
const ESCAPE = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|(.))/giu;
const NAMED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

export function parsePythonLiteral(text: string): unknown {
  if (text.length > MOST_TEXT) damaged('the literal is too large');
  let at = 0;
  const blank = (): void => {
    while (/\s/.test(text[at] ?? '')) at++;
  };
  const isNext = (mark: string): boolean => {
    blank();
    if (text[at] !== mark) return false;
    at++;
    return true;
  };
  const list = (end: string, depth: number): unknown[] => {
    const items: unknown[] = [];
    while (!isNext(end)) {
      items.push(value(depth + 1));
      if (!isNext(',')) {
        if (!isNext(end)) damaged('the literal is damaged');
        break;
      }
    }
    return items;
  };
  const value = (depth: number): unknown => {
    if (depth > MOST_DEPTH) damaged('it is nested too deep');
    if (isNext('[')) return list(']', depth);
    if (isNext('(')) return list(')', depth);
    if (isNext('{')) {
      const entries: [string, unknown][] = [];
      while (!isNext('}')) {
        const key = value(depth + 1);
        if (!isNext(':')) damaged('the literal is damaged');
        entries.push([String(key), value(depth + 1)]);
        if (!isNext(',')) {
          if (!isNext('}')) damaged('the literal is damaged');
          break;
        }
      }
      return Object.fromEntries(entries);
    }
    blank();
    SIMPLE.lastIndex = at;
    const found = SIMPLE.exec(text);
    if (found === null) return damaged('the literal is damaged');
    at = SIMPLE.lastIndex;
    const [, single, double, number, name] = found;
    if (number !== undefined) return Number(number);
    if (name !== undefined) return name === 'None' ? null : name === 'True';
    return unescaped(single ?? double ?? '');
  };
  const whole = value(0);
  blank();
  return at === text.length ? whole : damaged('something follows the literal');
}

function unescaped(text: string): string {
  return text.replace(ESCAPE, (_, byte: string | undefined, unit: string | undefined, character: string) =>
    byte !== undefined || unit !== undefined
      ? String.fromCharCode(Number.parseInt(byte ?? unit ?? '', 16))
      : (NAMED[character] ?? character),
  );
}
