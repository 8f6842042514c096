// A table of victims in the result of a run: what reached which endpoint of whose money under the primary policy and the others, rows that mean
// nothing, and sums that would count units twice. It computes nothing.
import { HTMLSelect } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import type { VictimTableView } from '../../../../shared/contract/account.ts';
import { Panel } from '../../../design/pieces.tsx';
import { StatementBadge } from '../../../design/statements.tsx';
import { useWords } from '../../../session/words.ts';
import { figureText } from '../figures.ts';
import { AccountLink, AssetName, endStateText, MovementLink, policyText, UnitAmount } from '../words.tsx';

export function Victims({ table, order }: { readonly table: VictimTableView; readonly order: readonly string[] }): ReactNode {
  const say = useWords();
  const [policy, setPolicy] = useState(order[0] ?? '');
  const shown = table.policies[policy];
  return (
    <Panel
      title={
        <>
          {say('accounts.victimsOf', { file: table.file, count: table.rows.length })} <StatementBadge kind="assumption" />
        </>
      }
      aside={
        <HTMLSelect
          aria-label={say('accounts.policy')}
          value={policy}
          onChange={(event) => setPolicy(event.currentTarget.value)}
          options={order.filter((id) => table.policies[id] !== undefined).map((id) => ({ value: id, label: policyText(say, id) }))}
        />
      }
    >
      <div className="th-scroll">
        <table className="th-plain th-numbers">
          <thead>
            <tr>
              <th>{say('accounts.victim')}</th>
              <th>{say('accounts.movement')}</th>
              <th className="th-end">{say('accounts.claimed')}</th>
              <th>{say('accounts.reached')}</th>
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row) => (
              <tr key={row.reference}>
                <td>{row.reference}</td>
                <td>{row.transfer === null ? row.payment : <MovementLink name={row.transfer} />}</td>
                <td className="th-end">
                  {row.claimed === null || row.asset === null ? '–' : <UnitAmount amount={row.claimed} asset={row.asset} />}
                </td>
                <td>
                  {shown?.victims
                    .filter(({ reference }) => reference === row.reference)
                    .flatMap(({ endpoints }) =>
                      endpoints.map((end) => (
                        <div key={`${end.account} ${end.asset.key} ${end.state}`}>
                          {figureText(end)} <AssetName asset={end.asset} /> <AccountLink value={end.account} chain={end.chain} />{' '}
                          <span className="th-muted">{endStateText(say, end)}</span>
                        </div>
                      )),
                    )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {table.problems.length === 0 ? null : (
        <>
          <h3>{say('accounts.victimProblems', { count: table.problems.length })}</h3>
          <ul className="th-plain-list">
            {table.problems.map(({ reference, code, values }) => (
              <li key={`${reference} ${code}`}>
                {reference}: {say.has(`victimProblems.${code}`) ? say(`victimProblems.${code}`, values) : code}{' '}
                <span className="th-muted">{Object.values(values).join(' · ')}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {shown === undefined || shown.doubleCounts.length === 0 ? null : (
        <>
          <h3>{say('accounts.doubleCounts')}</h3>
          <ul className="th-plain-list">
            {shown.doubleCounts.map(({ kind, about, references, asset, sum, whole }) => (
              <li key={`${kind} ${about}`}>
                {say(`accounts.double.${kind}`)} {about} ({references.join(', ')}): <UnitAmount amount={sum} asset={asset} />{' '}
                {say('accounts.insteadOf')} <UnitAmount amount={whole} asset={asset} /> <AssetName asset={asset} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
