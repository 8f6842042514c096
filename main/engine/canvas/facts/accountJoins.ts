// What joins movements beyond one account: value that changes its asset, its chain or its ledger. Recorded, or accepted by the examiner; it
// recognises nothing itself.
import type { CanvasFilter } from '../../../../shared/contract/canvas.ts';
import type { CanvasItem } from '../../../../shared/model/canvasItem.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { assetOf, type CaseAccounts, chainOf, isFee, payeeOf, payerOf } from '../../trace/index.ts';
import { accountCaseOf } from './accountCase.ts';
import { admitsOf } from './admits.ts';
import type { FactJoin, Party, PartyJoin } from './facts.ts';

const ofView = new WeakMap<CaseAccounts, ReadonlyMap<number, readonly number[]>>();

/** Joins in which a transfer stands, in the order of the view's conversions. */
export function accountJoins(session: CaseSession, view: CaseAccounts): (transfer: number) => readonly FactJoin[] {
  const { conversions, links, recognised } = view;
  const itemOf = itemsIn(session, view);
  return (transfer) => {
    let places = ofView.get(view);
    if (places === undefined) {
      places = placesOf(view);
      ofView.set(view, places);
    }
    return (places.get(transfer) ?? []).map((number) => {
      const { kind, ins, outs } = conversions[number] as (typeof conversions)[number];
      const judged = judgedOf(view, number);
      // In the order in which the view puts them together: links, what was recognised, what was accepted.
      const rule = judged?.rule ?? recognised.recorded[number - links.length]?.rule ?? 'ledgerLink@1';
      const standing = { standing: judged === undefined ? 'recorded' : 'accepted', rule, reason: judged?.reason ?? '' } as const;
      return {
        kind,
        ...standing,
        ins: ins.map(itemOf),
        outs: outs.map(itemOf),
        besides: () => besides(view, [...ins, ...outs]).map(itemOf),
      };
    });
  };
}

/** Movements named beside those of a join. */
const MOST_BESIDES = 20;

function besides({ slice }: CaseAccounts, own: readonly number[]): number[] {
  const found: number[] = [];
  for (const transaction of new Set(own.map((transfer) => slice.transferTransaction[transfer] as number))) {
    const end = slice.transactionStart[transaction + 1] as number;
    for (let transfer = slice.transactionStart[transaction] as number; transfer < end && found.length < MOST_BESIDES; transfer++)
      if (!own.includes(transfer) && !isFee(slice, transfer)) found.push(transfer);
  }
  return found;
}

/** What the ledgers record comes first, then what the examiner accepted. A pair that a ledger came to record since is recorded. */
function judgedOf({ links, recognised, conversions, names, accepted }: CaseAccounts, number: number) {
  if (number < links.length + recognised.recorded.length) return undefined;
  const { ins, outs } = conversions[number] as (typeof conversions)[number];
  const isSame = (given: (typeof accepted)[number]['ins'], transfers: readonly number[]): boolean =>
    given.length === transfers.length && given.every((name, place) => names.transfer(name) === transfers[place]);
  return accepted.find((link) => isSame(link.ins, ins) && isSame(link.outs, outs));
}

function itemsIn(session: CaseSession, view: CaseAccounts): (transfer: number) => CanvasItem {
  const { slice, names } = view;
  return (transfer) => accountCaseOf(session, view, names.chains[chainOf(slice, transfer)] as string).movementItem(transfer);
}

/** As `ChainFacts.joinsBetween` says. */
export function joinsBetween(
  session: CaseSession,
  view: CaseAccounts,
  chain: string,
  parties: ReadonlyMap<string, readonly Party[]>,
  filter: CanvasFilter,
): PartyJoin[] {
  const { slice, names, conversions } = view;
  const partyOf = new Map<number, string>();
  for (const [own, list] of parties)
    if (names.chains.includes(own))
      for (const { name, addresses } of list)
        for (const account of accountCaseOf(session, view, own).accountsOf(addresses)) partyOf.set(account, name);
  if (partyOf.size < 2) return [];
  const admits = admitsOf(filter);
  const itemOf = itemsIn(session, view);
  const caseOf = (transfer: number) => accountCaseOf(session, view, names.chains[chainOf(slice, transfer)] as string);
  const isMeant = (transfer: number): boolean =>
    admits.isAnyAsset || admits.asset(caseOf(transfer).assetView(assetOf(slice, transfer)).key);
  const found: PartyJoin[] = [];
  const seen = new Set<string>();
  for (const [number, { kind, ins, outs }] of conversions.entries()) {
    const [into] = ins;
    if (into === undefined || names.chains[chainOf(slice, into)] !== chain) continue;
    const sources = partiesAt(ins, (transfer) => [payeeOf(slice, transfer), payerOf(slice, transfer)]);
    const targets = partiesAt(outs, (transfer) => [payerOf(slice, transfer), payeeOf(slice, transfer)]);
    if (sources.size === 0 || targets.size === 0) continue;
    // What is recorded and was accepted before is recorded.
    const ends = `${ins.join(' ')}>${outs.join(' ')}`;
    if (seen.has(ends)) continue;
    seen.add(ends);
    const all = [...ins, ...outs];
    const times = all.map((transfer) => caseOf(transfer).timeOf(transfer));
    if (!times.every((time) => admits.time(time)) || !all.some(isMeant)) continue;
    const known = times.filter((time) => time !== null);
    const when = {
      firstSeconds: known.length === 0 ? null : Math.min(...known),
      lastSeconds: known.length === 0 ? null : Math.max(...known),
    };
    const standing = judgedOf(view, number) === undefined ? 'recorded' : 'accepted';
    for (const source of sources)
      for (const target of targets)
        if (source !== target) found.push({ source, target, kind, standing, ...when, movements: () => all.map(itemOf) });
  }
  return found;

  /** Of each movement the first of its ends for which a party stands. */
  function partiesAt(transfers: readonly number[], endsOf: (transfer: number) => readonly number[]): Set<string> {
    const names = new Set<string>();
    for (const transfer of transfers) {
      const end = endsOf(transfer).find((account) => partyOf.has(account));
      if (end !== undefined) names.add(partyOf.get(end) as string);
    }
    return names;
  }
}

function placesOf({ conversions }: CaseAccounts): ReadonlyMap<number, readonly number[]> {
  const places = new Map<number, number[]>();
  for (const [number, { ins, outs }] of conversions.entries())
    for (const transfer of new Set([...ins, ...outs])) {
      const own = places.get(transfer);
      if (own === undefined) places.set(transfer, [number]);
      else own.push(number);
    }
  return places;
}
