// The result of one trace over balances: policies side by side, every end with one figure or a range and why, fees, what was left out,
// what is assumed and what would have to be fetched. It computes nothing.
import { Button, Intent } from '@blueprintjs/core';
import { ArrowLeft, FlowBranch } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { AccountTraceResult } from '../../../../shared/contract/account.ts';
import { isLedger } from '../../../../shared/model/ledger.ts';
import { Notice } from '../../../design/Notice.tsx';
import { groupThousands } from '../../../design/amounts.ts';
import { Facts, Id, Panel } from '../../../design/pieces.tsx';
import { StatementBadge, Term } from '../../../design/statements.tsx';
import { useAsk, useSession } from '../../../session/session.ts';
import { useWords, type Words } from '../../../session/words.ts';
import { type AccountRun, draftOf, useAccountDraft } from '../trace/draft.ts';
import { AddToFetchList } from '../../fetch/AddToFetchList.tsx';
import { blocksText } from '../../fetch/blocks.ts';
import { IssuerActs } from '../held/IssuerActs.tsx';
import { Ends } from './Ends.tsx';
import { orderedPolicies } from './ends.ts';
import { Victims } from './Victims.tsx';
import { AccountLink, AssetName, MovementLink, policyText, reasonText, UnitAmount } from '../words.tsx';

const MOST_LISTED = 200;
/** Reasons to fetch that taking the rows held as complete would answer. */
const LEDGER_LACKS: ReadonlySet<string> = new Set(['oneSidedLedger', 'incompleteLedger']);

interface Props {
  readonly result: AccountTraceResult;
  readonly registered: AccountRun | undefined;
}

export function TraceResult({ result, registered }: Props): ReactNode {
  const say = useWords();
  const { go } = useSession();
  const order = orderedPolicies(result, registered?.primary);
  return (
    <>
      <div className="th-actions">
        <Button icon={<ArrowLeft />} text={say('accounts.allRuns')} onClick={() => go({ task: 'accounts', accountsTab: 'runs' })} />
        <Button icon={<FlowBranch />} text={say('accounts.showFlow')} onClick={() => go({ task: 'flow', accountRun: result.run })} />
      </div>
      <Panel title={say('runs.detail', { run: result.run })}>
        <Facts
          rows={[
            registered === undefined ? null : [say('trace.question'), registered.question],
            registered === undefined
              ? null
              : [
                  <Term key="p" id="primaryPolicy">
                    {say('trace.primary')}
                  </Term>,
                  <span key="pv">
                    <strong>{policyText(say, registered.primary)}</strong> <StatementBadge kind="assumption" /> {registered.reason}
                  </span>,
                ],
            registered === undefined
              ? null
              : [
                  <Term key="o" id="ordinal">
                    {say('runs.ordinal')}
                  </Term>,
                  say('runs.ordinalText', { ordinal: registered.ordinal, siblings: registered.siblings }),
                ],
            result.assumed.length === 0
              ? null
              : [
                  <Term key="a" id="assumedAccount">
                    {say('accounts.assumed')}
                  </Term>,
                  <span key="av">
                    <StatementBadge kind="assumption" />
                    {result.assumed.map((account) => (
                      <AccountLink key={account} value={account} full />
                    ))}
                  </span>,
                ],
          ]}
        />
      </Panel>
      {result.conflicts === 0 ? null : (
        <Notice intent={Intent.WARNING} compact title={say('accounts.conflicts', { count: result.conflicts })}>
          <p>{say('accounts.conflictsInRun')}</p>
          <Button size="small" text={say('accounts.showConflicts')} onClick={() => go({ task: 'accounts', accountsTab: 'held' })} />
        </Notice>
      )}
      <Panel title={say('accounts.compared')}>
        <Compared result={result} order={order} />
        <p className="th-muted th-small">{say('accounts.comparedNote')}</p>
      </Panel>
      <Ends result={result} order={order} />
      {result.victims === undefined ? null : <Victims table={result.victims} order={order} />}
      {result.acts === undefined || result.acts.length === 0 ? null : <IssuerActs acts={result.acts} named />}
      <Seeds seeds={result.seeds} />
      <Fetch fetch={result.fetch} run={result.run} registered={registered} />
      <Excluded excluded={result.excluded} />
      <Panel>
        <Facts
          rows={[
            [
              <Term key="i" id="inputsDigest">
                {say('runs.inputsDigest')}
              </Term>,
              <Id key="id" value={result.inputsDigest} full />,
            ],
            [
              <Term key="r" id="resultDigest">
                {say('runs.resultDigest')}
              </Term>,
              <Id key="rd" value={result.resultDigest} full />,
            ],
          ]}
        />
      </Panel>
    </>
  );
}

function ordersText(say: Words, orders: string): string {
  const [name = '', tried = ''] = orders.split(':');
  return say.has(`accountOrders.${name}`) ? say(`accountOrders.${name}`, { tried }) : orders;
}

type Totals = AccountTraceResult['policies'][string]['totals'];

function Sums({ sums, of }: { readonly sums: Totals; readonly of: (key: string) => string }): ReactNode {
  if (sums.length === 0) return '–';
  return sums.map(({ asset, amount }) => (
    <div key={asset.key}>
      <UnitAmount amount={amount} asset={asset} /> <AssetName asset={asset} /> <span className="th-muted">{of(asset.key)}</span>
    </div>
  ));
}

function Compared({ result, order }: { readonly result: AccountTraceResult; readonly order: readonly string[] }): ReactNode {
  const say = useWords();
  // The same currency of two ledgers is two assets: each is named with its ledger.
  const chainOf = new Map(
    order.flatMap((name) => (result.policies[name]?.ends ?? []).map(({ asset, chain }) => [asset.key, chain] as const)),
  );
  const several = new Set(chainOf.values()).size > 1;
  const summary = useAsk('account.summary', several ? {} : null);
  const of = (key: string): string => (several ? (summary.data?.chains.find(({ chain }) => chain === chainOf.get(key))?.name ?? '') : '');
  return (
    <table className="th-plain th-numbers">
      <thead>
        <tr>
          <th>{say('accounts.policy')}</th>
          <th className="th-end">{say('accounts.totals')}</th>
          <th className="th-end">{say('accounts.fees')}</th>
          <th className="th-end">{say('accounts.endsCount')}</th>
          <th className="th-end">{say('accounts.ranges')}</th>
          <th>{say('accounts.orders')}</th>
        </tr>
      </thead>
      <tbody>
        {order.map((name, index) => {
          const policy = result.policies[name];
          if (policy === undefined) return null;
          return (
            <tr key={name}>
              <td>
                <Term id={`accountPolicy.${name}`}>{index === 0 ? <strong>{policyText(say, name)}</strong> : policyText(say, name)}</Term>
              </td>
              <td className="th-end">
                <Sums sums={policy.totals} of={of} />
              </td>
              <td className="th-end">
                <Sums sums={policy.fees} of={of} />
              </td>
              <td className="th-end">{groupThousands(policy.ends.length)}</td>
              <td className="th-end">{groupThousands(policy.ends.filter(({ figure }) => figure.amount === null).length)}</td>
              <td>{ordersText(say, policy.orders)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Seeds({ seeds }: { readonly seeds: AccountTraceResult['seeds'] }): ReactNode {
  const say = useWords();
  return (
    <Panel title={<Term id="accountSeed">{say('accounts.seeds', { count: seeds.length })}</Term>}>
      <table className="th-plain th-numbers">
        <thead>
          <tr>
            <th>{say('accounts.movement')}</th>
            <th className="th-end">{say('accounts.amount')}</th>
            <th>{say('accounts.asset')}</th>
            <th>{say('accounts.seedState')}</th>
          </tr>
        </thead>
        <tbody>
          {seeds.slice(0, MOST_LISTED).map(({ seed, asset, amount, excluded }) => (
            <tr key={seed} className={excluded === null ? undefined : 'th-still'}>
              <td>
                <MovementLink name={seed} />
              </td>
              <td className="th-end">
                <UnitAmount amount={amount} asset={asset} />
              </td>
              <td>
                <AssetName asset={asset} />
              </td>
              <td>{excluded === null ? say('accounts.seeded') : say('accounts.notSeeded', { reason: reasonText(say, excluded) })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <More count={seeds.length} />
    </Panel>
  );
}

/** What to bring from a connected computer for the trace to go on. */
function Fetch({
  fetch,
  run,
  registered,
}: {
  readonly fetch: AccountTraceResult['fetch'];
  readonly run: number;
  readonly registered: AccountRun | undefined;
}): ReactNode {
  const say = useWords();
  const { go } = useSession();
  const [, setDraft] = useAccountDraft();
  if (fetch.length === 0) return null;
  const whyText = (why: string) => (say.has(`fetchWhy.${why}`) ? say(`fetchWhy.${why}`) : why);
  // A ledger's owner is written to; nobody asks for its rows over the wire.
  const items = fetch
    .filter(({ chain }) => !isLedger(chain))
    .map(({ chain, kind, item, fromBlock, toBlock, why }) => ({
      ...{ chain, kind, item, fromBlock, toBlock },
      why: say('fetch.fromRun', { run, why: whyText(why) }),
    }));
  const lacking = fetch.filter(({ kind, why }) => kind === 'address' && LEDGER_LACKS.has(why)).map(({ item }) => item);
  /** The examiner's assumption in place of the missing rows: laid out in the form, started only by hand. */
  const assumeAll = (from: AccountRun) => {
    const draft = draftOf(from);
    setDraft({ ...draft, assume: [...new Set([...draft.assume, ...lacking])] });
    go({ task: 'accounts', accountsTab: 'trace' });
  };
  return (
    <Panel
      title={say('accounts.fetch', { count: fetch.length })}
      aside={
        <div className="th-actions">
          {registered === undefined || lacking.length === 0 ? null : (
            <Button text={say('accounts.assumeFetched')} onClick={() => assumeAll(registered)} />
          )}
          <AddToFetchList items={items} />
        </div>
      }
    >
      <p className="th-muted th-small">
        {say('accounts.fetchAbout')} {lacking.length === 0 ? '' : say('accounts.assumeFetchedIs')}
      </p>
      <table className="th-plain">
        <thead>
          <tr>
            <th>{say('accounts.chain')}</th>
            <th>{say('accounts.account')}</th>
            <th>{say('fetch.blocks')}</th>
            <th>{say('accounts.whyFetch')}</th>
          </tr>
        </thead>
        <tbody>
          {fetch.slice(0, MOST_LISTED).map(({ chain, chainName, kind, item, fromBlock, toBlock, why }) => (
            <tr key={`${chain} ${item} ${why}`}>
              <td>{chainName}</td>
              <td>{kind === 'address' ? <AccountLink value={item} chain={chain} full /> : <MovementLink name={item} chain={chain} />}</td>
              <td>{blocksText(say, { fromBlock, toBlock })}</td>
              <td>{whyText(why)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <More count={fetch.length} />
    </Panel>
  );
}

function Excluded({ excluded }: { readonly excluded: AccountTraceResult['excluded'] }): ReactNode {
  const say = useWords();
  if (excluded.length === 0) return null;
  return (
    <Panel title={say('accounts.excluded', { count: excluded.length })}>
      <p className="th-muted th-small">{say('accounts.excludedAbout')}</p>
      <table className="th-plain">
        <tbody>
          {excluded.slice(0, MOST_LISTED).map(({ transfer, reason }) => (
            <tr key={`${transfer} ${reason}`}>
              <td>
                <MovementLink name={transfer} />
              </td>
              <td>{reasonText(say, reason)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <More count={excluded.length} />
    </Panel>
  );
}

function More({ count }: { readonly count: number }): ReactNode {
  const say = useWords();
  return count <= MOST_LISTED ? null : (
    <p className="th-muted">{say('accounts.moreRows', { count: groupThousands(count - MOST_LISTED) })}</p>
  );
}
