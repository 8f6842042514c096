// What labels and the program's own lists say of parties, with the days on which a list named them. A label of one address of a cluster is
// inherited by the cluster; that is an inference and is kept apart.
import type { CaseFile, LabelRow } from '../../casefile/index.ts';
import { SLICE, type Steps } from '../../kernel/index.ts';
import { categoryWord, serviceBook } from '../accountLeads/services.ts';
import type { CaseInput } from '../typologyRuns/caseInput.ts';
import { isListing } from '../typologyRuns/marks.ts';

export interface Claim {
  readonly label: string;
  readonly categories: readonly string[];
  readonly source: string;
  /** Day from which it is known to stand; empty where nobody says. */
  readonly from: string;
  /** `from` is the day of listing by the source's own word, so that before it the party was not listed. */
  readonly isFromExact: boolean;
  /** Day of the last version of its list that makes the claim, where a later one no longer does, and of that later one. */
  readonly lastSeen: string;
  readonly until: string;
  readonly isListing: boolean;
}

export type ListingState = 'listed' | 'before' | 'after' | 'unknown';

export interface Claims {
  /** Of labels that stand, and of lists that no longer name the party: it was named when it was paid. */
  of(party: number): readonly Claim[];
  /** Of an address, whether or not it has a payment. */
  ofAddress(address: string): readonly Claim[];
  readonly parties: readonly number[];
}

export function* claimsOf(file: CaseFile, { names, flows }: CaseInput): Steps<Claims> {
  const versions = new Map(file.labels.versions().map((one) => [one.source, one]));
  const rows = new Map<number, LabelRow>();
  for (const row of file.labels.all()) rows.set(row.id, row);
  for (const pack of versions.values()) if (!pack.newest) for (const row of file.labels.ofPack(pack)) rows.set(row.id, row);
  const byAddress = new Map<string, Claim[]>();
  const chainsOf = new Map<Claim, string | null>();
  const standing = file.labels.standing(new Set([...rows.values()].map(({ address }) => address)));
  for (const [address, labels] of standing)
    for (const { id, listed, delisted } of labels) {
      const row = rows.get(id);
      if (row === undefined || row.subject !== 'address') continue;
      const isOfList = isListing(row);
      // What a newer version took back no longer says what the party is; that a list named it when it was paid stays true.
      if (delisted !== '' && !isOfList) continue;
      const own = /^\d{4}-\d\d-\d\d/.exec(row.date)?.[0] ?? '';
      const pack = versions.get(row.source);
      const claim: Claim = {
        ...{ label: row.label, source: row.origin, isListing: isOfList, until: delisted },
        categories: [...new Set([row.category, row.abuse].map(categoryWord))].filter((word) => word !== '').sort(),
        from: own !== '' && (listed === '' || own < listed) ? own : listed,
        isFromExact: own !== '' && (row.own || pack?.format === 'ofac') && (listed === '' || own <= listed),
        lastSeen: delisted === '' ? '' : (pack?.day ?? ''),
      };
      chainsOf.set(claim, row.chain);
      byAddress.set(address, [...(byAddress.get(address) ?? []), claim]);
    }
  const byParty = new Map<number, Claim[]>();
  let done = 0;
  for (const [address, claims] of byAddress) {
    if ((done++ & 1023) === 0) yield { phase: 'exposureLabels', done, total: byAddress.size, unit: 'steps' };
    for (const chain of names.chains) {
      const meant = claims.filter((claim) => (chainsOf.get(claim) ?? chain) === chain);
      const party = meant.length === 0 ? 0 : names.find(chain, address);
      if (party !== 0) byParty.set(party, [...(byParty.get(party) ?? []), ...meant]);
    }
  }
  const listed = serviceBook([]);
  for (let party = 1; party < flows.partyCount; party++) {
    if ((party & (SLICE - 1)) === 0) yield { phase: 'exposureLabels', done: party, total: flows.partyCount, unit: 'steps' };
    const { chain, id } = names.party(party);
    const [ground] = listed.grounds(chain, id);
    if (ground === undefined) continue;
    const { label, category, source } = ground;
    const claim: Claim = {
      ...{ label: label === '' ? category : label, source, categories: [categoryWord(category)], isListing: false },
      ...{ from: '', isFromExact: false, lastSeen: '', until: '' },
    };
    byParty.set(party, [...(byParty.get(party) ?? []), claim]);
  }
  return { of: (party) => byParty.get(party) ?? [], ofAddress: (address) => byAddress.get(address) ?? [], parties: [...byParty.keys()] };
}

const DAY_SECONDS = 86_400;
const startOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 1000;

/** Whether lists named a party at a time: one list that did is enough; where one cannot say, it is not known. */
export function listingAt(claims: readonly Claim[], seconds: number): ListingState {
  const states = claims.filter(({ isListing: isOne }) => isOne).map((claim) => stateOf(claim, seconds));
  return (['listed', 'unknown', 'after', 'before'] as const).find((state) => states.includes(state)) ?? 'unknown';
}

function stateOf({ from, isFromExact, lastSeen, until }: Claim, seconds: number): ListingState {
  if (until !== '' && seconds >= startOf(until)) return 'after';
  if (from === '') return 'unknown';
  if (seconds < startOf(from)) return isFromExact ? 'before' : 'unknown';
  // Between the last version that names it and the first that does not, it was taken off on some day.
  return until !== '' && lastSeen !== '' && seconds >= startOf(lastSeen) + DAY_SECONDS ? 'unknown' : 'listed';
}
