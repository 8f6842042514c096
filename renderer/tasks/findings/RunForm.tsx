// Which typologies are asked with which values: each with its text, its starting values, what it would find now, and how it did in the
// self-test.
import { Button, Checkbox, Intent, Tag } from '@blueprintjs/core';
import { Search } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import type { AssetView } from '../../../shared/contract/account.ts';
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { TypologyRule } from '../../../shared/contract/typology.ts';
import { ruleTitle } from '../../../shared/words/index.ts';
import { groupThousands } from '../../design/amounts.ts';
import { Empty, FaultNotice, Loading, Panel } from '../../design/pieces.tsx';
import { JobPanel } from '../../session/JobPanel.tsx';
import { useAsk, useKept, useSession } from '../../session/session.ts';
import { askedRule, isAsked, useTypologyDraft } from './draft.ts';
import { RuleForm } from './RuleForm.tsx';
import { useFindingWords } from './words.tsx';

export type SelfTestRows = CallOutput<'typologies.selfTest'>['rows'];
const NO_SELF_TEST: { readonly rows: SelfTestRows | null } = { rows: null };

export function RunForm({ onRun }: { readonly onRun: () => void }): ReactNode {
  const words = useFindingWords();
  const { work, jobs } = useSession();
  const [draft, setDraft] = useTypologyDraft();
  const [{ rows }, setSelfTest] = useKept('findings.selfTest', NO_SELF_TEST);
  const known = useAsk('typologies.rules', {});
  const held = useAsk('typologies.input', {});
  const fault = known.fault ?? held.fault;
  if (fault !== null) return <FaultNotice fault={fault} />;
  if (known.data === null || held.data === null) return <Loading />;
  const { rules, limitTable } = known.data;
  const { assets, payments, bounds } = held.data;
  if (payments === 0) return <Empty title={words.say('title')} next={words.say('noPayments')} icon={<Search size={40} />} />;
  const asked = rules.filter((rule) => isAsked(draft, rule, assets));
  const isRunning = jobs.some(({ name }) => name === 'typologies.run');
  const run = async () => {
    const input = { rules: asked.map((rule) => askedRule(draft, rule, assets)) };
    if ((await work('typologies.run', words.say('working'), input, 'findings')) !== null) onRun();
  };
  const selfTest = async () => {
    const made = await work('typologies.selfTest', words.say('selfTest'), {}, 'findings');
    if (made !== null) setSelfTest({ rows: made.rows });
  };
  return (
    <>
      <Panel
        title={words.say('rules')}
        aside={
          <div className="th-actions">
            <Button size="small" text={words.say('chooseAll')} onClick={() => setDraft({ ...draft, without: [] })} />
            <Button
              size="small"
              text={words.say('chooseNone')}
              onClick={() => setDraft({ ...draft, without: rules.map(({ id }) => id) })}
            />
          </div>
        }
      >
        <p className="th-muted">{words.say('startingValues')}</p>
        <ul className="th-typologies">
          {rules.map((rule) => (
            <RuleLine
              key={rule.id}
              rule={rule}
              assets={assets}
              limitTable={limitTable}
              row={rows?.find((one) => one.rule === `${rule.id}@${rule.version}`)}
            />
          ))}
        </ul>
        <div className="th-actions">
          <Button
            intent={Intent.PRIMARY}
            size="large"
            icon={<Search />}
            text={words.say('run')}
            title={words.say('runWhy')}
            disabled={isRunning || asked.length === 0}
            onClick={() => void run()}
          />
          <span className="th-muted">
            {words.say('paymentsCount', { count: groupThousands(payments) })} ·{' '}
            {bounds.map(({ code, count }) => words.say(`bound.${code}`, { count: groupThousands(count) })).join('; ')}
          </span>
        </div>
        <JobPanel names={['typologies.run']} />
      </Panel>
      <Panel title={words.say('selfTest')} aside={<Button size="small" text={words.say('selfTestRun')} onClick={() => void selfTest()} />}>
        <p className="th-muted">{words.say('selfTestAbout')}</p>
        <JobPanel names={['typologies.selfTest']} />
      </Panel>
    </>
  );
}

interface LineProps {
  readonly rule: TypologyRule;
  readonly assets: readonly AssetView[];
  readonly limitTable: CallOutput<'typologies.rules'>['limitTable'];
  readonly row: SelfTestRows[number] | undefined;
}

function RuleLine({ rule, assets, limitTable, row }: LineProps): ReactNode {
  const words = useFindingWords();
  const [draft, setDraft] = useTypologyDraft();
  const [trying, setTrying] = useState(false);
  const [tried, setTried] = useState<{ readonly asked: string; readonly count: CallOutput<'typologies.try'> } | null>(null);
  const { ask, report } = useSession();
  const isOn = !draft.without.includes(rule.id);
  const isOpen = draft.open === rule.id;
  const request = askedRule(draft, rule, assets);
  const askedText = JSON.stringify(request);
  const count = async () => {
    setTrying(true);
    await ask('typologies.try', request).then((made) => setTried({ asked: askedText, count: made }), report);
    setTrying(false);
  };
  const changed = Object.keys(draft.parameters[rule.id] ?? {}).length > 0;
  const needsLimit = rule.limits === 'required' && Object.keys(request.limits ?? {}).length === 0;
  return (
    <li>
      <div className="th-typology-head">
        <Checkbox
          checked={isOn && !needsLimit}
          disabled={needsLimit}
          onChange={() =>
            setDraft({ ...draft, without: isOn ? [...draft.without, rule.id] : draft.without.filter((id) => id !== rule.id) })
          }
          label={ruleTitle(words, rule.id)}
        />
        {changed ? <Tag minimal>{words.say('parameters')} ≠</Tag> : null}
        {needsLimit ? <Tag minimal>{words.say('missing.limits')}</Tag> : null}
        <span className="th-typology-count" role="status">
          {tried === null || tried.asked !== askedText
            ? null
            : words.say('tried', { hits: groupThousands(tried.count.findings), near: groupThousands(tried.count.nearMisses) })}
        </span>
        <Button
          size="small"
          variant="outlined"
          loading={trying}
          disabled={needsLimit}
          text={words.say('tryNow')}
          aria-label={`${words.say('tryNow')}: ${ruleTitle(words, rule.id)}`}
          title={words.say('tryAbout')}
          onClick={() => void count()}
        />
        <Button
          size="small"
          variant="minimal"
          text={words.say('parameters')}
          aria-label={`${words.say('parameters')}: ${ruleTitle(words, rule.id)}`}
          aria-expanded={isOpen}
          onClick={() => setDraft({ ...draft, open: isOpen ? null : rule.id })}
        />
      </div>
      <p className="th-muted th-small">{words.say(`${rule.id}.rule`)}</p>
      {row === undefined ? null : (
        <p className="th-small">
          {words.say('selfTest')}:{' '}
          {words.say('selfTestText', {
            ...{ planted: row.planted, found: row.found, missed: row.planted - row.found, honest: row.honest },
            foundHonest: row.foundHonest.reduce((sum, one) => sum + one.count, 0),
            which: row.foundHonest.map(({ code, count: of }) => `${words.say(`honest.${code}`)} ${of}`).join(', ') || words.say('none'),
          })}
        </p>
      )}
      {isOpen ? <RuleForm rule={rule} assets={assets} limitTable={limitTable} /> : null}
    </li>
  );
}
