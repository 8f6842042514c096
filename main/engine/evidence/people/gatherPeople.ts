// What a bag says of people: entries that a chain of evidence of its runs reaches, or that the examiner chose. Only what a chain rests on is
// listed, names and the identifiers it goes over, unless all links are asked for; the rest is counted.
import type { PeopleLead } from '../../../../shared/contract/people.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile, CaseSession, LinkRow } from '../../casefile/index.ts';
import { type Book, bookOf, linkShower } from '../../intake/index.ts';
import type { Step, Work } from '../../kernel/index.ts';
import { type ReachedEntry, reachedEntries } from '../../trace/index.ts';
import type { BagEntry, BagJoin, BagLink, BagPeople } from '../bag/peoplePayload.ts';

/** Chains of one entry that are listed: an exchange's own entry ends many runs at many addresses. */
const MOST_CHAINS = 200;

export interface AskedPeople {
  /** Entries by number; null: those that a chain of evidence reaches. */
  readonly entries: readonly number[] | null;
  readonly fullLinks: boolean;
}

/** Null where nothing is to be said. Faults: people.unknown. */
export async function gatherPeople(
  session: CaseSession,
  runs: { readonly coins: ReadonlySet<number>; readonly accounts: ReadonlySet<number> },
  { entries: chosen, fullLinks }: AskedPeople,
  work: Work<Step>,
): Promise<BagPeople | null> {
  const file = session.current();
  const book = await bookOf(session, work);
  for (const id of chosen ?? []) if (!book.entries.has(id)) throw new Fault('people.unknown', { id });
  const reached = await reachedEntries(session, runs, chosen, work);
  if (reached.length === 0) return null;
  const listed = new Set(reached.map(({ id }) => id));
  const cited = new Set(reached.flatMap(({ chains }) => chains.map(({ link }) => link)));
  const show = linkShower(file);
  const titles = new Map<number, string>();
  const titleOf = (id: number): string => {
    const known = titles.get(id) ?? titleIn(book, id, cited, fullLinks);
    titles.set(id, known);
    return known;
  };
  return {
    ...{ chosen: chosen !== null, fullLinks },
    entries: reached.map((one) => entryOf(file, book, one, { cited, listed, fullLinks, show, titleOf })),
    joins: joinsWithin(file, book, reached),
    notListed: [...book.entries.keys()].filter((id) => !listed.has(id)).length,
    withdrawn: file.entities.list().filter(({ withdrawn }) => withdrawn !== '').length,
  };
}

interface Within {
  /** Links that chains go over. */
  readonly cited: ReadonlySet<number>;
  readonly listed: ReadonlySet<number>;
  readonly fullLinks: boolean;
  readonly show: ReturnType<typeof linkShower>;
  readonly titleOf: (id: number) => string;
}

function entryOf(file: CaseFile, book: Book, { id, chains, group }: ReachedEntry, { cited, fullLinks, show, titleOf }: Within): BagEntry {
  const entry = book.entries.get(id);
  if (entry === undefined) throw new Error('gatherPeople: no entry');
  const { row, links } = entry;
  const own = links.filter((link) => fullLinks || link.kind === 'name' || cited.has(link.id));
  return {
    ...{ id, kind: row.kind, title: titleOf(id), source: row.source, row: row.row, event: row.event === 0 ? null : row.event },
    joined: group.filter((one) => one !== id),
    links: own.map((link) => bagLink(link, show)),
    leftOut: links.length - own.length,
    withdrawnLinks: file.entities.linksOf(id).filter(({ withdrawn }) => withdrawn !== '').length,
    chains: chains.slice(0, MOST_CHAINS).map((chain) => ({
      ...chain,
      alternatives: chain.alternatives.map((other) => ({ ...other, title: titleOf(other.entity) })),
    })),
    moreChains: Math.max(0, chains.length - MOST_CHAINS),
  };
}

function bagLink(link: LinkRow, show: ReturnType<typeof linkShower>): BagLink {
  const { entity: _entity, withdrawn: _withdrawn, source, ...shown } = show(link);
  return { ...shown, source: source?.number ?? null, event: link.event === 0 ? null : link.event };
}

/** Its first name; of an entry without one what the chain goes over, so that no other identifier is told by its title. */
function titleIn(book: Book, id: number, cited: ReadonlySet<number>, fullLinks: boolean): string {
  const entry = book.entries.get(id);
  if (entry === undefined) return `#${id}`;
  if (fullLinks || entry.names.length > 0) return entry.title;
  return entry.links.find((link) => cited.has(link.id))?.value ?? `#${id}`;
}

/** Of each lead the judgement that counts, where it joins entries of one group. */
function joinsWithin(file: CaseFile, book: Book, reached: readonly ReachedEntry[]): BagJoin[] {
  const within = new Set(reached.flatMap(({ group }) => (group.length > 1 ? group : [])));
  const last = new Map(file.entities.judgements().map((one) => [one.lead, one]));
  return [...last.values()]
    .filter(({ verdict, a, b }) => verdict === 'accepted' && within.has(a) && within.has(b) && book.entries.has(a) && book.entries.has(b))
    .sort((x, y) => x.event - y.event)
    .map(({ a, b, reason, event, data }) => {
      const lead = data as { readonly kind: string; readonly rules: PeopleLead['rules']; readonly a: string; readonly b: string };
      return { a, b, kind: lead.kind, rules: [...lead.rules], texts: [lead.a, lead.b] as const, reason, event };
    });
}
