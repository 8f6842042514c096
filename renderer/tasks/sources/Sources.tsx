// What the case was given and what it covers: taking data in, sources, coverage per chain, labels.
import { Button, Tab, Tabs } from '@blueprintjs/core';
import { Import, Search } from '@blueprintjs/icons';
import { type ComponentProps, type ReactNode, useMemo, useState } from 'react';
import { formatBytes, groupThousands } from '../../design/amounts.ts';
import { type Column, DataTable } from '../../design/DataTable.tsx';
import { Empty, Loading, Panel, ScreenHead, TabPanel } from '../../design/pieces.tsx';
import { Term, TrainingTag } from '../../design/statements.tsx';
import { JobPanel } from '../../session/JobPanel.tsx';
import { type SourcesAnswer, type SourcesTab, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { Questions } from '../archives/Questions.tsx';
import { Sync } from '../archives/Sync.tsx';
import { Watched } from '../archives/Watched.tsx';
import { Coverage } from './Coverage.tsx';
import { Labels } from '../labels/Labels.tsx';
import { MapTable } from './mapping/MapTable.tsx';
import type { TableToMap } from './mapping/tableToMap.ts';
import { SavedMappings } from './mapping/SavedMappings.tsx';
import { SourceDetails } from './SourceDetails.tsx';
import { TakeIn } from './TakeIn.tsx';

type Source = SourcesAnswer['sources'][number];

const TABS: readonly SourcesTab[] = ['sources', 'questions', 'watched', 'labels', 'mappings'];

export function Sources(): ReactNode {
  const say = useWords();
  const { sources, place, go } = useSession();
  const [adding, setAdding] = useState<'takeIn' | 'identify' | null>(null);
  const [mapping, setMapping] = useState<TableToMap | null>(null);
  const [lacking, setLacking] = useState<ComponentProps<typeof TakeIn>['lacking']>(null);
  const stateDecimals = (name: string, contracts: string) => {
    setLacking({ name, contracts });
    setAdding('takeIn');
  };
  if (sources === null) return <Loading />;
  if (mapping !== null) return <MapTable table={mapping} onClose={() => setMapping(null)} />;
  const tab = place.tab ?? 'sources';
  const buttons = (
    <>
      <Button icon={<Search />} text={say('sources.identify')} onClick={() => setAdding('identify')} />
      <Button intent="primary" icon={<Import />} text={say('sources.takeIn')} onClick={() => setAdding('takeIn')} />
    </>
  );
  return (
    <div className={tab === 'watched' ? 'th-screen' : 'th-screen th-screen-fill'}>
      <ScreenHead title={say('sources.title')} about={say('sources.about')}>
        {buttons}
      </ScreenHead>
      <Tabs id="sources-tabs" selectedTabId={tab} onChange={(next) => go({ task: 'sources', tab: next as SourcesTab })}>
        {TABS.map((id) => (
          <Tab key={id} id={id} title={say(`sourcesTabs.${id}`)} />
        ))}
      </Tabs>
      <TabPanel tabs="sources-tabs" tab={tab}>
        {tab === 'labels' ? (
          <Labels />
        ) : tab === 'mappings' ? (
          <SavedMappings />
        ) : tab === 'questions' ? (
          <Questions onIdentify={() => setAdding('identify')} />
        ) : tab === 'watched' ? (
          <div className="th-watched">
            <Watched />
            <Sync />
          </div>
        ) : (
          <Held sources={sources} buttons={<div className="th-actions">{buttons}</div>} onDecimals={stateDecimals} />
        )}
      </TabPanel>
      <TakeIn
        open={adding !== null}
        archive={adding === 'identify'}
        lacking={lacking}
        onClose={() => {
          setAdding(null);
          setLacking(null);
        }}
        onAgain={() => setAdding('takeIn')}
        onMap={setMapping}
      />
    </div>
  );
}

/** The sources themselves with what they cover. */
interface HeldProps {
  readonly sources: SourcesAnswer;
  readonly buttons: ReactNode;
  /** Decimals of these contracts are to be stated for a source. */
  readonly onDecimals: (name: string, contracts: string) => void;
}

function Held({ sources, buttons, onDecimals }: HeldProps): ReactNode {
  const say = useWords();
  const { jobs } = useSession();
  const [selected, setSelected] = useState<string | null>(null);
  const all = useSourceColumns();
  // Tables of accounts have neither blocks nor undo data.
  const blocks = sources.sources.some(({ mode }) => mode !== 'accounts' && mode !== 'labels');
  const columns = useMemo(() => all.filter(({ id }) => blocks || (id !== 'heights' && id !== 'undo')), [all, blocks]);
  const taking = <JobPanel names={['intake.run', 'labels.add']} />;
  if (sources.sources.length === 0)
    return jobs.some((job) => job.name === 'intake.run') ? (
      taking
    ) : (
      <Empty icon={<Import size={40} />} title={say('sources.none')} next={say('sources.noneNext')} action={buttons} />
    );
  return (
    <>
      {taking}
      <Coverage sources={sources} />
      <div className="th-side-by-side th-stacked">
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
        <SourceDetails
          source={sources.sources.find((source) => source.id === selected) ?? sources.sources.at(-1) ?? null}
          onDecimals={onDecimals}
        />
      </div>
    </>
  );
}

function heightsOf({ result }: Source): string {
  const headers = result?.headers;
  if (headers == null || headers.from === null || headers.to === null) return '–';
  return `${groupThousands(headers.from)}–${groupThousands(headers.to)}`;
}

function useSourceColumns(): readonly Column<Source>[] {
  const say = useWords();
  return useMemo(
    () => [
      { id: 'number', header: '#', width: '44px', end: true, cell: (row) => row.number, compare: (a, b) => a.number - b.number },
      {
        id: 'name',
        header: say('sources.name'),
        width: 'minmax(130px, 1.6fr)',
        cell: (row) => <strong title={row.name}>{row.name}</strong>,
        compare: (a, b) => a.name.localeCompare(b.name),
      },
      {
        id: 'exhibit',
        header: <Term id="exhibit">{say('sources.exhibit')}</Term>,
        width: '112px',
        cell: (row) => <span title={row.exhibit}>{row.exhibit}</span>,
      },
      {
        id: 'mode',
        header: <Term id="mode">{say('sources.mode')}</Term>,
        width: '80px',
        cell: (row) => (say.has(`modes.${row.mode}`) ? say(`modes.${row.mode}`) : row.mode),
      },
      {
        id: 'chain',
        header: say('sources.chain'),
        width: 'minmax(132px, 1.9fr)',
        cell: (row) => (
          <span title={row.chainName ?? ''}>
            {row.chainName ?? '–'} {row.training ? <TrainingTag /> : null}
          </span>
        ),
      },
      { id: 'heights', header: say('sources.heights'), width: '118px', end: true, cell: heightsOf },
      {
        id: 'undo',
        header: <Term id="undo">{say('sources.undo')}</Term>,
        width: '60px',
        cell: (row) =>
          row.result === null || !['takenIn', 'archive', 'node'].includes(row.mode)
            ? '–'
            : say(row.result.undo === 'none' ? 'sources.no' : 'sources.yes'),
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
