// Every question that was put to an archive or a node: what it searched, what came of it, and going on with an interrupted one.
import { Button } from '@blueprintjs/core';
import { Import, Path, Search } from '@blueprintjs/icons';
import { type ReactNode, useMemo, useState } from 'react';
import { groupThousands } from '../../design/amounts.ts';
import { type Column, DataTable } from '../../design/DataTable.tsx';
import { Empty, FaultNotice, Loading, Panel } from '../../design/pieces.tsx';
import { Term } from '../../design/statements.tsx';
import { JobPanel } from '../../session/JobPanel.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { useWords, type Words } from '../../session/words.ts';
import { kindText, type QuestionRow, QUESTION_JOBS, useArchives } from './asking.ts';
import { QuestionDetails } from './QuestionDetails.tsx';

export function Questions({ onIdentify }: { readonly onIdentify: () => void }): ReactNode {
  const say = useWords();
  const { go, jobs } = useSession();
  const archives = useArchives();
  const answer = useAsk('question.list', {});
  const [selected, setSelected] = useState<string | null>(null);
  const columns = useQuestionColumns();
  if (answer.fault !== null) return <FaultNotice fault={answer.fault} />;
  if (answer.data === null) return <Loading />;
  // The newest first: it is the one that is looked for.
  const rows = [...answer.data.questions].reverse();
  const asking = jobs.some((job) => QUESTION_JOBS.some((name) => name === job.name));
  if (rows.length === 0 && !asking)
    return (
      <Empty
        icon={<Search size={40} />}
        title={say('questions.none')}
        next={say(archives.length === 0 ? 'questions.noneNoArchive' : 'questions.noneNext')}
        action={
          archives.length === 0 ? (
            <Button intent="primary" icon={<Import />} text={say('sources.identify')} onClick={onIdentify} />
          ) : (
            <Button intent="primary" icon={<Path />} text={say('tasks.trace')} onClick={() => go({ task: 'trace' })} />
          )
        }
      />
    );
  const chosen = rows.find((row) => String(row.question) === selected) ?? rows.find((row) => row.state === 'open') ?? rows[0] ?? null;
  return (
    <>
      <JobPanel names={QUESTION_JOBS} />
      <div className="th-side-by-side th-stacked">
        <Panel title={say('questions.title')} className="th-panel-table">
          <DataTable
            label={say('questions.title')}
            columns={columns}
            rows={rows}
            rowKey={(row) => String(row.question)}
            selected={chosen === null ? null : String(chosen.question)}
            onSelect={(row) => setSelected(String(row.question))}
          />
        </Panel>
        {chosen === null ? null : <QuestionDetails key={chosen.question} row={chosen} asking={asking} />}
      </div>
    </>
  );
}

function useQuestionColumns(): readonly Column<QuestionRow>[] {
  const say = useWords();
  return useMemo(() => {
    const count = (id: string, of: (result: NonNullable<QuestionRow['result']>) => number): Column<QuestionRow> => ({
      id,
      header: say(`questions.${id}`),
      width: '72px',
      end: true,
      cell: (row) => (row.result === null ? '–' : groupThousands(of(row.result))),
    });
    return [
      { id: 'number', header: say('questions.number'), width: '44px', end: true, cell: (row) => row.question },
      {
        id: 'kind',
        header: say('questions.kind'),
        width: 'minmax(138px, 1.1fr)',
        cell: (row) => <span title={kindText(say, row.kind)}>{kindText(say, row.kind)}</span>,
      },
      {
        id: 'source',
        header: say('questions.source'),
        width: 'minmax(100px, 1fr)',
        cell: (row) => <span title={row.sourceName}>{row.sourceName}</span>,
      },
      {
        id: 'state',
        header: say('questions.state'),
        width: '98px',
        cell: (row) => (row.state === 'open' ? <strong>{say('questionStates.open')}</strong> : say(`questionStates.${row.state}`)),
        compare: (a, b) => a.state.localeCompare(b.state),
      },
      { id: 'heights', header: say('questions.heights'), width: '132px', end: true, cell: (row) => heightsText(row) },
      count('found', (result) => result.transactions),
      count('proven', (result) => result.proven),
      count('parents', (result) => result.parents),
      {
        id: 'limits',
        header: <Term id="limits">{say('questions.limits')}</Term>,
        width: 'minmax(130px, 1.4fr)',
        cell: (row) => <span title={limitsText(say, row)}>{limitsText(say, row)}</span>,
      },
    ];
  }, [say]);
}

function heightsText(row: QuestionRow): string {
  if (row.result === null || row.result.low === null || row.result.high === null) return '–';
  return `${groupThousands(row.result.low)}–${groupThousands(row.result.high)}`;
}

/** Where the answer must not be trusted further, in one line. */
function limitsText(say: Words, { result, state }: QuestionRow): string {
  if (result === null) return state === 'open' ? say('questions.limitsOpen') : '–';
  const { missing, gaps, refused, notFound, frontier, undo, spendsUnsearched } = result;
  const unseen = spendsUnsearched.length;
  const counts = { missing, gaps: gaps.length, unseen, refused: refused.length, notFound: notFound.length, frontier: frontier.length };
  const said = Object.entries(counts).flatMap(([name, count]) =>
    count === 0 ? [] : [say(`questionLimits.${name}`, { count: groupThousands(count) })],
  );
  if (!undo) said.push(say('questionLimits.noUndo'));
  return said.length === 0 ? say('questionLimits.none') : said.join(' · ');
}
