// Many parties pay one, which soon pays nearly all of it on in one payment.
import type { Steps } from '../../kernel/index.ts';
import { amountOf, insOf, outsOf, sumOf } from './flows.ts';
import {
  amount,
  type Condition,
  createCollector,
  distinct,
  eachLedger,
  judge,
  least,
  most,
  type Reading,
  share,
  type Typology,
} from './typology.ts';

export const fanIn: Typology = {
  id: 'fanIn',
  version: 1,
  heading: 'patterns',
  citation: 'FATF 2020, transaction patterns (many to one); SlowMist handbook (many to one)',
  parameters: [
    { id: 'payers', unit: 'count', standard: 10, least: 2, most: 10_000 },
    { id: 'collectWithin', unit: 'seconds', standard: 604_800, least: 60, most: 31_536_000 },
    { id: 'within', unit: 'seconds', standard: 86_400, least: 60, most: 2_592_000 },
    { id: 'forwarded', unit: 'share', standard: 8000, least: 1000, most: 10_000 },
  ],
  limits: 'optional',
  innocent: ['merchant', 'exchangeSweep', 'donations'],
  needs: [],
  *read(input, values): Steps<Reading> {
    const { flows, ledgers } = input;
    const out = createCollector();
    const needed = values.number('payers');
    yield* eachLedger('fanIn', input, out, (ledger, subject, asset) => {
      const ins = insOf(ledgers, ledger);
      if (ins.length * 2 < needed) return;
      const limit = values.limits.get(asset);
      const payers = new Map<number, number>();
      let [first, next, sum] = [0, 0, 0n];
      let near: { readonly from: number; readonly to: number; readonly paid: number; readonly size: number } | null = null;
      let hits = 0;
      const drop = (): void => {
        const payer = flows.from[ins[first] as number] as number;
        const left = (payers.get(payer) ?? 1) - 1;
        if (left === 0) payers.delete(payer);
        else payers.set(payer, left);
        sum -= amountOf(flows, ins[first] as number);
        first++;
      };
      for (const paid of outsOf(ledgers, ledger)) {
        const time = flows.time[paid] as number;
        for (; next < ins.length && (ins[next] as number) < paid; next++) {
          const payer = flows.from[ins[next] as number] as number;
          payers.set(payer, (payers.get(payer) ?? 0) + 1);
          sum += amountOf(flows, ins[next] as number);
        }
        while (first < next && time - (flows.time[ins[first] as number] as number) > values.number('collectWithin')) drop();
        if (payers.size * 2 < needed) continue;
        const waited = time - (flows.time[ins[next - 1] as number] as number);
        const forwarded = share(amountOf(flows, paid), sum);
        const isShort = payers.size < needed || forwarded < BigInt(values.number('forwarded')) || waited > values.number('within');
        if (isShort) {
          if (hits === 0 && payers.size > (near?.size ?? 0) && judge(conditionsOf(payers.size, forwarded, waited)) === 'near')
            near = { from: first, to: next, paid, size: payers.size };
          continue;
        }
        if (add(first, next, paid) !== 'hit') continue;
        hits++;
        while (first < next) drop();
      }
      if (near !== null && hits === 0) add(near.from, near.to, near.paid);

      function add(from: number, to: number, paid: number): 'hit' | 'near' | null {
        const collected = ins.subarray(from, to);
        const whole = sumOf(flows, collected);
        const own = distinct(Array.from(collected, (flow) => flows.from[flow] as number));
        const waited = (flows.time[paid] as number) - (flows.time[collected[collected.length - 1] as number] as number);
        return out.add({
          subject,
          flows: [...collected, paid],
          parties: distinct([...own, flows.to[paid] as number]),
          conditions: [
            ...conditionsOf(
              own.length + (collected.some((flow) => flows.from[flow] === 0) ? 1 : 0),
              share(amountOf(flows, paid), whole),
              waited,
            ),
            ...(limit === undefined ? [] : [most('largestIn', largest(collected), limit, 'amount', asset)]),
          ],
          figures: [amount('received', asset, whole), amount('paidOn', asset, amountOf(flows, paid))],
        });
      }
    });
    return out.reading();

    function conditionsOf(payers: number, forwarded: bigint, waited: number): readonly Condition[] {
      return [
        least('payers', payers, needed),
        least('forwarded', forwarded, values.number('forwarded'), 'share'),
        most('waited', waited, values.number('within'), 'seconds'),
      ];
    }
    function largest(some: Uint32Array): bigint {
      let found = 0n;
      for (const flow of some) if (amountOf(flows, flow) > found) found = amountOf(flows, flow);
      return found;
    }
  },
};
