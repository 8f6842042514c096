// Which transactions of coins and movements of accounts lie directly between parties of a canvas: behind an edge, or between things chosen. It
// sums, orders and names; it changes nothing. A transaction counts once, an output once, whoever of the parties spent in it.
import { type CanvasItem, edgeEnds, itemName, readItem } from '../../../../shared/model/canvasItem.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { admitsOf, amountsOfRow, type AssetAmount, type ChainFacts, firstRows, type Party, type Row } from '../facts/index.ts';
import type { CanvasState } from './document.ts';
import { type Material, shownOn } from './shown.ts';
import type { Shown } from './shownForm.ts';

export interface BetweenAsked {
  /** Edges between parties, each from its source to its target. */
  readonly edges: readonly string[];
  /** Nodes, each pair both ways. Without edges and items: all parties that the canvas shows. */
  readonly items: readonly string[];
}

/** One transaction or movement. */
export interface BetweenRow {
  /** Itself first, then what it is joined to its parties by: outputs. */
  items(): readonly CanvasItem[];
  /** Outputs beyond those, which would make a hairball. */
  readonly cut: number;
}

export interface Between {
  /** Transactions or movements. */
  readonly count: number;
  /** Of these, on the canvas already. */
  readonly drawn: number;
  readonly amounts: readonly AssetAmount[];
  /** Transfers that the filter would hide one by one: below its least. */
  readonly hidden: number;
  /** What is not drawn yet, in order; where all of it is, that. */
  first(count: number): readonly BetweenRow[];
}

export type BetweenOrder = 'value' | 'newest' | 'oldest';

/** Outputs of one transaction that are shown on each side of it. */
const MOST_ENDS = 20;

/** Faults: canvas.itemUnknown. */
export function betweenOn(asked: BetweenAsked, state: CanvasState, material: Material, order: BetweenOrder): Between {
  const shown = shownOn(state, material);
  const wanted = wantedOf(asked, shown);
  const joined = joinedMovements(wanted, shown, state, material);
  const parts = [...material.facts.values()].map((chain) => ofChain(chain, wanted, shown, state, order, joined.get(chain.chain) ?? []));
  return {
    count: sum(parts, (part) => part.count),
    drawn: sum(parts, (part) => part.drawn),
    amounts: parts.flatMap((part) => part.amounts),
    hidden: sum(parts, (part) => part.hidden),
    first(count) {
      const open = parts.filter((part) => part.count > part.drawn);
      // Nothing compares two chains' values: the first of each before the second of each.
      const own = (open.length > 0 ? open : parts).map((part) => part.first(count));
      const longest = Math.max(0, ...own.map((list) => list.length));
      return Array.from({ length: longest }, (_, place) => own.flatMap((list) => list[place] ?? []))
        .flat()
        .slice(0, count);
    },
  };
}

const sum = <One>(list: readonly One[], of: (one: One) => number): number => list.reduce((total, one) => total + of(one), 0);

interface Wanted {
  readonly parties: ReadonlySet<string>;
  /** Whether what goes from one to the other is meant. */
  readonly isMeant: (source: string, target: string) => boolean;
  /** Edges that join movements. */
  readonly joins: ReadonlySet<string>;
}

function wantedOf({ edges, items }: BetweenAsked, { nodes, edges: drawn }: Shown): Wanted {
  if (edges.length > 0) {
    const known = new Map(drawn.map((edge) => [edge.id, edge]));
    const joins = new Set<string>();
    const pairs = new Set<string>();
    const parties = new Set<string>();
    for (const name of edges) {
      const edge = known.get(name);
      const ends = edgeEnds(name);
      if (edge === undefined || ends === null) throw new Fault('canvas.itemUnknown', { item: name });
      if (edge.kind === 'joins') joins.add(name);
      else pairs.add(name);
      parties.add(ends.source).add(ends.target);
    }
    return { parties, joins, isMeant: (source, target) => pairs.has(`${source}>${target}`) };
  }
  for (const name of items) if (readItem(name) === null) throw new Fault('canvas.itemUnknown', { item: name });
  const chosen = new Set(items);
  const parties = new Set(
    nodes.flatMap(({ name, addresses }) => (addresses.size > 0 && (items.length === 0 || chosen.has(name)) ? [name] : [])),
  );
  return { parties, joins: new Set(), isMeant: () => true };
}

/** Movements behind edges that join, by chain. */
function joinedMovements(
  wanted: Wanted,
  shown: Shown,
  state: CanvasState,
  { facts }: Material,
): ReadonlyMap<string, readonly CanvasItem[]> {
  const found = new Map<string, CanvasItem[]>();
  if (wanted.joins.size === 0) return found;
  const parties = new Map([...facts.keys()].map((chain) => [chain, partiesOf(chain, wanted, shown)]));
  for (const chain of facts.values())
    for (const join of chain.joinsBetween(parties, state.filter)) {
      const name = `${join.source}>${join.target}>${join.standing === 'accepted' ? 'accepted' : 'joins'}`;
      if (!wanted.joins.has(name)) continue;
      for (const item of join.movements()) found.set(item.chain, [...(found.get(item.chain) ?? []), item]);
    }
  return found;
}

function partiesOf(chain: string, { parties }: Wanted, { nodes }: Shown): Party[] {
  return nodes.flatMap(({ name, addresses }): Party[] => {
    const own = addresses.get(chain);
    return own === undefined || !parties.has(name) ? [] : [{ name, addresses: own }];
  });
}

/** What one transaction or movement holds of what was asked for. */
interface Found {
  readonly transfers: number[];
  readonly sources: Set<number>;
}

function ofChain(
  chain: ChainFacts,
  wanted: Wanted,
  shown: Shown,
  state: CanvasState,
  order: BetweenOrder,
  movements: readonly CanvasItem[],
): Between {
  const { transfers, family } = chain;
  const isCoin = family === 'coins';
  const parties = partiesOf(chain.chain, wanted, shown);
  const admits = admitsOf(state.filter);
  const found = new Map<number, Found>();
  const seen = new Set<number>();
  let hidden = 0;
  /** An output stands behind several pairs where several of them spent in its transaction. */
  const keep = (transfer: number, source: number | null): void => {
    const isNew = !seen.has(transfer);
    seen.add(transfer);
    if (!admits.amount(transfers.assetKey(transfers.assetOf(transfer)), transfers.amountOf(transfer))) {
      if (isNew) hidden++;
      return;
    }
    const key = isCoin ? transfers.transactionOf(transfer) : transfer;
    const own = found.get(key) ?? { transfers: [], sources: new Set() };
    found.set(key, own);
    if (isNew) own.transfers.push(transfer);
    if (source !== null) own.sources.add(source);
  };
  if (parties.length > 1)
    transfers.between(parties, { ...state.filter, least: {} }, (source, target, transfer) => {
      if (wanted.isMeant((parties[source] as Party).name, (parties[target] as Party).name)) keep(transfer, source);
    });
  for (const item of movements) keep(transfers.numberOf(item), null);

  const endsOf = (key: number) => {
    const { transfers: paid, sources } = found.get(key) as Found;
    if (!isCoin) return { paid: [], spent: [], cut: 0 };
    const spent = [...new Set([...sources].flatMap((source) => transfers.spentIn(key, (parties[source] as Party).addresses)))];
    return { paid: paid.slice(0, MOST_ENDS), spent: spent.slice(0, MOST_ENDS), cut: cutOf(paid) + cutOf(spent) };
  };
  const isDrawn = drawnOn(chain, state, shown);
  const rows: Row[] = [];
  const there: Row[] = [];
  const amounts = new Map<number, bigint>();
  for (const [key, own] of found) {
    const row = rowWith(chain, key, own.transfers);
    for (const [asset, amount] of amountsOfRow(row)) amounts.set(asset, (amounts.get(asset) ?? 0n) + amount);
    if (!isDrawn.isKnown(key)) {
      rows.push(row);
      continue;
    }
    const { paid, spent } = endsOf(key);
    if ([...paid, ...spent].every(isDrawn.isShown)) there.push(row);
    else rows.push(row);
  }
  const standingOf = (asset: number): number => (chain.asset(transfers.assetKey(asset))?.standing === 'issuer' ? 0 : 1);
  const ordered = firstRows(rows.length > 0 ? rows : there, { order, standingOf });
  return {
    ...{ count: found.size, drawn: there.length, hidden },
    amounts: [...amounts].sort(([a], [b]) => a - b).map(([asset, amount]) => ({ asset: transfers.assetKey(asset), amount })),
    first: (count) =>
      ordered(count)
        .slice(0, count)
        .map(({ number }) => {
          const { paid, spent, cut } = endsOf(number);
          return {
            cut,
            items() {
              if (!isCoin) return [transfers.item(number)];
              const own: CanvasItem = { kind: 'transaction', chain: chain.chain, id: transfers.transactionName(paid[0] as number) };
              return [own, ...[...spent, ...paid].map(transfers.item)];
            },
          };
        }),
  };
}

const cutOf = (list: readonly number[]): number => Math.max(0, list.length - MOST_ENDS);

function rowWith({ transfers }: ChainFacts, number: number, own: readonly number[]): Row {
  const [first] = own as readonly [number, ...number[]];
  const amounts = new Map<number, bigint>();
  for (const transfer of own) {
    const asset = transfers.assetOf(transfer);
    amounts.set(asset, (amounts.get(asset) ?? 0n) + (transfers.amountOf(transfer) ?? 0n));
  }
  const asset = transfers.assetOf(first);
  const amount = amounts.get(asset) as bigint;
  amounts.delete(asset);
  const time = transfers.timeOf(first);
  return {
    ...{ side: 'out', number, asset, amount, count: 1, shared: 0, first: time, last: time },
    others: amounts.size === 0 ? null : amounts,
  };
}

/** What of one chain the canvas holds or shows, by number. */
function drawnOn({ chain, family, transfers }: ChainFacts, state: CanvasState, { stands }: Shown) {
  const known = new Set<number>();
  const shown = new Set<number>();
  for (const name of new Set([...state.items, ...stands.keys()])) {
    const item = readItem(name);
    if (item?.chain !== chain) continue;
    if (item.kind === 'transaction') known.add(transfers.numberOf(item));
    else if (item.kind === 'output') shown.add(transfers.numberOf(item));
    else if (item.kind === 'movement' && family === 'accounts') known.add(transfers.numberOf(item));
  }
  return { isKnown: (key: number): boolean => known.has(key), isShown: (transfer: number): boolean => shown.has(transfer) };
}

/** Names of everything that rows put on a canvas, each once. */
export function itemsOfRows(rows: readonly BetweenRow[]): string[] {
  return [...new Set(rows.flatMap((row) => row.items().map(itemName)))];
}
