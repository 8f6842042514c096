// Transactions and their transfers of all parts as flat columns, in the order they are stored: the first of two steps to a slice. What
// stands between them in the ledgers' order is decided in ledgerOrder.ts.
import { SLICE, type Steps } from '../../kernel/index.ts';
import type { AccountSegment } from '../../intake/index.ts';
import type { AccountTransfer } from '../../chains/index.ts';
import { assetKey } from '../../intake/index.ts';
import { FEE_MARK, STATUS_FAILED, STATUS_OK, STATUS_UNKNOWN, TRANSFER_KINDS, WIDE_MARK } from './accountSlice.ts';
import { createNumbering } from './numbering.ts';

/** Where the transactions of a part are read, by their numbers in it. */
export interface PartColumns {
  readonly count: number;
  /** Transfers at most. */
  readonly transfers: number;
  segment(number: number): AccountSegment;
  readonly segmentOf: ArrayLike<number>;
  readonly placeOf: ArrayLike<number>;
}

/** Inside a transaction the source gives its transfers an order. */
export const INSIDE_KNOWN = 1;

export interface FlatTransfers {
  /** Per transaction; NaN where the source states none. */
  readonly block: Float64Array;
  readonly position: Float64Array;
  readonly time: Float64Array;
  readonly status: Uint8Array;
  readonly inside: Uint8Array;
  readonly start: Uint32Array;
  /** Transfers that the sources state, those with nothing on either side included: per part. */
  readonly stated: readonly number[];
  readonly fromLedger: Uint32Array;
  readonly toLedger: Uint32Array;
  readonly amountLow: Float64Array;
  readonly amountHigh: Float64Array;
  readonly kind: Uint8Array;
  readonly path: Uint32Array;
  /** Bits 96–159, 160–223, 224–255 of amounts that have them, by transfer. */
  readonly wide: ReadonlyMap<number, readonly [bigint, bigint, bigint]>;
  readonly paths: Paths;
  readonly numbering: ReturnType<typeof createNumbering>;
}

const NOTHING = 0xffff_ffff;
const FEE_KIND = TRANSFER_KINDS.indexOf('fee');
const BURN_KIND = TRANSFER_KINDS.indexOf('burn');
const STATUS = [STATUS_OK, STATUS_FAILED, STATUS_UNKNOWN];

export function* flatten(parts: readonly PartColumns[]): Steps<FlatTransfers> {
  const transactionCount = parts.reduce((sum, { count }) => sum + count, 0);
  const most = parts.reduce((sum, { transfers }) => sum + transfers, 0);
  const tx = {
    block: new Float64Array(transactionCount),
    position: new Float64Array(transactionCount),
    time: new Float64Array(transactionCount),
    status: new Uint8Array(transactionCount),
    inside: new Uint8Array(transactionCount),
    start: new Uint32Array(transactionCount + 1),
  };
  const fromLedger = new Uint32Array(most);
  const toLedger = new Uint32Array(most);
  const amountLow = new Float64Array(most);
  const amountHigh = new Float64Array(most);
  const kind = new Uint8Array(most);
  const path = new Uint32Array(most);
  const wide = new Map<number, readonly [bigint, bigint, bigint]>();
  const paths = createPaths();
  const numbering = createNumbering(parts.length);
  const stated: number[] = [];
  let transaction = 0;
  let next = 0;

  /** One segment's columns at hand, and the numbers of its texts. */
  const reader = (segment: AccountSegment, chain: number) => {
    const [block, position, time, status] = [segment.block(), segment.position(), segment.time(), segment.status()];
    const times = new Int32Array(time.buffer, time.byteOffset, time.length * 2);
    const timesLow = new Uint32Array(time.buffer, time.byteOffset, time.length * 2);
    const [transferEnd, kinds, from, to] = [segment.transferEnd(), segment.kind(), segment.from(), segment.to()];
    const [asset, amount, amountStart, steps, pathStart] = [
      ...[segment.asset(), segment.amount(), segment.amountStart(), segment.path(), segment.pathStart()],
    ] as [Uint32Array, Uint8Array, Uint32Array, Int32Array, Uint32Array];
    const [names, assets] = [segment.names(), segment.assets()];
    const accountOf = new Uint32Array(names.length);
    const assetOf = new Uint32Array(assets.length);
    const ledger = (name: number, of: number): number => {
      if (name === NOTHING) return 0;
      let account = accountOf[name] as number;
      if (account === 0) {
        account = numbering.account(chain, names[name] as string);
        accountOf[name] = account;
      }
      return numbering.ledger(account, of);
    };
    const put = (at: number): void => {
      let own = assetOf[asset[at] as number] as number;
      if (own === 0) {
        own = numbering.asset(chain, assets[asset[at] as number] as NonNullable<(typeof assets)[number]>);
        assetOf[asset[at] as number] = own;
      }
      fromLedger[next] = ledger(from[at] as number, own);
      toLedger[next] = ledger(to[at] as number, own);
      let code = kinds[at] as number;
      const firstStep = pathStart[at] as number;
      if (code === FEE_KIND || (code === BURN_KIND && firstStep < (pathStart[at + 1] as number) && steps[firstStep] === 2))
        code |= FEE_MARK;
      const end = amountStart[at + 1] as number;
      const begin = amountStart[at] as number;
      amountLow[next] = wholeNumber(amount, Math.max(begin, end - 6), end);
      amountHigh[next] = wholeNumber(amount, Math.max(begin, end - 12), Math.max(begin, end - 6));
      if (end - begin > 12) {
        code |= WIDE_MARK;
        wide.set(next, restOf(amount, begin, end - 12));
      }
      kind[next] = code;
      path[next] = paths.code(steps, firstStep, pathStart[at + 1] as number);
      next++;
    };
    return (place: number): number => {
      const first = place === 0 ? 0 : (transferEnd[place - 1] as number);
      const end = transferEnd[place] as number;
      tx.block[transaction] = block[place] === NOTHING ? Number.NaN : (block[place] as number);
      tx.position[transaction] = position[place] === NOTHING ? Number.NaN : (position[place] as number);
      const isTimed = times[place * 2 + 1] !== -0x8000_0000 || timesLow[place * 2] !== 0;
      tx.time[transaction] = isTimed ? (times[place * 2 + 1] as number) * 2 ** 32 + (timesLow[place * 2] as number) : Number.NaN;
      tx.status[transaction] = STATUS[status[place] as number] as number;
      let rising = true;
      let placed = true;
      for (let at = first; at < end; at++) {
        if (at > first && compareSteps(steps, pathStart, at - 1, at) >= 0) rising = false;
        for (let step = pathStart[at] as number; step < (pathStart[at + 1] as number); step++)
          if ((steps[step] as number) < 0) placed = false;
      }
      // A row without an index says nothing of the order inside its transaction, and neither do two of one index. [A2]
      const known = (placed || end - first < 2) && (rising || allDiffer(steps, pathStart, first, end));
      tx.inside[transaction] = known ? INSIDE_KNOWN : 0;
      tx.start[transaction] = next;
      transaction++;
      if (rising) {
        for (let at = first; at < end; at++) if (from[at] !== NOTHING || to[at] !== NOTHING) put(at);
      } else for (const { at } of sortedTransfers(segment, place)) put(at);
      return end - first;
    };
  };

  for (const [chain, part] of parts.entries()) {
    let sum = 0;
    const readers = new Map<number, (place: number) => number>();
    for (let i = 0; i < part.count; i++) {
      if ((i & (SLICE - 1)) === 0) yield { phase: 'ledgersRead', done: transaction, total: transactionCount, unit: 'transactions' };
      const number = part.segmentOf[i] as number;
      let read = readers.get(number);
      if (read === undefined) {
        // Stored segments follow each other; those of merged transactions come in between, and few are as far apart.
        if (readers.size >= MOST_READERS) readers.clear();
        read = reader(part.segment(number), chain);
        readers.set(number, read);
      }
      sum += read(part.placeOf[i] as number);
    }
    stated.push(sum);
  }
  tx.start[transaction] = next;
  return { ...tx, stated, fromLedger, toLedger, amountLow, amountHigh, kind, path, wide, paths, numbering };
}

const MOST_READERS = 2;

/** Big-endian bytes, six at most. */
function wholeNumber(bytes: Uint8Array, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at++) number = number * 256 + (bytes[at] as number);
  return number;
}

function restOf(bytes: Uint8Array, from: number, to: number): readonly [bigint, bigint, bigint] {
  let rest = 0n;
  for (let at = from; at < to; at++) rest = (rest << 8n) | BigInt(bytes[at] as number);
  const word = (1n << 64n) - 1n;
  return [rest & word, (rest >> 64n) & word, rest >> 128n];
}

function compareSteps(steps: Int32Array, start: Uint32Array, a: number, b: number): number {
  const [endA, endB] = [start[a + 1] as number, start[b + 1] as number];
  let [i, j] = [start[a] as number, start[b] as number];
  for (; i < endA && j < endB; i++, j++) {
    const difference = (steps[i] as number) - (steps[j] as number);
    if (difference !== 0) return difference;
  }
  return endA - i - (endB - j);
}

function allDiffer(steps: Int32Array, start: Uint32Array, first: number, end: number): boolean {
  const seen = new Set<string>();
  for (let at = first; at < end; at++) seen.add(steps.subarray(start[at], start[at + 1]).join());
  return seen.size === end - first;
}

/** A transaction's transfers that move from or to somebody, in the order of the ledger. */
export function sortedTransfers(segment: AccountSegment, place: number): { readonly at: number; readonly transfer: AccountTransfer }[] {
  const first = place === 0 ? 0 : (segment.transferEnd()[place - 1] as number);
  const transfers = Array.from({ length: (segment.transferEnd()[place] as number) - first }, (_, i) => ({
    at: first + i,
    transfer: segment.transferAt(first + i),
  }));
  return transfers
    .filter(({ transfer: { from, to } }) => from !== null || to !== null)
    .sort((a, b) => compareTransfers(a.transfer, b.transfer));
}

/** Compares paths number by number; a shorter path that is the beginning of a longer one comes first. */
export function comparePaths(a: readonly number[], b: readonly number[]): number {
  for (let place = 0; place < a.length && place < b.length; place++) {
    const difference = (a[place] as number) - (b[place] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Path order; equal paths (no order given) by what the rows say, so that storage decides nothing. */
function compareTransfers(a: AccountTransfer, b: AccountTransfer): number {
  return (
    comparePaths(a.path, b.path) ||
    compareText(a.kind, b.kind) ||
    compareText(a.from ?? '', b.from ?? '') ||
    compareText(a.to ?? '', b.to ?? '') ||
    compareText(assetKey(a.asset), assetKey(b.asset)) ||
    (a.amount < b.amount ? -1 : a.amount > b.amount ? 1 : 0)
  );
}

export interface Paths {
  code(steps: Int32Array, from: number, to: number): number;
  at(code: number): readonly number[];
}

/** Paths as one number each: a single step is its own, others are kept once. */
function createPaths(): Paths {
  const listed: (readonly number[])[] = [];
  const numbers = new Map<string, number>();
  const LISTED = 0x8000_0000;
  return {
    code(steps, from, to) {
      if (to - from === 1 && (steps[from] as number) >= 0) return steps[from] as number;
      let key = '';
      for (let at = from; at < to; at++) key += `${steps[at]},`;
      let number = numbers.get(key);
      if (number === undefined) {
        number = listed.push(Array.from(steps.subarray(from, to))) - 1;
        numbers.set(key, number);
      }
      return LISTED + number;
    },
    at: (code) => (code < LISTED ? [code] : (listed[code - LISTED] as readonly number[])),
  };
}
