// The fetch list: who would come to know what (said first), what is missing and why, taking to and from the list, and saving it for the
// courier. The engine keeps the list and ticks off what came; nothing here opens a connection.
import { Button, Checkbox } from '@blueprintjs/core';
import { CloudDownload, Trash } from '@blueprintjs/icons';
import { type ReactNode, useMemo, useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { groupThousands } from '../../design/amounts.ts';
import { type Column, DataTable } from '../../design/DataTable.tsx';
import { Empty, FaultNotice, Id, Loading, Panel, ScreenHead } from '../../design/pieces.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { AddForm } from './AddForm.tsx';
import { blocksText } from './blocks.ts';
import { SaveList } from './SaveList.tsx';

type List = CallOutput<'fetch.list'>;
type Item = List['items'][number];

export function Fetch(): ReactNode {
  const say = useWords();
  const { data, fault } = useAsk('fetch.list', {});
  if (fault !== null)
    return (
      <div className="th-screen">
        <FaultNotice fault={fault} />
      </div>
    );
  if (data === null) return <Loading />;
  return (
    <div className="th-screen">
      <ScreenHead title={say('fetch.title')} about={say('fetch.about')} />
      {data.items.length === 0 ? (
        <div className="th-fetch-none">
          <Empty icon={<CloudDownload size={40} />} title={say('fetch.none')} next={say('fetch.noneNext')} />
        </div>
      ) : (
        <>
          <div className="th-columns th-columns-wide">
            <Disclosed list={data} />
            <SaveList missing={data.items.filter(({ arrived }) => !arrived).length} />
          </div>
          <Items items={data.items} />
        </>
      )}
      <AddForm />
    </div>
  );
}

/** Before anything else: what leaves this computer cannot be taken back. */
const MOST_NAMED = 8;

function Disclosed({ list: { disclosed, items } }: { readonly list: List }): ReactNode {
  const say = useWords();
  const asked = items.filter(({ arrived, kind }) => !arrived && kind === 'address');
  return (
    <Panel title={say('fetch.disclosedTitle')}>
      {disclosed.length === 0 ? (
        <p>{say('fetch.disclosedNothing')}</p>
      ) : (
        <>
          <p>{say('fetch.disclosedAbout')}</p>
          <ul className="th-disclosed">
            {disclosed.map(({ chain, chainName, services, transactions, addresses, blocks }) => (
              <li key={chain}>
                <strong>{say('fetch.disclosedLine', { chain: chainName, transactions, addresses, blocks })}</strong>
                <div className="th-muted">
                  {say('fetch.askable', { services: services.map((service) => say(`fetch.services.${service}`)).join(', ') })}
                </div>
                <Addresses of={asked.filter((item) => item.chain === chain).map(({ item }) => item)} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}

/** An address asked for says whom somebody is looking at: each is named. */
function Addresses({ of }: { readonly of: readonly string[] }): ReactNode {
  const say = useWords();
  return (
    <>
      {of.slice(0, MOST_NAMED).map((address) => (
        <div key={address}>
          <Id value={address} full />
        </div>
      ))}
      {of.length <= MOST_NAMED ? null : (
        <div className="th-muted">{say('accounts.moreRows', { count: groupThousands(of.length - MOST_NAMED) })}</div>
      )}
    </>
  );
}

function stateOf({ arrived, gaps }: Item): 'arrived' | 'incomplete' | 'missing' {
  return arrived ? 'arrived' : gaps.length > 0 ? 'incomplete' : 'missing';
}

const STATE_GLYPHS = { arrived: '✓', incomplete: '◐', missing: '○' } as const;

function Items({ items }: Pick<List, 'items'>): ReactNode {
  const say = useWords();
  const { act } = useSession();
  const [only, setOnly] = useState(false);
  const [selected, setSelected] = useState<string | null>(null);
  const columns = useColumns();
  const rows = useMemo(() => (only ? items.filter(({ arrived }) => !arrived) : items), [items, only]);
  const chosen = rows.find(({ id }) => String(id) === selected) ?? null;
  return (
    <Panel
      className={`th-panel-table th-fetch-items ${rows.length <= 14 ? 'th-rows-few' : ''}`}
      title={say('fetch.items', { count: groupThousands(items.length) })}
      aside={
        <div className="th-actions">
          <Checkbox checked={only} onChange={(event) => setOnly(event.currentTarget.checked)} label={say('fetch.only')} />
          <Button
            size="small"
            icon={<Trash />}
            text={say('fetch.remove')}
            disabled={chosen === null}
            onClick={() => chosen !== null && void act('fetch.remove', { id: chosen.id })}
          />
        </div>
      }
    >
      <DataTable
        label={say('fetch.title')}
        columns={columns}
        rows={rows}
        rowKey={(row) => String(row.id)}
        selected={selected}
        onSelect={(row) => setSelected(String(row.id))}
        rowHeight={44}
      />
    </Panel>
  );
}

function useColumns(): readonly Column<Item>[] {
  const say = useWords();
  return useMemo(
    () => [
      { id: 'number', header: say('fetch.number'), width: '58px', end: true, cell: (row) => row.id, compare: (a, b) => a.id - b.id },
      {
        id: 'state',
        header: say('fetch.state'),
        width: '118px',
        cell: (row) => (
          <span className={stateOf(row) === 'arrived' ? 'th-muted' : undefined}>
            <span aria-hidden="true">{STATE_GLYPHS[stateOf(row)]}</span> {say(`fetch.states.${stateOf(row)}`)}
          </span>
        ),
        compare: (a, b) => stateOf(a).localeCompare(stateOf(b)),
      },
      {
        id: 'chain',
        header: say('sources.chain'),
        width: '120px',
        cell: (row) => row.chainName,
        compare: (a, b) => a.chainName.localeCompare(b.chainName),
      },
      { id: 'kind', header: say('fetch.kind'), width: '96px', cell: (row) => say(`fetch.kinds.${row.kind}`) },
      {
        id: 'item',
        header: say('fetch.item'),
        width: 'minmax(150px, 1fr)',
        cell: (row) => <Id value={row.item} full={row.item.length < 50} />,
      },
      { id: 'blocks', header: say('fetch.blocks'), width: '120px', cell: (row) => blocksText(say, row) },
      {
        id: 'why',
        header: say('fetch.why'),
        width: 'minmax(150px, 1.2fr)',
        cell: (row) => (
          <span className="th-two-lines" title={row.why}>
            {[row.why, ...(row.gaps.length === 0 ? [] : [say('fetch.gaps', { gaps: row.gaps.map(say.reason).join(', ') })])].join(' ')}
          </span>
        ),
      },
    ],
    [say],
  );
}
