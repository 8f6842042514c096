// One question put to an archive or a node: what was asked, what it brought, and ending or going on with one that was interrupted.
import { Button, FormGroup, InputGroup, Intent } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import { Notice } from '../../design/Notice.tsx';
import { groupThousands } from '../../design/amounts.ts';
import { Facts, OpenableId, Panel } from '../../design/pieces.tsx';
import { Time } from '../../design/localTimes.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { AnswerFacts } from './AnswerFacts.tsx';
import { kindText, type QuestionRow } from './asking.ts';

const SHOWN = 8;

export function QuestionDetails({ row, asking }: { readonly row: QuestionRow; readonly asking: boolean }): ReactNode {
  const say = useWords();
  const { go } = useSession();
  const { from, fromHeight, toHeight, thorough } = row.request;
  const ids = from ?? [];
  return (
    <Panel title={say('questions.detail', { question: row.question, kind: kindText(say, row.kind) })}>
      {row.state === 'open' ? <Interrupted row={row} asking={asking} /> : null}
      <Facts
        rows={[
          [say('questions.source'), row.sourceName],
          [say('questions.started'), <Time key="s" at={row.started} />],
          row.kind === 'parents'
            ? [
                say('questions.ofRuns'),
                ids.length === 0 ? (
                  say('questions.allRuns')
                ) : (
                  <span key="r">
                    {ids.map((run) => (
                      <Button
                        key={run}
                        size="small"
                        variant="minimal"
                        text={say('runs.detail', { run })}
                        onClick={() => go({ task: 'flow', run: Number(run) })}
                      />
                    ))}
                  </span>
                ),
              ]
            : [
                say('questions.asked'),
                <span key="i">
                  {ids.slice(0, SHOWN).map((id) => (
                    <OpenableId key={id} value={id} />
                  ))}
                  {ids.length > SHOWN ? say('answer.more', { count: groupThousands(ids.length - SHOWN) }) : null}
                </span>,
              ],
          thorough === true ? [say('questions.hashed'), say('questions.hashedAll')] : null,
          fromHeight === undefined && toHeight === undefined
            ? null
            : [
                say('questions.within'),
                say('questions.withinText', {
                  from: fromHeight === undefined ? '…' : groupThousands(fromHeight),
                  to: toHeight === undefined ? '…' : groupThousands(toHeight),
                }),
              ],
        ]}
      />
      {row.result === null ? null : <AnswerFacts answer={row.result} />}
      {row.state === 'abandoned' ? <p className="th-muted">{say('questions.abandonedMeans')}</p> : null}
      {row.result !== null && (row.kind === 'forward' || row.kind === 'backward') && ids.length > 0 && ids.length < 100 ? (
        <Button size="small" text={say('questions.traceFrom')} onClick={() => go({ task: 'trace', seeds: ids.map(withoutHeight) })} />
      ) : null}
    </Panel>
  );
}

function withoutHeight(id: string): string {
  return id.replace(/@\d+$/, '');
}

function Interrupted({ row, asking }: { readonly row: QuestionRow; readonly asking: boolean }): ReactNode {
  const say = useWords();
  const { act, work } = useSession();
  const [abandoning, setAbandoning] = useState(false);
  const [reason, setReason] = useState('');
  const resume = () =>
    void work('question.resume', say('questions.resuming', { question: row.question, source: row.sourceName }), { question: row.question });
  const abandon = async () => {
    if ((await act('question.abandon', { question: row.question, reason: reason.trim() })) !== null) setAbandoning(false);
  };
  if (asking) return <p className="th-muted">{say('questions.busy')}</p>;
  return (
    <Notice
      intent={Intent.WARNING}
      compact
      title={row.next === null ? say('questions.open') : say('questions.openAt', { next: groupThousands(row.next) })}
    >
      <p>{say('questions.openNext')}</p>
      <div className="th-actions">
        <Button size="small" intent={Intent.PRIMARY} text={say('questions.resume')} onClick={resume} />
        <Button size="small" text={say('questions.abandon')} aria-expanded={abandoning} onClick={() => setAbandoning(!abandoning)} />
      </div>
      {abandoning ? (
        <div className="th-form th-form-gap">
          <FormGroup label={say('questions.abandonReason')} labelFor="abandon-reason" helperText={say('questions.abandonHelp')}>
            <InputGroup id="abandon-reason" value={reason} onValueChange={setReason} />
          </FormGroup>
          <Button intent={Intent.DANGER} text={say('questions.abandon')} disabled={reason.trim() === ''} onClick={() => void abandon()} />
        </div>
      ) : null}
    </Notice>
  );
}
