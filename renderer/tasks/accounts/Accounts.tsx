// Account chains and ledgers without a chain: what the case holds, looking an address or transaction up, traces over balances.
import { Tab, Tabs } from '@blueprintjs/core';
import { type ReactNode, useEffect } from 'react';
import { ScreenHead, TabPanel } from '../../design/pieces.tsx';
import { type AccountsTab, useKept, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { Held } from './held/Held.tsx';
import { Leads } from './leads/Leads.tsx';
import { Links } from './links/Links.tsx';
import { Runs } from './results/Runs.tsx';
import { TraceForm } from './trace/TraceForm.tsx';

const TABS: readonly AccountsTab[] = ['held', 'leads', 'links', 'trace', 'runs'];

export function Accounts(): ReactNode {
  const say = useWords();
  const { place, go } = useSession();
  const [lastTab, setLastTab] = useKept<AccountsTab>('accounts.tab', 'held');
  // The rail names no tab: then the one that was open last.
  const tab = place.accountsTab ?? (place.text !== undefined ? 'held' : lastTab);
  useEffect(() => {
    if (tab !== lastTab) setLastTab(tab);
  }, [tab, lastTab, setLastTab]);
  return (
    <div className={tab === 'runs' && place.run === undefined ? 'th-screen th-screen-fill' : 'th-screen'}>
      <ScreenHead title={say('accounts.title')} about={say('accounts.about')} />
      <Tabs id="accounts-tabs" selectedTabId={tab} onChange={(next) => go({ task: 'accounts', accountsTab: next as AccountsTab })}>
        {TABS.map((id) => (
          <Tab key={id} id={id} title={say(`accountsTabs.${id}`)} />
        ))}
      </Tabs>
      <TabPanel tabs="accounts-tabs" tab={tab}>
        <Shown tab={tab} />
      </TabPanel>
    </div>
  );
}

function Shown({ tab }: { readonly tab: AccountsTab }): ReactNode {
  if (tab === 'trace') return <TraceForm />;
  if (tab === 'runs') return <Runs />;
  if (tab === 'leads') return <Leads />;
  return tab === 'links' ? <Links /> : <Held />;
}
