// The values of one typology: parameters with their bounds, limits per asset, and where the rule comes from.
import { Button, FormGroup, InputGroup, Intent, NumericInput } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { AssetView } from '../../../shared/contract/account.ts';
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { TypologyRule } from '../../../shared/contract/typology.ts';
import { figureText } from '../../../shared/words/index.ts';
import { parseAmount } from '../../design/amounts.ts';
import { Facts } from '../../design/pieces.tsx';
import { assetText } from '../accounts/figures.ts';
import { useTypologyDraft, withParameter } from './draft.ts';
import { useFindingWords } from './words.tsx';

interface Props {
  readonly rule: TypologyRule;
  readonly assets: readonly AssetView[];
  readonly limitTable: CallOutput<'typologies.rules'>['limitTable'];
}

export function RuleForm({ rule, assets, limitTable }: Props): ReactNode {
  const words = useFindingWords();
  const [draft, setDraft] = useTypologyDraft();
  const own = draft.parameters[rule.id] ?? {};
  return (
    <div className="th-typology-form">
      <div className="th-typology-parameters">
        {rule.parameters.map(({ id, unit, standard, least, most }) => {
          const value = own[id] ?? standard;
          const text = (number: number): string => figureText(words, unit, `${number}`, null);
          return (
            <FormGroup
              key={id}
              label={words.say(`parameter.${id}`)}
              labelFor={`parameter-${rule.id}-${id}`}
              helperText={`${text(value)} · ${words.say('bounds', { least: text(least), most: text(most) })}`}
            >
              <NumericInput
                id={`parameter-${rule.id}-${id}`}
                value={value}
                min={least}
                max={most}
                clampValueOnBlur
                minorStepSize={null}
                fill
                onValueChange={(next) => {
                  if (Number.isInteger(next) && next >= least && next <= most)
                    setDraft(withParameter(draft, rule.id, id, next === standard ? null : next));
                }}
              />
            </FormGroup>
          );
        })}
      </div>
      <Button
        size="small"
        text={words.say('standards')}
        disabled={Object.keys(own).length === 0}
        onClick={() => setDraft({ ...draft, parameters: { ...draft.parameters, [rule.id]: {} } })}
      />
      {rule.limits === 'none' ? null : <Limits rule={rule} assets={assets} limitTable={limitTable} />}
      <Facts
        rows={[
          [words.say('innocentIs'), rule.innocent.map((code) => words.say(`innocent.${code}`)).join('; ')],
          [words.say('source'), rule.citation],
          [words.say('fatf'), words.say(`heading.${rule.heading}`)],
          rule.needs.length === 0 ? null : [words.say('needs'), rule.needs.map((code) => words.say(`missing.${code}`)).join('; ')],
        ]}
      />
    </div>
  );
}

function Limits({ rule, assets, limitTable }: Props): ReactNode {
  const words = useFindingWords();
  const [draft, setDraft] = useTypologyDraft();
  const own = draft.limits[rule.id] ?? {};
  const state = (key: string, text: string) => setDraft({ ...draft, limits: { ...draft.limits, [rule.id]: { ...own, [key]: text } } });
  const fitting = limitTable.filter(({ currency }) => assets.some(({ kind, symbol }) => kind === 'fiat' && symbol === currency));
  return (
    <>
      <p className="th-muted th-small">{words.say('limitsAbout')}</p>
      <div className="th-typology-parameters">
        {assets
          .filter(({ standing }) => standing !== 'counterfeit')
          .map((asset) => {
            const text = own[asset.key] ?? '';
            const isBad = text.trim() !== '' && parseAmount(text, asset.decimals ?? 0) === null;
            return (
              <FormGroup
                key={asset.key}
                label={`${words.say('limits')}: ${assetText(asset)}`}
                labelFor={`limit-${rule.id}-${asset.key}`}
                helperText={asset.key.split(' ')[0]}
                intent={isBad ? Intent.DANGER : Intent.NONE}
              >
                <InputGroup
                  id={`limit-${rule.id}-${asset.key}`}
                  className="th-mono"
                  inputMode="decimal"
                  intent={isBad ? Intent.DANGER : Intent.NONE}
                  value={text}
                  onValueChange={(next) => state(asset.key, next)}
                />
              </FormGroup>
            );
          })}
      </div>
      {fitting.length === 0 ? null : (
        <>
          <h3>{words.say('limitTable')}</h3>
          <p className="th-muted th-small">{words.say('limitTableAbout')}</p>
          <table className="th-plain">
            <tbody>
              {fitting.map(({ id, jurisdiction, kind, currency, amount, source, stated }) => (
                <tr key={id}>
                  <td>
                    {jurisdiction} {words.say(`limitLaw.${kind}`)}
                  </td>
                  <td className="th-end">
                    {amount} {currency}
                  </td>
                  <td>
                    {source} ({stated})
                  </td>
                  <td>
                    <Button
                      size="small"
                      text={words.say('useLimit')}
                      onClick={() => {
                        const stated_ = assets
                          .filter(({ kind: of, symbol }) => of === 'fiat' && symbol === currency)
                          .map(({ key }) => [key, amount]);
                        setDraft({ ...draft, limits: { ...draft.limits, [rule.id]: { ...own, ...Object.fromEntries(stated_) } } });
                      }}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </>
  );
}
