// Sets traced holdings beside the truth of a practice story. Differences are those of a convention against intent:
// a self-test on synthetic data, never an error rate.
import type { StoryTruth, TruthStolenOutpoint } from './storyTruth.ts';

export interface TracedHolding {
  /** `txid:index`. */
  readonly outpoint: string;
  readonly amountSat: bigint;
  /** As the trace names it: `unspent`, `stopped:<rule>`, `unknown:coverage`. Not needed for the sums. */
  readonly state: string;
}

export interface TracedPolicy {
  readonly holdings: readonly TracedHolding[];
  readonly feesSat: bigint;
}

export interface PolicyComparison {
  readonly policy: string;
  /** Sum of all holdings; exceeds the stolen amount under poison. */
  readonly totalSat: bigint;
  readonly feesSat: bigint;
  /** Assigned to outputs that were paid to the exchange. */
  readonly reachedExchangeSat: bigint;
  /** Of these, so much as the truth has at the same output. */
  readonly exchangeAgreesSat: bigint;
  /** At the exchange in truth, not assigned there by the policy. */
  readonly exchangeMissedSat: bigint;
  /** Assigned at the exchange beyond the truth: other customers' deposits or too much of a mixed one. */
  readonly exchangeBeyondTruthSat: bigint;
  readonly stolenDepositsFound: number;
  /** Outputs at the exchange that carry nothing stolen and were assigned something. */
  readonly strangersAtExchange: number;
  /** Assigned to what thief and accomplice still hold, and how much of it agrees. */
  readonly heldSat: bigint;
  readonly heldAgreesSat: bigint;
  /** Assigned to the outputs that paid third parties, while these have not moved on. */
  readonly thirdPartySat: bigint;
  /** Assigned to outputs where, in truth, nothing stolen is. */
  readonly elsewhereSat: bigint;
}

export interface StoryComparison {
  /** What a reader must be told with the figures. */
  readonly basis: 'self-test on synthetic data';
  readonly stolenSat: bigint;
  readonly truth: StoryTruth['balance'] & { readonly stolenDeposits: number };
  /** In the order given. */
  readonly policies: readonly PolicyComparison[];
}

function stolenBySat(outpoints: readonly TruthStolenOutpoint[]): ReadonlyMap<string, bigint> {
  return new Map(outpoints.map(({ outpoint, stolenSat }) => [outpoint, stolenSat]));
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/**
 * Compares each policy's holdings with the truth. Made for a trace from the theft transaction that stops at the
 * labelled exchange; one that runs on through the exchange has left it, and then little is found there.
 */
export function compareWithTruth(policies: Readonly<Record<string, TracedPolicy>>, truth: StoryTruth): StoryComparison {
  const atExchange = new Set(truth.exchange.outpoints);
  const deposits = stolenBySat(truth.exchange.stolenDeposits);
  const thirdParty = stolenBySat(truth.thirdPartyOutpoints);
  const held = stolenBySat(truth.heldOutpoints);

  const compared = Object.entries(policies).map(([policy, { holdings, feesSat }]): PolicyComparison => {
    // A policy may report an output in several parts; the truth knows one amount per output.
    const assigned = new Map<string, bigint>();
    for (const { outpoint, amountSat } of holdings) assigned.set(outpoint, (assigned.get(outpoint) ?? 0n) + amountSat);
    const sums = {
      totalSat: 0n,
      reachedExchangeSat: 0n,
      exchangeAgreesSat: 0n,
      heldSat: 0n,
      heldAgreesSat: 0n,
      thirdPartySat: 0n,
      elsewhereSat: 0n,
    };
    let [stolenDepositsFound, strangersAtExchange] = [0, 0];
    for (const [outpoint, amountSat] of assigned) {
      sums.totalSat += amountSat;
      if (amountSat === 0n) continue;
      const deposited = deposits.get(outpoint);
      const kept = held.get(outpoint);
      if (atExchange.has(outpoint)) {
        sums.reachedExchangeSat += amountSat;
        if (deposited === undefined) strangersAtExchange++;
        else {
          stolenDepositsFound++;
          sums.exchangeAgreesSat += least(amountSat, deposited);
        }
      } else if (kept !== undefined) {
        sums.heldSat += amountSat;
        sums.heldAgreesSat += least(amountSat, kept);
      } else if (thirdParty.has(outpoint)) sums.thirdPartySat += amountSat;
      else sums.elsewhereSat += amountSat;
    }
    return {
      policy,
      feesSat,
      stolenDepositsFound,
      strangersAtExchange,
      ...sums,
      exchangeMissedSat: truth.balance.exchangeSat - sums.exchangeAgreesSat,
      exchangeBeyondTruthSat: sums.reachedExchangeSat - sums.exchangeAgreesSat,
    };
  });
  return {
    basis: 'self-test on synthetic data',
    stolenSat: truth.balance.stolenSat,
    truth: { ...truth.balance, stolenDeposits: truth.exchange.stolenDeposits.length },
    policies: compared,
  };
}

/** The truth in the shape of a trace, for a table that shows it as one more row. */
export function truthAsPolicy(truth: StoryTruth): TracedPolicy {
  const holdings = [
    ...truth.exchange.stolenDeposits.map((at) => ({ ...at, state: 'stopped:truth' })),
    ...truth.heldOutpoints.map((at) => ({ ...at, state: 'unspent' })),
    ...truth.thirdPartyOutpoints.map((at) => ({ ...at, state: 'stopped:truth' })),
  ].map(({ outpoint, stolenSat, state }) => ({ outpoint, amountSat: stolenSat, state }));
  return { holdings, feesSat: truth.balance.feesSat };
}
