// Puts edges with the same two ends together and drops what the filter's least amounts leave out. Exact: amounts by asset, never across.
import type { CanvasFilter, ManualEvent } from '../../../../shared/contract/canvas.ts';
import { edgeName } from '../../../../shared/model/canvasItem.ts';
import type { AssetAmount, FactEdge, FactJoin, PartyJoin, Relation } from '../facts/index.ts';
import type { ShownEdge } from './shownForm.ts';

export interface EdgeSums {
  /** One recorded edge, as it is. */
  exact(source: string, target: string, edge: FactEdge): void;
  /** Part of what goes from one to the other. */
  add(source: string, target: string, part: Pick<Relation, 'amounts' | 'count' | 'shared' | 'firstSeconds' | 'lastSeconds'>): void;
  /** Between a movement that goes in and one that comes out: it counts in no amount, each movement has its own. */
  join(source: string, target: string, join: FactJoin): void;
  /** The same between two parties: how many there are, and nothing of what goes over them. */
  partyJoin(join: PartyJoin): void;
  event(source: string, target: string, event: ManualEvent): void;
  /** By name. */
  edges(): ShownEdge[];
}

export function createSums(filter: CanvasFilter): EdgeSums {
  const found = new Map<string, ShownEdge>();
  const isEnough = (amounts: readonly AssetAmount[]): boolean =>
    Object.keys(filter.least).length === 0 || amounts.some(({ asset, amount }) => amount >= BigInt(filter.least[asset] ?? '0'));
  const ends = (source: string, target: string) => ({ id: edgeName(source, target), source, target });
  return {
    exact(source, target, edge) {
      const when = { firstSeconds: edge.timeSeconds, lastSeconds: edge.timeSeconds };
      const { kind, amounts, grade, marks } = edge;
      const one = {
        ...ends(source, target),
        kind,
        amounts,
        count: 1,
        shared: 0,
        ...when,
        statement: 'fact' as const,
        grade,
        marks: [...marks],
      };
      found.set(one.id, one);
    },
    add(source, target, part) {
      const named = ends(source, target);
      const known = found.get(named.id);
      found.set(named.id, {
        ...named,
        kind: 'relation',
        amounts: known === undefined ? part.amounts : together(known.amounts, part.amounts),
        count: (known?.count ?? 0) + part.count,
        shared: (known?.shared ?? 0) + part.shared,
        firstSeconds: outer(Math.min, known?.firstSeconds ?? null, part.firstSeconds),
        lastSeconds: outer(Math.max, known?.lastSeconds ?? null, part.lastSeconds),
        ...{ statement: 'derivation', grade: null, marks: [] },
      });
    },
    join(source, target, { kind, standing }) {
      const named = ends(source, target);
      const isAccepted = standing === 'accepted';
      // What a ledger records needs nobody's word.
      if (isAccepted && found.get(named.id)?.statement === 'derivation') return;
      found.set(named.id, {
        ...named,
        ...{ kind: 'joins', amounts: [], count: 1, shared: 0, firstSeconds: null, lastSeconds: null, grade: null },
        statement: isAccepted ? 'assumption' : 'derivation',
        marks: isAccepted ? [kind, 'accepted'] : [kind],
      });
    },
    partyJoin({ source, target, kind, standing, firstSeconds, lastSeconds }) {
      const isAccepted = standing === 'accepted';
      const id = edgeName(source, target, isAccepted ? 'accepted' : 'joins');
      const known = found.get(id);
      const kinds = new Set([...(known?.marks ?? []), kind]);
      kinds.delete('accepted');
      found.set(id, {
        ...{ id, source, target, kind: 'joins', amounts: [], count: (known?.count ?? 0) + 1, shared: 0, grade: null },
        firstSeconds: outer(Math.min, known?.firstSeconds ?? null, firstSeconds),
        lastSeconds: outer(Math.max, known?.lastSeconds ?? null, lastSeconds),
        statement: isAccepted ? 'assumption' : 'derivation',
        marks: [...[...kinds].sort(), ...(isAccepted ? ['accepted'] : [])],
      });
    },
    event(source, target, event) {
      const named = ends(source, target);
      const when = { firstSeconds: event.timeSeconds, lastSeconds: event.timeSeconds };
      found.set(named.id, { ...named, kind: 'event', amounts: [], count: 1, shared: 0, ...when, ...standingOf(event) });
    },
    edges: () =>
      [...found.values()]
        .filter(({ kind, amounts }) => kind === 'event' || kind === 'holds' || kind === 'joins' || isEnough(amounts))
        .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)),
  };
}

/** What an exhibit says is entered by hand; what none says is an assumption. */
export function standingOf({ hypothesis }: ManualEvent): Pick<ShownEdge, 'statement' | 'grade' | 'marks'> {
  return hypothesis
    ? { statement: 'assumption', grade: null, marks: ['hypothesis'] }
    : { statement: 'fact', grade: 'M', marks: ['byHand'] };
}

/** Sums by asset, in the order of their keys. */
function together(...lists: (readonly AssetAmount[])[]): AssetAmount[] {
  const sums = new Map<string, bigint>();
  for (const list of lists) for (const { asset, amount } of list) sums.set(asset, (sums.get(asset) ?? 0n) + amount);
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([asset, amount]) => ({ asset, amount }));
}

function outer(pick: (a: number, b: number) => number, a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : pick(a, b);
}
