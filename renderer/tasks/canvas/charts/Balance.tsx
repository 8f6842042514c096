// What the chosen parties held over time: steps of one asset as a chart and the same as a table, complete or not in words. A step chosen in
// either chooses what moved then on the canvas.
import { type ReactNode, useMemo, useState } from 'react';
import type { AssetView } from '../../../../shared/contract/account.ts';
import type { CallOutput } from '../../../../shared/contract/index.ts';
import { readItem } from '../../../../shared/model/canvasItem.ts';
import { groupThousands } from '../../../design/amounts.ts';
import { type Column, DataTable } from '../../../design/DataTable.tsx';
import { FaultNotice, Loading } from '../../../design/pieces.tsx';
import { blockTimeCell } from '../../../design/times.ts';
import { useAsk, useSession } from '../../../session/session.ts';
import { useWords, type Words } from '../../../session/words.ts';
import { assetText, unitsText } from '../../accounts/figures.ts';
import { useDesk } from '../desk.ts';
import { AskSelect } from './AskSelect.tsx';
import { BalanceChart } from './BalanceChart.tsx';
import { type Linked, partiesOf } from './linked.ts';
import { ShiftSelect, useShift } from './ShiftSelect.tsx';
import type { Point } from './stepLine.ts';
import { NobodyChosen, Whose } from './whose.tsx';
import { localCell, shiftText } from './zone.ts';

type Series = CallOutput<'canvas.balance'>['series'][number];
/** Rows of one second that are looked at. */
const MOST_ROWS = 5000;

export function Balance({ linked }: { readonly linked: Linked }): ReactNode {
  const say = useWords();
  const { picture, nodes, edges } = useDesk();
  const { ask, announce, report } = useSession();
  const parties = useMemo(() => partiesOf(linked.narrowed, { nodes, edges }), [linked.narrowed, nodes, edges]);
  const { data, fault, loading } = useAsk(
    'canvas.balance',
    parties.length === 0 ? null : { canvas: picture.canvas, items: [...parties] },
    picture.event,
  );
  const [asset, setAsset] = useState<string | null>(null);
  const [shift] = useShift();
  const series = data?.series.find((one) => data.assets[one.asset]?.key === asset) ?? data?.series[0] ?? null;
  const view = series === null ? undefined : data?.assets[series.asset];
  const [at, setAt] = useState<{ readonly of: Series; readonly step: number } | null>(null);
  const step = at !== null && at.of === series ? at.step : null;
  const columns = useMemo(() => (view === undefined ? [] : columnsOf(say, view, shift)), [say, view, shift]);
  const rows = useMemo(() => (series === null ? [] : stepsOf(series)), [series]);
  if (parties.length === 0) return <NobodyChosen />;
  const choose = async (index: number) => {
    const point = series?.points[index];
    if (series === null || point === undefined) return;
    setAt({ of: series, step: index });
    const moment = { fromSeconds: point.seconds, toSeconds: point.seconds };
    try {
      const found = await ask('canvas.rows', { canvas: picture.canvas, items: [], ...moment, limit: MOST_ROWS });
      const addresses = new Set(parties.map((id) => nodes.get(id)?.name ?? readItem(id)?.id));
      const mine = found.rows.filter(
        ({ from, to, items }) =>
          from.some((one) => addresses.has(one)) || (to !== null && addresses.has(to)) || items.some((id) => parties.includes(id)),
      );
      const count = linked.pick(mine.flatMap(({ items }) => items));
      if (count === 0) announce(say('charts.notOnCanvas'));
    } catch (error) {
      report(error);
    }
  };
  return (
    <>
      <div className="th-canvas-tables">
        <Whose parties={parties} />
        {data === null || data.series.length === 0 ? null : (
          <AskSelect
            label={say('charts.asset')}
            value={view?.key ?? ''}
            onChoose={(value) => setAsset(value)}
            options={data.series.flatMap((one) => {
              const of = data.assets[one.asset];
              return of === undefined ? [] : [{ value: of.key, label: assetText(of) }];
            })}
          />
        )}
        <ShiftSelect />
        {series === null ? null : (
          <span
            className={series.complete ? 'th-small' : 'th-small th-chart-warn'}
            title={say(series.complete ? 'charts.completeIs' : 'charts.notCompleteIs')}
          >
            {series.complete ? `✓ ${say('charts.complete')}` : `⚠ ${say('charts.notComplete')}`}
            {` · ${say('charts.movements', { count: groupThousands(series.movements) })}`}
            {series.untimed > 0 ? ` · ${say('charts.untimed', { count: groupThousands(series.untimed) })}` : ''}
          </span>
        )}
      </div>
      <FaultNotice fault={fault} />
      {data === null ? (
        loading ? (
          <Loading />
        ) : null
      ) : series === null || view === undefined || series.points.length === 0 ? (
        <p className="th-muted th-pad">{say('charts.noMovements')}</p>
      ) : (
        <div className="th-chart-two">
          <div className="th-chart-left">
            <BalanceChart points={series.points} asset={view} shift={shift} step={step} onStep={(index) => void choose(index)} />
            {series.complete ? null : <p className="th-small th-chart-note">{say('charts.notCompleteIs')}</p>}
          </div>
          <DataTable
            label={say('charts.balanceTable')}
            columns={columns}
            rows={rows}
            rowKey={keyOf}
            selected={step === null ? null : String(step)}
            onSelect={({ index }) => void choose(index)}
          />
        </div>
      )}
    </>
  );
}

interface StepRow extends Point {
  readonly index: number;
  /** Against the step before; null for the first. */
  readonly change: string | null;
}

const keyOf = ({ index }: StepRow): string => String(index);

function stepsOf({ points }: Series): readonly StepRow[] {
  return points.map((point, index) => {
    const before = points[index - 1];
    return { ...point, index, change: before === undefined ? null : (BigInt(point.amount) - BigInt(before.amount)).toString() };
  });
}

function columnsOf(say: Words, asset: AssetView, shift: number): readonly Column<StepRow>[] {
  const local: Column<StepRow> = {
    id: 'local',
    header: say('charts.local', { zone: shiftText(shift) }),
    width: '134px',
    cell: ({ seconds }) => localCell(seconds, shift),
  };
  return [
    {
      id: 'time',
      header: say('canvas.timeUtc'),
      width: '158px',
      cell: ({ seconds }) => blockTimeCell(seconds),
      compare: (a, b) => a.index - b.index,
    },
    ...(shift === 0 ? [] : [local]),
    {
      id: 'held',
      header: `${say('charts.held')} (${assetText(asset)})`,
      width: 'minmax(100px, 1fr)',
      end: true,
      cell: ({ amount }) => (BigInt(amount) < 0n ? `⚠ ${unitsText(amount, asset)}` : unitsText(amount, asset)),
    },
    {
      id: 'change',
      header: say('charts.change'),
      width: 'minmax(84px, 1fr)',
      end: true,
      cell: ({ change }) => (change === null ? '' : `${BigInt(change) > 0n ? '+' : ''}${unitsText(change, asset)}`),
    },
  ];
}
