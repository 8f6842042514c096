// How fast a job goes and how long it will still take, from what it reported over the last seconds. Pure: the caller brings the clock,
// and nothing here is evidence.

export interface Reported {
  readonly phase: string;
  readonly done: number;
  readonly total: number | null;
  readonly unit: string;
}

interface Sample {
  readonly at: number;
  readonly done: number;
}

/** Reports of the phase under way, oldest first; times in milliseconds. */
export interface Pace {
  readonly phase: string;
  readonly unit: string;
  readonly samples: readonly Sample[];
}

/** A rate over fewer seconds jumps; over more it keeps telling of a medium that has long become slower. */
const WINDOW = 20_000;
const SPACING = 400;
const LEAST = 1500;

export function paced(before: Pace | null, report: Reported, at: number): Pace {
  const last = before?.samples.at(-1);
  // Another phase, and another pass over the same blocks, begin anew.
  if (before === null || last === undefined || before.phase !== report.phase || before.unit !== report.unit || report.done < last.done)
    return { phase: report.phase, unit: report.unit, samples: [{ at, done: report.done }] };
  const { samples } = before;
  // The first stays until the window has passed over it; of reports in quick succession the newest stands for all.
  const kept = samples.length > 1 && at - (samples.at(-2) as Sample).at < SPACING ? samples.slice(0, -1) : samples;
  const recent = kept.filter((sample, index) => at - sample.at <= WINDOW || at - (kept[index + 1]?.at ?? at) <= WINDOW);
  return { ...before, samples: [...recent, { at, done: report.done }] };
}

/** Units a second up to now, so that a medium that stalls shows; null while there is too little to tell. */
export function rateOf(pace: Pace | null, now: number): number | null {
  const first = pace?.samples[0];
  const last = pace?.samples.at(-1);
  if (first === undefined || last === undefined || now - first.at < LEAST) return null;
  return ((last.done - first.done) / (now - first.at)) * 1000;
}

/** Seconds until `total` at the present rate; null where it cannot be told. */
export function secondsLeft(pace: Pace | null, total: number | null, now: number): number | null {
  const rate = rateOf(pace, now);
  const last = pace?.samples.at(-1);
  if (rate === null || rate <= 0 || total === null || last === undefined) return null;
  return Math.max(0, (total - last.done) / rate);
}
