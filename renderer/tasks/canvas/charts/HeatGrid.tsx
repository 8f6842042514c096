// Counts by weekday and hour as text in a grid, darker where there are more; walked by arrow keys, chosen field by field.
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { groupThousands } from '../../../design/amounts.ts';
import { useWords } from '../../../session/words.ts';
import { heatLevel, walked } from './heat.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
export const two = (hour: number): string => String(hour).padStart(2, '0');

interface GridProps {
  /** Monday first. */
  readonly counts: readonly (readonly number[])[];
  readonly zone: string;
  readonly chosen: number | null;
  readonly onPick: (place: number) => void;
}

export function HeatGrid({ counts, zone, chosen, onPick }: GridProps): ReactNode {
  const say = useWords();
  const table = useRef<HTMLTableElement>(null);
  const [stop, setStop] = useState(0);
  const largest = Math.max(0, ...counts.flat());
  const byHour = HOURS.map((hour) => counts.reduce((sum, day) => sum + (day[hour] ?? 0), 0));
  const onKeyDown = (event: KeyboardEvent) => {
    const next = walked(stop, event.key);
    if (next === null) return;
    event.preventDefault();
    setStop(next);
    table.current?.querySelectorAll<HTMLButtonElement>('button')[next]?.focus();
  };
  return (
    <div className="th-heat-box">
      <table className="th-heat" ref={table} onKeyDown={onKeyDown} aria-label={say('charts.grid', { zone })}>
        <thead>
          <tr>
            <th scope="col">{zone}</th>
            {HOURS.map((hour) => (
              <th scope="col" key={hour}>
                {two(hour)}
              </th>
            ))}
            <th scope="col">{say('charts.sum')}</th>
          </tr>
        </thead>
        <tbody>
          {counts.map((day, weekday) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the days of a week never move
            <tr key={weekday}>
              <th scope="row">{say(`charts.daysShort.${weekday}`)}</th>
              {day.map((count, hour) => {
                const place = weekday * 24 + hour;
                const text = say('charts.field', {
                  day: say(`charts.days.${weekday}`),
                  from: two(hour),
                  to: two(hour + 1),
                  zone,
                  count: groupThousands(count),
                });
                return (
                  // biome-ignore lint/suspicious/noArrayIndexKey: nor do its hours
                  <td key={hour}>
                    <button
                      type="button"
                      className={`th-heat-${heatLevel(count, largest)}${place === chosen ? ' th-heat-chosen' : ''}`}
                      tabIndex={place === stop ? 0 : -1}
                      aria-label={text}
                      aria-pressed={place === chosen}
                      title={text}
                      onFocus={() => setStop(place)}
                      onClick={() => onPick(place)}
                    >
                      {count === 0 ? '·' : groupThousands(count)}
                    </button>
                  </td>
                );
              })}
              <td className="th-heat-sum">{groupThousands(day.reduce((sum, count) => sum + count, 0))}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{say('charts.sum')}</th>
            {byHour.map((count, hour) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: nor do its hours
              <td key={hour} className="th-heat-sum">
                {count === 0 ? '·' : groupThousands(count)}
              </td>
            ))}
            <td className="th-heat-sum">{groupThousands(byHour.reduce((sum, count) => sum + count, 0))}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
