// A segment's columns read at any place: single transactions as objects where somebody asks for them, everything else as the arrays
// lie. It judges nothing and holds no database.
import type {
  AccountAsset,
  AccountEvent,
  AccountEventKind,
  AccountTransaction,
  AccountTransfer,
  TransferKind,
} from '../../chains/index.ts';
import { type AccountColumns, KINDS, NO_TIME, NONE, type PlacedTransaction, STATUSES } from './accountColumns.ts';
import { type IdColumn, readIds, texts } from './idColumn.ts';

/** Columns of transactions and of their transfers, by the names of `encodeAccounts`; `NONE` and `NO_TIME` where nothing is said. */
export interface AccountSegment {
  readonly ids: () => IdColumn;
  readonly block: () => Uint32Array;
  /** Numbers of `names`. */
  readonly blockHash: () => Uint32Array;
  readonly position: () => Uint32Array;
  readonly time: () => BigInt64Array;
  readonly status: () => Uint8Array;
  readonly transferEnd: () => Uint32Array;
  readonly eventEnd: () => Uint32Array;
  /** Who signed. */
  readonly txFrom: () => Uint32Array;
  readonly kind: () => Uint8Array;
  readonly from: () => Uint32Array;
  readonly to: () => Uint32Array;
  readonly asset: () => Uint32Array;
  readonly amount: () => Uint8Array;
  /** First byte of each amount, and the end of the last. */
  readonly amountStart: () => Uint32Array;
  readonly path: () => Int32Array;
  readonly pathStart: () => Uint32Array;
  readonly names: () => readonly string[];
  readonly assets: () => readonly AccountAsset[];
  /** Texts of events and of further cells, as they were written: for looking something up without reading them all. */
  readonly eventTexts: () => readonly string[];
  readonly factsTexts: () => readonly string[];
  transferAt(place: number): AccountTransfer;
  placed(index: number): PlacedTransaction;
  /** The transaction as JSON with amounts as text: what JSON.stringify makes of `placed`, in a fraction of the time. */
  json(index: number, id?: string): string;
}

/** Reads each column when it is first asked for. `column` gives empty bytes for one that is not there. */
export function openSegment(column: (name: string) => Uint8Array): AccountSegment {
  const bytes = (name: string) => once(() => column(name));
  const words = (name: string) => once(() => new Uint32Array(aligned(column(name), 4)));
  const ids = once(() => readIds(column));
  const [block, blockHash, position] = [words('txBlock'), words('txBlockHash'), words('txPosition')];
  const [status, kind, amount] = [bytes('txStatus'), bytes('kind'), bytes('amount')];
  const time = once(() => new BigInt64Array(aligned(column('txTime'), 8)));
  const [transferEnd, eventEnd, rowEnd] = [words('txTransferEnd'), words('txEventEnd'), words('txRowEnd')];
  const [txFrom, txTo, row] = [words('txFrom'), words('txTo'), words('row')];
  const [from, to, asset] = [words('from'), words('to'), words('asset')];
  const path = once(() => new Int32Array(aligned(column('path'), 4)));
  const amountStart = once(() => startsOf(column('amountLength')));
  const pathStart = once(() => startsOf(new Uint16Array(aligned(column('pathLength'), 2))));
  const names = once(() => texts(column('name')));
  const assets = once(() => texts(column('assetKey')).map(readAssetKey));
  const eventTexts = once(() => texts(column('event')));
  const factsTexts = once(() => texts(column('facts')));
  const nameOf = (number: number): string | null => (number === NONE ? null : (names()[number] as string));

  const transfersOf = (index: number): AccountTransfer[] => {
    const transfers: AccountTransfer[] = [];
    for (let at = index === 0 ? 0 : (transferEnd()[index - 1] as number); at < (transferEnd()[index] as number); at++)
      transfers.push(transferAt(at));
    return transfers;
  };
  const transferAt = (at: number): AccountTransfer => ({
    path: Array.from(path().subarray(pathStart()[at], pathStart()[at + 1])),
    kind: KINDS[kind()[at] as number] as TransferKind,
    from: nameOf(from()[at] as number),
    to: nameOf(to()[at] as number),
    asset: assets()[asset()[at] as number] as AccountAsset,
    amount: amountAt(amount(), amountStart()[at] as number, amountStart()[at + 1] as number),
  });
  const eventsOf = (index: number): AccountEvent[] => {
    const start = index === 0 ? 0 : (eventEnd()[index - 1] as number);
    const end = eventEnd()[index] as number;
    return start === end ? [] : eventTexts().slice(start, end).map(readEvent);
  };
  const placed = (index: number): PlacedTransaction => {
    const seconds = time()[index] as bigint;
    const facts = factsTexts()[index] ?? '';
    return {
      transaction: {
        id: ids().at(index),
        blockHash: nameOf(blockHash()[index] as number),
        blockNumber: numberOrNull(block()[index] as number),
        position: numberOrNull(position()[index] as number),
        timeSeconds: seconds === NO_TIME ? null : Number(seconds),
        status: STATUSES[status()[index] as number] as AccountTransaction['status'],
        from: nameOf(txFrom()[index] as number),
        to: nameOf(txTo()[index] as number),
        transfers: transfersOf(index),
        events: eventsOf(index),
      },
      rows: Array.from(row().subarray(index === 0 ? 0 : rowEnd()[index - 1], rowEnd()[index])),
      facts: facts === '' ? null : (JSON.parse(facts) as Record<string, string>),
    };
  };
  // Made for the names that are asked for: of a segment often a few transactions are written at a time.
  const jsonNames: string[] = [];
  const jsonAssets = once(() => assets().map((one) => JSON.stringify(one)));
  const jsonOf = (number: number): string => {
    if (number === NONE) return 'null';
    let name = jsonNames[number];
    if (name === undefined) {
      name = JSON.stringify(names()[number]);
      jsonNames[number] = name;
    }
    return name;
  };
  const json = (index: number, id: string = ids().at(index)): string => {
    const seconds = time()[index] as bigint;
    const stated = (number: number): string => (number === NONE ? 'null' : `${number}`);
    let text = `{"id":${JSON.stringify(id)},"blockHash":${jsonOf(blockHash()[index] as number)}`;
    text += `,"blockNumber":${stated(block()[index] as number)},"position":${stated(position()[index] as number)}`;
    text += `,"timeSeconds":${seconds === NO_TIME ? 'null' : seconds},"status":"${STATUSES[status()[index] as number]}"`;
    text += `,"from":${jsonOf(txFrom()[index] as number)},"to":${jsonOf(txTo()[index] as number)},"transfers":[`;
    const first = index === 0 ? 0 : (transferEnd()[index - 1] as number);
    for (let at = first; at < (transferEnd()[index] as number); at++) {
      text += at === first ? '{"path":[' : ',{"path":[';
      const begin = pathStart()[at] as number;
      for (let step = begin; step < (pathStart()[at + 1] as number); step++) text += step === begin ? path()[step] : `,${path()[step]}`;
      text += `],"kind":"${KINDS[kind()[at] as number]}","from":${jsonOf(from()[at] as number)},"to":${jsonOf(to()[at] as number)}`;
      const units = amountAt(amount(), amountStart()[at] as number, amountStart()[at + 1] as number);
      text += `,"asset":${jsonAssets()[asset()[at] as number]},"amount":"${units}"}`;
    }
    const events = eventsOf(index).map((event) => JSON.stringify({ ...event, amount: event.amount?.toString() ?? null }));
    return `${text}],"events":[${events.join()}]}`;
  };
  return {
    ...{ ids, block, blockHash, position, time, status, transferEnd, eventEnd, txFrom, kind, from, to, asset },
    ...{ amount, amountStart, path, pathStart, names, assets, eventTexts, factsTexts, transferAt, placed, json },
  };
}

/** The transactions of a segment in the order they were encoded. */
export function decodeAccounts(columns: AccountColumns): PlacedTransaction[] {
  const segment = openSegment((name) => columns.get(name) ?? EMPTY);
  return Array.from({ length: segment.ids().count }, (_, index) => segment.placed(index));
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
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The bytes' own buffer where they begin it and fill whole words; a copy else. */
function aligned(bytes: Uint8Array, width: number): ArrayBuffer {
  if (bytes.byteLength % width !== 0) throw new Error('account columns: a column of another width');
  const alone = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
  return (alone ? bytes.buffer : bytes.slice().buffer) as ArrayBuffer;
}
