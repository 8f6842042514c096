// Payments with a party that a list names, while it named it. The list's own dates decide; what a list says of a person is its word.
import type { Steps } from '../../kernel/index.ts';
import { amountOf, insOf, type ListingEvent, outsOf } from './flows.ts';
import { amount, count, createCollector, distinct, least, type Reading, type Typology } from './typology.ts';

interface Dealings {
  readonly during: number[];
  readonly outside: number[];
  readonly listed: Set<number>;
  isDirect: boolean;
}

export const sanctionsExposure: Typology = {
  id: 'sanctionsExposure',
  version: 1,
  heading: 'geography',
  citation: 'Lists taken in with the case, as of their dates (OFAC SDN and others); FATF 2020, geographical risks',
  parameters: [{ id: 'payments', unit: 'count', standard: 1, least: 1, most: 1000 }],
  limits: 'none',
  innocent: ['beforeListing', 'laterDelisted', 'unsolicitedDust'],
  needs: ['sanctionsLists'],
  *read(input, values): Steps<Reading> {
    const { flows, ledgers, events } = input;
    const out = createCollector();
    const byParty = new Map<number, ListingEvent[]>();
    for (const one of events.listings) byParty.set(one.party, [...(byParty.get(one.party) ?? []), one]);
    const found = new Map<string, { readonly subject: number; readonly asset: number } & Dealings>();
    for (const [party, listings] of byParty)
      for (let ledger = ledgers.partyStart[party] as number; ledger < (ledgers.partyStart[party + 1] as number); ledger++)
        for (const flow of [...insOf(ledgers, ledger), ...outsOf(ledgers, ledger)]) {
          const other = (flows.from[flow] === party ? flows.to[flow] : flows.from[flow]) as number;
          const asset = flows.asset[flow] as number;
          const key = `${other} ${asset}`;
          const own = found.get(key) ?? { subject: other, asset, during: [], outside: [], listed: new Set<number>(), isDirect: true };
          found.set(key, own);
          own.listed.add(party);
          own.isDirect &&= listings.some(({ isDirect }) => isDirect);
          const time = flows.time[flow] as number;
          const isListed = listings.some(({ from, until }) => (from === null || time >= from) && (until === null || time < until));
          (isListed ? own.during : own.outside).push(flow);
        }
    for (const { subject, asset, during, outside, listed, isDirect } of found.values()) {
      if (subject === 0) continue;
      const sum = (some: readonly number[], side: Uint32Array): bigint =>
        some.filter((flow) => side[flow] === subject).reduce((total, flow) => total + amountOf(flows, flow), 0n);
      out.add({
        subject,
        flows: [...during, ...outside],
        parties: distinct(listed),
        conditions: [least('paymentsWhileListed', during.length, values.number('payments'))],
        figures: [
          amount('paidToListed', asset, sum(during, flows.from)),
          amount('gotFromListed', asset, sum(during, flows.to)),
          count('outsideListing', outside.length),
        ],
        signs: [{ code: 'listedItself', state: isDirect ? 'yes' : 'no' }],
        // Before the listing or after its end: no exposure then, and worth a look.
        isNear: outside.length > 0,
      });
    }
    return out.reading();
  },
};
