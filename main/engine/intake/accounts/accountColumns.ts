// Transactions of account chains as columns, exactly. A segment is one batch of one source; each transaction carries the rows of the
// source that it was read from. It reads no database and judges nothing; accountSegment.ts reads what is written here.
import type { AccountAsset, AccountEvent, AccountTransaction, TransferKind } from '../../chains/index.ts';
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

export function encodeAccounts(placed: readonly PlacedTransaction[]): AccountColumns {
  const names = createNames();
  const assets = createNames();
  const ids: string[] = [];
  const assetNumbers = new Map<AccountAsset, number>();
  let lastAsset: AccountAsset | null = null;
  let lastNumber = 0;
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
  const count = placed.length;
  const transferCount = placed.reduce((sum, { transaction }) => sum + transaction.transfers.length, 0);
  const tx = {
    block: new Uint32Array(count),
    blockHash: new Uint32Array(count),
    position: new Uint32Array(count),
    time: new BigInt64Array(count),
    status: new Uint8Array(count),
    from: new Uint32Array(count),
    to: new Uint32Array(count),
    transferEnd: new Uint32Array(count),
    eventEnd: new Uint32Array(count),
    rowEnd: new Uint32Array(count),
  };
  const kind = new Uint8Array(transferCount);
  const from = new Uint32Array(transferCount);
  const to = new Uint32Array(transferCount);
  const asset = new Uint32Array(transferCount);
  // A call may lie a thousand calls deep.
  const pathLength = new Uint16Array(transferCount);
  const amounts = createAmounts(transferCount);
  const path: number[] = [];
  const events: string[] = [];
  const rows: number[] = [];
  const facts: string[] = [];
  let hasFacts = false;
  let at = 0;
  for (let i = 0; i < count; i++) {
    const { transaction, rows: own, facts: said } = placed[i] as PlacedTransaction;
    ids.push(transaction.id);
    tx.block[i] = transaction.blockNumber ?? NONE;
    tx.blockHash[i] = names.addOrNone(transaction.blockHash);
    tx.position[i] = transaction.position ?? NONE;
    tx.time[i] = transaction.timeSeconds === null ? NO_TIME : BigInt(transaction.timeSeconds);
    tx.status[i] = STATUSES.indexOf(transaction.status);
    tx.from[i] = names.addOrNone(transaction.from);
    tx.to[i] = names.addOrNone(transaction.to);
    for (const transfer of transaction.transfers) {
      kind[at] = KINDS.indexOf(transfer.kind);
      from[at] = names.addOrNone(transfer.from);
      to[at] = names.addOrNone(transfer.to);
      asset[at] = assetNumber(transfer.asset);
      amounts.add(at, transfer.amount);
      pathLength[at] = transfer.path.length;
      for (const step of transfer.path) path.push(step);
      at++;
    }
    for (const event of transaction.events) events.push(eventText(event));
    for (const row of own) rows.push(row);
    facts.push(said === null || said === undefined ? '' : JSON.stringify(said));
    hasFacts ||= said !== null && said !== undefined;
    tx.transferEnd[i] = at;
    tx.eventEnd[i] = events.length;
    tx.rowEnd[i] = rows.length;
  }
  return new Map<string, Uint8Array>([
    ['txBlock', bytesOf(tx.block)],
    ['txBlockHash', bytesOf(tx.blockHash)],
    ['txPosition', bytesOf(tx.position)],
    ['txTime', bytesOf(tx.time)],
    ['txStatus', tx.status],
    ['txFrom', bytesOf(tx.from)],
    ['txTo', bytesOf(tx.to)],
    ['txTransferEnd', bytesOf(tx.transferEnd)],
    ['txEventEnd', bytesOf(tx.eventEnd)],
    ['txRowEnd', bytesOf(tx.rowEnd)],
    ['row', bytesOf(new Uint32Array(rows))],
    ['kind', kind],
    ['from', bytesOf(from)],
    ['to', bytesOf(to)],
    ['asset', bytesOf(asset)],
    ['amountLength', amounts.lengths],
    ['amount', amounts.bytes()],
    ['pathLength', bytesOf(pathLength)],
    // Signed: -1 stands where a source gives no index.
    ['path', bytesOf(new Int32Array(path))],
    ['event', textBytes(events)],
    ['name', textBytes(names.all())],
    ['assetKey', textBytes(assets.all())],
    ...encodeIds(ids),
    // Nothing where no row has any.
    ['facts', hasFacts ? textBytes(facts) : new Uint8Array(0)],
  ]);
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
  const add = (text: string): number => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  };
  return { add, addOrNone: (text: string | null) => (text === null ? NONE : add(text)), all: () => [...numbers.keys()] };
}

const WORD = 2n ** 64n;
const LIMIT = 2n ** 256n;
const scratch = new BigUint64Array(1);
const scratchBytes = new Uint8Array(scratch.buffer);
const scratchWords = new Uint32Array(scratch.buffer);

/** Amounts as big-endian bytes without leading zeros: a 256-bit integer at most. */
function createAmounts(count: number) {
  const lengths = new Uint8Array(count);
  let store = new Uint8Array(1024 + count * 8);
  let size = 0;
  return {
    lengths,
    add(place: number, amount: bigint): void {
      if (amount < 0n || amount >= LIMIT) throw new RangeError('an amount is a 256-bit integer');
      if (size + 32 > store.length) {
        const wider = new Uint8Array(store.length * 2);
        wider.set(store);
        store = wider;
      }
      const before = size;
      if (amount < WORD) {
        // The columns are little-endian as the machines are that this runs on; the highest byte stands last.
        scratch[0] = amount;
        const high = scratchWords[1] as number;
        const low = scratchWords[0] as number;
        let length = high !== 0 ? 8 - (Math.clz32(high) >>> 3) : low !== 0 ? 4 - (Math.clz32(low) >>> 3) : 0;
        while (length > 0) store[size++] = scratchBytes[--length] as number;
      } else {
        const hex = amount.toString(16);
        const padded = hex.length % 2 === 1 ? `0${hex}` : hex;
        for (let at = 0; at < padded.length; at += 2) store[size++] = Number.parseInt(padded.slice(at, at + 2), 16);
      }
      lengths[place] = size - before;
    },
    bytes: () => store.slice(0, size),
  };
}

function bytesOf(array: Uint16Array | Uint32Array | Int32Array | BigInt64Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
