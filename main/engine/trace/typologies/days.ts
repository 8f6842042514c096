// What came in and went out on each day of a zone, of payments in the order of time.
import { amountOf, type Flows } from './flows.ts';

const DAY = 86_400;

export interface DaySum {
  readonly day: number;
  in: bigint;
  out: bigint;
}

export function daySums(flows: Flows, ins: Iterable<number>, outs: Iterable<number>, zoneMinutes: number): DaySum[] {
  const days = new Map<number, DaySum>();
  const at = (flow: number): DaySum => {
    const day = Math.floor(((flows.time[flow] as number) + zoneMinutes * 60) / DAY);
    const own = days.get(day) ?? { day, in: 0n, out: 0n };
    days.set(day, own);
    return own;
  };
  for (const flow of ins) at(flow).in += amountOf(flows, flow);
  for (const flow of outs) at(flow).out += amountOf(flows, flow);
  return [...days.values()].sort((a, b) => a.day - b.day);
}

/** Days on which as much went out as came in, but for a margin in hundredths of a percent; days without receipts are none. */
export function levelDays(days: readonly DaySum[], margin: bigint): { readonly level: number; readonly active: number } {
  const active = days.filter((day) => day.in > 0n);
  const level = active.filter((day) => {
    const difference = day.in > day.out ? day.in - day.out : day.out - day.in;
    return difference * 10_000n <= day.in * margin;
  });
  return { level: level.length, active: active.length };
}

/** Most of the payments that fall into one stretch of the day, whichever it is. */
export function busiestHours(flows: Flows, some: readonly number[], hours: number): number {
  const byHour = new Array<number>(24).fill(0);
  for (const flow of some) {
    const hour = Math.floor(((((flows.time[flow] as number) % DAY) + DAY) % DAY) / 3600);
    byHour[hour] = (byHour[hour] as number) + 1;
  }
  let most = 0;
  for (let from = 0; from < 24; from++) {
    let sum = 0;
    for (let hour = 0; hour < hours; hour++) sum += byHour[(from + hour) % 24] as number;
    most = Math.max(most, sum);
  }
  return most;
}
