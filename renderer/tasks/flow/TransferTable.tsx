// Every traced output of the run under one policy, one row each, linked with the graph.
import { type ReactNode, useMemo } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { compareAmounts } from '../../design/amounts.ts';
import { type Column, DataTable } from '../../design/DataTable.tsx';
import { Amount, OpenableId } from '../../design/pieces.tsx';
import { GradeBadge, StateText, Term } from '../../design/statements.tsx';
import { TimeCell } from '../../design/localTimes.tsx';
import { useChain } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';

export type Transfer = CallOutput<'canvas.transfers'>['rows'][number];

export function transferKey(row: { readonly hop: number; readonly outpoint: string }): string {
  return `${row.hop} ${row.outpoint}`;
}

interface Props {
  readonly rows: readonly Transfer[];
  readonly chain: string;
  readonly height: number | null;
  readonly selected: string | null;
  readonly onSelect: (row: Transfer) => void;
  readonly onOpen: (row: Transfer) => void;
}

export function TransferTable({ rows, chain, height, selected, onSelect, onOpen }: Props): ReactNode {
  const say = useWords();
  const { symbol } = useChain()(chain);
  const columns = useMemo<readonly Column<Transfer>[]>(
    () => [
      {
        id: 'hop',
        header: <Term id="hop">{say('flow.columns.hop')}</Term>,
        width: '70px',
        end: true,
        cell: (row) => row.hop,
        compare: (a, b) => a.hop - b.hop,
      },
      {
        id: 'height',
        header: say('flow.columns.height'),
        width: '96px',
        end: true,
        cell: (row) => row.height ?? say('block.unanchored'),
        compare: (a, b) => (a.height ?? 1e9) - (b.height ?? 1e9),
      },
      {
        id: 'time',
        header: say('flow.columns.time'),
        width: '150px',
        cell: (row) => <TimeCell at={row.time} />,
        compare: (a, b) => a.time - b.time,
      },
      {
        id: 'outpoint',
        header: <Term id="outpoint">{say('flow.columns.outpoint')}</Term>,
        width: '184px',
        cell: (row) => <OpenableId value={row.outpoint} />,
      },
      {
        id: 'address',
        header: say('flow.columns.address'),
        width: 'minmax(156px, 0.5fr)',
        cell: (row) =>
          row.address === null ? <span className="th-muted">{say('address.none')}</span> : <OpenableId value={row.address} />,
      },
      {
        id: 'amount',
        header: <Term id="assigned">{say('flow.columns.assigned', { unit: symbol })}</Term>,
        width: '130px',
        end: true,
        cell: (row) => (
          <strong>
            <Amount value={row.amountSat} chain={chain} unit={false} />
          </strong>
        ),
        compare: (a, b) => compareAmounts(a.amountSat, b.amountSat),
      },
      {
        id: 'value',
        header: say('flow.columns.value', { unit: symbol }),
        width: '122px',
        end: true,
        cell: (row) => <Amount value={row.valueSat} chain={chain} unit={false} />,
        compare: (a, b) => compareAmounts(a.valueSat, b.valueSat),
      },
      {
        id: 'state',
        header: <Term id="state">{say('flow.columns.state')}</Term>,
        width: 'minmax(200px, 1fr)',
        cell: (row) => <StateText state={row.state} height={height} />,
        compare: (a, b) => a.state.localeCompare(b.state),
      },
      {
        id: 'grade',
        header: <Term id="grade">{say('flow.columns.grade')}</Term>,
        width: '158px',
        cell: (row) => <GradeBadge grade={row.grade} />,
      },
      {
        id: 'labels',
        header: say('flow.columns.labels'),
        width: 'minmax(150px, 1fr)',
        cell: (row) => {
          const text = [...(row.coinjoin ? [`≈ ${say('nodes.coinjoin')}`] : []), ...row.labels.map((label) => `❞ ${label}`)].join(', ');
          return <span title={text}>{text}</span>;
        },
      },
    ],
    [say, chain, symbol, height],
  );
  return (
    <DataTable
      label={say('flow.tableLabel')}
      columns={columns}
      rows={rows}
      rowKey={transferKey}
      selected={selected}
      onSelect={onSelect}
      onOpen={onOpen}
    />
  );
}
