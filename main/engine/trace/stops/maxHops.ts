// Stops a trace after a number of transactions. Says nothing about the coins.
import { integerOption, type StopRule } from './stop.ts';

export const maxHops: StopRule = {
  id: 'maxHops',
  version: 1,
  title: 'stop.maxHops',
  statement: 'derivation',
  options: [{ name: 'hops', type: 'integer', required: true, minimum: 0 }],
  prepare(options) {
    const limit = integerOption(options, 'hops');
    return ({ hops }) => hops >= limit;
  },
};
