// The link rules of a cluster as checkboxes: what each says, whether later data can change it, what makes it wrong. It
// chooses rules; ClusterPanel shows what they give.
import { Button, Checkbox, FormGroup, InputGroup } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { FaultNotice, Loading } from '../../design/pieces.tsx';
import { errorRateText, RuleName } from '../../design/rules.tsx';
import { Explained, Term, TermMark } from '../../design/statements.tsx';
import { useAsk } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';

type LinkRule = CallOutput<'cluster.rules'>['rules'][number];

interface Props {
  /** Rules as they are written, such as `multiInput` or `change:unique(optimal & fresh)`. */
  readonly chosen: readonly string[];
  readonly onChoose: (rules: readonly string[]) => void;
}

export function ClusterRules({ chosen, onChoose }: Props): ReactNode {
  const say = useWords();
  const [expression, setExpression] = useState('');
  const known = useAsk('cluster.rules', {});
  if (known.fault !== null) return <FaultNotice fault={known.fault} />;
  if (known.data === null) return <Loading />;
  // Building blocks of expressions, which alone would put together whoever was paid, are offered only inside expressions.
  const offered = known.data.rules.filter(
    (rule) => rule.choose !== null && !rule.isEarlier && rule.term !== 'all' && rule.term !== 'spent',
  );
  const ofOffer = new Set(offered.map((rule) => rule.choose));
  const own = chosen.filter((text) => !ofOffer.has(text));
  const toggle = (text: string) => onChoose(chosen.includes(text) ? chosen.filter((other) => other !== text) : [...chosen, text]);
  const add = () => {
    const text = `change:${expression.trim()}`;
    if (expression.trim() !== '' && !chosen.includes(text)) onChoose([...chosen, text]);
    setExpression('');
  };
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
          {offered.map((rule) => (
            <tr key={rule.id}>
              <td>
                <span className="th-canvas-asked">
                  <Checkbox
                    checked={chosen.includes(rule.choose ?? '')}
                    onChange={() => toggle(rule.choose ?? '')}
                    label={say.reason(`rule:${rule.id}`)}
                  />
                  <TermMark id={`ruleWord.${rule.id.slice(rule.id.indexOf('.') + 1)}`} name={say.reason(`rule:${rule.id}`)} />
                </span>
              </td>
              <td>
                <RuleName rule={rule} />
              </td>
              <td>{say(rule.changesWithLaterData ? 'cluster.dynamic' : 'cluster.static')}</td>
              <td>{errorRateText(say, rule.errorRate)}</td>
              <td>
                <Breakers rule={rule} />
              </td>
            </tr>
          ))}
          {own.map((text) => (
            <tr key={text}>
              <td colSpan={5}>
                <Checkbox checked onChange={() => toggle(text)}>
                  <code>{text}</code>
                </Checkbox>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <FormGroup label={say('cluster.expression')} labelFor="cluster-expression" helperText={say('cluster.expressionHelp')}>
        <div className="th-actions">
          <InputGroup
            id="cluster-expression"
            className="th-grow"
            value={expression}
            placeholder="unique(optimal & fresh) - reuse"
            spellCheck={false}
            onValueChange={setExpression}
            onKeyDown={(event) => {
              if (event.key === 'Enter') add();
            }}
          />
          <Button text={say('cluster.add')} disabled={expression.trim() === ''} onClick={add} />
        </div>
      </FormGroup>
    </fieldset>
  );
}

function Breakers({ rule }: { readonly rule: LinkRule }): ReactNode {
  const say = useWords();
  return (
    <Explained text={rule.knownBreakers.map((code) => say.reason(`breaker:${code}`)).join('; ')}>
      {say('cluster.breakerCount', { count: rule.knownBreakers.length })}
    </Explained>
  );
}
