// Stops before a transaction that the generic CoinJoin rule recognises, or cannot rule out for want of inputs.
import { readCoinjoin } from '../heuristics/coinjoinGeneric.ts';
import type { StopRule } from './stop.ts';

export const coinjoin: StopRule = {
  id: 'coinjoin',
  version: 1,
  title: 'stop.coinjoin',
  statement: 'inference',
  options: [],
  prepare(_options, { slice }) {
    return ({ txNumber }) => readCoinjoin(slice, txNumber).verdict !== 'contradicted';
  },
};
