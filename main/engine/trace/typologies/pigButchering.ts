// Several parties pay one intake more and more over weeks, and got a little back early: the pattern of investment fraud.
import type { Steps } from '../../kernel/index.ts';
import { amountOf, EXCHANGE, type Flows, hasMark, insOf, outsOf, sumOf } from './flows.ts';
import { amount, count, createCollector, eachLedger, least, type Reading, share, type Typology, type Values } from './typology.ts';

/** A payment back is a test where it is at most a tenth of what was paid until then. */
const TEST_PART = 10n;

export const pigButchering: Typology = {
  id: 'pigButchering',
  version: 1,
  heading: 'parties',
  citation: 'SlowMist handbook; TRM Labs and Chainalysis on investment fraud; FATF 2020, scam victim profile',
  parameters: [
    { id: 'victims', unit: 'count', standard: 3, least: 1, most: 10_000 },
    { id: 'deposits', unit: 'count', standard: 3, least: 2, most: 100 },
    { id: 'span', unit: 'seconds', standard: 1_209_600, least: 86_400, most: 31_536_000 },
    { id: 'rise', unit: 'share', standard: 20_000, least: 10_000, most: 1_000_000 },
    { id: 'tests', unit: 'count', standard: 1, least: 0, most: 1000 },
    { id: 'forwarded', unit: 'share', standard: 8000, least: 0, most: 10_000 },
  ],
  limits: 'none',
  innocent: ['investmentClub', 'savingsPlan', 'growingMerchant'],
  needs: [],
  *read(input, values): Steps<Reading> {
    const { flows, ledgers } = input;
    const out = createCollector();
    yield* eachLedger('pigButchering', input, out, (ledger, subject, asset) => {
      const [ins, outs] = [insOf(ledgers, ledger), outsOf(ledgers, ledger)];
      if (ins.length < values.number('deposits')) return;
      const byPayer = new Map<number, number[]>();
      for (const flow of ins) {
        const payer = flows.from[flow] as number;
        const own = byPayer.get(payer);
        if (own === undefined) byPayer.set(payer, [flow]);
        else own.push(flow);
      }
      const victims = [...byPayer].filter(([payer, own]) => payer !== 0 && isRising(flows, own, values)).map(([payer]) => payer);
      if (victims.length === 0) return;
      const isVictim = new Set(victims);
      const deposits = victims.flatMap((victim) => byPayer.get(victim) ?? []);
      const back = outs.filter((flow) => {
        const own = byPayer.get(flows.to[flow] as number);
        if (own === undefined || !isVictim.has(flows.to[flow] as number)) return false;
        const before = own.filter((one) => one < flow);
        return before.length > 0 && before.length < own.length && amountOf(flows, flow) * TEST_PART <= sumOf(flows, before);
      });
      const elsewhere = outs.filter((flow) => !isVictim.has(flows.to[flow] as number));
      const [received, paid] = [sumOf(flows, deposits), sumOf(flows, elsewhere)];
      const fromExchange = victims.filter((victim) => isFundedByExchange(victim));
      out.add({
        subject,
        flows: [...deposits, ...back, ...elsewhere],
        parties: victims,
        conditions: [
          least('victims', victims.length, values.number('victims')),
          least('testPayments', back.length, values.number('tests')),
          least('forwarded', share(paid < received ? paid : received, received), values.number('forwarded'), 'share'),
        ],
        figures: [
          amount('received', asset, received),
          amount('paidBack', asset, sumOf(flows, back)),
          amount('paidOn', asset, paid),
          count('fundedByExchange', fromExchange.length),
        ],
      });
    });
    return out.reading();

    function isFundedByExchange(party: number): boolean {
      for (let ledger = ledgers.partyStart[party] as number; ledger < (ledgers.partyStart[party + 1] as number); ledger++)
        for (const flow of insOf(ledgers, ledger)) if (hasMark(flows, flows.from[flow] as number, EXCHANGE)) return true;
      return false;
    }
  },
};

/** Over weeks, no payment below the one before, and the last a multiple of the first. */
function isRising(flows: Flows, own: readonly number[], values: Values): boolean {
  if (own.length < values.number('deposits')) return false;
  const [first, last] = [own[0] as number, own[own.length - 1] as number];
  if ((flows.time[last] as number) - (flows.time[first] as number) < values.number('span')) return false;
  for (let at = 1; at < own.length; at++) if (amountOf(flows, own[at] as number) < amountOf(flows, own[at - 1] as number)) return false;
  return amountOf(flows, last) * 10_000n >= amountOf(flows, first) * BigInt(values.number('rise'));
}
