// Poison: any tainted input taints every output and the fee whole. An upper bound, exempt from conservation
// (docs/FORMATS.md §6; Möser, Böhme, Breuker 2014).
import { type Lots, type Policy, sumBySeed } from './policy.ts';

function whole(seeds: readonly { readonly seed: number }[], valueSat: bigint): Lots {
  return valueSat > 0n ? seeds.map(({ seed }) => ({ seed, startSat: 0n, amountSat: valueSat })) : [];
}

export const poison: Policy = {
  id: 'poison',
  version: 1,
  title: 'policy.poison',
  directions: ['forward', 'backward'],
  conserves: false,
  ordered: false,
  needsInputValues: false,
  forward({ inputs, outputsSat, feeSat }) {
    const seeds = sumBySeed(inputs);
    return { outputs: outputsSat.map((valueSat) => whole(seeds, valueSat)), fee: whole(seeds, feeSat ?? 0n) };
  },
  backward({ inputs, outputs }) {
    const seeds = sumBySeed(outputs);
    return { inputs: inputs.map((input) => whole(seeds, input.valueSat ?? 0n)) };
  },
};
