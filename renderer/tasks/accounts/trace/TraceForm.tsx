// Starting a trace over balances: seeds, assets, policies, where to stop, what is assumed, and the question written down first.
import { Button, Checkbox, FormGroup, HTMLSelect, InputGroup, Intent, SegmentedControl, Tag, TextArea } from '@blueprintjs/core';
import { Path, People } from '@blueprintjs/icons';
import { type ReactNode, useEffect, useRef } from 'react';
import { shortId } from '../../../design/ids.ts';
import { Panel } from '../../../design/pieces.tsx';
import { StatementBadge, Term } from '../../../design/statements.tsx';
import { ChooseButton } from '../../../session/ChooseButton.tsx';
import { JobPanel } from '../../../session/JobPanel.tsx';
import { useAsk, useSession } from '../../../session/session.ts';
import { useWords } from '../../../session/words.ts';
import { StopRules } from '../../trace/StopRules.tsx';
import { ACCOUNT_STOPS, type AccountDraft, EMPTY_DRAFT, requestOf, policiesOf, useAccountDraft } from './draft.ts';
import { movementParts } from '../figures.ts';
import { Names } from '../Names.tsx';
import { policyText } from '../words.tsx';

const LONGEST_SHOWN = 46;

export function TraceForm(): ReactNode {
  const say = useWords();
  const { place, jobs, work, go, noteDone } = useSession();
  const [draft, setDraft] = useAccountDraft();
  const summary = useAsk('account.summary', {});
  const change = (part: Partial<AccountDraft>) => setDraft({ ...draft, ...part });
  // biome-ignore lint/correctness/useExhaustiveDependencies: seeds are put forward once; what is typed later stays
  useEffect(() => {
    if (place.seeds !== undefined) change({ seeds: place.seeds, chain: place.chain ?? '' });
  }, [place.seeds]);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  const built = requestOf(draft);
  const needs = 'needs' in built ? built.needs : null;
  const running = jobs.some((job) => job.name === 'account.trace');
  const start = async () => {
    if (!('request' in built)) return;
    const question = draft.question.trim();
    const result = await work('account.trace', say('trace.working', { question }), built.request, 'accounts');
    if (result === null) return;
    setDraft(EMPTY_DRAFT);
    const show = () => go({ task: 'accounts', accountsTab: 'runs', run: result.run });
    if (here.current) show();
    else noteDone(say('trace.finished', { run: result.run }), { text: say('accounts.showResult'), onClick: show });
  };
  const chains = summary.data?.chains ?? [];
  const offered = policiesOf(draft.direction);
  return (
    <div className="th-columns th-columns-wide">
      <div className="th-stack">
        <Numbered number={1} title={<Term id="accountSeed">{say('trace.from')}</Term>}>
          <Names
            label={say('trace.fromLabel')}
            example={say('accounts.seedExample')}
            none={say('accounts.noSeeds')}
            text={draft.text}
            names={draft.seeds}
            show={seedText}
            onText={(text) => change({ text })}
            onNames={(seeds, text) => change({ seeds, ...(text === undefined ? {} : { text }) })}
          />
          <div className="th-actions">
            <ChooseButton
              purpose="openFiles"
              icon={<People />}
              text={say('accounts.victims')}
              onChosen={([chosen]) => (chosen === undefined ? undefined : change({ victims: chosen }))}
            />
            {draft.victims === null ? (
              <span className="th-muted th-small">{say('accounts.victimsIs')}</span>
            ) : (
              <Tag minimal size="large" onRemove={() => change({ victims: null })}>
                {draft.victims.name} {draft.victims.grant === null ? say('accounts.chooseAgain') : ''}
              </Tag>
            )}
          </div>
          <div className="th-form-two th-form-gap">
            <FormGroup label={say('accounts.chain')} labelFor="account-chain">
              <HTMLSelect
                id="account-chain"
                fill
                value={draft.chain}
                onChange={(event) => change({ chain: event.currentTarget.value })}
                options={[
                  { value: '', label: say('trace.chainAuto') },
                  ...chains.map((chain) => ({ value: chain.chain, label: chain.name })),
                ]}
              />
            </FormGroup>
            <FormGroup
              label={say('accounts.onlyAsset')}
              labelFor="account-asset"
              labelInfo={say('form.optional')}
              helperText={say('accounts.onlyAssetHelp')}
            >
              <InputGroup
                id="account-asset"
                value={draft.asset}
                onValueChange={(asset) => change({ asset })}
                placeholder={say('accounts.assetExample')}
              />
            </FormGroup>
          </div>
          <FormGroup label={say('trace.direction')}>
            <SegmentedControl
              options={(['forward', 'backward'] as const).map((value) => ({ value, label: say(`directions.${value}`) }))}
              value={draft.direction}
              onValueChange={(direction) => change({ direction: direction === 'backward' ? 'backward' : 'forward' })}
            />
          </FormGroup>
        </Numbered>
        <Numbered number={2} title={say('accounts.policies')}>
          <p className="th-muted th-small">{say('accounts.policiesAbout')}</p>
          {offered.map((policy) => (
            <Checkbox
              key={policy}
              checked={draft.policies.includes(policy)}
              onChange={() =>
                change({
                  policies: offered.filter((other) => (other === policy) !== draft.policies.includes(other)),
                })
              }
            >
              <strong>{policyText(say, policy)}</strong>{' '}
              <span className="th-muted th-small">{say(`terms.accountPolicy.${policy}.is`)}</span>
            </Checkbox>
          ))}
          <p className="th-small">
            <StatementBadge kind="assumption" /> {say('accounts.policyIsAssumption')}
          </p>
        </Numbered>
        <Numbered number={3} title={<Term id="assumedAccount">{say('accounts.assumed')}</Term>}>
          <p className="th-small">
            <StatementBadge kind="assumption" /> {say('accounts.assumedAbout')}
          </p>
          <Names
            label={say('accounts.assumedLabel')}
            example={say('accounts.assumedExample')}
            none={say('accounts.noAssumed')}
            text={draft.assumeText}
            names={draft.assume}
            show={nameText}
            onText={(assumeText) => change({ assumeText })}
            onNames={(assume, text) => change({ assume, ...(text === undefined ? {} : { assumeText: text }) })}
          />
          <p className="th-small">{say('accounts.openingsAbout')}</p>
          <Names
            label={say('accounts.openingsLabel')}
            example={say('accounts.openingsExample')}
            none={say('accounts.noOpenings')}
            text={draft.openingsText}
            names={draft.openings}
            show={(name) => name}
            onText={(openingsText) => change({ openingsText })}
            onNames={(openings, text) => change({ openings, ...(text === undefined ? {} : { openingsText: text }) })}
          />
        </Numbered>
      </div>
      <div className="th-stack">
        <Numbered number={4} title={<Term id="stops">{say('trace.stops')}</Term>}>
          <StopRules rules={ACCOUNT_STOPS} chosen={draft.stops} onChosen={(stops) => change({ stops })} decimals={0} />
          <h3 className="th-form-gap">{say('accounts.onward')}</h3>
          <Checkbox checked={draft.links} onChange={() => change({ links: !draft.links })}>
            <strong>{say('accounts.links')}</strong> <span className="th-muted th-small">{say('accounts.linksIs')}</span>
          </Checkbox>
          <Checkbox checked={draft.conversions} onChange={() => change({ conversions: !draft.conversions })}>
            <strong>{say('accounts.conversions')}</strong> <span className="th-muted th-small">{say('accounts.conversionsIs')}</span>
          </Checkbox>
          <Checkbox checked={draft.accepted} onChange={() => change({ accepted: !draft.accepted })}>
            <strong>{say('accounts.acceptedLinks')}</strong> <StatementBadge kind="assumption" />{' '}
            <span className="th-muted th-small">{say('accounts.acceptedLinksIs')}</span>
          </Checkbox>
        </Numbered>
        <Numbered number={5} title={say('trace.record')}>
          <p className="th-muted th-small">{say('trace.recordAbout')}</p>
          <FormGroup label={say('trace.question')} labelFor="account-question">
            <TextArea
              id="account-question"
              fill
              value={draft.question}
              onChange={(event) => change({ question: event.currentTarget.value })}
              placeholder={say('accounts.questionExample')}
            />
          </FormGroup>
          <FormGroup label={<Term id="primaryPolicy">{say('trace.primary')}</Term>} labelFor="account-primary">
            <HTMLSelect
              id="account-primary"
              fill
              value={draft.policies.includes(draft.primary) && offered.includes(draft.primary) ? draft.primary : ''}
              onChange={(event) => change({ primary: event.currentTarget.value })}
              options={[
                { value: '', label: say('trace.choosePrimary') },
                ...draft.policies
                  .filter((policy) => offered.includes(policy))
                  .map((policy) => ({ value: policy, label: policyText(say, policy) })),
              ]}
            />
          </FormGroup>
          <FormGroup
            label={draft.primary === '' ? say('trace.reasonOpen') : say('trace.reason', { policy: policyText(say, draft.primary) })}
            labelFor="account-reason"
          >
            <TextArea
              id="account-reason"
              fill
              value={draft.reason}
              onChange={(event) => change({ reason: event.currentTarget.value })}
              placeholder={say('trace.reasonExample')}
            />
          </FormGroup>
          <Button
            intent={Intent.PRIMARY}
            size="large"
            icon={<Path />}
            text={say('trace.start')}
            disabled={needs !== null || running}
            onClick={() => void start()}
          />
          {needs === null || running ? null : <p className="th-muted th-small">{say(needs)}</p>}
          <JobPanel names={['account.trace']} />
        </Numbered>
      </div>
    </div>
  );
}

/** Addresses whole: poisoned ones share their first and last characters. */
function nameText(name: string): string {
  return name.length <= LONGEST_SHOWN ? name : shortId(name);
}

function seedText(seed: string): string {
  const { transaction, path } = movementParts(seed);
  return path === '' ? nameText(seed) : `${shortId(transaction)} #${path}`;
}

function Numbered({
  number,
  title,
  children,
}: {
  readonly number: number;
  readonly title: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <Panel
      title={
        <>
          <span className="th-number">{number}</span> {title}
        </>
      }
    >
      {children}
    </Panel>
  );
}
