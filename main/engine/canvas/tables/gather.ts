// Which transfers stand behind what a canvas shows, as numbers: nothing is named and nothing is summed here. Which nodes and edges a row
// stands behind is worked out for the rows that somebody looks at.
import { edgeName, type CanvasItem, readItem } from '../../../../shared/model/canvasItem.ts';
import type { CanvasState } from '../canvases/document.ts';
import type { Shown } from '../canvases/shownForm.ts';
import type { ChainFacts, Party } from '../facts/index.ts';

export interface TransferRow {
  readonly chain: ChainFacts;
  /** Place of the chain among those of the case. */
  readonly rank: number;
  readonly transfer: number;
  /** At the relation level: edges that it is part of. */
  readonly edges: readonly string[] | null;
}

/** A happening entered by hand, by its item. */
export interface EventRow {
  readonly event: string;
}

export type TableRow = TransferRow | EventRow;

export interface Gathered {
  /** By chain and number, then events. */
  readonly rows: readonly TableRow[];
  /** Nodes and edges of the picture that a row stands behind. */
  itemsOf(row: TableRow): string[];
}

export function gather(state: CanvasState, shown: Shown, facts: ReadonlyMap<string, ChainFacts>): Gathered {
  const edges = new Map(shown.edges.map((edge) => [edge.id, edge]));
  const isEdge = (name: string): boolean => edges.has(name);
  const chains = [...facts.values()].map((chain, rank) => ({ chain, rank, drawn: drawnOf(chain, shown) }));
  const transfers = chains.flatMap(({ chain, rank, drawn }) =>
    state.level === 'transactions' ? exactRows(chain, rank, drawn, state) : relationRows(chain, rank, shown, state, edges),
  );
  const events = [...state.events.keys()].filter((name) => shown.stands.has(name)).sort();
  return {
    rows: [...transfers, ...events.map((event) => ({ event }))],
    itemsOf(row) {
      if ('event' in row) return eventItems(row.event, state, shown, isEdge);
      if (row.edges !== null) return [...new Set(row.edges.flatMap((edge) => [edge, ...edge.split('>')]))];
      return exactItems(row, (chains[row.rank] as (typeof chains)[number]).drawn, isEdge);
    },
  };
}

/** What is drawn of one chain, by number. */
interface DrawnNumbers {
  readonly items: readonly CanvasItem[];
  readonly transactions: ReadonlyMap<number, string>;
  readonly transfers: ReadonlyMap<number, string>;
  readonly addresses: ReadonlyMap<number, string>;
}

function drawnOf({ chain, numberOf, transfers }: ChainFacts, { stands }: Shown): DrawnNumbers {
  const drawn = {
    items: [] as CanvasItem[],
    transactions: new Map<number, string>(),
    transfers: new Map<number, string>(),
    addresses: new Map<number, string>(),
  };
  for (const [name, target] of stands) {
    const item = readItem(name);
    if (item === null || item.chain !== chain) continue;
    if (item.kind === 'address') drawn.addresses.set(numberOf(item.id), target);
    else if (item.kind !== 'cluster') {
      drawn.items.push(item);
      (item.kind === 'transaction' ? drawn.transactions : drawn.transfers).set(transfers.numberOf(item), target);
    }
  }
  return drawn;
}

function exactRows(chain: ChainFacts, rank: number, { items }: DrawnNumbers, { filter }: CanvasState): TransferRow[] {
  const found = new Set<number>();
  for (const item of items) for (const transfer of chain.transfers.behind(item, filter)) found.add(transfer);
  return [...Float64Array.from(found).sort()].map((transfer) => ({ chain, rank, transfer, edges: null }));
}

/** Every transfer behind an edge that is drawn; where several stand behind one edge they share its list. */
function relationRows(
  chain: ChainFacts,
  rank: number,
  shown: Shown,
  { filter }: CanvasState,
  edges: ReadonlyMap<string, Shown['edges'][number]>,
): TransferRow[] {
  const parties = shown.nodes.flatMap(({ name, addresses }): Party[] => {
    const own = addresses.get(chain.chain);
    return own === undefined ? [] : [{ name, addresses: own }];
  });
  const { transfers } = chain;
  const drawn = new Map<number, { readonly list: readonly string[]; readonly assets: ReadonlySet<string> } | null>();
  const edgeOf = (source: number, target: number) => {
    const pair = source * parties.length + target;
    let known = drawn.get(pair);
    if (known === undefined) {
      const edge = edges.get(edgeName((parties[source] as Party).name, (parties[target] as Party).name));
      known = edge === undefined ? null : { list: [edge.id], assets: new Set(edge.amounts.map(({ asset }) => asset)) };
      drawn.set(pair, known);
    }
    return known;
  };
  const found = new Map<number, readonly string[]>();
  transfers.between(parties, filter, (source, target, transfer) => {
    const edge = edgeOf(source, target);
    if (edge === null || !edge.assets.has(transfers.assetKey(transfers.assetOf(transfer)))) return;
    const known = found.get(transfer);
    found.set(transfer, known === undefined ? edge.list : [...known, ...edge.list]);
  });
  return [...Float64Array.from(found.keys()).sort()].map((transfer) => ({
    ...{ chain, rank, transfer, edges: found.get(transfer) as readonly string[] },
  }));
}

/** An output also stands behind the transaction that made it, not behind the one that spends it: that one's own outputs do. */
function exactItems({ chain, transfer }: TransferRow, drawn: DrawnNumbers, isEdge: (name: string) => boolean): string[] {
  const { transfers, family } = chain;
  const own = drawn.transfers.get(transfer);
  const payee = drawn.addresses.get(transfers.payeeOf(transfer));
  const isCoin = family === 'coins';
  const before = isCoin
    ? drawn.transactions.get(transfers.transactionOf(transfer))
    : drawn.addresses.get(transfers.payersOf(transfer)[0] ?? 0);
  const spender = isCoin ? drawn.transactions.get(transfers.spenderOf(transfer)) : undefined;
  const items = new Set<string>();
  for (const node of [before, own, payee]) if (node !== undefined) items.add(node);
  for (const [source, target] of [
    [before, own],
    [own, spender],
    [own, payee],
  ] as const) {
    if (source === undefined || target === undefined) continue;
    const edge = edgeName(source, target);
    if (isEdge(edge)) items.add(edge);
  }
  return [...items];
}

function eventItems(name: string, state: CanvasState, { stands }: Shown, isEdge: (name: string) => boolean): string[] {
  const own = stands.get(name) as string;
  const event = state.events.get(name);
  const end = (item: string | null | undefined): string | null => (item == null ? null : (stands.get(item) ?? item));
  const [from, to] = [end(event?.from), end(event?.to)];
  const joined = [...(from === null ? [] : [edgeName(from, own)]), ...(to === null ? [] : [edgeName(own, to)])];
  return [own, ...joined.filter(isEdge)];
}
