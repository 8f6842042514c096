// The form of one label of the examiner's own. What it rests on and how sure that is are asked for beside the text.
import { Button, FormGroup, HTMLSelect, InputGroup, Intent } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import type { Label } from '../../../shared/contract/label.ts';
import { Panel } from '../../design/pieces.tsx';
import { StatementBadge } from '../../design/statements.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { conceptWord, confidenceWord } from './labelWords.tsx';

interface Props {
  /** Null for a new one. */
  readonly label: Label | null;
  readonly onDone: () => void;
}

const DAY = /^(\d{4}-\d{2}-\d{2})?$/;

export function OwnLabelForm({ label, onDone }: Props): ReactNode {
  const say = useWords();
  const { act, catalog, info } = useSession();
  const { data } = useAsk('labels.vocabulary', {});
  const [texts, setTexts] = useState({
    ...{ chain: label?.chain ?? catalog.chains[0]?.id ?? '', address: label?.address ?? '', label: label?.label ?? '' },
    ...{ category: label?.category ?? '', abuse: label?.abuse ?? '', confidence: label?.confidence ?? '' },
    ...{ source: label === null || label.source === info?.examiner ? '' : label.source, date: label?.date ?? '', reason: '' },
  });
  const set = (name: keyof typeof texts) => (value: string) => setTexts({ ...texts, [name]: value });
  const write = async (text: string) => {
    const { address, source, date, reason } = texts;
    const done = await act('labels.set', {
      ...{ ...texts, label: text, address: address.trim(), source: source.trim(), date: date.trim(), reason: reason.trim() },
    });
    if (done !== null) onDone();
  };
  const chains = [
    ...catalog.chains.map(({ id, name }) => ({ value: id, label: name })),
    ...catalog.accountChains.map(({ id, title }) => ({ value: id, label: title })),
  ];
  const concepts = (chosen: string) => [
    { value: '', label: '–' },
    ...(data?.concepts ?? []).map(({ id }) => ({ value: id, label: conceptWord(say, id) })).sort((a, b) => a.label.localeCompare(b.label)),
    ...(chosen === '' || data?.concepts.some(({ id }) => id === chosen) === true ? [] : [{ value: chosen, label: chosen }]),
  ];
  const field = (name: 'address' | 'label' | 'source' | 'date' | 'reason', more: object = {}) => (
    <FormGroup
      label={say(`labels.form.${name}`)}
      labelFor={`own-${name}`}
      labelInfo={name === 'address' || name === 'label' ? undefined : say('form.optional')}
      {...(say.has(`labels.formHelp.${name}`) ? { helperText: say(`labels.formHelp.${name}`) } : {})}
    >
      <InputGroup id={`own-${name}`} value={texts[name]} onValueChange={set(name)} {...more} />
    </FormGroup>
  );
  const select = (name: 'chain' | 'category' | 'abuse' | 'confidence', options: { value: string; label: string }[]) => (
    <FormGroup label={say(`labels.form.${name}`)} labelFor={`own-${name}`}>
      <HTMLSelect
        id={`own-${name}`}
        fill
        disabled={name === 'chain' && label !== null}
        value={texts[name]}
        onChange={(event) => set(name)(event.currentTarget.value)}
        options={options}
      />
    </FormGroup>
  );
  const good = texts.address.trim() !== '' && texts.label.trim() !== '' && DAY.test(texts.date.trim());
  return (
    <Panel
      title={
        <>
          {say(label === null ? 'labels.own' : 'labels.edit')} <StatementBadge kind="attribution" />
        </>
      }
    >
      {select('chain', chains)}
      {field('address', { className: 'th-mono', disabled: label !== null })}
      {field('label', { maxLength: 400 })}
      <div className="th-form-two">
        {select('category', concepts(texts.category))}
        {select('abuse', concepts(texts.abuse))}
        {select('confidence', [
          { value: '', label: '–' },
          ...(data?.confidences ?? []).map(({ id, level }) => ({ value: id, label: confidenceWord(say, { confidence: id, level }) })),
        ])}
        {field('date', { placeholder: 'YYYY-MM-DD' })}
      </div>
      {field('source')}
      {field('reason')}
      <div className="th-actions">
        <Button
          intent={Intent.PRIMARY}
          text={say(label === null ? 'labels.save' : 'labels.change.save')}
          disabled={!good}
          onClick={() => void write(texts.label.trim())}
        />
        {label === null ? (
          <Button text={say('form.cancel')} onClick={onDone} />
        ) : (
          <Button intent={Intent.DANGER} variant="outlined" text={say('labels.takeAway')} onClick={() => void write('')} />
        )}
      </div>
    </Panel>
  );
}
