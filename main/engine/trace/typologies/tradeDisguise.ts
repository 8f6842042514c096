// Payments that look like trade and have no trade behind them. What registers of companies and invoices say of the parties counts where the
// case holds them; what it does not hold is named as missing.
import type { Steps } from '../../kernel/index.ts';
import { daySums, levelDays } from './days.ts';
import { amountOf, inOrder, insOf, outsOf, type RegisterFacts, sumOf } from './flows.ts';
import { amount, count, createCollector, distinct, eachLedger, least, type Reading, type Sign, type Typology } from './typology.ts';

const DAY = 86_400;
const WEEK = 7 * DAY;
/** In and out of a day may differ by so much, in hundredths of a percent. */
const DAY_MARGIN = 500n;
/** Payments between two that make them partners. */
const PARTNER = 3;

export const tradeDisguise: Typology = {
  id: 'tradeDisguise',
  version: 2,
  heading: 'sourceOfFunds',
  citation:
    'Hong Kong Customs, HK$1.8 billion case (5 companies, 18 accounts, over 1,000 transactions); FATF/Egmont, Trade-Based Money Laundering (2020)',
  parameters: [
    { id: 'payments', unit: 'count', standard: 10, least: 3, most: 10_000 },
    { id: 'signs', unit: 'count', standard: 3, least: 2, most: 7 },
    { id: 'young', unit: 'seconds', standard: 365 * DAY, least: DAY, most: 3650 * DAY },
    { id: 'zone', unit: 'seconds', standard: 28_800, least: -43_200, most: 50_400 },
  ],
  limits: 'none',
  innocent: ['realTrade', 'familyCompany', 'instalments'],
  needs: [],
  *read(input, values): Steps<Reading> {
    const { flows, ledgers, firstFlow, registers } = input;
    const out = createCollector();
    const needed = values.number('payments');
    yield* eachLedger('tradeDisguise', input, out, (ledger, subject, asset) => {
      const [ins, outs] = [insOf(ledgers, ledger), outsOf(ledgers, ledger)];
      if ((ins.length + outs.length) * 2 < needed || ins.length === 0 || outs.length === 0) return;
      const all = inOrder(ins, outs);
      const round = all.filter((flow) => isRound(amountOf(flows, flow)));
      const perPair = new Map<number, number[]>();
      for (const flow of all) {
        const own = perPair.get(otherOf(flow, subject));
        if (own === undefined) perPair.set(otherOf(flow, subject), [flow]);
        else own.push(flow);
      }
      const others = distinct(perPair.keys());
      // Whoever is seen once is a customer; business has partners.
      const partners = others.filter((other) => (perPair.get(other)?.length ?? 0) >= PARTNER);
      const days = levelDays(daySums(flows, ins, outs, values.number('zone') / 60), DAY_MARGIN);
      const born = partners.map((other) => flows.time[firstFlow[other] as number] as number).sort((a, b) => a - b);
      const payers = distinct(Array.from(ins, (flow) => flows.from[flow] as number));
      const payees = distinct(Array.from(outs, (flow) => flows.to[flow] as number));
      const control = sameController(registers, flows.partyGroup, subject, payers, payees);
      const age = youngCompanies([subject, ...others], values.number('young'));
      const { held, described } = registers.invoices.get(subject) ?? { held: 0, described: 0 };
      const signs: Sign[] = [
        sign('roundAmounts', round.length * 10 >= all.length * 6),
        sign(
          'recurring',
          partners.some((other) => daysOf(perPair.get(other) ?? []) >= 5),
        ),
        sign('inEqualsOutByDay', days.active >= 3 && days.level * 10 >= days.active * 8),
        sign('sameWeek', othersInOneWeek(born) >= 3),
        { code: 'youngCompanies', state: age.known === 0 ? 'unknown' : age.young * 2 >= age.known ? 'yes' : 'no' },
        { code: 'sameController', state: control.state },
        { code: 'noGoods', state: held === 0 ? 'unknown' : described === 0 ? 'yes' : described * 2 >= held ? 'no' : 'unknown' },
      ];
      const there = signs.filter(({ state }) => state === 'yes').length;
      // Recurring payments of round sums are most of honest trade too: without a third sign nothing is said, near or not.
      if (there < 2) return;
      out.add({
        ...{ subject, flows: all, parties: others, signs },
        conditions: [least('payments', all.length, needed), least('signs', there, values.number('signs'))],
        figures: [
          amount('received', asset, sumOf(flows, ins)),
          amount('paidOut', asset, sumOf(flows, outs)),
          count('roundPayments', round.length),
          count('levelDays', days.level),
          ...(age.known === 0
            ? []
            : [count('foundedKnown', age.known), count('foundedShortlyBefore', age.young), count('foundedAfter', age.unborn)]),
          ...(held === 0 ? [] : [count('invoices', held), count('invoicesDescribed', described)]),
        ],
        missing: [
          ...(held === 0 ? ['invoices'] : []),
          'goods',
          ...(age.known === 0 ? ['companyRegister'] : []),
          ...(control.state === 'unknown' ? ['controllers'] : []),
          ...(control.isAlike ? ['directorsAlike'] : []),
        ],
      });
    });
    return out.reading();

    /** Parties whose founding day a register names, those that the first payment found no older than that, and those it found not founded yet. */
    function youngCompanies(
      parties: readonly number[],
      most: number,
    ): { readonly known: number; readonly young: number; readonly unborn: number } {
      const known = parties.filter((party) => registers.founded.has(party));
      const ages = known.map((party) => (flows.time[firstFlow[party] as number] as number) - (registers.founded.get(party) as number));
      return {
        known: known.length,
        young: ages.filter((age) => age >= 0 && age <= most).length,
        unborn: ages.filter((age) => age < 0).length,
      };
    }

    /** Days of the zone on which payments stand. */
    function daysOf(some: readonly number[]): number {
      return new Set(some.map((flow) => Math.floor(((flows.time[flow] as number) + values.number('zone')) / DAY))).size;
    }

    function otherOf(flow: number, subject: number): number {
      return (flows.from[flow] === subject ? flows.to[flow] : flows.from[flow]) as number;
    }
  },
};

/** One controller of a payer and of another party on the side that is paid, the subject too. */
function sameController(
  { controllers, alike }: RegisterFacts,
  partyGroup: Uint32Array,
  subject: number,
  payers: readonly number[],
  payees: readonly number[],
): { readonly state: Sign['state']; readonly isAlike: boolean } {
  const paid = [subject, ...payees];
  const meets = (keysOf: (party: number) => readonly number[]): boolean => {
    const holders = new Map<number, Set<number>>();
    for (const party of paid) for (const key of keysOf(party)) holders.set(key, (holders.get(key) ?? new Set()).add(party));
    return payers.some((party) => keysOf(party).some((key) => [...(holders.get(key) ?? [])].some((other) => other !== party)));
  };
  const named = (party: number): readonly number[] => controllers.get(party) ?? [];
  if (meets((party) => [partyGroup[party] as number]) || meets(named)) return { state: 'yes', isAlike: false };
  if (meets((party) => named(party).flatMap((controller) => alike.get(controller) ?? []))) return { state: 'unknown', isAlike: true };
  const isNamed = [payers, paid].every((side) => side.some((party) => named(party).length > 0));
  return { state: isNamed ? 'no' : 'unknown', isAlike: false };
}

const sign = (code: string, holds: boolean): Sign => ({ code, state: holds ? 'yes' : 'no' });

/** No more than two digits that are not zeros at the end, whatever the unit. */
function isRound(value: bigint): boolean {
  let rest = value;
  while (rest >= 100n && rest % 10n === 0n) rest /= 10n;
  return rest < 100n;
}

function othersInOneWeek(times: readonly number[]): number {
  let best = 0;
  let first = 0;
  for (let at = 0; at < times.length; at++) {
    while ((times[at] as number) - (times[first] as number) > WEEK) first++;
    best = Math.max(best, at - first + 1);
  }
  return best;
}
