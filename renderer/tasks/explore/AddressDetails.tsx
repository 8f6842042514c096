// One address: what it received and spent in coverage, labels by source, its cluster with the reasons, its history.
import { Button, FormGroup, InputGroup } from '@blueprintjs/core';
import { Path } from '@blueprintjs/icons';
import { type ReactNode, useMemo, useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { compareAmounts, groupThousands } from '../../design/amounts.ts';
import { type Column, DataTable } from '../../design/DataTable.tsx';
import { Amount, Facts, Id, OpenableId, Panel } from '../../design/pieces.tsx';
import { StatementBadge, Term } from '../../design/statements.tsx';
import { TimeCell } from '../../design/localTimes.tsx';
import { AskAbout } from '../../session/AskAbout.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { SearchArchives } from '../archives/SearchArchives.tsx';
import { SameLabel } from '../accounts/held/SameLabel.tsx';
import { TypedFrom } from '../transcribe/TypedFrom.tsx';
import { LinkedWith } from '../people/LinkedWith.tsx';
import { confidenceWord, kindsOf } from '../labels/labelWords.tsx';
import { ClusterLabels } from './ClusterLabels.tsx';
import { ClusterPanel } from './ClusterPanel.tsx';

type AddressFound = Extract<CallOutput<'show.find'>['found'][number], { kind: 'address' }>;
type HistoryRow = AddressFound['history'][number];

export function AddressDetails({ view }: { readonly view: AddressFound }): ReactNode {
  const say = useWords();
  const { go } = useSession();
  const columns = useMemo<readonly Column<HistoryRow>[]>(
    () => [
      { id: 'height', header: say('flow.columns.height'), width: '90px', end: true, cell: (row) => row.height ?? say('block.unanchored') },
      {
        id: 'time',
        header: say('flow.columns.time'),
        width: '170px',
        cell: (row) => <TimeCell at={row.time} />,
        compare: (a, b) => a.time - b.time,
      },
      {
        id: 'outpoint',
        header: <Term id="outpoint">{say('flow.columns.outpoint')}</Term>,
        width: 'minmax(200px, 1fr)',
        cell: (row) => <OpenableId value={row.outpoint} />,
      },
      {
        id: 'value',
        header: say('address.receivedColumn'),
        width: '170px',
        end: true,
        cell: (row) => <Amount value={row.valueSat} chain={view.chain} />,
        compare: (a, b) => compareAmounts(a.valueSat, b.valueSat),
      },
      {
        id: 'spent',
        header: say('transaction.spentBy'),
        width: 'minmax(180px, 1fr)',
        cell: (row) =>
          row.spentBy === null ? <span className="th-muted">{say('address.notSpentHere')}</span> : <OpenableId value={row.spentBy} />,
      },
    ],
    [say, view.chain],
  );
  const coverage = view.coverage.map((range) => `${groupThousands(range.from)}–${groupThousands(range.to)}`).join(', ');
  return (
    <>
      <Panel
        title={
          <>
            {say('kinds.address')} <span className="th-muted">{view.chainName}</span>
          </>
        }
        aside={
          <div className="th-actions">
            <AskAbout address={view.address} chain={view.chain} />
            <Button
              icon={<Path />}
              intent="primary"
              text={say('address.trace')}
              onClick={() => go({ task: 'trace', seeds: [view.address] })}
            />
          </div>
        }
      >
        <Facts
          rows={[
            [say('kinds.address'), <Id key="a" value={view.address} full />],
            [say('address.type'), view.type],
            [
              say('address.received'),
              <span key="r">
                <Amount value={view.receivedSat} chain={view.chain} exact /> <StatementBadge kind="derivation" />
              </span>,
            ],
            [say('address.spent'), <Amount key="s" value={view.spentSat} chain={view.chain} exact />],
            [say('coverage.transactions'), groupThousands(view.transactions)],
            [
              <Term key="c" id="coverage">
                {say('address.scope')}
              </Term>,
              coverage === '' ? say('address.scopeNone') : say('address.scopeText', { coverage }),
            ],
          ]}
        />
        <AddressLabels view={view} />
      </Panel>
      <SearchArchives key={`${view.chain} ${view.address}`} chain={view.chain} chainName={view.chainName} id={view.address} />
      <ClusterPanel address={view.address} chain={view.chain} size={view.clusterSize} />
      <Panel title={say('address.history', { count: view.history.length })} className="th-panel-table th-panel-short">
        <DataTable
          label={say('address.historyLabel')}
          columns={columns}
          rows={view.history}
          rowKey={(row) => row.outpoint}
          onOpen={(row) => go({ task: 'explore', text: row.outpoint.split(':')[0] ?? '' })}
        />
      </Panel>
      {view.earlier === undefined ? null : (
        <Panel title={say('address.earlier', { count: groupThousands(view.earlier.outputs) })}>
          <p className="th-small">
            {say('address.earlierMeans')} <Amount value={view.earlier.spentSat} chain={view.chain} />
          </p>
          <ul className="th-ids">
            {view.earlier.spends.map((spend) => (
              <li key={spend.outpoint}>
                <OpenableId value={spend.spentBy} /> <Amount value={spend.valueSat} chain={view.chain} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {view.more > 0 ? <p className="th-muted">{say('address.more', { count: groupThousands(view.more) })}</p> : null}
    </>
  );
}

function AddressLabels({ view }: { readonly view: AddressFound }): ReactNode {
  const say = useWords();
  const { act } = useSession();
  const [adding, setAdding] = useState(false);
  const [label, setLabel] = useState('');
  const [reason, setReason] = useState('');
  const add = async () => {
    if ((await act('labels.set', { chain: view.chain, address: view.address, label: label.trim(), reason: reason.trim() })) !== null) {
      setAdding(false);
      setLabel('');
      setReason('');
    }
  };
  return (
    <>
      <div className="th-panel-head">
        <h3>
          {say('sources.tabLabels')} <StatementBadge kind="attribution" />
        </h3>
        <Button size="small" text={say('labels.own')} aria-expanded={adding} onClick={() => setAdding(!adding)} />
      </div>
      {view.labels.length === 0 ? <p className="th-muted">{say('labels.noneHere')}</p> : null}
      <SameLabel labels={view.labels.map((one) => one.label)} address={view.address} />
      <table className="th-plain">
        <tbody>
          {view.labels.map((one) => (
            <tr key={one.id}>
              <th scope="row">❞ {one.label}</th>
              <td>{kindsOf(say, one)}</td>
              <td>{say('labels.by', { source: one.source, row: one.row })}</td>
              <td>{confidenceWord(say, one)}</td>
              <td className="th-muted">{one.delisted === '' ? one.date : say('labels.delisted', { day: one.delisted })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <LinkedWith chain={view.chain} address={view.address} />
      <TypedFrom id={view.address} />
      {view.clusterSize > 1 ? <ClusterLabels address={view.address} chain={view.chain} /> : null}
      {adding ? (
        <div className="th-form th-form-line">
          <FormGroup label={say('labels.label')} labelFor="own-label">
            <InputGroup id="own-label" value={label} onValueChange={setLabel} />
          </FormGroup>
          <FormGroup label={say('labels.reason')} labelFor="own-reason">
            <InputGroup id="own-reason" value={reason} onValueChange={setReason} />
          </FormGroup>
          <Button intent="primary" text={say('labels.save')} disabled={label.trim() === ''} onClick={() => void add()} />
        </div>
      ) : null}
    </>
  );
}
