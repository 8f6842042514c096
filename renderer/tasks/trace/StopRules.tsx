// The stop rules that the catalogue offers, with their options. Nothing is ticked by itself.
import { Checkbox, FormGroup, InputGroup, Intent } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { StatementBadge } from '../../design/statements.tsx';
import type { Catalog } from '../../session/session.ts';
import { useWords, type Words } from '../../session/words.ts';
import { type OptionValue, optionValue } from './request.ts';

/** Option texts by rule; a rule that stands here is ticked. */
export type ChosenStops = Readonly<Record<string, Readonly<Record<string, string>>>>;
type Rule = Catalog['stops'][number];

/** The rules as the engine takes them; null while an option is missing or not valid. */
export function stopsOf(
  rules: readonly Rule[],
  chosen: ChosenStops,
  decimals: number,
): { rule: string; options: Record<string, OptionValue> }[] | null {
  const stops: { rule: string; options: Record<string, OptionValue> }[] = [];
  for (const rule of rules) {
    const texts = chosen[rule.id];
    if (texts === undefined) continue;
    const options: Record<string, OptionValue> = {};
    for (const option of rule.options) {
      const value = optionValue(option, texts[option.name] ?? '', decimals);
      if (value === null) return null;
      if (value !== undefined) options[option.name] = value;
    }
    stops.push({ rule: rule.id, options });
  }
  return stops;
}

interface Props {
  readonly rules: readonly Rule[];
  readonly chosen: ChosenStops;
  readonly onChosen: (chosen: ChosenStops) => void;
  readonly decimals: number;
}

export function StopRules({ rules, chosen, onChosen, decimals }: Props): ReactNode {
  const say = useWords();
  const toggle = (rule: Rule) => {
    const { [rule.id]: was, ...others } = chosen;
    if (was !== undefined) onChosen(others);
    else
      onChosen({
        ...chosen,
        [rule.id]: Object.fromEntries(
          rule.options.filter((option) => option.defaultValue !== null).map((option) => [option.name, String(option.defaultValue)]),
        ),
      });
  };
  return (
    <>
      <p className="th-muted th-small">{say(Object.keys(chosen).length === 0 ? 'trace.noStops' : 'trace.someStops')}</p>
      {rules.map((rule) => {
        const texts = chosen[rule.id];
        return (
          <div key={rule.id} className="th-stop">
            <Checkbox checked={texts !== undefined} onChange={() => toggle(rule)}>
              <strong>{say.has(`terms.stop.${rule.id}.word`) ? say(`terms.stop.${rule.id}.word`) : rule.id}</strong>{' '}
              {rule.inference ? <StatementBadge kind="inference" /> : null}
              <span className="th-muted th-small"> {say.has(`terms.stop.${rule.id}.is`) ? say(`terms.stop.${rule.id}.is`) : ''}</span>
            </Checkbox>
            {texts === undefined || rule.options.length === 0 ? null : (
              <div className="th-stop-options">
                {rule.options.map((option) => {
                  const bad = optionValue(option, texts[option.name] ?? '', decimals) === null;
                  return (
                    <FormGroup
                      key={option.name}
                      label={labelOf(say, option)}
                      labelFor={`stop-${rule.id}-${option.name}`}
                      labelInfo={option.required ? undefined : say('form.optional')}
                      intent={bad ? Intent.DANGER : Intent.NONE}
                      helperText={bad ? say(`optionKinds.${option.kind}`) : undefined}
                    >
                      <InputGroup
                        id={`stop-${rule.id}-${option.name}`}
                        value={texts[option.name] ?? ''}
                        onValueChange={(value) => onChosen({ ...chosen, [rule.id]: { ...texts, [option.name]: value } })}
                      />
                    </FormGroup>
                  );
                })}
              </div>
            )}
          </div>
        );
      })}
    </>
  );
}

function labelOf(say: Words, { name, kind }: Rule['options'][number]): string {
  const key = kind === 'time' ? `options.${name}Time` : `options.${name}`;
  return say.has(key) ? say(key) : name;
}
