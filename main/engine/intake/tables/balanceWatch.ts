// Follows the running balance of a ledger: each row's balance must be the one before plus what moved. A break means rows that are missing,
// altered, or in another order than the table pretends. Tables run forwards or backwards; the reading with fewer breaks counts.
import type { TableFlag } from './tableFlag.ts';

const MOST_KEPT = 200;
const MOST_LEDGERS = 10_000;

interface State {
  row: number;
  moved: bigint;
  balance: bigint;
}

export interface BalanceWatch {
  /** `moved` with its sign; `before` where the row states the balance before it as well. */
  see(ledger: string, row: number, moved: bigint, balance: bigint, before: bigint | null): void;
  /** Amounts in the smallest unit. */
  breaks(): readonly TableFlag[];
}

export function createBalanceWatch(): BalanceWatch {
  const last = new Map<string, State>();
  const forwards = collector();
  const backwards = collector();
  const inRow = collector();
  return {
    see(ledger, row, moved, balance, before) {
      if (before !== null && before + moved !== balance) inRow.add(row, before + moved, balance);
      const earlier = last.get(ledger);
      if (earlier !== undefined) {
        if (earlier.balance + moved !== balance) forwards.add(row, earlier.balance + moved, balance);
        if (earlier.balance - earlier.moved !== balance) backwards.add(row, earlier.balance - earlier.moved, balance);
      } else if (last.size >= MOST_LEDGERS) return;
      last.set(ledger, { row, moved, balance });
    },
    breaks: () => [...inRow.list, ...(forwards.count <= backwards.count ? forwards.list : backwards.list)],
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
