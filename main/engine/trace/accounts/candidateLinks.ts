// Bank payments beside chain transfers that could be the same money: amount within a tolerance, time within a window. Inferences for
// the examiner to accept or dismiss; nothing here becomes a link by itself.

export interface Payment {
  readonly id: string;
  readonly timeSeconds: number;
  /** The last second at which it can have been: later than the first where the source gives a day alone. */
  readonly lastSeconds: number;
  /** Smallest unit of the currency. */
  readonly amount: bigint;
  /** Names in the statement, as read; null where it has none. */
  readonly counterparty: string | null;
}

export interface ChainTransfer {
  readonly transfer: number;
  readonly timeSeconds: number;
  readonly lastSeconds: number;
  /** What the transfer was worth in the payments' currency by a sourced, dated table; null where none is at hand. */
  readonly worth: bigint | null;
  /** A name that an attribution gives to the receiver or sender, or null. */
  readonly named: string | null;
}

export interface CandidateOptions {
  /** Largest difference in parts of ten thousand of the payment. */
  readonly toleranceBasisPoints: number;
  /** How long before and after the payment the transfer may be. */
  readonly beforeSeconds: number;
  readonly afterSeconds: number;
}

export interface CandidateLink {
  readonly rule: 'candidateLink@1';
  readonly payment: string;
  readonly transfer: number;
  /** Worth less payment, and time of transfer less time of payment: 0 where a day that stands for either time can close the gap. */
  readonly difference: bigint;
  readonly seconds: number;
  /** Both name someone and the names are equal letter by letter (NFKC, case and spaces apart). */
  readonly sameName: boolean;
  /** Other candidates of the same payment or transfer: above 0 the amount and the time do not single it out. */
  readonly rivals: number;
}

const plain = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/gu, '');

/** Every pair within tolerance and window, by payment, then nearest amount, then nearest time. [A22] */
export function findCandidateLinks(
  payments: readonly Payment[],
  transfers: readonly ChainTransfer[],
  options: CandidateOptions,
): CandidateLink[] {
  const sorted = transfers.filter((one) => one.worth !== null).sort((a, b) => a.timeSeconds - b.timeSeconds || a.transfer - b.transfer);
  const longest = transfers.reduce((most, one) => Math.max(most, one.lastSeconds - one.timeSeconds), 0);
  const found: Omit<CandidateLink, 'rivals'>[] = [];
  for (const payment of payments) {
    for (let at = firstNotBefore(sorted, payment.timeSeconds - options.beforeSeconds - longest); at < sorted.length; at++) {
      const transfer = sorted[at] as ChainTransfer;
      if (transfer.timeSeconds - payment.lastSeconds > options.afterSeconds) break;
      const seconds = leastApart(payment, transfer);
      if (seconds < -options.beforeSeconds) continue;
      const difference = (transfer.worth as bigint) - payment.amount;
      if (size(difference) * 10_000n > payment.amount * BigInt(options.toleranceBasisPoints)) continue;
      const sameName = payment.counterparty !== null && transfer.named !== null && plain(payment.counterparty) === plain(transfer.named);
      found.push({ rule: 'candidateLink@1', payment: payment.id, transfer: transfer.transfer, difference, seconds, sameName });
    }
  }
  const perPayment = countBy(found.map((one) => one.payment));
  const perTransfer = countBy(found.map((one) => one.transfer));
  return found
    .map((one) => ({ ...one, rivals: (perPayment.get(one.payment) ?? 1) + (perTransfer.get(one.transfer) ?? 1) - 2 }))
    .sort(
      (a, b) =>
        (a.payment < b.payment ? -1 : a.payment > b.payment ? 1 : 0) ||
        (size(a.difference) < size(b.difference) ? -1 : size(a.difference) > size(b.difference) ? 1 : 0) ||
        Math.abs(a.seconds) - Math.abs(b.seconds) ||
        a.transfer - b.transfer,
    );
}

/** Between two spans of time: a day's row was somewhere inside its day, so the nearest that the two can have been. */
function leastApart(payment: Payment, transfer: ChainTransfer): number {
  if (transfer.timeSeconds > payment.lastSeconds) return transfer.timeSeconds - payment.lastSeconds;
  return transfer.lastSeconds < payment.timeSeconds ? transfer.lastSeconds - payment.timeSeconds : 0;
}

const size = (amount: bigint): bigint => (amount < 0n ? -amount : amount);

function countBy<Key>(keys: readonly Key[]): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function firstNotBefore(sorted: readonly ChainTransfer[], timeSeconds: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as ChainTransfer).timeSeconds < timeSeconds) low = middle + 1;
    else high = middle;
  }
  return low;
}
