// Requests of the case with what became of each; one chosen shows what it states, its sheet, its steps and its answers.
import { Button } from '@blueprintjs/core';
import { Envelope } from '@blueprintjs/icons';
import { type ReactNode, useMemo } from 'react';
import type { RequestView } from '../../../shared/contract/requests.ts';
import { type Column, DataTable } from '../../design/DataTable.tsx';
import { TimeCell } from '../../design/localTimes.tsx';
import { Empty, FaultNotice, Loading, Panel } from '../../design/pieces.tsx';
import { useAsk } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { RequestDetails, STATE_GLYPHS } from './RequestDetails.tsx';

interface Props {
  readonly chosen: number | null;
  readonly onChoose: (request: number | null) => void;
  readonly onNew: () => void;
}

export function RequestList({ chosen, onChoose, onNew }: Props): ReactNode {
  const say = useWords();
  const { data, fault } = useAsk('requests.list', {});
  const columns = useColumns();
  if (fault !== null) return <FaultNotice fault={fault} />;
  if (data === null) return <Loading />;
  const { requests } = data;
  if (requests.length === 0)
    return (
      <div className="th-fetch-none">
        <Empty icon={<Envelope size={40} />} title={say('requests.none')} next={say('requests.noneNext')} />
        <Button text={say('requests.tab.new')} onClick={onNew} />
      </div>
    );
  const own = requests.find(({ request }) => request === chosen) ?? requests.at(-1);
  return (
    <>
      <Panel className={`th-panel-table ${requests.length <= 14 ? 'th-rows-few' : ''}`} title={say('requests.tab.list')}>
        <DataTable
          label={say('requests.title')}
          columns={columns}
          rows={requests}
          rowKey={(row) => String(row.request)}
          selected={own === undefined ? null : String(own.request)}
          onSelect={(row) => onChoose(row.request)}
        />
      </Panel>
      {own === undefined ? null : <RequestDetails key={own.request} view={own} />}
    </>
  );
}

function useColumns(): readonly Column<RequestView>[] {
  const say = useWords();
  return useMemo(
    () => [
      {
        id: 'number',
        header: say('requests.number'),
        width: '58px',
        end: true,
        cell: (row) => row.request,
        compare: (a, b) => a.request - b.request,
      },
      {
        id: 'state',
        header: say('requests.state'),
        width: '130px',
        cell: (row) => (
          <span>
            <span aria-hidden="true">{STATE_GLYPHS[row.state]}</span> {say(`requests.states.${row.state}`)}
          </span>
        ),
        compare: (a, b) => a.state.localeCompare(b.state),
      },
      { id: 'kind', header: say('requests.kind'), width: '170px', cell: (row) => say(`requests.kinds.${row.kind}`) },
      {
        id: 'recipient',
        header: say('requests.recipient'),
        width: 'minmax(140px, 1fr)',
        cell: (row) => row.recipient,
        compare: (a, b) => a.recipient.localeCompare(b.recipient),
      },
      {
        id: 'addresses',
        header: say('requests.addresses'),
        width: 'minmax(200px, 1.4fr)',
        cell: (row) => <span className="th-mono">{row.subjects.map(({ address }) => address).join(', ')}</span>,
      },
      { id: 'prepared', header: say('requests.prepared'), width: '190px', cell: (row) => <TimeCell at={row.prepared} form="utc" /> },
    ],
    [say],
  );
}
