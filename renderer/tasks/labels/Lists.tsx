// The lists that labels came in: each version with its date, what was taken and refused, and what it changed.
import { Button } from '@blueprintjs/core';
import { Import } from '@blueprintjs/icons';
import { type ReactNode, useMemo, useState } from 'react';
import type { LabelPack } from '../../../shared/contract/labels.ts';
import { groupThousands } from '../../design/amounts.ts';
import { type Column, DataTable } from '../../design/DataTable.tsx';
import { Empty, FaultNotice, Panel } from '../../design/pieces.tsx';
import { useAsk } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { AddList } from './AddList.tsx';
import { refusedOf, stateOf } from './labelWords.tsx';
import { ListDetails } from './ListDetails.tsx';

const NONE: readonly LabelPack[] = [];

export function Lists(): ReactNode {
  const say = useWords();
  const answer = useAsk('labels.packs', {});
  const packs = answer.data?.packs ?? NONE;
  const [selected, setSelected] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const columns = useMemo<readonly Column<LabelPack>[]>(
    () => [
      { id: 'number', header: '#', width: '44px', end: true, cell: (row) => row.number, compare: (a, b) => a.number - b.number },
      {
        id: 'title',
        header: say('labels.list'),
        width: 'minmax(170px, 1.6fr)',
        cell: (row) => <strong title={`${row.note.title} · ${row.name}`}>{row.note.title}</strong>,
        compare: (a, b) => a.note.title.localeCompare(b.note.title),
      },
      {
        id: 'asOf',
        header: say('labels.asOf'),
        width: '104px',
        cell: (row) => (row.note.asOf === '' ? '–' : row.note.asOf),
        compare: (a, b) => a.note.asOf.localeCompare(b.note.asOf),
      },
      { id: 'state', header: say('sources.state'), width: 'minmax(120px, .8fr)', cell: (row) => say(`labels.state.${stateOf(row)}`) },
      {
        id: 'labels',
        header: say('sources.tabLabels'),
        width: '84px',
        end: true,
        cell: (row) => groupThousands(row.labels),
        compare: (a, b) => a.labels - b.labels,
      },
      {
        id: 'refused',
        header: say('labels.refused'),
        width: '90px',
        end: true,
        cell: (row) => groupThousands(refusedOf(row)),
        compare: (a, b) => refusedOf(a) - refusedOf(b),
      },
    ],
    [say],
  );
  const add = <Button intent="primary" icon={<Import />} text={say('labels.add')} onClick={() => setAdding(true)} />;
  const chosen = packs.find(({ source }) => source === selected) ?? packs.at(-1) ?? null;
  return (
    <>
      <FaultNotice fault={answer.fault} />
      {packs.length === 0 ? (
        <Empty icon={<Import size={40} />} title={say('labels.noLists')} next={say('labels.noListsNext')} action={add} />
      ) : (
        <div className="th-side-by-side th-stacked">
          <Panel className="th-panel-table" title={say('labels.lists')} aside={add}>
            <DataTable
              label={say('labels.lists')}
              columns={columns}
              rows={packs}
              rowKey={(row) => row.source}
              selected={chosen?.source ?? null}
              onSelect={(row) => setSelected(row.source)}
            />
          </Panel>
          {chosen === null ? null : <ListDetails key={chosen.source} pack={chosen} />}
        </div>
      )}
      <AddList open={adding} onClose={() => setAdding(false)} />
    </>
  );
}
