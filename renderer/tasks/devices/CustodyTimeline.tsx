// Who had an exhibit, when, where and why, in the order of the times that were stated; and the form that adds an entry.
import { Button, Intent } from '@blueprintjs/core';
import { Plus } from '@blueprintjs/icons';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Exhibit } from '../../../shared/contract/exhibit.ts';
import { TimeCell } from '../../design/localTimes.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { type CustodyDraft, custodyOf, emptyCustody, offsetOf } from './custodyDraft.ts';
import { CustodyFields, toFirstWrong, useOffset } from './CustodyFields.tsx';
import { useDeviceWords } from './words.tsx';

export function CustodyTimeline({ exhibit }: { readonly exhibit: Exhibit }): ReactNode {
  const word = useDeviceWords();
  const [adding, setAdding] = useState(false);
  const entries = [...exhibit.custody].sort((a, b) => Date.parse(a.time) - Date.parse(b.time) || a.event - b.event);
  return (
    <section className="th-custody">
      <div className="th-panel-head">
        <h3>{word('custody.title')}</h3>
        {adding ? null : <Button size="small" icon={<Plus />} text={word('custody.add')} onClick={() => setAdding(true)} />}
      </div>
      {adding ? <CustodyForm exhibit={exhibit} onDone={() => setAdding(false)} /> : null}
      {entries.length === 0 ? <p className="th-training-text">{word('custody.none')}</p> : null}
      <ol className="th-custody-line">
        {entries.map((entry) => (
          <li key={entry.event}>
            <div>
              <strong>{word(`action.${entry.action}`)}</strong>{' '}
              <span className="th-mono">{entry.time.replace('T', ' ').replace(/(Z|[+-]\d\d:\d\d)$/, ' $1')}</span>
            </div>
            <div>
              {entry.from === '' ? entry.person : word('custody.handed', { from: entry.from, person: entry.person })} · {entry.place}
            </div>
            <dl className="th-custody-facts">
              {(['purpose', 'authority', 'seal'] as const).map((field) =>
                entry[field] === '' ? null : (
                  <div key={field}>
                    <dt>{word(`custody.${field}`)}</dt>
                    <dd>{entry[field]}</dd>
                  </div>
                ),
              )}
              <div>
                <dt>{word('custody.changes')}</dt>
                <dd>{entry.changes === '' ? <span className="th-muted">{word('custody.noChanges')}</span> : entry.changes}</dd>
              </div>
            </dl>
            <div className="th-muted th-small">
              {word('custody.written', { examiner: entry.examiner })} <TimeCell at={entry.written} form="utc" />
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function CustodyForm({ exhibit, onDone }: { readonly exhibit: Exhibit; readonly onDone: () => void }): ReactNode {
  const word = useDeviceWords();
  const say = useWords();
  const { act, announce } = useSession();
  const offset = useOffset();
  const [draft, setDraft] = useState<CustodyDraft>(() => emptyCustody('received', offsetOf(offset())));
  const [isTold, setTold] = useState(false);
  const add = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entry = custodyOf(draft);
    setTold(true);
    if (entry === null) return toFirstWrong(event.currentTarget);
    if ((await act('exhibit.custody', { exhibit: exhibit.id, entry })) === null) return;
    announce(word('custody.added', { number: exhibit.number }));
    onDone();
  };
  return (
    <form className="th-custody-form" onSubmit={(event) => void add(event)}>
      <CustodyFields draft={draft} onDraft={setDraft} isTold={isTold} />
      <div className="th-actions">
        <Button type="submit" intent={Intent.PRIMARY} text={word('custody.add')} />
        <Button text={say('form.cancel')} onClick={onDone} />
      </div>
    </form>
  );
}
