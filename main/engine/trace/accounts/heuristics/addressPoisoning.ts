// Next to nothing sent by an address that looks like somebody the receiver deals with, so that the receiver copies it one day. Such
// transfers neither seed nor extend a trace and are listed. A later payment to the look-alike is real and is never excluded.
import { type AccountSlice, amountOf, assetOf, isFee, moves, timeOf } from '../accountSlice.ts';
import type { AccountHeuristic } from './accountHeuristic.ts';

export const addressPoisoning: AccountHeuristic = {
  id: 'addressPoisoning',
  version: 1,
  title: 'heuristic.addressPoisoning',
  citation:
    'Tsuchiya, Dong, Soska, Christin, "Blockchain Address Poisoning", arXiv 2501.16681 (look-alikes sharing first and last characters)',
  preconditions: ['nextToNothing', 'looksLikeACounterparty', 'soonAfterAGenuineTransfer', 'neverPaidByTheReceiverBefore'],
  knownBreakers: ['testPaymentFromOwnVanityAddress', 'changeOfDustByAService'],
  changesWithLaterData: false,
};

export interface PoisoningOptions {
  /** An account's address as it is shown, without what all addresses of its chain begin with. */
  readonly shown: (account: number) => string;
  /** Characters, first and last together, that must be the same: 7 of 16 values each, or 6 of 58. */
  readonly alike: (account: number) => number;
  /** Largest amount that is next to nothing, per asset; assets that are not named count at no amount. */
  readonly nearNothing: ReadonlyMap<number, bigint>;
  readonly counterfeits?: ReadonlySet<number>;
  /** How long after a genuine transfer. Default a day; the paper finds most within minutes. */
  readonly windowSeconds?: number;
}

export interface Poisoning {
  readonly transfer: number;
  readonly victim: number;
  readonly lookAlike: number;
  /** Whom it looks like, and the genuine transfer with them. */
  readonly imitated: number;
  readonly genuine: number;
}

/** Of the last characters, that wallets show most of, at least so many. */
const LEAST_LAST = 3;

/** [A31] In ledger order. */
export function findPoisoning(slice: AccountSlice, options: PoisoningOptions): Poisoning[] {
  const window = options.windowSeconds ?? 86_400;
  const accountOf = (ledger: number): number => (ledger === 0 ? 0 : (slice.ledgerAccount[ledger] as number));
  const isNear = (transfer: number): boolean => {
    const most = options.nearNothing.get(assetOf(slice, transfer));
    return most !== undefined && amountOf(slice, transfer) <= most;
  };
  const counts = (transfer: number): boolean =>
    moves(slice, transfer) && !isFee(slice, transfer) && slice.fromLedger[transfer] !== 0 && slice.toLedger[transfer] !== 0;
  const victims = new Set<number>();
  for (let transfer = 0; transfer < slice.transferCount; transfer++)
    if (counts(transfer) && isNear(transfer)) victims.add(accountOf(slice.toLedger[transfer] as number));
  if (victims.size === 0) return [];
  /** Per victim: genuine counterparties by their last characters, the newest transfer of each. */
  const dealings = new Map<number, Map<string, Map<number, number>>>();
  const paid = new Map<number, Set<number>>();
  const found: Poisoning[] = [];
  for (let transfer = 0; transfer < slice.transferCount; transfer++) {
    if (!counts(transfer)) continue;
    const from = accountOf(slice.fromLedger[transfer] as number);
    const to = accountOf(slice.toLedger[transfer] as number);
    if (isNear(transfer)) {
      const imitated = paid.get(to)?.has(from) === true ? null : imitatedBy(transfer, from, to);
      if (imitated !== null) found.push({ transfer, victim: to, lookAlike: from, ...imitated });
      continue;
    }
    if (options.counterfeits?.has(assetOf(slice, transfer)) === true || amountOf(slice, transfer) === 0n) continue;
    if (victims.has(from)) {
      deal(from, to, transfer);
      paid.set(from, (paid.get(from) ?? new Set()).add(to));
    }
    if (victims.has(to)) deal(to, from, transfer);
  }
  return found;

  function deal(victim: number, other: number, transfer: number): void {
    const own = dealings.get(victim) ?? new Map<string, Map<number, number>>();
    dealings.set(victim, own);
    const end = options.shown(other).slice(-LEAST_LAST);
    own.set(end, (own.get(end) ?? new Map<number, number>()).set(other, transfer));
  }

  function imitatedBy(transfer: number, from: number, to: number): { imitated: number; genuine: number } | null {
    const time = timeOf(slice, transfer);
    const text = options.shown(from);
    for (const [other, genuine] of dealings.get(to)?.get(text.slice(-LEAST_LAST)) ?? []) {
      const earlier = timeOf(slice, genuine);
      if (other === from || other === to || time < 0 || earlier < 0 || time - earlier > window) continue;
      if (sameEnds(text, options.shown(other)) >= options.alike(from)) return { imitated: other, genuine };
    }
    return null;
  }
}

/** How many first and last characters two texts share, each character counted once. */
function sameEnds(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let first = 0;
  while (first < length && a[first] === b[first]) first++;
  let last = 0;
  while (last < length - first && a[a.length - 1 - last] === b[b.length - 1 - last]) last++;
  return first === 0 ? 0 : first + last;
}
