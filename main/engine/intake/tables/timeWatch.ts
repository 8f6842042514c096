// What the times of a table rest on: the zone taken for those that name none, and rows that give a day alone.
import type { TableFlag } from './tableFlag.ts';
import { dayText, type TimeReading, zoneText } from './times.ts';

export interface TimeWatch {
  /** The day, where this reading is of a day alone. */
  see(reading: TimeReading): string | null;
  flags(): readonly TableFlag[];
}

export function createTimeWatch(zoneFrom: 'zoneOfColumn' | 'zoneOfForm' | 'zoneStated' | 'zoneUsual'): TimeWatch {
  let taken: number | null = null;
  const days = new Map<number, number>();
  return {
    see(reading) {
      if (!reading.ok) return null;
      const { minutes, named } = reading.zone;
      if (!named) taken = minutes;
      const day = dayText(reading);
      if (day !== null) days.set(minutes, (days.get(minutes) ?? 0) + 1);
      return day;
    },
    flags: () => [
      ...(taken === null ? [] : [{ code: zoneFrom, zone: zoneText(taken) }]),
      ...[...days].map(([minutes, rows]): TableFlag => ({ code: 'daysOnly', rows, zone: zoneText(minutes) })),
    ],
  };
}
