// What the case was given and what it covers: taking data in, sources, coverage per chain, labels.
import { Button, Tab, Tabs } from '@blueprintjs/core';
import { Import } from '@blueprintjs/icons';
import { type ReactNode, useMemo, useState } from 'react';
import { formatBytes } from '../../design/amounts.ts';
import { type Column, DataTable } from '../../design/DataTable.tsx';
import { Empty, Loading, Panel, ScreenHead } from '../../design/pieces.tsx';
import { Term, TrainingTag } from '../../design/statements.tsx';
import { type SourcesAnswer, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { Coverage } from './Coverage.tsx';
import { Labels } from './Labels.tsx';
import { SourceDetails } from './SourceDetails.tsx';
import { TakeIn } from './TakeIn.tsx';

type Source = SourcesAnswer['sources'][number];

export function Sources(): ReactNode {
  const say = useWords();
  const { sources } = useSession();
  const [taking, setTaking] = useState(false);
  const [tab, setTab] = useState('sources');
  const [selected, setSelected] = useState<string | null>(null);
  const columns = useSourceColumns();
  if (sources === null) return <Loading />;
  const chosen = sources.sources.find((source) => source.id === selected) ?? null;
  const takeIn = <Button intent="primary" icon={<Import />} text={say('sources.takeIn')} onClick={() => setTaking(true)} />;
  return (
    <div className="th-screen th-screen-fill">
      <ScreenHead title={say('sources.title')} about={say('sources.about')}>
        {takeIn}
      </ScreenHead>
      <Tabs id="sources-tabs" selectedTabId={tab} onChange={(next) => setTab(String(next))}>
        <Tab id="sources" title={say('sources.tabSources')} />
        <Tab id="labels" title={say('sources.tabLabels')} />
      </Tabs>
      {tab === 'labels' ? (
        <Labels />
      ) : sources.sources.length === 0 ? (
        <Empty icon={<Import size={40} />} title={say('sources.none')} next={say('sources.noneNext')} action={takeIn} />
      ) : (
        <>
          <Coverage sources={sources} />
          <div className="th-side-by-side">
            <Panel title={say('sources.list')} className="th-panel-table">
              <DataTable
                label={say('sources.list')}
                columns={columns}
                rows={sources.sources}
                rowKey={(row) => row.id}
                selected={selected}
                onSelect={(row) => setSelected(row.id)}
              />
            </Panel>
            <SourceDetails source={chosen} />
          </div>
        </>
      )}
      <TakeIn open={taking} onClose={() => setTaking(false)} />
    </div>
  );
}

function useSourceColumns(): readonly Column<Source>[] {
  const say = useWords();
  return useMemo(
    () => [
      { id: 'number', header: '#', width: '44px', end: true, cell: (row) => row.number, compare: (a, b) => a.number - b.number },
      {
        id: 'name',
        header: say('sources.name'),
        width: 'minmax(110px, 1.6fr)',
        cell: (row) => <strong title={row.name}>{row.name}</strong>,
        compare: (a, b) => a.name.localeCompare(b.name),
      },
      { id: 'exhibit', header: <Term id="exhibit">{say('sources.exhibit')}</Term>, width: '96px', cell: (row) => row.exhibit },
      {
        id: 'mode',
        header: <Term id="mode">{say('sources.mode')}</Term>,
        width: '80px',
        cell: (row) => (say.has(`modes.${row.mode}`) ? say(`modes.${row.mode}`) : row.mode),
      },
      {
        id: 'chain',
        header: say('sources.chain'),
        width: '132px',
        cell: (row) => (
          <>
            {row.chainName ?? '–'} {row.training ? <TrainingTag /> : null}
          </>
        ),
      },
      {
        id: 'size',
        header: say('sources.size'),
        width: '80px',
        end: true,
        cell: (row) => formatBytes(row.sizeBytes),
        compare: (a, b) => Number(a.sizeBytes) - Number(b.sizeBytes),
      },
      { id: 'state', header: say('sources.state'), width: '88px', cell: (row) => say(`sourceStates.${row.state}`) },
    ],
    [say],
  );
}
