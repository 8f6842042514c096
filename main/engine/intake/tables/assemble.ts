// Puts the rows of one transaction together, and watches what a table as a whole gives away: rows that are alike, a row count at which
// exports are cut, holes in time, rows whose order is not the chain's. It invents no order: an index that is missing stays missing.
import type { AccountTransaction, AccountTransfer } from '../../chains/index.ts';
import type { TableFlag } from './tableFlag.ts';
import { type NamedAddress, type Piece, UNKNOWN_INDEX } from './mapping.ts';

export interface TableTransaction {
  readonly transaction: AccountTransaction;
  /** Numbers of the rows it was put together from. */
  readonly rows: readonly number[];
  /** Further cells of its first row that has any, by role. */
  readonly facts: Readonly<Record<string, string>> | null;
}

/** Twice so many transactions are open at most, then the oldest are handed on; a row of theirs that comes later makes another part with the same id. */
const MOST_OPEN = 4096;
const MOST_FLAGS = 1000;

interface Open {
  transaction: AccountTransaction;
  readonly rows: number[];
  facts: Readonly<Record<string, string>> | null;
  readonly firstSide: Piece['side'];
  /** Null while it is exactly what its only row said. */
  joined: Joined | null;
}

/** What several rows said of one transaction. */
interface Joined {
  readonly transfers: AccountTransfer[];
  /** Row of each movement by what it says and by its index, so that a transaction of millions of rows stays linear. */
  readonly said: Map<string, number>;
  /** Movements without an index so far: inside the execution, and by logs. */
  readonly unordered: [number, number];
  /** Rows of a ledger's movement from the sender's side and from the receiver's, by what it says. */
  readonly sides: Map<string, { sender: number; receiver: number }>;
}

export interface Assembler {
  add(piece: Piece, row: number): void;
  /** Transactions that are complete as far as this table goes; all of them where `all`. */
  take(all: boolean): readonly TableTransaction[];
  flags(rowCount: number, rowCaps: readonly number[], rejected: number): readonly TableFlag[];
  readonly names: readonly NamedAddress[];
}

export function createAssembler(): Assembler {
  // Two generations: the older is handed on as a whole, which costs less than taking entries out one by one.
  let young = new Map<string, Open>();
  let old = new Map<string, Open>();
  const ready: TableTransaction[] = [];
  const found: TableFlag[] = [];
  const names = new Map<string, NamedAddress>();
  const flag = (one: TableFlag): void => {
    if (found.length < MOST_FLAGS) found.push(one);
  };
  const gaps = createGapWatch();

  const add = (piece: Piece, row: number): void => {
    const { transaction, facts } = piece;
    if (piece.names !== null) for (const name of piece.names) remember(names, name);
    if (transaction.timeSeconds !== null) gaps.see(row, transaction.timeSeconds);
    const known = young.get(transaction.id) ?? old.get(transaction.id);
    if (known === undefined) {
      if (young.size >= MOST_OPEN) grow();
      young.set(transaction.id, { transaction, rows: [row], facts, firstSide: piece.side, joined: null });
      return;
    }
    join(known, piece, row, flag);
    known.facts ??= facts;
  };

  const grow = (): void => {
    for (const one of old.values()) ready.push(closed(one));
    old = young;
    young = new Map();
  };

  return {
    add,
    take(all) {
      if (all) {
        grow();
        grow();
      }
      return ready.splice(0);
    },
    flags(rowCount, rowCaps, rejected) {
      const all: TableFlag[] = [];
      if (rowCaps.includes(rowCount)) all.push({ code: 'rowCap', rows: rowCount });
      if (rejected > 0) all.push({ code: 'rejectedRows', rows: rejected });
      const gap = gaps.worst();
      if (gap !== null) all.push(gap);
      return [...all, ...found];
    },
    get names() {
      return [...names.values()];
    },
  };
}

const MOST_NAMES = 100_000;

function remember(names: Map<string, NamedAddress>, name: NamedAddress): void {
  const key = `${name.address}\n${name.name}`;
  if (!names.has(key) && names.size < MOST_NAMES) names.set(key, name);
}

function closed(one: Open): TableTransaction {
  return one.joined === null ? one : { ...one, transaction: { ...one.transaction, transfers: one.joined.transfers } };
}

function join(known: Open, piece: Piece, row: number, flag: (flag: TableFlag) => void): void {
  const first = known.transaction;
  const more = piece.transaction;
  if (known.joined === null) {
    known.joined = { transfers: [], said: new Map(), unordered: [0, 0], sides: new Map() };
    for (const transfer of first.transfers)
      addTransfer(known.joined, first.id, transfer, { row: known.rows[0] as number, side: known.firstSide }, flag);
  }
  const { joined } = known;
  known.rows.push(row);
  const disagree = (what: 'block' | 'time' | 'status' | 'from' | 'to'): void =>
    flag({ code: 'disagree', transaction: first.id, what, rows: [known.rows[0] as number, row] });
  const either = <Value>(a: Value | null, b: Value | null, what: 'block' | 'time' | 'from' | 'to'): Value | null => {
    if (a !== null && b !== null && a !== b) disagree(what);
    return a ?? b;
  };
  let { status } = first;
  if (status === 'unknown') status = more.status;
  else if (more.status !== 'unknown' && more.status !== status) {
    disagree('status');
    status = 'unknown';
  }
  // The signer and the one called belong together: a row that names no signer says nothing of `to` either.
  const to = first.from !== null && more.from !== null ? either(first.to, more.to, 'to') : first.from !== null ? first.to : more.to;
  known.transaction = {
    ...first,
    blockHash: either(first.blockHash, more.blockHash, 'block'),
    blockNumber: either(first.blockNumber, more.blockNumber, 'block'),
    position: first.position ?? more.position,
    timeSeconds: either(first.timeSeconds, more.timeSeconds, 'time'),
    status,
    from: either(first.from, more.from, 'from'),
    to,
    events: more.events.length === 0 ? first.events : [...first.events, ...more.events],
  };
  for (const transfer of more.transfers) addTransfer(joined, first.id, transfer, { row, side: piece.side }, flag);
}

/** What a movement says, apart from its place. */
function wordsOf({ kind, from, to, asset, amount }: AccountTransfer): string {
  return `${kind} ${from} ${to} ${asset.kind} ${asset.contract} ${asset.tokenId} ${amount}`;
}

/** [1, -1, n]: the index of the log is not known, n only counts rows. */
export function orderUnknown(path: readonly number[]): boolean {
  return path[1] === UNKNOWN_INDEX;
}

/** Whether a row is the other side of one that is there already: of equal rows, as many are movements as the fuller side has. */
function isOtherSide({ sides }: Joined, words: string, side: 'sender' | 'receiver'): boolean {
  const counts = sides.get(words) ?? { sender: 0, receiver: 0 };
  sides.set(words, counts);
  counts[side]++;
  return counts[side] <= counts[side === 'sender' ? 'receiver' : 'sender'];
}

function addTransfer(
  joined: Joined,
  id: string,
  transfer: AccountTransfer,
  { row, side }: { readonly row: number; readonly side: Piece['side'] },
  flag: (flag: TableFlag) => void,
): void {
  const { said, transfers } = joined;
  const words = wordsOf(transfer);
  const step = transfer.path[0] as number;
  if (orderUnknown(transfer.path)) {
    const key = `? ${step} ${words}`;
    const earlier = said.get(key);
    if (earlier === undefined) said.set(key, row);
    else flag({ code: 'equalRows', transaction: id, rows: [earlier, row] });
    const count = joined.unordered[step === 0 ? 0 : 1]++;
    transfers.push(count === 0 ? transfer : { ...transfer, path: [step, UNKNOWN_INDEX, count] });
    return;
  }
  // A ledger's path is the row's own number: two rows that say the same stay two, flagged.
  const ledger = transfer.kind === 'ledger' || transfer.kind === 'trade';
  const key = ledger ? `= ${words}` : `${transfer.path.join('.')} ${words}`;
  const earlier = said.get(key);
  if (transfer.kind === 'ledger' && side !== undefined && isOtherSide(joined, words, side)) {
    flag({ code: 'bothSides', transaction: id, rows: [earlier ?? row, row] });
    return;
  }
  if (earlier !== undefined) {
    // The same index that says the same is the same movement, written twice.
    flag({ code: 'equalRows', transaction: id, rows: [earlier, row] });
    if (ledger) transfers.push(transfer);
    return;
  }
  said.set(key, row);
  transfers.push(transfer);
}

/** The longest silence, told only where it stands out: more than thirty days and fifty times the usual one. */
function createGapWatch() {
  let lastRow = 0;
  let last: number | null = null;
  let sum = 0;
  let count = 0;
  let longest = { fromRow: 0, toRow: 0, seconds: 0 };
  return {
    see(row: number, seconds: number): void {
      if (last !== null && seconds !== last) {
        const gap = Math.abs(seconds - last);
        sum += gap;
        count++;
        if (gap > longest.seconds) longest = { fromRow: lastRow, toRow: row, seconds: gap };
      }
      last = seconds;
      lastRow = row;
    },
    worst(): TableFlag | null {
      if (count < 20 || longest.seconds < 30 * 86_400) return null;
      const usual = (sum - longest.seconds) / (count - 1);
      return longest.seconds > 50 * usual ? { code: 'timeGap', ...longest } : null;
    },
  };
}
