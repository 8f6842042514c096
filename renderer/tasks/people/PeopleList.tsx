// Every entry that stands, searched by any spelling, and the chosen one's page beside it.
import { Button, InputGroup } from '@blueprintjs/core';
import { Person, Plus, Search } from '@blueprintjs/icons';
import { type ReactNode, useMemo, useState } from 'react';
import type { EntityKind, PersonListed } from '../../../shared/contract/people.ts';
import { groupThousands } from '../../design/amounts.ts';
import { type Column, DataTable } from '../../design/DataTable.tsx';
import { Empty, FaultNotice, Panel } from '../../design/pieces.tsx';
import { useAsk, useKept, useSession } from '../../session/session.ts';
import { KindSelect } from './KindSelect.tsx';
import { LinkForm } from './LinkForm.tsx';
import { PersonCard } from './PersonCard.tsx';
import { usePeopleWords } from './words.tsx';

const NONE: readonly PersonListed[] = [];
const MOST = 500;

export function PeopleList(): ReactNode {
  const word = usePeopleWords();
  const { place, go } = useSession();
  const [search, setSearch] = useKept('people.search', '');
  const [kind, setKind] = useKept<EntityKind | ''>('people.kind', '');
  const [adding, setAdding] = useState(false);
  const answer = useAsk('people.list', { search: search.trim(), limit: MOST, ...(kind === '' ? {} : { kind }) });
  const people = answer.data?.people ?? NONE;
  const total = answer.data?.total ?? 0;
  const columns = useMemo<readonly Column<PersonListed>[]>(
    () => [
      {
        id: 'title',
        header: word('column.title'),
        width: 'minmax(150px, 1.3fr)',
        cell: ({ title, joined }) => (
          <span title={title}>
            <strong>{title}</strong>
            {joined.length === 0 ? null : <span className="th-muted"> = {joined.map((one) => `#${one}`).join(', ')}</span>}
          </span>
        ),
        compare: (a, b) => a.title.localeCompare(b.title),
      },
      { id: 'kind', header: word('column.kind'), width: '96px', cell: (one) => word(`kind.${one.kind}`) },
      {
        id: 'links',
        header: word('column.links'),
        width: 'minmax(150px, 1.4fr)',
        cell: ({ links }) => {
          const text = links.map((one) => `${word(`link.${one.kind}`)} ${one.count}`).join(' · ');
          return <span title={text}>{text}</span>;
        },
      },
      {
        id: 'leads',
        header: word('column.leads'),
        width: '84px',
        end: true,
        cell: ({ leads }) => (leads === 0 ? '' : groupThousands(leads)),
        compare: (a, b) => a.leads - b.leads,
      },
      { id: 'source', header: word('column.source'), width: 'minmax(80px, .6fr)', cell: ({ source }) => source || word('byHand') },
    ],
    [word],
  );
  const open = (person: number) => {
    setAdding(false);
    go({ task: 'people', person });
  };
  const chosen = adding ? null : (place.person ?? null);
  const add = <Button icon={<Plus />} intent="primary" text={word('add')} onClick={() => setAdding(true)} />;
  return (
    <div className={adding || chosen !== null ? 'th-people th-people-open' : 'th-people'}>
      <Panel
        className="th-panel-table th-panel-fill"
        title={`${word('tab.list')} (${groupThousands(total)})`}
        aside={
          <div className="th-actions">
            <KindSelect kind={kind} onChoose={setKind} />
            <InputGroup
              className="th-people-search"
              leftIcon={<Search />}
              value={search}
              onValueChange={setSearch}
              placeholder={word('search')}
              aria-label={word('search')}
            />
            {add}
          </div>
        }
      >
        <FaultNotice fault={answer.fault} />
        {total > people.length && people.length > 0 ? <p className="th-muted th-small">{word('shown', { count: people.length })}</p> : null}
        <DataTable
          label={word('title')}
          columns={columns}
          rows={people}
          rowKey={({ id }) => String(id)}
          selected={chosen === null ? null : String(chosen)}
          onSelect={({ id }) => open(id)}
          empty={
            search.trim() === '' && kind === '' ? (
              <Empty icon={<Person size={40} />} title={word('none')} next={word('noneNext')} />
            ) : (
              <Empty icon={<Person size={40} />} title={word('noneFound')} next="" />
            )
          }
        />
      </Panel>
      {adding ? (
        <LinkForm entry={null} onDone={(id) => (id === null ? setAdding(false) : open(id))} />
      ) : chosen === null ? null : (
        <PersonCard key={chosen} id={chosen} onOpen={open} />
      )}
    </div>
  );
}
