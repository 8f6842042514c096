// Requests to exchanges and issuers: prepare one, print it, say what became of it, keep the answer; and what issuers could freeze. Nothing is sent
// from here.
import { Tab, Tabs } from '@blueprintjs/core';
import { type ReactNode, useEffect, useState } from 'react';
import { ScreenHead, TabPanel } from '../../design/pieces.tsx';
import { useKept, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { Deconflict } from './Deconflict.tsx';
import { FreezeNow } from './FreezeNow.tsx';
import { EMPTY_DRAFT, NewRequest, type RequestDraft } from './NewRequest.tsx';
import { RequestList } from './RequestList.tsx';
import { SeizurePanel } from '../seizure/SeizurePanel.tsx';

type RequestsTab = 'list' | 'new' | 'freeze' | 'seizure' | 'compare';

export function Requests(): ReactNode {
  const say = useWords();
  const { place } = useSession();
  const [tab, setTab] = useKept<RequestsTab>('requests.tab', 'list');
  const [chosen, setChosen] = useState<number | null>(null);
  const [draft, setDraft] = useKept<RequestDraft>('requests.draft', EMPTY_DRAFT);
  // An address brought from its page begins a request of its own.
  useEffect(() => {
    if (place.text === undefined) return;
    setDraft({ ...EMPTY_DRAFT, addresses: place.text });
    setTab('new');
  }, [place.text, setDraft, setTab]);
  useEffect(() => {
    if (place.request === undefined) return;
    setChosen(place.request);
    setTab('list');
  }, [place.request, setTab]);
  useEffect(() => {
    if (place.seizures === true) setTab('seizure');
  }, [place, setTab]);
  return (
    <div className="th-screen">
      <ScreenHead title={say('requests.title')} about={say('requests.about')} />
      <Tabs id="requests-tabs" selectedTabId={tab} onChange={(next) => setTab(next as RequestsTab)}>
        <Tab id="list" title={say('requests.tab.list')} />
        <Tab id="new" title={say('requests.tab.new')} />
        <Tab id="freeze" title={say('requests.tab.freeze')} />
        <Tab id="seizure" title={say('requests.tab.seizure')} />
        <Tab id="compare" title={say('requests.tab.compare')} />
      </Tabs>
      <TabPanel tabs="requests-tabs" tab={tab}>
        {tab === 'list' ? <RequestList chosen={chosen} onChoose={setChosen} onNew={() => setTab('new')} /> : null}
        {tab === 'new' ? (
          <NewRequest
            draft={draft}
            onDraft={setDraft}
            onMade={(request) => {
              setDraft(EMPTY_DRAFT);
              setChosen(request);
              setTab('list');
            }}
          />
        ) : null}
        {tab === 'seizure' ? <SeizurePanel /> : null}
        {tab === 'compare' ? <Deconflict /> : null}
        {tab === 'freeze' ? (
          <FreezeNow
            onRequest={(addresses, recipient) => {
              setDraft({ ...EMPTY_DRAFT, kind: 'freeze', addresses: addresses.join('\n'), recipient });
              setTab('new');
            }}
          />
        ) : null}
      </TabPanel>
    </div>
  );
}
