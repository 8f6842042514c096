// Which parties of the case end the way of money under what was asked, and what each end stands for. Ends of one meaning are one number, in
// the order of their names, so that figures do not depend on where rows are stored.
import type { ExposureAsked, ExposurePart } from '../../../../shared/contract/exposure.ts';
import { BUSY, CONTRACT_END, type Ends, FIRST_END, isReason, REASONS } from '../exposure/ends.ts';
import { categoryWord } from '../accountLeads/services.ts';
import { CONTRACT } from '../typologies/flows.ts';
import type { CaseInput } from '../typologyRuns/caseInput.ts';
import { type Claims, listingAt, type ListingState } from './claims.ts';

type Meaning = Pick<ExposurePart, 'categories' | 'listing' | 'byCluster' | 'reason'>;

export interface CaseEnds {
  readonly ends: Ends;
  meaning(end: number): Meaning;
}

const STATES: readonly ListingState[] = ['listed', 'before', 'after', 'unknown'];

export function caseEnds({ flows, names }: CaseInput, claims: Claims, { followed, busy, contracts }: ExposureAsked): CaseEnds {
  const skipped = new Set(followed.map(categoryWord));
  const ofParty = new Map<number, Omit<Meaning, 'reason'>>();
  const keys = new Map<string, Meaning>();
  const keyOf = (meaning: Omit<Meaning, 'reason'>, listing: ListingState | null): string => {
    const key = JSON.stringify([meaning.categories, meaning.byCluster, listing]);
    if (!keys.has(key)) keys.set(key, { ...meaning, listing, reason: null });
    return key;
  };
  for (const party of claims.parties) {
    const own = claims.of(party);
    const categories = [...new Set(own.flatMap((claim) => claim.categories))].filter((word) => !skipped.has(word)).sort();
    if (categories.length === 0) continue;
    const isListed = own.some((claim) => claim.isListing && claim.categories.some((word) => !skipped.has(word)));
    const meaning = { categories, listing: isListed ? ('unknown' as const) : null, byCluster: names.party(party).kind === 'cluster' };
    ofParty.set(party, meaning);
    for (const state of isListed ? STATES : [null]) keyOf(meaning, state);
  }
  const sorted = [...keys].sort(([a], [b]) => (a < b ? -1 : 1));
  const numbers = new Map(sorted.map(([key], at) => [key, FIRST_END + at]));
  const of = new Uint32Array(flows.partyCount);
  if (busy !== null) {
    const payments = new Uint32Array(flows.partyCount);
    for (let flow = 0; flow < flows.flowCount; flow++)
      for (const party of [flows.from[flow] as number, flows.to[flow] as number]) payments[party] = (payments[party] as number) + 1;
    for (let party = 1; party < flows.partyCount; party++) if ((payments[party] as number) > busy) of[party] = BUSY;
  }
  if (contracts)
    for (let party = 1; party < flows.partyCount; party++)
      if (((flows.partyMarks[party] as number) & CONTRACT) !== 0) of[party] = CONTRACT_END;
  const dated = new Map<number, (seconds: number) => number>();
  for (const [party, meaning] of ofParty) {
    const numberAt = (state: ListingState | null): number => numbers.get(keyOf(meaning, state)) as number;
    of[party] = numberAt(meaning.listing);
    if (meaning.listing === null) continue;
    const own = claims.of(party);
    const byState = new Map(STATES.map((state) => [state, numberAt(state)]));
    dated.set(party, (seconds) => byState.get(listingAt(own, seconds)) as number);
  }
  return {
    ends: { of, dated },
    meaning: (end) =>
      isReason(end)
        ? { categories: [], listing: null, byCluster: false, reason: REASONS[end] as string }
        : (sorted[end - FIRST_END]?.[1] as Meaning),
  };
}
