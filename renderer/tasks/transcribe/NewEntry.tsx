// One id typed from an exhibit: the text, what it may be, where it was read, and its keeping. The place stays for the next id of the sheet.
import { Button, FormGroup, InputGroup, Intent } from '@blueprintjs/core';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { TypedProposal } from '../../../shared/contract/transcribe.ts';
import { Notice } from '../../design/Notice.tsx';
import { FaultNotice, Panel } from '../../design/pieces.tsx';
import { useSession } from '../../session/session.ts';
import { Matches } from './Matches.tsx';
import { TypedField } from './TypedField.tsx';
import { useVerdict } from './useVerdict.ts';
import type { Offered, ReadAt } from './readAt.ts';
import { useTranscribeWords } from './words.tsx';
import { VerdictView } from './VerdictView.tsx';

interface Props {
  readonly at: ReadAt;
  readonly onAt: (at: ReadAt) => void;
  readonly offered: Offered | null;
  readonly onKept: (entry: number) => void;
}

export function NewEntry({ at, onAt, offered, onKept }: Props): ReactNode {
  const word = useTranscribeWords();
  const { act, announce } = useSession();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [taken, setTaken] = useState<{ readonly from: string; readonly proposal: TypedProposal } | null>(null);
  const [secret, setSecret] = useState(false);
  const { verdict, fault, current } = useVerdict(text);
  useEffect(() => {
    if (verdict?.secret !== true) return;
    setText('');
    setTaken(null);
    setSecret(true);
  }, [verdict]);
  const isEmpty = text.trim() === '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is offered now, and never over what somebody typed
  useEffect(() => {
    if (offered !== null && isEmpty) setText(offered.text);
  }, [offered]);
  const fromLayer = offered !== null && text === offered.text;
  const noPlace = at.exhibit.trim() === '' && at.source === null;
  const type = (next: string) => {
    setText(next);
    setTaken(null);
    if (next !== '') setSecret(false);
  };
  const keep = async (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '' || noPlace || !current) return;
    const { exhibit, place, source, region } = at;
    const done = await act('transcribe.add', {
      ...{ text: taken === null ? text : taken.from, exhibit: exhibit.trim(), place: place.trim(), source, region },
      ...(taken === null ? {} : { proposal: taken.proposal.text }),
      ...(fromLayer ? { note: word('fromLayer') } : {}),
    });
    if (done === null) return;
    announce(word('kept', { entry: done.entry, state: word(`state.${done.state}`) }));
    setText('');
    setTaken(null);
    onAt({ ...at, region: null });
    field.current?.focus();
    onKept(done.entry);
  };
  const shown = secret || verdict?.secret === true ? null : verdict;
  return (
    <Panel title={word('new')} className="th-transcribe-new">
      <form onSubmit={(event) => void keep(event)}>
        <TypedField text={text} onText={type} verdict={shown} field={field} />
        {secret ? (
          <Notice compact intent={Intent.DANGER}>
            {word('secret')}
          </Notice>
        ) : null}
        {fromLayer ? <p className="th-muted th-small">{word('fromLayerIs')}</p> : null}
        <FaultNotice fault={fault} />
        <div aria-live="polite">
          {shown === null ? null : (
            <VerdictView
              verdict={shown}
              onTake={(proposal) => {
                setTaken({ from: text, proposal });
                setText(proposal.text);
                field.current?.focus();
              }}
            />
          )}
          {taken === null ? null : (
            <Notice compact intent={Intent.WARNING} title={word('typedAs', { text: taken.from })}>
              {word('taken')}
              <div className="th-actions">
                <Button size="small" text={word('takenBack')} onClick={() => type(taken.from)} />
                <Button size="small" text={word('takenOwn')} onClick={() => setTaken(null)} />
              </div>
            </Notice>
          )}
        </div>
        {shown !== null && current && shown.kind !== 'unknown' && shown.checksum !== 'fails' ? (
          <Matches text={shown.text} isPart={shown.kind === 'partial'} />
        ) : null}
        <div className="th-form-two">
          <FormGroup
            label={word('exhibit')}
            labelFor="typed-exhibit"
            intent={noPlace && text !== '' ? Intent.WARNING : Intent.NONE}
            helperText={noPlace && text !== '' ? word('exhibitNeeded') : ''}
          >
            <InputGroup id="typed-exhibit" maxLength={400} value={at.exhibit} onValueChange={(exhibit) => onAt({ ...at, exhibit })} />
          </FormGroup>
          <FormGroup label={word('place')} labelFor="typed-place">
            <InputGroup id="typed-place" maxLength={400} value={at.place} onValueChange={(place) => onAt({ ...at, place })} />
          </FormGroup>
        </div>
        <Button type="submit" intent="primary" text={word('keep')} disabled={text.trim() === '' || noPlace || !current || shown === null} />
      </form>
    </Panel>
  );
}
