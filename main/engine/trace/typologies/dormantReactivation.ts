// A party that paid nothing for a long time pays most of what it holds within a day.
import type { Steps } from '../../kernel/index.ts';
import { amountOf, insOf, outsOf, sumOf } from './flows.ts';
import { amount, createCollector, distinct, eachLedger, least, type Reading, share, type Typology } from './typology.ts';

export const dormantReactivation: Typology = {
  id: 'dormantReactivation',
  version: 1,
  heading: 'parties',
  citation: 'FATF 2020, senders or recipients (inactive account)',
  parameters: [
    { id: 'idle', unit: 'seconds', standard: 31_536_000, least: 86_400, most: 315_360_000 },
    { id: 'moved', unit: 'share', standard: 5000, least: 1000, most: 10_000 },
    { id: 'within', unit: 'seconds', standard: 86_400, least: 60, most: 2_592_000 },
  ],
  limits: 'none',
  innocent: ['longTermHolder', 'inheritance', 'coldStorage'],
  needs: [],
  *read(input, values): Steps<Reading> {
    const { flows, ledgers } = input;
    const out = createCollector();
    const idleNeeded = values.number('idle');
    yield* eachLedger('dormantReactivation', input, out, (ledger, subject, asset) => {
      const [ins, outs] = [insOf(ledgers, ledger), outsOf(ledgers, ledger)];
      if (ins.length === 0 || outs.length === 0) return;
      const time = (flow: number | undefined): number => flows.time[flow as number] as number;
      let before = time(ins[0]);
      let [balance, nextIn] = [0n, 0];
      for (let at = 0; at < outs.length; ) {
        const begin = time(outs[at]);
        for (; nextIn < ins.length && (ins[nextIn] as number) < (outs[at] as number); nextIn++)
          balance += amountOf(flows, ins[nextIn] as number);
        let to = at;
        while (to < outs.length && time(outs[to]) <= begin + values.number('within')) to++;
        const idle = begin - before;
        if (idle * 2 >= idleNeeded && balance > 0n) {
          const group = outs.subarray(at, to);
          const moved = sumOf(flows, group);
          out.add({
            subject,
            flows: [...group],
            parties: distinct(Array.from(group, (flow) => flows.to[flow] as number)),
            conditions: [
              least('idle', idle, idleNeeded, 'seconds'),
              least('moved', share(moved < balance ? moved : balance, balance), values.number('moved'), 'share'),
            ],
            figures: [amount('heldByRows', asset, balance), amount('paidOut', asset, moved)],
          });
        }
        const last = to - 1;
        for (; at <= last; at++) {
          for (; nextIn < ins.length && (ins[nextIn] as number) < (outs[at] as number); nextIn++)
            balance += amountOf(flows, ins[nextIn] as number);
          balance -= amountOf(flows, outs[at] as number);
        }
        // Rows of before the case may have brought more: below nothing there is nothing to measure a share against.
        if (balance < 0n) balance = 0n;
        before = time(outs[last]);
      }
    });
    return out.reading();
  },
};
