// Findings: typologies over the payments of the case, what they found, and what the examiner makes of it. It infers nothing itself.
import { Tab, Tabs } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { ScreenHead, TabPanel } from '../../design/pieces.tsx';
import { StatementBadge } from '../../design/statements.tsx';
import { useKept } from '../../session/session.ts';
import { FindingList } from './FindingList.tsx';
import { RunForm } from './RunForm.tsx';
import { useFindingWords } from './words.tsx';

type FindingsTab = 'run' | 'list';

export function Findings(): ReactNode {
  const words = useFindingWords();
  const [tab, setTab] = useKept<FindingsTab>('findings.tab', 'run');
  return (
    <div className={tab === 'list' ? 'th-screen th-screen-fill' : 'th-screen'}>
      <ScreenHead
        title={
          <>
            {words.say('title')} <StatementBadge kind="inference" />
          </>
        }
        about={words.say('about')}
      />
      <Tabs id="findings-tabs" selectedTabId={tab} onChange={(next) => setTab(next as FindingsTab)}>
        <Tab id="run" title={words.say('tab.run')} />
        <Tab id="list" title={words.say('tab.list')} />
      </Tabs>
      <TabPanel tabs="findings-tabs" tab={tab}>
        {tab === 'run' ? <RunForm onRun={() => setTab('list')} /> : <FindingList />}
      </TabPanel>
    </div>
  );
}
