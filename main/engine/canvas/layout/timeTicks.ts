// Marks of a time axis at round moments of UTC: whole seconds, minutes, hours, days, months, years. No clock is read and no text is made.

export type TickUnit = 'second' | 'minute' | 'hour' | 'day' | 'month' | 'year';

export interface Tick {
  readonly seconds: number;
  /** How fine the moment is: of a day the time of day says nothing. */
  readonly unit: TickUnit;
}

interface Step {
  readonly unit: TickUnit;
  readonly count: number;
  /** About; months and years differ. */
  readonly seconds: number;
}

const MOST_TICKS = 12;
/** Years 1 to 9999: what a calendar date can be written for. */
export const FIRST_MOMENT = -62_135_596_800;
export const LAST_MOMENT = 253_402_300_799;

const DAY = 86_400;
const UNITS: readonly (readonly [TickUnit, number, readonly number[]])[] = [
  ['second', 1, [1, 2, 3, 5, 10, 15, 30]],
  ['minute', 60, [1, 2, 3, 5, 10, 15, 30]],
  ['hour', 3600, [1, 2, 3, 6, 12]],
  ['day', DAY, [1, 2, 4, 8, 16]],
  ['month', 30.44 * DAY, [1, 2, 3, 6]],
  ['year', 365.2425 * DAY, [1, 2, 4, 5, 10, 20, 40, 50, 100, 200, 400, 500, 1000]],
];
/** From fine to coarse, none more than twice the one before it: one of them always gives six to twelve marks. */
const STEPS: readonly Step[] = UNITS.flatMap(([unit, seconds, counts]) =>
  counts.map((count) => ({ unit, count, seconds: count * seconds })),
);

function momentOf(year: number, month: number, day: number): number {
  // Date.UTC takes the years 0 to 99 for those of the last century.
  return new Date(0).setUTCFullYear(year, month, day) / 1000;
}

/** Round moments of a step from `first` to `last`, both included, at most so many. */
function momentsOf({ unit, count, seconds }: Step, first: number, last: number, most: number): number[] {
  const found: number[] = [];
  const add = (moment: number) => {
    if (moment >= first && moment <= last) found.push(moment);
    return moment <= last && found.length < most;
  };
  if (unit === 'second' || unit === 'minute' || unit === 'hour') {
    for (let moment = Math.ceil(first / seconds) * seconds; add(moment); moment += seconds);
    return found;
  }
  const start = new Date(first * 1000);
  const year = start.getUTCFullYear();
  const month = start.getUTCMonth();
  if (unit === 'year') {
    for (
      let at = Math.max(1, Math.floor(year / count) * count);
      at <= 9999 && add(momentOf(at, 0, 1));
      at = Math.floor(at / count) * count + count
    );
    return found;
  }
  if (unit === 'month') {
    for (let at = year * 12 + Math.floor(month / count) * count; add(momentOf(Math.floor(at / 12), at % 12, 1)); at += count);
    return found;
  }
  // Days are counted anew in each month: 1, 9, 17, 25, and no mark too near to the next first.
  for (let at = year * 12 + month; ; at++) {
    const [ofYear, ofMonth] = [Math.floor(at / 12), at % 12];
    const days = Math.round((momentOf(ofYear, ofMonth + 1, 1) - momentOf(ofYear, ofMonth, 1)) / DAY);
    for (let day = 1; day === 1 || days - day + 1 >= 0.75 * count; day += count) if (!add(momentOf(ofYear, ofMonth, day))) return found;
  }
}

/** Six to twelve marks where the time is long enough for as many whole seconds. */
export function linearTicks(first: number, last: number): Tick[] {
  for (const step of STEPS) {
    if ((last - first) / step.seconds > 2 * MOST_TICKS) continue;
    const moments = momentsOf(step, first, last, MOST_TICKS + 1);
    if (moments.length <= MOST_TICKS) return moments.map((seconds) => ({ seconds, unit: step.unit }));
  }
  return [];
}

/** Coarse moments first, then finer ones where there is room: `placeOf` gives a moment's place from 0 to 1 on the axis. */
export function unevenTicks(first: number, last: number, placeOf: (seconds: number) => number): Tick[] {
  const kept: { readonly tick: Tick; readonly place: number }[] = [];
  for (const step of [...STEPS].reverse())
    for (const seconds of momentsOf(step, first, last, 8 * MOST_TICKS)) {
      const place = placeOf(seconds);
      if (kept.length < MOST_TICKS && kept.every((other) => Math.abs(other.place - place) >= 1 / MOST_TICKS))
        kept.push({ tick: { seconds, unit: step.unit }, place });
    }
  return kept.map(({ tick }) => tick).sort((a, b) => a.seconds - b.seconds);
}
