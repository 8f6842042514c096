// The line of steps itself, in SVG of our own: axes in words and numbers, the part below nothing hatched and named, one step at a time under
// the pointer or the arrow keys.
import { type KeyboardEvent, type PointerEvent, type ReactNode, useMemo, useState } from 'react';
import type { AssetView } from '../../../../shared/contract/account.ts';
import { formatBlockTime } from '../../../design/times.ts';
import { useWords } from '../../../session/words.ts';
import { assetText, unitsText } from '../../accounts/figures.ts';
import { type Point, stepAt, stepLine } from './stepLine.ts';
import { amountTicks, timeTicks } from './ticks.ts';
import { useSize } from './useSize.ts';
import { localCell, shiftText } from './zone.ts';

interface Props {
  readonly points: readonly Point[];
  readonly asset: AssetView;
  readonly shift: number;
  /** The chosen step. */
  readonly step: number | null;
  readonly onStep: (step: number) => void;
}

/** Of the axis labels: digits are about this wide. */
const DIGIT = 6.6;

export function BalanceChart({ points, asset, shift, step, onStep }: Props): ReactNode {
  const say = useWords();
  const [box, { width, height }] = useSize<HTMLDivElement>();
  const [near, setNear] = useState<number | null>(null);
  const line = useMemo(() => {
    const marks = amountTicks(...boundsOf(points), Math.max(2, Math.floor(height / 34)));
    const left = 14 + DIGIT * Math.max(...marks.map((one) => unitsText(`${one}`, asset).length));
    const room = { left, top: 24, width: Math.max(60, width - left - 16), height: Math.max(30, height - 48) };
    return { ...stepLine(points, room), room, marks };
  }, [points, asset, width, height]);
  const { room } = line;
  const [first, last] = [points[0]?.seconds ?? 0, points.at(-1)?.seconds ?? 0];
  const times = timeTicks(first, last, Math.max(2, Math.floor(room.width / 110)));
  const told = near ?? step ?? points.length - 1;
  const point = points[told] as Point;
  const text = `${formatBlockTime(point.seconds)}${shift === 0 ? '' : ` (${localCell(point.seconds, shift)} ${shiftText(shift)})`}: ${unitsText(point.amount, asset)} ${assetText(asset)}${BigInt(point.amount) < 0n ? ` · ${say('charts.belowZero')}` : ''}`;
  const onMove = (event: PointerEvent<HTMLDivElement>) =>
    setNear(stepAt(points, line, event.clientX - event.currentTarget.getBoundingClientRect().left));
  const onKeyDown = (event: KeyboardEvent) => {
    const from = near ?? step ?? points.length - 1;
    const to = { ArrowRight: from + 1, ArrowUp: from + 1, ArrowLeft: from - 1, ArrowDown: from - 1, Home: 0, End: points.length - 1 }[
      event.key
    ];
    if (to !== undefined) setNear(Math.min(points.length - 1, Math.max(0, to)));
    else if (event.key === 'Enter' || event.key === ' ') onStep(from);
    else return;
    event.preventDefault();
  };
  return (
    <div
      className="th-chart-box"
      ref={box}
      role="slider"
      tabIndex={0}
      aria-label={say('charts.balanceChart', { asset: assetText(asset) })}
      aria-valuemin={1}
      aria-valuemax={points.length}
      aria-valuenow={told + 1}
      aria-valuetext={text}
      onPointerMove={onMove}
      onPointerLeave={() => setNear(null)}
      onBlur={() => setNear(null)}
      onClick={() => near !== null && onStep(near)}
      onKeyDown={onKeyDown}
    >
      {width === 0 ? null : (
        <svg className="th-chart-svg" width={width} height={height} aria-hidden="true">
          <defs>
            <pattern id="th-chart-missing" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <path d="M0 0V6" className="th-chart-hatch" />
            </pattern>
          </defs>
          {line.marks.map((mark) => (
            <g key={`${mark}`}>
              <path d={`M${room.left} ${line.y(mark)}h${room.width}`} className={mark === 0n ? 'th-chart-zero' : 'th-chart-grid'} />
              <text x={room.left - 6} y={line.y(mark) + 4} textAnchor="end">
                {unitsText(`${mark}`, asset)}
              </text>
            </g>
          ))}
          {times.map(({ seconds, text: mark }) => (
            <g key={seconds}>
              <path d={`M${line.x(seconds)} ${room.top}v${room.height + 4}`} className="th-chart-grid" />
              <text x={line.x(seconds)} y={room.top + room.height + 17} textAnchor={anchorAt(line.x(seconds), width)}>
                {mark}
              </text>
            </g>
          ))}
          {line.below === '' ? null : <path d={line.below} fill="url(#th-chart-missing)" />}
          <path d={line.path} className="th-chart-line" />
          {line.belowAt === null ? null : (
            <text
              x={line.belowAt}
              y={line.zero - 5}
              textAnchor={line.belowAt > width - WORDS ? 'end' : 'start'}
              className="th-chart-missing"
            >
              {`⚠ ${say('charts.belowZero')}`}
            </text>
          )}
          {step === null ? null : <Mark line={line} point={points[step]} className="th-chart-chosen" />}
          {near === null ? null : <Mark line={line} point={points[near]} className="th-chart-near" />}
          <text x={room.left} y={14} className="th-chart-told">
            {text}
          </text>
        </svg>
      )}
    </div>
  );
}

/** A mark at the edge stays within the drawing. */
function anchorAt(x: number, width: number): 'start' | 'middle' | 'end' {
  return x < HALF_MARK ? 'start' : x > width - HALF_MARK ? 'end' : 'middle';
}

const HALF_MARK = 36;
/** Room that the words on missing rows take. */
const WORDS = 200;

interface MarkProps {
  readonly line: {
    readonly x: (seconds: number) => number;
    readonly y: (amount: bigint) => number;
    readonly room: { readonly top: number; readonly height: number };
  };
  readonly point: Point | undefined;
  readonly className: string;
}

function Mark({ line, point, className }: MarkProps): ReactNode {
  if (point === undefined) return null;
  const [x, y] = [line.x(point.seconds), line.y(BigInt(point.amount))];
  return (
    <g className={className}>
      <path d={`M${x} ${line.room.top}v${line.room.height}`} />
      <circle cx={x} cy={y} r="4" />
    </g>
  );
}

function boundsOf(points: readonly Point[]): readonly [bigint, bigint] {
  let [lowest, highest] = [0n, 0n];
  for (const { amount } of points) {
    const value = BigInt(amount);
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return [lowest, highest];
}
