// One transaction of a report: a movement of the ledger where its amount, its day and both of its sides are said, else the reason why it is none.
import type { RejectedRow } from '../material.ts';
import type { SaidEntry, SaidLink } from '../people/registerRows.ts';
import { ledgerAsset } from '../tables/ledgerAssets.ts';
import { dayText } from '../tables/times.ts';
import { DAY, NO_EVENTS } from '../tables/mapping.ts';
import { readAmount, readTime, shownCell, type TimeStyle } from '../tables/index.ts';
import type { PlacedTransaction } from '../accounts/accountColumns.ts';
import { PARTIES, type Party, type PartyReader } from './parties.ts';
import { childOf, childrenOf, type Element, pathOf, textOf } from './reportXml.ts';

export interface ReadTransaction {
  readonly placed: PlacedTransaction | null;
  readonly refused: RejectedRow | null;
  readonly entries: readonly SaidEntry[];
  readonly names: readonly { readonly address: string; readonly name: string; readonly row: number }[];
}

interface Sided {
  readonly party: Party;
  /** Who brought the money or the order: somebody else than who stands on the side. */
  readonly conductors: readonly SaidEntry[];
  readonly extra: readonly SaidLink[];
}

/** As the ledgers of the case take it. */
const LONGEST_ACCOUNT = 200;

export function transactionReader(parties: PartyReader, style: TimeStyle, ledger: string | null) {
  const numbers = new Set<string>();
  return (of: Element, currency: string): ReadTransaction => {
    of.read = true;
    const dateAt = childOf(of, 'date_transaction');
    // The type has no day without a time: at midnight exactly it is the day.
    const dateText = (dateAt?.text ?? '').replace(/T00:00:00(?:\.0+)?(?=Z|[+-]\d\d:?\d\d|$)/, ' ').trim();
    const time = readTime(dateText, style);
    const seconds = time.ok ? time.seconds : null;
    const [from, to] = [sideOf(of, 'from', parties, seconds), sideOf(of, 'to', parties, seconds)];
    const others = othersOf(of, parties, seconds);
    const number = textOf(of, 'transactionnumber');
    const amountText = textOf(of, 'amount_local');
    const asset = ledgerAsset(currency, () => null);
    const facts = factsOf(of);
    const refuse = (reason: string, text: string): ReadTransaction => ({
      placed: null,
      refused: { row: of.line, reason, text: shownCell(`${pathOf(of)} ${number}: ${text}`) },
      entries: [...entriesOf(from, null), ...entriesOf(to, null), ...others],
      names: [],
    });
    if (number === '') return refuse('numberMissing', '');
    if (numbers.has(number)) return refuse('numberTwice', number);
    numbers.add(number);
    if (asset === null || asset.asset.kind !== 'fiat') return refuse('assetUnknown', currency);
    const amount = readAmount(amountText, asset.decimals);
    if (!amount.ok) return refuse(amount.problem, amountText);
    if (amount.negative) return refuse('negative', amountText);
    if (amount.amount === 0n) return refuse('nothingMoved', amountText);
    if (!time.ok) return refuse(time.problem, dateAt?.text ?? '');
    // A list of parties with roles of each authority's own says who took part, not from whom to whom.
    if (others.length > 0 && from === null && to === null) return refuse('partiesWithoutSides', '');
    if (from?.party.account == null || to?.party.account == null)
      return refuse('sideMissing', from?.party.account == null ? 't_from' : 't_to');
    const sides = { from: from.party.account, to: to.party.account };
    const long = Object.values(sides).find((account) => account.length > LONGEST_ACCOUNT);
    if (long !== undefined) return refuse('tooLong', long);
    const day = dayText(time);
    return {
      placed: {
        transaction: {
          ...{
            id: number,
            blockHash: null,
            blockNumber: null,
            position: null,
            timeSeconds: time.seconds,
            status: 'ok',
            from: null,
            to: null,
          },
          transfers: [{ path: [of.number], kind: 'ledger', ...sides, asset: asset.asset, amount: amount.amount }],
          events: NO_EVENTS,
        },
        rows: [of.line],
        facts: { ...facts, ...(day === null ? {} : { [DAY]: day }) },
      },
      refused: null,
      entries: [...entriesOf(from, ledger), ...entriesOf(to, ledger), ...others],
      names: [from, to].flatMap(({ party: { account, accountName } }) =>
        account === null || accountName === '' ? [] : [{ address: account, name: accountName, row: of.line }],
      ),
    };
  };
}

/** Null where the transaction names no such side. */
function sideOf(of: Element, side: 'from' | 'to', parties: PartyReader, seconds: number | null): Sided | null {
  const at = childOf(of, `t_${side}`, `t_${side}_my_client`);
  if (at === undefined) return null;
  const isClient = at.name.endsWith('_my_client');
  const party = childOf(at, `${side}_account`, `${side}_person`, `${side}_entity`);
  const conductors = childrenOf(at, 't_conductor').flatMap((one) => parties.read(one, isClient).entries);
  return {
    party: party === undefined ? { account: null, accountName: '', entries: [] } : parties.read(party, isClient),
    conductors,
    extra: parties.additional(childOf(at, `${side}_transaction_additional_info`), seconds),
  };
}

function othersOf(of: Element, parties: PartyReader, seconds: number | null): SaidEntry[] {
  return childrenOf(childOf(of, 'involved_parties'), 'party').flatMap((party) => {
    const extra = parties.additional(childOf(party, 'transaction_additional_info'), seconds);
    return childrenOf(party, ...PARTIES).flatMap((one) => {
      const [first, ...rest] = parties.read(one, one.name.endsWith('_my_client')).entries;
      return first === undefined ? [] : [{ ...first, links: [...first.links, ...extra] }, ...rest];
    });
  });
}

/** The first entry of a side gets what the transaction says of it, and where it stands in the ledger. */
function entriesOf(side: Sided | null, ledger: string | null): SaidEntry[] {
  if (side === null) return [];
  const { account, entries } = side.party;
  const [first, ...rest] = entries;
  if (first === undefined) return [...side.conductors];
  const [named] = first.links;
  const standing: SaidLink[] =
    ledger === null || account === null || named === undefined
      ? []
      : [{ ...named, kind: 'address', value: account, chain: ledger, detail: EMPTY }];
  return [{ ...first, links: [...first.links, ...side.extra, ...standing] }, ...rest, ...side.conductors];
}

const EMPTY = { service: '', what: '', port: null, timeSeconds: null, untilSeconds: null, upTo: '' };

/** What the row says besides, as it stands; amounts in other currencies are said, never counted. */
function factsOf(of: Element): Readonly<Record<string, string>> {
  const foreign = (['from', 'to'] as const).flatMap((side) => {
    const at = childOf(childOf(of, `t_${side}`, `t_${side}_my_client`), `${side}_foreign_currency`);
    const text = [textOf(at, 'foreign_amount'), textOf(at, 'foreign_currency_code')].filter((one) => one !== '').join(' ');
    return text === '' ? [] : [`${side}: ${text}`];
  });
  const remark = [textOf(of, 'transaction_description'), ...foreign].filter((text) => text !== '').join('; ');
  const operation = textOf(of, 'transmode_code');
  return { place: `${pathOf(of)}:${of.line}`, ...(remark === '' ? {} : { remark }), ...(operation === '' ? {} : { operation }) };
}
