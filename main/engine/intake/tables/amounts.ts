// Decimal text into integers of the smallest unit: exactly, or refused with the reason. No amount passes through a float, and none
// is rounded.
import { plainText, widthFolded } from './cellText.ts';

export type AmountProblem =
  | 'empty'
  | 'notANumber'
  /** 1.2E+18: as a spreadsheet writes what it has rounded; dropped digits are gone. */
  | 'scientific'
  | 'tooManyDecimals'
  /** 1,23,4 or 1.234.5: thousands do not stand in threes, or two marks could both be the decimal mark. */
  | 'grouping'
  | 'tooLarge'
  | 'negative';

export type AmountReading =
  | { readonly ok: true; readonly amount: bigint; readonly negative: boolean }
  | { readonly ok: false; readonly problem: AmountProblem };

export interface NumberStyle {
  /** `,` where a file writes 1.234,50. */
  readonly decimalMark: '.' | ',';
}
const POINT: NumberStyle = { decimalMark: '.' };

/** uint256 has 78 digits. */
const MOST_DIGITS = 80;
const LIMIT = 10n ** BigInt(MOST_DIGITS);
const refuse = (problem: AmountProblem): AmountReading => ({ ok: false, problem });
const EMPTY = refuse('empty');
const ZERO: AmountReading = { ok: true, amount: 0n, negative: false };
const POWERS: readonly bigint[] = Array.from({ length: 40 }, (_, i) => 10n ** BigInt(i));
const PLAIN_NUMBER = /^\d+(?:\.\d+)?$/;

/** Reads a number of coins; `decimals` is how many of the smallest unit's digits lie behind the decimal mark. */
export function readAmount(cell: string, decimals: number, style: NumberStyle = POINT): AmountReading {
  const text = plainText(cell);
  if (text === '') return EMPTY;
  if (text === '0') return ZERO;
  const short = style.decimalMark === '.' ? readShort(text, decimals) : null;
  if (short !== null) return { ok: true, amount: short, negative: false };
  if (style.decimalMark === '.' && PLAIN_NUMBER.test(text)) {
    const point = text.indexOf('.');
    return point < 0 ? scaled(text, '', decimals, false) : scaled(text.slice(0, point), text.slice(point + 1), decimals, false);
  }
  return readDressed(text, decimals, style);
}

/** Digits that a double holds exactly. */
const SHORT_DIGITS = 15;

/** Plain numbers of few digits, in one pass: nearly all of a table's. Null where the text is anything else. */
function readShort(text: string, decimals: number): bigint | null {
  let value = 0;
  let point = -1;
  const { length } = text;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x2e && point < 0) point = i;
    else if (code >= 0x30 && code <= 0x39) value = value * 10 + (code - 0x30);
    else return null;
  }
  const digits = point < 0 ? length : length - 1;
  const missing = point < 0 ? decimals : decimals - (length - 1 - point);
  if (digits > SHORT_DIGITS || point === 0 || point === length - 1) return null;
  const power = POWERS[missing];
  return power === undefined ? null : BigInt(value) * power;
}

/** Signs, brackets, currency signs and thousands separators. */
function readDressed(raw: string, decimals: number, style: NumberStyle): AmountReading {
  let text = widthFolded(raw)
    .replace(/[\s\u00a0_']/g, '')
    .replaceAll('−', '-')
    .replaceAll('‐', '-');
  let negative = false;
  // Accountants' negatives: (1,234), △1,234 and ▲1,234.
  const bracketed = /^\((.*)\)$/.exec(text);
  if (bracketed !== null) {
    negative = true;
    text = bracketed[1] as string;
  }
  text = text.replace(/^[¥￥$€£円元]|^(?:CNY|RMB|JPY|USD|HKD|TWD|NT\$|HK\$|US\$)|(?:円|元|圓)$/giu, '');
  const sign = /^[+\-△▲]/u.exec(text)?.[0];
  if (sign !== undefined) {
    if (sign !== '+') {
      if (negative) return refuse('notANumber');
      negative = true;
    }
    text = text.slice(1).replace(/^[¥$€£]/u, '');
  } else if (/\d-$/.test(text)) {
    negative = true;
    text = text.slice(0, -1);
  }
  if (/^\d+(?:[.,]\d+)?e[+-]?\d+$/i.test(text)) return refuse('scientific');
  if (!/^[\d.,]+$/.test(text) || !/\d/.test(text)) return refuse('notANumber');
  const { decimalMark } = style;
  const group = decimalMark === '.' ? ',' : '.';
  const parts = text.split(decimalMark);
  if (parts.length > 2) return refuse('grouping');
  const [whole = '', fraction = ''] = parts;
  if (fraction.includes(group)) return refuse('grouping');
  if (whole.includes(group) && !(/^\d{1,3}(?:[.,]\d{3})+$/.test(whole) || /^\d{1,4}(?:[.,]\d{4})+$/.test(whole))) return refuse('grouping');
  return scaled(whole.replaceAll(group, ''), fraction, decimals, negative);
}

function scaled(whole: string, fraction: string, decimals: number, negative: boolean): AmountReading {
  if (whole.length + fraction.length > MOST_DIGITS + decimals) return refuse('tooLarge');
  if (fraction.length > decimals) {
    // Zeros beyond the smallest unit say nothing and lose nothing.
    for (let i = decimals; i < fraction.length; i++) if (fraction.charCodeAt(i) !== 0x30) return refuse('tooManyDecimals');
    fraction = fraction.slice(0, decimals);
  }
  const digits = whole + fraction;
  const missing = decimals - fraction.length;
  const small = digits.length <= 15 ? BigInt(Number(digits)) : BigInt(digits);
  const amount = missing === 0 ? small : small * (POWERS[missing] ?? 10n ** BigInt(missing));
  if (amount >= LIMIT) return refuse('tooLarge');
  return { ok: true, amount, negative: negative && amount > 0n };
}

/** A whole number of the smallest unit as machines write it: digits, or 0x and hex. Null where it is neither. */
export function readInteger(text: string): bigint | null {
  if (/^\d{1,80}$/.test(text)) return text.length <= 15 ? BigInt(Number(text)) : BigInt(text);
  return /^0x[0-9a-f]{1,64}$/i.test(text) ? BigInt(text) : null;
}
