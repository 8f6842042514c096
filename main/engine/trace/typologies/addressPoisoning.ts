// Payments of next to nothing from addresses that look like somebody the victim deals with: found by the rule of the same name
// (accounts/heuristics), gathered here by victim, with what was then paid to a look-alike.
import type { Steps } from '../../kernel/index.ts';
import { outsOf, placeFrom, type PoisoningEvent, sumOf } from './flows.ts';
import { amount, count, createCollector, distinct, type Figure, least, type Reading, type Typology } from './typology.ts';

export const addressPoisoning: Typology = {
  id: 'addressPoisoning',
  version: 1,
  heading: 'parties',
  citation: 'Tsuchiya, Dong, Soska, Christin, "Blockchain Address Poisoning", arXiv 2501.16681',
  parameters: [{ id: 'attempts', unit: 'count', standard: 1, least: 1, most: 1000 }],
  limits: 'none',
  innocent: ['ownVanityAddress', 'dustChange'],
  needs: ['accountChains'],
  *read(input, values): Steps<Reading> {
    const { flows, ledgers, events } = input;
    const out = createCollector();
    const byVictim = new Map<number, PoisoningEvent[]>();
    for (const one of events.poisonings) byVictim.set(one.victim, [...(byVictim.get(one.victim) ?? []), one]);
    for (const [victim, own] of byVictim) {
      const lookAlikes = distinct(own.map(({ lookAlike }) => lookAlike));
      const since = Math.min(...own.map(({ time }) => time));
      const lost: number[] = [];
      const figures: Figure[] = [];
      for (let ledger = ledgers.partyStart[victim] as number; ledger < (ledgers.partyStart[victim + 1] as number); ledger++) {
        const outs = outsOf(ledgers, ledger);
        const paid = outs.subarray(placeFrom(flows, outs, since)).filter((flow) => lookAlikes.includes(flows.to[flow] as number));
        if (paid.length === 0) continue;
        lost.push(...paid);
        figures.push(amount('paidToLookAlike', ledgers.asset[ledger] as number, sumOf(flows, paid)));
      }
      out.add({
        subject: victim,
        flows: lost,
        transactions: distinct(own.map(({ transaction }) => transaction)),
        parties: distinct([...lookAlikes, ...own.map(({ imitated }) => imitated)]),
        conditions: [least('attempts', own.length, values.number('attempts'))],
        figures: [count('lookAlikes', lookAlikes.length), ...figures],
        signs: [{ code: 'paidALookAlike', state: lost.length > 0 ? 'yes' : 'no' }],
      });
    }
    return out.reading();
  },
};
