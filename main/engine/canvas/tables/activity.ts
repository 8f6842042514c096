// When somebody acts: transactions that spend from some addresses, by weekday and hour. An indication and no more: it names no zone as
// somebody's own, and says what it could not count.
import type { CallOutput } from '../../../../shared/contract/index.ts';
import { hourOf } from '../../trace/index.ts';
import type { History } from './whose.ts';

type Activity = CallOutput<'canvas.activity'>;

const HOUR = 3600;
/** Shifts of all zones in whole hours. */
const SHIFTS = Array.from({ length: 27 }, (_, at) => at * 60 - 720);
/** Hours from 23 to 7. */
const NIGHT: ReadonlySet<number> = new Set([23, 0, 1, 2, 3, 4, 5, 6]);

/** With fewer transactions no pattern over 24 hours is told from chance. */
const SERVICE_TRANSACTIONS = 240;
/** Whoever acts in each hour at least half as often as an even share would be is awake at all hours. */
const SERVICE_SHARE = 0.5;

export function activityOf(histories: readonly History[], offsetMinutes: number): Activity {
  const counts = Array.from({ length: 7 }, () => new Array<number>(24).fill(0));
  const byHour = new Array<number>(24).fill(0);
  const leftOut = { untimed: 0, dayOnly: 0 };
  let [transactions, first, last]: [number, number | null, number | null] = [0, null, null];
  for (const { history } of histories)
    history.spending((seconds, isDayOnly) => {
      if (seconds === null || isDayOnly) {
        leftOut[isDayOnly ? 'dayOnly' : 'untimed']++;
        return;
      }
      transactions++;
      if (first === null || seconds < first) first = seconds;
      if (last === null || seconds > last) last = seconds;
      const utcHour = ((Math.floor(seconds / HOUR) % 24) + 24) % 24;
      byHour[utcHour] = (byHour[utcHour] as number) + 1;
      const { weekday, hour } = hourOf(seconds, offsetMinutes);
      const day = counts[weekday] as number[];
      day[hour] = (day[hour] as number) + 1;
    });
  const isService = transactions >= SERVICE_TRANSACTIONS && Math.min(...byHour) >= (SERVICE_SHARE * transactions) / 24;
  return {
    ...{ counts, transactions, firstSeconds: first, lastSeconds: last },
    leftOut: [
      ...Object.entries(leftOut).flatMap(([code, count]) => (count === 0 ? [] : [{ code, count }])),
      ...(isService ? [{ code: 'serviceLike', count: transactions }] : []),
    ],
    quietest: isService || transactions === 0 ? [] : quietestShifts(byHour),
  };
}

/** Shifts that put the fewest transactions into a night, all of them where several do. */
export function quietestShifts(byUtcHour: readonly number[]): Activity['quietest'] {
  const shifts = SHIFTS.map((offsetMinutes) => ({
    offsetMinutes,
    inNight: byUtcHour.reduce((sum, count, hour) => sum + (NIGHT.has((hour + offsetMinutes / 60 + 24) % 24) ? count : 0), 0),
  }));
  const fewest = Math.min(...shifts.map(({ inNight }) => inNight));
  return shifts.filter(({ inNight }) => inNight === fewest);
}
