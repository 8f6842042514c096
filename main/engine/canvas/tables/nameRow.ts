// A row of the table beside a canvas in words: ids, addresses, labels, notes. Addresses are named once, and only where they are asked for.
import type { CanvasRow } from '../../../../shared/contract/canvasTable.ts';
import { itemName, readItem } from '../../../../shared/model/canvasItem.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { labelTexts } from '../labelTexts.ts';
import type { CanvasState } from '../canvases/document.ts';
import { standingOf } from '../canvases/edgeSums.ts';
import type { ChainFacts } from '../facts/index.ts';
import type { Gathered, TableRow, TransferRow } from './gather.ts';

/** Senders that a row lists. */
const LISTED = 10;

export interface RowNames {
  timeOf(row: TableRow): number | null;
  /** The first sender or the receiver; empty where there is none. */
  firstParty(row: TableRow, side: 'from' | 'to'): string;
  /** Whether an id, an address, a label or a note of a row holds a text, which is in small letters. */
  holding(sought: string): (row: TableRow) => boolean;
  readonly file: CaseFile;
  readonly state: CanvasState;
  readonly gathered: Gathered;
}

export function rowNames(file: CaseFile, state: CanvasState, gathered: Gathered): RowNames {
  return {
    ...{ file, state, gathered },
    timeOf: (row) => ('event' in row ? (state.events.get(row.event)?.timeSeconds ?? null) : row.chain.transfers.timeOf(row.transfer)),
    firstParty(row, side) {
      if ('event' in row) return endName(state.events.get(row.event)?.[side] ?? null, state).name;
      const { transfers } = row.chain;
      const address = side === 'from' ? (transfers.payersOf(row.transfer)[0] ?? 0) : transfers.payeeOf(row.transfer);
      return address === 0 ? '' : transfers.addressName(address);
    },
    holding: (sought) => holding(file, state, gathered, sought),
  };
}

export function nameRow(row: TableRow, names: RowNames, assetOf: (row: TableRow) => number | null): CanvasRow {
  const { file, state, gathered } = names;
  if ('event' in row) return eventRow(row.event, names);
  const { chain, transfer } = row;
  const { transfers } = chain;
  const item = transfers.item(transfer);
  const fact = chain.node(item);
  const payers = transfers.payersOf(transfer);
  const payee = transfers.payeeOf(transfer);
  const from = payers.slice(0, LISTED).map(transfers.addressName);
  const to = payee === 0 ? null : transfers.addressName(payee);
  const labels = (addresses: readonly string[]): string[] => [...new Set(addresses.flatMap((one) => labelTexts(file, chain.chain, one)))];
  const items = gathered.itemsOf(row);
  return {
    ...{ key: itemName(item), items, chain: chain.chain, chainName: chain.chainName },
    ...{ kind: item.kind === 'output' ? 'output' : 'movement', transaction: transfers.transactionName(transfer), id: item.id },
    ...{ height: transfers.heightOf(transfer), timeSeconds: transfers.timeOf(transfer) },
    ...{ from, moreFrom: payers.length - from.length, to, fromLabels: labels(from), toLabels: to === null ? [] : labels([to]) },
    ...{ asset: assetOf(row), amount: transfers.amountOf(transfer)?.toString() ?? null, text: '' },
    ...{ spentBy: transfers.spenderName(transfer), statement: fact?.statement ?? 'fact', grade: fact?.grade ?? null },
    marks: [...(fact?.marks ?? []), ...transfers.moreMarks(transfer)],
    note: notesOf(row, state, items).join('\n'),
  };
}

function eventRow(name: string, { file, state, gathered }: RowNames): CanvasRow {
  const event = state.events.get(name);
  if (event === undefined) throw new Error('nameRow: no such event');
  const [from, to] = [endName(event.from, state), endName(event.to, state)];
  const items = gathered.itemsOf({ event: name });
  const labels = (end: typeof from): string[] => (end.chain === '' ? [] : labelTexts(file, end.chain, end.name));
  return {
    ...{ key: name, items, chain: null, chainName: '', kind: 'event', transaction: '', id: name, height: null },
    ...{ timeSeconds: event.timeSeconds, from: from.name === '' ? [] : [from.name], moreFrom: 0, to: to.name === '' ? null : to.name },
    ...{ fromLabels: labels(from), toLabels: labels(to), asset: null, amount: null, text: eventText(name, state), spentBy: null },
    ...standingOf(event),
    note: [event.note, ...notesOf({ event: name }, state, items)].filter((text) => text !== '').join('\n'),
  };
}

/** An event's own words: what it is called, what changed hands as the exhibit says it, and the exhibit. */
function eventText(name: string, { events }: CanvasState): string {
  const event = events.get(name);
  return [event?.title ?? '', event?.amountText ?? '', event?.exhibit ?? ''].filter((text) => text !== '').join(' · ');
}

/** An end of an event: an address by itself, a group by what it is called, anything else by its id. */
function endName(item: string | null, state: CanvasState): { readonly name: string; readonly chain: string } {
  const read = item === null ? null : readItem(item);
  if (item === null || read === null) return { name: '', chain: '' };
  if (read.kind === 'group') return { name: state.groups.get(item)?.name ?? '', chain: '' };
  if (read.kind === 'event') return { name: state.events.get(item)?.title ?? '', chain: '' };
  return { name: read.id, chain: read.kind === 'address' || read.kind === 'cluster' ? read.chain : '' };
}

/** Notes on the transfer itself, on its transaction and on the edges it stands behind; those on addresses are about more than it. */
function notesOf(row: TableRow, { notes }: CanvasState, items: readonly string[]): string[] {
  if (notes.size === 0) return [];
  const own = 'event' in row ? [row.event] : ownNames(row);
  return [...own, ...items.filter((item) => item.includes('>'))].flatMap((target) => notes.get(target) ?? []);
}

function ownNames({ chain, transfer }: TransferRow): string[] {
  const { transfers, family } = chain;
  const own = itemName(transfers.item(transfer));
  if (family === 'accounts') return [own];
  return [own, itemName({ kind: 'transaction', chain: chain.chain, id: transfers.transactionName(transfer) })];
}

function holding(file: CaseFile, state: CanvasState, gathered: Gathered, sought: string): (row: TableRow) => boolean {
  const has = (text: string): boolean => text.toLowerCase().includes(sought);
  const byChain = new Map<ChainFacts, Map<number, boolean>>();
  const isNamed = (chain: ChainFacts, address: number): boolean => {
    let known = byChain.get(chain);
    if (known === undefined) {
      known = new Map();
      byChain.set(chain, known);
    }
    let is = known.get(address);
    if (is === undefined) {
      const name = chain.transfers.addressName(address);
      is = has(name) || labelTexts(file, chain.chain, name).some(has);
      known.set(address, is);
    }
    return is;
  };
  const isNoted = [...state.notes.values()].some(has);
  return (row) => {
    if ('event' in row) {
      const event = state.events.get(row.event);
      if (event === undefined) return false;
      const ends = [event.from, event.to].map((end) => endName(end, state));
      const named = ends.some(({ name, chain }) => has(name) || (chain !== '' && labelTexts(file, chain, name).some(has)));
      if (named || has(eventText(row.event, state)) || has(event.note)) return true;
    } else {
      const { chain, transfer } = row;
      const { transfers } = chain;
      const payee = transfers.payeeOf(transfer);
      if (payee !== 0 && isNamed(chain, payee)) return true;
      if (transfers.payersOf(transfer).some((payer) => isNamed(chain, payer)) || has(transfers.item(transfer).id)) return true;
    }
    return isNoted && notesOf(row, state, gathered.itemsOf(row)).some(has);
  };
}
