// What joins movements beyond one account: value that changes its asset, its chain or its ledger. Recorded, or accepted by the examiner; it
// recognises nothing itself.
import type { CanvasItem } from '../../../../shared/model/canvasItem.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { type CaseAccounts, chainOf } from '../../trace/index.ts';
import { accountCaseOf } from './accountCase.ts';
import type { FactJoin } from './facts.ts';

const ofView = new WeakMap<CaseAccounts, ReadonlyMap<number, readonly number[]>>();

/** Joins in which a transfer stands, in the order of the view's conversions. */
export function accountJoins(session: CaseSession, view: CaseAccounts): (transfer: number) => readonly FactJoin[] {
  const { slice, names, conversions, accepted, links, recognised } = view;
  const itemOf = (transfer: number): CanvasItem =>
    accountCaseOf(session, view, names.chains[chainOf(slice, transfer)] as string).movementItem(transfer);
  return (transfer) => {
    let places = ofView.get(view);
    if (places === undefined) {
      places = placesOf(view);
      ofView.set(view, places);
    }
    return (places.get(transfer) ?? []).map((number) => {
      const { kind, ins, outs } = conversions[number] as (typeof conversions)[number];
      const judged = accepted.find((link) => sameEnds(link.ins, ins) && sameEnds(link.outs, outs));
      // In the order in which the view puts them together: links, what was recognised, what was accepted.
      const rule = judged?.rule ?? recognised.recorded[number - links.length]?.rule ?? 'ledgerLink@1';
      const standing = { standing: judged === undefined ? 'recorded' : 'accepted', rule, reason: judged?.reason ?? '' } as const;
      return { kind, ...standing, ins: ins.map(itemOf), outs: outs.map(itemOf) };
    });
  };

  function sameEnds(given: (typeof accepted)[number]['ins'], transfers: readonly number[]): boolean {
    return given.length === transfers.length && given.every((name, place) => names.transfer(name) === transfers[place]);
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
