// Transactions of account chains as columns and back, exactly. A segment is one batch of one source; each transaction carries the
// rows of the source that it was read from. It reads no database and judges nothing.
import type {
  AccountAsset,
  AccountEvent,
  AccountEventKind,
  AccountTransaction,
  AccountTransfer,
  TransferKind,
} from '../../chains/index.ts';

/** A transaction and where it was read: row numbers of the source, ascending, counted from 1 as a person counts them. */
export interface PlacedTransaction {
  readonly transaction: AccountTransaction;
  readonly rows: readonly number[];
  /** Further cells of its row by role (`chainTxid`, `remark`, `counterpartyName`…), as they stood. */
  readonly facts?: Readonly<Record<string, string>> | null;
}

export type AccountColumns = ReadonlyMap<string, Uint8Array>;

const STATUS = ['ok', 'failed', 'unknown'] as const;
const TRANSFER_KINDS: readonly TransferKind[] = ['value', 'internal', 'token', 'fee', 'burn', 'mint', 'ledger', 'trade'];
const NONE = 0xffff_ffff;

export function encodeAccounts(placed: readonly PlacedTransaction[]): AccountColumns {
  const names = createNames();
  const assets = createNames();
  const ids: string[] = [];
  const assetNumbers = new Map<AccountAsset, number>();
  const assetNumber = (asset: AccountAsset): number => {
    // Most movements share the object of their asset: its key is made once.
    const known = assetNumbers.get(asset);
    if (known !== undefined) return known;
    const number = assets.add(assetKey(asset));
    assetNumbers.set(asset, number);
    return number;
  };
  const tx = {
    block: new Uint32Array(placed.length),
    blockHash: new Uint32Array(placed.length),
    position: new Uint32Array(placed.length),
    time: new BigInt64Array(placed.length),
    status: new Uint8Array(placed.length),
    from: new Uint32Array(placed.length),
    to: new Uint32Array(placed.length),
    transferEnd: new Uint32Array(placed.length),
    eventEnd: new Uint32Array(placed.length),
    rowEnd: new Uint32Array(placed.length),
  };
  const kind: number[] = [];
  const from: number[] = [];
  const to: number[] = [];
  const asset: number[] = [];
  const amounts = createBytes();
  const pathLength: number[] = [];
  const path: number[] = [];
  const events: string[] = [];
  const rows: number[] = [];
  placed.forEach(({ transaction, rows: own }, i) => {
    ids.push(transaction.id);
    tx.block[i] = transaction.blockNumber ?? NONE;
    tx.blockHash[i] = names.addOrNone(transaction.blockHash);
    tx.position[i] = transaction.position ?? NONE;
    tx.time[i] = transaction.timeSeconds === null ? NO_TIME : BigInt(transaction.timeSeconds);
    tx.status[i] = STATUS.indexOf(transaction.status);
    tx.from[i] = names.addOrNone(transaction.from);
    tx.to[i] = names.addOrNone(transaction.to);
    for (const transfer of transaction.transfers) {
      kind.push(TRANSFER_KINDS.indexOf(transfer.kind));
      from.push(names.addOrNone(transfer.from));
      to.push(names.addOrNone(transfer.to));
      asset.push(assetNumber(transfer.asset));
      amounts.add(transfer.amount);
      pathLength.push(transfer.path.length);
      path.push(...transfer.path);
    }
    for (const event of transaction.events) events.push(eventText(event));
    rows.push(...own);
    tx.transferEnd[i] = kind.length;
    tx.eventEnd[i] = events.length;
    tx.rowEnd[i] = rows.length;
  });
  const words = (numbers: readonly number[]) => bytesOf(Uint32Array.from(numbers));
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
    ['row', words(rows)],
    ['kind', Uint8Array.from(kind)],
    ['from', words(from)],
    ['to', words(to)],
    ['asset', words(asset)],
    ['amountLength', amounts.lengths()],
    ['amount', amounts.bytes()],
    // A call may lie a thousand calls deep.
    ['pathLength', bytesOf(Uint16Array.from(pathLength))],
    // Signed: -1 stands where a source gives no index.
    ['path', bytesOf(Int32Array.from(path))],
    ['event', textBytes(events)],
    ['name', textBytes(names.all())],
    ['assetKey', textBytes(assets.all())],
    ['id', textBytes(ids)],
    ['facts', textBytes(placed.map(({ facts }) => (facts === null || facts === undefined ? '' : JSON.stringify(facts))))],
  ]);
}

/** The transactions of a segment in the order they were encoded. */
export function decodeAccounts(columns: AccountColumns): PlacedTransaction[] {
  const bytes = (name: string): Uint8Array => {
    const found = columns.get(name);
    if (found === undefined) throw new Error(`account columns: no ${name}`);
    return found;
  };
  const words = (name: string) => new Uint32Array(aligned(bytes(name), 4));
  const names = texts(bytes('name'));
  const nameOf = (number: number): string | null => (number === NONE ? null : (names[number] as string));
  const assets = texts(bytes('assetKey')).map(readAssetKey);
  const ids = texts(bytes('id'));
  const events = texts(bytes('event'));
  const facts = texts(bytes('facts'));
  const [txBlock, txBlockHash, txPosition] = [words('txBlock'), words('txBlockHash'), words('txPosition')];
  const [txFrom, txTo, transferEnd, eventEnd, rowEnd] = [
    words('txFrom'),
    words('txTo'),
    words('txTransferEnd'),
    words('txEventEnd'),
    words('txRowEnd'),
  ];
  const txTime = new BigInt64Array(aligned(bytes('txTime'), 8));
  const txStatus = bytes('txStatus');
  const [from, to, asset, row] = [words('from'), words('to'), words('asset'), words('row')];
  const path = new Int32Array(aligned(bytes('path'), 4));
  const [kind, amountLength, amount] = [bytes('kind'), bytes('amountLength'), bytes('amount')];
  const pathLength = new Uint16Array(aligned(bytes('pathLength'), 2));
  const placed: PlacedTransaction[] = [];
  let transfer = 0;
  let event = 0;
  let ownRow = 0;
  let amountAt = 0;
  let pathAt = 0;
  for (let i = 0; i < ids.length; i++) {
    const transfers: AccountTransfer[] = [];
    for (; transfer < (transferEnd[i] as number); transfer++) {
      const size = amountLength[transfer] as number;
      const steps = pathLength[transfer] as number;
      transfers.push({
        path: Array.from(path.subarray(pathAt, pathAt + steps)),
        kind: TRANSFER_KINDS[kind[transfer] as number] as TransferKind,
        from: nameOf(from[transfer] as number),
        to: nameOf(to[transfer] as number),
        asset: assets[asset[transfer] as number] as AccountAsset,
        amount: amountOf(amount, amountAt, size),
      });
      amountAt += size;
      pathAt += steps;
    }
    const time = txTime[i] as bigint;
    placed.push({
      transaction: {
        id: ids[i] as string,
        blockHash: nameOf(txBlockHash[i] as number),
        blockNumber: numberOrNull(txBlock[i] as number),
        position: numberOrNull(txPosition[i] as number),
        timeSeconds: time === NO_TIME ? null : Number(time),
        status: STATUS[txStatus[i] as number] as AccountTransaction['status'],
        from: nameOf(txFrom[i] as number),
        to: nameOf(txTo[i] as number),
        transfers,
        events: events.slice(event, eventEnd[i]).map(readEvent),
      },
      rows: Array.from(row.subarray(ownRow, rowEnd[i])),
      facts: (facts[i] as string) === '' ? null : (JSON.parse(facts[i] as string) as Record<string, string>),
    });
    event = eventEnd[i] as number;
    ownRow = rowEnd[i] as number;
  }
  return placed;
}

/** Text that is equal exactly where the assets are. */
export function assetKey({ kind, contract, tokenId }: AccountAsset): string {
  return JSON.stringify([kind, contract, tokenId]);
}

export function readAssetKey(key: string): AccountAsset {
  const [kind, contract, tokenId] = JSON.parse(key) as [AccountAsset['kind'], string | null, string | null];
  return { kind, contract, tokenId };
}

const NO_TIME = -(2n ** 63n);
const numberOrNull = (number: number): number | null => (number === NONE ? null : number);

function eventText({ path, kind, actor, subject, asset, amount, details }: AccountEvent): string {
  return JSON.stringify([path, kind, actor, subject, asset === null ? null : assetKey(asset), amount?.toString() ?? null, details]);
}

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
const scratch = new DataView(new ArrayBuffer(8));

/** Amounts as big-endian bytes without leading zeros: a 256-bit integer at most. */
function createBytes() {
  const lengths: number[] = [];
  let store = new Uint8Array(1024);
  let size = 0;
  return {
    add(amount: bigint): void {
      if (amount < 0n || amount >= 2n ** 256n) throw new RangeError('an amount is a 256-bit integer');
      let length = 0;
      if (size + 32 > store.length) {
        const wider = new Uint8Array(store.length * 2);
        wider.set(store);
        store = wider;
      }
      if (amount < WORD) {
        scratch.setBigUint64(0, amount);
        let first = 0;
        while (first < 8 && scratch.getUint8(first) === 0) first++;
        for (let at = first; at < 8; at++) store[size + length++] = scratch.getUint8(at);
      } else {
        const hex = amount.toString(16);
        const padded = hex.length % 2 === 1 ? `0${hex}` : hex;
        for (let at = 0; at < padded.length; at += 2) store[size + length++] = Number.parseInt(padded.slice(at, at + 2), 16);
      }
      size += length;
      lengths.push(length);
    },
    lengths: () => Uint8Array.from(lengths),
    bytes: () => store.slice(0, size),
  };
}

function amountOf(bytes: Uint8Array, at: number, length: number): bigint {
  if (length <= 6) {
    let small = 0;
    for (let i = 0; i < length; i++) small = small * 256 + (bytes[at + i] as number);
    return BigInt(small);
  }
  let amount = 0n;
  for (let i = 0; i < length; i++) amount = (amount << 8n) | BigInt(bytes[at + i] as number);
  return amount;
}

/** Texts one behind the other, each as JSON on a line of its own: no text can end another. */
function textBytes(all: readonly string[]): Uint8Array {
  return new Uint8Array(Buffer.from(all.map((text) => JSON.stringify(text)).join('\n')));
}

function texts(bytes: Uint8Array): string[] {
  if (bytes.length === 0) return [];
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('utf8')
    .split('\n')
    .map((line) => JSON.parse(line) as string);
}

function bytesOf(array: Uint16Array | Uint32Array | Int32Array | BigInt64Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function aligned(bytes: Uint8Array, width: number): ArrayBuffer {
  if (bytes.byteLength % width !== 0) throw new Error('account columns: a column of another width');
  return bytes.slice().buffer as ArrayBuffer;
}
