// Stops where the traced amount of an output (all seeds together) is below a floor.
import type { StopRule } from './stop.ts';

export const minValue: StopRule = {
  id: 'minValue',
  version: 1,
  title: 'stop.minValue',
  statement: 'derivation',
  options: [{ name: 'amountSat', type: 'amountSat', required: true, minimum: 0 }],
  prepare(options) {
    const floorSat = BigInt((options['amountSat'] as number | bigint | undefined) ?? 0);
    return ({ amountSat }) => amountSat < floorSat;
  },
};
