// Taint in, highest out: the tainted total fills the outputs by value, highest first; the rest is fee
// (Tironsakkul et al. 2019). It has no inverse, so there is no backward.
import { descending } from './haircut.ts';
import { type Lot, type Policy, sumBySeed } from './policy.ts';

export const tiho: Policy = {
  id: 'tiho',
  version: 1,
  title: 'policy.tiho',
  directions: ['forward'],
  conserves: true,
  ordered: false,
  needsInputValues: false,
  forward({ inputs, outputsSat }) {
    const order = outputsSat.map((_, index) => index).sort((a, b) => descending(outputsSat[a] as bigint, outputsSat[b] as bigint) || a - b);
    const outputs: Lot[][] = outputsSat.map(() => []);
    const fee: Lot[] = [];
    let place = 0;
    let roomSat = outputsSat[order[0] ?? -1] ?? 0n;
    for (const { seed, amountSat } of sumBySeed(inputs)) {
      let leftSat = amountSat;
      while (leftSat > 0n && place < order.length) {
        const takenSat = leftSat < roomSat ? leftSat : roomSat;
        if (takenSat > 0n) outputs[order[place] as number]?.push({ seed, startSat: 0n, amountSat: takenSat });
        leftSat -= takenSat;
        roomSat -= takenSat;
        if (roomSat === 0n) roomSat = outputsSat[order[++place] ?? -1] ?? 0n;
      }
      if (leftSat > 0n) fee.push({ seed, startSat: 0n, amountSat: leftSat });
    }
    return { outputs, fee };
  },
};
