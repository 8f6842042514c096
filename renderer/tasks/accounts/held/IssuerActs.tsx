// What issuers did to an account, as the ledger states it: freezes, releases and destroyed funds with their times. It judges none.
import type { ReactNode } from 'react';
import type { IssuerAct } from '../../../../shared/contract/account.ts';
import { Panel } from '../../../design/pieces.tsx';
import { StatementBadge } from '../../../design/statements.tsx';
import { useWords } from '../../../session/words.ts';
import { AccountLink, AssetName, MovementLink, When, UnitAmount } from '../words.tsx';

/** `named`: of several accounts, each by its address. */
export function IssuerActs({ acts, named = false }: { readonly acts: readonly IssuerAct[]; readonly named?: boolean }): ReactNode {
  const say = useWords();
  return (
    <Panel title={say(named ? 'accounts.actsOfEnds' : 'accounts.acts')}>
      <p className="th-small">
        <StatementBadge kind="fact" /> {say('accounts.actsNote')}
      </p>
      <table className="th-plain">
        <thead>
          <tr>
            <th>{say('accounts.actTime')}</th>
            {named ? <th>{say('accounts.account')}</th> : null}
            <th>{say('accounts.actWhat')}</th>
            <th>{say('accounts.asset')}</th>
            <th>{say('accounts.calledBy')}</th>
            <th>{say('kinds.transaction')}</th>
          </tr>
        </thead>
        <tbody>
          {acts.map((act) => (
            <tr key={`${act.transaction}#${act.path}`}>
              <td>
                <When at={act.timeSeconds} />
              </td>
              {named ? (
                <td>
                  <AccountLink value={act.account} chain={act.chain} />
                </td>
              ) : null}
              <td>
                {say(`accountEvents.${act.kind}`)}{' '}
                {act.basis === 'call' ? <span className="th-muted">{say('accounts.actByCall')}</span> : null}
              </td>
              <td>
                {act.amount === null ? null : <UnitAmount amount={act.amount} asset={act.asset} />} <AssetName asset={act.asset} />
              </td>
              <td>{act.by === null ? '–' : <AccountLink value={act.by} chain={act.chain} />}</td>
              <td>
                <MovementLink name={`${act.transaction}#${act.path}`} chain={act.chain} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
