// Policy and stop rules of exposure.
import { Checkbox, FormGroup, HTMLSelect, InputGroup, Intent } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { useWords } from '../../session/words.ts';
import { isNumber, useDraft } from './asked.ts';
import { useExposureWords } from './words.ts';

const POLICIES = ['haircut', 'fifo', 'lifo', 'poison'] as const;

export function AskedForm({ of }: { readonly of: string }): ReactNode {
  const say = useWords();
  const words = useExposureWords();
  const [draft, setDraft] = useDraft();
  const number = (name: 'mostHops' | 'busy') => (
    <FormGroup label={words.say(name)} labelFor={`${of}-${name}`} helperText={words.say(`${name}Help`)}>
      <InputGroup
        id={`${of}-${name}`}
        value={draft[name]}
        inputMode="numeric"
        intent={isNumber(draft[name]) ? Intent.NONE : Intent.DANGER}
        onValueChange={(value) => setDraft({ ...draft, [name]: value })}
      />
    </FormGroup>
  );
  return (
    <div className="th-exposure-asked">
      <FormGroup label={words.say('policy')} labelFor={`${of}-policy`}>
        <HTMLSelect
          id={`${of}-policy`}
          fill
          value={draft.policy}
          onChange={(event) => setDraft({ ...draft, policy: event.currentTarget.value })}
          options={POLICIES.map((value) => ({ value, label: say(`terms.policy.${value}.word`) }))}
        />
      </FormGroup>
      {number('mostHops')}
      {number('busy')}
      <FormGroup label={words.say('followed')} labelFor={`${of}-followed`} helperText={words.say('followedHelp')}>
        <InputGroup id={`${of}-followed`} value={draft.followed} onValueChange={(followed) => setDraft({ ...draft, followed })} />
      </FormGroup>
      <Checkbox
        checked={draft.contracts}
        label={words.say('contracts')}
        onChange={(event) => setDraft({ ...draft, contracts: event.currentTarget.checked })}
      />
    </div>
  );
}
