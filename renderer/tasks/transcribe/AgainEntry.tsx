// A second examiner's own typing of an entry: its place is shown, the first reading is not.
import { Button } from '@blueprintjs/core';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import type { Transcription } from '../../../shared/contract/transcribe.ts';
import { Facts, Panel } from '../../design/pieces.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { TypedField } from './TypedField.tsx';
import { useVerdict } from './useVerdict.ts';
import { readFrom, useTranscribeWords } from './words.tsx';
import { VerdictView } from './VerdictView.tsx';

export function AgainEntry({ entry, onDone }: { readonly entry: Transcription; readonly onDone: () => void }): ReactNode {
  const say = useWords();
  const word = useTranscribeWords();
  const { act, announce } = useSession();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const { verdict } = useVerdict(text);
  const keep = async (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') return;
    const done = await act('transcribe.again', { entry: entry.entry, text });
    if (done === null) return;
    const state = word(`state.${done.state}`);
    announce(word(done.alike ? 'againAlike' : 'againDiffers', { entry: entry.entry, state }));
    onDone();
  };
  return (
    <Panel title={word('againTitle', { entry: entry.entry })} className="th-transcribe-new">
      <p>{word('againAbout')}</p>
      <Facts
        rows={[
          [word('column.where'), readFrom(entry)],
          [word('column.who'), entry.examiner],
        ]}
      />
      <form onSubmit={(event) => void keep(event)}>
        <TypedField text={text} onText={setText} verdict={verdict} field={field} />
        {/* What the checksum says helps the eye; a proposal would not be this person's reading. */}
        <div aria-live="polite">
          {verdict === null ? null : <VerdictView verdict={{ ...verdict, proposals: [], tried: 0 }} onTake={null} />}
        </div>
        <div className="th-actions">
          <Button type="submit" intent="primary" text={word('againKeep')} disabled={text.trim() === ''} />
          <Button text={say('form.cancel')} onClick={onDone} />
        </div>
      </form>
    </Panel>
  );
}
