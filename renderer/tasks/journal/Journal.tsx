// The journal: every change in order, hash on hash; notes, checkpoints and checking a code written down earlier.
import { Button, FormGroup, InputGroup, Intent, Tag } from '@blueprintjs/core';
import { type FormEvent, type ReactNode, useMemo, useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { Notice } from '../../design/Notice.tsx';
import { groupThousands } from '../../design/amounts.ts';
import { type Column, DataTable } from '../../design/DataTable.tsx';
import { shortId } from '../../design/ids.ts';
import { FaultNotice, Facts, Id, Loading, Panel, ScreenHead, Whole } from '../../design/pieces.tsx';
import { Term } from '../../design/statements.tsx';
import { TimeCell } from '../../design/localTimes.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { eventName } from '../../session/undo.ts';
import { useWords, type Words } from '../../session/words.ts';

type Entry = CallOutput<'journal.list'>['entries'][number];
const NONE: readonly Entry[] = [];

export function Journal(): ReactNode {
  const say = useWords();
  const { client, act, report } = useSession();
  const [before, setBefore] = useState<number | null>(null);
  const [selected, setSelected] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [code, setCode] = useState('');
  const [check, setCheck] = useState<CallOutput<'journal.check'> | null>(null);
  const [checkpoint, setCheckpoint] = useState<CallOutput<'journal.checkpoint'> | null>(null);
  const answer = useAsk('journal.list', { limit: 500, ...(before === null ? {} : { before }) });
  const entries = answer.data?.entries ?? NONE;
  const columns = useMemo<readonly Column<Entry>[]>(
    () => [
      { id: 'sequence', header: '#', width: '56px', end: true, cell: (row) => row.sequence, compare: (a, b) => a.sequence - b.sequence },
      { id: 'time', header: say('canvas.timeUtc'), width: '150px', cell: (row) => <TimeCell at={row.time} /> },
      {
        id: 'kind',
        header: <Term id="eventKind">{say('journal.kind')}</Term>,
        width: '80px',
        cell: (row) => <Tag minimal>{say(`eventKinds.${row.kind}`)}</Tag>,
      },
      {
        id: 'name',
        header: say('journal.what'),
        width: 'minmax(140px, 1fr)',
        cell: (row) => <Whole text={whatHappened(say, row)} />,
        compare: (a, b) => a.what.localeCompare(b.what),
      },
      {
        id: 'examiner',
        header: say('case.examiner'),
        width: 'minmax(88px, .5fr)',
        cell: (row) => <Whole text={row.examiner} />,
      },
      {
        id: 'hash',
        header: <Term id="headHash">{say('journal.hash')}</Term>,
        width: '100px',
        // The whole one stands beside the chosen event, to be copied.
        cell: (row) => (
          <span className="th-mono" title={row.headHash}>
            {shortId(row.headHash, 6, 4)}
          </span>
        ),
      },
    ],
    [say],
  );
  const entry = entries.find((one) => String(one.sequence) === selected) ?? null;
  const addNote = async (event: FormEvent) => {
    event.preventDefault();
    if ((await act('journal.note', { text: note.trim() })) !== null) setNote('');
  };
  const runCheck = () => client.call('journal.check', code.trim() === '' ? {} : { code: code.trim() }).then(setCheck, report);
  if (answer.fault !== null) return <FaultNotice fault={answer.fault} />;
  if (answer.data === null) return <Loading />;
  return (
    <div className="th-screen th-screen-fill">
      <ScreenHead title={say('journal.title')} about={say('journal.about')}>
        <Button
          intent="primary"
          text={say('journal.checkpoint')}
          onClick={() => void act('journal.checkpoint', {}).then((made) => made !== null && setCheckpoint(made))}
        />
      </ScreenHead>
      {checkpoint === null ? null : (
        <Notice intent={Intent.SUCCESS} title={say('journal.checkpointMade')} compact>
          <span className="th-code">{checkpoint.code}</span> {say('journal.checkpointNext', { size: groupThousands(checkpoint.size) })}
        </Notice>
      )}
      <div className="th-side-by-side">
        <Panel
          className="th-panel-table"
          title={say('journal.events', { size: groupThousands(answer.data.size) })}
          aside={
            <>
              {before === null ? null : <Button size="small" text={say('journal.newest')} onClick={() => setBefore(null)} />}
              {entries.length === 500 ? (
                <Button size="small" text={say('journal.older')} onClick={() => setBefore(entries[entries.length - 1]?.sequence ?? null)} />
              ) : null}
            </>
          }
        >
          <DataTable
            label={say('journal.title')}
            columns={columns}
            rows={entries}
            rowKey={(row) => String(row.sequence)}
            selected={selected}
            onSelect={(row) => setSelected(String(row.sequence))}
          />
        </Panel>
        <div className="th-stack">
          <Panel title={<Term id="checkpoint">{say('journal.check')}</Term>}>
            <p className="th-muted th-small">{say('journal.checkAbout')}</p>
            <form
              className="th-explore-find"
              onSubmit={(event) => {
                event.preventDefault();
                void runCheck();
              }}
            >
              <InputGroup
                className="th-mono"
                value={code}
                onValueChange={setCode}
                placeholder="12-ABCD-EFGH-JKLM"
                aria-label={say('journal.code')}
              />
              <Button type="submit" text={say('journal.checkRun')} />
            </form>
            {check === null ? null : (
              <p role="status">
                <strong>
                  {check.ok ? `✓ ${say('journal.chainOk', { size: groupThousands(check.size) })}` : `✗ ${say('journal.chainBroken')}`}
                </strong>{' '}
                {code.trim() === ''
                  ? ''
                  : check.matchedSize === null
                    ? say('journal.codeUnknown')
                    : say('journal.codeMatches', { size: groupThousands(check.matchedSize) })}
              </p>
            )}
          </Panel>
          <Panel title={say('journal.note')}>
            <form className="th-form" onSubmit={(event) => void addNote(event)}>
              <FormGroup label={say('journal.noteLabel')} labelFor="journal-note">
                <InputGroup id="journal-note" value={note} onValueChange={setNote} />
              </FormGroup>
              <Button type="submit" text={say('journal.noteAdd')} disabled={note.trim() === ''} />
            </form>
          </Panel>
          <Panel title={say('journal.detail')}>
            {entry === null ? (
              <p className="th-muted">{say('journal.choose')}</p>
            ) : (
              <>
                <Facts
                  rows={[
                    [say('journal.what'), whatHappened(say, entry)],
                    [
                      <Term key="t" id="headHash">
                        {say('journal.hash')}
                      </Term>,
                      <Id key="h" value={entry.headHash} full />,
                    ],
                  ]}
                />
                <Payload key={entry.sequence} entry={entry} />
              </>
            )}
          </Panel>
        </div>
      </div>
    </div>
  );
}

/** The name of an event, and of which canvas it is. */
function whatHappened(say: Words, { what, payload }: Entry): string {
  const { canvas, name } = (payload ?? {}) as { readonly canvas?: unknown; readonly name?: unknown };
  const event = eventName(say, what);
  return typeof canvas === 'number' && typeof name === 'string' ? say('journal.onCanvas', { event, canvas: name }) : event;
}

/** As it stands in the journal; of a large one what is in it, and the whole when it is asked for. */
function Payload({ entry }: { readonly entry: Entry }): ReactNode {
  const say = useWords();
  const { client, report } = useSession();
  const [whole, setWhole] = useState<Entry | null>(null);
  const shown = whole ?? entry;
  return (
    <>
      <pre className="th-payload">{JSON.stringify(shown.payload, null, 2)}</pre>
      {shown.isWhole ? null : (
        <>
          <p className="th-muted th-small">{say('journal.summary')}</p>
          <Button
            size="small"
            text={say('journal.showWhole')}
            onClick={() => void client.call('journal.entry', { sequence: entry.sequence }).then(setWhole, report)}
          />
        </>
      )}
    </>
  );
}
