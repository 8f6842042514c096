// All runs of the case, exported or not, with what was asked and why; opening, replaying, exporting them.
import { Button } from '@blueprintjs/core';
import { Export, FlowBranch, Path, Repeat, RunHistory } from '@blueprintjs/icons';
import { type ReactNode, useMemo, useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { groupThousands } from '../../design/amounts.ts';
import { type Column, DataTable } from '../../design/DataTable.tsx';
import { Amount, Empty, Facts, FaultNotice, Id, Loading, OpenableId, Panel, ScreenHead } from '../../design/pieces.tsx';
import { Term } from '../../design/statements.tsx';
import { TimeCell } from '../../design/localTimes.tsx';
import { JobPanel } from '../../session/JobPanel.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { KindSwitch } from '../kinds.tsx';
import { useTraceAgain } from '../trace/draft.ts';
import { FetchParents } from './FetchParents.tsx';

type Run = CallOutput<'trace.runs'>['runs'][number];
type Replay = CallOutput<'trace.replay'>['runs'][number];
const NONE: readonly Run[] = [];

export function Runs(): ReactNode {
  const say = useWords();
  const { go, work } = useSession();
  const again = useTraceAgain();
  const answer = useAsk('trace.runs', {});
  const [selected, setSelected] = useState<string | null>(null);
  const [replays, setReplays] = useState<Readonly<Record<number, Replay>>>({});
  const runs = answer.data?.runs ?? NONE;
  const columns = useMemo<readonly Column<Run>[]>(() => {
    const word = (id: string) => (say.has(`terms.policy.${id}.word`) ? say(`terms.policy.${id}.word`) : id);
    return [
      {
        id: 'run',
        header: say('runs.run'),
        width: '56px',
        end: true,
        cell: (row) => <strong>{row.run}</strong>,
        compare: (a, b) => a.run - b.run,
      },
      {
        id: 'ordinal',
        header: <Term id="ordinal">{say('runs.ordinal')}</Term>,
        width: '104px',
        cell: (row) => say('runs.ordinalText', { ordinal: row.ordinal, siblings: row.siblings }),
      },
      {
        id: 'question',
        header: say('trace.question'),
        width: 'minmax(150px, 2fr)',
        cell: (row) => <span title={row.question}>{row.question}</span>,
      },
      { id: 'primary', header: <Term id="primaryPolicy">{say('trace.primary')}</Term>, width: '96px', cell: (row) => word(row.primary) },
      { id: 'direction', header: say('trace.direction'), width: '90px', cell: (row) => say(`directions.${row.direction}`) },
      {
        id: 'seed',
        header: <Term id="seed">{say('flow.seedTotal')}</Term>,
        width: '192px',
        end: true,
        cell: (row) => <Amount value={row.seedSat} chain={row.chain} />,
      },
      {
        id: 'time',
        header: say('journal.time'),
        width: '178px',
        cell: (row) => <TimeCell at={row.time} form="utc" />,
        compare: (a, b) => a.time.localeCompare(b.time),
      },
      {
        id: 'replay',
        header: <Term id="replay">{say('runs.replayed')}</Term>,
        width: '104px',
        cell: (row) =>
          replays[row.run] === undefined
            ? '–'
            : replays[row.run]?.identical === true
              ? `✓ ${say('runs.identical')}`
              : `✗ ${say('runs.differs')}`,
      },
    ];
  }, [say, replays]);
  const replay = async (run?: number) => {
    const done = await work('trace.replay', say('runs.replaying'), run === undefined ? {} : { run });
    if (done !== null) setReplays((before) => ({ ...before, ...Object.fromEntries(done.runs.map((one) => [one.run, one])) }));
  };
  if (answer.fault !== null) return <FaultNotice fault={answer.fault} />;
  if (answer.data === null) return <Loading />;
  const run = runs.find((one) => String(one.run) === selected) ?? null;
  return (
    <div className="th-screen th-screen-fill">
      <ScreenHead title={say('runs.title')} about={say('runs.about')}>
        <KindSwitch />
        <Button icon={<Repeat />} text={say('runs.replayAll')} disabled={runs.length === 0} onClick={() => void replay()} />
        <Button intent="primary" icon={<Path />} text={say('tasks.trace')} onClick={() => go({ task: 'trace' })} />
      </ScreenHead>
      <JobPanel names={['trace.replay']} />
      <Panel className="th-panel-table th-panel-fill">
        <DataTable
          label={say('runs.title')}
          columns={columns}
          rows={runs}
          rowKey={(row) => String(row.run)}
          selected={selected}
          onSelect={(row) => setSelected(String(row.run))}
          onOpen={(row) => go({ task: 'flow', run: row.run })}
          empty={<Empty icon={<RunHistory size={40} />} title={say('flow.noRuns')} next={say('flow.noRunsNext')} />}
        />
      </Panel>
      {run === null ? (
        runs.length === 0 ? null : (
          <p className="th-muted">{say('runs.choose')}</p>
        )
      ) : (
        <Panel
          title={say('runs.detail', { run: run.run })}
          aside={
            <div className="th-actions">
              <Button size="small" icon={<Path />} text={say('sync.again')} onClick={() => again(run)} />
              <Button size="small" icon={<Repeat />} text={say('runs.replay')} onClick={() => void replay(run.run)} />
              <Button size="small" icon={<Export />} text={say('flow.export')} onClick={() => go({ task: 'export', run: run.run })} />
              <Button
                size="small"
                intent="primary"
                icon={<FlowBranch />}
                text={say('runs.open')}
                onClick={() => go({ task: 'flow', run: run.run })}
              />
            </div>
          }
        >
          <Facts
            rows={[
              [say('trace.question'), run.question],
              [say('runs.reason'), run.reason],
              [
                <Term key="s" id="seed">
                  {say('trace.from')}
                </Term>,
                <span key="f">
                  {run.from.slice(0, 4).map((seed) => (
                    <OpenableId key={seed} value={seed} />
                  ))}{' '}
                  {run.from.length > 4 ? say('runs.moreSeeds', { count: run.from.length - 4 }) : ''}
                </span>,
              ],
              [say('flow.columns.height'), run.height === null ? '–' : groupThousands(run.height)],
              [
                <Term key="i" id="inputsDigest">
                  {say('runs.inputsDigest')}
                </Term>,
                <Id key="id" value={run.inputsDigest} full />,
              ],
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
          <FetchParents key={run.run} run={run.run} chain={run.chain} />
        </Panel>
      )}
    </div>
  );
}
