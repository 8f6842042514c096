// One run in one policy: graph, spread, details and table, with one choice shared by all. The engine lays out.
import { Button, SegmentedControl } from '@blueprintjs/core';
import { Export, FlowBranch, Path } from '@blueprintjs/icons';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { groupThousands } from '../../design/amounts.ts';
import { shortId } from '../../design/ids.ts';
import { Empty, FaultNotice, Loading } from '../../design/pieces.tsx';
import { Term } from '../../design/statements.tsx';
import { type Choice, FlowCanvas } from '../../graph/FlowCanvas.tsx';
import { type FlowNodeView, type FlowWording, nodeOfRow } from '../../graph/flowModel.ts';
import { Legend } from '../../graph/Legend.tsx';
import { useAsk, useChain, useSession } from '../../session/session.ts';
import { useWords, type Words } from '../../session/words.ts';
import { FlowDetails, OpenChosen } from './FlowDetails.tsx';
import { AccountFlow } from './AccountFlow.tsx';
import { OnCanvas } from './OnCanvas.tsx';
import { RunSelect } from './RunSelect.tsx';
import { SaveRunGraph } from './SaveRunGraph.tsx';
import { Split } from './Split.tsx';
import { SpreadPanel } from './SpreadPanel.tsx';
import { type Transfer, transferKey, TransferTable } from './TransferTable.tsx';

type Run = CallOutput<'trace.runs'>['runs'][number];
const PAGE = 5000;
/** Nodes drawn at first and after asking for more: what an eye can follow, and what software drawing still moves. */
const FIRST_NODES = 90;
const MORE_NODES = 600;

export function Flow(): ReactNode {
  const say = useWords();
  const { place, go } = useSession();
  const runs = useAsk('trace.runs', {});
  const accounts = useAsk('account.runs', {});
  const list = runs.data?.runs ?? [];
  const ofAccounts = accounts.data?.runs ?? [];
  const run = list.find((candidate) => candidate.run === place.run) ?? list[list.length - 1];
  const fault = runs.fault ?? accounts.fault;
  if (fault !== null) return <FaultNotice fault={fault} />;
  if (runs.data === null || accounts.data === null) return <Loading />;
  // A trace over balances where it is asked for, or where the case holds no other.
  const accountRun =
    ofAccounts.find((candidate) => candidate.run === place.accountRun) ?? (run === undefined ? ofAccounts.at(-1) : undefined);
  const select = (chosen: string) => <RunSelect runs={list} accountRuns={ofAccounts} chosen={chosen} />;
  if (accountRun !== undefined) return <AccountFlow key={accountRun.run} run={accountRun} select={select(`account ${accountRun.run}`)} />;
  if (run === undefined) {
    return (
      <Empty
        icon={<FlowBranch size={40} />}
        title={say('flow.noRuns')}
        next={say('flow.noRunsNext')}
        action={<Button intent="primary" icon={<Path />} text={say('tasks.trace')} onClick={() => go({ task: 'trace' })} />}
      />
    );
  }
  return <RunView key={run.run} run={run} select={select(`coin ${run.run}`)} />;
}

function RunView({ run, select }: { readonly run: Run; readonly select: ReactNode }): ReactNode {
  const say = useWords();
  const { go } = useSession();
  const { decimals } = useChain()(run.chain);
  const [policy, setPolicy] = useState(run.primary);
  const [choice, setChoice] = useState<Choice | null>(null);
  const [row, setRow] = useState<string | null>(null);
  const [limit, setLimit] = useState(FIRST_NODES);
  const [tab, setTab] = useState<'spread' | 'details'>('spread');
  const flow = useAsk('canvas.flow', { run: run.run, policy, limit });
  const transfers = useAsk('canvas.transfers', { run: run.run, policy, limit: PAGE });
  const picture = flow.data;
  const rows = transfers.data?.rows ?? NO_ROWS;
  const wording = useMemo(() => flowWording(say, decimals, run.height), [say, decimals, run.height]);

  const choose = useCallback(
    (next: Choice | null) => {
      setChoice(next);
      if (next === null || picture === null) {
        setRow(null);
        return;
      }
      setTab('details');
      const outpoint =
        next.kind === 'edge'
          ? picture.edges.find((edge) => edge.id === next.id)?.outpoint
          : picture.nodes.find((node) => node.id === next.id)?.outpoint;
      const txid = next.kind === 'node' ? picture.nodes.find((node) => node.id === next.id)?.txid : undefined;
      const match = rows.find((candidate) => candidate.outpoint === outpoint) ?? rows.find((candidate) => candidate.txid === txid);
      setRow(match === undefined ? null : transferKey(match));
    },
    [picture, rows],
  );
  const chooseRow = useCallback(
    (next: Transfer) => {
      setRow(transferKey(next));
      if (picture === null) return;
      const id = nodeOfRow(picture, next);
      if (id !== null) {
        setChoice({ kind: 'node', id });
        setTab('details');
      }
    },
    [picture],
  );
  const changePolicy = (next: string) => {
    setPolicy(next);
    setChoice(null);
    setRow(null);
  };

  const policyWord = (id: string) => (say.has(`terms.policy.${id}.word`) ? say(`terms.policy.${id}.word`) : id);
  return (
    <div className="th-flow">
      <h1 className="th-offscreen">{say('tasks.flow')}</h1>
      <header className="th-flow-head">
        {select}
        <span className="th-direction">{say(`flow.way.${run.direction}`)}</span>
        <div className="th-flow-question" title={run.question}>
          <strong>{run.question === '' ? say('flow.noQuestion') : run.question}</strong>
          <span className="th-muted">
            {say('flow.about', {
              ordinal: run.ordinal,
              siblings: run.siblings,
              chain: run.chainName,
              height: run.height === null ? '?' : groupThousands(run.height),
            })}
            {run.stops.length === 0
              ? ` · ${say('flow.noStops')}`
              : ` · ${say('flow.stops', { stops: run.stops.map((stop) => (say.has(`terms.stop.${stop.rule}.word`) ? say(`terms.stop.${stop.rule}.word`) : stop.rule)).join(', ') })}`}
          </span>
        </div>
        <span className="th-flow-policy">
          <Term id={`policy.${policy}`}>{policyWord(policy)}</Term>
          {policy === run.primary ? (
            <span className="th-primary">{say('flow.primary')}</span>
          ) : (
            <Button size="small" text={say('flow.backToPrimary')} onClick={() => changePolicy(run.primary)} />
          )}
        </span>
        <OnCanvas kind="coins" run={run.run} policy={policy} limit={limit} />
        <SaveRunGraph of={{ what: 'run', run: run.run, policy }} />
        <Button icon={<Export />} text={say('flow.export')} onClick={() => go({ task: 'export', run: run.run })} />
      </header>
      <Split
        label={say('flow.split')}
        top={
          <div className="th-flow-top">
            <div className="th-flow-graph">
              {picture === null ? (
                flow.fault === null ? (
                  <Loading />
                ) : (
                  <FaultNotice fault={flow.fault} />
                )
              ) : (
                <FlowCanvas picture={picture} wording={wording} chosen={choice} onChoose={choose} />
              )}
              {picture !== null && picture.hiddenNodes > 0 ? (
                <div className="th-flow-hidden">
                  {say('flow.hidden', { count: groupThousands(picture.hiddenNodes) })}
                  <Button size="small" text={say('flow.showMore')} disabled={limit >= MORE_NODES} onClick={() => setLimit(MORE_NODES)} />
                </div>
              ) : null}
              <Legend />
            </div>
            <aside className="th-flow-side">
              <div className="th-flow-tabs">
                <SegmentedControl
                  size="small"
                  options={[
                    { label: say('flow.spread'), value: 'spread' },
                    { label: say('flow.details'), value: 'details' },
                  ]}
                  value={tab}
                  onValueChange={(value) => setTab(value as 'spread' | 'details')}
                />
                {tab === 'details' ? <OpenChosen picture={picture} choice={choice} /> : null}
              </div>
              {tab === 'spread' ? (
                <SpreadPanel run={run} policy={policy} onPolicy={changePolicy} />
              ) : (
                <FlowDetails picture={picture} chain={run.chain} height={run.height} choice={choice} />
              )}
            </aside>
          </div>
        }
        bottom={
          <>
            <FaultNotice fault={transfers.fault} />
            {transfers.data !== null && transfers.data.total > rows.length ? (
              <p className="th-muted th-small">
                {say('flow.firstRows', { shown: groupThousands(rows.length), total: groupThousands(transfers.data.total) })}
              </p>
            ) : null}
            <TransferTable
              rows={rows}
              chain={run.chain}
              height={run.height}
              selected={row}
              onSelect={chooseRow}
              onOpen={(transfer) => go({ task: 'explore', text: transfer.txid })}
            />
          </>
        }
      />
    </div>
  );
}

const NO_ROWS: readonly Transfer[] = [];

function flowWording(say: Words, decimals: number, height: number | null): FlowWording {
  return {
    decimals,
    nodeTitle: (node: FlowNodeView) => {
      if (node.kind === 'transaction') return node.txid === null ? say('nodes.transaction') : shortId(node.txid, 6, 4);
      if (node.kind === 'more') return say('flow.moreCount', { count: node.count });
      return say(`nodes.${node.kind}`);
    },
    nodeState: (node: FlowNodeView) => {
      if (node.coinjoin) return `≈ ${say('nodes.coinjoin')}`;
      if (node.state === null || node.kind === 'unknown' || node.kind === 'seed') return '';
      const [head = '', rule] = node.state.split(':');
      return say.has(`states.${head}`)
        ? say(`states.${head}`, {
            height: height ?? '?',
            rule: say.has(`terms.stop.${rule}.word`) ? say(`terms.stop.${rule}.word`) : (rule ?? ''),
          })
        : node.state;
    },
    partOf: (amount, value) => say('flow.partOf', { amount, value }),
  };
}
