// Rows of a block in an order that no source gives: which ledgers that matters to, and every order that can have been (SPEC [X6]; A16 of
// the trace rules). An order can have been where no known balance falls below zero and nothing comes out of a conversion before it goes in.
import { isKnownAt, type MoneyRow, type RowIndex, type TraceGrounds } from './ledgerGrounds.ts';

/** What stays together whatever the order: a transaction, or a single row where not even its transaction's inside is ordered. */
function unitOf({ order, row, transaction }: MoneyRow): string {
  return order === 'none' ? String(row) : transaction;
}

interface Reach {
  readonly isTraced: (ledger: string) => boolean;
  readonly isStopped: (row: MoneyRow) => boolean;
  readonly isSeed: (row: MoneyRow) => boolean;
  readonly intoOf: ReadonlyMap<number, number>;
  readonly outOfOf: ReadonlyMap<number, number>;
}

/** Ledgers of a block in which traced money can lie at some time under some order, and that have two or more units there. */
export function unsureLedgers(block: readonly MoneyRow[], reach: Reach): ReadonlySet<string> {
  const moving = block.filter(({ moves }) => moves);
  const reached = new Set<string>();
  for (const { from, to } of moving) for (const ledger of [from, to]) if (ledger !== null && reach.isTraced(ledger)) reached.add(ledger);
  const converting = new Set<number>();
  // A closure over the rows of one block: each round but the last reaches at least one ledger or conversion more.
  for (let before = -1; before !== reached.size + converting.size; ) {
    before = reached.size + converting.size;
    for (const one of moving) {
      const outOf = reach.outOfOf.get(one.row);
      const carries = (one.from !== null && reached.has(one.from)) || reach.isSeed(one) || (outOf !== undefined && converting.has(outOf));
      if (!carries) continue;
      const into = reach.intoOf.get(one.row);
      if (into !== undefined) converting.add(into);
      if (one.to !== null && (!reach.isStopped(one) || reach.isSeed(one))) reached.add(one.to);
    }
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
    const orders = permutations([...units.values()]).map((order) => order.flat());
    const sound = orders.filter((order) => staysAbove(grounds, index, first, order));
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
function staysAbove({ rows, ledgers }: TraceGrounds, index: RowIndex, first: number, order: readonly MoneyRow[]): boolean {
  const balances = new Map<string, bigint>();
  const balanceOf = (ledger: string | null): bigint | null => {
    const about = ledger === null ? undefined : ledgers.get(ledger);
    if (ledger === null || about === undefined || !isKnownAt(about, first)) return null;
    const known = balances.get(ledger);
    if (known !== undefined) return known;
    let balance = about.opening;
    for (const row of index.rowsOf.get(ledger) ?? []) {
      if (row >= first) break;
      const one = rows[row] as MoneyRow;
      if (row < about.from || !one.moves) continue;
      if (one.to === ledger) balance += one.amount;
      if (one.from === ledger) balance -= one.amount;
    }
    balances.set(ledger, balance);
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
