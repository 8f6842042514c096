// Exposure: from which labelled parties money came and to which it went, of one address, and of lists by the unit's rules. It infers nothing
// itself.
import { Tab, Tabs } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { ScreenHead, TabPanel } from '../../design/pieces.tsx';
import { StatementBadge } from '../../design/statements.tsx';
import { useKept, useSession } from '../../session/session.ts';
import { OneExposure } from './OneExposure.tsx';
import { Screening } from './Screening.tsx';
import { useExposureWords } from './words.ts';

type ExposureTab = 'one' | 'list';

export function Exposure(): ReactNode {
  const words = useExposureWords();
  const { place, go } = useSession();
  const [kept, setTab] = useKept<ExposureTab>('exposure.tab', 'one');
  // Who comes with an address wants to see it, whatever was looked at last.
  const tab = place.text === undefined ? kept : 'one';
  return (
    <div className="th-screen">
      <ScreenHead
        title={
          <>
            {words.say('title')} <StatementBadge kind="inference" />
          </>
        }
        about={words.say('about')}
      />
      <Tabs
        id="exposure-tabs"
        selectedTabId={tab}
        onChange={(next) => {
          setTab(next as ExposureTab);
          if (place.text !== undefined) go({ task: 'exposure' });
        }}
      >
        <Tab id="one" title={words.say('title')} />
        <Tab id="list" title={words.say('screening')} />
      </Tabs>
      <TabPanel tabs="exposure-tabs" tab={tab}>
        {tab === 'one' ? <OneExposure /> : <Screening />}
      </TabPanel>
    </div>
  );
}
