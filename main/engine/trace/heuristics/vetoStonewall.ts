// Stonewall: the shape of a two-party CoinJoin that one wallet can make alone. It names the rival reading of a small
// CoinJoin; it never opens a merge, for two wallets can make the same shape together (Stonewall X2).
import { outputsOf, shapeOf } from './coinjoinShape.ts';
import { type Heuristic, reading } from './heuristic.ts';

const LEAST_EQUAL_SAT = 5000n;

/** Two inputs or more; 3 or 4 outputs to distinct scripts; exactly one value occurs exactly twice, of at least 5,000 sat. */
export const vetoStonewall: Heuristic = {
  id: 'veto.stonewall',
  version: 1,
  kind: 'contradiction',
  title: 'heuristic.veto.stonewall',
  citation: 'GraphSense, Stonewall as a veto of CoinJoin verdicts; Samourai Wallet, Stonewall and Stonewall X2',
  preconditions: ['notCoinbase'],
  knownBreakers: ['stonewallWithTwoWallets', 'twoParticipants', 'equalBatchPayment'],
  changesWithLaterData: false,
  needs: [],
  read({ slice }, tx) {
    const shape = shapeOf(slice, tx);
    if (shape === null || shape.inputs < 2 || shape.outputs < 3 || shape.outputs > 4 || !shape.distinctOutputScripts)
      return reading('contradicted', 'otherShape');
    const pairs = [...shape.occurrences].filter(([, count]) => count === 2);
    const [pair] = pairs;
    if (pairs.length !== 1 || pair === undefined || pair[0] < LEAST_EQUAL_SAT || shape.occurrences.size !== shape.outputs - 1)
      return reading('contradicted', 'noEqualPair');
    return reading('holds', 'oneEqualPair', { outNumbers: outputsOf(slice, tx, (sat) => sat === pair[0]) });
  },
};
