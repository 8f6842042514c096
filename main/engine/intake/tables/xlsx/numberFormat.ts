// Which number formats of a spreadsheet show a date, and a stored number as decimal text. Text arithmetic only: no float.

/** ECMA-376 18.8.30: built-in formats that show dates or times, those of East Asian languages included. */
export function isDateFormatId(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

/** A format of the file's own: what is quoted, escaped or in brackets (colours, locales, currencies) says nothing. */
export function isDateFormat(code: string): boolean {
  const bare = code
    .replace(/"[^"]*"/g, '')
    .replace(/\\./g, '')
    .replace(/_./g, '')
    .replace(/\*./g, '')
    .replace(/\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi, '');
  return !/general/i.test(bare) && /[ymdhsge年月日]/i.test(bare.replace(/e[+-]/gi, ''));
}

/**
 * The number that a cell of type number shows. Spreadsheets hold binary numbers of which 15 digits are sure, and store 17: 1.1 stands
 * in the file as 1.1000000000000001. Digits beyond the 15th are rounded away again; small numbers written with an exponent are
 * written out. A large one with an exponent stays as it is: digits of it are gone, and whoever wants an amount must refuse it.
 */
export function shownNumber(stored: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/.exec(stored);
  if (match === null) return stored;
  const [, sign, whole, fraction = '', exponentText = '0'] = match as unknown as [string, string, string, string?, string?];
  const exponent = Number(exponentText);
  if (exponent > 0 || exponent < -400) return stored;
  // An integer without exponent is stored digit by digit.
  if (exponent === 0 && fraction === '') return stored;
  const digits = `${whole}${fraction}`;
  const point = whole.length + exponent;
  const lead = /^0*/.exec(digits)?.[0].length ?? 0;
  const rounded = roundDigits(digits.slice(lead), 15);
  const place = point - lead + rounded.carried;
  const plain =
    place <= 0
      ? `0.${'0'.repeat(-place)}${rounded.digits}`
      : `${rounded.digits.slice(0, place).padEnd(place, '0')}.${rounded.digits.slice(place)}`;
  return `${sign}${plain.replace(/0+$/, '').replace(/\.$/, '')}`;
}

function roundDigits(digits: string, keep: number): { readonly digits: string; readonly carried: 0 | 1 } {
  if (digits.length <= keep) return { digits, carried: 0 };
  const kept = digits.slice(0, keep);
  if (digits.charCodeAt(keep) < 0x35) return { digits: kept, carried: 0 };
  const up = (BigInt(kept) + 1n).toString();
  return up.length > keep ? { digits: up.slice(0, keep), carried: 1 } : { digits: up, carried: 0 };
}
