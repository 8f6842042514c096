// The order of a transaction's transfers where value changes its asset inside it. Paths put all calls before all logs and a pool may pay
// before it is paid; neither is the order of cause. It only reorders: what is a conversion is input.
import type { AccountTransfer } from '../../chains/index.ts';

export interface Members {
  readonly ins: readonly AccountTransfer[];
  readonly outs: readonly AccountTransfer[];
}

export interface CausalOrder {
  readonly transfers: readonly AccountTransfer[];
  /** False where no order has every payment in before the payments out: value that turns in a circle. */
  readonly holds: boolean;
}

/**
 * Transfers in path order, with three changes. A call that wraps or unwraps stands beside the log that says so, and the calls after it
 * follow it. What comes out of a conversion waits for what goes in, which is moved before it; and what is moved takes with it what its
 * payer's ledger saw before. [A24]
 */
export function causalOrder(transfers: readonly AccountTransfer[], conversions: readonly Members[]): CausalOrder {
  if (conversions.length === 0) return { transfers, holds: true };
  const laid = besideLogs(transfers, conversions);
  for (const withLedgers of [true, false]) {
    const ordered = insFirst(laid, conversions, withLedgers);
    if (conversions.every((one) => isInOrder(ordered, one))) return { transfers: ordered, holds: true };
  }
  return { transfers, holds: false };
}

export function isInOrder(ordered: readonly AccountTransfer[], { ins, outs }: Members): boolean {
  const lastIn = Math.max(...ins.map((transfer) => ordered.indexOf(transfer)));
  return outs.every((transfer) => ordered.indexOf(transfer) > lastIn);
}

const isLog = ({ path }: AccountTransfer): boolean => path[0] === 1;
const isCall = ({ path, kind }: AccountTransfer): boolean => (path[0] ?? 0) === 0 && kind !== 'fee';

/** Calls laid between the logs at the places that wrapping and unwrapping fix; without such a place all calls stay before all logs. */
function besideLogs(transfers: readonly AccountTransfer[], conversions: readonly Members[]): readonly AccountTransfer[] {
  const fixed = new Map<AccountTransfer, number>();
  for (const { ins, outs } of conversions) {
    const logs = [...ins, ...outs].filter(isLog).map((transfer) => transfers.indexOf(transfer));
    if (logs.length === 0) continue;
    for (const transfer of ins) if (isCall(transfer)) fixed.set(transfer, Math.min(...logs) - 0.5);
    for (const transfer of outs) if (isCall(transfer)) fixed.set(transfer, Math.max(...logs) + 0.5);
  }
  if (fixed.size === 0) return transfers;
  let reached = -1;
  const placed = transfers.map((transfer, number) => {
    if (!isCall(transfer)) return { transfer, place: number };
    reached = Math.max(reached, fixed.get(transfer) ?? reached);
    return { transfer, place: reached };
  });
  // The sort is stable: calls at one place keep their order.
  return placed.sort((a, b) => a.place - b.place).map(({ transfer }) => transfer);
}

function insFirst(transfers: readonly AccountTransfer[], conversions: readonly Members[], withLedgers: boolean): AccountTransfer[] {
  const waitsFor = new Map<AccountTransfer, AccountTransfer[]>();
  for (const { ins, outs } of conversions) for (const out of outs) waitsFor.set(out, [...(waitsFor.get(out) ?? []), ...ins]);
  const ordered: AccountTransfer[] = [];
  const begun = new Set<AccountTransfer>();
  const place = (transfer: AccountTransfer, isMoved: boolean): void => {
    if (begun.has(transfer)) return;
    begun.add(transfer);
    for (const before of waitsFor.get(transfer) ?? []) place(before, true);
    if (isMoved && withLedgers)
      for (const earlier of transfers) {
        if (earlier === transfer) break;
        if (!begun.has(earlier) && touches(earlier, transfer)) place(earlier, true);
      }
    ordered.push(transfer);
  };
  for (const transfer of transfers) place(transfer, false);
  return ordered;
}

/** Whether a transfer changes the ledger that another one is paid from. */
function touches(earlier: AccountTransfer, { from, asset }: AccountTransfer): boolean {
  return (
    from !== null &&
    (earlier.to === from || earlier.from === from) &&
    earlier.asset.kind === asset.kind &&
    earlier.asset.contract === asset.contract &&
    earlier.asset.tokenId === asset.tokenId
  );
}
