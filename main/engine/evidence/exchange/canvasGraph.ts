// What a canvas shows, as entities and flows: its picture, node by node and edge by edge, with the sources behind each. Nothing is added and nothing
// is summed here.
import type { CanvasEdge, CanvasNode, CanvasPicture } from '../../../../shared/contract/canvas.ts';
import type { Provenance } from '../../canvas/index.ts';
import {
  type AmountIs,
  amountCells,
  amountLabel,
  attributionCell,
  filled,
  type GraphEdge,
  type GraphNode,
  listed,
  type OneAmount,
  standingLabel,
  timeCell,
} from './graphModel.ts';

/** Transactions that one flow names; `count` says of how many. */
const MOST_TRANSACTIONS = 1000;

export function canvasGraph(
  { nodes, edges, assets }: CanvasPicture,
  provenance: Provenance,
): { readonly nodes: GraphNode[]; readonly edges: GraphEdge[] } {
  const named = (amounts: CanvasNode['amounts']): OneAmount[] =>
    amounts.flatMap(({ asset, amount }) => {
      const view = assets[asset];
      return view === undefined ? [] : [{ asset: view, amount }];
    });
  const groups = new Map(nodes.flatMap(({ id, kind, name }) => (kind === 'group' ? [[id, name] as const] : [])));
  return {
    nodes: nodes.map((node): GraphNode => {
      const { id, kind, name, statement, marks } = node;
      return {
        id,
        label: nodeLabel(node),
        place: { x: node.x, y: node.y },
        cells: filled({
          ...{
            kind,
            id_full: name,
            chain: node.chain,
            address: node.address ?? '',
            block: node.height === null ? '' : String(node.height),
          },
          first_utc: timeCell(node.timeSeconds, marks),
          last_utc: timeCell(node.lastSeconds ?? node.timeSeconds, marks),
          ...amountCells(named(node.amounts), kind === 'output' || kind === 'movement' ? 'recorded' : 'sum'),
          ...{ count: String(node.count), statement, grade: node.grade ?? '' },
          recorded_in: listed(provenance.sources(id)),
          rule: listed(provenance.rules(id)),
          attributions: attributionCell(node.labels),
          marks: listed(marks),
          group: node.group === null ? '' : (groups.get(node.group) ?? node.group),
          ...{ gap: node.gap ?? '', note: node.note ?? '' },
        }),
      };
    }),
    edges: edges.map((edge): GraphEdge => {
      const { id, source, target, kind, statement, marks } = edge;
      const is: AmountIs = amountIs(edge);
      const amounts = named(edge.amounts);
      const transactions = provenance.transactions(id);
      return {
        ...{ id, source, target },
        label: standingLabel(amountLabel(amounts, is) || kind, statement),
        cells: filled({
          kind,
          first_utc: timeCell(edge.firstSeconds, marks),
          last_utc: timeCell(edge.lastSeconds, marks),
          ...amountCells(amounts, is),
          ...{ count: String(edge.count), shared: edge.shared === 0 ? '' : String(edge.shared) },
          transactions: listed(transactions.slice(0, MOST_TRANSACTIONS)),
          ...{ statement, grade: edge.grade ?? '' },
          recorded_in: listed(provenance.sources(id)),
          rule: listed(provenance.rules(id)),
          ...{ marks: listed(marks), note: edge.note ?? '' },
        }),
      };
    }),
  };
}

/** Its whole id: what a label claims is not what a thing is called. */
function nodeLabel({ kind, name, count, statement }: CanvasNode): string {
  if (kind === 'cluster') return standingLabel(`${name} (${count})`, statement);
  return kind === 'event' ? standingLabel(name, statement) : name;
}

function amountIs({ kind, shared }: CanvasEdge): AmountIs {
  if (shared > 0) return 'atMost';
  return kind === 'relation' ? 'sum' : 'recorded';
}
