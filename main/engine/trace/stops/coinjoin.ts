// Stops before a transaction that a CoinJoin rule recognises, or cannot rule out for want of inputs.
import { mayBeCoinjoin } from '../heuristics/coinjoins.ts';
import type { StopRule } from './stop.ts';

export const coinjoin: StopRule = {
  id: 'coinjoin',
  version: 1,
  title: 'stop.coinjoin',
  statement: 'inference',
  options: [],
  prepare(_options, { slice }) {
    return ({ txNumber }) => mayBeCoinjoin(slice, txNumber);
  },
};
