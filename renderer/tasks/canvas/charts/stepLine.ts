// A balance over time as a line of steps in pixels: level until something changes, then straight up or down, never slanted between two
// moments. Amounts stay exact; only places on the screen are numbers.

export interface Point {
  readonly seconds: number;
  readonly amount: string;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface StepLine {
  readonly path: string;
  /** Below nothing: rows are missing there. Empty where there is none. */
  readonly below: string;
  /** Where that begins. */
  readonly belowAt: number | null;
  readonly zero: number;
  readonly lowest: bigint;
  readonly highest: bigint;
  readonly x: (seconds: number) => number;
  readonly y: (amount: bigint) => number;
}

const PARTS = 1_000_000_000n;

/** The last level is drawn a little further, so that it can be seen. */
const TAIL = 14;

export function stepLine(points: readonly Point[], box: Box): StepLine {
  const amounts = points.map(({ amount }) => BigInt(amount));
  const lowest = amounts.reduce((least, one) => (one < least ? one : least), 0n);
  const most = amounts.reduce((most, one) => (one > most ? one : most), 0n);
  const highest = most === lowest ? lowest + 1n : most;
  const [first, last] = [points[0]?.seconds ?? 0, points.at(-1)?.seconds ?? 0];
  const span = Math.max(1, last - first);
  const right = box.left + box.width;
  const x = (seconds: number): number => rounded(box.left + ((seconds - first) / span) * (box.width - TAIL));
  const y = (amount: bigint): number => {
    const share = Number(((amount - lowest) * PARTS) / (highest - lowest)) / Number(PARTS);
    return rounded(box.top + (1 - share) * box.height);
  };
  const zero = y(0n);
  let path = '';
  let below = '';
  let belowAt: number | null = null;
  points.forEach(({ seconds }, at) => {
    const [from, level] = [x(seconds), y(amounts[at] as bigint)];
    const next = points[at + 1];
    const to = next === undefined ? right : x(next.seconds);
    path += `${at === 0 ? 'M' : 'L'}${from} ${level}H${to}`;
    if ((amounts[at] as bigint) >= 0n) return;
    belowAt ??= from;
    below += `M${from} ${zero}V${level}H${to}V${zero}Z`;
  });
  return { path, below, belowAt, zero, lowest, highest, x, y };
}

/** The step that holds at a place: the last one that is not right of it; the first where all are. */
export function stepAt(points: readonly Point[], line: Pick<StepLine, 'x'>, x: number): number {
  let [low, high] = [0, points.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (line.x((points[middle] as Point).seconds) <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}

const rounded = (value: number): number => Math.round(value * 10) / 10;
