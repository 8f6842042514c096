// The transfers behind what the canvas shows, one row each, chosen together with the graph; and their way out as CSV or XLSX.
import { Button, InputGroup, Menu, MenuItem, PopoverNext } from '@blueprintjs/core';
import { Export } from '@blueprintjs/icons';
import { type ReactNode, useMemo, useState } from 'react';
import type { Granted } from '../../../shared/chooser/contract.ts';
import type { CallInput, CallOutput } from '../../../shared/contract/index.ts';
import { compareAmounts, groupThousands } from '../../design/amounts.ts';
import { type Column, DataTable } from '../../design/DataTable.tsx';
import { standingText } from '../../design/statements.tsx';
import { shortId } from '../../design/ids.ts';
import { FaultNotice } from '../../design/pieces.tsx';
import { blockTimeCell } from '../../design/times.ts';
import { ChooseButton } from '../../session/ChooseButton.tsx';
import { useLanguage } from '../../session/language.ts';
import { useAsk, useSession } from '../../session/session.ts';
import { useWords, type Words } from '../../session/words.ts';
import { useDesk } from './desk.ts';
import { amountText, markWords, standingOf } from './words.ts';

type Answer = CallOutput<'canvas.rows'>;
type Row = Answer['rows'][number];
type Format = CallInput<'canvas.saveRows'>['format'];
/** More than anybody reads; the whole is in the file. */
const LISTED = 5000;

interface Props {
  /** Only rows behind what is chosen. */
  readonly only: boolean;
}

export function TransferRows({ only }: Props): ReactNode {
  const say = useWords();
  const { picture, selection, choose, stage, nodes } = useDesk();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const items = only ? [...selection] : [];
  const asked = { canvas: picture.canvas, items, text: text.trim() };
  const { data, fault, loading } = useAsk('canvas.rows', { ...asked, limit: LISTED });
  const columns = useMemo(() => (data === null ? [] : columnsOf(say, data)), [say, data]);
  const pick = (row: Row) => {
    setChosen(row.key);
    const here = row.items.filter((id) => nodes.has(id));
    choose(here.length > 0 ? here : row.items);
    stage.current?.show(new Set(here));
  };
  return (
    <>
      <div className="th-canvas-tables">
        <InputGroup size="small" value={text} placeholder={say('rows.text')} aria-label={say('rows.text')} onValueChange={setText} />
        {data === null ? null : (
          <span className="th-muted th-small">
            {say('rows.sums', {
              count: groupThousands(data.total),
              sums: data.sums.map((sum) => amountText(data.assets, sum)).join(' · '),
            })}
            {data.total > data.rows.length ? ` · ${say('rows.first', { count: groupThousands(data.rows.length) })}` : ''}
          </span>
        )}
        <span className="th-canvas-gap" />
        <SaveRows asked={asked} disabled={loading || data === null || data.total === 0} />
      </div>
      <FaultNotice fault={fault} />
      <DataTable
        label={say('rows.label')}
        columns={columns}
        rows={data?.rows ?? NO_ROWS}
        rowKey={keyOf}
        selected={chosen}
        onSelect={pick}
        empty={<p className="th-muted th-pad">{say(loading ? 'rows.loading' : 'rows.none')}</p>}
      />
    </>
  );
}

const NO_ROWS: readonly Row[] = [];
const keyOf = ({ key }: Row): string => key;

function SaveRows({
  asked,
  disabled,
}: {
  readonly asked: Omit<CallInput<'canvas.saveRows'>, 'out' | 'format'>;
  readonly disabled: boolean;
}): ReactNode {
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
        <Button size="small" variant="minimal" text={format.toUpperCase()} aria-label={say('rows.format')} />
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

function columnsOf(say: Words, { assets }: Pick<Answer, 'assets'>): readonly Column<Row>[] {
  const named = (id: string | null, labels: readonly string[]): ReactNode => (
    <span className="th-mono" title={[id ?? '', ...labels].join('\n')}>
      {id === null ? '–' : shortId(id, 8, 5)}
      {labels.length === 0 ? '' : ` ❞ ${labels[0]}`}
    </span>
  );
  return [
    {
      id: 'time',
      header: say('canvas.timeUtc'),
      width: '150px',
      cell: (row) => (row.timeSeconds === null ? '' : blockTimeCell(row.timeSeconds)),
      compare: (a, b) => (a.timeSeconds ?? Number.MAX_SAFE_INTEGER) - (b.timeSeconds ?? Number.MAX_SAFE_INTEGER),
    },
    {
      id: 'from',
      header: say('canvas.from'),
      width: 'minmax(150px, 1fr)',
      cell: (row) => (
        <>
          {named(row.from[0] ?? null, row.fromLabels)}
          {row.from.length + row.moreFrom > 1 ? ` +${row.from.length + row.moreFrom - 1}` : ''}
        </>
      ),
      compare: (a, b) => (a.from[0] ?? '').localeCompare(b.from[0] ?? ''),
    },
    {
      id: 'to',
      header: say('canvas.to'),
      width: 'minmax(150px, 1fr)',
      cell: (row) => named(row.to, row.toLabels),
      compare: (a, b) => (a.to ?? '').localeCompare(b.to ?? ''),
    },
    {
      id: 'amount',
      header: say('canvas.amount'),
      width: 'minmax(170px, 1fr)',
      end: true,
      cell: (row) => (row.asset === null || row.amount === null ? row.text : amountText(assets, { asset: row.asset, amount: row.amount })),
      compare: (a, b) => compareAmounts(a.amount ?? '0', b.amount ?? '0'),
    },
    { id: 'id', header: say('canvas.name'), width: 'minmax(150px, 1fr)', cell: (row) => named(row.id, []) },
    {
      id: 'chain',
      header: say('rows.chain'),
      width: '110px',
      cell: (row) => row.chainName,
      compare: (a, b) => a.chainName.localeCompare(b.chainName),
    },
    {
      id: 'basis',
      header: say('canvas.basis'),
      width: '170px',
      cell: (row) => `${standingText(say, standingOf(row))}${row.grade === null ? '' : ` · ${say(`grades.${row.grade}.word`)}`}`,
    },
    {
      id: 'marks',
      header: say('canvas.labels'),
      width: 'minmax(90px, 0.6fr)',
      cell: (row) => row.marks.map((mark) => markWords(say, mark)).join(', '),
    },
    { id: 'note', header: say('canvas.note'), width: 'minmax(90px, 0.8fr)', cell: (row) => row.note },
  ];
}
