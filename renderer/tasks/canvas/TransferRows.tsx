// The transfers behind what the canvas shows, one row each, chosen together with the graph; and their way out as CSV or XLSX.
import { Button, Checkbox, InputGroup, Menu, MenuItem, PopoverNext } from '@blueprintjs/core';
import { Export } from '@blueprintjs/icons';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { Granted } from '../../../shared/chooser/contract.ts';
import type { AssetView } from '../../../shared/contract/account.ts';
import type { CallInput } from '../../../shared/contract/index.ts';
import { groupThousands } from '../../design/amounts.ts';
import { shortId, shortOutpoint } from '../../design/ids.ts';
import { FaultNotice, Loading, Whole } from '../../design/pieces.tsx';
import { standingText } from '../../design/statements.tsx';
import { TimeCell } from '../../design/localTimes.tsx';
import { ChooseButton } from '../../session/ChooseButton.tsx';
import { useLanguage } from '../../session/language.ts';
import { useKept, useSession } from '../../session/session.ts';
import { useWords, type Words } from '../../session/words.ts';
import type { Linked } from './charts/linked.ts';
import { PagedRows, type RowColumn, type Sorting } from './charts/PagedRows.tsx';
import { type Row, type RowQuestion, useRowPages } from './charts/useRowPages.ts';
import { useDesk } from './desk.ts';
import { amountText, markWords, standingOf } from './words.ts';

type Format = CallInput<'canvas.saveRows'>['format'];

interface Props {
  readonly linked: Linked;
  /** Only rows behind what is chosen. */
  readonly only: boolean;
}

const OLDEST_FIRST: Sorting = { order: 'time', descending: false };
const NONE_LEFT_OUT: readonly string[] = [];

export function TransferRows({ linked, only }: Props): ReactNode {
  const say = useWords();
  const { picture, selection } = useDesk();
  const [text, setText] = useState('');
  const [sorting, setSorting] = useState(OLDEST_FIRST);
  const [leftOut, setLeftOut] = useKept('canvas.rowColumns', NONE_LEFT_OUT);
  const asked = { canvas: picture.canvas, items: only ? [...linked.narrowed] : [], text: text.trim(), ...sorting };
  const pages = useRowPages(asked, picture.event);
  const { head } = pages;
  const all = useMemo(() => columnsOf(say, head?.assets ?? []), [say, head]);
  const columns = all.filter(({ id }) => !leftOut.includes(id));
  const { pick } = linked;
  const onPick = useCallback((row: Row) => void pick(row.items), [pick]);
  const isOn = useCallback((row: Row) => row.items.some((id) => selection.has(id)), [selection]);
  const sums = head?.sums.map((sum) => amountText(head.assets, sum)).join(' · ') ?? '';
  return (
    <>
      <div className="th-canvas-tables">
        <InputGroup size="small" value={text} placeholder={say('rows.text')} aria-label={say('rows.text')} onValueChange={setText} />
        {head === null ? null : (
          <span className="th-muted th-small th-canvas-about" title={sums}>
            {say('rows.sums', { count: groupThousands(head.total), sums })}
          </span>
        )}
        <span className="th-canvas-gap" />
        <PopoverNext
          placement="bottom-end"
          content={
            <fieldset className="th-canvas-form th-chart-columns">
              <legend>{say('rows.columns')}</legend>
              {all.map(({ id, header }) => (
                <Checkbox
                  key={id}
                  label={header}
                  checked={!leftOut.includes(id)}
                  // One column stays: a table of none says nothing.
                  disabled={columns.length === 1 && columns[0]?.id === id}
                  onChange={() => setLeftOut(leftOut.includes(id) ? leftOut.filter((other) => other !== id) : [...leftOut, id])}
                />
              ))}
            </fieldset>
          }
        >
          <Button size="small" variant="minimal" text={say('rows.columns')} />
        </PopoverNext>
        <SaveRows asked={asked} disabled={head === null || head.total === 0} />
      </div>
      <FaultNotice fault={pages.fault} />
      <PagedRows
        label={say('rows.label')}
        pages={pages}
        columns={columns}
        sorting={sorting}
        onSort={setSorting}
        isOn={isOn}
        onPick={onPick}
        chosen={linked.narrowed.join('\n')}
        empty={head === null ? pages.fault === null ? <Loading /> : null : <p className="th-muted th-pad">{say('rows.none')}</p>}
      />
    </>
  );
}

function SaveRows({ asked, disabled }: { readonly asked: RowQuestion; readonly disabled: boolean }): ReactNode {
  const say = useWords();
  const { work, announce } = useSession();
  const { locale } = useLanguage();
  const [format, setFormat] = useState<Format>('xlsx');
  const save = async ([folder]: readonly Granted[]) => {
    if (folder === undefined) return;
    const saved = await work('canvas.saveRows', say('rows.saving'), { ...asked, out: folder.grant, format, locale });
    if (saved !== null) announce(say('rows.saved', { name: saved.name, count: groupThousands(saved.rows) }));
  };
  return (
    <span className="th-actions">
      <PopoverNext
        placement="bottom-end"
        content={
          <Menu>
            {(['xlsx', 'csv'] as const).map((value) => (
              <MenuItem
                key={value}
                roleStructure="listoption"
                selected={value === format}
                text={say(`rows.formats.${value}`)}
                onClick={() => setFormat(value)}
              />
            ))}
          </Menu>
        }
      >
        <Button size="small" variant="minimal" text={format.toUpperCase()} aria-label={`${say('rows.format')}: ${format.toUpperCase()}`} />
      </PopoverNext>
      <ChooseButton
        purpose="saveFolder"
        size="small"
        icon={<Export />}
        text={say('rows.save')}
        suggestedName="transfers"
        disabled={disabled}
        onChosen={(folders) => void save(folders)}
      />
    </span>
  );
}

function columnsOf(say: Words, assets: readonly AssetView[]): readonly RowColumn[] {
  const named = (id: string | null, labels: readonly string[], others = 0): ReactNode => (
    <span title={[id ?? '', ...labels].join('\n')}>
      {labels.length === 0 ? '' : `❞ ${labels[0]} `}
      <span className={labels.length === 0 ? 'th-mono' : 'th-mono th-muted'}>{id === null ? '–' : shortId(id, 8, 5)}</span>
      {others > 0 ? ` +${others}` : ''}
    </span>
  );
  return [
    {
      id: 'time',
      header: say('canvas.timeUtc'),
      width: '150px',
      order: 'time',
      cell: (row) => (row.timeSeconds === null ? '' : <TimeCell at={row.timeSeconds} />),
    },
    {
      id: 'from',
      header: say('canvas.from'),
      width: 'minmax(110px, 1fr)',
      order: 'from',
      cell: (row) => named(row.from[0] ?? null, row.fromLabels, row.from.length + row.moreFrom - 1),
    },
    {
      id: 'to',
      header: say('canvas.to'),
      width: 'minmax(110px, 1fr)',
      order: 'to',
      cell: (row) => named(row.to, row.toLabels),
    },
    {
      id: 'amount',
      header: say('canvas.amount'),
      width: 'minmax(136px, 0.9fr)',
      end: true,
      order: 'amount',
      cell: (row) =>
        row.asset === null || row.amount === null ? (
          <Whole text={row.text} />
        ) : (
          <Whole text={amountText(assets, { asset: row.asset, amount: row.amount })} />
        ),
    },
    {
      id: 'id',
      header: say('rows.id'),
      width: 'minmax(110px, 186px)',
      cell: (row) => (
        <span className="th-mono" title={row.id}>
          {row.kind === 'output' ? shortOutpoint(row.id) : row.kind === 'movement' ? shortId(row.id, 8, 8) : ''}
        </span>
      ),
    },
    { id: 'height', header: say('canvas.block'), width: '76px', end: true, order: 'height', cell: (row) => row.height ?? '' },
    { id: 'chain', header: say('rows.chain'), width: 'minmax(70px, 104px)', cell: (row) => <Whole text={row.chainName} /> },
    {
      id: 'basis',
      header: say('canvas.basis'),
      width: 'minmax(100px, 190px)',
      cell: (row) => (
        <Whole text={`${standingText(say, standingOf(row))}${row.grade === null ? '' : ` · ${say(`grades.${row.grade}.word`)}`}`} />
      ),
    },
    {
      id: 'marks',
      header: say('canvas.markedAs'),
      width: 'minmax(72px, 0.6fr)',
      cell: (row) => <Whole text={row.marks.map((mark) => markWords(say, mark)).join(', ')} />,
    },
    { id: 'note', header: say('canvas.note'), width: 'minmax(64px, 0.8fr)', cell: (row) => <Whole text={row.note} /> },
  ];
}
