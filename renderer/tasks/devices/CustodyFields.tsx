// The fields of a custody entry (ISO/IEC 27037's minimum record): who, when, where, why, on what authority, which seal, what could not but change.
import { Button, FormGroup, HTMLSelect, InputGroup, Intent } from '@blueprintjs/core';
import { type ReactNode, useId } from 'react';
import { CUSTODY_ACTIONS } from '../../../shared/contract/exhibit.ts';
import { minutesOf } from '../../design/localTimes.tsx';
import { useZone } from '../../session/zone.ts';
import { type CustodyDraft, type CustodyText, lackingIn, offsetOf } from './custodyDraft.ts';
import { useDeviceWords } from './words.tsx';

/** How far this place is from UTC: as chosen for the window, else as this computer keeps it. */
export function useOffset(): () => number {
  const { zone } = useZone();
  return () => {
    const seconds = Math.floor(Date.now() / 1000);
    return minutesOf(zone === 'utc' ? 'machine' : zone, seconds) ?? 0;
  };
}

/** The keys go to the first field that something is lacking in, once it is marked. */
export function toFirstWrong(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
}

interface Props {
  readonly draft: CustodyDraft;
  readonly onDraft: (draft: CustodyDraft) => void;
  /** Whether what is lacking is marked yet. */
  readonly isTold: boolean;
}

export function CustodyFields({ draft, onDraft, isTold }: Props): ReactNode {
  const word = useDeviceWords();
  const offset = useOffset();
  const id = useId();
  const lacking: ReadonlySet<string> = isTold ? lackingIn(draft) : new Set();
  const marked = (field: string) => (lacking.has(field) ? { intent: Intent.DANGER, 'aria-invalid': true } : {});
  const text = (field: CustodyText) => (
    <FormGroup
      label={word(`custody.${field}`)}
      labelFor={`${id}-${field}`}
      {...(lacking.has(field) ? { intent: Intent.DANGER, helperText: word('needed') } : {})}
    >
      <InputGroup
        id={`${id}-${field}`}
        maxLength={400}
        value={draft[field]}
        {...marked(field)}
        onValueChange={(value) => onDraft({ ...draft, [field]: value })}
      />
    </FormGroup>
  );
  const now = () => {
    const minutes = offset();
    onDraft({ ...draft, time: new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 16), offset: offsetOf(minutes) });
  };
  return (
    <>
      <div className="th-form-two">
        <FormGroup label={word('custody.action')} labelFor={`${id}-action`}>
          <HTMLSelect
            id={`${id}-action`}
            fill
            value={draft.action}
            onChange={(event) => onDraft({ ...draft, action: event.currentTarget.value as CustodyDraft['action'] })}
            options={CUSTODY_ACTIONS.map((value) => ({ value, label: word(`action.${value}`) }))}
          />
        </FormGroup>
        {text('person')}
        {text('from')}
        {text('place')}
      </div>
      <div className="th-custody-time">
        <FormGroup
          label={word('custody.time')}
          labelFor={`${id}-time`}
          {...(lacking.has('time') ? { intent: Intent.DANGER, helperText: word('needed') } : {})}
        >
          <InputGroup
            id={`${id}-time`}
            type="datetime-local"
            value={draft.time}
            {...marked('time')}
            onValueChange={(time) => onDraft({ ...draft, time })}
          />
        </FormGroup>
        <FormGroup
          label={word('custody.offset')}
          labelFor={`${id}-offset`}
          {...(lacking.has('offset') ? { intent: Intent.DANGER, helperText: '+09:00' } : {})}
        >
          <InputGroup
            id={`${id}-offset`}
            placeholder="+09:00"
            maxLength={6}
            value={draft.offset}
            {...marked('offset')}
            onValueChange={(next) => onDraft({ ...draft, offset: next })}
          />
        </FormGroup>
        <Button text={word('custody.now')} onClick={now} />
      </div>
      <div className="th-form-two">
        {text('purpose')}
        {text('authority')}
        {text('seal')}
        {text('changes')}
      </div>
    </>
  );
}
