// Leads: what the link rules infer of the case's accounts, each finding with what it rests on and what breaks it, what a guard kept out,
// and what the examiner makes of it. It infers nothing itself.
import { Button, Checkbox, FormGroup, HTMLSelect, InputGroup, Intent } from '@blueprintjs/core';
import { Search } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { CallInput, CallOutput } from '../../../../shared/contract/index.ts';
import type { LeadResult } from '../../../../shared/contract/lead.ts';
import { groupThousands } from '../../../design/amounts.ts';
import { FaultNotice, Loading, Panel } from '../../../design/pieces.tsx';
import { Explained, StatementBadge, Term } from '../../../design/statements.tsx';
import { JobPanel } from '../../../session/JobPanel.tsx';
import { useAsk, useSession } from '../../../session/session.ts';
import { useTimes } from '../../../design/localTimes.tsx';
import { useWords } from '../../../session/words.ts';
import { groundText } from '../held/Control.tsx';
import { LeadCard } from './LeadCard.tsx';
import { leadRequest, useLeadAnswer, useLeadDraft } from './leadDraft.ts';
import { Names } from '../Names.tsx';
import { AccountLink, RuleName, timeOrUnknown } from '../words.tsx';

type Rules = CallOutput<'lead.rules'>['rules'];

export function Leads(): ReactNode {
  const say = useWords();
  const { work, jobs } = useSession();
  const [draft, setDraft] = useLeadDraft();
  const [{ answer }, setAnswer] = useLeadAnswer();
  const known = useAsk('lead.rules', {});
  const summary = useAsk('account.summary', {});
  const running = jobs.some((job) => job.name === 'lead.find');
  const find = async (asked: CallInput<'lead.find'>) => {
    const result = await work('lead.find', say('leads.working'), asked, 'leads');
    if (result !== null) setAnswer({ answer: { asked, result } });
  };
  if (known.fault !== null) return <FaultNotice fault={known.fault} />;
  if (known.data === null) return <Loading />;
  const { rules } = known.data;
  const chosen = draft.rules.length === 0 ? rules.map(({ id }) => id) : draft.rules;
  const toggle = (id: string) => {
    const next = rules.map((rule) => rule.id).filter((other) => (other === id) !== chosen.includes(other));
    setDraft({ ...draft, rules: next.length === rules.length ? [] : next });
  };
  return (
    <>
      <Panel
        title={
          <>
            <Term id="lead">{say('leads.title')}</Term> <StatementBadge kind="inference" />
          </>
        }
      >
        <p className="th-muted">{say('leads.about')}</p>
        <RuleTable rules={rules} chosen={chosen} onToggle={toggle} />
        <div className="th-form-two">
          <FormGroup label={say('leads.onlyAccount')} labelFor="lead-account" labelInfo={say('form.optional')}>
            <InputGroup
              id="lead-account"
              className="th-mono"
              value={draft.account}
              onValueChange={(account) => setDraft({ ...draft, account })}
              placeholder={say('accounts.assumedExample')}
            />
          </FormGroup>
          <FormGroup label={say('accounts.chain')} labelFor="lead-chain">
            <HTMLSelect
              id="lead-chain"
              fill
              value={draft.chain}
              onChange={(event) => setDraft({ ...draft, chain: event.currentTarget.value })}
              options={[
                { value: '', label: say('leads.allChains') },
                ...(summary.data?.chains ?? []).map(({ chain, name }) => ({ value: chain, label: name })),
              ]}
            />
          </FormGroup>
        </div>
        <div className="th-form-two">
          <FormGroup
            label={
              <>
                {say('leads.assume')} <StatementBadge kind="assumption" />
              </>
            }
            helperText={say('leads.assumeIs')}
          >
            <Names
              label={say('leads.assume')}
              example={say('accounts.assumedExample')}
              none={say('accounts.noAssumed')}
              text={draft.assumeText}
              names={draft.assume}
              show={(name) => name}
              onText={(assumeText) => setDraft({ ...draft, assumeText })}
              onNames={(assume, text) => setDraft({ ...draft, assume, ...(text === undefined ? {} : { assumeText: text }) })}
            />
          </FormGroup>
          <FormGroup
            label={
              <>
                {say('leads.services')} <StatementBadge kind="assumption" />
              </>
            }
            helperText={say('leads.servicesIs')}
          >
            <Names
              label={say('leads.services')}
              example={say('accounts.assumedExample')}
              none={say('accounts.noAssumed')}
              text={draft.servicesText}
              names={draft.services}
              show={(name) => name}
              onText={(servicesText) => setDraft({ ...draft, servicesText })}
              onNames={(services, text) => setDraft({ ...draft, services, ...(text === undefined ? {} : { servicesText: text }) })}
            />
          </FormGroup>
        </div>
        <Button
          intent={Intent.PRIMARY}
          size="large"
          icon={<Search />}
          text={say('leads.find')}
          disabled={running}
          onClick={() => void find(leadRequest(draft))}
        />
        <JobPanel names={['lead.find']} />
      </Panel>
      {answer === null ? null : <Result result={answer.result} asked={answer.asked} onJudged={() => void find(answer.asked)} />}
    </>
  );
}

function RuleTable({
  rules,
  chosen,
  onToggle,
}: {
  readonly rules: Rules;
  readonly chosen: readonly string[];
  readonly onToggle: (id: string) => void;
}): ReactNode {
  const say = useWords();
  return (
    <fieldset className="th-rules">
      <legend>{say('cluster.rules')}</legend>
      <table className="th-plain">
        <thead>
          <tr>
            <th scope="col">{say('cluster.rule')}</th>
            <th scope="col">{say('cluster.version')}</th>
            <th scope="col">{say('cluster.later')}</th>
            <th scope="col">
              <Term id="errorRate">{say('cluster.errorRate')}</Term>
            </th>
            <th scope="col">{say('cluster.breakers')}</th>
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <tr key={rule.id}>
              <td>
                <Checkbox checked={chosen.includes(rule.id)} onChange={() => onToggle(rule.id)} label={say.reason(`rule:${rule.id}`)} />
              </td>
              <td>
                <Explained text={`${rule.citation}. ${rule.preconditions.map((code) => say.reason(`precondition:${code}`)).join('; ')}`}>
                  <code>
                    {rule.id}@{rule.version}
                  </code>
                </Explained>
              </td>
              <td>{say(rule.changesWithLaterData ? 'cluster.dynamic' : 'cluster.static')}</td>
              <td>{say.has(`errorRates.${rule.errorRate}`) ? say(`errorRates.${rule.errorRate}`) : rule.errorRate}</td>
              <td>{rule.knownBreakers.map((code) => say.reason(`breaker:${code}`)).join('; ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </fieldset>
  );
}

function Result({
  result,
  asked,
  onJudged,
}: {
  readonly result: LeadResult;
  readonly asked: CallInput<'lead.find'>;
  readonly onJudged: () => void;
}): ReactNode {
  const say = useWords();
  const { full } = useTimes();
  return (
    <>
      <Panel title={say('leads.counted')}>
        <table className="th-plain th-numbers">
          <thead>
            <tr>
              <th>{say('cluster.rule')}</th>
              <th className="th-end">{say('leads.read')}</th>
              <th className="th-end">{say('leads.verdicts.holds')}</th>
              <th className="th-end">{say('leads.verdicts.undecidable')}</th>
              <th>{say('leads.keptOut')}</th>
            </tr>
          </thead>
          <tbody>
            {result.counts.map(({ rule, read, holds, undecidable, excluded }) => (
              <tr key={rule}>
                <td>
                  <RuleName rule={rule} /> <code className="th-muted th-small">{rule}</code>
                </td>
                <td className="th-end">{groupThousands(read)}</td>
                <td className="th-end">{groupThousands(holds)}</td>
                <td className="th-end">{groupThousands(undecidable)}</td>
                <td>{excluded.map(({ reason, count }) => `${groupThousands(count)}: ${say.reason(`lead:${reason}`)}`).join('; ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {result.assumed.length + result.services.length === 0 ? null : (
          <p className="th-small">
            <StatementBadge kind="assumption" />{' '}
            {result.assumed.length === 0 ? '' : say('leads.assumed', { accounts: result.assumed.join(', ') })}{' '}
            {result.services.length === 0 ? '' : say('leads.assumedServices', { accounts: result.services.join(', ') })}
          </p>
        )}
        {result.asOf.map(({ chain, chainName, block, timeSeconds }) => (
          <p key={chain} className="th-muted th-small">
            {say('leads.readUpTo', {
              chain: chainName,
              block: block === null ? '–' : groupThousands(block),
              time: timeOrUnknown(say, timeSeconds, full),
            })}
          </p>
        ))}
      </Panel>
      {result.leads.length === 0 ? <p className="th-muted">{say('leads.none')}</p> : null}
      {result.leads.map((lead) => (
        <LeadCard
          key={`${lead.rule} ${lead.chain} ${lead.account} ${lead.evidence[0]?.transaction ?? ''}`}
          lead={lead}
          rule={result.rules.find(({ id, version }) => `${id}@${version}` === lead.rule)}
          asked={asked}
          onJudged={onJudged}
        />
      ))}
      {result.more === 0 ? null : <p className="th-muted">{say('accounts.moreRows', { count: groupThousands(result.more) })}</p>}
      <KeptOut result={result} />
    </>
  );
}

function KeptOut({ result }: { readonly result: LeadResult }): ReactNode {
  const say = useWords();
  if (result.excluded.length === 0) return null;
  return (
    <Panel title={say('leads.keptOutCount', { count: groupThousands(result.excluded.length + result.excludedMore) })}>
      <p className="th-muted th-small">{say('leads.keptOutIs')}</p>
      <table className="th-plain">
        <tbody>
          {result.excluded.map((lead) => (
            <tr key={`${lead.rule} ${lead.chain} ${lead.account} ${lead.evidence[0]?.transaction ?? ''}`} className="th-still">
              <td>
                <RuleName rule={lead.rule} />
              </td>
              <td>
                <AccountLink value={lead.account} chain={lead.chain} full />
              </td>
              <td>{say.reason(`lead:${lead.reason}`)}</td>
              <td>
                {lead.grounds.map((ground) => (
                  <div key={ground.account}>
                    <AccountLink value={ground.account} chain={lead.chain} /> {groundText(say, ground)}
                  </div>
                ))}
              </td>
              <td>{lead.evidence[0] === undefined ? null : <AccountLink value={lead.evidence[0].transaction} chain={lead.chain} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {result.excludedMore === 0 ? null : (
        <p className="th-muted">{say('accounts.moreRows', { count: groupThousands(result.excludedMore) })}</p>
      )}
    </Panel>
  );
}
