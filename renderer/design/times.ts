// Times as text: always UTC, always saying so. The program reads no local time zone here. The same in every language of the window:
// each of these times also stands in the journal, a report or a table that it will be compared with, digit by digit.

/** Seconds of a block header → `2009-01-12 03:30:25 UTC`. */
export function formatBlockTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** The same for a column whose head says UTC. */
export function blockTimeCell(seconds: number): string {
  return formatBlockTime(seconds).slice(0, 19);
}

/** RFC 3339 UTC → `2026-11-21 11:05:00 UTC`. */
export function formatTime(text: string): string {
  return `${text.slice(0, 19).replace('T', ' ')} UTC`;
}
