// 跑分: a wallet lends itself to move others' money by the day, paid in points. Seven signs, of which some must be there; each is reported.
import type { Steps } from '../../kernel/index.ts';
import { busiestHours, daySums, levelDays } from './days.ts';
import {
  amountOf,
  DEALER,
  EXCHANGE,
  GUARANTEE,
  hasMark,
  inOrder,
  insOf,
  outsOf,
  RENTAL,
  SERVICE,
  sumOf,
  type TypologyInput,
} from './flows.ts';
import { amount, count, createCollector, distinct, eachLedger, least, type Reading, share, type Sign, type Typology } from './typology.ts';

const HOURS = 12;
const DAY_MARGIN = 500n;
const HALF = 5000n;

export const runningPoints: Typology = {
  id: 'runningPoints',
  version: 1,
  heading: 'parties',
  citation: 'Bitrace on USDT-TRC20 running points; SlowMist handbook (guarantee platforms); FATF 2020, money mule profile',
  parameters: [
    { id: 'signs', unit: 'count', standard: 4, least: 3, most: 7 },
    { id: 'receipts', unit: 'count', standard: 20, least: 5, most: 10_000 },
    { id: 'zone', unit: 'seconds', standard: 28_800, least: -43_200, most: 50_400 },
  ],
  limits: 'none',
  innocent: ['otcMerchant', 'merchant', 'paymentProcessor'],
  needs: [],
  *read(input, values): Steps<Reading> {
    const { flows, ledgers, events } = input;
    const out = createCollector();
    const knows = knownMarks(input);
    /** By the ledger that is paid. */
    const mainPayers = new Map<number, number>();
    const energy = new Map<number, number[]>();
    for (const { by, to } of events.delegations) energy.set(to, [...(energy.get(to) ?? []), by]);
    yield* eachLedger('runningPoints', input, out, (ledger, subject, asset) => {
      const [ins, outs] = [insOf(ledgers, ledger), outsOf(ledgers, ledger)];
      if (ins.length * 2 < values.number('receipts') || outs.length === 0) return;
      const all = inOrder(ins, outs);
      const days = levelDays(daySums(flows, ins, outs, values.number('zone') / 60), DAY_MARGIN);
      const top = topPayee(outs);
      const siblings = top === null ? 0 : payersMainlyTo(top.ledger, top.party);
      const signs: Sign[] = [
        deposit(ins, outs),
        sign('fixedAmounts', ins.length >= 5 && fixedShare(ins) >= HALF),
        sign('emptyByDay', days.active >= 3 && days.level * 10 >= days.active * 7),
        rented(subject),
        sign('sharedAggregator', siblings >= 3),
        sign('workingHours', all.length >= 20 && busiestHours(flows, all, HOURS) * 10 >= all.length * 9),
        levels(top),
      ];
      const there = signs.filter(({ state }) => state === 'yes').length;
      if (there < 2) return;
      out.add({
        ...{ subject, flows: all, signs },
        parties: distinct(all.flatMap((flow) => [flows.from[flow] as number, flows.to[flow] as number])).filter((one) => one !== subject),
        conditions: [least('signs', there, values.number('signs')), least('receipts', ins.length, values.number('receipts'))],
        figures: [
          amount('received', asset, sumOf(flows, ins)),
          amount('paidOut', asset, sumOf(flows, outs)),
          count('levelDays', days.level),
          count('activeDays', days.active),
          count('siblings', siblings),
        ],
        missing: [
          ...(knows.guarantee ? [] : ['guaranteeLabels']),
          ...(knows.rental ? [] : ['rentalLabels']),
          ...(knows.dealer ? [] : ['dealerLabels']),
        ],
      });
    });
    return out.reading();

    /** Paid to a guarantee platform before the first money came in. */
    function deposit(ins: Uint32Array, outs: Uint32Array): Sign {
      if (!knows.guarantee) return { code: 'deposit', state: 'unknown' };
      const early = outs.find((flow) => hasMark(flows, flows.to[flow] as number, GUARANTEE));
      return sign('deposit', early !== undefined && early < (ins[Math.min(4, ins.length - 1)] as number));
    }
    function rented(party: number): Sign {
      if (!knows.rental) return { code: 'rentedEnergy', state: 'unknown' };
      return sign(
        'rentedEnergy',
        (energy.get(party) ?? []).some((by) => hasMark(flows, by, RENTAL)),
      );
    }
    /** Whom most is paid to, where that is at least half. */
    function topPayee(outs: Uint32Array): { readonly party: number; readonly ledger: number } | null {
      const sums = new Map<number, bigint>();
      let whole = 0n;
      for (const flow of outs) {
        const to = flows.to[flow] as number;
        const value = amountOf(flows, flow);
        sums.set(to, (sums.get(to) ?? 0n) + value);
        whole += value;
      }
      for (const flow of outs) {
        const to = flows.to[flow] as number;
        if (to !== 0 && share(sums.get(to) ?? 0n, whole) >= HALF) return { party: to, ledger: ledgers.toLedger[flow] as number };
      }
      return null;
    }
    /** Others that pay most of what they pay to the same party. */
    function payersMainlyTo(ledger: number, party: number): number {
      if (hasMark(flows, party, SERVICE)) return 0;
      const known = mainPayers.get(ledger);
      if (known !== undefined) return known;
      const payers = new Set<number>();
      for (const flow of insOf(ledgers, ledger)) payers.add(ledgers.fromLedger[flow] as number);
      let found = 0;
      for (const payer of payers) {
        if (payer === 0) continue;
        const outs = outsOf(ledgers, payer);
        // Of a party with very many payments the share is not asked: it is nobody's runner.
        if (outs.length > 20_000) continue;
        const there = outs.filter((flow) => flows.to[flow] === party);
        if (share(sumOf(flows, there), sumOf(flows, outs)) >= HALF) found++;
      }
      mainPayers.set(ledger, found);
      return found;
    }
    /** Payer → wallet → aggregator → dealer or exchange. */
    function levels(top: { readonly party: number; readonly ledger: number } | null): Sign {
      if (!knows.dealer) return { code: 'levels', state: 'unknown' };
      if (top === null || hasMark(flows, top.party, SERVICE)) return { code: 'levels', state: 'no' };
      return sign(
        'levels',
        outsOf(ledgers, top.ledger).some((flow) => hasMark(flows, flows.to[flow] as number, EXCHANGE | DEALER | GUARANTEE)),
      );
    }
    /** Amounts in at most three classes of one percent, or that end like 0.9999. */
    function fixedShare(ins: Uint32Array): bigint {
      const classes: { readonly value: bigint; size: number }[] = [];
      const sorted = Array.from(ins, (flow) => amountOf(flows, flow)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      for (const value of sorted) {
        const last = classes[classes.length - 1];
        if (last !== undefined && (value - last.value) * 100n <= last.value) last.size++;
        else classes.push({ value, size: 1 });
      }
      const top = classes
        .map(({ size }) => size)
        .sort((a, b) => b - a)
        .slice(0, 3)
        .reduce((sum, size) => sum + size, 0);
      const nines = sorted.filter((value) => /999/.test(String(value))).length;
      return share(BigInt(Math.max(top, nines)), BigInt(ins.length));
    }
  },
};

const sign = (code: string, holds: boolean): Sign => ({ code, state: holds ? 'yes' : 'no' });

/** Whether any party of the case is labelled so: without one the sign says nothing. */
function knownMarks({ flows }: TypologyInput): { readonly guarantee: boolean; readonly rental: boolean; readonly dealer: boolean } {
  let all = 0;
  for (const marks of flows.partyMarks) all |= marks;
  return { guarantee: (all & GUARANTEE) !== 0, rental: (all & RENTAL) !== 0, dealer: (all & (EXCHANGE | DEALER)) !== 0 };
}
