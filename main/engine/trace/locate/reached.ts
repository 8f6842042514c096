// Which entries chains of evidence of certain runs reach, each with its chains: what a report may say of people.
import type { CaseSession } from '../../casefile/index.ts';
import { bookOf } from '../../intake/index.ts';
import type { Step, Work } from '../../kernel/index.ts';
import { linksOf } from './addressLinks.ts';
import { type AddressLink, type BareChain, chainsTo } from './chains.ts';
import { runEnds } from './runEnds.ts';

/** Numbers of runs over coins and over accounts. */
export interface LocatedRuns {
  readonly coins: ReadonlySet<number>;
  readonly accounts: ReadonlySet<number>;
}

export interface ReachedEntry {
  readonly id: number;
  /** Empty where the examiner chose an entry that none of the runs reaches. */
  readonly chains: readonly BareChain[];
  /** All that the examiner takes for it, itself too. */
  readonly group: readonly number[];
}

/** `chosen`: entries by number, reached or not; null: those that a chain reaches. What the examiner takes for one goes together. */
export async function reachedEntries(
  session: CaseSession,
  runs: LocatedRuns,
  chosen: readonly number[] | null,
  work: Work<Step>,
): Promise<ReachedEntry[]> {
  const book = await bookOf(session, work);
  const linksOn = linksOf(book);
  const ends = runEnds(session.current()).ends.filter(({ run, of }) => runs[of].has(run));
  // Ends without a link make no chain, and a run may have many thousands.
  const named = ends.flatMap((end) => {
    const links = linksOn(end.chain, end.address);
    return links.length === 0 ? [] : [{ end, links }];
  });
  const asked = chosen ?? named.flatMap(({ links }) => links.map(({ entity }) => entity));
  const wanted = [...new Set(asked.flatMap((id) => book.joinedWith(id)))].filter((id) => book.entries.has(id)).sort((a, b) => a - b);
  const endsWith = endsByEntry(named);
  return wanted.map((id) => {
    const group = [id, ...book.joinedWith(id).filter((one) => one !== id)];
    const own = [...new Set(group.flatMap((one) => endsWith.get(one) ?? []))];
    return { id, group, chains: chainsTo(own, linksOn, group) };
  });
}

function endsByEntry<End>(named: readonly { readonly end: End; readonly links: readonly AddressLink[] }[]): ReadonlyMap<number, End[]> {
  const found = new Map<number, End[]>();
  for (const { end, links } of named)
    for (const { entity } of links) {
      const own = found.get(entity);
      if (own === undefined) found.set(entity, [end]);
      else own.push(end);
    }
  return found;
}
