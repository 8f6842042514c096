// What every search for paths is asked and answers beside the paths themselves. It decides nothing.

/** What is better: fewer hops, then the larger least amount; or the larger least amount, then fewer hops. */
export type Best = 'hops' | 'value';

export interface PathLimits {
  readonly best: Best;
  /** Paths given, of each asset. */
  readonly count: number;
  readonly mostHops: number;
  /** Seconds; both ends belong to the window. */
  readonly fromTime: number | null;
  readonly toTime: number | null;
}

export interface Reached {
  /** Most hops at which anything new was reached: less than asked for where everything that can be reached was. */
  readonly hops: number;
  /** Transactions (coins) or movements (accounts) reached from the beginning. */
  readonly visited: number;
  /** Ends behind which the search could not go, by code. */
  readonly openEnds: ReadonlyMap<string, number>;
}

/** Whether a time stands in the window; one that nobody states stands in none. */
export function isWithin({ fromTime, toTime }: Pick<PathLimits, 'fromTime' | 'toTime'>, timeSeconds: number): boolean {
  if (fromTime === null && toTime === null) return true;
  return timeSeconds >= 0 && timeSeconds >= (fromTime ?? 0) && timeSeconds <= (toTime ?? Number.POSITIVE_INFINITY);
}

export function countEnd(ends: Map<string, number>, code: string, more = 1): void {
  ends.set(code, (ends.get(code) ?? 0) + more);
}
