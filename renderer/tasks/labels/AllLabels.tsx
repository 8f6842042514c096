// Every label that stands now, searched by text, address, source, kind or actor, with all that is said of the one chosen.
import { Button, InputGroup } from '@blueprintjs/core';
import { Search, Tag as TagIcon } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import type { Label } from '../../../shared/contract/label.ts';
import { groupThousands } from '../../design/amounts.ts';
import { DataTable } from '../../design/DataTable.tsx';
import { Empty, FaultNotice, Panel } from '../../design/pieces.tsx';
import { StatementBadge } from '../../design/statements.tsx';
import { useAsk } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { LabelDetails } from './LabelDetails.tsx';
import { useLabelColumns } from './labelColumns.tsx';

const NONE: readonly Label[] = [];
const MOST = 500;

export function AllLabels({ onLists }: { readonly onLists: () => void }): ReactNode {
  const say = useWords();
  const [search, setSearch] = useState('');
  const [selected, setSelected] = useState<string | null>(null);
  const answer = useAsk('labels.list', { search: search.trim(), limit: MOST });
  const rows = answer.data?.labels ?? NONE;
  const total = answer.data?.total ?? 0;
  const columns = useLabelColumns();
  const chosen = rows.find((row) => String(row.id) === selected) ?? rows[0] ?? null;
  return (
    <div className={chosen === null ? 'th-labels-one' : 'th-side-by-side th-stacked'}>
      <Panel
        className="th-panel-table th-panel-fill"
        title={
          <>
            {say('labels.title', { count: groupThousands(total) })} <StatementBadge kind="attribution" />
          </>
        }
        aside={
          <InputGroup
            leftIcon={<Search />}
            value={search}
            onValueChange={setSearch}
            placeholder={say('labels.search')}
            aria-label={say('labels.search')}
          />
        }
      >
        <FaultNotice fault={answer.fault} />
        {total > rows.length && rows.length > 0 ? <p className="th-muted th-small">{say('labels.first', { shown: rows.length })}</p> : null}
        <DataTable
          label={say('sources.tabLabels')}
          columns={columns}
          rows={rows}
          rowKey={(row) => String(row.id)}
          selected={chosen === null ? null : String(chosen.id)}
          onSelect={(row) => setSelected(String(row.id))}
          empty={
            search.trim() === '' ? (
              <Empty
                icon={<TagIcon size={40} />}
                title={say('labels.none')}
                next={say('labels.noneNext')}
                action={<Button intent="primary" text={say('labels.toLists')} onClick={onLists} />}
              />
            ) : (
              <Empty icon={<TagIcon size={40} />} title={say('labels.noneFound')} next={say('labels.noneFoundNext')} />
            )
          }
        />
      </Panel>
      {chosen === null ? null : <LabelDetails label={chosen} />}
    </div>
  );
}
