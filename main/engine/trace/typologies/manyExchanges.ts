// A party spreads what it pays out over several exchanges within a day.
import type { Steps } from '../../kernel/index.ts';
import { amountOf, EXCHANGE, hasMark, outsOf } from './flows.ts';
import { amount, createCollector, distinct, eachParty, least, type Reading, type Typology } from './typology.ts';

export const manyExchanges: Typology = {
  id: 'manyExchanges',
  version: 1,
  heading: 'geography',
  citation: 'FATF 2020, geographical risks and transaction patterns (transfers to several VASPs)',
  parameters: [
    { id: 'exchanges', unit: 'count', standard: 3, least: 2, most: 100 },
    { id: 'within', unit: 'seconds', standard: 86_400, least: 60, most: 2_592_000 },
  ],
  limits: 'none',
  innocent: ['trader', 'arbitrage', 'diversification'],
  needs: ['exchangeLabels'],
  *read(input, values): Steps<Reading> {
    const { flows, ledgers } = input;
    const out = createCollector();
    const needed = values.number('exchanges');
    yield* eachParty('manyExchanges', input, out, (subject, own) => {
      const paid: number[] = [];
      for (const ledger of own)
        for (const flow of outsOf(ledgers, ledger)) if (hasMark(flows, flows.to[flow] as number, EXCHANGE)) paid.push(flow);
      if (paid.length * 2 < needed) return;
      paid.sort((a, b) => a - b);
      const inWindow = new Map<number, number>();
      let first = 0;
      let best: readonly number[] = [];
      let hits = 0;
      for (let at = 0; at < paid.length; at++) {
        const operator = operatorOf(paid[at] as number);
        inWindow.set(operator, (inWindow.get(operator) ?? 0) + 1);
        for (
          ;
          (flows.time[paid[at] as number] as number) - (flows.time[paid[first] as number] as number) > values.number('within');
          first++
        )
          drop();
        if (inWindow.size >= needed) {
          const until = (flows.time[paid[first] as number] as number) + values.number('within');
          let to = at + 1;
          while (to < paid.length && (flows.time[paid[to] as number] as number) <= until) to++;
          add(paid.slice(first, to));
          hits++;
          inWindow.clear();
          first = to;
          at = to - 1;
        } else if (inWindow.size > operatorsOf(best).length) best = paid.slice(first, at + 1);
      }
      if (hits === 0 && best.length > 0) add(best);

      function drop(): void {
        const operator = operatorOf(paid[first] as number);
        const left = (inWindow.get(operator) ?? 1) - 1;
        if (left === 0) inWindow.delete(operator);
        else inWindow.set(operator, left);
      }
      function add(group: readonly number[]): void {
        const assets = distinct(group.map((flow) => flows.asset[flow] as number));
        out.add({
          ...{ subject, flows: group, parties: distinct(group.map((flow) => flows.to[flow] as number)) },
          conditions: [least('exchanges', operatorsOf(group).length, needed)],
          figures: assets.map((asset) =>
            amount(
              'paidOut',
              asset,
              group.filter((flow) => flows.asset[flow] === asset).reduce((sum, flow) => sum + amountOf(flows, flow), 0n),
            ),
          ),
          missing: ['jurisdictions'],
        });
      }
    });
    return out.reading();

    /** Addresses of one exchange count once; one that no label names counts for itself. */
    function operatorOf(flow: number): number {
      const to = flows.to[flow] as number;
      return (flows.partyOperator[to] as number) || -to;
    }
    function operatorsOf(some: readonly number[]): number[] {
      return [...new Set(some.map(operatorOf))];
    }
  },
};
