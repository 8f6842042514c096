// Payments to or from a mixer, or through a transaction that is read as a CoinJoin.
import type { Steps } from '../../kernel/index.ts';
import { amountOf, COINJOIN, hasMark, MIXER, outsOf, placeAfter, SERVICE, sumOf, type TypologyInput } from './flows.ts';
import { amount, count, createCollector, distinct, eachFlow, least, most, type Reading, type Typology } from './typology.ts';

export const mixerUse: Typology = {
  id: 'mixerUse',
  version: 1,
  heading: 'anonymity',
  citation: 'FATF 2020, anonymity (mixing or tumbling services); SlowMist handbook',
  parameters: [
    { id: 'uses', unit: 'count', standard: 1, least: 1, most: 1000 },
    { id: 'within', unit: 'seconds', standard: 86_400, least: 60, most: 2_592_000 },
  ],
  limits: 'none',
  innocent: ['privacyPreference', 'sharedWalletMistaken', 'delistedMixer'],
  needs: ['mixerLabels'],
  *read(input, values): Steps<Reading> {
    const { flows, ledgers } = input;
    const out = createCollector();
    /** Last payment that each party got from a mixer. */
    const mixed = new Map<number, number>();
    /** By ledger: payments into and out of a mixer. */
    const uses = new Map<number, { readonly into: number[]; readonly from: number[] }>();
    const usesOf = (ledger: number) => {
      const own = uses.get(ledger) ?? { into: [], from: [] };
      uses.set(ledger, own);
      return own;
    };
    yield* eachFlow('mixerUse', input, (flow) => {
      const [from, to] = [flows.from[flow] as number, flows.to[flow] as number];
      if (from !== 0 && !hasMark(flows, from, SERVICE) && isMixing(input, flow, to))
        usesOf(ledgers.fromLedger[flow] as number).into.push(flow);
      if (to !== 0 && !hasMark(flows, to, SERVICE) && isMixing(input, flow, from)) usesOf(ledgers.toLedger[flow] as number).from.push(flow);
    });
    for (const [ledger, { into, from }] of uses) {
      const [subject, asset] = [ledgers.party[ledger] as number, ledgers.asset[ledger] as number];
      const last = from[from.length - 1];
      if (last !== undefined) mixed.set(subject, Math.max(last, mixed.get(subject) ?? -1));
      const both = [...into, ...from];
      const equal = both.length - new Set(both.map((flow) => amountOf(flows, flow))).size;
      out.add({
        subject,
        flows: both,
        parties: distinct(both.map((flow) => (flows.from[flow] === subject ? flows.to[flow] : flows.from[flow]) as number)),
        conditions: [least('uses', both.length, values.number('uses'))],
        figures: [
          amount('intoMixer', asset, sumOf(flows, into)),
          amount('outOfMixer', asset, sumOf(flows, from)),
          count('coinjoins', both.filter((flow) => isCoinjoin(input, flow)).length),
          count('equalAmounts', equal),
        ],
      });
    }
    // One step away, soon after: no use of a mixer by this party, and shown as a near miss alone.
    for (const [party, flow] of mixed)
      for (let ledger = ledgers.partyStart[party] as number; ledger < (ledgers.partyStart[party + 1] as number); ledger++) {
        const outs = outsOf(ledgers, ledger);
        const next = outs[placeAfter(outs, flow)];
        const to = next === undefined ? 0 : (flows.to[next] as number);
        if (next === undefined || to === 0 || mixed.has(to) || isMixing(input, next, to)) continue;
        if ((flows.time[next] as number) - (flows.time[flow] as number) > values.number('within')) continue;
        out.add({ subject: to, flows: [flow, next], parties: [party], conditions: [most('stepsAway', 1, 0)] });
      }
    return out.reading();
  },
};

function isCoinjoin({ flows }: TypologyInput, flow: number): boolean {
  return ((flows.transactionMarks[flows.transaction[flow] as number] as number) & COINJOIN) !== 0;
}

function isMixing(input: TypologyInput, flow: number, other: number): boolean {
  return isCoinjoin(input, flow) || (other !== 0 && hasMark(input.flows, other, MIXER));
}
