// The ledger of fifo and lifo: units in the order of their arrival, kept as runs of one seed or of clean money. A unit is never
// listed one by one.
import { appendLot, type LedgerState, type Lot, type Lots, sumPerSeed } from './policy.ts';

/** Seed of clean runs. */
const CLEAN = -1;

interface Run {
  seed: number;
  amount: bigint;
}

export function openOrdered(balance: bigint, lastFirst: boolean): LedgerState {
  let runs: Run[] = balance > 0n ? [{ seed: CLEAN, amount: balance }] : [];
  /** First run still there: removing from the front of a list would cost its length each time. */
  let front = 0;
  let total = balance > 0n ? balance : 0n;
  /** Lots still here; without any, nothing needs to be looked at one by one. */
  let tainted = 0n;

  const push = (seed: number, amount: bigint): void => {
    if (amount <= 0n) return;
    const last = runs.length > front ? runs[runs.length - 1] : undefined;
    if (last !== undefined && last.seed === seed) last.amount += amount;
    else runs.push({ seed, amount });
    total += amount;
    if (seed !== CLEAN) tainted += amount;
  };

  const cleanAll = (): void => {
    runs = total > 0n ? [{ seed: CLEAN, amount: total }] : [];
    front = 0;
    tainted = 0n;
  };

  return {
    balance: () => total,
    take(amount) {
      let left = amount < total ? amount : total;
      total -= left;
      const taken: Lot[] = [];
      let position = 0n;
      while (left > 0n) {
        const run = runs[lastFirst ? runs.length - 1 : front] as Run;
        const size = run.amount < left ? run.amount : left;
        if (run.seed !== CLEAN) {
          appendLot(taken, run.seed, position, size);
          tainted -= size;
        }
        position += size;
        left -= size;
        run.amount -= size;
        if (run.amount === 0n) {
          if (lastFirst) runs.pop();
          else front++;
        }
      }
      if (front > 64 && front * 2 > runs.length) {
        runs = runs.slice(front);
        front = 0;
      }
      return taken;
    },
    put(amount, lots) {
      let position = 0n;
      for (const lot of lots) {
        push(CLEAN, lot.start - position);
        push(lot.seed, lot.amount);
        position = lot.start + lot.amount;
      }
      push(CLEAN, amount - position);
    },
    held() {
      if (tainted === 0n) return [];
      const lots: Lot[] = [];
      for (const run of runs.slice(front)) if (run.seed !== CLEAN) lots.push({ seed: run.seed, start: 0n, amount: run.amount });
      return sumPerSeed(lots);
    },
    mark(seed, amount) {
      // The newest clean units, from the back: what came last is marked first.
      let left = amount;
      const marked: Run[] = [];
      for (let at = runs.length - 1; at >= front; at--) {
        const run = runs[at] as Run;
        const size = run.seed !== CLEAN ? 0n : run.amount < left ? run.amount : left;
        if (size > 0n) {
          marked.unshift({ seed, amount: size });
          left -= size;
          tainted += size;
        }
        if (run.amount > size) marked.unshift({ seed: run.seed, amount: run.amount - size });
      }
      runs = [];
      front = 0;
      for (const run of marked) {
        const last = runs.at(-1);
        if (last?.seed === run.seed) last.amount += run.amount;
        else runs.push(run);
      }
      return amount - left;
    },
    clear() {
      const lots = this.held();
      cleanAll();
      return lots;
    },
  };
}

/** Only for the two policies that keep order; exported so that a check can look at the whole sequence. */
export function sequenceOf(state: LedgerState): Lots {
  const balance = state.balance();
  const lots = state.take(balance);
  state.put(balance, lots);
  return lots;
}
