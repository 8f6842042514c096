// The order of a ledger's transactions: blocks, and what no source gives of the order inside them; then the blocks of all chains laid
// into each other by time. It reads numbers alone.
import { Fault } from '../../../../shared/model/fault.ts';
import { SLICE, type Steps } from '../../kernel/index.ts';
import { NOT_STATED, ORDER_KNOWN, ORDER_OF_TRANSACTIONS_UNKNOWN, ORDER_UNKNOWN } from './accountSlice.ts';
import { INSIDE_KNOWN } from './flatTransfers.ts';

/** Transactions of a part by their numbers in it; NaN where nothing is stated. */
export interface PartOrder {
  readonly count: number;
  readonly block: Float64Array;
  readonly position: Float64Array;
  readonly time: Float64Array;
  readonly inside: Uint8Array;
  /** `given`: the list itself is the ledger's order, or what `arrange` makes of the times. */
  readonly order: 'blocks' | 'given';
  readonly arrange?: ((times: Float64Array) => Uint32Array) | undefined;
  readonly isComplete?: ((blockNumber: number) => boolean) | undefined;
  readonly idAt: (transaction: number) => string;
  readonly compareIds: (a: number, b: number) => number;
}

export interface OrderedBlocks {
  readonly count: number;
  /** Transactions in the ledger's order. */
  readonly transactions: Uint32Array;
  /** First place in `transactions` per block, and the count at the end. */
  readonly start: Uint32Array;
  readonly number: Float64Array;
  readonly time: Float64Array;
  readonly order: Uint8Array;
  readonly complete: Uint8Array;
}

/** Ledger order of a part's blocks; where the source gives none, an order that depends on the rows alone. [A1] [A2] */
export function* orderBlocks(part: PartOrder): Steps<OrderedBlocks> {
  const { count, block, time } = part;
  if (part.order === 'given') {
    const transactions = part.arrange?.(time) ?? counted(count);
    return describe(part, transactions, counted(count + 1), () => true);
  }
  const numbered = new Uint32Array(count);
  const timed = new Uint32Array(count);
  let [withNumber, withTime] = [0, 0];
  for (let tx = 0; tx < count; tx++) {
    if (!Number.isNaN(block[tx] as number)) numbered[withNumber++] = tx;
    else if (!Number.isNaN(time[tx] as number)) timed[withTime++] = tx;
    else throw new Fault('usage.invalid', { transaction: part.idAt(tx), option: 'blockNumber' });
  }
  const byNumber = yield* groupsOf(part, sortByKey(numbered.subarray(0, withNumber), block), block);
  const byTime = yield* groupsOf(part, sortByKey(timed.subarray(0, withTime), time), time);
  if (byTime.known.length === 0) return describe(part, byNumber.members, byNumber.start, (group) => byNumber.known[group] === 1);
  if (byNumber.known.length === 0) return describe(part, byTime.members, byTime.start, (group) => byTime.known[group] === 1);
  // Rows with and without block numbers in one part can only be laid together by time.
  const all = [byNumber, byTime].flatMap((groups) =>
    Array.from(groups.known, (known, group) => {
      const members = groups.members.subarray(groups.start[group], groups.start[group + 1]);
      return { members, known: known === 1, time: stated(time[members[0] as number]), number: stated(block[members[0] as number]) };
    }),
  );
  all.sort((a, b) => a.time - b.time || a.number - b.number);
  const members = new Uint32Array(count);
  const start = new Uint32Array(all.length + 1);
  all.forEach((group, number) => {
    members.set(group.members, start[number]);
    start[number + 1] = (start[number] as number) + group.members.length;
  });
  return describe(part, members, start, (group) => (all[group] as (typeof all)[number]).known);
}

interface Groups {
  readonly members: Uint32Array;
  readonly start: Uint32Array;
  /** 1 where the order inside is known. */
  readonly known: Uint8Array;
}

/** Members of equal keys become a group, each in the order of positions and ids. */
function* groupsOf(part: PartOrder, members: Uint32Array, key: Float64Array): Steps<Groups> {
  const { position } = part;
  const start = new Uint32Array(members.length + 1);
  const known = new Uint8Array(members.length);
  let count = 0;
  for (let from = 0; from < members.length; ) {
    let to = from + 1;
    while (to < members.length && key[members[to] as number] === key[members[from] as number]) to++;
    start[count] = from;
    if ((count & (SLICE - 1)) === 0) yield { phase: 'ledgersOrder', done: from, total: members.length, unit: 'transactions' };
    if (to - from === 1) known[count] = 1;
    else {
      const own = Array.from(members.subarray(from, to));
      const placeOf = (tx: number): number => (Number.isNaN(position[tx] as number) ? Infinity : (position[tx] as number));
      own.sort((a, b) => {
        const [first, second] = [placeOf(a), placeOf(b)];
        return first < second ? -1 : first > second ? 1 : part.compareIds(a, b);
      });
      members.set(own, from);
      const positions = new Set(own.map(placeOf));
      known[count] = positions.size === own.length && !positions.has(Infinity) ? 1 : 0;
    }
    count++;
    from = to;
  }
  start[count] = members.length;
  return { members, start: start.slice(0, count + 1), known: known.slice(0, count) };
}

function describe(part: PartOrder, transactions: Uint32Array, start: Uint32Array, isKnown: (group: number) => boolean): OrderedBlocks {
  const count = start.length - 1;
  const number = new Float64Array(count);
  const time = new Float64Array(count);
  const order = new Uint8Array(count);
  const complete = new Uint8Array(count);
  for (let block = 0; block < count; block++) {
    const first = transactions[start[block] as number] as number;
    number[block] = stated(part.block[first]);
    time[block] = stated(part.time[first]);
    let inside = true;
    for (let at = start[block] as number; at < (start[block + 1] as number); at++)
      if (part.inside[transactions[at] as number] !== INSIDE_KNOWN) inside = false;
    order[block] = !inside ? ORDER_UNKNOWN : isKnown(block) ? ORDER_KNOWN : ORDER_OF_TRANSACTIONS_UNKNOWN;
    const height = number[block] as number;
    complete[block] = height !== NOT_STATED && (part.isComplete?.(height) ?? false) ? 1 : 0;
  }
  return { count, transactions, start, number, time, order, complete };
}

const stated = (value: number | undefined): number => (value === undefined || Number.isNaN(value) ? NOT_STATED : value);

function counted(count: number): Uint32Array {
  const numbers = new Uint32Array(count);
  for (let i = 0; i < count; i++) numbers[i] = i;
  return numbers;
}

const WORD = 2 ** 32;

/** The members in the order of their keys, whole numbers; equal keys keep the members' order. */
export function sortByKey(members: Uint32Array, keys: Float64Array): Uint32Array {
  let [least, most, rising] = [Infinity, -Infinity, true];
  for (let i = 0; i < members.length; i++) {
    const key = keys[members[i] as number] as number;
    if (key < most) rising = false;
    if (key < least) least = key;
    if (key > most) most = key;
  }
  if (rising) return members;
  if (most - least >= WORD) return members.slice().sort((a, b) => (keys[a] as number) - (keys[b] as number) || a - b);
  // Key above, place below, in one 64-bit number: these are sorted without a call for each comparison.
  const packed = new BigUint64Array(members.length);
  const words = new Uint32Array(packed.buffer);
  for (let i = 0; i < members.length; i++) {
    words[i * 2] = i;
    words[i * 2 + 1] = (keys[members[i] as number] as number) - least;
  }
  packed.sort();
  const sorted = new Uint32Array(members.length);
  for (let i = 0; i < members.length; i++) sorted[i] = members[words[i * 2] as number] as number;
  return sorted;
}

/** What of one chain may only come behind what of other chains, by transaction: a link's arrival behind its departure. */
export interface Waits {
  /** Chain and transaction, one number each as `place` makes them; what waits, and for what. -1 never comes. */
  readonly forPlaces: ReadonlyMap<number, readonly number[]>;
  place(chain: number, transaction: number): number;
}

/** Blocks of all chains in one order, as the chain of each: by time, but never a link's arrival before its departure. */
export function* mergeBlocks(chains: readonly OrderedBlocks[], { forPlaces, place }: Waits): Steps<Uint16Array> {
  const next = chains.map(() => 0);
  const lastTime = chains.map(() => NOT_STATED);
  const total = chains.reduce((sum, { count }) => sum + count, 0);
  const merged = new Uint16Array(total);
  const done = new Set<number>();
  const awaited = new Set([...forPlaces.values()].flat());
  const transactionsOf = ({ transactions, start }: OrderedBlocks, block: number): Uint32Array =>
    transactions.subarray(start[block], start[block + 1]);
  /** Per chain what its next block waits for, and how much of that has come: a block may be large, and wait long. */
  const awaiting: { block: number; others: readonly number[]; come: number }[] = chains.map(() => ({ block: -1, others: [], come: 0 }));
  const waits = (blocks: OrderedBlocks, block: number, chain: number): boolean => {
    let own = awaiting[chain] as (typeof awaiting)[number];
    if (own.block !== block) {
      const others: number[] = [];
      for (const tx of transactionsOf(blocks, block)) for (const other of forPlaces.get(place(chain, tx)) ?? []) others.push(other);
      own = { block, others, come: 0 };
      awaiting[chain] = own;
    }
    while (own.come < own.others.length && done.has(own.others[own.come] as number)) own.come++;
    return own.come < own.others.length;
  };
  for (let count = 0; count < total; count++) {
    if ((count & (SLICE - 1)) === 0) yield { phase: 'ledgersOrder', done: count, total, unit: 'steps' };
    let chosen = -1;
    let chosenTime = Infinity;
    for (let chain = 0; chain < chains.length; chain++) {
      const blocks = chains[chain] as OrderedBlocks;
      const block = next[chain] as number;
      if (block >= blocks.count) continue;
      const time = Math.max(blocks.time[block] as number, lastTime[chain] as number);
      if (time < chosenTime && (forPlaces.size === 0 || !waits(blocks, block, chain))) [chosen, chosenTime] = [chain, time];
    }
    if (chosen < 0) throw new Fault('usage.invalid', { option: 'links', reason: 'cycle' });
    const block = next[chosen] as number;
    next[chosen] = block + 1;
    lastTime[chosen] = chosenTime;
    if (awaited.size > 0)
      for (const tx of transactionsOf(chains[chosen] as OrderedBlocks, block))
        if (awaited.has(place(chosen, tx))) done.add(place(chosen, tx));
    merged[count] = chosen;
  }
  return merged;
}
