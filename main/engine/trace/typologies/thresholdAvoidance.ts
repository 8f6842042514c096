// Several payments just below a limit from which somebody has to report or ask. The limits are the examiner's: by asset, or from the table.
import type { Steps } from '../../kernel/index.ts';
import { amountOf, insOf, outsOf, sumOf } from './flows.ts';
import { amount, createCollector, distinct, eachLedger, least, type Reading, type Typology } from './typology.ts';

export const thresholdAvoidance: Typology = {
  id: 'thresholdAvoidance',
  version: 1,
  heading: 'transactions',
  citation: 'FATF 2020, size and frequency of transactions (below record-keeping or reporting thresholds)',
  parameters: [
    { id: 'payments', unit: 'count', standard: 5, least: 2, most: 10_000 },
    { id: 'fromShare', unit: 'share', standard: 9000, least: 5000, most: 9999 },
    { id: 'within', unit: 'seconds', standard: 604_800, least: 60, most: 31_536_000 },
  ],
  limits: 'required',
  innocent: ['pricePoint', 'subscription', 'platformLimit'],
  needs: ['limits'],
  *read(input, values): Steps<Reading> {
    const { flows, ledgers } = input;
    const out = createCollector();
    const needed = values.number('payments');
    yield* eachLedger('thresholdAvoidance', input, out, (ledger, subject, asset) => {
      const limit = values.limits.get(asset);
      if (limit === undefined) {
        out.bound('noLimit');
        return;
      }
      for (const [direction, all] of [
        ['paid', outsOf(ledgers, ledger)],
        ['got', insOf(ledgers, ledger)],
      ] as const) {
        if (all.length * 2 < needed) continue;
        const below = all.filter((flow) => {
          const value = amountOf(flows, flow);
          return value < limit && value * 10_000n >= limit * BigInt(values.number('fromShare'));
        });
        let best: readonly number[] = [];
        let hits = 0;
        for (let at = 0; at < below.length; ) {
          const until = (flows.time[below[at] as number] as number) + values.number('within');
          let to = at;
          while (to < below.length && (flows.time[below[to] as number] as number) <= until) to++;
          if (to - at >= needed) {
            add(below.subarray(at, to));
            hits++;
            at = to;
          } else {
            if (to - at > best.length) best = [...below.subarray(at, to)];
            at++;
          }
        }
        if (hits === 0 && best.length > 0) add(best);

        function add(group: ArrayLike<number> & Iterable<number>): void {
          const own = [...group];
          out.add({
            ...{ subject, flows: own },
            parties: distinct(own.map((flow) => (direction === 'paid' ? flows.to[flow] : flows.from[flow]) as number)),
            conditions: [least(direction === 'paid' ? 'paymentsBelow' : 'receiptsBelow', own.length, needed)],
            figures: [amount('limit', asset, limit as bigint), amount('together', asset, sumOf(flows, own))],
          });
        }
      }
    });
    return out.reading();
  },
};
