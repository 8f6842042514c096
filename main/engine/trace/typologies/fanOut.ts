// One party pays many that were never seen before, in amounts that are nearly the same.
import type { Steps } from '../../kernel/index.ts';
import { amountOf, outsOf, sumOf } from './flows.ts';
import { amount, createCollector, distinct, eachLedger, least, type Reading, type Typology } from './typology.ts';

/** Payments looked at for one party and asset, over all its windows. */
const MOST_LOOKS = 400_000;

export const fanOut: Typology = {
  id: 'fanOut',
  version: 1,
  heading: 'transactions',
  citation: 'SlowMist handbook (one to many); FATF 2020, size and frequency of transactions (structuring)',
  parameters: [
    { id: 'recipients', unit: 'count', standard: 10, least: 3, most: 10_000 },
    { id: 'within', unit: 'seconds', standard: 86_400, least: 60, most: 2_592_000 },
    { id: 'tolerance', unit: 'share', standard: 500, least: 0, most: 5000 },
  ],
  limits: 'none',
  innocent: ['payroll', 'batchPayouts', 'airdrop'],
  needs: [],
  *read(input, values): Steps<Reading> {
    const { flows, ledgers, firstFlow } = input;
    const out = createCollector();
    const needed = values.number('recipients');
    const within = values.number('within');
    const tolerance = BigInt(values.number('tolerance'));
    yield* eachLedger('fanOut', input, out, (ledger, subject, asset) => {
      const outs = outsOf(ledgers, ledger);
      if (outs.length * 2 < needed) return;
      const fresh = outs.filter((flow) => firstFlow[flows.to[flow] as number] === flow && flows.to[flow] !== 0);
      if (fresh.length * 2 < needed) return;
      const amounts = Array.from(fresh, (flow) => amountOf(flows, flow));
      const done = new Uint8Array(fresh.length);
      let looks = 0;
      let near: number[] | null = null;
      for (let anchor = 0; anchor + Math.ceil(needed / 2) <= fresh.length; anchor++) {
        if (done[anchor] === 1) continue;
        const middle = amounts[anchor] as bigint;
        const margin = middle * tolerance;
        const until = (flows.time[fresh[anchor] as number] as number) + within;
        const places: number[] = [];
        for (let at = anchor; at < fresh.length && (flows.time[fresh[at] as number] as number) <= until && looks < MOST_LOOKS; at++) {
          looks++;
          const difference = ((amounts[at] as bigint) - middle) * 10_000n;
          if (done[at] === 0 && difference <= margin && -difference <= margin) places.push(at);
        }
        if (looks >= MOST_LOOKS) {
          out.bound('windows');
          break;
        }
        if (places.length >= needed) {
          for (const at of places) done[at] = 1;
          add(places.map((at) => fresh[at] as number));
        } else if (places.length > (near?.length ?? 0)) near = places.map((at) => fresh[at] as number);
      }
      // The largest group that falls short, where nothing of this party does not.
      if (near !== null && !done.includes(1)) add(near);

      function add(group: readonly number[]): void {
        const smallest = group.reduce(
          (low, flow) => (amountOf(flows, flow) < low ? amountOf(flows, flow) : low),
          amountOf(flows, group[0] as number),
        );
        const largest = group.reduce((high, flow) => (amountOf(flows, flow) > high ? amountOf(flows, flow) : high), 0n);
        out.add({
          ...{ subject, flows: group, parties: distinct(group.map((flow) => flows.to[flow] as number)) },
          conditions: [least('recipients', group.length, needed)],
          figures: [amount('paidOut', asset, sumOf(flows, group)), amount('smallest', asset, smallest), amount('largest', asset, largest)],
        });
      }
    });
    return out.reading();
  },
};
