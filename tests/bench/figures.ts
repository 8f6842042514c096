// What the parts of the bench share: the row of the table, deterministic numbers, medians.

export interface Timing {
  readonly medianMs: number;
  readonly leastMs: number;
  readonly mostMs: number;
  readonly runs: number;
}

/** One line of the table. A target reads "ratio at least" or "ratio at most"; the ratio's direction is the row's own. */
export interface BenchRow {
  readonly what: string;
  readonly ours: string;
  readonly peer: string;
  readonly ratio: string;
  readonly target: string;
  readonly met: boolean | null;
}

export interface PartResult {
  readonly rows: readonly BenchRow[];
  readonly notes: readonly string[];
}

export function timing(times: readonly number[]): Timing {
  const sorted = [...times].sort((a, b) => a - b);
  return {
    medianMs: sorted[sorted.length >> 1] as number,
    leastMs: sorted[0] as number,
    mostMs: sorted.at(-1) as number,
    runs: sorted.length,
  };
}

export function timed<Value>(times: number[], work: () => Value): Value {
  const start = performance.now();
  const value = work();
  times.push(performance.now() - start);
  return value;
}

/** `571 MB/s [540–577]` for a number of bytes. */
export function speedText(bytes: number, of: Timing): string {
  const speed = (ms: number) => bytes / 1e3 / ms;
  const digits = speed(of.medianMs) < 100 ? 1 : 0;
  return `${speed(of.medianMs).toFixed(digits)} MB/s [${speed(of.mostMs).toFixed(digits)}–${speed(of.leastMs).toFixed(digits)}]`;
}

export function timeText(of: Timing): string {
  const text = (ms: number) => (ms < 10_000 ? ms.toFixed(ms < 100 ? 1 : 0) : `${(ms / 1000).toFixed(1)} s`);
  return `${text(of.medianMs)}${of.medianMs < 10_000 ? ' ms' : ''} [${text(of.leastMs)}–${text(of.mostMs)}]`;
}

/** Deterministic numbers below 1 (xorshift32): a bench must give the same data each time. */
export function sequence(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
}

export function peakMegabytes(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
