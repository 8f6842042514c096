// Says at the case's own screen that a question was interrupted, and leads to it.
import { Button, Intent } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { Notice } from '../../design/Notice.tsx';
import { groupThousands } from '../../design/amounts.ts';
import { useAsk, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { kindText, QUESTION_JOBS } from './asking.ts';

/** `brief`: one line beside something else. */
export function OpenQuestions({ brief = false }: { readonly brief?: boolean }): ReactNode {
  const say = useWords();
  const { go, jobs } = useSession();
  const answer = useAsk('question.list', {});
  const open = answer.data?.questions.filter((row) => row.state === 'open') ?? [];
  // One under way is open too.
  if (open.length === 0 || jobs.some((job) => QUESTION_JOBS.some((name) => name === job.name))) return null;
  const show = () => go({ task: 'sources', tab: 'questions' });
  if (brief)
    return (
      <p className="th-small">
        <strong>{say('questions.notice', { count: open.length })}</strong>{' '}
        <button type="button" className="th-link" onClick={show}>
          {say('questions.noticeGo')}
        </button>
      </p>
    );
  return (
    <Notice intent={Intent.WARNING} compact title={say('questions.notice', { count: open.length })}>
      <ul className="th-plain-list">
        {open.slice(0, 5).map((row) => (
          <li key={row.question}>
            {say(row.next === null ? 'questions.noticeLine' : 'questions.noticeLineAt', {
              question: row.question,
              kind: kindText(say, row.kind),
              source: row.sourceName,
              next: row.next === null ? '' : groupThousands(row.next),
            })}
          </li>
        ))}
      </ul>
      <Button size="small" text={say('questions.noticeGo')} onClick={show} />
    </Notice>
  );
}
