// A segment's columns read at any place: single transactions as objects where somebody asks for them, everything else as the arrays
// lie. It judges nothing and holds no database.
import type { AccountAsset, AccountEvent, AccountEventKind, AccountTransaction, AccountTransfer, TransferKind } from '../../chains/index.ts';
import { type AccountColumns, KINDS, NO_TIME, NONE, type PlacedTransaction, STATUSES } from './accountColumns.ts';
import { type IdColumn, readIds, texts } from './idColumn.ts';

/** Columns of transactions and of their transfers, by the names of `encodeAccounts`; `NONE` and `NO_TIME` where nothing is said. */
export interface AccountSegment {
  readonly ids: IdColumn;
  readonly count: number;
  readonly block: Uint32Array;
  readonly position: Uint32Array;
  readonly time: BigInt64Array;
  readonly status: Uint8Array;
  readonly transferEnd: Uint32Array;
  readonly eventEnd: Uint32Array;
  readonly kind: Uint8Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly asset: Uint32Array;
  readonly amount: Uint8Array;
  /** First byte of each amount, and the end of the last. */
  readonly amountStart: Uint32Array;
  readonly path: Int32Array;
  readonly pathStart: Uint32Array;
  readonly names: readonly string[];
  readonly assets: readonly AccountAsset[];
  /** Texts of events and of further cells, as they were written: for looking something up without reading them all. */
  readonly eventTexts: readonly string[];
  readonly factsTexts: readonly string[];
  placed(index: number): PlacedTransaction;
}

export function openSegment(columns: AccountColumns): AccountSegment {
  const bytes = (name: string): Uint8Array => {
    const found = columns.get(name);
    if (found === undefined) throw new Error(`account columns: no ${name}`);
    return found;
  };
  const words = (name: string) => new Uint32Array(aligned(bytes(name), 4));
  const ids = readIds((name) => columns.get(name) ?? EMPTY);
  const [block, position, status] = [words('txBlock'), words('txPosition'), bytes('txStatus')];
  const time = new BigInt64Array(aligned(bytes('txTime'), 8));
  const [transferEnd, eventEnd, kind] = [words('txTransferEnd'), words('txEventEnd'), bytes('kind')];
  const [from, to, asset, amount] = [words('from'), words('to'), words('asset'), bytes('amount')];
  const path = new Int32Array(aligned(bytes('path'), 4));
  const amountStart = startsOf(bytes('amountLength'));
  const pathStart = startsOf(new Uint16Array(aligned(bytes('pathLength'), 2)));
  // Only needed where somebody asks for a transaction as an object.
  const blockHash = once(() => words('txBlockHash'));
  const [txFrom, txTo] = [once(() => words('txFrom')), once(() => words('txTo'))];
  const [rowEnd, row] = [once(() => words('txRowEnd')), once(() => words('row'))];
  const names = once(() => texts(bytes('name')));
  const assets = once(() => texts(bytes('assetKey')).map(readAssetKey));
  const eventTexts = once(() => texts(bytes('event')));
  const factsTexts = once(() => texts(bytes('facts')));
  const nameOf = (number: number): string | null => (number === NONE ? null : (names()[number] as string));

  const transfersOf = (index: number): AccountTransfer[] => {
    const transfers: AccountTransfer[] = [];
    for (let at = index === 0 ? 0 : (transferEnd[index - 1] as number); at < (transferEnd[index] as number); at++)
      transfers.push({
        path: Array.from(path.subarray(pathStart[at], pathStart[at + 1])),
        kind: KINDS[kind[at] as number] as TransferKind,
        from: nameOf(from[at] as number),
        to: nameOf(to[at] as number),
        asset: assets()[asset[at] as number] as AccountAsset,
        amount: amountAt(amount, amountStart[at] as number, amountStart[at + 1] as number),
      });
    return transfers;
  };
  const placed = (index: number): PlacedTransaction => {
    const seconds = time[index] as bigint;
    const facts = factsTexts()[index] ?? '';
    return {
      transaction: {
        id: ids.at(index),
        blockHash: nameOf(blockHash()[index] as number),
        blockNumber: numberOrNull(block[index] as number),
        position: numberOrNull(position[index] as number),
        timeSeconds: seconds === NO_TIME ? null : Number(seconds),
        status: STATUSES[status[index] as number] as AccountTransaction['status'],
        from: nameOf(txFrom()[index] as number),
        to: nameOf(txTo()[index] as number),
        transfers: transfersOf(index),
        events: eventsOf(index),
      },
      rows: Array.from(row().subarray(index === 0 ? 0 : rowEnd()[index - 1], rowEnd()[index])),
      facts: facts === '' ? null : (JSON.parse(facts) as Record<string, string>),
    };
  };
  const eventsOf = (index: number): AccountEvent[] => {
    const start = index === 0 ? 0 : (eventEnd[index - 1] as number);
    const end = eventEnd[index] as number;
    return start === end ? [] : eventTexts().slice(start, end).map(readEvent);
  };
  return {
    ...{ ids, count: ids.count, block, position, time, status, transferEnd, eventEnd, kind, from, to, asset },
    ...{ amount, amountStart, path, pathStart, placed },
    get names() {
      return names();
    },
    get assets() {
      return assets();
    },
    get eventTexts() {
      return eventTexts();
    },
    get factsTexts() {
      return factsTexts();
    },
  };
}

/** The transactions of a segment in the order they were encoded. */
export function decodeAccounts(columns: AccountColumns): PlacedTransaction[] {
  const segment = openSegment(columns);
  return Array.from({ length: segment.count }, (_, index) => segment.placed(index));
}

export function readAssetKey(key: string): AccountAsset {
  const [kind, contract, tokenId] = JSON.parse(key) as [AccountAsset['kind'], string | null, string | null];
  return { kind, contract, tokenId };
}

const EMPTY = new Uint8Array(0);
const numberOrNull = (number: number): number | null => (number === NONE ? null : number);

function readEvent(text: string): AccountEvent {
  const [path, kind, actor, subject, asset, amount, details] = JSON.parse(text) as [
    number[],
    AccountEventKind,
    string | null,
    string | null,
    string | null,
    string | null,
    Record<string, string>,
  ];
  return {
    ...{ path, kind, actor, subject, details },
    asset: asset === null ? null : readAssetKey(asset),
    amount: amount === null ? null : BigInt(amount),
  };
}

export function amountAt(bytes: Uint8Array, start: number, end: number): bigint {
  let small = 0;
  const middle = Math.min(end, start + 6);
  for (let at = start; at < middle; at++) small = small * 256 + (bytes[at] as number);
  let amount = BigInt(small);
  for (let at = middle; at < end; at++) amount = (amount << 8n) | BigInt(bytes[at] as number);
  return amount;
}

function startsOf(lengths: Uint8Array | Uint16Array): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1);
  let sum = 0;
  for (let i = 0; i < lengths.length; i++) {
    sum += lengths[i] as number;
    starts[i + 1] = sum;
  }
  return starts;
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
}

/** The bytes' own buffer where they begin it and fill whole words; a copy else. */
function aligned(bytes: Uint8Array, width: number): ArrayBuffer {
  if (bytes.byteLength % width !== 0) throw new Error('account columns: a column of another width');
  const alone = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
  return (alone ? bytes.buffer : bytes.slice().buffer) as ArrayBuffer;
}
