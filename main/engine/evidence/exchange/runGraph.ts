// Everything a run reached under one policy, as entities and flows. What the policy assigns is its assumption and says so; what the whole output or
// movement is worth stands beside it.
import type { AssetView } from '../../../../shared/contract/account.ts';
import type { AccountFlowPicture } from '../../../../shared/contract/accountFlow.ts';
import type { FlowPicture } from '../../../../shared/contract/trace.ts';
import { STATEMENT_KINDS, type StatementKind } from '../../../../shared/model/statement.ts';
import type { SourceBook } from '../../canvas/index.ts';
import {
  amountCells,
  amountLabel,
  type Attribution,
  attributionCell,
  filled,
  type GraphEdge,
  type GraphNode,
  listed,
  standingLabel,
  timeCell,
} from './graphModel.ts';

export interface RunMaterial {
  readonly book: SourceBook;
  readonly attributions: (chain: string, address: string) => readonly Attribution[];
}

interface Graph {
  readonly nodes: GraphNode[];
  readonly edges: GraphEdge[];
}

export function coinRunGraph(picture: FlowPicture, chain: string, asset: AssetView, { book, attributions }: RunMaterial): Graph {
  const { nodes, edges } = picture;
  const standing = standingOfNodes(edges);
  const timeOf = new Map(nodes.map(({ id, time }) => [id, time]));
  return {
    nodes: nodes.map(({ id, kind, txid, outpoint, address, amountSat, height, time, state, coinjoin, grade }): GraphNode => {
      const statement = kind === 'seed' ? 'fact' : (standing.get(id) ?? 'assumption');
      const one = [{ asset, amount: amountSat }];
      return {
        id,
        label: outpoint ?? txid ?? id,
        place: null,
        cells: filled({
          ...{ kind, id_full: outpoint ?? txid ?? '', chain, address: address ?? '', block: height === null ? '' : String(height) },
          ...{ first_utc: timeCell(time), last_utc: timeCell(time) },
          ...amountCells(one, 'assigned'),
          ...{ statement, grade: grade ?? '' },
          recorded_in: listed(txid === null ? [] : book.ofTransaction(chain, txid)),
          rule: kind === 'seed' ? '' : picture.policy,
          attributions: address === null ? '' : attributionCell(attributions(chain, address)),
          marks: listed([...(state === null ? [] : [state]), ...(coinjoin ? ['coinjoin'] : [])]),
        }),
      };
    }),
    edges: edges.map(({ id, source, target, amountSat, valueSat, outpoint, statement }): GraphEdge => {
      const one = [{ asset, amount: amountSat }];
      // An output is made in one transaction and spent in another: the flow lasts from the one to the other.
      const times = [timeOf.get(source) ?? null, timeOf.get(target) ?? null];
      const txid = outpoint?.slice(0, 64) ?? null;
      return {
        ...{ id, source, target },
        label: standingLabel(amountLabel(one, 'assigned'), statement),
        cells: filled({
          ...{ kind: 'flow', first_utc: timeCell(times[0] ?? times[1] ?? null), last_utc: timeCell(times[1] ?? times[0] ?? null) },
          ...amountCells(one, statement === 'fact' ? 'recorded' : 'assigned'),
          ...{ whole_smallest_unit: valueSat, count: '1', transactions: txid ?? '', statement },
          recorded_in: listed(txid === null ? [] : book.ofTransaction(chain, txid)),
          rule: statement === 'fact' ? '' : picture.policy,
          marks: outpoint ?? '',
        }),
      };
    }),
  };
}

export function accountRunGraph({ nodes, edges, policy }: AccountFlowPicture, { book, attributions }: RunMaterial): Graph {
  const standing = standingOfNodes(edges);
  return {
    nodes: nodes.map(({ id, kind, chain, account, ends }): GraphNode => {
      const settled = ends.flatMap(({ asset, figure }) => (figure.amount === null ? [] : [{ asset, amount: figure.amount }]));
      const open = ends.flatMap(({ asset, state, figure }) => [
        figure.amount === null ? `${state} ${figure.low ?? '?'}–${figure.high ?? '?'} ${asset.key}` : state,
      ]);
      return {
        id,
        label: account ?? id,
        place: null,
        cells: filled({
          ...{ kind, id_full: account ?? '', chain, address: account ?? '' },
          ...amountCells(settled, 'assigned'),
          statement: kind === 'seed' ? 'fact' : (standing.get(id) ?? 'assumption'),
          recorded_in: listed(book.ofChain(chain)),
          rule: kind === 'seed' ? '' : policy,
          attributions: account === null ? '' : attributionCell(attributions(chain, account)),
          marks: listed(open),
        }),
      };
    }),
    edges: edges.map(({ id, source, target, asset, amount, whole, movements, count, statement, linked, possible }): GraphEdge => {
      const one = [{ asset, amount }];
      const is = possible ? 'assignedAtMost' : statement === 'fact' ? 'recorded' : 'assigned';
      const times = movements.flatMap(({ timeSeconds }) => (timeSeconds === null ? [] : [timeSeconds]));
      const transactions = movements.map(({ chain, name }) => [chain, name.slice(0, name.lastIndexOf('#'))] as const);
      const marks = movements.some(({ day }) => day !== undefined) ? ['dayOnly'] : [];
      return {
        ...{ id, source, target },
        label: standingLabel(amountLabel(one, is), statement),
        cells: filled({
          kind: 'flow',
          first_utc: timeCell(times.length === 0 ? null : times.reduce((a, b) => Math.min(a, b)), marks),
          last_utc: timeCell(times.length === 0 ? null : times.reduce((a, b) => Math.max(a, b)), marks),
          ...amountCells(one, is),
          ...{ whole_smallest_unit: whole, count: String(count), statement },
          transactions: listed([...new Set(transactions.map(([, id]) => id))]),
          recorded_in: listed([...new Set(transactions.flatMap(([chain, id]) => book.ofTransaction(chain, id)))]),
          rule: statement === 'fact' ? '' : policy,
          marks: listed([...marks, ...(linked ? ['linked'] : []), ...(possible ? ['possible'] : [])]),
        }),
      };
    }),
  };
}

/** A node stands in a run by what leads to or from it, and is as certain as the least certain of that. */
function standingOfNodes(
  edges: readonly { readonly source: string; readonly target: string; readonly statement: StatementKind }[],
): ReadonlyMap<string, StatementKind> {
  const found = new Map<string, StatementKind>();
  const rank = (one: StatementKind): number => STATEMENT_KINDS.indexOf(one);
  for (const { source, target, statement } of edges)
    for (const id of [source, target]) {
      const known = found.get(id);
      if (known === undefined || rank(statement) > rank(known)) found.set(id, statement);
    }
  return found;
}
