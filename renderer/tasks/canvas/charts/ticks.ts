// Where an axis has its marks: round times in UTC, round amounts. Exact; places in pixels are made elsewhere.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Steps of equal length; longer ones follow the calendar. */
const STEPS = [
  1,
  10,
  30,
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
];
const MONTHS = [1, 3, 6, 12, 24, 60, 120, 240];

export interface TimeTick {
  readonly seconds: number;
  readonly text: string;
}

/** At most `most` round moments from the first to the last, with no more of each than tells it from the next. */
export function timeTicks(first: number, last: number, most: number): readonly TimeTick[] {
  const span = last - first;
  const step = STEPS.find((one) => span / one <= most);
  if (step !== undefined) {
    const ticks: TimeTick[] = [];
    for (let at = Math.ceil(first / step) * step; at <= last; at += step) ticks.push({ seconds: at, text: tickText(at, step) });
    return ticks;
  }
  const months = MONTHS.find((one) => span / (one * 28 * DAY) <= most) ?? 480;
  const ticks: TimeTick[] = [];
  const begin = new Date(first * 1000);
  for (let month = Math.floor((begin.getUTCFullYear() * 12 + begin.getUTCMonth()) / months) * months; ; month += months) {
    const at = Date.UTC(Math.floor(month / 12), month % 12) / 1000;
    if (at > last) return ticks;
    if (at >= first) ticks.push({ seconds: at, text: new Date(at * 1000).toISOString().slice(0, months >= 12 ? 4 : 7) });
  }
}

function tickText(seconds: number, step: number): string {
  const text = new Date(seconds * 1000).toISOString();
  if (step >= DAY) return text.slice(0, 10);
  return step >= MINUTE ? text.slice(5, 16).replace('T', ' ') : text.slice(11, 19);
}

/** Round amounts from the lowest to the highest, nothing among them, about `most` of them. */
export function amountTicks(lowest: bigint, highest: bigint, most: number): readonly bigint[] {
  const span = highest - lowest;
  if (span <= 0n) return [lowest];
  let step = 1n;
  for (let unit = 1n; ; unit *= 10n) {
    const found = [unit, 2n * unit, 5n * unit].find((one) => span / one < BigInt(most));
    if (found === undefined) continue;
    step = found;
    break;
  }
  const ticks: bigint[] = [];
  const rest = lowest % step;
  const begin = rest === 0n ? lowest : lowest - rest + (lowest > 0n ? step : 0n);
  for (let at = begin; at <= highest; at += step) ticks.push(at);
  return ticks;
}
