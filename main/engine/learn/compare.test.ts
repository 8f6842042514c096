// Hand-made holdings against a hand-made truth.
import { describe, expect, it } from 'vitest';
import { compareWithTruth, truthAsPolicy } from './compare.ts';
import type { StoryTruth, TruthStolenOutpoint } from './storyTruth.ts';

const at = (outpoint: string, stolenSat: bigint, amountSat = stolenSat): TruthStolenOutpoint => ({
  outpoint,
  stolenSat,
  amountSat,
  address: null,
  height: 1,
  position: 1,
  wallet: 'w',
  purpose: 'payment',
});
const truth = {
  exchange: { outpoints: ['d:0', 'd:1', 'x:0'], stolenDeposits: [at('d:0', 50n), at('d:1', 20n, 30n)] },
  heldOutpoints: [at('h:0', 20n)],
  thirdPartyOutpoints: [at('p:0', 7n)],
  balance: { stolenSat: 100n, exchangeSat: 70n, heldSat: 20n, thirdPartySat: 7n, feesSat: 3n },
} as unknown as StoryTruth;

describe('comparison with the truth', () => {
  it('finds no difference in the truth itself', () => {
    const [row] = compareWithTruth({ truth: truthAsPolicy(truth) }, truth).policies;
    expect(row).toMatchObject({
      totalSat: 97n,
      feesSat: 3n,
      reachedExchangeSat: 70n,
      exchangeMissedSat: 0n,
      exchangeBeyondTruthSat: 0n,
      stolenDepositsFound: 2,
      strangersAtExchange: 0,
      heldSat: 20n,
      heldAgreesSat: 20n,
      thirdPartySat: 7n,
      elsewhereSat: 0n,
    });
  });

  it('separates too much, too little and elsewhere', () => {
    const holding = (outpoint: string, amountSat: bigint) => ({ outpoint, amountSat, state: 'unspent' });
    const fifo = {
      feesSat: 2n,
      holdings: [holding('d:1', 30n), holding('x:0', 5n), holding('h:0', 12n), holding('h:0', 10n), holding('z:0', 41n)],
    };
    const [row] = compareWithTruth({ fifo }, truth).policies;
    expect(row).toEqual({
      policy: 'fifo',
      totalSat: 98n,
      feesSat: 2n,
      reachedExchangeSat: 35n,
      exchangeAgreesSat: 20n,
      exchangeMissedSat: 50n,
      exchangeBeyondTruthSat: 15n,
      stolenDepositsFound: 1,
      strangersAtExchange: 1,
      heldSat: 22n,
      heldAgreesSat: 20n,
      thirdPartySat: 0n,
      elsewhereSat: 41n,
    });
  });
});
