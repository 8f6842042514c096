// Follows the running balance of a ledger: each row's balance must be the one before plus what moved. A break means rows that are missing,
// altered, or in another order than the table pretends. Tables run forwards or backwards; the reading with fewer breaks counts.
import type { TableFlag } from './tableFlag.ts';

const MOST_KEPT = 200;
const MOST_LEDGERS = 10_000;

interface State {
  readonly row: number;
  readonly moved: bigint;
  readonly balance: bigint;
  /** Null where the row neither states it nor lets it be worked out. */
  readonly before: bigint | null;
  readonly timeSeconds: number | null;
}

interface RowPlace {
  readonly timeSeconds: number | null;
  /** Whether the balance is with or without the row's own fee, forms do not agree on. */
  readonly withFee: boolean;
}

/** What a ledger says that it held, before its earliest row and behind its latest. */
export interface LedgerEnds {
  readonly ledger: string;
  readonly opening: { readonly row: number; readonly timeSeconds: number | null; readonly balance: bigint | null };
  readonly closing: { readonly row: number; readonly timeSeconds: number | null; readonly balance: bigint };
}

export interface BalanceWatch {
  /** `moved` with its sign; `before` where the row states the balance before it as well. */
  see(ledger: string, row: number, moved: bigint, balance: bigint, before: bigint | null, at: RowPlace): void;
  /** Amounts in the smallest unit. */
  breaks(): readonly TableFlag[];
  ends(): readonly LedgerEnds[];
}

export function createBalanceWatch(): BalanceWatch {
  const first = new Map<string, State>();
  const last = new Map<string, State>();
  const forwards = collector();
  const backwards = collector();
  const inRow = collector();
  return {
    see(ledger, row, moved, balance, before, { timeSeconds, withFee }) {
      if (before !== null && before + moved !== balance) inRow.add(row, before + moved, balance);
      const earlier = last.get(ledger);
      if (earlier !== undefined) {
        if (earlier.balance + moved !== balance) forwards.add(row, earlier.balance + moved, balance);
        if (earlier.balance - earlier.moved !== balance) backwards.add(row, earlier.balance - earlier.moved, balance);
      } else if (last.size >= MOST_LEDGERS) return;
      const held = before ?? (withFee ? null : balance - moved);
      const seen = { row, moved, balance, before: held, timeSeconds };
      if (earlier === undefined) first.set(ledger, seen);
      last.set(ledger, seen);
    },
    breaks: () => [...inRow.list, ...(forwards.count <= backwards.count ? forwards.list : backwards.list)],
    ends: () =>
      [...first].map(([ledger, top]) => {
        const bottom = last.get(ledger) as State;
        // The file's direction is that of fewer breaks; of equally many the times say it.
        const turned =
          forwards.count === backwards.count ? (top.timeSeconds ?? 0) > (bottom.timeSeconds ?? 0) : backwards.count < forwards.count;
        const [earliest, latest] = turned ? [bottom, top] : [top, bottom];
        return {
          ledger,
          opening: { row: earliest.row, timeSeconds: earliest.timeSeconds, balance: earliest.before },
          closing: { row: latest.row, timeSeconds: latest.timeSeconds, balance: latest.balance },
        };
      }),
  };
}

function collector() {
  const list: TableFlag[] = [];
  const state = {
    list,
    count: 0,
    add(row: number, expected: bigint, stated: bigint): void {
      state.count++;
      if (list.length < MOST_KEPT) list.push({ code: 'balanceBreak', row, expected: expected.toString(), stated: stated.toString() });
    },
  };
  return state;
}
