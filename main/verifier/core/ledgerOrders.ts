// Rows of a block in an order that no source gives: which ledgers that matters to, and every order that can have been (SPEC [X6]; A16 of
// the trace rules). An order can have been where no known balance falls below zero and nothing comes out of a conversion before it goes in.
import { isKnownAt, type MoneyRow, type RowIndex, type TraceGrounds } from './ledgerGrounds.ts';

/** What stays together whatever the order: a transaction, or a single row where not even its transaction's inside is ordered. */
function unitOf({ order, row, transaction }: MoneyRow): string {
  return order === 'none' ? String(row) : transaction;
}

interface Reach {
  readonly isTraced: (ledger: string) => boolean;
  readonly isSeed: (row: MoneyRow) => boolean;
  /** Whether traced money of the payer goes with it. */
  readonly leaves: (row: MoneyRow) => boolean;
  /** Whether traced money that goes with it can lie with the receiver. */
  readonly lands: (row: MoneyRow) => boolean;
  readonly intoOf: ReadonlyMap<number, number>;
  readonly outOfOf: ReadonlyMap<number, number>;
}

/** Ledgers of a block in which traced money can lie at some time under some order, and that have two or more units there. */
export function unsureLedgers(block: readonly MoneyRow[], reach: Reach): ReadonlySet<string> {
  const moving = block.filter(({ moves, amount }) => moves && amount > 0n);
  const paying = new Map<string, MoneyRow[]>();
  const comingOut = new Map<number, MoneyRow[]>();
  const put = <Key>(map: Map<Key, MoneyRow[]>, key: Key, one: MoneyRow): void => {
    const own = map.get(key);
    if (own === undefined) map.set(key, [one]);
    else own.push(one);
  };
  const reached = new Set<string>();
  const converting = new Set<number>();
  const waiting: MoneyRow[] = [];
  /** Each ledger and each conversion is reached once, so that a circle of them ends. */
  const reachLedger = (ledger: string): void => {
    if (reached.has(ledger)) return;
    reached.add(ledger);
    for (const one of paying.get(ledger) ?? []) if (reach.leaves(one)) waiting.push(one);
  };
  for (const one of moving) {
    const outOf = reach.outOfOf.get(one.row);
    if (one.from !== null) put(paying, one.from, one);
    if (outOf !== undefined) put(comingOut, outOf, one);
    if (reach.isSeed(one)) waiting.push(one);
  }
  for (const { from, to } of moving) for (const ledger of [from, to]) if (ledger !== null && reach.isTraced(ledger)) reachLedger(ledger);
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    const into = reach.intoOf.get(one.row);
    if (into !== undefined) {
      // What goes in does not reach the pool. (A12)
      if (!converting.has(into)) for (const other of comingOut.get(into) ?? []) waiting.push(other);
      converting.add(into);
      continue;
    }
    if (one.to !== null && reach.lands(one)) reachLedger(one.to);
  }
  const units = new Map<string, Set<string>>();
  for (const one of moving)
    for (const ledger of [one.from, one.to])
      if (ledger !== null && reached.has(ledger)) {
        const own = units.get(ledger) ?? new Set();
        units.set(ledger, own.add(unitOf(one)));
      }
  return new Set([...units].filter(([, own]) => own.size > 1).map(([ledger]) => ledger));
}

/** Place of each row of some blocks. */
export type Placing = ReadonlyMap<number, number>;

/** Rows over all orders of a block, at most. */
const MOST_PLACED = 5_000_000;

/** Every order of the blocks that can have been; null where more than `most` would have to be looked at. */
export function possibleOrders(grounds: TraceGrounds, index: RowIndex, blocks: readonly number[], most: number): Placing[] | null {
  let all: Placing[] = [new Map()];
  let counted = 1;
  for (const block of blocks) {
    const first = index.blockStart[block] as number;
    const units = new Map<string, MoneyRow[]>();
    for (const one of grounds.rows.slice(first, index.blockStart[block + 1])) {
      const own = units.get(unitOf(one));
      if (own === undefined) units.set(unitOf(one), [one]);
      else own.push(one);
    }
    for (let size = 2; size <= units.size; size++) {
      counted *= size;
      if (counted > most) return null;
    }
    // Each order is written out row by row.
    const size = (index.blockStart[block + 1] as number) - first;
    if (size * counted > MOST_PLACED) return null;
    const before = new Map<string, bigint>();
    const orders = permutations([...units.values()]).map((order) => order.flat());
    const sound = orders.filter((order) => staysAbove(grounds, index, first, order, before));
    const placings = (sound.length > 0 ? sound : orders).map((order) => order.map(({ row }, place) => [row, first + place] as const));
    all = all.flatMap((placing) => placings.map((own) => new Map([...placing, ...own])));
  }
  return all.filter((placing) =>
    grounds.conversions.every(({ ins, outs }) => {
      const at = (row: number): number => placing.get(row) ?? row;
      return ins.every((into) => outs.every((out) => at(into) < at(out)));
    }),
  );
}

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, at) => permutations([...items.slice(0, at), ...items.slice(at + 1)]).map((rest) => [item, ...rest]));
}

/** Whether no known ledger falls below zero while the rows of a block pass in this order. */
function staysAbove(
  { rows, ledgers }: TraceGrounds,
  index: RowIndex,
  first: number,
  order: readonly MoneyRow[],
  before: Map<string, bigint>,
): boolean {
  const balances = new Map<string, bigint>();
  const balanceOf = (ledger: string | null): bigint | null => {
    const about = ledger === null ? undefined : ledgers.get(ledger);
    if (ledger === null || about === undefined || !isKnownAt(about, first)) return null;
    const known = balances.get(ledger);
    if (known !== undefined) return known;
    const counted = before.get(ledger);
    if (counted !== undefined) return counted;
    let balance = about.opening;
    for (const row of index.rowsOf.get(ledger) ?? []) {
      if (row >= first) break;
      const one = rows[row] as MoneyRow;
      if (row < about.from || !one.moves) continue;
      if (one.to === ledger) balance += one.amount;
      if (one.from === ledger) balance -= one.amount;
    }
    before.set(ledger, balance);
    return balance;
  };
  for (const { from, to, amount, moves } of order) {
    if (!moves) continue;
    const paying = balanceOf(from);
    if (paying !== null && paying < amount) return false;
    if (paying !== null) balances.set(from as string, paying - amount);
    const receiving = balanceOf(to);
    if (receiving !== null) balances.set(to as string, receiving + amount);
  }
  return true;
}

/** The same grounds with the rows of some blocks in other places; what names rows is renamed with them. */
export function inPlacing(grounds: TraceGrounds, placing: Placing): TraceGrounds {
  const at = (row: number): number => placing.get(row) ?? row;
  const rows = [...grounds.rows];
  for (const [row, place] of placing) rows[place] = { ...(grounds.rows[row] as MoneyRow), row: place };
  return {
    ...grounds,
    rows,
    seeds: grounds.seeds.map((seed) => ({ ...seed, row: at(seed.row) })),
    conversions: grounds.conversions.map(({ kind, ins, outs }) => ({ kind, ins: ins.map(at).sort((a, b) => a - b), outs: outs.map(at) })),
    excluded: new Map([...grounds.excluded].map(([row, reason]) => [at(row), reason])),
  };
}
