// What was seized and the copies made of it, as a tree; the chosen one beside it, or the form that adds one.
import { Button } from '@blueprintjs/core';
import { MobilePhone, Plus } from '@blueprintjs/icons';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { DeviceScan } from '../../../shared/contract/device.ts';
import type { Exhibit } from '../../../shared/contract/exhibit.ts';
import { formatBytes, groupThousands } from '../../design/amounts.ts';
import { type Column, DataTable } from '../../design/DataTable.tsx';
import { Empty, Loading, Panel, Unseen } from '../../design/pieces.tsx';
import { useKept } from '../../session/session.ts';
import { CustodyFormButton } from './CustodyFormButton.tsx';
import { ExhibitCard } from './ExhibitCard.tsx';
import { ExhibitForm } from './ExhibitForm.tsx';
import { type Branch, exhibitTree } from './exhibitTree.ts';
import { SumsState, useDeviceWords } from './words.tsx';

interface Props {
  /** Null while they are asked for. */
  readonly exhibits: readonly Exhibit[] | null;
  readonly scans: readonly DeviceScan[];
  readonly isScanning: (exhibit: Exhibit) => boolean;
  readonly onAskScan: (exhibit: Exhibit) => void;
  readonly onTraces: (scan: number) => void;
}

/** `new`: the form; `from`: what the new one is made from. */
type Adding = { readonly from: number | null };

export function Exhibits({ exhibits, scans, isScanning, onAskScan, onTraces }: Props): ReactNode {
  const word = useDeviceWords();
  const [chosenId, setChosen] = useKept<number | null>('devices.exhibit', null);
  const [adding, setAdding] = useState<Adding | null>(null);
  const branches = useMemo(() => exhibitTree(exhibits ?? []), [exhibits]);
  const scanText = useCallback(
    ({ id, copy }: Exhibit): string => {
      const last = scans.filter(({ exhibit }) => exhibit.id === id).at(-1);
      return copy === null ? '' : last === undefined ? word('scanState.none') : word(`scanState.${last.state}`);
    },
    [scans, word],
  );
  const columns = useMemo<readonly Column<Branch>[]>(
    () => [
      {
        id: 'number',
        header: word('column.number'),
        width: 'minmax(84px, .7fr)',
        cell: ({ exhibit, depth }) => (
          <span style={{ paddingLeft: `${depth * 14}px` }} title={exhibit.number}>
            {depth === 0 ? null : <span aria-hidden="true">└ </span>}
            <strong>{exhibit.number}</strong>
            {exhibit.from === null ? null : <Unseen text={word('madeFrom', { number: exhibit.from.number })} />}
          </span>
        ),
      },
      {
        id: 'description',
        header: word('column.description'),
        width: 'minmax(90px, 1fr)',
        cell: ({ exhibit }) => <span title={exhibit.description}>{exhibit.description}</span>,
      },
      {
        id: 'form',
        header: word('column.form'),
        width: 'minmax(84px, .5fr)',
        cell: ({ exhibit }) => {
          const form = word(`exhibitForm.${exhibit.copy?.form ?? 'item'}`);
          return <span title={form}>{form}</span>;
        },
      },
      {
        id: 'size',
        header: word('column.size'),
        width: '74px',
        end: true,
        cell: ({ exhibit }) => (exhibit.copy === null ? '' : formatBytes(exhibit.copy.bytes)),
      },
      { id: 'sums', header: word('column.sums'), width: 'minmax(102px, .5fr)', cell: ({ exhibit }) => <SumsState copy={exhibit.copy} /> },
      { id: 'scan', header: word('column.scan'), width: 'minmax(80px, .5fr)', cell: ({ exhibit }) => scanText(exhibit) },
    ],
    [word, scanText],
  );
  if (exhibits === null) return <Loading />;
  const add = <Button icon={<Plus />} intent="primary" text={word('addExhibit')} onClick={() => setAdding({ from: null })} />;
  const chosen = adding === null ? (exhibits.find(({ id }) => id === chosenId) ?? exhibits[0] ?? null) : null;
  if (exhibits.length === 0 && adding === null)
    return (
      <Panel>
        <Empty icon={<MobilePhone size={40} />} title={word('none')} next={word('noneNext')} action={add} />
      </Panel>
    );
  return (
    <div className={chosen === null && adding === null ? 'th-people' : 'th-people th-people-open'}>
      <Panel
        className="th-panel-table th-panel-fill"
        title={`${word('tab.exhibits')} (${groupThousands(exhibits.length)})`}
        aside={
          adding === null ? (
            <span className="th-actions">
              <CustodyFormButton />
              {add}
            </span>
          ) : null
        }
      >
        <DataTable
          label={word('tab.exhibits')}
          columns={columns}
          rows={branches}
          rowKey={({ exhibit }) => String(exhibit.id)}
          selected={chosen === null ? null : String(chosen.id)}
          onSelect={({ exhibit }) => {
            setAdding(null);
            setChosen(exhibit.id);
          }}
          empty={<p className="th-muted th-panel-inset">{word('noneYet')}</p>}
        />
      </Panel>
      {adding === null ? null : (
        <ExhibitForm
          key={adding.from ?? 'root'}
          exhibits={exhibits}
          from={adding.from}
          onDone={(id) => {
            if (id !== null) setChosen(id);
            setAdding(null);
          }}
        />
      )}
      {chosen === null ? null : (
        <ExhibitCard
          key={chosen.id}
          exhibit={chosen}
          scans={scans.filter((one) => one.exhibit.id === chosen.id)}
          isScanning={isScanning(chosen)}
          onAskScan={() => onAskScan(chosen)}
          onCopy={() => setAdding({ from: chosen.id })}
          onOpen={setChosen}
          onTraces={onTraces}
        />
      )}
    </div>
  );
}
