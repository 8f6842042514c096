// A finding with names in place of numbers, as it is stored, shown and printed. Assets are listed once beside it.
import type { AssetView } from '../../../../shared/contract/account.ts';
import type { FindingDetail } from '../../../../shared/contract/typology.ts';
import { amountOf } from '../typologies/flows.ts';
import { type Condition, type Figure, type Found, isMet } from '../typologies/typology.ts';
import type { CaseInput } from './caseInput.ts';
import type { PartyName } from './caseBook.ts';

/** Payments and parties of one finding that are kept by name; more are counted. */
const MOST_FLOWS = 1000;
const MOST_PARTIES = 300;

export type Summary = Pick<FindingDetail, 'subject' | 'assets' | 'conditions' | 'payments' | 'firstSeconds' | 'lastSeconds'>;
export type Detail = Pick<
  FindingDetail,
  'figures' | 'signs' | 'missing' | 'parties' | 'moreParties' | 'flows' | 'moreFlows' | 'transactions'
>;

export function describeFound({ flows, names }: CaseInput, found: Found): { readonly summary: Summary; readonly detail: Detail } {
  const assets: AssetView[] = [];
  const places = new Map<number, number>();
  const asset = (number: number): number => {
    const known = places.get(number) ?? assets.push(names.asset(number)) - 1;
    places.set(number, known);
    return known;
  };
  const figure = ({ code, unit, asset: of, value }: Figure) => ({
    code,
    unit,
    asset: unit === 'amount' ? asset(of) : null,
    value: `${value}`,
  });
  const condition = (one: Condition) => ({
    ...{ code: one.code, unit: one.unit, asset: one.unit === 'amount' ? asset(one.asset) : null, is: one.is },
    ...{ needed: `${one.needed}`, found: `${one.found}`, met: isMet(one) },
  });
  const idOf = (party: number): string | null => (party === 0 ? null : names.party(party).id);
  const all = found.parties.filter((party) => party !== 0 && party !== found.subject).map((party) => names.party(party));
  const parties = all.sort(byName);
  const shown = found.flows.slice(0, MOST_FLOWS);
  const time = (flow: number | undefined): number | null => (flow === undefined ? null : Math.floor(flows.time[flow] as number));
  return {
    detail: {
      figures: found.figures.map(figure),
      signs: [...found.signs],
      missing: [...found.missing],
      parties: parties.slice(0, MOST_PARTIES).map((party) => ({ ...party })),
      moreParties: Math.max(0, parties.length - MOST_PARTIES),
      flows: shown.map((flow) => {
        const { chain, id } = names.transaction(flows.transaction[flow] as number);
        return {
          ...{ item: names.item(flow), timeSeconds: time(flow) as number, transaction: id, chain },
          ...{ from: idOf(flows.from[flow] as number), to: idOf(flows.to[flow] as number) },
          ...{ asset: asset(flows.asset[flow] as number), amount: `${amountOf(flows, flow)}` },
        };
      }),
      moreFlows: found.flows.length - shown.length,
      transactions: found.transactions.map((one) => ({ ...names.transaction(one) })),
    },
    summary: {
      subject: { ...names.party(found.subject) },
      conditions: found.conditions.map(condition),
      ...{ assets, payments: found.flows.length, firstSeconds: time(found.flows[0]), lastSeconds: time(found.flows.at(-1)) },
    },
  };
}

function byName(a: PartyName, b: PartyName): number {
  const [one, other] = [`${a.chain} ${a.id}`, `${b.chain} ${b.id}`];
  return one < other ? -1 : one > other ? 1 : 0;
}
