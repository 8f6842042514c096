// What a canvas leaves out: times in UTC, assets, least values, worthless things. Amounts stay text until they are whole numbers.
import { Button, Checkbox, Classes, FormGroup, InputGroup, Switch } from '@blueprintjs/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { type CanvasFilter, LEFT_OUT } from '../../../shared/contract/canvas.ts';
import { parseAmount } from '../../design/amounts.ts';
import { TermMark } from '../../design/statements.tsx';
import { useWords } from '../../session/words.ts';
import { assetText, unitsText } from '../accounts/figures.ts';
import { useDesk } from './desk.ts';
import { readTime, timeField } from './times.ts';

/** How many things a filter leaves out by, besides the switch that stands on the bar. */
export function filterCount({ fromTime, toTime, assets, least, counterparty, without, worthless }: CanvasFilter): number {
  const set = [fromTime !== null, toTime !== null, assets.length > 0, counterparty !== '', worthless].filter(Boolean).length;
  return set + Object.keys(least).length + without.length;
}

export function FilterForm(): ReactNode {
  const say = useWords();
  const { picture, edit, openDialog } = useDesk();
  const { filter, assets } = picture;
  const [from, setFrom] = useState(timeField(filter.fromTime));
  const [to, setTo] = useState(timeField(filter.toTime));
  const [only, setOnly] = useState<ReadonlySet<string>>(new Set(filter.assets));
  const [least, setLeast] = useState<Readonly<Record<string, string>>>(
    Object.fromEntries(
      assets.flatMap((asset) =>
        filter.least[asset.key] === undefined
          ? []
          : [[asset.key, unitsText(filter.least[asset.key] ?? '0', asset).replaceAll('\u202f', '')]],
      ),
    ),
  );
  const [counterparty, setCounterparty] = useState(filter.counterparty);
  const [without, setWithout] = useState<ReadonlySet<CanvasFilter['without'][number]>>(new Set(filter.without));
  const [worthless, setWorthless] = useState(filter.worthless);
  const [fromTime, toTime] = [readTime(from), readTime(to)];
  const amounts = assets.map((asset) => ({
    key: asset.key,
    text: least[asset.key] ?? '',
    amount: parseAmount(least[asset.key] ?? '', asset.decimals ?? 0),
  }));
  const wrong = fromTime === undefined || toTime === undefined || amounts.some(({ text, amount }) => text.trim() !== '' && amount === null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wrong) return;
    void edit({
      do: 'filter',
      filter: {
        ...filter,
        fromTime,
        toTime,
        assets: [...only],
        counterparty: counterparty.trim(),
        without: LEFT_OUT.filter((kind) => without.has(kind)),
        worthless,
        least: Object.fromEntries(
          amounts.flatMap(({ key, amount }) => (amount === null || amount === 0n ? [] : [[key, amount.toString()]])),
        ),
      },
    });
  };
  const clear = () => {
    setFrom('');
    setTo('');
    setOnly(new Set());
    setLeast({});
    setCounterparty('');
    setWithout(new Set());
    setWorthless(false);
    void edit({ do: 'filter', filter: { factsOnly: filter.factsOnly } });
  };
  return (
    <form className="th-canvas-form" onSubmit={submit} aria-label={say('canvas.filter')}>
      <div className="th-form-two">
        <FormGroup
          label={say('canvas.fromTime')}
          labelFor="filter-from"
          helperText={fromTime === undefined ? say('canvas.timeWrong') : undefined}
        >
          <InputGroup id="filter-from" size="small" placeholder="2024-03-01 00:00" value={from} onValueChange={setFrom} />
        </FormGroup>
        <FormGroup
          label={say('canvas.toTime')}
          labelFor="filter-to"
          helperText={toTime === undefined ? say('canvas.timeWrong') : undefined}
        >
          <InputGroup id="filter-to" size="small" placeholder="2024-03-31 23:59" value={to} onValueChange={setTo} />
        </FormGroup>
      </div>
      <FormGroup label={say('canvas.assets')} helperText={say('canvas.assetsHelp')}>
        {assets.map((asset) => (
          <div className="th-canvas-least" key={asset.key}>
            <Checkbox
              checked={only.has(asset.key)}
              label={assetText(asset)}
              onChange={() =>
                setOnly(
                  (before) => new Set(before.has(asset.key) ? [...before].filter((key) => key !== asset.key) : [...before, asset.key]),
                )
              }
            />
            <InputGroup
              size="small"
              inputSize={12}
              aria-label={say('canvas.leastOf', { asset: assetText(asset) })}
              placeholder={say('canvas.least')}
              value={least[asset.key] ?? ''}
              onValueChange={(text) => setLeast({ ...least, [asset.key]: text })}
            />
          </div>
        ))}
      </FormGroup>
      <FormGroup label={say('canvas.counterparty')} labelFor="filter-counterparty" helperText={say('canvas.counterpartyHelp')}>
        <InputGroup id="filter-counterparty" size="small" maxLength={200} value={counterparty} onValueChange={setCounterparty} />
      </FormGroup>
      <fieldset className="th-canvas-rules">
        <legend>{say('canvas.without')}</legend>
        {LEFT_OUT.map((kind) => (
          <Checkbox
            key={kind}
            checked={filter.factsOnly || without.has(kind)}
            disabled={filter.factsOnly}
            label={say(`canvas.withoutIs.${kind}`)}
            onChange={() =>
              setWithout((before) => new Set(before.has(kind) ? [...before].filter((one) => one !== kind) : [...before, kind]))
            }
          />
        ))}
      </fieldset>
      <span className="th-canvas-asked">
        <Switch checked={worthless} label={say('canvas.worthless')} onChange={() => setWorthless(!worthless)} />
        <TermMark id="counterfeit" name={say('canvas.worthless')} />
      </span>
      <div className="th-actions">
        <Button type="submit" size="small" intent="primary" disabled={wrong} text={say('canvas.apply')} />
        <Button size="small" text={say('canvas.clear')} disabled={filterCount(filter) === 0} onClick={clear} />
      </div>
      <div className="th-canvas-clusters">
        <span>
          {say('canvas.clusterRules')}: <code>{picture.rules.length === 0 ? say('canvas.noRules') : picture.rules.join(', ')}</code>
        </span>
        <Button
          size="small"
          className={Classes.POPOVER_DISMISS}
          text={say('canvas.clusterRulesOpen')}
          onClick={() => openDialog({ kind: 'rules' })}
        />
      </div>
    </form>
  );
}
