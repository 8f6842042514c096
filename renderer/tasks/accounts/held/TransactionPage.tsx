// One transaction of an account chain: what became of it, what it moved and what moved nothing and why, events, and who says so.
import { Button, Checkbox, HTMLSelect, Tag } from '@blueprintjs/core';
import { Path } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import type { AccountTransactionView } from '../../../../shared/contract/account.ts';
import { isLedger } from '../../../../shared/model/ledger.ts';
import { groupThousands } from '../../../design/amounts.ts';
import { Facts, Id, Panel } from '../../../design/pieces.tsx';
import { GradeBadge, StatementBadge, Term } from '../../../design/statements.tsx';
import { useSession } from '../../../session/session.ts';
import { useWords, type Words } from '../../../session/words.ts';
import { Conflicts } from './Conflicts.tsx';
import { assetText } from '../figures.ts';
import { AccountLink, AssetName, notesOf, reasonText, WhenOrDay, transferKindText, UnitAmount } from '../words.tsx';

/** Rows of one source that are named one by one. */
const MOST_ROWS = 20;
const MOST_TRANSFERS = 500;

/** Cells whose meaning the movements already carry. */
const TOLD_ELSEWHERE: ReadonlySet<string> = new Set(['account', 'counterparty', 'time', 'clock', 'asset', 'amount', 'status']);

/** What the row says besides, in its own words: names, remarks, the transaction it names on a chain. */
function factRows(say: Words, { facts }: AccountTransactionView): readonly (readonly [ReactNode, ReactNode])[] {
  return Object.entries(facts)
    .filter(([role, text]) => !TOLD_ELSEWHERE.has(role) && text.trim() !== '')
    .map(([role, text]) => [
      say.has(`columnRoles.${role}`) ? capital(say(`columnRoles.${role}`)) : role,
      role === 'chainTxid' || role === 'chainAddress' ? (
        <AccountLink key={role} value={text.trim()} full />
      ) : (
        <span key={role}>
          <span className="th-muted" aria-hidden="true">
            ❞
          </span>{' '}
          {text}
        </span>
      ),
    ]);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Claims on the transaction, on who sent it and on those it moves between, each beside what it is about. */
function Labels({ view: { labels, chain } }: { readonly view: AccountTransactionView }): ReactNode {
  return (
    <>
      {labels.map(({ id, label, source }) => (
        <div key={`${id} ${label} ${source}`}>
          <AccountLink value={id} chain={chain} />{' '}
          <Tag minimal className="th-label" title={source}>
            ❞ {label}
          </Tag>
        </div>
      ))}
    </>
  );
}

export function TransactionPage({ view }: { readonly view: AccountTransactionView }): ReactNode {
  const say = useWords();
  const { go } = useSession();
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const toggle = (path: string) =>
    setTicked((before) => {
      const after = new Set(before);
      if (!after.delete(path)) after.add(path);
      return after;
    });
  const seeds = ticked.size === 0 ? [view.id] : view.transfers.flatMap(({ path }) => (ticked.has(path) ? [`${view.id}#${path}`] : []));
  const [asset, setAsset] = useState('');
  const assets = [...new Map(view.transfers.map((one) => [one.asset.key, one.asset])).values()];
  const transfers = view.transfers.filter((one) => asset === '' || one.asset.key === asset);
  const nothingMoves = view.transfers.every(({ moves, kind }) => !moves || kind === 'fee');
  return (
    <Panel
      title={
        <>
          {say('kinds.transaction')} <span className="th-muted">{view.chainName}</span>
        </>
      }
      aside={
        <Button
          icon={<Path />}
          intent="primary"
          disabled={nothingMoves}
          title={nothingMoves ? say('accounts.nothingToTrace') : undefined}
          text={ticked.size === 0 ? say('accounts.traceAll') : say('transaction.traceTicked', { count: ticked.size })}
          onClick={() => go({ task: 'accounts', accountsTab: 'trace', seeds, chain: view.chain })}
        />
      }
    >
      <Facts
        rows={[
          [
            <Term key="t" id="txid">
              {say('transaction.txid')}
            </Term>,
            <Id key="v" value={view.id} full />,
          ],
          view.labels.length === 0 ? null : [say('labels.label'), <Labels key="l" view={view} />],
          [
            say('transaction.recorded'),
            <span key="g">
              <StatementBadge kind="fact" /> <GradeBadge grade={view.grade} />
            </span>,
          ],
          [say('accounts.proofHead'), <Inclusion key="i" view={view} />],
          [say('accounts.status'), <Status key="s" status={view.status} />],
          [
            say('kinds.block'),
            <span key="b">
              {view.blockNumber === null ? say('accounts.noBlock') : say('block.height', { height: groupThousands(view.blockNumber) })}{' '}
              {view.position === null ? null : <span className="th-muted">{say('accounts.position', { position: view.position })}</span>}{' '}
              {view.blockHash === null ? null : <Id value={view.blockHash} />}
            </span>,
          ],
          [say('accounts.time'), <WhenOrDay key="t" of={view} />],
          view.from === null ? null : [say('accounts.signedBy'), <AccountLink key="f" value={view.from} chain={view.chain} full />],
          view.to === null ? null : [say('accounts.namedTo'), <AccountLink key="to" value={view.to} chain={view.chain} full />],
          [
            say('accounts.sources'),
            <div key="src">
              {view.sources.map(({ source, name, rows }) => (
                <div key={source}>
                  ❞ {name}{' '}
                  <span className="th-muted">
                    {rows.length === 0 ? '' : say('accounts.rows', { rows: rows.slice(0, MOST_ROWS).join(', ') })}
                    {rows.length > MOST_ROWS ? ` ${say('accounts.rowsMore', { count: rows.length - MOST_ROWS })}` : ''}
                  </span>
                </div>
              ))}
            </div>,
          ],
          ...factRows(say, view),
        ]}
      />
      <div className="th-panel-head">
        <h3>{say('accounts.movementsOf', { count: view.transfers.length })}</h3>
        {assets.length < 2 ? null : (
          <HTMLSelect
            aria-label={say('accounts.onlyAsset')}
            value={asset}
            onChange={(event) => setAsset(event.currentTarget.value)}
            options={[
              { value: '', label: say('accounts.allAssets') },
              ...assets.map((one) => ({ value: one.key, label: [assetText(one), ...notesOf(say, one)].join(' ') })),
            ]}
          />
        )}
      </div>
      {view.transfers.length === 0 ? (
        <p className="th-muted">{say('accounts.noMovements')}</p>
      ) : (
        <div className="th-scroll">
          <table className="th-plain th-movements">
            <thead>
              <tr>
                <th>{say('accounts.place')}</th>
                <th>{say('accounts.kind')}</th>
                <th>{say('accounts.fromTo')}</th>
                <th className="th-end">{say('accounts.amount')}</th>
                <th>{say('accounts.asset')}</th>
                <th>{say('accounts.movesHead')}</th>
              </tr>
            </thead>
            <tbody>
              {transfers.slice(0, MOST_TRANSFERS).map((transfer) => (
                <tr key={transfer.path} className={transfer.moves ? undefined : 'th-still'}>
                  <td className="th-index">
                    <Checkbox
                      checked={ticked.has(transfer.path)}
                      disabled={!transfer.moves || transfer.kind === 'fee'}
                      onChange={() => toggle(transfer.path)}
                      label={transfer.path}
                      aria-label={say('accounts.tick', { path: transfer.path })}
                    />
                  </td>
                  <td>
                    <div>{transferKindText(say, transfer.kind)}</div>
                    <GradeBadge grade={transfer.grade} />
                  </td>
                  <td>
                    <div>{transfer.from === null ? '–' : <AccountLink value={transfer.from} chain={view.chain} full />}</div>
                    <div>→ {transfer.to === null ? '–' : <AccountLink value={transfer.to} chain={view.chain} full />}</div>
                  </td>
                  <td className="th-end">
                    <UnitAmount amount={transfer.amount} asset={transfer.asset} />
                  </td>
                  <td>
                    <AssetName asset={transfer.asset} />
                  </td>
                  <td>
                    {transfer.reason === null ? (
                      say('accounts.moves')
                    ) : (
                      <>
                        <strong>{say('accounts.movesNothing')}</strong>: {reasonText(say, transfer.reason)}
                      </>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {view.transfers.length > MOST_TRANSFERS ? (
        <p className="th-muted">{say('accounts.movementsMore', { count: view.transfers.length - MOST_TRANSFERS })}</p>
      ) : null}
      <Events view={view} />
      <Conflicts conflicts={view.conflicts} />
    </Panel>
  );
}

/** What the proof rests on, or what it lacks. */
function Inclusion({ view: { chain, proof } }: { readonly view: AccountTransactionView }): ReactNode {
  const say = useWords();
  const { anchor, blockHash, receipt, why, operators } = proof;
  // Nothing of a ledger without a chain can be proven.
  const lacks = isLedger(chain) ? 'ledger' : why;
  return (
    <div>
      {anchor === null ? null : (
        <div>
          {say('accounts.proof.anchored', { height: groupThousands(anchor.blockNumber) })} <Id value={anchor.blockHash} />{' '}
          {say(receipt ? 'accounts.proof.receipt' : 'accounts.proof.noReceipt')}
        </div>
      )}
      {lacks === null ? null : <div className={blockHash === null ? 'th-muted' : undefined}>{say(`accounts.proof.${lacks}`)}</div>}
      {operators.length < 2 ? null : <div>{say('accounts.proof.agree', { operators: operators.join(', ') })}</div>}
    </div>
  );
}

function Status({ status }: { readonly status: AccountTransactionView['status'] }): ReactNode {
  const say = useWords();
  return (
    <span>
      <Tag minimal intent={status === 'ok' ? 'none' : status === 'failed' ? 'danger' : 'warning'}>
        {status === 'ok' ? '✓' : status === 'failed' ? '✗' : '?'} {say(`accountStatus.${status}`)}
      </Tag>
      {status === 'ok' ? null : <span className="th-muted th-small">{say(`accountStatusIs.${status}`)}</span>}
    </span>
  );
}

function Events({ view }: { readonly view: AccountTransactionView }): ReactNode {
  const say = useWords();
  if (view.events.length === 0) return null;
  return (
    <>
      <h3>{say('accounts.events', { count: view.events.length })}</h3>
      <ul className="th-plain-list">
        {view.events.slice(0, MOST_TRANSFERS).map((event, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: events of one transaction never move
          <li key={index}>
            <strong>{say.has(`accountEvents.${event.kind}`) ? say(`accountEvents.${event.kind}`) : event.kind}</strong>{' '}
            {event.actor === null ? '–' : <AccountLink value={event.actor} chain={view.chain} />} →{' '}
            {event.subject === null ? '–' : <AccountLink value={event.subject} chain={view.chain} />}{' '}
            {event.amount === null || event.asset === null ? null : <UnitAmount amount={event.amount} asset={event.asset} />}{' '}
            {event.asset === null ? null : <AssetName asset={event.asset} />}{' '}
            <span className="th-muted th-small">
              {Object.entries(event.details)
                .map(([name, value]) => `${name}: ${value}`)
                .join(', ')}
            </span>{' '}
            <GradeBadge grade={event.grade} />
          </li>
        ))}
      </ul>
    </>
  );
}
