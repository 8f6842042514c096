// One finding of a link rule: whom it would put together, why, what it rests on, what breaks it, and the way to accept or reject each link.
import { Button, FormGroup, InputGroup, Tag } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import type { CallInput } from '../../../../shared/contract/index.ts';
import type { Lead, LeadResult } from '../../../../shared/contract/lead.ts';
import { Facts, Panel } from '../../../design/pieces.tsx';
import { StatementBadge, Term } from '../../../design/statements.tsx';
import { useSession } from '../../../session/session.ts';
import { useWords } from '../../../session/words.ts';
import { groundText } from '../held/Control.tsx';
import { AccountLink, AssetName, MovementLink, RuleName, When, UnitAmount } from '../words.tsx';

interface Props {
  readonly lead: Lead;
  readonly rule: LeadResult['rules'][number] | undefined;
  readonly asked: CallInput<'lead.find'>;
  readonly onJudged: () => void;
}

export function LeadCard({ lead, rule, asked, onJudged }: Props): ReactNode {
  const say = useWords();
  return (
    <Panel
      className="th-lead"
      title={
        <>
          <Tag minimal intent={lead.verdict === 'holds' ? 'primary' : 'none'}>
            {lead.verdict === 'holds' ? '≈' : '?'} {say(`leads.verdicts.${lead.verdict}`)}
          </Tag>{' '}
          {say.reason(`lead:${lead.reason}`)} <span className="th-muted">{lead.chainName}</span>
        </>
      }
      aside={<RuleName rule={lead.rule} />}
    >
      <Links lead={lead} asked={asked} onJudged={onJudged} />
      <p className="th-muted th-small">{say('leads.restsOn')}</p>
      <div className="th-scroll">
        <table className="th-plain th-numbers">
          <tbody>
            {lead.evidence.map((one) => (
              <tr key={`${one.transaction}#${one.path ?? ''}`}>
                <td>
                  <When at={one.timeSeconds} />
                </td>
                <td>
                  {one.from === null ? '–' : <AccountLink value={one.from} chain={lead.chain} full />}
                  {one.to === null ? null : (
                    <>
                      {' → '}
                      <AccountLink value={one.to} chain={lead.chain} full />
                    </>
                  )}
                </td>
                <td className="th-end">
                  {one.amount === null || one.asset === null ? null : <UnitAmount amount={one.amount} asset={one.asset} />}
                </td>
                <td>{one.asset === null ? null : <AssetName asset={one.asset} />}</td>
                <td>
                  <MovementLink name={one.path === null ? one.transaction : `${one.transaction}#${one.path}`} chain={lead.chain} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {lead.more === 0 ? null : <p className="th-muted">{say('accounts.moreRows', { count: lead.more })}</p>}
      <Facts
        rows={[
          lead.grounds.length === 0
            ? null
            : [
                say('sourcesTabs.labels'),
                <div key="g">
                  {lead.grounds.map((ground) => (
                    <div key={ground.account}>
                      <AccountLink value={ground.account} chain={lead.chain} full /> {groundText(say, ground)}{' '}
                      <StatementBadge kind="attribution" />
                    </div>
                  ))}
                </div>,
              ],
          [say('cluster.breakers'), (rule?.knownBreakers ?? []).map((code) => say.reason(`breaker:${code}`)).join('; ')],
          [
            <Term key="e" id="errorRate">
              {say('cluster.errorRate')}
            </Term>,
            say(`errorRates.${rule?.errorRate ?? 'notMeasured'}`),
          ],
        ]}
      />
    </Panel>
  );
}

function Links({ lead, asked, onJudged }: Omit<Props, 'rule'>): ReactNode {
  const say = useWords();
  const { act } = useSession();
  const [judging, setJudging] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const judge = async (verdict: 'accepted' | 'rejected', a: string, b: string) => {
    const { assume = [], services = [] } = asked;
    const done = await act('lead.judge', {
      ...{ rule: lead.rule, chain: lead.chain, a, b, verdict, reason: reason.trim() },
      ...{ assume, services },
    });
    if (done === null) return;
    setJudging(null);
    setReason('');
    onJudged();
  };
  return (
    <ul className="th-plain-list">
      {lead.links.map(({ a, b, judged, why }) => {
        const key = `${a} ${b}`;
        return (
          <li key={key}>
            {say(lead.verdict === 'holds' ? 'leads.links' : 'leads.wouldLink')} <AccountLink value={a} chain={lead.chain} full />{' '}
            {say('cluster.and')} <AccountLink value={b} chain={lead.chain} full />{' '}
            {judged === 'open' ? null : (
              <Tag minimal intent={judged === 'accepted' ? 'success' : 'danger'}>
                {judged === 'accepted' ? '✓' : '✗'} {say(`leads.judged.${judged}`)}
              </Tag>
            )}{' '}
            {why === null ? null : <em>{why}</em>}{' '}
            <Button
              size="small"
              variant="outlined"
              text={say('leads.judge')}
              aria-expanded={judging === key}
              onClick={() => setJudging(judging === key ? null : key)}
            />
            {judging !== key ? null : (
              <div className="th-form th-form-line">
                <FormGroup label={say('labels.reason')} labelFor={`judge-${key}`} helperText={say('leads.judgeHelp')}>
                  <InputGroup id={`judge-${key}`} value={reason} onValueChange={setReason} />
                </FormGroup>
                <Button text={say('leads.accept')} disabled={reason.trim() === ''} onClick={() => void judge('accepted', a, b)} />
                <Button text={say('leads.reject')} disabled={reason.trim() === ''} onClick={() => void judge('rejected', a, b)} />
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
