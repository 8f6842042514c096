// Labels: attributions by named sources, searchable, each with its source, date and confidence.
import { Button, InputGroup } from '@blueprintjs/core';
import { Import, Search, Tag as TagIcon } from '@blueprintjs/icons';
import { type ReactNode, useMemo, useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { groupThousands } from '../../design/amounts.ts';
import { type Column, DataTable } from '../../design/DataTable.tsx';
import { Empty, FaultNotice, OpenableId, Panel } from '../../design/pieces.tsx';
import { StatementBadge } from '../../design/statements.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';

type Label = CallOutput<'labels.list'>['labels'][number];
const NONE: readonly Label[] = [];

export function Labels(): ReactNode {
  const say = useWords();
  const { chooser, work, report } = useSession();
  const [search, setSearch] = useState('');
  const [selected, setSelected] = useState<string | null>(null);
  const answer = useAsk('labels.list', { search: search.trim(), limit: 500 });
  const rows = answer.data?.labels ?? NONE;
  const columns = useMemo<readonly Column<Label>[]>(
    () => [
      {
        id: 'label',
        header: say('labels.label'),
        width: 'minmax(160px, 1fr)',
        cell: (row) => <strong>{row.label}</strong>,
        compare: (a, b) => a.label.localeCompare(b.label),
      },
      {
        id: 'address',
        header: say('flow.columns.address'),
        width: 'minmax(200px, 1fr)',
        cell: (row) => <OpenableId value={row.address} />,
      },
      { id: 'category', header: say('labels.category'), width: '140px', cell: (row) => row.category },
      { id: 'source', header: say('labels.source'), width: 'minmax(140px, 1fr)', cell: (row) => row.source },
      { id: 'confidence', header: say('labels.confidence'), width: '120px', cell: (row) => row.confidence },
      { id: 'date', header: say('labels.date'), width: '120px', cell: (row) => row.date },
      { id: 'row', header: say('labels.row'), width: '80px', end: true, cell: (row) => row.row },
    ],
    [say],
  );
  const add = async () => {
    try {
      const granted = await chooser.choose('openFiles');
      if (granted.length > 0) await work('labels.add', say('labels.adding'), { paths: granted.map((one) => one.grant) });
    } catch (error) {
      report(error);
    }
  };
  return (
    <Panel
      className="th-panel-table th-panel-fill"
      title={
        <>
          {say('labels.title', { count: groupThousands(answer.data?.total ?? 0) })} <StatementBadge kind="attribution" />
        </>
      }
      aside={
        <div className="th-actions">
          <InputGroup
            leftIcon={<Search />}
            value={search}
            onValueChange={setSearch}
            placeholder={say('labels.search')}
            aria-label={say('labels.search')}
          />
          <Button icon={<Import />} text={say('labels.add')} onClick={() => void add()} />
        </div>
      }
    >
      <FaultNotice fault={answer.fault} />
      <DataTable
        label={say('sources.tabLabels')}
        columns={columns}
        rows={rows}
        rowKey={(row) => String(row.id)}
        selected={selected}
        onSelect={(row) => setSelected(String(row.id))}
        empty={<Empty icon={<TagIcon size={40} />} title={say('labels.none')} next={say('labels.noneNext')} />}
      />
    </Panel>
  );
}
