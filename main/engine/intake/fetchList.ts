// The fetch list of a case: what is missing and could be had from a connected computer. It keeps the list, says what of it has arrived
// and whom the rest would be disclosed to; it asks nobody.
import type { FetchDisclosure, FetchItem, FetchService, fetchContract } from '../../../shared/contract/fetch.ts';
import { fromDisplayHash } from '../../../shared/model/bytes.ts';
import { Fault } from '../../../shared/model/fault.ts';
import type { CaseFile, CaseSession, FetchItemRow } from '../casefile/index.ts';
import { type AccountChain, accountChain, ACCOUNT_CHAINS, BITCOIN_NETWORKS, type BitcoinNetwork, bitcoinNetwork } from '../chains/index.ts';
import type { Handlers } from '../kernel/index.ts';
import { STATUSES } from './accounts/accountColumns.ts';
import { readIds } from './accounts/idColumn.ts';
import { capturedItems } from './capture/captureNote.ts';

type Kind = FetchItemRow['kind'];
type Chain = { readonly family: 'bitcoin'; readonly network: BitcoinNetwork } | AccountChain;
type AskedItem = { readonly chain: string; readonly kind: Kind; readonly item: string } & {
  readonly fromBlock: number | null;
  readonly toBlock: number | null;
};

/** Places that one event's items have among the list's numbers; the contract lets no more through at once. */
const PER_EVENT = 1024;
const SERVICES: Readonly<Record<Exclude<Chain['family'], 'ledger'>, readonly FetchService[]>> = {
  bitcoin: ['esplora', 'bitcoin-rpc'],
  evm: ['evm-rpc', 'etherscan'],
  tron: ['tron-http', 'trongrid'],
};

export type ListedItem = FetchItem & { readonly id: number; readonly arrived: boolean; readonly gaps: string[] };

export function fetchCalls(session: CaseSession): Omit<Handlers<keyof typeof fetchContract>, 'fetch.save'> {
  session.onEnter(registerFetchEdits);
  return {
    'fetch.list': () => {
      const items = fetchList(session.current());
      return { items, disclosed: disclosureOf(items.filter(({ arrived }) => !arrived)) };
    },
    'fetch.add': ({ items }) => {
      const file = session.current();
      const known = new Set(file.accounts.fetchItems().map(keyOfRow));
      const rows: Omit<FetchItemRow, 'event'>[] = [];
      for (const { why, ...asked } of items) {
        const row = { ...readItem(asked), why };
        if (known.has(keyOfRow(row))) continue;
        known.add(keyOfRow(row));
        rows.push(row);
      }
      if (rows.length > 0) file.edits.perform('fetch.added', { items: rows });
      return { added: rows.length };
    },
    'fetch.remove': ({ id, reason }) => {
      const file = session.current();
      const numbers = itemNumbers(file);
      const row = file.accounts.fetchItems().find(({ event }) => numbers.get(event) === id);
      if (row === undefined) throw new Fault('fetch.itemUnknown', { item: id });
      file.edits.perform('fetch.removed', { row, reason });
      return {};
    },
  };
}

/** The whole list in the order it was made. */
export function fetchList(file: CaseFile): ListedItem[] {
  const rows = file.accounts.fetchItems();
  const captured = capturedItems(file);
  const held = heldTransactions(file, rows);
  const numbers = itemNumbers(file);
  return rows.map((row) => {
    const { chain, kind, item, low, high, why, event } = row;
    const came = captured.get(itemKey({ chain, kind, item, fromBlock: low, toBlock: high }));
    const arrived =
      kind === 'transaction'
        ? held.has(`${chain} ${item}`)
        : came?.complete === true || (kind === 'block' && holdsBlock(file, chain, item));
    return {
      ...{ id: numbers.get(event) ?? 0, chain, chainName: nameOf(chain), kind, item, fromBlock: low, toBlock: high, why, arrived },
      gaps: arrived || came === undefined ? [] : [...came.gaps],
    };
  });
}

/** Numbers of items as they were put on the list, from 1: the same on the screen, in the file and on its sheets, and nobody else's once removed. */
function itemNumbers(file: CaseFile): ReadonlyMap<number, number> {
  const numbers = new Map<number, number>();
  for (const { header, payload } of file.edits.standing('fetch.added'))
    (payload as Added).items.forEach((_, i) => {
      numbers.set(header.sequence * PER_EVENT + i, numbers.size + 1);
    });
  return numbers;
}

export function disclosureOf(items: readonly { readonly chain: string; readonly kind: Kind }[]): FetchDisclosure[] {
  const chains = [...new Set(items.map(({ chain }) => chain))].sort();
  return chains.map((chain) => {
    const of = (kind: Kind): number => items.filter((item) => item.chain === chain && item.kind === kind).length;
    const { family } = chainOf(chain);
    return {
      ...{ chain, chainName: nameOf(chain), services: family === 'ledger' ? [] : [...SERVICES[family]] },
      ...{ transactions: of('transaction'), addresses: of('address'), blocks: of('block') },
    };
  });
}

/** Text that is equal exactly where the same is asked for. */
export function itemKey({ chain, kind, item, fromBlock, toBlock }: AskedItem): string {
  return `${chain} ${kind} ${item} ${fromBlock ?? ''} ${toBlock ?? ''}`;
}

const keyOfRow = ({ chain, kind, item, low, high }: Omit<FetchItemRow, 'event'>): string =>
  itemKey({ chain, kind, item, fromBlock: low, toBlock: high });

interface Added {
  readonly items: readonly Omit<FetchItemRow, 'event'>[];
}
interface Removed {
  readonly row: FetchItemRow;
}

function registerFetchEdits(file: CaseFile): void {
  file.edits.register({
    name: 'fetch.added',
    apply: ({ items }: Added, event) => {
      items.forEach((row, i) => file.accounts.addFetchItem({ ...row, event: event * PER_EVENT + i }));
    },
    undo: ({ items }: Added, event) => {
      for (let i = 0; i < items.length; i++) file.accounts.removeFetchItem(event * PER_EVENT + i);
    },
  });
  file.edits.register({
    name: 'fetch.removed',
    apply: ({ row }: Removed) => {
      file.accounts.removeFetchItem(row.event);
    },
    undo: ({ row }: Removed) => file.accounts.addFetchItem(row),
  });
}

function chainOf(idOrName: string): Chain {
  const network = bitcoinNetwork(idOrName);
  const found = network === undefined ? accountChain(idOrName) : ({ family: 'bitcoin', network } as const);
  if (found === undefined) {
    const known = [...BITCOIN_NETWORKS, ...ACCOUNT_CHAINS].map(({ name }) => name).join(', ');
    throw new Fault('chain.unknown', { chain: idOrName.slice(0, 80), known });
  }
  return found;
}

const nameOf = (chain: string): string => bitcoinNetwork(chain)?.name ?? accountChain(chain)?.title ?? chain;

/** The item in its canonical text. Faults: chain.unknown, chain.badAddress, usage.badValue. */
function readItem({ chain: named, kind, item: typed, fromBlock, toBlock }: AskedItem): Omit<FetchItemRow, 'event' | 'why'> {
  const chain = chainOf(named);
  // A ledger without a chain is nobody's to be asked over the wire: its owner is written to.
  if (chain.family === 'ledger') throw new Fault('chain.unknown', { chain: named.slice(0, 80), known: '' });
  const text = typed.trim();
  const bad = (expected: string): never => {
    throw new Fault('usage.badValue', { option: kind, value: text.slice(0, 80), expected });
  };
  if (fromBlock !== null && toBlock !== null && fromBlock > toBlock) bad('fromBlock <= toBlock');
  const id = chain.family === 'bitcoin' ? chain.network.id : chain.id;
  const place = { chain: id, kind, low: fromBlock, high: toBlock };
  if (kind === 'address') return { ...place, item: readAddress(chain, text) };
  if (kind === 'block' && /^(0|[1-9]\d{0,9})$/.test(text)) return { ...place, item: text };
  const digits = text.toLowerCase().replace(/^0x/, '');
  if (!/^[0-9a-f]{64}$/.test(digits)) bad('64 hexadecimal digits');
  return { ...place, item: chain.family === 'evm' ? `0x${digits}` : digits };
}

function readAddress(chain: Exclude<Chain, { family: 'ledger' }>, text: string): string {
  if (!('network' in chain)) return chain.readAddress(text);
  chain.network.scriptOfAddress(text);
  return text;
}

/** `chain id` of the listed transactions that the case holds. */
function heldTransactions(file: CaseFile, rows: readonly FetchItemRow[]): ReadonlySet<string> {
  const held = new Set<string>();
  const wanted = rows.filter(({ kind }) => kind === 'transaction');
  for (const chain of new Set(wanted.map((row) => row.chain))) {
    const ids = new Set(wanted.flatMap((row) => (row.chain === chain ? [row.item] : [])));
    const found = bitcoinNetwork(chain) === undefined ? heldOfAccounts(file, chain, ids) : heldOfCoins(file, chain, ids);
    for (const id of found) held.add(`${chain} ${id}`);
  }
  return held;
}

/** Columns are looked through once for all ids, by their first four bytes. */
function heldOfCoins(file: CaseFile, chain: string, ids: ReadonlySet<string>): ReadonlySet<string> {
  const byStart = new Map<number, { readonly id: string; readonly bytes: Buffer }[]>();
  for (const id of ids) {
    const bytes = Buffer.from(fromDisplayHash(id));
    const start = bytes.readUInt32LE(0);
    byStart.set(start, [...(byStart.get(start) ?? []), { id, bytes }]);
  }
  const found = new Set<string>();
  const columns = new Map<number, Buffer>();
  for (const { segment, txFirst, txCount } of file.chain.blocks(chain)) {
    const column = columns.get(segment) ?? Buffer.from(file.chain.column(segment, 'txid'));
    columns.set(segment, column);
    for (let at = txFirst * 32; at < (txFirst + txCount) * 32 && at + 32 <= column.length; at += 32)
      for (const { id, bytes } of byStart.get(column.readUInt32LE(at)) ?? []) if (bytes.compare(column, at, at + 32) === 0) found.add(id);
  }
  return found;
}

function heldOfAccounts(file: CaseFile, chain: string, ids: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { id } of file.accounts.segments(chain)) {
    const held = readIds((name) => file.accounts.column(id, name));
    const status = file.accounts.column(id, 'txStatus');
    // Where no source says whether it was carried out, it is still asked for.
    for (let at = 0; at < held.count; at++)
      if (STATUSES[status[at] as number] !== 'unknown' && ids.has(held.at(at))) found.add(held.at(at));
  }
  return found;
}

function holdsBlock(file: CaseFile, chain: string, item: string): boolean {
  return bitcoinNetwork(chain) !== undefined && item.length === 64 && file.chain.completeBlocks(chain, fromDisplayHash(item)).length > 0;
}
