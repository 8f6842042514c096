// What is received is soon exchanged or carried to another chain, over two or more chains in a day.
import type { Steps } from '../../kernel/index.ts';
import { type ConversionEvent, insOf, placeFrom } from './flows.ts';
import { count, createCollector, least, type Reading, type Sign, type Typology } from './typology.ts';

export const chainHopping: Typology = {
  id: 'chainHopping',
  version: 1,
  heading: 'anonymity',
  citation: 'FATF 2020, anonymity (chain hopping); SlowMist handbook (bridges)',
  parameters: [
    { id: 'chains', unit: 'count', standard: 2, least: 2, most: 20 },
    { id: 'conversions', unit: 'count', standard: 1, least: 1, most: 1000 },
    { id: 'afterReceipt', unit: 'seconds', standard: 7200, least: 60, most: 604_800 },
    { id: 'within', unit: 'seconds', standard: 86_400, least: 60, most: 2_592_000 },
  ],
  limits: 'none',
  innocent: ['arbitrage', 'ordinarySwap', 'liquidityMove'],
  needs: ['conversions'],
  *read(input, values): Steps<Reading> {
    const { flows, ledgers, events } = input;
    const out = createCollector();
    const byGroup = new Map<number, ConversionEvent[]>();
    for (const one of events.conversions) {
      const group = flows.partyGroup[one.party] as number;
      byGroup.set(group, [...(byGroup.get(group) ?? []), one]);
    }
    let done = 0;
    for (const [group, own] of byGroup) {
      if (++done % 4096 === 0) yield { phase: 'typology:chainHopping', done, total: byGroup.size, unit: 'steps' };
      const sorted = [...own].sort((a, b) => a.time - b.time || a.transaction - b.transaction);
      for (let at = 0; at < sorted.length; ) {
        const begin = (sorted[at] as ConversionEvent).time;
        let to = at;
        while (to < sorted.length && (sorted[to] as ConversionEvent).time <= begin + values.number('within')) to++;
        const window = sorted.slice(at, to);
        const soon = window.filter((one) => receiptsBefore(one).length > 0);
        const chains = new Set(window.flatMap(({ chainIn, chainOut }) => [chainIn, chainOut]));
        const signs: Sign[] = [{ code: 'newAsset', state: window.some(({ assetIn, assetOut }) => assetIn !== assetOut) ? 'yes' : 'no' }];
        if (window.some(({ kind }) => kind === 'bridge') || chains.size > 1 || window.length > 1)
          out.add({
            subject: group,
            flows: window.flatMap((one) => [...receiptsBefore(one), ...(one.flow < 0 ? [] : [one.flow])]),
            transactions: window.map(({ transaction }) => transaction),
            conditions: [
              least('chains', chains.size, values.number('chains')),
              least('conversionsSoon', soon.length, values.number('conversions')),
            ],
            figures: [
              count('swaps', window.filter(({ kind }) => kind === 'swap').length),
              count('bridges', window.filter(({ kind }) => kind === 'bridge').length),
            ],
            signs,
          });
        at = to;
      }
    }
    return out.reading();

    /** What the party got in that asset shortly before; the last of them. */
    function receiptsBefore({ party, assetIn, time, flow }: ConversionEvent): readonly number[] {
      for (let ledger = ledgers.partyStart[party] as number; ledger < (ledgers.partyStart[party + 1] as number); ledger++) {
        if (ledgers.asset[ledger] !== assetIn) continue;
        const ins = insOf(ledgers, ledger);
        const from = placeFrom(flows, ins, time - values.number('afterReceipt'));
        let last = -1;
        for (let at = from; at < ins.length && (flows.time[ins[at] as number] as number) <= time; at++)
          if (flow < 0 || (ins[at] as number) < flow) last = ins[at] as number;
        return last < 0 ? [] : [last];
      }
      return [];
    }
  },
};
