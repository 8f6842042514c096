// Links the id of an entry to somebody, with its exhibit and place. What is not confirmed is linked as an assumption, and says so.
import { Button, FormGroup, HTMLSelect } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import type { Transcription } from '../../../shared/contract/transcribe.ts';
import { StatementBadge } from '../../design/statements.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { readFrom, useTranscribeWords } from './words.tsx';

const NEW = 'new';
const MOST = 200;

export function PersonLink({ entry, onDone }: { readonly entry: Transcription; readonly onDone: () => void }): ReactNode {
  const say = useWords();
  const word = useTranscribeWords();
  const { act, announce, go } = useSession();
  const people = useAsk('people.list', { limit: MOST }).data?.people ?? [];
  const [which, setWhich] = useState(NEW);
  const state = word(`state.${entry.state}`);
  const link = async () => {
    const at = readFrom({ ...entry, exhibit: '' });
    const place =
      at === '' ? word('linkPlaceNone', { entry: entry.entry, state }) : word('linkPlace', { place: at, entry: entry.entry, state });
    const made = {
      ...{ kind: 'address' as const, value: entry.id },
      ...(entry.chains.length === 1 && entry.chains[0] !== undefined ? { chain: entry.chains[0].chain } : {}),
      evidence: { basis: entry.basis, exhibit: entry.exhibit, place: place.slice(0, 400), says: entry.exhibit },
    };
    const id =
      which === NEW
        ? ((await act('people.add', { kind: 'unknown', link: made }))?.id ?? null)
        : (await act('people.link', { id: Number(which), link: made })) === null
          ? null
          : Number(which);
    if (id === null) return;
    announce(word('personDone', { id }), { text: say('tasks.people'), onClick: () => go({ task: 'people', person: id }) });
    onDone();
  };
  return (
    <div className="th-form">
      <p>
        <StatementBadge kind={entry.basis} /> {word(`personIs.${entry.basis}`)}
      </p>
      <FormGroup label={word('personWhich')} labelFor="typed-person">
        <HTMLSelect
          id="typed-person"
          value={which}
          onChange={(event) => setWhich(event.currentTarget.value)}
          options={[
            { value: NEW, label: word('personNew') },
            ...people.map(({ id, title }) => ({ value: String(id), label: `${id} · ${title}` })),
          ]}
        />
      </FormGroup>
      <div className="th-actions">
        <Button intent="primary" text={word('toPerson')} onClick={() => void link()} />
        <Button text={say('form.cancel')} onClick={onDone} />
      </div>
    </div>
  );
}
