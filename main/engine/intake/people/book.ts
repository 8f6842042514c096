// All entries that stand, with what stands of each, and which of them the examiner takes for one. Read whole; worked out again when the rows
// have changed.
import type { LinkKind } from '../../../../shared/contract/people.ts';
import type { CaseFile, CaseSession, EntityRow, LinkRow } from '../../casefile/index.ts';
import { breathe, type Step, throwIfCancelled, type Work } from '../../kernel/index.ts';
import { identifierKey, nameKeys } from '../../labels/index.ts';

export interface Entry {
  readonly row: EntityRow;
  readonly title: string;
  readonly names: readonly string[];
  /** Those that stand. */
  readonly links: readonly LinkRow[];
}

export interface Book {
  readonly entries: ReadonlyMap<number, Entry>;
  /** Of an entry all that the examiner takes for it, itself too; in the order of their numbers. */
  joinedWith(id: number): readonly number[];
  /** What spellings of a name have in common; each text is folded once. */
  keysOf(name: string): readonly string[];
}

const SLICE = 5_000;

export async function bookOf(session: CaseSession, work: Work<Step>): Promise<Book> {
  const file = session.current();
  const key = `people.book ${file.entities.mark()}`;
  session.drop((one) => one.startsWith('people.') && one !== 'people.folded' && !one.endsWith(key.slice('people.book'.length)));
  const folded = session.remember('people.folded', () => new Map<string, readonly string[]>());
  return session.share(key, (own) => makeBook(file, folded, own), work);
}

async function makeBook(file: CaseFile, folded: Map<string, readonly string[]>, work: Work<Step>): Promise<Book> {
  const links = new Map<number, LinkRow[]>();
  for (const link of file.entities.links()) {
    if (link.withdrawn !== '') continue;
    const own = links.get(link.entity);
    if (own === undefined) links.set(link.entity, [link]);
    else own.push(link);
  }
  const keysOf = (name: string): readonly string[] => {
    let keys = folded.get(name);
    if (keys === undefined) {
      keys = nameKeys(name);
      folded.set(name, keys);
    }
    return keys;
  };
  const entries = new Map<number, Entry>();
  const rows = file.entities.list().filter(({ withdrawn }) => withdrawn === '');
  for (const [at, row] of rows.entries()) {
    if (at % SLICE === SLICE - 1) {
      work.report({ phase: 'peopleNames', done: at, total: rows.length, unit: 'steps' });
      await breathe();
      throwIfCancelled(work);
    }
    const own = links.get(row.id) ?? [];
    const names = own.filter(({ kind }) => kind === 'name').map(({ value }) => value);
    for (const name of names) keysOf(name);
    entries.set(row.id, { row, title: titleOf(own, row.id), names, links: own });
  }
  const joined = joinsOf(file, entries);
  return { entries, keysOf, joinedWith: (id) => joined.get(id) ?? [id] };
}

const TITLES: readonly LinkKind[] = ['name', 'handle', 'account', 'email', 'phone', 'document', 'ip', 'address', 'vehicle', 'place'];

/** Its first name, else what identifies it first; its number where nothing does. */
export function titleOf(links: readonly LinkRow[], id: number): string {
  for (const kind of TITLES) {
    const found = links.find((one) => one.kind === kind);
    if (found !== undefined) return found.value;
  }
  return `#${id}`;
}

/** Groups of entries by the leads that were accepted last; an entry that fell away joins nothing. */
function joinsOf(file: CaseFile, entries: ReadonlyMap<number, Entry>): ReadonlyMap<number, readonly number[]> {
  const last = new Map(file.entities.judgements().map((one) => [one.lead, one]));
  const groups = new Map<number, number[]>();
  const groupOf = (id: number): number[] => {
    const own = groups.get(id) ?? [id];
    groups.set(id, own);
    return own;
  };
  for (const { a, b, verdict } of last.values()) {
    if (verdict !== 'accepted' || !entries.has(a) || !entries.has(b)) continue;
    const [one, other] = [groupOf(a), groupOf(b)];
    if (one === other) continue;
    one.push(...other);
    for (const id of other) groups.set(id, one);
  }
  for (const group of new Set(groups.values())) group.sort((a, b) => a - b);
  return groups;
}

/** Where an entry answers a search, in its own spelling; folded where it does so only by rules of folding. */
export interface Answering {
  readonly text: string;
  readonly isFolded: boolean;
}

/** Names by folding, everything else by its letters; null where nothing answers. What stands there letter by letter comes first. */
export function answering(book: Book, { names, links }: Entry, search: string): Answering | null {
  const plain = search.normalize('NFKC').toLowerCase();
  const others = links.filter(({ kind }) => kind !== 'name');
  const texts = [...names, ...others.flatMap(({ value, detail }) => [value, (detail as { what: string }).what])];
  const exact = texts.find((text) => text.includes(search) || text.toLowerCase().includes(plain));
  if (exact !== undefined) return { text: exact, isFolded: false };
  const keys = book.keysOf(search);
  const name = names.find((one) => book.keysOf(one).some((own) => keys.some((key) => own.includes(key))));
  if (name !== undefined) return { text: name, isFolded: true };
  const same = others.find(({ kind, value }) => {
    const wanted = identifierKey(kind, search);
    return wanted !== null && wanted === identifierKey(kind, value);
  });
  return same === undefined ? null : { text: same.value, isFolded: true };
}
