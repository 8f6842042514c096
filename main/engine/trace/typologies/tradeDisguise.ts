// Payments that look like trade and have no trade behind them. What registers of the case say of companies is read beside them; what they do not
// say, and movements of goods, is named as missing.
import type { Steps } from '../../kernel/index.ts';
import { daySums, levelDays } from './days.ts';
import { amountOf, type Companies, type Flows, inOrder, insOf, outsOf, sumOf } from './flows.ts';
import { amount, count, createCollector, distinct, eachLedger, least, type Reading, type Sign, type Typology } from './typology.ts';

const WEEK = 604_800;
const YEAR = 31_536_000;
/** In and out of a day may differ by so much, in hundredths of a percent. */
const DAY_MARGIN = 500n;

export const tradeDisguise: Typology = {
  id: 'tradeDisguise',
  version: 2,
  heading: 'sourceOfFunds',
  citation:
    'Hong Kong Customs, HK$1.8 billion case (5 companies, 18 accounts, over 1,000 transactions); FATF/Egmont, Trade-Based Money Laundering (2020)',
  parameters: [
    { id: 'payments', unit: 'count', standard: 10, least: 3, most: 10_000 },
    { id: 'signs', unit: 'count', standard: 3, least: 2, most: 7 },
    { id: 'zone', unit: 'seconds', standard: 28_800, least: -43_200, most: 50_400 },
  ],
  limits: 'none',
  innocent: ['realTrade', 'familyCompany', 'instalments'],
  needs: [],
  *read(input, values): Steps<Reading> {
    const { flows, ledgers, firstFlow, companies } = input;
    const out = createCollector();
    const needed = values.number('payments');
    yield* eachLedger('tradeDisguise', input, out, (ledger, subject, asset) => {
      const [ins, outs] = [insOf(ledgers, ledger), outsOf(ledgers, ledger)];
      if ((ins.length + outs.length) * 2 < needed || ins.length === 0 || outs.length === 0) return;
      const all = inOrder(ins, outs);
      const round = all.filter((flow) => isRound(amountOf(flows, flow)));
      const perPair = new Map<number, number>();
      for (const flow of all) perPair.set(otherOf(flow, subject), (perPair.get(otherOf(flow, subject)) ?? 0) + 1);
      const others = distinct(perPair.keys());
      const days = levelDays(daySums(flows, ins, outs, values.number('zone') / 60), DAY_MARGIN);
      const born = others.map((other) => flows.time[firstFlow[other] as number] as number).sort((a, b) => a - b);
      const control = controllers(flows, companies, subject, ins, outs);
      const payers = distinct(Array.from(ins, (flow) => flows.partyGroup[flows.from[flow] as number] as number));
      const payees = distinct(Array.from(outs, (flow) => flows.partyGroup[flows.to[flow] as number] as number));
      const isGrouped = others.some((other) => flows.partyGroup[other] !== other) || flows.partyGroup[subject] !== subject;
      const isSame = payers.some((one) => payees.includes(one) || one === flows.partyGroup[subject]);
      const signs: Sign[] = [
        sign('roundAmounts', round.length * 10 >= all.length * 6),
        sign(
          'recurring',
          [...perPair.values()].some((payments) => payments >= 5),
        ),
        sign('inEqualsOutByDay', days.active >= 3 && days.level * 10 >= days.active * 8),
        sign('sameWeek', othersInOneWeek(born) >= 3),
        { code: 'youngCompanies', state: youngCompanies([subject, ...others]) },
        { code: 'sameController', state: (isSame && isGrouped) || control === 'yes' ? 'yes' : isGrouped ? 'no' : control },
        { code: 'noGoods', state: 'unknown' },
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
        ],
        missing: [
          ...(companies.hasInvoices ? [] : ['invoices']),
          'goods',
          ...(companies.hasRegister ? [] : ['companyRegister']),
          ...(isGrouped || control !== 'unknown' ? [] : ['controllers']),
        ],
      });
    });
    return out.reading();

    /** Founded less than a year before their first payment in the case: two at least. */
    function youngCompanies(parties: readonly number[]): Sign['state'] {
      const ages = parties.flatMap((party) => {
        const founded = companies.founded.get(party);
        return founded === undefined ? [] : [(flows.time[firstFlow[party] as number] as number) - founded];
      });
      if (ages.filter((age) => age < YEAR).length >= 2) return 'yes';
      return ages.length >= 2 ? 'no' : 'unknown';
    }

    function otherOf(flow: number, subject: number): number {
      return (flows.from[flow] === subject ? flows.to[flow] : flows.from[flow]) as number;
    }
  },
};

/** Whether one director stands on two sides: who pays, the account itself, who is paid. Only directors whom the examiner took for somebody count. */
function controllers({ from, to }: Flows, { directors }: Companies, subject: number, ins: Uint32Array, outs: Uint32Array): Sign['state'] {
  const of = (parties: Iterable<number>): Set<number> => new Set([...parties].flatMap((party) => directors.get(party) ?? []));
  const sides = [
    of(distinct(ins.map((flow) => from[flow] as number))),
    of([subject]),
    of(distinct(outs.map((flow) => to[flow] as number))),
  ];
  if (sides.some((side, at) => sides.some((other, place) => place > at && [...side].some((one) => other.has(one))))) return 'yes';
  return sides.filter(({ size }) => size > 0).length >= 2 ? 'no' : 'unknown';
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
