// One seizure: what it moves, what cannot be told, its papers, and what became of it by the chain data of the case.
import { Button, Callout, FormGroup, InputGroup, Intent } from '@blueprintjs/core';
import { FolderOpen } from '@blueprintjs/icons';
import { type ReactNode, useMemo, useState } from 'react';
import type { Granted } from '../../../shared/chooser/contract.ts';
import type { AssetView } from '../../../shared/contract/account.ts';
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { SeizureBecame, SeizureView } from '../../../shared/contract/seizure.ts';
import { closingStands } from '../../../shared/model/closingStands.ts';
import { groupThousands } from '../../design/amounts.ts';
import { type Column, DataTable } from '../../design/DataTable.tsx';
import { TimeCell } from '../../design/localTimes.tsx';
import { Notice } from '../../design/Notice.tsx';
import { Facts, Id, Panel } from '../../design/pieces.tsx';
import { GradeBadge } from '../../design/statements.tsx';
import { ChooseButton } from '../../session/ChooseButton.tsx';
import { JobPanel } from '../../session/JobPanel.tsx';
import { type Locale, useLanguage } from '../../session/language.ts';
import { useSession } from '../../session/session.ts';
import { SheetLanguage } from '../../session/SheetLanguage.tsx';
import { useWords } from '../../session/words.ts';
import { amountText } from '../canvas/words.ts';

const JOBS = ['seizure.save'] as const;
type Coins = NonNullable<SeizureView['coins']>;
type Balance = NonNullable<SeizureView['balances']>[number];

/** Rows that are missing can take a sum below zero. */
function sumText(asset: AssetView, amount: string): string {
  const isBelow = amount.startsWith('-');
  const text = amountText([asset], { asset: 0, amount: isBelow ? amount.slice(1) : amount });
  return isBelow ? `−${text}` : text;
}

/** A reason takes two lines; where nothing is left out, one is enough. */
const heightOf = (rows: readonly { readonly why: string | null }[]): number => (rows.some(({ why }) => why !== null) ? 44 : 28);

export function SeizureDetails({ view }: { readonly view: SeizureView }): ReactNode {
  const say = useWords();
  const { seizure, chainName, coins, balances, height, agency, agencyBy, authority, exhibits, note } = view;
  const gaps = coins?.addresses.filter((one) => one.gaps.length > 0).length ?? 0;
  const amount = (text: string) => (coins === null ? '' : sumText(coins.unit, text));
  return (
    <>
      {coins === null ? <Balances rows={balances ?? []} /> : <Outputs coins={coins} />}
      <div className="th-columns th-columns-wide th-form-gap">
        <Panel title={say('seizure.one', { seizure, chain: chainName, height: groupThousands(height) })}>
          <Facts
            rows={[
              [say('seizure.agency'), <Id key="a" value={agency} full />],
              [say('seizure.agencyBy'), agencyBy],
              coins === null ? null : [say('seizure.sum'), amount(coins.totals.takenSat)],
              coins === null ? null : [say('seizure.fees'), amount(coins.totals.feeSat)],
              coins === null ? null : [say('seizure.paid'), <strong key="p">{amount(coins.totals.paidSat)}</strong>],
              coins === null ? null : [say('seizure.notKnown'), amount(coins.totals.unknownSat)],
              exhibits === '' ? null : [say('seizure.exhibits'), exhibits],
              authority === '' ? null : [say('seizure.authority'), authority],
              note === '' ? null : [say('seizure.note'), note],
            ]}
          />
          {gaps === 0 ? null : <Callout compact>{say('seizure.gaps', { count: groupThousands(gaps) })}</Callout>}
          <Papers seizure={seizure} />
        </Panel>
        <BecameOf view={view} />
      </div>
    </>
  );
}

function Outputs({ coins: { outputs, unit } }: { readonly coins: Coins }): ReactNode {
  const say = useWords();
  const columns = useMemo(
    (): readonly Column<Coins['outputs'][number]>[] => [
      { id: 'outpoint', header: say('seizure.outpoint'), width: 'minmax(150px, 1fr)', cell: (row) => <Id value={row.outpoint} /> },
      { id: 'address', header: say('seizure.address'), width: 'minmax(150px, 1fr)', cell: (row) => <Id value={row.address} /> },
      {
        id: 'amount',
        header: say('seizure.amount'),
        width: '210px',
        end: true,
        cell: (row) => sumText(unit, row.amountSat),
        compare: (a, b) => (BigInt(a.amountSat) < BigInt(b.amountSat) ? -1 : 1),
      },
      { id: 'grade', header: say('flow.columns.grade'), width: '130px', cell: (row) => <GradeBadge grade={row.grade} /> },
      { id: 'spending', header: say('seizure.spending'), width: '130px', cell: (row) => say(`seizure.spendings.${row.state}`) },
      {
        id: 'part',
        header: say('seizure.part'),
        width: 'minmax(110px, 0.8fr)',
        cell: (row) => (
          <span className="th-two-lines">
            {row.why === null ? (row.part === null ? '' : say('seizure.inPart', { part: row.part })) : say(`seizure.leftOut.${row.why}`)}
          </span>
        ),
      },
    ],
    [say, unit],
  );
  return (
    <Panel
      className={`th-panel-table th-form-gap ${outputs.length <= 14 ? 'th-rows-few' : ''}`}
      title={say('seizure.outputs', { count: groupThousands(outputs.length) })}
    >
      <DataTable
        label={say('seizure.outpoint')}
        columns={columns}
        rows={outputs}
        rowKey={(row) => row.outpoint}
        rowHeight={heightOf(outputs)}
      />
    </Panel>
  );
}

function Balances({ rows }: { readonly rows: readonly Balance[] }): ReactNode {
  const say = useWords();
  const columns = useMemo(
    (): readonly Column<Balance>[] => [
      { id: 'account', header: say('seizure.account'), width: 'minmax(150px, 1fr)', cell: (row) => <Id value={row.address} /> },
      { id: 'amount', header: say('seizure.amount'), width: '230px', end: true, cell: (row) => sumText(row.asset, row.amount) },
      {
        id: 'complete',
        header: say('seizure.complete'),
        width: '190px',
        cell: (row) => say(`seizure.completes.${row.complete ? 'yes' : 'no'}`),
      },
      {
        id: 'transfer',
        header: say('seizure.transfer'),
        width: 'minmax(160px, 1fr)',
        cell: (row) => (
          <span className="th-two-lines">
            {row.why === null ? sumText(row.asset, row.transfer?.amount ?? '0') : say(`seizure.leftOut.${row.why}`)}
          </span>
        ),
      },
    ],
    [say],
  );
  return (
    <Panel
      className={`th-panel-table th-form-gap ${rows.length <= 14 ? 'th-rows-few' : ''}`}
      title={say('seizure.balances', { count: groupThousands(rows.length) })}
    >
      <DataTable
        label={say('seizure.account')}
        columns={columns}
        rows={rows}
        rowKey={(row) => `${row.address} ${row.asset.key}`}
        rowHeight={heightOf(rows)}
      />
    </Panel>
  );
}

function Papers({ seizure }: { readonly seizure: number }): ReactNode {
  const say = useWords();
  const { work } = useSession();
  const [locale, setLocale] = useState<Locale>(useLanguage().locale);
  const [saved, setSaved] = useState<CallOutput<'seizure.save'> | null>(null);
  const save = async ([folder]: readonly Granted[]) => {
    if (folder === undefined) return;
    setSaved(null);
    setSaved(await work('seizure.save', say('seizure.saving'), { seizure, out: folder.grant, locale }));
  };
  return (
    <>
      <SheetLanguage id="seizure-locale" fill label={say('seizure.language')} value={locale} onChange={setLocale} />
      <ChooseButton
        purpose="saveFolder"
        intent={Intent.PRIMARY}
        icon={<FolderOpen />}
        text={say('seizure.save')}
        suggestedName="seizures"
        onChosen={(chosen) => void save(chosen)}
      />
      <JobPanel names={JOBS} />
      {saved === null ? null : (
        <Notice
          compact
          intent={Intent.SUCCESS}
          title={say('seizure.saved', { folder: saved.folder, count: groupThousands(saved.files.length) })}
          className="th-form-gap"
        >
          <Facts rows={saved.files.map(({ name, sha256 }) => [name, <Id key={name} value={sha256} full />])} />
        </Notice>
      )}
    </>
  );
}

function BecameOf({ view: { seizure, now, closings, withdrawn } }: { readonly view: SeizureView }): ReactNode {
  const say = useWords();
  const { act } = useSession();
  const [note, setNote] = useState('');
  const [reason, setReason] = useState('');
  const nothing = now.transactions.length === 0 && now.state !== 'contradicted';
  const last = closings.at(-1);
  const close = async () => {
    if ((await act('seizure.close', { seizure, note: note.trim() })) !== null) setNote('');
  };
  return (
    <Panel title={say('seizure.became')}>
      <p>
        <strong>{say(`seizure.states.${now.state}`)}</strong> {withdrawn?.reason}
      </p>
      {nothing && withdrawn === null ? <p className="th-muted">{say('seizure.nothingYet')}</p> : <Found became={now} />}
      <ul className="th-plain-list">
        {closings.map(({ event, time, examiner, note: said, state }) => (
          <li key={event}>
            {say('seizure.closed', { time: time.slice(0, 19).replace('T', ' '), examiner })}: {say(`seizure.states.${state}`)} {said}
          </li>
        ))}
      </ul>
      {last === undefined || closingStands(last, now) ? null : <Notice>{say('seizure.changed')}</Notice>}
      {withdrawn !== null ? null : (
        <>
          <FormGroup label={say('seizure.note')} labelFor="seizure-close-note">
            <InputGroup id="seizure-close-note" maxLength={2000} value={note} onValueChange={setNote} />
          </FormGroup>
          <Button intent="primary" disabled={nothing} text={say('seizure.close')} onClick={() => void close()} />
          <FormGroup label={say('seizure.reason')} labelFor="seizure-reason" className="th-form-gap">
            <InputGroup id="seizure-reason" maxLength={400} value={reason} onValueChange={setReason} />
          </FormGroup>
          <Button
            disabled={reason.trim() === ''}
            text={say('seizure.withdraw')}
            onClick={() => void act('seizure.withdraw', { seizure, reason: reason.trim() })}
          />
        </>
      )}
    </Panel>
  );
}

function Found({ became: { transactions, differences } }: { readonly became: SeizureBecame }): ReactNode {
  const say = useWords();
  return (
    <>
      <ul className="th-plain-list">
        {transactions.map(({ txid, height, timeSeconds, grade, paid }) => (
          <li key={txid}>
            <Id value={txid} full />
            <div>
              {paid.map(({ asset, amount }) => sumText(asset, amount)).join(' + ')} · {height === null ? '' : groupThousands(height)} ·{' '}
              <GradeBadge grade={grade} /> {timeSeconds === null ? null : <TimeCell at={timeSeconds} />}
            </div>
          </li>
        ))}
      </ul>
      <p className="th-muted">
        {differences.length === 0 ? say('seizure.noDifference') : say('seizure.differences', { count: groupThousands(differences.length) })}
      </p>
      <ul className="th-plain-list">
        {differences.map(({ what, of, planned, found }) => (
          <li key={`${what} ${of}`}>
            <strong>{say(`seizure.different.${what}`)}</strong> <span className="th-mono">{of}</span>
            <div className="th-muted">{say('seizure.planned', { planned, found })}</div>
          </li>
        ))}
      </ul>
    </>
  );
}
