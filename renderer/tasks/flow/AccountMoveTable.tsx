// Every movement that carries traced money under one policy, one row each, linked with the graph.
import { type ReactNode, useMemo } from 'react';
import type { AccountMoveRow } from '../../../shared/contract/accountFlow.ts';
import { compareAmounts } from '../../design/amounts.ts';
import { type Column, DataTable } from '../../design/DataTable.tsx';
import { Term } from '../../design/statements.tsx';
import { useWords } from '../../session/words.ts';
import { AccountLink, AssetName, MovementLink, WhenCell, timeWidth, transferKindText, UnitAmount } from '../accounts/words.tsx';

export function moveKey(row: { readonly name: string; readonly chain: string; readonly hop: number }): string {
  return `${row.hop} ${row.chain} ${row.name}`;
}

interface Props {
  readonly rows: readonly AccountMoveRow[];
  readonly selected: string | null;
  readonly onSelect: (row: AccountMoveRow) => void;
  readonly onOpen: (row: AccountMoveRow) => void;
}

export function AccountMoveTable({ rows, selected, onSelect, onOpen }: Props): ReactNode {
  const say = useWords();
  const columns = useMemo<readonly Column<AccountMoveRow>[]>(
    () => [
      {
        ...{ id: 'hop', header: <Term id="hop">{say('flow.columns.hop')}</Term>, width: '70px', end: true },
        cell: (row) => row.hop,
        compare: (a, b) => a.hop - b.hop,
      },
      {
        ...{ id: 'time', header: say('accounts.timeUtc'), width: timeWidth(rows) },
        cell: (row) => <WhenCell of={row} />,
        compare: (a, b) => (a.timeSeconds ?? 0) - (b.timeSeconds ?? 0),
      },
      {
        ...{ id: 'movement', header: say('accounts.movement'), width: '176px' },
        cell: (row) => <MovementLink name={row.name} chain={row.chain} />,
      },
      {
        ...{ id: 'from', header: say('flow.columns.from'), width: 'minmax(150px, 0.6fr)' },
        cell: (row) => (row.from === null ? '–' : <AccountLink value={row.from} />),
        compare: (a, b) => (a.from ?? '').localeCompare(b.from ?? ''),
      },
      {
        ...{ id: 'to', header: say('flow.columns.to'), width: 'minmax(150px, 0.6fr)' },
        cell: (row) => (row.to === null ? '–' : <AccountLink value={row.to} />),
        compare: (a, b) => (a.to ?? '').localeCompare(b.to ?? ''),
      },
      {
        ...{ id: 'amount', header: <Term id="assigned">{say('flow.columns.share')}</Term>, width: 'minmax(130px, 0.5fr)', end: true },
        cell: (row) => (
          <strong>
            <UnitAmount amount={row.amount} asset={row.asset} />
          </strong>
        ),
        compare: (a, b) => compareAmounts(a.amount, b.amount),
      },
      {
        ...{ id: 'whole', header: say('flow.columns.moved'), width: 'minmax(130px, 0.5fr)', end: true },
        cell: (row) => <UnitAmount amount={row.whole} asset={row.asset} />,
        compare: (a, b) => compareAmounts(a.whole, b.whole),
      },
      { ...{ id: 'asset', header: say('accounts.asset'), width: '130px' }, cell: (row) => <AssetName asset={row.asset} /> },
      { ...{ id: 'kind', header: say('accounts.kind'), width: '110px' }, cell: (row) => transferKindText(say, row.kind) },
      {
        ...{ id: 'labels', header: say('flow.columns.labels'), width: 'minmax(120px, 0.6fr)' },
        cell: (row) => row.labels.map((label) => `❞ ${label}`).join(', '),
      },
    ],
    [say, rows],
  );
  return (
    <DataTable
      label={say('flow.accountTableLabel')}
      columns={columns}
      rows={rows}
      rowKey={moveKey}
      selected={selected}
      onSelect={onSelect}
      onOpen={onOpen}
    />
  );
}
