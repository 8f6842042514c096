// When the chosen parties act, by weekday and hour: counts as text in a grid, what is not in it and why, and the shifts whose night is the
// quietest: an indication, with its limits where it stands.
import { SegmentedControl } from '@blueprintjs/core';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import type { CallOutput } from '../../../../shared/contract/index.ts';
import { readItem } from '../../../../shared/model/canvasItem.ts';
import { groupThousands } from '../../../design/amounts.ts';
import { type Column, DataTable } from '../../../design/DataTable.tsx';
import { FaultNotice, Loading } from '../../../design/pieces.tsx';
import { StatementBadge } from '../../../design/statements.tsx';
import { formatBlockTime } from '../../../design/times.ts';
import { useAsk, useSession } from '../../../session/session.ts';
import { useWords, type Words } from '../../../session/words.ts';
import { useDesk } from '../desk.ts';
import { HeatGrid, two } from './HeatGrid.tsx';
import { type Linked, partiesOf } from './linked.ts';
import { ShiftSelect, useShift } from './ShiftSelect.tsx';
import { NobodyChosen, Whose } from './whose.tsx';
import { shiftText } from './zone.ts';

type Answer = CallOutput<'canvas.activity'>;
const MOST_ROWS = 5000;

export function Activity({ linked }: { readonly linked: Linked }): ReactNode {
  const say = useWords();
  const { picture, nodes, edges } = useDesk();
  const { ask, announce, report } = useSession();
  const parties = useMemo(() => partiesOf(linked.narrowed, { nodes, edges }), [linked.narrowed, nodes, edges]);
  const [shift] = useShift();
  const [form, setForm] = useState<'grid' | 'list'>('grid');
  const [chosen, setChosen] = useState<number | null>(null);
  const { data, fault } = useAsk(
    'canvas.activity',
    parties.length === 0 ? null : { canvas: picture.canvas, items: [...parties], offsetMinutes: shift },
  );
  // Another shift is no reason to take the grid away.
  const last = useRef<{ readonly of: readonly string[]; readonly answer: Answer } | null>(null);
  if (data !== null) last.current = { of: parties, answer: data };
  const shown = data ?? (last.current?.of === parties ? last.current.answer : null);
  const columns = useMemo(() => columnsOf(say), [say]);
  if (parties.length === 0) return <NobodyChosen />;
  const pick = async (place: number) => {
    setChosen(place);
    const hour = { weekday: Math.floor(place / 24), hour: place % 24, offsetMinutes: shift };
    try {
      const found = await ask('canvas.rows', { canvas: picture.canvas, items: [], hour, limit: MOST_ROWS });
      const addresses = new Set(parties.map((id) => nodes.get(id)?.name ?? readItem(id)?.id));
      const mine = found.rows.filter(
        ({ from, items }) =>
          from.some((one) => addresses.has(one)) || items.some((id) => parties.some((party) => id.startsWith(`${party}>`))),
      );
      linked.pick(mine.flatMap(({ items }) => items));
      const here = new Set(mine.map(({ transaction }) => transaction)).size;
      const all = shown?.counts[hour.weekday]?.[hour.hour] ?? 0;
      announce(say('charts.hourChosen', { here: groupThousands(here), all: groupThousands(all) }));
    } catch (error) {
      report(error);
    }
  };
  return (
    <>
      <div className="th-canvas-tables">
        <Whose parties={parties} />
        <ShiftSelect />
        <SegmentedControl
          size="small"
          aria-label={say('charts.form')}
          options={(['grid', 'list'] as const).map((value) => ({ value, label: say(`charts.forms.${value}`) }))}
          value={form}
          onValueChange={(value) => setForm(value as typeof form)}
        />
        {shown === null ? null : (
          <span className="th-small th-muted">
            {say('charts.transactions', { count: groupThousands(shown.transactions) })}
            {shown.firstSeconds === null || shown.lastSeconds === null
              ? ''
              : ` · ${formatBlockTime(shown.firstSeconds)} – ${formatBlockTime(shown.lastSeconds)}`}
          </span>
        )}
      </div>
      <FaultNotice fault={fault} />
      {shown === null ? (
        fault === null ? (
          <Loading />
        ) : null
      ) : (
        <div className="th-chart-two th-chart-hours">
          {form === 'grid' ? (
            <HeatGrid counts={shown.counts} zone={shiftText(shift)} chosen={chosen} onPick={(place) => void pick(place)} />
          ) : (
            <DataTable
              label={say('charts.hoursTable')}
              columns={columns}
              rows={rowsOf(shown.counts)}
              rowKey={keyOf}
              selected={chosen === null ? null : String(chosen)}
              onSelect={({ place }) => void pick(place)}
              empty={<p className="th-muted th-pad">{say('charts.noHours')}</p>}
            />
          )}
          <Reading answer={shown} />
        </div>
      )}
    </>
  );
}

/** What can be read from it, what cannot, and what is not in it. */
function Reading({ answer }: { readonly answer: Answer }): ReactNode {
  const say = useWords();
  const { quietest, leftOut, transactions } = answer;
  const isService = leftOut.some(({ code }) => code === 'serviceLike');
  const notCounted = leftOut.filter(({ code }) => code !== 'serviceLike');
  const [first] = quietest;
  return (
    <section className="th-chart-reading" aria-label={say('charts.reading')}>
      <h3>
        {say('charts.night')} <StatementBadge kind="inference" />
      </h3>
      {first === undefined ? (
        <p>{say(isService ? 'charts.serviceLike' : 'charts.noHours')}</p>
      ) : (
        <>
          <p>
            {say(quietest.length === 1 ? 'charts.quietestOne' : quietest.length > TELLING ? 'charts.quietestNone' : 'charts.quietestMany', {
              zones: quietest.map(({ offsetMinutes }) => shiftText(offsetMinutes)).join(', '),
              count: groupThousands(quietest.length > TELLING ? quietest.length : first.inNight),
              all: groupThousands(transactions),
            })}
          </p>
          <p className="th-small">{say('charts.nightLimits')}</p>
        </>
      )}
      {transactions > 0 && transactions < FEW ? (
        <p className="th-small th-chart-warn">⚠ {say('charts.few', { count: transactions })}</p>
      ) : null}
      <h3>{say('charts.leftOut')}</h3>
      {notCounted.length === 0 ? <p className="th-small">{say('charts.nothingLeftOut')}</p> : null}
      <ul className="th-small">
        {notCounted.map(({ code, count }) => (
          <li key={code}>{say(`charts.leftOutBy.${code}`, { count: groupThousands(count) })}</li>
        ))}
      </ul>
      <p className="th-small th-muted">{say('charts.hoursAre')}</p>
    </section>
  );
}

/** With about two in each hour or fewer a quiet stretch may be chance. */
const FEW = 50;

/** Where more shifts than these fit alike, none of them is worth naming. */
const TELLING = 6;

interface HourRow {
  readonly place: number;
  readonly count: number;
}
const keyOf = ({ place }: HourRow): string => String(place);

function rowsOf(counts: Answer['counts']): readonly HourRow[] {
  return counts.flatMap((day, weekday) => day.flatMap((count, hour) => (count === 0 ? [] : [{ place: weekday * 24 + hour, count }])));
}

function columnsOf(say: Words): readonly Column<HourRow>[] {
  return [
    {
      id: 'day',
      header: say('charts.weekday'),
      width: 'minmax(120px, 1fr)',
      cell: ({ place }) => say(`charts.days.${Math.floor(place / 24)}`),
      compare: (a, b) => a.place - b.place,
    },
    {
      id: 'hour',
      header: say('charts.hour'),
      width: '120px',
      cell: ({ place }) => `${two(place % 24)}–${two((place % 24) + 1)}`,
      compare: (a, b) => (a.place % 24) - (b.place % 24),
    },
    {
      id: 'count',
      header: say('charts.count'),
      width: '140px',
      end: true,
      cell: ({ count }) => groupThousands(count),
      compare: (a, b) => a.count - b.count,
    },
  ];
}
