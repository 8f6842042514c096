// Two rows on one true axis of time: when the entry was seen, and when coins of runs came to addresses that links name. Marks of one pixel are
// drawn once; nearness is no link.
import type { ReactNode } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { timeTicks } from '../canvas/charts/ticks.ts';
import { useSize } from '../canvas/charts/useSize.ts';
import { usePeopleWords } from './words.tsx';

type Located = CallOutput<'locate.person'>;
const HEIGHT = 92;
const LEFT = 92;
const ROWS = { seen: 12, came: 42 };
const ROW = 22;

export function SightingTimeline({ sightings, arrivals }: Pick<Located, 'sightings' | 'arrivals'>): ReactNode {
  const word = usePeopleWords();
  const [box, { width }] = useSize<HTMLDivElement>();
  const times = [
    ...sightings.flatMap(({ timeSeconds, untilSeconds }) => [timeSeconds, untilSeconds ?? timeSeconds]),
    ...arrivals.map((one) => one.timeSeconds),
  ];
  const [least, most] = times.reduce(([low, high], one) => [Math.min(low, one), Math.max(high, one)], [Infinity, -Infinity] as [
    number,
    number,
  ]);
  // One moment alone has no axis to lie on: an hour around it.
  const [first, last] = least === most ? [least - 1800, most + 1800] : [least, most];
  const room = Math.max(60, width - LEFT - 12);
  const x = (seconds: number): number => LEFT + Math.round((room * (seconds - first)) / (last - first));
  const seen = new Map(
    sightings.map(({ timeSeconds, untilSeconds }) => [
      `${x(timeSeconds)} ${x(untilSeconds ?? timeSeconds)}`,
      [x(timeSeconds), x(untilSeconds ?? timeSeconds)] as const,
    ]),
  );
  const came = new Set(arrivals.map(({ timeSeconds }) => x(timeSeconds)));
  return (
    <div ref={box} className="th-map-timeline">
      {width === 0 || times.length === 0 ? null : (
        <svg
          className="th-chart-svg"
          width={width}
          height={HEIGHT}
          role="img"
          aria-label={word('timelineChart', { sightings: sightings.length, arrivals: arrivals.length })}
        >
          {timeTicks(first, last, Math.max(2, Math.floor(room / 110))).map(({ seconds, text }) => (
            <g key={seconds}>
              <path className="th-chart-grid" d={`M${x(seconds)} 6V${HEIGHT - 22}`} />
              <text x={x(seconds)} y={HEIGHT - 8} textAnchor={x(seconds) > width - 36 ? 'end' : 'middle'}>
                {text}
              </text>
            </g>
          ))}
          {(['seen', 'came'] as const).map((row) => (
            <g key={row}>
              <path className="th-chart-zero" d={`M${LEFT} ${ROWS[row] + ROW}h${room}`} />
              <text x={LEFT - 12} y={ROWS[row] + ROW - 5} textAnchor="end">
                {word(row === 'seen' ? 'timelineSeen' : 'timelineCame')}
              </text>
            </g>
          ))}
          {[...seen.values()].map(([from, to]) => (
            <rect
              key={`${from} ${to}`}
              className="th-map-seen"
              x={from - 1}
              y={ROWS.seen + 5}
              width={Math.max(2, to - from)}
              height={ROW - 5}
            />
          ))}
          {[...came].map((at) => (
            <path key={at} className="th-map-came" d={`M${at} ${ROWS.came + ROW}l-5 -12h10z`} />
          ))}
        </svg>
      )}
      <p className="th-muted th-small">{word('timelineNear')}</p>
    </div>
  );
}
