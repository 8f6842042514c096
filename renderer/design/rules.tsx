// A rule that infers something, told whole: what it says, its source, where it is asked, how often it is wrong. The same wherever one is shown.
import type { ReactNode } from 'react';
import type { LeadResult } from '../../shared/contract/lead.ts';
import { useWords, type Words } from '../session/words.ts';
import { Explained, Term } from './statements.tsx';

export type Rule = LeadResult['rules'][number];

/** "not measured", or the rate with its source. */
export function errorRateText(say: Words, rate: string): string {
  return say.has(`errorRates.${rate}`) ? say(`errorRates.${rate}`) : rate;
}

export function RuleText({ rule }: { readonly rule: Rule }): ReactNode {
  const say = useWords();
  return (
    <div className="th-rule">
      <p>
        <code>
          {rule.id}@{rule.version}
        </code>{' '}
        <strong>{say.reason(`rule:${rule.id}`)}</strong>
      </p>
      <p>{say.reason(`says:${rule.id}`)}</p>
      <dl>
        <div>
          <dt>{say('rules.source')}</dt>
          <dd>{rule.citation}</dd>
        </div>
        <div>
          <dt>{say('rules.askedWhere')}</dt>
          <dd>{rule.preconditions.map((code) => say.reason(`precondition:${code}`)).join('; ')}</dd>
        </div>
        <div>
          <dt>
            <Term id="errorRate">{say('cluster.errorRate')}</Term>
          </dt>
          <dd>{errorRateText(say, rule.errorRate)}</dd>
        </div>
        {rule.changesWithLaterData ? (
          <div>
            <dt>{say('cluster.later')}</dt>
            <dd>{say('cluster.dynamic')}</dd>
          </div>
        ) : null}
      </dl>
    </div>
  );
}

/** `multiInput@2`, with the rule behind it. */
export function RuleName({ rule }: { readonly rule: Rule }): ReactNode {
  return (
    <Explained text={<RuleText rule={rule} />}>
      <code>
        {rule.id}@{rule.version}
      </code>
    </Explained>
  );
}
