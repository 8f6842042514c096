// A party keeps nothing: what comes in goes out within minutes, and after some days it is not used again.
import type { Steps } from '../../kernel/index.ts';
import { insOf, outsOf, placeAfter, sumOf } from './flows.ts';
import {
  amount,
  createCollector,
  distinct,
  eachLedger,
  least,
  median,
  most,
  type Reading,
  share,
  shareUp,
  type Typology,
} from './typology.ts';

export const rapidPassThrough: Typology = {
  id: 'rapidPassThrough',
  version: 1,
  heading: 'patterns',
  citation: 'SlowMist handbook (transit addresses); FATF 2020, transaction patterns',
  parameters: [
    { id: 'receipts', unit: 'count', standard: 1, least: 1, most: 1000 },
    { id: 'forwarded', unit: 'share', standard: 9500, least: 5000, most: 10_000 },
    { id: 'dwell', unit: 'seconds', standard: 1800, least: 1, most: 604_800 },
    { id: 'rest', unit: 'share', standard: 100, least: 0, most: 5000 },
    { id: 'life', unit: 'seconds', standard: 604_800, least: 60, most: 31_536_000 },
  ],
  limits: 'none',
  innocent: ['ownChange', 'depositAddress', 'paymentProcessor', 'ownWallets'],
  needs: [],
  *read(input, values): Steps<Reading> {
    const { flows, ledgers } = input;
    const out = createCollector();
    yield* eachLedger('rapidPassThrough', input, out, (ledger, subject, asset) => {
      const [ins, outs] = [insOf(ledgers, ledger), outsOf(ledgers, ledger)];
      if (ins.length < 1 || outs.length < 1) return;
      const time = (flow: number | undefined): number => flows.time[flow as number] as number;
      const life = Math.max(time(ins[ins.length - 1]), time(outs[outs.length - 1])) - Math.min(time(ins[0]), time(outs[0]));
      if (life > values.number('life') * 2) return;
      const [received, paid] = [sumOf(flows, ins), sumOf(flows, outs)];
      // More out than in: what came in before is not in the case, and how long anything stayed is not known.
      if (paid > received) return;
      const dwells = Array.from(ins, (flow) => {
        const next = outs[placeAfter(outs, flow)];
        return next === undefined ? Number.MAX_SAFE_INTEGER : time(next) - time(flow);
      });
      const dwell = median(dwells);
      if (dwell === Number.MAX_SAFE_INTEGER) return;
      out.add({
        subject,
        flows: [...ins, ...outs],
        parties: distinct([
          ...Array.from(ins, (flow) => flows.from[flow] as number),
          ...Array.from(outs, (flow) => flows.to[flow] as number),
        ]),
        conditions: [
          least('receipts', ins.length, values.number('receipts')),
          least('forwarded', share(paid, received), values.number('forwarded'), 'share'),
          most('dwell', dwell, values.number('dwell'), 'seconds'),
          most('rest', shareUp(received - paid, received), values.number('rest'), 'share'),
          most('life', life, values.number('life'), 'seconds'),
        ],
        figures: [amount('received', asset, received), amount('paidOn', asset, paid)],
      });
    });
    return out.reading();
  },
};
