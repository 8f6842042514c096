// Large sums within a day, the more so by an account that was new and is emptied again.
import type { Steps } from '../../kernel/index.ts';
import { amountOf, insOf, outsOf, placeAfter, placeFrom, sumOf } from './flows.ts';
import { amount, createCollector, distinct, eachLedger, least, type Reading, share, type Sign, type Typology } from './typology.ts';

const DAY = 86_400;

export const highValueDay: Typology = {
  id: 'highValueDay',
  version: 1,
  heading: 'transactions',
  citation: 'FATF 2020, size and frequency of transactions (multiple high-value transactions within 24 hours; new users)',
  parameters: [
    { id: 'payments', unit: 'count', standard: 3, least: 1, most: 1000 },
    { id: 'newWithin', unit: 'seconds', standard: 604_800, least: 3600, most: 31_536_000 },
    { id: 'withdrawn', unit: 'share', standard: 9000, least: 1000, most: 10_000 },
  ],
  limits: 'required',
  innocent: ['propertyPurchase', 'treasury', 'marketMaker'],
  needs: ['limits'],
  *read(input, values): Steps<Reading> {
    const { flows, ledgers, firstFlow } = input;
    const out = createCollector();
    const needed = values.number('payments');
    yield* eachLedger('highValueDay', input, out, (ledger, subject, asset) => {
      const limit = values.limits.get(asset);
      if (limit === undefined) {
        out.bound('noLimit');
        return;
      }
      const [ins, outs] = [insOf(ledgers, ledger), outsOf(ledgers, ledger)];
      let sum = 0n;
      let first = 0;
      let best: { readonly from: number; readonly to: number; readonly sum: bigint } | null = null;
      let hits = 0;
      for (let at = 0; at < ins.length; at++) {
        sum += amountOf(flows, ins[at] as number);
        for (; (flows.time[ins[at] as number] as number) - (flows.time[ins[first] as number] as number) > DAY; first++)
          sum -= amountOf(flows, ins[first] as number);
        if (sum < limit || at - first + 1 < needed) {
          if (best === null || sum > best.sum) best = { from: first, to: at + 1, sum };
          continue;
        }
        // The day goes on as long as payments fall into it.
        const until = (flows.time[ins[first] as number] as number) + DAY;
        let to = at + 1;
        for (; to < ins.length && (flows.time[ins[to] as number] as number) <= until; to++) sum += amountOf(flows, ins[to] as number);
        add(first, to, sum);
        hits++;
        at = to - 1;
        first = to;
        sum = 0n;
      }
      if (hits === 0 && best !== null) add(best.from, best.to, best.sum);

      function add(from: number, to: number, total: bigint): void {
        const group = [...ins.subarray(from, to)];
        const begin = flows.time[group[0] as number] as number;
        const isNew = begin - (flows.time[firstFlow[subject] as number] as number) <= values.number('newWithin');
        const later = outs.subarray(placeAfter(outs, group[0] as number), placeFrom(flows, outs, begin + values.number('newWithin')));
        const paid = sumOf(flows, later);
        const isEmptied = share(paid < total ? paid : total, total) >= BigInt(values.number('withdrawn'));
        const signs: Sign[] = [
          { code: 'newAccount', state: isNew ? 'yes' : 'no' },
          { code: 'withdrawn', state: isEmptied ? 'yes' : 'no' },
        ];
        out.add({
          ...{ subject, flows: group, parties: distinct(group.map((flow) => flows.from[flow] as number)), signs },
          conditions: [least('receiptsInDay', group.length, needed), least('sumInDay', total, limit as bigint, 'amount', asset)],
          figures: [amount('received', asset, total), amount('paidLater', asset, paid)],
        });
      }
    });
    return out.reading();
  },
};
