// What a cell says, apart from how a spreadsheet or an input method wrote it. The raw text is kept by whoever shows it: this is for
// matching and for reading numbers and dates.

/** Space of all kinds, byte order marks and the marks that turn the reading direction: around a value they mean nothing. */
const EDGES = /^[\s\u00a0\u3000\ufeff\u200b\u200e\u200f\u202a-\u202e]+|[\s\u00a0\u3000\ufeff\u200b\u200e\u200f\u202a-\u202e]+$/g;

/**
 * The value of a cell as text. Exports that fear Excel write ="0012", '0012, `0012 or a number with a tab behind it; those dressings are
 * taken off.
 */
export function plainText(cell: string): string {
  if (cell === '') return '';
  const first = cell.charCodeAt(0);
  // Nearly all cells begin and end with a mark of ASCII that is neither space nor dressing: nothing comes off those.
  if (isMark(first) && first !== 0x3d && first !== 0x27 && first !== 0x60 && isMark(cell.charCodeAt(cell.length - 1))) return cell;
  const trimmed = cell.replace(EDGES, '');
  const formula = /^="(.*)"$/s.exec(trimmed);
  if (formula !== null) return (formula[1] ?? '').replaceAll('""', '"').replace(EDGES, '');
  return /^['`]/.test(trimmed) ? trimmed.slice(1).replace(EDGES, '') : trimmed;
}

function isMark(code: number): boolean {
  return code > 0x20 && code < 0x7f;
}

/** NFKC: full-width digits and letters become ASCII, half-width kana with voicing marks become full-width. For matching only. */
export function widthFolded(text: string): string {
  return /^[ -~]*$/.test(text) ? text : text.normalize('NFKC');
}

/** A column's name as it is compared: folded in width and case, without spaces and units' brackets of other widths. */
export function matchName(text: string): string {
  return widthFolded(plainText(text))
    .toLowerCase()
    .replace(/[\s_\-."'*:]+/g, '');
}

export function isBlank(cells: readonly string[]): boolean {
  for (const cell of cells) if (cell !== '' && plainText(cell) !== '') return false;
  return true;
}

const STEERING = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const SHOWN_LENGTH = 200;

/** For a report of rejected rows: shortened, with what could steer a terminal or turn the reading direction made visible. */
export function shownCell(text: string): string {
  return text.slice(0, SHOWN_LENGTH).replace(STEERING, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
