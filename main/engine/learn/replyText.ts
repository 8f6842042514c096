// What the made-up replies of exchanges, banks and registers are written with.
export const CHINA_SECONDS = 8 * 3600;
export const JAPAN_SECONDS = 9 * 3600;

/** `YYYY-MM-DD HH:MM:SS` of a time of day that the caller has moved into the zone it wants. */
export function clock(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** Rows of text as CSV; a cell with a comma or a quotation mark is quoted. */
export function csv(rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}
