// The runs over balances of this case: what was asked and why, replaying them, and the result of one.
import { Button } from '@blueprintjs/core';
import { Path, Repeat, RunHistory } from '@blueprintjs/icons';
import { type ReactNode, useMemo, useState } from 'react';
import type { CallOutput } from '../../../../shared/contract/index.ts';
import { type Column, DataTable } from '../../../design/DataTable.tsx';
import { Empty, Facts, FaultNotice, Id, Loading, Panel } from '../../../design/pieces.tsx';
import { Term } from '../../../design/statements.tsx';
import { TimeCell } from '../../../design/localTimes.tsx';
import { JobPanel } from '../../../session/JobPanel.tsx';
import { useAsk, useSession } from '../../../session/session.ts';
import { useWords } from '../../../session/words.ts';
import { type AccountRun, draftOf, useAccountDraft } from '../trace/draft.ts';
import { TraceResult } from './TraceResult.tsx';
import { MovementLink, policyText } from '../words.tsx';

type Replay = CallOutput<'account.replay'>['runs'][number];
const NONE: readonly AccountRun[] = [];
const MOST_SEEDS = 6;

export function Runs(): ReactNode {
  const say = useWords();
  const { place, go, work } = useSession();
  const answer = useAsk('account.runs', {});
  const [, setDraft] = useAccountDraft();
  const [selected, setSelected] = useState<string | null>(null);
  const [replays, setReplays] = useState<Readonly<Record<number, Replay>>>({});
  const runs = answer.data?.runs ?? NONE;
  const columns = useRunColumns(replays);
  const replay = async (run?: number) => {
    const done = await work('account.replay', say('runs.replaying'), run === undefined ? {} : { run });
    if (done !== null) setReplays((before) => ({ ...before, ...Object.fromEntries(done.runs.map((one) => [one.run, one])) }));
  };
  const again = (run: AccountRun) => {
    setDraft(draftOf(run));
    go({ task: 'accounts', accountsTab: 'trace' });
  };
  if (answer.fault !== null) return <FaultNotice fault={answer.fault} />;
  if (answer.data === null) return <Loading />;
  if (place.run !== undefined) return <StoredResult run={place.run} registered={runs.find(({ run }) => run === place.run)} />;
  const run = runs.find((one) => String(one.run) === (selected ?? '')) ?? null;
  return (
    <>
      <div className="th-actions">
        <Button icon={<Repeat />} text={say('runs.replayAll')} disabled={runs.length === 0} onClick={() => void replay()} />
        <Button intent="primary" icon={<Path />} text={say('tasks.trace')} onClick={() => go({ task: 'accounts', accountsTab: 'trace' })} />
      </div>
      <JobPanel names={['account.replay']} />
      <Panel className="th-panel-table th-panel-fill">
        <DataTable
          label={say('accounts.runs')}
          columns={columns}
          rows={runs}
          rowKey={(row) => String(row.run)}
          selected={selected}
          onSelect={(row) => setSelected(String(row.run))}
          onOpen={(row) => go({ task: 'accounts', accountsTab: 'runs', run: row.run })}
          empty={<Empty icon={<RunHistory size={40} />} title={say('accounts.noRuns')} next={say('accounts.noRunsNext')} />}
        />
      </Panel>
      {run === null ? (
        runs.length === 0 ? null : (
          <p className="th-muted">{say('accounts.chooseRun')}</p>
        )
      ) : (
        <Panel
          title={say('runs.detail', { run: run.run })}
          aside={
            <div className="th-actions">
              <Button size="small" icon={<Path />} text={say('accounts.again')} onClick={() => again(run)} />
              <Button size="small" icon={<Repeat />} text={say('runs.replay')} onClick={() => void replay(run.run)} />
              <Button
                size="small"
                intent="primary"
                text={say('accounts.showResult')}
                onClick={() => go({ task: 'accounts', accountsTab: 'runs', run: run.run })}
              />
            </div>
          }
        >
          <Facts
            rows={[
              [say('trace.question'), run.question],
              [say('runs.reason'), run.reason],
              [
                <Term key="s" id="accountSeed">
                  {say('trace.from')}
                </Term>,
                <span key="f">
                  {run.from.slice(0, MOST_SEEDS).map((seed) => (
                    <MovementLink key={seed} name={seed} />
                  ))}{' '}
                  {run.from.length > MOST_SEEDS ? say('runs.moreSeeds', { count: run.from.length - MOST_SEEDS }) : ''}
                </span>,
              ],
              [say('accounts.policies'), run.policies.map((policy) => policyText(say, policy)).join(', ')],
              [
                <Term key="r" id="resultDigest">
                  {say('runs.resultDigest')}
                </Term>,
                <Id key="rd" value={run.resultDigest} full />,
              ],
              replays[run.run] === undefined || replays[run.run]?.identical === true
                ? null
                : [say('runs.differences'), <span key="d">{replays[run.run]?.differences.join('; ')}</span>],
            ]}
          />
        </Panel>
      )}
    </>
  );
}

/** A run's result as the case keeps it. */
function StoredResult({ run, registered }: { readonly run: number; readonly registered: AccountRun | undefined }): ReactNode {
  const answer = useAsk('account.result', { run });
  if (answer.fault !== null) return <FaultNotice fault={answer.fault} />;
  return answer.data === null ? <Loading /> : <TraceResult result={answer.data} registered={registered} />;
}

function useRunColumns(replays: Readonly<Record<number, Replay>>): readonly Column<AccountRun>[] {
  const say = useWords();
  return useMemo(
    () => [
      {
        ...{ id: 'run', header: say('runs.run'), width: '56px', end: true },
        cell: (row) => <strong>{row.run}</strong>,
        compare: (a, b) => a.run - b.run,
      },
      {
        ...{ id: 'ordinal', header: <Term id="ordinal">{say('runs.ordinal')}</Term>, width: '116px' },
        cell: (row) => say('runs.ordinalText', { ordinal: row.ordinal, siblings: row.siblings }),
      },
      {
        ...{ id: 'question', header: say('trace.question'), width: 'minmax(180px, 2fr)' },
        cell: (row) => <span title={row.question}>{row.question}</span>,
      },
      {
        ...{ id: 'primary', header: <Term id="primaryPolicy">{say('trace.primary')}</Term>, width: '140px' },
        cell: (row) => policyText(say, row.primary),
      },
      {
        // What most often tells runs of one question apart.
        ...{ id: 'assumed', header: <Term id="assumedAccount">{say('accounts.assumedCount')}</Term>, width: '112px', end: true },
        cell: ({ assume }) => (assume.length === 0 ? '–' : assume.length),
      },
      {
        ...{ id: 'time', header: say('journal.time'), width: '178px' },
        cell: (row) => <TimeCell at={row.time} form="utc" />,
        compare: (a, b) => a.time.localeCompare(b.time),
      },
      {
        ...{ id: 'replay', header: <Term id="replay">{say('runs.replayed')}</Term>, width: '104px' },
        cell: ({ run }) =>
          replays[run] === undefined ? '–' : replays[run]?.identical === true ? `✓ ${say('runs.identical')}` : `✗ ${say('runs.differs')}`,
      },
    ],
    [say, replays],
  );
}
