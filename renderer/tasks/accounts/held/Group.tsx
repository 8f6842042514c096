// The accounts around one: by links that the examiner accepted, and, when asked, by those a rule gives. An inference on demand; no trace and
// no total takes them for one.
import { Button, Checkbox } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import type { CallOutput } from '../../../../shared/contract/index.ts';
import { Panel } from '../../../design/pieces.tsx';
import { StatementBadge, Term } from '../../../design/statements.tsx';
import { JobPanel } from '../../../session/JobPanel.tsx';
import { useAsk, useSession } from '../../../session/session.ts';
import { useWords } from '../../../session/words.ts';
import { useLeadDraft } from '../leads/leadDraft.ts';
import { AccountLink, RuleName } from '../words.tsx';

type GroupAnswer = CallOutput<'lead.group'>;

export function Group({ address, chain }: { readonly address: string; readonly chain: string }): ReactNode {
  const say = useWords();
  const { work, go } = useSession();
  const known = useAsk('lead.rules', {});
  const [draft, setDraft] = useLeadDraft();
  const [rules, setRules] = useState<readonly string[]>([]);
  const [group, setGroup] = useState<GroupAnswer | null>(null);
  const show = async () => {
    const { assume, services } = draft;
    const asked = { account: address, chain, rules: [...rules], assume: [...assume], services: [...services] };
    setGroup(await work('lead.group', say('leads.groupWorking'), asked, `group ${address}`));
  };
  return (
    <Panel
      title={
        <>
          <Term id="accountGroup">{say('leads.group')}</Term> <StatementBadge kind="inference" />
        </>
      }
      aside={
        <Button
          size="small"
          text={say('leads.look')}
          onClick={() => {
            setDraft({ ...draft, account: address, chain });
            go({ task: 'accounts', accountsTab: 'leads' });
          }}
        />
      }
    >
      <p className="th-muted th-small">{say('leads.groupIs')}</p>
      <div className="th-actions">
        {(known.data?.rules ?? []).map(({ id, version }) => (
          <Checkbox
            key={id}
            inline
            checked={rules.includes(id)}
            onChange={() => setRules(rules.includes(id) ? rules.filter((other) => other !== id) : [...rules, id])}
          >
            <RuleName rule={`${id}@${version}`} />
          </Checkbox>
        ))}
        <Button size="small" text={say('leads.showGroup')} onClick={() => void show()} />
      </div>
      <JobPanel names={['lead.group']} about={`group ${address}`} />
      {group === null ? null : <Members group={group} />}
    </Panel>
  );
}

function Members({ group }: { readonly group: GroupAnswer }): ReactNode {
  const say = useWords();
  if (group.members.length < 2 && group.rejected.length === 0) return <p>{say('leads.groupAlone')}</p>;
  return (
    <>
      <p>
        {say('leads.groupSize', { count: group.members.length })} <Term id="errorRate">{say('cluster.errorRate')}</Term>:{' '}
        {say(`errorRates.${group.errorRate}`)}
      </p>
      <table className="th-plain">
        <tbody>
          {group.members.map(({ account, labels, rules }) => (
            <tr key={account}>
              <td>
                <AccountLink value={account} chain={group.chain} full />
              </td>
              <td>{labels.map((label) => `❞ ${label}`).join(' ')}</td>
              <td>
                {rules.map((rule) => (
                  <div key={rule}>
                    <RuleName rule={rule} />
                  </div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="th-plain-list">
        {group.joins.map(({ rule, a, b, basis, reason, transactions }) => (
          <li key={`${rule} ${a} ${b}`}>
            <AccountLink value={a} chain={group.chain} /> {say('cluster.and')} <AccountLink value={b} chain={group.chain} />{' '}
            <RuleName rule={rule} /> {basis === 'accepted' ? say('leads.acceptedBecause', { reason }) : say.reason(`lead:${reason}`)}{' '}
            {transactions.slice(0, 3).map((transaction) => (
              <AccountLink key={transaction} value={transaction} chain={group.chain} />
            ))}
          </li>
        ))}
        {group.rejected.map(({ rule, a, b, why }) => (
          <li key={`rejected ${rule} ${a} ${b}`} className="th-muted">
            ✗ {say('leads.judged.rejected')}: <AccountLink value={a} chain={group.chain} /> {say('cluster.and')}{' '}
            <AccountLink value={b} chain={group.chain} /> <RuleName rule={rule} /> {why}
          </li>
        ))}
      </ul>
    </>
  );
}
