// Text for a terminal: aligned columns, amounts, and nothing from imported data that could steer the terminal.

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** May be shortened in its middle, but only where the terminal is too narrow. */
  readonly id?: boolean;
}

const NARROWEST_ID = 13;

/** Imported text is hostile input: control and direction characters become visible marks. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, '\ufffd');
}

/** Columns that a character takes in a terminal: two for the wide East Asian ones. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text)
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(character) ? 2 : 1;
  return width;
}

export function renderTable(columns: readonly Column[], rows: readonly (readonly string[])[], terminalWidth: number | undefined): string {
  const cells = rows.map((row) => row.map(printable));
  const widths = columns.map((column, i) => Math.max(displayWidth(column.title), ...cells.map((row) => displayWidth(row[i] ?? ''))));
  const shortened = fitIds(columns, widths, terminalWidth);
  const line = (row: readonly string[]): string =>
    columns
      .map((column, i) => {
        const width = shortened[i] as number;
        const text = column.id === true ? shorten(row[i] ?? '', width) : (row[i] ?? '');
        const gap = ' '.repeat(Math.max(0, width - displayWidth(text)));
        return column.align === 'right' ? gap + text : text + gap;
      })
      .join('  ')
      .trimEnd();
  return [line(columns.map((column) => column.title)), ...cells.map(line)].join('\n');
}

function fitIds(columns: readonly Column[], widths: readonly number[], terminalWidth: number | undefined): readonly number[] {
  const fitted = [...widths];
  if (terminalWidth === undefined) return fitted;
  const total = () => fitted.reduce((sum, width) => sum + width, 0) + 2 * (columns.length - 1);
  while (total() > terminalWidth) {
    let widest = -1;
    columns.forEach((column, i) => {
      if (column.id === true && (fitted[i] as number) > NARROWEST_ID && (widest < 0 || (fitted[i] as number) > (fitted[widest] as number)))
        widest = i;
    });
    if (widest < 0) break;
    fitted[widest] = (fitted[widest] as number) - 1;
  }
  return fitted;
}

function shorten(text: string, width: number): string {
  if (text.length <= width) return text;
  const head = Math.ceil((width - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (width - 1 - head))}`;
}

/** Name and value pairs, one a line, values aligned. */
export function renderPairs(pairs: readonly (readonly [string, string])[]): string {
  const width = Math.max(...pairs.map(([name]) => displayWidth(name)));
  return pairs.map(([name, value]) => `${name}${' '.repeat(width - displayWidth(name))}  ${printable(value)}`.trimEnd()).join('\n');
}

/** `1.50000000` of `150000000`; exact, never through a floating point number. */
export function btc(amountSat: string): string {
  const digits = amountSat.padStart(9, '0');
  return `${digits.slice(0, -8)}.${digits.slice(-8)}`;
}

/** Both forms in one text. */
export function amount(amountSat: string, coin: string): string {
  return `${btc(amountSat)} ${coin} (${amountSat} sat)`;
}

/** Seconds since 1970 of a block as UTC text; the block's own claim. */
export function blockTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

export function sections(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
