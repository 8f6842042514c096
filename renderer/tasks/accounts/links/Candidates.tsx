// Payments of banks and exchanges beside movements on chains, near in worth and time by a table of rates that the examiner gives.
import { Button, FormGroup, InputGroup, Intent } from '@blueprintjs/core';
import { Search } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { CandidateView } from '../../../../shared/contract/account.ts';
import type { CallInput, CallOutput } from '../../../../shared/contract/index.ts';
import { groupThousands } from '../../../design/amounts.ts';
import { durationText } from '../../../design/durations.ts';
import { Panel } from '../../../design/pieces.tsx';
import { Explained, StatementBadge } from '../../../design/statements.tsx';
import { useTimes } from '../../../design/localTimes.tsx';
import { ChooseButton } from '../../../session/ChooseButton.tsx';
import { JobPanel } from '../../../session/JobPanel.tsx';
import { useSession } from '../../../session/session.ts';
import { useWords, type Words } from '../../../session/words.ts';
import { unitsText } from '../figures.ts';
import { JudgePair } from './JudgePair.tsx';
import { linkRequest, useLinkAnswer, useLinkDraft } from './linkDraft.ts';
import { AccountLink, AssetName, MovementLink, WhenOrDay, UnitAmount } from '../words.tsx';

interface Named {
  readonly chainName: (chain: string) => string;
}

export function Candidates({ chainName }: Named): ReactNode {
  const say = useWords();
  const { work, jobs } = useSession();
  const [draft, setDraft] = useLinkDraft();
  const [{ answer }, setAnswer] = useLinkAnswer();
  const running = jobs.some((job) => job.name === 'account.candidates');
  const built = linkRequest(draft);
  const find = async (asked: CallInput<'account.candidates'>) => {
    const result = await work('account.candidates', say('links.working'), asked, 'accounts');
    if (result !== null) setAnswer({ answer: { asked, result } });
  };
  const field = (name: 'tolerance' | 'before' | 'after' | 'account', info?: string) => (
    <FormGroup label={say(`links.${name}`)} labelFor={`links-${name}`} {...(info === undefined ? {} : { labelInfo: info })}>
      <InputGroup id={`links-${name}`} value={draft[name]} onValueChange={(value) => setDraft({ ...draft, [name]: value })} />
    </FormGroup>
  );
  return (
    <>
      <Panel
        title={
          <>
            {say('links.candidates')} <StatementBadge kind="inference" />
          </>
        }
      >
        <p className="th-muted">{say('links.candidatesAre')}</p>
        <FormGroup label={say('links.rates')} helperText={say('links.ratesIs')}>
          <ChooseButton
            purpose="openFiles"
            text={say('links.chooseRates')}
            chosen={draft.rates === null ? [] : [draft.rates]}
            onChosen={([chosen]) => (chosen === undefined ? undefined : setDraft({ ...draft, rates: chosen }))}
          />
        </FormGroup>
        <div className="th-form-two">
          {field('tolerance')}
          {field('before')}
          {field('after')}
          {field('account', say('form.optional'))}
        </div>
        <div className="th-actions">
          <Button
            intent={Intent.PRIMARY}
            size="large"
            icon={<Search />}
            text={say('links.find')}
            disabled={running || 'needs' in built}
            onClick={() => ('request' in built ? void find(built.request) : undefined)}
          />
          {'needs' in built && !running ? <span className="th-muted th-small">{say(built.needs)}</span> : null}
        </div>
        <JobPanel names={['account.candidates']} />
      </Panel>
      {answer === null ? null : <Answer result={answer.result} chainName={chainName} onJudged={() => void find(answer.asked)} />}
    </>
  );
}

function Answer({
  result,
  chainName,
  onJudged,
}: Named & { readonly result: CallOutput<'account.candidates'>; readonly onJudged: () => void }): ReactNode {
  const say = useWords();
  const times = useTimes();
  return (
    <Panel title={say('links.found', { count: groupThousands(result.candidates.length + result.more), rates: result.rates })}>
      {result.candidates.length === 0 ? (
        <p className="th-muted">{say('links.noneFound')}</p>
      ) : (
        <div className="th-scroll">
          <table className="th-plain th-numbers">
            <thead>
              <tr>
                <th>{say('links.payment')}</th>
                <th>{say('links.movement')}</th>
                <th className="th-end">{say('links.worth')}</th>
                <th>{say('links.apart')}</th>
                <th>
                  <Explained text={say('links.rivalsIs')}>{say('links.rivals')}</Explained>
                </th>
                <th>{say('links.verdict')}</th>
              </tr>
            </thead>
            <tbody>
              {result.candidates.map((one) => (
                <tr key={`${one.payment.transfer} ${one.transfer.transfer}`}>
                  <td>
                    <Leg leg={one.payment} chainName={chainName} />
                    {one.counterparty === null ? null : (
                      <div className="th-small">
                        {one.counterparty} {one.sameName ? <strong>{say('links.sameName')}</strong> : null}
                      </div>
                    )}
                  </td>
                  <td>
                    <Leg leg={one.transfer} chainName={chainName} />
                  </td>
                  <td className="th-end">
                    {unitsText(one.worth, one.payment.asset)} {one.currency}
                    <div className="th-muted th-small">{differenceText(one)}</div>
                    <div className="th-muted th-small">
                      {one.rate === null
                        ? say('links.sameCurrency')
                        : `${one.rate.rate} ${one.rate.pair} · ${one.rate.source} · ${times.full(one.rate.timeSeconds)}`}
                    </div>
                  </td>
                  <td>{apartText(say, one)}</td>
                  <td>{one.rivals === 0 ? '–' : groupThousands(one.rivals)}</td>
                  <td>
                    <JudgePair
                      {...{ from: one.payment.transfer, to: one.transfer.transfer, verdict: one.verdict, found: one.found, onJudged }}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {result.more === 0 ? null : <p className="th-muted">{say('accounts.moreRows', { count: groupThousands(result.more) })}</p>}
      {result.unpriced === 0 ? null : <p className="th-muted">{say('links.unpriced', { count: groupThousands(result.unpriced) })}</p>}
    </Panel>
  );
}

function Leg({ leg, chainName }: Named & { readonly leg: CandidateView['payment'] }): ReactNode {
  return (
    <>
      <div>
        <UnitAmount amount={leg.amount} asset={leg.asset} /> <AssetName asset={leg.asset} />{' '}
        <MovementLink name={leg.transfer} chain={leg.chain} />
      </div>
      <div>
        {leg.from === null ? '–' : <AccountLink value={leg.from} chain={leg.chain} />}
        {' → '}
        {leg.to === null ? '–' : <AccountLink value={leg.to} chain={leg.chain} />}
      </div>
      <div className="th-muted th-small">
        {chainName(leg.chain)} · <WhenOrDay of={leg} />
      </div>
    </>
  );
}

/** What the movement was worth more or less than the payment, with its sign. */
function differenceText({ difference, payment, currency }: CandidateView): string {
  const less = difference.startsWith('-');
  return `${less ? '−' : '+'}${unitsText(less ? difference.slice(1) : difference, payment.asset)} ${currency}`;
}

function apartText(say: Words, { seconds, payment, transfer }: CandidateView): string {
  const isDay = payment.day !== undefined || transfer.day !== undefined;
  if (seconds === 0) return say(isDay ? 'links.insideDay' : 'links.sameTime');
  const time = say(seconds > 0 ? 'links.later' : 'links.earlier', { time: durationText(say, Math.abs(seconds)) });
  return isDay ? say('links.atLeast', { time }) : time;
}
