// What scans found: by kind, by text, by whether the chain data know it; the chosen one beside it, and below what was not reported.
import { Button, Intent } from '@blueprintjs/core';
import { Search } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import type { KeptTrace } from '../../../shared/contract/device.ts';
import { groupThousands } from '../../design/amounts.ts';
import { DataTable } from '../../design/DataTable.tsx';
import { Notice } from '../../design/Notice.tsx';
import { Empty, FaultNotice, Loading, Panel, Unseen } from '../../design/pieces.tsx';
import { useAsk, useKept } from '../../session/session.ts';
import { PAGE, Pager } from './Pager.tsx';
import { ScanAccount } from './ScanAccount.tsx';
import { type ScanChoice, ScanSelect, shownScans } from './ScanSelect.tsx';
import { TraceCard } from './TraceCard.tsx';
import { NO_FILTER, type TraceFilter, TraceFilters } from './TraceFilters.tsx';
import { useTraceColumns } from './traceColumns.tsx';
import { useDeviceWords } from './words.tsx';

interface Props extends ScanChoice {
  readonly chosen: number | null;
  readonly onChoose: (trace: number | null) => void;
  readonly onMessage: (message: number) => void;
  readonly onJoin: (trace: number) => void;
  readonly onExhibits: () => void;
  readonly onContinue: (exhibit: number) => void;
  readonly isScanning: boolean;
}
const NONE: readonly KeptTrace[] = [];

export function Traces({ scans, scan, onScan, chosen, onChoose, onMessage, onJoin, onExhibits, onContinue, isScanning }: Props): ReactNode {
  const word = useDeviceWords();
  const [filter, setFilter] = useKept<TraceFilter>('devices.filter', NO_FILTER);
  const [after, setAfter] = useState(0);
  const of = scans.some((one) => one.scan === scan) && scan !== null ? { scan } : {};
  const asked = { ...of, text: filter.text.trim(), onlyOnChain: filter.onlyOnChain, withExamples: filter.withExamples };
  const { data, fault } = useAsk('device.traces', scans.length === 0 ? null : { ...asked, kinds: [...filter.kinds], after, limit: PAGE });
  // The counts of the kinds that are not chosen stay in sight too.
  const all = useAsk('device.traces', filter.kinds.length === 0 || scans.length === 0 ? null : { ...asked, limit: 1 });
  const columns = useTraceColumns(chosen !== null);
  const rows = data?.traces ?? NONE;
  const shown = shownScans({ scans, scan });
  if (scans.length === 0)
    return (
      <Panel>
        <Empty
          icon={<Search size={40} />}
          title={word(isScanning ? 'noScanYet' : 'noScan')}
          next={word(isScanning ? 'noScanYetNext' : 'noScanNext')}
          action={<Button intent="primary" text={word('toExhibits')} onClick={onExhibits} />}
        />
      </Panel>
    );
  return (
    <>
      {shown
        .filter(({ state }) => state === 'partial')
        .map((one) => (
          <Notice key={one.scan} compact intent={Intent.WARNING}>
            <div className="th-partial">
              <span>
                <strong>{word('partialTitle', { number: one.exhibit.number })}</strong> {word('partialIs')}
              </span>
              <Button
                size="small"
                text={
                  <>
                    {word('scan.goOn')} <Unseen text={one.exhibit.number} />
                  </>
                }
                disabled={isScanning}
                onClick={() => onContinue(one.exhibit.id)}
              />
            </div>
          </Notice>
        ))}
      <Panel
        className="th-trace-bar"
        title={`${word('tab.traces')} (${groupThousands(data?.total ?? 0)})`}
        aside={<ScanSelect scans={scans} scan={scan} onScan={onScan} />}
      >
        <TraceFilters
          filter={filter}
          counts={(filter.kinds.length === 0 ? data?.kinds : all.data?.kinds) ?? []}
          onFilter={(next) => {
            setAfter(0);
            setFilter(next);
          }}
        />
      </Panel>
      <div className={chosen === null ? 'th-people th-traces' : 'th-people th-people-open th-traces'}>
        <Panel className="th-panel-table th-panel-fill">
          <FaultNotice fault={fault} />
          {data === null && fault === null ? (
            <Loading />
          ) : (
            <DataTable
              label={word('tab.traces')}
              columns={columns}
              rows={rows}
              rowKey={({ trace }) => String(trace)}
              selected={chosen === null ? null : String(chosen)}
              onSelect={({ trace }) => onChoose(trace)}
              empty={<Empty icon={<Search size={32} />} title={word('noneFound')} next={word('noneFoundNext')} />}
            />
          )}
          <Pager after={after} shown={rows.length} total={data?.total ?? 0} onAfter={setAfter} />
        </Panel>
        {chosen === null ? null : (
          <TraceCard key={chosen} id={chosen} onMessage={onMessage} onJoin={onJoin} onClose={() => onChoose(null)} />
        )}
      </div>
      <Panel className="th-scan-accounts">
        {shown.map((one) => (
          <ScanAccount key={one.scan} scan={one} />
        ))}
      </Panel>
    </>
  );
}
