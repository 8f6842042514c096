// Puts neighbours on a canvas, hop by hop: the first of each side in the order asked for. A hop ends where value lies: at outputs (coins),
// at accounts, at counterparties. It says what it left.
import type { CanvasFilter } from '../../../../shared/contract/canvas.ts';
import { type CanvasItem, type CanvasLevel, itemName, readItem } from '../../../../shared/model/canvasItem.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { ChainFacts, FactNeighbour, NeighbourQuestion } from '../facts/index.ts';
import type { CanvasState } from './document.ts';
import { partiesOn } from './partiesOn.ts';
import type { Material } from './shown.ts';

interface Asked {
  readonly items: readonly string[];
  readonly level: CanvasLevel;
  readonly side: 'in' | 'out' | 'both';
  readonly order: 'value' | 'newest' | 'oldest';
  readonly filter: CanvasFilter;
  readonly top: number;
  readonly hops: number;
}

export interface Expansion {
  /** Item names, in the order in which they were found; some may be on the canvas already. */
  readonly found: readonly string[];
  readonly remaining: number;
  readonly stopped: 'manyItems' | null;
}

/** Things that one expansion may bring: more than anybody takes in at once. */
const MOST_FOUND = 5000;

export function expand(asked: Asked, state: CanvasState, material: Material, isMeant: NeighbourQuestion['isMeant']): Expansion {
  const found = new Set<string>();
  let remaining = 0;
  let stopped: Expansion['stopped'] = null;
  const take = (item: CanvasItem): void => {
    if (found.size >= MOST_FOUND) stopped = 'manyItems';
    else found.add(itemName(item));
  };
  let frontier = asked.items.map((name) => {
    const item = readItem(name);
    if (item === null || (item.chain !== '' && !material.facts.has(item.chain))) throw new Fault('canvas.itemUnknown', { item: name });
    return item;
  });
  const seen = new Set(frontier.map(itemName));
  const sides = asked.side === 'both' ? (['in', 'out'] as const) : [asked.side];
  for (let hop = 0; hop < asked.hops && stopped === null; hop++) {
    const next: CanvasItem[] = [];
    for (const item of frontier)
      for (const side of sides)
        for (const end of stepFrom(item, side)) {
          const name = itemName(end);
          if (seen.has(name)) continue;
          seen.add(name);
          next.push(end);
        }
    frontier = next;
  }
  return { found: [...found], remaining, stopped };

  /** Takes what is beside an item and gives where the hop ends. */
  function stepFrom(item: CanvasItem, side: 'in' | 'out'): readonly CanvasItem[] {
    if (item.kind === 'group')
      return (state.groups.get(itemName(item))?.members ?? []).flatMap((name) => stepFrom(readItem(name) as CanvasItem, side));
    const chain = material.facts.get(item.chain);
    if (chain === undefined || item.kind === 'event') return [];
    const rows = firstOf(chain, item, side, asked.level);
    for (const row of rows) for (const one of [row.item, ...row.via]) take(one);
    if (asked.level === 'relations') return rows.map((row) => row.item);
    const ends = rows.flatMap(({ item: beside }) =>
      beside.kind === 'transaction' || beside.kind === 'movement' ? through(chain, beside, side) : [beside],
    );
    return item.kind === 'movement' ? [...ends, ...joined(chain, item, side)] : ends;
  }

  /** What lies behind a transaction or a movement. */
  function through(chain: ChainFacts, by: CanvasItem, side: 'in' | 'out'): readonly CanvasItem[] {
    const behind = firstOf(chain, by, side, 'transactions');
    for (const row of behind) take(row.item);
    return [...behind.map((row) => row.item), ...joined(chain, by, side)];
  }

  /** What the case joins a movement with goes with it, and the hop ends behind that as well. */
  function joined(chain: ChainFacts, by: CanvasItem, side: 'in' | 'out'): readonly CanvasItem[] {
    const own = itemName(by);
    return chain.joins(by).flatMap(({ ins, outs }) => {
      const [near, far] = side === 'out' ? [ins, outs] : [outs, ins];
      if (!near.some((one) => itemName(one) === own)) return [];
      return far.flatMap((other) => {
        const beyond = material.facts.get(other.chain);
        if (beyond === undefined || found.has(itemName(other))) return [];
        take(other);
        const rows = firstOf(beyond, other, side, 'transactions');
        for (const row of rows) take(row.item);
        return rows.map((row) => row.item);
      });
    });
  }

  function firstOf(chain: ChainFacts, item: CanvasItem, side: 'in' | 'out', level: CanvasLevel): readonly FactNeighbour[] {
    const question = questionOf(item, side, level, asked.order, asked.filter, state, material);
    const beside = chain.neighbours({ ...question, isMeant });
    remaining += Math.max(0, beside.total - asked.top);
    return beside.page(0, asked.top);
  }
}

/** A neighbour question with what clusters of this canvas stand for. */
export function questionOf(
  item: CanvasItem,
  side: 'in' | 'out' | 'both',
  level: CanvasLevel,
  order: 'value' | 'newest' | 'oldest',
  filter: CanvasFilter,
  state: CanvasState | null,
  { clusters, facts }: Pick<Material, 'clusters' | 'facts'>,
): Omit<NeighbourQuestion, 'isMeant'> {
  const { chain } = item;
  const addresses = item.kind === 'cluster' ? clusters.members(chain, item.id) : item.kind === 'address' ? [item.id] : [];
  return {
    ...{ item, addresses, level, side, order, filter },
    ...partiesOn(chain, level, filter, state, { clusters, facts }),
  };
}
