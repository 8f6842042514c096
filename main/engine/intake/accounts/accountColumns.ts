// Transactions of account chains as columns, exactly. A segment is one batch of one source; each transaction carries the rows of the
// source that it was read from. It reads no database and judges nothing; accountSegment.ts reads what is written here.
import type { AccountAsset, AccountEvent, AccountTransaction, TransferKind } from '../../chains/index.ts';
import { favouringUsual } from '../usualText.ts';
import { encodeIds, textBytes } from './idColumn.ts';

/** A transaction and where it was read: row numbers of the source, ascending, counted from 1 as a person counts them. */
export interface PlacedTransaction {
  readonly transaction: AccountTransaction;
  readonly rows: readonly number[];
  /** Further cells of its row by role (`chainTxid`, `remark`, `counterpartyName`…), as they stood. */
  readonly facts?: Readonly<Record<string, string>> | null;
}

export type AccountColumns = ReadonlyMap<string, Uint8Array>;

export const STATUSES = ['ok', 'failed', 'unknown'] as const;
export const KINDS: readonly TransferKind[] = ['value', 'internal', 'token', 'fee', 'burn', 'mint', 'ledger', 'trade'];
/** Marks in columns of numbers and of times for "the source does not say". */
export const NONE = 0xffff_ffff;
export const NO_TIME = -(2n ** 63n);

/** Takes transactions one by one, so that none of them has to be kept until all are there. */
export interface AccountColumnsWriter {
  readonly transactions: number;
  readonly transfers: number;
  readonly events: number;
  add(placed: PlacedTransaction): void;
  /** The columns so far; the next transaction begins new ones. */
  take(): AccountColumns;
}

export function encodeAccounts(placed: Iterable<PlacedTransaction>): AccountColumns {
  const writer = createAccountColumns();
  for (const one of placed) writer.add(one);
  return writer.take();
}

const FIRST_ROOM = 1024;

/** Columns of fixed width, with room for `length` of them. */
function transactionColumns(length: number) {
  return {
    txBlock: new Uint32Array(length),
    txBlockHash: new Uint32Array(length),
    txPosition: new Uint32Array(length),
    txTime: new BigInt64Array(length),
    txStatus: new Uint8Array(length),
    txFrom: new Uint32Array(length),
    txTo: new Uint32Array(length),
    txTransferEnd: new Uint32Array(length),
    txEventEnd: new Uint32Array(length),
    txRowEnd: new Uint32Array(length),
  };
}

function transferColumns(length: number) {
  return {
    kind: new Uint8Array(length),
    from: new Uint32Array(length),
    to: new Uint32Array(length),
    asset: new Uint32Array(length),
    amountLength: new Uint8Array(length),
    // A call may lie a thousand calls deep.
    pathLength: new Uint16Array(length),
  };
}

type Columns = Readonly<Record<string, Uint8Array | Uint16Array | Uint32Array | BigInt64Array>>;

function withRoom<Of extends Columns>(make: (length: number) => Of, before: Of, length: number): Of {
  const wider = make(length);
  for (const [name, column] of Object.entries(wider)) (column as Uint32Array).set(before[name] as Uint32Array);
  return wider;
}

function taken(columns: Columns, length: number): [name: string, bytes: Uint8Array][] {
  return Object.entries(columns).map(([name, column]) => [name, bytesOf(column.slice(0, length))]);
}

export function createAccountColumns(): AccountColumnsWriter {
  let tx = transactionColumns(FIRST_ROOM);
  let moved = transferColumns(FIRST_ROOM);
  const amounts = createAmounts();
  let names = createNames();
  let assets = createNames();
  let assetNumbers = new Map<AccountAsset, number>();
  let lastAsset: AccountAsset | null = null;
  let lastNumber = 0;
  let ids: string[] = [];
  let path: number[] = [];
  let events: string[] = [];
  let rows: number[] = [];
  let facts: string[] = [];
  let hasFacts = false;
  let transferCount = 0;

  const assetNumber = (asset: AccountAsset): number => {
    // Most movements share the object of their asset: its key is made once.
    if (asset === lastAsset) return lastNumber;
    let number = assetNumbers.get(asset);
    if (number === undefined) {
      number = assets.add(assetKey(asset));
      assetNumbers.set(asset, number);
    }
    lastAsset = asset;
    lastNumber = number;
    return number;
  };

  return {
    get transactions() {
      return ids.length;
    },
    get transfers() {
      return transferCount;
    },
    get events() {
      return events.length;
    },
    add({ transaction, rows: own, facts: said }) {
      const i = ids.length;
      const needed = transferCount + transaction.transfers.length;
      if (i === tx.txBlock.length) tx = withRoom(transactionColumns, tx, i * 2);
      if (needed > moved.kind.length) moved = withRoom(transferColumns, moved, needed * 2);
      ids.push(transaction.id);
      tx.txBlock[i] = transaction.blockNumber ?? NONE;
      tx.txBlockHash[i] = names.addOrNone(transaction.blockHash);
      tx.txPosition[i] = transaction.position ?? NONE;
      tx.txTime[i] = transaction.timeSeconds === null ? NO_TIME : BigInt(transaction.timeSeconds);
      tx.txStatus[i] = STATUSES.indexOf(transaction.status);
      const sender = names.addOrNone(transaction.from);
      const receiver = names.addOrNone(transaction.to);
      tx.txFrom[i] = sender;
      tx.txTo[i] = receiver;
      // Most movements are between these two.
      const numberOf = (address: string | null): number =>
        address === transaction.from ? sender : address === transaction.to ? receiver : names.addOrNone(address);
      for (const transfer of transaction.transfers) {
        const at = transferCount++;
        moved.kind[at] = KINDS.indexOf(transfer.kind);
        moved.from[at] = numberOf(transfer.from);
        moved.to[at] = numberOf(transfer.to);
        moved.asset[at] = assetNumber(transfer.asset);
        moved.amountLength[at] = amounts.add(transfer.amount);
        moved.pathLength[at] = transfer.path.length;
        for (const step of transfer.path) path.push(step);
      }
      for (const event of transaction.events) events.push(eventText(event));
      for (const row of own) rows.push(row);
      facts.push(said === null || said === undefined ? '' : JSON.stringify(said));
      hasFacts ||= said !== null && said !== undefined;
      tx.txTransferEnd[i] = transferCount;
      tx.txEventEnd[i] = events.length;
      tx.txRowEnd[i] = rows.length;
    },
    take() {
      const columns = new Map<string, Uint8Array>([
        ...taken(tx, ids.length),
        ['row', bytesOf(new Uint32Array(rows))],
        ...taken(moved, transferCount),
        ['amount', amounts.take()],
        // Signed: -1 stands where a source gives no index.
        ['path', bytesOf(new Int32Array(path))],
        ['event', textBytes(events)],
        ['name', textBytes(names.all())],
        ['assetKey', textBytes(assets.all())],
        ...encodeIds(ids),
        // Nothing where no row has any.
        ['facts', hasFacts ? textBytes(facts) : new Uint8Array(0)],
      ]);
      [names, assets, assetNumbers, lastAsset] = [createNames(), createNames(), new Map(), null];
      [ids, path, events, rows, facts, hasFacts, transferCount] = [[], [], [], [], [], false, 0];
      return columns;
    },
  };
}

/** What a segment's row in the case counts. */
export function countsOf(placed: readonly PlacedTransaction[]): {
  readonly transactions: number;
  readonly transfers: number;
  readonly events: number;
} {
  return {
    transactions: placed.length,
    transfers: placed.reduce((sum, { transaction }) => sum + transaction.transfers.length, 0),
    events: placed.reduce((sum, { transaction }) => sum + transaction.events.length, 0),
  };
}

/** Text that is equal exactly where the assets are. */
export function assetKey({ kind, contract, tokenId }: AccountAsset): string {
  return JSON.stringify([kind, contract, tokenId]);
}

function eventText({ path, kind, actor, subject, asset, amount, details }: AccountEvent): string {
  return JSON.stringify([path, kind, actor, subject, asset === null ? null : assetKey(asset), amount?.toString() ?? null, details]);
}

/** Numbers for texts, in the order they came. */
function createNames() {
  const numbers = new Map<string, number>();
  const add = favouringUsual((text) => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  });
  return { add, addOrNone: (text: string | null) => (text === null ? NONE : add(text)), all: () => [...numbers.keys()] };
}

const LIMIT = 2n ** 256n;
/** The number at hand in words of 64 bits, the lowest first; little-endian as the machines are that this runs on. */
const words = new BigUint64Array(4);
const wordBytes = new Uint8Array(words.buffer);
const halfWords = new Uint32Array(words.buffer);

/** Amounts as big-endian bytes without leading zeros: a 256-bit integer at most. */
function createAmounts() {
  let store = new Uint8Array(FIRST_ROOM * 8);
  let size = 0;
  return {
    /** Gives how many bytes it takes. */
    add(amount: bigint): number {
      if (amount < 0n || amount >= LIMIT) throw new RangeError('an amount is a 256-bit integer');
      if (size + 32 > store.length) {
        const wider = new Uint8Array(store.length * 2);
        wider.set(store);
        store = wider;
      }
      let last = 0;
      // A typed array of 64-bit words takes the low 64 bits of what it is given.
      for (let rest = amount; ; last++) {
        words[last] = rest;
        rest >>= 64n;
        if (rest === 0n) break;
      }
      const high = halfWords[last * 2 + 1] as number;
      const low = halfWords[last * 2] as number;
      const length = last * 8 + (high !== 0 ? 8 - (Math.clz32(high) >>> 3) : low !== 0 ? 4 - (Math.clz32(low) >>> 3) : 0);
      for (let byte = length - 1; byte >= 0; byte--) store[size++] = wordBytes[byte] as number;
      return length;
    },
    take(): Uint8Array {
      const bytes = store.slice(0, size);
      size = 0;
      return bytes;
    },
  };
}

function bytesOf(array: Uint8Array | Uint16Array | Uint32Array | Int32Array | BigInt64Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
