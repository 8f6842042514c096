// One field of a table as text that a person opens in a spreadsheet. It decides no columns.

/** A leading character that a spreadsheet would take for a formula is disarmed (OWASP "CSV injection"), then RFC 4180 quoting. */
export function csvField(text: string): string {
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
