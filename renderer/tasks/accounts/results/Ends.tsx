// Where the traced amounts lie at the end, one column a policy: a row for each account, asset and state; the chosen row in words below.
import { type ReactNode, useMemo, useState } from 'react';
import type { AccountTraceResult } from '../../../../shared/contract/account.ts';
import type { CallOutput } from '../../../../shared/contract/index.ts';
import { isLedger } from '../../../../shared/model/ledger.ts';
import { type Column, DataTable } from '../../../design/DataTable.tsx';
import { Facts, Panel } from '../../../design/pieces.tsx';
import { StatementBadge, Term } from '../../../design/statements.tsx';
import { useAsk, useSession } from '../../../session/session.ts';
import { useWords } from '../../../session/words.ts';
import { AddToFetchList, type NewItem } from '../../fetch/AddToFetchList.tsx';
import { compareUnder, type EndRow, endRows, rangeAt, rangeOfRun } from './ends.ts';
import { figureText, figureWidth } from '../figures.ts';
import { AccountLink, AssetName, endStateText, FigureCell, MovementLink, policyText, whyText } from '../words.tsx';

const ROW_HEIGHT = 42;
const LEAST_WIDTH = 112;
/** So few rows are shown whole, without a scroller of their own. */
const FEW = 14;

interface Props {
  readonly result: AccountTraceResult;
  readonly order: readonly string[];
}

export function Ends({ result, order }: Props): ReactNode {
  const say = useWords();
  const { go } = useSession();
  const [selected, setSelected] = useState<string | null>(null);
  const names = order.join(' ');
  const rows = useMemo(() => endRows(result, names.split(' ')), [result, names]);
  const severalChains = new Set(rows.map(({ chain }) => chain)).size > 1;
  const summary = useAsk('account.summary', severalChains ? {} : null);
  const chainNames = summary.data?.chains;
  const nameOf = useMemo(() => {
    const byId = new Map(chainNames?.map(({ chain, name }) => [chain, name]));
    return (chain: string) => byId.get(chain) ?? chain;
  }, [chainNames]);
  const columns = useEndColumns(rows, severalChains ? nameOf : null, names);
  const chosen = rows.find(({ key }) => key === selected);
  // A ledger's owner is written to; nobody asks for its rows over the wire.
  const asked = chosen === undefined || isLedger(chosen.chain) ? null : rangeOfRun(result, chosen);
  const standsAt = chosen === undefined || isLedger(chosen.chain) || asked !== null ? null : firstTransfer(chosen, order);
  const found = useAsk(
    'account.find',
    chosen === undefined || standsAt === null ? null : { text: standsAt.split('#')[0] ?? '', chain: chosen.chain },
  );
  const itemsOf = ({ chain, account, state, asset }: EndRow): readonly NewItem[] =>
    isLedger(chain) || found.loading
      ? []
      : [
          {
            ...{ chain, kind: 'address', item: account, ...(asked ?? rangeAt(result, blockIn(found.data))) },
            why: say('fetch.fromRun', { run: result.run, why: endStateText(say, { state, asset }) }).slice(0, 400),
          },
        ];
  return (
    <>
      <Panel
        className={`th-panel-table th-ends ${rows.length <= FEW ? 'th-rows-few' : ''}`}
        title={say('accounts.ends', { count: rows.length })}
      >
        <DataTable
          label={say('accounts.endsLabel')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.key}
          rowHeight={ROW_HEIGHT}
          selected={selected}
          onSelect={(row) => setSelected(row.key)}
          onOpen={(row) => go({ task: 'accounts', text: row.account, chain: row.chain })}
          empty={<p className="th-muted th-panel-inset">{say('accounts.noEnds')}</p>}
        />
      </Panel>
      {chosen === undefined ? (
        rows.length === 0 ? null : (
          <p className="th-muted th-small">{say('accounts.chooseEnd')}</p>
        )
      ) : (
        <Panel title={endStateText(say, chosen)} aside={<AddToFetchList items={itemsOf(chosen)} />}>
          <Facts
            rows={[
              [say('accounts.account'), <AccountLink key="a" value={chosen.account} chain={chosen.chain} full />],
              [say('accounts.asset'), <AssetName key="as" asset={chosen.asset} />],
              ...order.map((policy): readonly [ReactNode, ReactNode] => {
                const end = chosen.ends[policy];
                return [
                  <Term key={policy} id={`accountPolicy.${policy}`}>
                    {policyText(say, policy)}
                  </Term>,
                  end === undefined ? (
                    <span key="n" className="th-muted">
                      {say('accounts.nothingHere')}
                    </span>
                  ) : (
                    <span key="v">
                      <FigureCell end={end} />
                      <span>{whyText(say, end.figure.why)}</span>
                      {end.transfer === null ? null : (
                        <span>
                          {say('accounts.broughtBy')} <MovementLink name={end.transfer} chain={end.chain} />
                        </span>
                      )}
                    </span>
                  ),
                ];
              }),
              [say('accounts.statement'), <StatementBadge key="s" kind="assumption" detail={say('accounts.policyIsAssumption')} />],
            ]}
          />
        </Panel>
      )}
    </>
  );
}

/** The movement that brought an end what lies there, under the first policy that has one. */
function firstTransfer({ ends }: EndRow, order: readonly string[]): string | null {
  return order.map((policy) => ends[policy]?.transfer ?? null).find((transfer) => transfer !== null) ?? null;
}

function blockIn(data: CallOutput<'account.find'> | null): number | null {
  return data?.found.flatMap((one) => (one.kind === 'accountTransaction' ? [one.blockNumber] : []))[0] ?? null;
}

function useEndColumns(rows: readonly EndRow[], nameOf: ((chain: string) => string) | null, names: string): readonly Column<EndRow>[] {
  const say = useWords();
  return useMemo(() => {
    const chain: Column<EndRow> = { id: 'chain', header: say('accounts.chain'), width: '150px', cell: (row) => nameOf?.(row.chain) };
    const policies = names.split(' ');
    const widths = policies.map((policy) =>
      figureWidth(
        rows.flatMap(({ ends }) => (ends[policy] === undefined ? [] : [figureText(ends[policy])])),
        LEAST_WIDTH,
      ),
    );
    return [
      {
        id: 'account',
        header: say('accounts.account'),
        width: '168px',
        cell: (row) => <AccountLink value={row.account} chain={row.chain} />,
        compare: (a, b) => a.account.localeCompare(b.account),
      },
      ...(nameOf === null ? [] : [chain]),
      { id: 'asset', header: say('accounts.asset'), width: '92px', cell: (row) => <AssetName asset={row.asset} /> },
      {
        id: 'state',
        header: say('accounts.state'),
        width: 'minmax(290px, 2fr)',
        cell: (row) => (
          <span className="th-two-lines" title={endStateText(say, row)}>
            {endStateText(say, row)}
          </span>
        ),
        compare: (a, b) => a.state.localeCompare(b.state),
      },
      ...policies.map(
        (policy, index): Column<EndRow> => ({
          id: policy,
          header: index === 0 ? <strong>{policyText(say, policy)}</strong> : policyText(say, policy),
          width: `minmax(${widths[index]}px, 1fr)`,
          end: true,
          cell: ({ ends }) => {
            const end = ends[policy];
            if (end === undefined) return <span className="th-muted">–</span>;
            return (
              <div className="th-figure">
                <FigureCell end={end} />
                {end.figure.why === null ? null : <div className="th-small th-muted">{say(`accounts.whyShort.${end.figure.why}`)}</div>}
              </div>
            );
          },
          compare: (a, b) => compareUnder(a, b, policy),
        }),
      ),
    ];
  }, [say, rows, nameOf, names]);
}
