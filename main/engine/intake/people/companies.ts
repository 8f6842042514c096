// What registers say of companies, for who reads payments: whose account it is, when it was founded, and which directors the examiner takes for
// one person. That two directors bear one name says nothing here; only what was accepted does.
import type { LinkDetail } from '../../../../shared/contract/people.ts';
import type { CaseFile, LinkRow } from '../../casefile/index.ts';
import { readTime } from '../tables/index.ts';
import { acceptedLeads, type Book, DIRECTOR_LEAD } from './book.ts';

export interface Place {
  readonly chain: string;
  readonly id: string;
}

export interface CompanyFacts {
  readonly hasInvoices: boolean;
  readonly hasRegister: boolean;
  readonly companies: readonly {
    readonly places: readonly Place[];
    readonly foundedSeconds: number | null;
    /** By number: directors with one number are taken for one person. */
    readonly directors: readonly number[];
  }[];
}

/** Where payments of an entry may be seen: an address on each of its chains, an account in the ledger that its provider's name names. */
export function placesOf({ kind, value, chain, detail }: LinkRow): readonly Place[] {
  if (kind === 'address') return chain.split(' ').map((one) => ({ chain: one, id: value }));
  return kind === 'account' ? [{ chain: `ledger:${(detail as LinkDetail).service.trim().toLowerCase()}`, id: value }] : [];
}

export function companiesOf(file: CaseFile, book: Book): CompanyFacts {
  const all = [...book.entries.values()];
  const has = (...kinds: readonly string[]): boolean => all.some(({ links }) => links.some(({ kind }) => kinds.includes(kind)));
  const personOf = directorsOf(file, book);
  const companies = all.flatMap(({ row, links }) => {
    const founded = links.find(({ kind }) => kind === 'founded');
    const directors = links.filter(({ kind }) => kind === 'director');
    if (founded === undefined && directors.length === 0) return [];
    const places = book.joinedWith(row.id).flatMap((id) => book.entries.get(id)?.links.flatMap(placesOf) ?? []);
    const read = readTime(founded?.value ?? '', { zoneMinutes: 0, dayOrder: null });
    return [
      {
        places,
        foundedSeconds: read.ok ? read.seconds : null,
        directors: [...new Set(directors.flatMap(({ value }) => personOf(row.id, value) ?? []))],
      },
    ];
  });
  return { hasInvoices: has('invoice'), hasRegister: has('founded', 'director'), companies };
}

/** A director of a company whom an accepted lead puts beside somebody, as the number of a person. */
function directorsOf(file: CaseFile, book: Book): (entity: number, name: string) => number | undefined {
  const numbers = new Map<string, number>();
  const parent: number[] = [];
  const root = (at: number): number => {
    let top = at;
    while (parent[top] !== top) top = parent[top] as number;
    return top;
  };
  const node = (key: string): number => {
    const known = numbers.get(key) ?? parent.push(parent.length) - 1;
    numbers.set(key, known);
    return known;
  };
  const directorKey = (entity: number, name: string): string => `director ${entity} ${name}`;
  const side = (entity: number, name: string): number => {
    const isDirector = book.entries.get(entity)?.links.some(({ kind, value }) => kind === 'director' && value === name) ?? false;
    return node(isDirector ? directorKey(entity, name) : `person ${book.joinedWith(entity)[0]}`);
  };
  for (const { lead, a, b, data } of acceptedLeads(file, book.entries)) {
    if (!DIRECTOR_LEAD.test(lead)) continue;
    const said = data as { readonly a: string; readonly b: string };
    const [one, other] = [root(side(a, said.a)), root(side(b, said.b))];
    parent[Math.max(one, other)] = Math.min(one, other);
  }
  return (entity, name) => {
    const known = numbers.get(directorKey(entity, name));
    return known === undefined ? undefined : root(known);
  };
}
