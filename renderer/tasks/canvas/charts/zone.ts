// A local time is UTC and a shift that somebody chose: no zone of this computer is read, and none is guessed.
import { zoneName } from '../../../design/localTimes.tsx';

/** Whole and half hours from −12 to +14. */
export const SHIFTS: readonly number[] = Array.from({ length: 53 }, (_, at) => at * 30 - 720);

/** `UTC+05:30`. */
export function shiftText(minutes: number): string {
  return minutes === 0 ? 'UTC' : zoneName(minutes);
}

/** `2024-03-04 00:15`, shifted. */
export function localCell(seconds: number, minutes: number): string {
  return new Date((seconds + minutes * 60) * 1000).toISOString().slice(0, 16).replace('T', ' ');
}

/** `2024-03-04` and `15:30:00`, UTC. */
export function dayAndTime(seconds: number): { readonly day: string; readonly time: string } {
  const text = new Date(seconds * 1000).toISOString();
  return { day: text.slice(0, 10), time: text.slice(11, 19) };
}

const DAY = 86_400;
/** Monday is 0; 1970 began on a Thursday. */
export function weekdayOf(seconds: number): number {
  return (((Math.floor(seconds / DAY) + 3) % 7) + 7) % 7;
}
