// What registers of the case say of the parties of its payments: founding days, who controls them, invoices. An entry stands for a party
// where one of its links names its address or account, or those of an entry that the examiner takes for it.
import type { LinkDetail } from '../../../../shared/contract/people.ts';
import type { CaseSession, LinkRow } from '../../casefile/index.ts';
import { type Book, bookOf, linkPlaces, readTime } from '../../intake/index.ts';
import type { Step, Work } from '../../kernel/index.ts';
import type { RegisterFacts } from '../typologies/flows.ts';
import type { FlowNames } from './caseBook.ts';

/** Faults: job.cancelled. */
export async function registersOf(session: CaseSession, names: FlowNames, work: Work<Step>): Promise<RegisterFacts> {
  return registerFacts(await bookOf(session, work), (chain, address) => names.find(chain, address));
}

/** `partyOf`: 0 where there is none. */
export function registerFacts(book: Book, partyOf: (chain: string, address: string) => number): RegisterFacts {
  const founded = new Map<number, number>();
  const controllers = new Map<number, number[]>();
  const invoices = new Map<number, { held: number; described: number }>();
  const numbers = createControllers(book);
  for (const id of book.entries.keys()) {
    const group = book.joinedWith(id);
    if (group[0] !== id) continue;
    const links = group.flatMap((one) => book.entries.get(one)?.links ?? []);
    const parties = new Set(links.flatMap(linkPlaces).map(({ chain, address }) => partyOf(chain, address)));
    parties.delete(0);
    if (parties.size === 0) continue;
    const day = firstDay(links);
    const held = links.filter(({ kind }) => kind === 'invoice');
    const control = [numbers.ofEntry(id), ...links.flatMap((link) => (link.kind === 'director' ? numbers.ofDirector(link) : []))];
    for (const party of parties) {
      if (day !== null) founded.set(party, Math.min(day, founded.get(party) ?? day));
      controllers.set(party, [...new Set([...(controllers.get(party) ?? []), ...control])]);
      if (held.length === 0) continue;
      const known = invoices.get(party) ?? { held: 0, described: 0 };
      invoices.set(party, { held: known.held + held.length, described: known.described + held.filter(isDescribed).length });
    }
  }
  return { founded, controllers, invoices, alike: numbers.alike() };
}

/** Of the founding days that registers name; one that could be two days is none. */
function firstDay(links: readonly LinkRow[]): number | null {
  const days = links.flatMap(({ kind, value }) => {
    if (kind !== 'founded') return [];
    const read = readTime(value, { zoneMinutes: 0, dayOrder: null });
    return read.ok ? [read.seconds] : [];
  });
  return days.length === 0 ? null : Math.min(...days);
}

/** Whether an invoice says what it is for, beside its amount and currency. */
function isDescribed({ detail }: LinkRow): boolean {
  return (detail as LinkDetail).what.split(/\s+/).some((word) => /\p{L}/u.test(word) && !/^[A-Z]{3,5}$/.test(word));
}

/** Numbers of controllers: an entry with all that are taken for it, and a director's name letter by letter. */
function createControllers(book: Book) {
  const numbers = new Map<string, number>();
  /** Of directors' numbers, as written. */
  const names = new Map<number, string>();
  const number = (key: string): number => {
    const known = numbers.get(key) ?? numbers.size + 1;
    numbers.set(key, known);
    return known;
  };
  /** Entries that a register made of its directors, by its row and their names. */
  const directors = new Map<string, number>();
  const place = ({ source, row }: LinkRow, name: string): string => `${source} ${row} ${name}`;
  for (const [id, { links }] of book.entries)
    for (const link of links)
      if (link.kind === 'directs') for (const { kind, value } of links) if (kind === 'name') directors.set(place(link, value), id);
  const ofEntry = (id: number): number => number(`entry ${book.joinedWith(id)[0]}`);
  return {
    ofEntry,
    ofDirector(link: LinkRow): readonly number[] {
      const byName = number(`name ${link.value.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase()}`);
      names.set(byName, link.value);
      const entry = directors.get(place(link, link.value));
      return entry === undefined ? [byName] : [byName, ofEntry(entry)];
    },
    /** Numbers of the foldings of each director's name. */
    alike(): ReadonlyMap<number, readonly number[]> {
      return new Map([...names].map(([controller, name]) => [controller, book.keysOf(name).map((key) => number(`folded ${key}`))]));
    },
  };
}
