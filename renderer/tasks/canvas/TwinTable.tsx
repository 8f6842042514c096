// The canvas as tables: every node and every line of the picture, chosen together with the graph. For whoever cannot see or draw the graph this
// is the canvas.
import { Button, SegmentedControl } from '@blueprintjs/core';
import { CollapseAll, ExpandAll } from '@blueprintjs/icons';
import { type ReactNode, useMemo, useState } from 'react';
import type { CanvasEdge, CanvasNode } from '../../../shared/contract/canvas.ts';
import { compareAmounts, groupThousands } from '../../design/amounts.ts';
import { type Column, DataTable } from '../../design/DataTable.tsx';
import { TimeCell } from '../../design/localTimes.tsx';
import { Empty, Whole } from '../../design/pieces.tsx';
import { standingText } from '../../design/statements.tsx';
import { useKept } from '../../session/session.ts';
import { useWords, type Words } from '../../session/words.ts';
import { Activity } from './charts/Activity.tsx';
import { Balance } from './charts/Balance.tsx';
import { Chronology } from './charts/Chronology.tsx';
import { useLinked } from './charts/linked.ts';
import { Sankey } from './charts/Sankey.tsx';
import { type Desk, useDesk } from './desk.ts';
import { TransferRows } from './TransferRows.tsx';
import { amountsShort, amountText, markWords, shortName, standingOf } from './words.ts';

/** Tables of the picture, tables and charts of what stands behind it. */
const TABS = ['nodes', 'edges', 'rows', 'chronology', 'balance', 'activity', 'bands'] as const;
type Tab = (typeof TABS)[number];
/** These show what is chosen and nothing else. */
const OF_CHOSEN: readonly Tab[] = ['balance', 'activity', 'bands'];
const FIRST: Tab = 'nodes';

interface Props {
  /** Whether it takes more than half of the height. */
  readonly tall: boolean;
  readonly onTall: (tall: boolean) => void;
}

export function TwinTable({ tall, onTall }: Props): ReactNode {
  const say = useWords();
  const desk = useDesk();
  const { picture, selection, choose, stage, nodes } = desk;
  const linked = useLinked();
  const [shown, setShown] = useKept<Tab>('canvas.tableTab', FIRST);
  const [only, setOnly] = useState(false);
  const ofNodes = useMemo(() => nodeColumns(say, picture), [say, picture]);
  const ofEdges = useMemo(() => edgeColumns(say, picture, nodes), [say, picture, nodes]);
  const last = [...selection].at(-1) ?? null;
  const pick = (id: string, ends: readonly string[]) => {
    choose([id]);
    stage.current?.show(new Set(ends));
  };
  const nodeRows = only ? picture.nodes.filter(({ id }) => selection.has(id)) : picture.nodes;
  const edgeRows = only
    ? picture.edges.filter(({ id, source, target }) => selection.has(id) || (selection.has(source) && selection.has(target)))
    : picture.edges;
  const label = (tab: Tab): string => {
    if (tab === 'nodes') return say('canvas.tableNodes', { count: groupThousands(picture.nodes.length) });
    if (tab === 'edges') return say('canvas.tableEdges', { count: groupThousands(picture.edges.length) });
    return say(tab === 'rows' ? 'rows.tab' : `charts.tabs.${tab}`);
  };
  return (
    <>
      <div className="th-canvas-tables th-canvas-tabs-low">
        <SegmentedControl
          size="small"
          aria-label={say('charts.tabsLabel')}
          options={TABS.map((value) => ({ value, label: label(value) }))}
          value={shown}
          onValueChange={(value) => setShown(value as Tab)}
        />
        {OF_CHOSEN.includes(shown) ? null : (
          <Button
            size="small"
            variant="minimal"
            active={only}
            aria-pressed={only}
            disabled={selection.size === 0 && !only}
            text={say('canvas.onlyChosen')}
            onClick={() => setOnly(!only)}
          />
        )}
        {selection.size > 1 ? (
          <span className="th-muted th-small">{say('canvas.selectionOf', { count: groupThousands(selection.size) })}</span>
        ) : null}
        <span className="th-canvas-gap" />
        <Button
          size="small"
          variant="minimal"
          icon={tall ? <CollapseAll /> : <ExpandAll />}
          active={tall}
          aria-pressed={tall}
          aria-label={say('charts.tall')}
          title={say('charts.tall')}
          onClick={() => onTall(!tall)}
        />
      </div>
      {only && linked.narrowed.length === 0 && (shown === 'rows' || shown === 'chronology') ? (
        <Empty title={say('canvas.nothingChosen')} next={say('canvas.nothingChosenNext')} />
      ) : shown === 'rows' ? (
        <TransferRows linked={linked} only={only} />
      ) : shown === 'chronology' ? (
        <Chronology linked={linked} only={only} />
      ) : shown === 'balance' ? (
        <Balance linked={linked} />
      ) : shown === 'activity' ? (
        <Activity linked={linked} />
      ) : shown === 'bands' ? (
        <Sankey linked={linked} />
      ) : shown === 'nodes' ? (
        <DataTable
          label={say('canvas.tableNodesLabel')}
          columns={ofNodes}
          rows={nodeRows}
          rowKey={idOf}
          selected={last}
          onSelect={(node) => pick(node.id, [node.id])}
          onOpen={(node) => void desk.expand([node.id], 'both')}
        />
      ) : (
        <DataTable
          label={say('canvas.tableEdgesLabel')}
          columns={ofEdges}
          rows={edgeRows}
          rowKey={idOf}
          selected={last}
          onSelect={(edge) => pick(edge.id, [edge.source, edge.target])}
        />
      )}
    </>
  );
}

const idOf = ({ id }: { readonly id: string }): string => id;
const byTime = (a: number | null, b: number | null): number => (a ?? Number.MAX_SAFE_INTEGER) - (b ?? Number.MAX_SAFE_INTEGER);
const first = (amounts: CanvasNode['amounts']): string => amounts[0]?.amount ?? '0';

/** Notes have a column where there are any. */
function nodeColumns(say: Words, { assets, nodes }: Desk['picture']): readonly Column<CanvasNode>[] {
  return [
    {
      id: 'kind',
      header: say('canvas.kind'),
      width: 'minmax(112px, 136px)',
      cell: (node) => say(`canvas.kinds.${node.kind}`),
      compare: (a, b) => a.kind.localeCompare(b.kind),
    },
    {
      id: 'name',
      header: say('canvas.name'),
      width: 'minmax(150px, 1.4fr)',
      cell: (node) => (
        <span className="th-mono" title={node.name}>
          {shortName(node)}
        </span>
      ),
      compare: (a, b) => a.name.localeCompare(b.name),
    },
    {
      id: 'amount',
      header: say('canvas.amount'),
      width: 'minmax(160px, 1fr)',
      end: true,
      cell: (node) => (
        <span title={node.amounts.map((amount) => amountText(assets, amount)).join('\n')}>{amountsShort(assets, node.amounts)}</span>
      ),
      compare: (a, b) => compareAmounts(first(a.amounts), first(b.amounts)),
    },
    {
      id: 'time',
      header: say('canvas.timeUtc'),
      width: '150px',
      cell: (node) => (node.timeSeconds === null ? '' : <TimeCell at={node.timeSeconds} />),
      compare: (a, b) => byTime(a.timeSeconds, b.timeSeconds),
    },
    {
      id: 'labels',
      header: say('canvas.labels'),
      width: 'minmax(110px, 1fr)',
      cell: (node) => (
        <Whole
          text={[
            ...node.labels.map(({ label, via }) => `${via === null ? '❞' : '≈ ❞'} ${label}`),
            ...node.marks.map((mark) => markWords(say, mark)),
          ].join(', ')}
        />
      ),
    },
    {
      id: 'basis',
      header: say('canvas.basis'),
      width: 'minmax(140px, 240px)',
      cell: (node) => (
        <Whole text={`${standingText(say, standingOf(node))}${node.grade === null ? '' : ` · ${say(`grades.${node.grade}.word`)}`}`} />
      ),
      compare: (a, b) => a.statement.localeCompare(b.statement),
    },
    {
      id: 'more',
      header: say('canvas.more'),
      width: '84px',
      cell: (node) => (node.moreIn + node.moreOut === 0 ? '' : `→${node.moreIn} · ${node.moreOut}→`),
      compare: (a, b) => a.moreIn + a.moreOut - b.moreIn - b.moreOut,
    },
    ...(nodes.some(({ note }) => note !== null)
      ? [
          {
            id: 'note',
            header: say('canvas.note'),
            width: 'minmax(84px, 1fr)',
            cell: (node: CanvasNode) => <Whole text={node.note ?? ''} />,
          },
        ]
      : []),
  ];
}

function edgeColumns(
  say: Words,
  { assets, edges }: Desk['picture'],
  nodes: ReadonlyMap<string, CanvasNode>,
): readonly Column<CanvasEdge>[] {
  const end = (id: string) => {
    const node = nodes.get(id);
    return node === undefined ? (
      ''
    ) : (
      <span className="th-mono" title={node.name}>
        {shortName(node)}
      </span>
    );
  };
  return [
    {
      id: 'kind',
      header: say('canvas.kind'),
      width: 'minmax(104px, 158px)',
      cell: (edge) => <Whole text={say(`canvas.edgeKinds.${edge.kind}`)} />,
      compare: (a, b) => a.kind.localeCompare(b.kind),
    },
    { id: 'from', header: say('canvas.from'), width: 'minmax(108px, 1fr)', cell: (edge) => end(edge.source) },
    { id: 'to', header: say('canvas.to'), width: 'minmax(108px, 1fr)', cell: (edge) => end(edge.target) },
    {
      id: 'amount',
      header: say('canvas.amount'),
      width: 'minmax(124px, 1fr)',
      end: true,
      cell: (edge) => (
        <span
          title={edge.amounts.map((amount) => amountText(assets, amount)).join('\n')}
        >{`${edge.shared > 0 ? '≤ ' : ''}${amountsShort(assets, edge.amounts)}`}</span>
      ),
      compare: (a, b) => compareAmounts(first(a.amounts), first(b.amounts)),
    },
    {
      id: 'count',
      header: say('canvas.counted'),
      width: '84px',
      end: true,
      cell: (edge) => groupThousands(edge.count),
      compare: (a, b) => a.count - b.count,
    },
    {
      id: 'first',
      header: say('canvas.firstUtc'),
      width: '150px',
      cell: (edge) => (edge.firstSeconds === null ? '' : <TimeCell at={edge.firstSeconds} />),
      compare: (a, b) => byTime(a.firstSeconds, b.firstSeconds),
    },
    {
      id: 'last',
      header: say('canvas.lastUtc'),
      width: '150px',
      cell: (edge) => (edge.lastSeconds === null ? '' : <TimeCell at={edge.lastSeconds} />),
      compare: (a, b) => byTime(a.lastSeconds, b.lastSeconds),
    },
    {
      id: 'basis',
      header: say('canvas.basis'),
      width: 'minmax(104px, 150px)',
      cell: (edge) => <Whole text={standingText(say, standingOf(edge))} />,
    },
    ...(edges.some(({ note }) => note !== null)
      ? [
          {
            id: 'note',
            header: say('canvas.note'),
            width: 'minmax(70px, 1fr)',
            cell: (edge: CanvasEdge) => <Whole text={edge.note ?? ''} />,
          },
        ]
      : []),
  ];
}
