// What a run over ledgers is worked out again from: rows as money, what each ledger was taken for, stops, conversions (SPEC [X1], [X2]); and
// which rows of one block stand in no known order. It reads no file and judges nothing.

export interface MoneyRow {
  readonly row: number;
  readonly chain: string;
  readonly transaction: string;
  readonly block: number | null;
  readonly time: number | null;
  /** Asset and account (`ledgerName`), or null where nobody stands behind it. */
  readonly from: string | null;
  readonly to: string | null;
  /** `chain account`. */
  readonly fromAccount: string | null;
  readonly toAccount: string | null;
  readonly asset: string;
  readonly amount: bigint;
  readonly fee: boolean;
  /** False for what a failed transaction only tried, or whose end nobody states. */
  readonly moves: boolean;
  readonly reason: string | null;
  readonly order: 'known' | 'transactions' | 'none';
  /** Numbers of the sources that state it. */
  readonly sources: readonly number[];
}

export interface KnownLedger {
  readonly state: 'complete' | 'assumed' | 'incomplete' | 'oneSided';
  readonly opening: bigint;
  readonly from: number;
  /** Null: to the end of what was read. */
  readonly to: number | null;
}

export interface Range {
  readonly from: number | null;
  readonly to: number | null;
}

export interface Conversion {
  readonly kind: string;
  readonly ins: readonly number[];
  readonly outs: readonly number[];
}

export interface TraceSeed {
  readonly row: number;
  /** Null for a seed that cannot seed. */
  readonly amount: bigint | null;
}

export interface TraceGrounds {
  readonly rows: readonly MoneyRow[];
  /** In seed order. */
  readonly seeds: readonly TraceSeed[];
  readonly ledgers: ReadonlyMap<string, KnownLedger>;
  /** Rules that name accounts (`chain account`), in the order in which they are asked. */
  readonly stopRules: readonly { readonly rule: string; readonly accounts: ReadonlySet<string> }[];
  readonly minValue: ReadonlyMap<string, bigint>;
  readonly maxHops: number | null;
  readonly heights: Range | null;
  readonly times: Range | null;
  readonly conversions: readonly Conversion[];
  readonly excluded: ReadonlyMap<number, string>;
}

/** Rows of each ledger and of each block, counted once for all passes over the same rows. */
export interface RowIndex {
  readonly rowsOf: ReadonlyMap<string, readonly number[]>;
  /** Number of the block each row stands in, rising with the rows. */
  readonly blockOf: Uint32Array;
  /** First row per block, and the number of rows at the end. */
  readonly blockStart: readonly number[];
}

/** A ledger that traced money reaches and the run does not describe. */
export class LedgerMissing extends Error {
  readonly ledger: string;
  constructor(ledger: string) {
    super(ledger);
    this.ledger = ledger;
  }
}

export function knownLedger({ ledgers }: TraceGrounds, ledger: string): KnownLedger {
  const found = ledgers.get(ledger);
  if (found === undefined) throw new LedgerMissing(ledger);
  return found;
}

export function isKnownAt({ state, from, to }: KnownLedger, row: number): boolean {
  return state !== 'oneSided' && from <= row && (to === null || row < to);
}

/** Ledgers are named `asset\taccount`. */
export function ledgerName(asset: string, account: string): string {
  return `${asset}\t${account}`;
}

export function assetOfLedger(ledger: string): string {
  return ledger.slice(0, ledger.indexOf('\t'));
}

/** A ledger without a chain has no blocks: each of its transactions stands for itself. */
function blockName({ chain, transaction, block, time }: MoneyRow): string {
  if (chain.startsWith('ledger:')) return `${chain} ${transaction}`;
  return block === null ? `${chain} at ${time}` : `${chain} ${block}`;
}

export function indexRows(rows: readonly MoneyRow[]): RowIndex {
  const rowsOf = new Map<string, number[]>();
  const blockOf = new Uint32Array(rows.length);
  const blockStart: number[] = [];
  let before = '';
  for (const one of rows) {
    const name = blockName(one);
    if (blockStart.length === 0 || name !== before) blockStart.push(one.row);
    before = name;
    blockOf[one.row] = blockStart.length - 1;
    for (const ledger of one.from === one.to ? [one.from] : [one.from, one.to]) {
      if (ledger === null) continue;
      const own = rowsOf.get(ledger);
      if (own === undefined) rowsOf.set(ledger, [one.row]);
      else own.push(one.row);
    }
  }
  blockStart.push(rows.length);
  return { rowsOf, blockOf, blockStart };
}

/** Stop rules of a run: on arrival at an account, and on leaving with a row. (A15) */
export function stopTests({ stopRules, minValue, maxHops, heights, times }: TraceGrounds) {
  const outside = (value: number | null, { from, to }: Range): boolean =>
    value === null || value < (from ?? 0) || (to !== null && value > to);
  return {
    arrival(account: string | null, asset: string, amount: bigint, hops: number, isSeed: boolean): string | null {
      if (!isSeed) for (const { rule, accounts } of stopRules) if (accounts.has(account ?? '')) return rule;
      const floor = minValue.get(asset);
      if (floor !== undefined && amount < floor) return 'minValue';
      return maxHops !== null && hops >= maxHops ? 'maxHops' : null;
    },
    departure({ block, time }: MoneyRow): string | null {
      if (heights !== null && outside(block, heights)) return 'heightWindow';
      return times !== null && outside(time, times) ? 'dateWindow' : null;
    },
  };
}

/** Which conversion each row goes into and comes out of, and the sums of both sides. */
export function placeConversions({ rows, conversions }: TraceGrounds) {
  const intoOf = new Map(conversions.flatMap(({ ins }, number) => ins.map((row) => [row, number] as const)));
  const outOfOf = new Map(conversions.flatMap(({ outs }, number) => outs.map((row) => [row, number] as const)));
  const sum = (list: readonly number[]): bigint => list.reduce((total, row) => total + (rows[row]?.amount ?? 0n), 0n);
  return { intoOf, outOfOf, sums: conversions.map(({ ins, outs }) => ({ in: sum(ins), out: sum(outs) })) };
}

/** Rows marked to be looked at, in either direction. */
export function markRows(count: number) {
  const marks = new Uint8Array(count);
  return {
    add(row: number): void {
      marks[row] = 1;
    },
    nextFrom: (row: number): number => marks.indexOf(1, row),
    previousFrom: (row: number): number => (row < 0 ? -1 : marks.lastIndexOf(1, row)),
  };
}
