// Seized devices: what was seized and who had it, what was found in the copies and where, wallets and messages as their programs kept them.
import { Tab, Tabs } from '@blueprintjs/core';
import { type ReactNode, useEffect, useState } from 'react';
import type { Exhibit } from '../../../shared/contract/exhibit.ts';
import type { CallInput } from '../../../shared/contract/index.ts';
import { groupThousands } from '../../design/amounts.ts';
import { FaultNotice, ScreenHead, TabPanel } from '../../design/pieces.tsx';
import { JobPanel } from '../../session/JobPanel.tsx';
import { type DevicesTab, useAsk, useKept, useSession } from '../../session/session.ts';
import { Exhibits } from './Exhibits.tsx';
import { KeysToCoins } from './KeysToCoins.tsx';
import { Messages } from './Messages.tsx';
import { ScanDialog } from './ScanDialog.tsx';
import { Traces } from './Traces.tsx';
import { Wallets } from './Wallets.tsx';
import { useDeviceWords } from './words.tsx';

const TABS: readonly DevicesTab[] = ['exhibits', 'traces', 'wallets', 'messages', 'keys'];
const NO_EXHIBITS: readonly Exhibit[] = [];

export function Devices(): ReactNode {
  const word = useDeviceWords();
  const { work, announce, jobs, place } = useSession();
  const [tab, setTab] = useKept<DevicesTab>('devices.tab', 'exhibits');
  useEffect(() => {
    if (place.devicesTab !== undefined) setTab(place.devicesTab);
  }, [place, setTab]);
  /** Null: all scans. */
  const [scan, setScan] = useKept<number | null>('devices.scan', null);
  const [trace, setTrace] = useKept<number | null>('devices.trace', null);
  const [around, setAround] = useKept<number | null>('devices.around', null);
  const [asking, setAsking] = useState<Exhibit | null>(null);
  const exhibits = useAsk('exhibit.list', {});
  const scans = useAsk('device.scans', {});
  const list = exhibits.data?.exhibits ?? NO_EXHIBITS;
  const isScanning = (exhibit: Exhibit): boolean => jobs.some(({ name, about }) => name === 'device.scan' && about === exhibit.number);
  const openTrace = (id: number) => {
    setTrace(id);
    setTab('traces');
  };

  const start = async (exhibit: Exhibit, input: Omit<CallInput<'device.scan'>, 'exhibit'>) => {
    setAsking(null);
    const done = await work('device.scan', word('scanning', { number: exhibit.number }), { exhibit: exhibit.id, ...input }, exhibit.number);
    if (done === null) return;
    const counts = { traces: done.traces, wallets: done.wallets, messages: done.messages };
    announce(
      word('scanned', {
        number: exhibit.number,
        ...Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, groupThousands(count)])),
      }),
      {
        text: word('toTraces'),
        onClick: () => {
          setScan(done.scan);
          setTab('traces');
        },
      },
    );
  };
  const shared = { scans: scans.data?.scans ?? [], scan, onScan: setScan };
  const shown: Readonly<Record<DevicesTab, () => ReactNode>> = {
    exhibits: () => (
      <Exhibits
        exhibits={exhibits.data === null ? null : list}
        scans={shared.scans}
        isScanning={isScanning}
        onAskScan={setAsking}
        onTraces={(id) => {
          setScan(id);
          setTab('traces');
        }}
      />
    ),
    traces: () => (
      <Traces
        {...shared}
        chosen={trace}
        onChoose={setTrace}
        onMessage={(id) => {
          setAround(id);
          setTab('messages');
        }}
        onExhibits={() => setTab('exhibits')}
        onContinue={(id) => setAsking(list.find((one) => one.id === id) ?? null)}
        isScanning={jobs.some(({ name }) => name === 'device.scan')}
      />
    ),
    wallets: () => <Wallets {...shared} />,
    messages: () => <Messages {...shared} around={around} onAround={setAround} onTrace={openTrace} />,
    keys: () => <KeysToCoins onTrace={openTrace} />,
  };
  return (
    <div className="th-screen th-screen-fill">
      <ScreenHead title={word('title')} about={word('about')} />
      <Tabs id="devices-tabs" selectedTabId={tab} onChange={(next) => setTab(next as DevicesTab)}>
        {TABS.map((one) => (
          <Tab key={one} id={one} title={word(`tab.${one}`)} />
        ))}
      </Tabs>
      <JobPanel names={['device.scan']} />
      {jobs.some(({ name }) => name === 'device.scan') ? <p className="th-muted th-small th-devices-goes-on">{word('goesOn')}</p> : null}
      <JobPanel names={['exhibit.add', 'device.openWallet', 'keys.expand', 'device.traces', 'device.trace']} />
      <FaultNotice fault={exhibits.fault ?? scans.fault} />
      <TabPanel tabs="devices-tabs" tab={tab}>
        {shown[tab]()}
      </TabPanel>
      {asking === null ? null : (
        <ScanDialog
          exhibit={asking}
          last={shared.scans.filter((one) => one.exhibit.id === asking.id).at(-1) ?? null}
          hasKey={scans.data?.hasSecretsKey === true}
          onStart={(input) => void start(asking, input)}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  );
}
