// One account: its ledgers by asset with sums that are no balances, labels by source, and its history row by row.
import { Button, HTMLSelect } from '@blueprintjs/core';
import { Path } from '@blueprintjs/icons';
import { type ReactNode, useMemo, useState } from 'react';
import type { AccountView } from '../../../../shared/contract/account.ts';
import { isLedger } from '../../../../shared/model/ledger.ts';
import { compareAmounts, groupThousands } from '../../../design/amounts.ts';
import { type Column, DataTable } from '../../../design/DataTable.tsx';
import { Facts, Id, Panel } from '../../../design/pieces.tsx';
import { GradeBadge, StatementBadge } from '../../../design/statements.tsx';
import { AskAbout } from '../../../session/AskAbout.tsx';
import { useAsk, useSession } from '../../../session/session.ts';
import { useWords } from '../../../session/words.ts';
import { AddToFetchList } from '../../fetch/AddToFetchList.tsx';
import { LabelList } from '../../explore/TransactionDetails.tsx';
import { Control } from './Control.tsx';
import { assetText, figureWidth, unitsText } from '../figures.ts';
import { Group } from './Group.tsx';
import { IssuerActs } from './IssuerActs.tsx';
import { TypedFrom } from '../../transcribe/TypedFrom.tsx';
import { LinkedWith } from '../../people/LinkedWith.tsx';
import { OwnLabel } from './OwnLabel.tsx';
import { SameLabel } from './SameLabel.tsx';
import { AccountLink, AssetName, notesOf, WhenCell, timeWidth, transferKindText, UnitAmount } from '../words.tsx';

type Row = AccountView['history'][number];
/** As many as the engine gives at a time. */
const PAGE = 200;
/** Contracts of single items that are listed. */
const MOST_ITEMS = 100;
const LEAST_AMOUNT = 130;
const LEAST_ASSET = 90;
/** So few rows are shown whole, without a scroller of their own. */
const FEW = 12;
/** All assets but those that borrow another's name. */
const GENUINE = 'genuine';
const rowKey = (row: Row) => `${row.transaction}#${row.path}#${row.direction}#${row.asset.key}`;

export function AccountPage({ view }: { readonly view: AccountView }): ReactNode {
  const say = useWords();
  const { go } = useSession();
  const [asset, setAsset] = useState('');
  const [selected, setSelected] = useState<string | null>(null);
  const [after, setAfter] = useState(0);
  // More rows than are shown: the engine picks those of the asset out of all of them.
  const picked = useAsk(
    'account.find',
    (asset === '' && after === 0) || (view.more === 0 && view.items.length === 0)
      ? null
      : { text: view.address, chain: view.chain, after, ...(asset === '' ? {} : asset === GENUINE ? { counterfeits: false } : { asset }) },
  );
  const found = picked.data?.found.find((one) => one.kind === 'account');
  const shown = found?.kind === 'account' ? found : view;
  const columns = useHistoryColumns(view.chain, shown.history);
  const rows = useMemo(
    () =>
      shown === view
        ? view.history.filter((row) => asset === '' || (asset === GENUINE ? row.asset.standing !== 'counterfeit' : row.asset.key === asset))
        : shown.history,
    [shown, view, asset],
  );
  const sorted = useMemo(
    () => [...view.ledgers].sort((a, b) => Number(a.asset.standing === 'counterfeit') - Number(b.asset.standing === 'counterfeit')),
    [view.ledgers],
  );
  const hasCounterfeits = sorted.at(-1)?.asset.standing === 'counterfeit';
  const fetchItems = isLedger(view.chain)
    ? []
    : [{ chain: view.chain, kind: 'address' as const, item: view.address, fromBlock: null, toBlock: null, why: say('fetch.wholeHistory') }];
  return (
    <>
      <Panel
        title={
          <>
            {say(isLedger(view.chain) ? 'accounts.account' : 'kinds.address')} <span className="th-muted">{view.chainName}</span>
          </>
        }
        aside={
          <div className="th-actions">
            <AddToFetchList items={fetchItems} />
            <AskAbout address={view.address} chain={view.chain} />
            <Button
              icon={<Path />}
              intent="primary"
              text={say('accounts.traceFrom')}
              onClick={() => go({ task: 'accounts', accountsTab: 'trace', seeds: [view.address], chain: view.chain })}
            />
          </div>
        }
      >
        <Facts
          rows={[
            [say(isLedger(view.chain) ? 'accounts.account' : 'kinds.address'), <Id key="a" value={view.address} full />],
            [
              say('transaction.recorded'),
              <span key="g">
                <StatementBadge kind="fact" /> <GradeBadge grade="S" />
              </span>,
            ],
            [say('accounts.counterparties'), groupThousands(view.counterparties)],
            [
              say('sourcesTabs.labels'),
              <div key="l">
                {view.labels.length === 0 ? null : (
                  <>
                    <LabelList labels={view.labels} /> <StatementBadge kind="attribution" />{' '}
                    <SameLabel labels={view.labels.map(({ label }) => label)} address={view.address} />
                  </>
                )}
                <LinkedWith chain={view.chain} address={view.address} />
                <TypedFrom id={view.address} />
                <OwnLabel key={`${view.chain} ${view.address}`} address={view.address} chain={view.chain} />
              </div>,
            ],
          ]}
        />
        <table className="th-plain th-numbers">
          <thead>
            <tr>
              <th>{say('accounts.asset')}</th>
              <th className="th-end">{say('accounts.received')}</th>
              <th className="th-end">{say('accounts.sent')}</th>
              <th className="th-end">{say('accounts.fees')}</th>
              <th className="th-end">{say('accounts.movements')}</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((ledger) => (
              <tr key={ledger.asset.key} className={ledger.asset.standing === 'counterfeit' ? 'th-still' : undefined}>
                <td>
                  <AssetName asset={ledger.asset} />
                </td>
                {([ledger.received, ledger.sent, ledger.fees] as const).map((amount, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: three fixed columns
                  <td key={index} className="th-end">
                    <UnitAmount amount={amount} asset={ledger.asset} />
                  </td>
                ))}
                <td className="th-end">{groupThousands(ledger.transfers)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {view.moreLedgers === 0 ? null : (
          <p className="th-muted th-small">{say('accounts.moreAssets', { more: groupThousands(view.moreLedgers) })}</p>
        )}
        {view.items.length === 0 ? null : <Items items={view.items} />}
        <p className="th-small">
          <StatementBadge kind="derivation" /> {say('accounts.sumsNote')}
        </p>
      </Panel>
      {view.acts.length === 0 ? null : <IssuerActs acts={view.acts} />}
      <Panel
        className={`th-panel-table th-account-history ${rows.length <= FEW ? 'th-rows-few' : ''}`}
        title={say('accounts.history', { count: groupThousands(view.history.length + view.more) })}
        aside={
          view.ledgers.length + view.items.length < 2 ? undefined : (
            <HTMLSelect
              aria-label={say('accounts.onlyAsset')}
              value={asset}
              onChange={(event) => {
                setAsset(event.currentTarget.value);
                setAfter(0);
              }}
              options={[
                { value: '', label: say('accounts.allAssets') },
                ...(hasCounterfeits ? [{ value: GENUINE, label: say('accounts.allGenuine') }] : []),
                ...sorted.map((ledger) => ({
                  value: ledger.asset.key,
                  label:
                    ledger.asset.standing === 'counterfeit'
                      ? `${assetText(ledger.asset)} (${say('accounts.counterfeit')})`
                      : assetText(ledger.asset),
                })),
                ...view.items.slice(0, MOST_ITEMS).map(({ contract, symbol }) => ({
                  value: contract,
                  label: say('accounts.itemsOf', { name: symbol ?? contract }),
                })),
              ]}
            />
          )
        }
      >
        {shown.more === 0 && after === 0 ? null : (
          <p className="th-muted th-small th-panel-inset">
            {say('accounts.rowsShown', {
              from: groupThousands(after + 1),
              to: groupThousands(after + shown.history.length),
              all: groupThousands(after + shown.history.length + shown.more),
            })}{' '}
            <Button
              size="small"
              disabled={after === 0}
              text={say('accounts.rowsBefore')}
              onClick={() => setAfter(Math.max(0, after - PAGE))}
            />{' '}
            <Button size="small" disabled={shown.more === 0} text={say('accounts.rowsAfter')} onClick={() => setAfter(after + PAGE)} />
          </p>
        )}
        <DataTable
          label={say('accounts.historyLabel')}
          columns={columns}
          rows={rows}
          rowKey={rowKey}
          selected={selected}
          onSelect={(row) => setSelected(rowKey(row))}
          onOpen={(row) => go({ task: 'accounts', text: row.transaction, chain: view.chain })}
          empty={<p className="th-muted th-panel-inset">{say('accounts.noHistory')}</p>}
        />
      </Panel>
      <Control address={view.address} chain={view.chain} />
      {isLedger(view.chain) ? null : <Group key={`${view.chain} ${view.address}`} address={view.address} chain={view.chain} />}
    </>
  );
}

/** Single items by their contract: an account may have had thousands. */
function Items({ items }: { readonly items: AccountView['items'] }): ReactNode {
  const say = useWords();
  return (
    <table className="th-plain th-numbers">
      <thead>
        <tr>
          <th>{say('accounts.itemsByContract')}</th>
          <th className="th-end">{say('accounts.items')}</th>
          <th className="th-end">{say('accounts.movements')}</th>
        </tr>
      </thead>
      <tbody>
        {items.slice(0, MOST_ITEMS).map(({ contract, symbol, standing, items: count, transfers }) => (
          <tr key={contract} className={standing === 'counterfeit' ? 'th-still' : undefined}>
            <td>
              {symbol === null ? null : `${symbol} `}
              {standing === 'counterfeit' ? `(${say('accounts.counterfeit')}) ` : null}
              <Id value={contract} full />
            </td>
            <td className="th-end">{groupThousands(count)}</td>
            <td className="th-end">{groupThousands(transfers)}</td>
          </tr>
        ))}
        {items.length <= MOST_ITEMS ? null : (
          <tr>
            <td colSpan={3}>{say('accounts.moreAssets', { more: groupThousands(items.length - MOST_ITEMS) })}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function useHistoryColumns(chain: string, rows: readonly Row[]): readonly Column<Row>[] {
  const say = useWords();
  const width = useMemo(
    () =>
      figureWidth(
        rows.map(({ amount, asset }) => unitsText(amount, asset)),
        LEAST_AMOUNT,
      ),
    [rows],
  );
  const assetWidth = useMemo(
    () =>
      figureWidth(
        rows.map(({ asset }) => [assetText(asset), ...notesOf(say, asset)].join('    ')),
        LEAST_ASSET,
      ),
    [rows, say],
  );
  return useMemo(
    () => [
      {
        id: 'time',
        header: say('accounts.timeUtc'),
        width: timeWidth(rows),
        cell: (row) => <WhenCell of={row} />,
        compare: (a, b) => (a.timeSeconds ?? 0) - (b.timeSeconds ?? 0),
      },
      {
        id: 'direction',
        header: say('accounts.direction'),
        width: rows.every(({ moves }) => moves) ? '84px' : '172px',
        cell: (row) => (
          <>
            {say(`accountDirections.${row.direction}`)} {row.moves ? null : <strong>· {say('accounts.movesNothing')}</strong>}
          </>
        ),
      },
      {
        id: 'amount',
        header: say('accounts.amount'),
        width: `minmax(${width}px, 1fr)`,
        end: true,
        cell: (row) => <UnitAmount amount={row.amount} asset={row.asset} />,
        compare: (a, b) => compareAmounts(a.amount, b.amount),
      },
      { id: 'asset', header: say('accounts.asset'), width: `${assetWidth}px`, cell: (row) => <AssetName asset={row.asset} /> },
      {
        id: 'counterparty',
        header: say('accounts.counterparty'),
        // Whole, not shortened: poisoned addresses share their first and last characters.
        width: 'minmax(336px, 1.4fr)',
        cell: (row) => (row.counterparty === null ? '–' : <AccountLink value={row.counterparty} chain={chain} full />),
        compare: (a, b) => (a.counterparty ?? '').localeCompare(b.counterparty ?? ''),
      },
      {
        id: 'transaction',
        header: say('kinds.transaction'),
        width: '172px',
        cell: (row) => <AccountLink value={row.transaction} chain={chain} />,
      },
      {
        id: 'kind',
        header: say('accounts.kind'),
        width: '104px',
        cell: (row) => transferKindText(say, row.kind),
      },
      {
        id: 'block',
        header: say('kinds.block'),
        width: '92px',
        end: true,
        cell: (row) => (row.blockNumber === null ? '–' : groupThousands(row.blockNumber)),
      },
    ],
    [say, chain, rows, width, assetWidth],
  );
}
