// People: what registers and the examiner say of persons, organisations, services and devices; leads between entries; tables of networks.
import { Tab, Tabs } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { ScreenHead, TabPanel } from '../../design/pieces.tsx';
import { JobPanel } from '../../session/JobPanel.tsx';
import { useKept, useSession } from '../../session/session.ts';
import { Leads } from './Leads.tsx';
import { NetworkTables } from './NetworkTables.tsx';
import { PeopleList } from './PeopleList.tsx';
import { CasePlaces } from './map/Places.tsx';
import { usePeopleWords } from './words.tsx';

const TABS = ['list', 'leads', 'map', 'tables'] as const;
type PeopleTab = (typeof TABS)[number];

export function People(): ReactNode {
  const word = usePeopleWords();
  const { go } = useSession();
  const [tab, setTab] = useKept<PeopleTab>('people.tab', 'list');
  const shown: Readonly<Record<PeopleTab, () => ReactNode>> = {
    list: () => <PeopleList />,
    leads: () => <Leads onOpen={() => setTab('list')} />,
    map: () => (
      <CasePlaces
        onOpen={(person) => {
          setTab('list');
          go({ task: 'people', person });
        }}
      />
    ),
    tables: () => <NetworkTables />,
  };
  return (
    <div className={tab === 'list' || tab === 'map' ? 'th-screen th-screen-fill' : 'th-screen'}>
      <ScreenHead title={word('title')} about={word('about')} />
      <Tabs id="people-tabs" selectedTabId={tab} onChange={(next) => setTab(next as PeopleTab)}>
        {TABS.map((one) => (
          <Tab key={one} id={one} title={word(`tab.${one}`)} />
        ))}
      </Tabs>
      <JobPanel names={['people.networks', 'people.list', 'people.show', 'people.matches', 'locate.person', 'locate.map']} />
      <TabPanel tabs="people-tabs" tab={tab}>
        {shown[tab]()}
      </TabPanel>
    </div>
  );
}
