// What no chain records, entered by hand: a hand-over of cash, a meeting, a statement. It rests on an exhibit or is marked a hypothesis, and
// counts in no amount.
import { Checkbox, FormGroup, HTMLSelect, InputGroup, TextArea } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import { Notice } from '../../design/Notice.tsx';
import { useWords } from '../../session/words.ts';
import { Asking } from './Asking.tsx';
import { type ManualEventInput, useDesk } from './desk.ts';
import { readTime } from './times.ts';
import { shortName } from './words.ts';

const KINDS = ['cash', 'meeting', 'statement', 'transfer', 'link', 'other'] as const;

export function EventForm({ from, to }: { readonly from: string | null; readonly to: string | null }): ReactNode {
  const say = useWords();
  const { picture, edit, choose } = useDesk();
  const [event, setEvent] = useState<ManualEventInput>({
    kind: 'cash',
    title: '',
    from,
    to,
    amountText: '',
    exhibit: '',
    hypothesis: false,
    note: '',
  });
  const [time, setTime] = useState('');
  const timeSeconds = readTime(time);
  const set = (part: Partial<ManualEventInput>) => setEvent((before) => ({ ...before, ...part }));
  const rests = (event.exhibit ?? '').trim() !== '' || event.hypothesis === true;
  const ends = [
    { value: '', label: say('canvas.event.nobody') },
    ...picture.nodes
      .filter(({ kind }) => kind !== 'event')
      .map((node) => ({ value: node.id, label: `${say(`canvas.kinds.${node.kind}`)} ${shortName(node)}` })),
  ];
  const save = async () => {
    if (timeSeconds === undefined) return;
    const done = await edit({ do: 'event', item: null, event: { ...event, title: event.title.trim(), timeSeconds } });
    if (done !== null) choose(done.added);
  };
  return (
    <Asking
      title={say('canvas.event.title')}
      done={say('canvas.save')}
      ready={event.title.trim() !== '' && rests && timeSeconds !== undefined}
      onDone={() => void save()}
    >
      <div className="th-form-two">
        <FormGroup label={say('canvas.event.kind')} labelFor="event-kind">
          <HTMLSelect
            id="event-kind"
            fill
            value={event.kind}
            onChange={({ currentTarget }) => set({ kind: currentTarget.value as ManualEventInput['kind'] })}
            options={KINDS.map((value) => ({ value, label: say(`canvas.event.kinds.${value}`) }))}
          />
        </FormGroup>
        <FormGroup
          label={say('canvas.event.time')}
          labelFor="event-time"
          helperText={timeSeconds === undefined ? say('canvas.timeWrong') : undefined}
        >
          <InputGroup id="event-time" placeholder="2024-03-01 14:30" value={time} onValueChange={setTime} />
        </FormGroup>
      </div>
      <FormGroup label={say('canvas.event.what')} labelFor="event-title">
        <InputGroup id="event-title" autoFocus maxLength={400} value={event.title} onValueChange={(title) => set({ title })} />
      </FormGroup>
      <div className="th-form-two">
        <FormGroup label={say('canvas.from')} labelFor="event-from">
          <HTMLSelect
            id="event-from"
            fill
            value={event.from ?? ''}
            onChange={({ currentTarget }) => set({ from: currentTarget.value || null })}
            options={ends}
          />
        </FormGroup>
        <FormGroup label={say('canvas.to')} labelFor="event-to">
          <HTMLSelect
            id="event-to"
            fill
            value={event.to ?? ''}
            onChange={({ currentTarget }) => set({ to: currentTarget.value || null })}
            options={ends}
          />
        </FormGroup>
      </div>
      <div className="th-form-two">
        <FormGroup label={say('canvas.event.amount')} labelFor="event-amount" helperText={say('canvas.event.amountHelp')}>
          <InputGroup
            id="event-amount"
            maxLength={120}
            value={event.amountText ?? ''}
            onValueChange={(amountText) => set({ amountText })}
          />
        </FormGroup>
        <FormGroup label={say('canvas.event.exhibit')} labelFor="event-exhibit" helperText={rests ? undefined : say('canvas.event.rests')}>
          <InputGroup id="event-exhibit" maxLength={400} value={event.exhibit ?? ''} onValueChange={(exhibit) => set({ exhibit })} />
        </FormGroup>
      </div>
      <Checkbox
        checked={event.hypothesis === true}
        label={say('canvas.event.hypothesis')}
        onChange={() => set({ hypothesis: event.hypothesis !== true })}
      />
      <FormGroup label={say('canvas.noteTitle')} labelFor="event-note">
        <TextArea
          id="event-note"
          fill
          rows={2}
          maxLength={20_000}
          value={event.note ?? ''}
          onChange={({ currentTarget }) => set({ note: currentTarget.value })}
        />
      </FormGroup>
      <Notice compact>{say('canvas.eventCounts')}</Notice>
    </Asking>
  );
}
