// What happened in order of time, day by day: transfers and what was entered by hand, with the notes on them. UTC always, a local time of the
// examiner's choice beside it.
import { InputGroup } from '@blueprintjs/core';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { AssetView } from '../../../../shared/contract/account.ts';
import { groupThousands } from '../../../design/amounts.ts';
import { shortId } from '../../../design/ids.ts';
import { FaultNotice, Loading, Whole } from '../../../design/pieces.tsx';
import { standingText } from '../../../design/statements.tsx';
import { useWords, type Words } from '../../../session/words.ts';
import { useDesk } from '../desk.ts';
import { amountText, markWords, standingOf } from '../words.ts';
import type { Linked } from './linked.ts';
import { PagedRows, type RowColumn } from './PagedRows.tsx';
import { ShiftSelect, useShift } from './ShiftSelect.tsx';
import { type Row, useRowPages } from './useRowPages.ts';
import { dayAndTime, localCell, shiftText, weekdayOf } from './zone.ts';

interface Props {
  readonly linked: Linked;
  /** Only what stands behind what is chosen. */
  readonly only: boolean;
}

const BY_TIME = { order: 'time', descending: false } as const;

export function Chronology({ linked, only }: Props): ReactNode {
  const say = useWords();
  const { picture, selection } = useDesk();
  const [text, setText] = useState('');
  const [shift] = useShift();
  const items = only ? [...linked.narrowed] : [];
  const pages = useRowPages({ canvas: picture.canvas, items, text: text.trim(), ...BY_TIME }, picture.event);
  const { head } = pages;
  const columns = useMemo(() => columnsOf(say, head?.assets ?? [], shift), [say, head, shift]);
  const { pick } = linked;
  const onPick = useCallback((row: Row) => void pick(row.items), [pick]);
  const isOn = useCallback((row: Row) => row.items.some((id) => selection.has(id)), [selection]);
  return (
    <>
      <div className="th-canvas-tables">
        <InputGroup size="small" value={text} placeholder={say('rows.text')} aria-label={say('rows.text')} onValueChange={setText} />
        <ShiftSelect />
        {head === null ? null : <span className="th-muted th-small">{say('charts.events', { count: groupThousands(head.total) })}</span>}
      </div>
      <FaultNotice fault={pages.fault} />
      <PagedRows
        label={say('charts.chronology')}
        pages={pages}
        columns={columns}
        sorting={BY_TIME}
        onSort={null}
        isOn={isOn}
        onPick={onPick}
        chosen={linked.narrowed.join('\n')}
        begins={isNewDay}
        empty={head === null ? pages.fault === null ? <Loading /> : null : <p className="th-muted th-pad">{say('rows.none')}</p>}
      />
    </>
  );
}

const dayOf = ({ timeSeconds }: Row): string => (timeSeconds === null ? '' : dayAndTime(timeSeconds).day);
const isNewDay = (row: Row, before: Row | undefined): boolean => before === undefined || dayOf(before) !== dayOf(row);

function columnsOf(say: Words, assets: readonly AssetView[], shift: number): readonly RowColumn[] {
  const isDayOnly = ({ marks }: Row): boolean => marks.includes('dayOnly');
  const local: RowColumn = {
    id: 'local',
    header: say('charts.local', { zone: shiftText(shift) }),
    width: '148px',
    cell: (row) => (row.timeSeconds === null || isDayOnly(row) ? '' : localCell(row.timeSeconds, shift)),
  };
  const parties = (ids: readonly string[], labels: readonly string[], more: number): string => {
    const [first] = ids;
    if (first === undefined) return say('charts.nobody');
    const name = labels[0] === undefined ? shortId(first, 7, 4) : `❞ ${labels[0]}`;
    const others = ids.length + more - 1;
    return others > 0 ? `${name} +${others}` : name;
  };
  return [
    {
      id: 'day',
      header: say('charts.dayUtc'),
      width: '132px',
      cell(row, before) {
        const text =
          row.timeSeconds === null ? say('charts.undated') : `${dayOf(row)} ${say(`charts.daysShort.${weekdayOf(row.timeSeconds)}`)}`;
        return isNewDay(row, before) ? <strong>{text}</strong> : <span className="th-muted">{text}</span>;
      },
    },
    {
      id: 'time',
      header: say('charts.timeUtc'),
      width: '96px',
      cell: (row) => (row.timeSeconds === null ? '' : isDayOnly(row) ? say('charts.dayOnly') : dayAndTime(row.timeSeconds).time),
    },
    ...(shift === 0 ? [] : [local]),
    {
      id: 'what',
      header: say('charts.what'),
      width: 'minmax(210px, 1.6fr)',
      cell(row) {
        if (row.kind === 'event') return <Whole text={row.text} />;
        const line = `${parties(row.from, row.fromLabels, row.moreFrom)} → ${parties(row.to === null ? [] : [row.to], row.toLabels, 0)}`;
        return <span title={[row.id, ...row.from, '→', row.to ?? ''].join('\n')}>{line}</span>;
      },
    },
    {
      id: 'amount',
      header: say('canvas.amount'),
      width: 'minmax(136px, 0.8fr)',
      end: true,
      cell: (row) => (
        <Whole text={row.asset === null || row.amount === null ? '' : amountText(assets, { asset: row.asset, amount: row.amount })} />
      ),
    },
    {
      id: 'basis',
      header: say('canvas.basis'),
      width: 'minmax(104px, 160px)',
      cell: (row) => <Whole text={standingText(say, standingOf(row))} />,
    },
    {
      id: 'marks',
      header: say('canvas.markedAs'),
      width: 'minmax(80px, 0.6fr)',
      cell: (row) => <Whole text={row.marks.map((mark) => markWords(say, mark)).join(', ')} />,
    },
    { id: 'note', header: say('canvas.note'), width: 'minmax(84px, 1fr)', cell: (row) => <Whole text={row.note} /> },
  ];
}
