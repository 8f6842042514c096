// Which of the case's sources stand behind what a canvas or a run shows, which transactions an edge rests on, and which rules. It reads and names;
// it decides nothing.
import { fromDisplayHash } from '../../../shared/model/bytes.ts';
import { type CanvasItem, edgeEnds, readItem } from '../../../shared/model/canvasItem.ts';
import type { CaseSession } from '../casefile/index.ts';
import { bitcoinNetwork } from '../chains/index.ts';
import { breathe, type Step, throwIfCancelled, type Work } from '../kernel/index.ts';
import { accountViewOf, viewOf } from '../trace/index.ts';
import { documentOf, materialOf } from './canvases/calls.ts';
import { type CanvasState, readCanvas } from './canvases/document.ts';
import { shownOn } from './canvases/shown.ts';
import type { ShownEdge } from './canvases/shownForm.ts';
import { reasonsFor } from './reasons/calls.ts';
import { gather } from './tables/gather.ts';

/** Sources by what they recorded: names as the case lists them, with the rows of a table. */
export interface SourceBook {
  /** That recorded one transaction; none where the case knows it only as the parent of another. */
  ofTransaction(chain: string, id: string): readonly string[];
  /** That hold anything of a chain: what a sum over the case rests on. */
  ofChain(chain: string): readonly string[];
}

export interface Provenance {
  sources(element: string): readonly string[];
  /** Whole ids of the transactions behind an edge. */
  transactions(edge: string): readonly string[];
  rules(element: string): readonly string[];
}

/** Rows of a table that are named for one transaction. */
const MOST_ROWS = 10;

export async function sourceBook(session: CaseSession, work: Work<Step>): Promise<SourceBook> {
  const file = session.current();
  const names = new Map(file.sources.list().map(({ id, name, publicId }) => [id, `${name} (${publicId})`]));
  const nameOf = (source: number): string => names.get(source) ?? '';
  const coins = new Map(
    file.chain.chains().flatMap((chain) => {
      const network = bitcoinNetwork(chain);
      return network === undefined ? [] : [[chain, viewOf(session, network)] as const];
    }),
  );
  const segments = file.accounts.segments();
  const accounts = segments.length === 0 ? null : (await accountViewOf(session, work)).transactions;
  const ofChain = new Map<string, readonly string[]>();
  return {
    ofTransaction(chain, id) {
      const view = coins.get(chain);
      if (view !== undefined) {
        const transaction = /^[0-9a-f]{64}$/.test(id) ? view.findTransaction(fromDisplayHash(id)) : -1;
        const block = transaction === -1 ? undefined : view.blocks[view.slice.txBlock[transaction] as number];
        return block === undefined ? [] : [nameOf(block.source)].filter((name) => name !== '');
      }
      const held = accounts?.get(chain)?.get(id);
      return (held?.sources ?? []).map(({ source, rows }) => {
        const told = rows.slice(0, MOST_ROWS).join(', ');
        return rows.length === 0 ? nameOf(source) : `${nameOf(source)} rows ${told}${rows.length > MOST_ROWS ? ' …' : ''}`;
      });
    },
    ofChain(chain) {
      let known = ofChain.get(chain);
      if (known === undefined) {
        const own = coins.get(chain);
        const sources = own?.blocks.map(({ source }) => source) ?? segments.flatMap((one) => (one.chain === chain ? [one.source] : []));
        known = [...new Set(sources)].map(nameOf).filter((name) => name !== '');
        ofChain.set(chain, known);
      }
      return known;
    },
  };
}

/** Faults: canvas.unknown, job.cancelled. */
export async function canvasProvenance(session: CaseSession, canvas: number, work: Work<Step>): Promise<Provenance> {
  const state = readCanvas(documentOf(session.current(), canvas));
  const material = await materialOf(session, state.rules, work);
  const book = await sourceBook(session, work);
  const shown = shownOn(state, material);
  const edges = new Map(shown.edges.map((edge) => [edge.id, edge]));
  const sources = createLists();
  const transactions = createLists();
  const rules = createLists();
  const { rows, itemsOf } = gather(state, shown, material.facts);
  for (const [at, row] of rows.entries()) {
    if (at % 500 === 0) {
      await breathe();
      throwIfCancelled(work);
      work.report({ phase: 'rows', done: at, total: rows.length, unit: 'steps' });
    }
    if ('event' in row) continue;
    const { chain, transfers } = row.chain;
    const transaction = transfers.transactionName(row.transfer);
    const own = book.ofTransaction(chain, transaction);
    for (const name of itemsOf(row)) {
      // Who spends an output recorded that, not who made it.
      const edge = edges.get(name);
      if (edge === undefined || edge.kind === 'spends') continue;
      sources.add(name, own);
      transactions.add(name, [transaction]);
    }
  }
  const ofItem = (item: CanvasItem | null): readonly string[] => (item === null ? [] : book.ofTransaction(item.chain, transactionOf(item)));
  for (const { name, item, addresses } of shown.nodes) {
    if (item.kind === 'event') sources.add(name, exhibitOf(state, name));
    else if (item.kind === 'transaction' || item.kind === 'output' || item.kind === 'movement') sources.add(name, ofItem(item));
    else for (const chain of new Set([item.chain, ...addresses.keys()])) if (chain !== '') sources.add(name, book.ofChain(chain));
    if (item.kind === 'cluster') rules.add(name, material.clusters.rules);
  }
  const reasons = reasonsFor(session, state, material);
  for (const edge of shown.edges) {
    if (edge.kind === 'event') {
      for (const end of [edge.source, edge.target]) sources.add(edge.id, exhibitOf(state, end));
      continue;
    }
    if (edge.kind === 'joins') {
      for (const { by, restsOn } of reasons(edge.id)) {
        if (by !== null) rules.add(edge.id, [by]);
        for (const item of restsOn.map((one) => readItem(one.item))) {
          sources.add(edge.id, ofItem(item));
          if (item !== null) transactions.add(edge.id, [transactionOf(item)]);
        }
      }
      continue;
    }
    const recorded = recordedBy(edge);
    if (recorded === null) continue;
    sources.add(edge.id, ofItem(recorded));
    transactions.add(edge.id, [transactionOf(recorded)]);
    // What the case knows only because somebody spends it is recorded there.
    if (edge.kind === 'spends' && sources.of(edge.source).length === 0) sources.add(edge.source, ofItem(recorded));
  }
  return { sources: sources.of, transactions: transactions.of, rules: rules.of };
}

/** The end of an edge whose transaction records it; null of sums. */
function recordedBy({ id, kind }: ShownEdge): CanvasItem | null {
  const ends = edgeEnds(id);
  const end = kind === 'spends' || kind === 'pays' ? ends?.target : kind === 'relation' ? undefined : ends?.source;
  const item = end === undefined ? null : readItem(end);
  return item !== null && ['transaction', 'output', 'movement'].includes(item.kind) ? item : null;
}

/** `TXID`, `TXID:INDEX` and `TXID#PATH` begin with it. */
function transactionOf({ kind, id }: CanvasItem): string {
  if (kind === 'transaction') return id;
  return id.slice(0, id.lastIndexOf(kind === 'output' ? ':' : '#'));
}

function exhibitOf({ events }: CanvasState, name: string): readonly string[] {
  const exhibit = events.get(name)?.exhibit ?? '';
  return exhibit === '' ? [] : [exhibit];
}

function createLists() {
  const lists = new Map<string, Set<string>>();
  return {
    add(name: string, texts: readonly string[]): void {
      let own = lists.get(name);
      if (own === undefined) {
        own = new Set();
        lists.set(name, own);
      }
      for (const text of texts) own.add(text);
    },
    of: (name: string): readonly string[] => [...(lists.get(name) ?? [])],
  };
}
