// Moments by weekday and hour under a shift that the examiner chose. It names no zone as anybody's own.

const HOUR = 3600;
const DAY = 24 * HOUR;
/** 1970 began on a Thursday; weeks here begin on Monday. */
const THURSDAY = 3;

/** Monday is 0. */
export function hourOf(seconds: number, offsetMinutes: number): { readonly weekday: number; readonly hour: number } {
  const local = seconds + offsetMinutes * 60;
  return {
    weekday: (((Math.floor(local / DAY) + THURSDAY) % 7) + 7) % 7,
    hour: ((Math.floor(local / HOUR) % 24) + 24) % 24,
  };
}

export function countsOf(moments: readonly number[], offsetMinutes: number): number[][] {
  const counts = Array.from({ length: 7 }, () => new Array<number>(24).fill(0));
  for (const seconds of moments) {
    const { weekday, hour } = hourOf(seconds, offsetMinutes);
    const day = counts[weekday] as number[];
    day[hour] = (day[hour] as number) + 1;
  }
  return counts;
}
