// The places of a case, or of one entry with those that the examiner takes for it: reads links and tables, asks each IP address once.
import type { EntityKind } from '../../../../shared/contract/people.ts';
import type { NoPlace, Place, PlaceBasis } from '../../../../shared/contract/place.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseSession, LinkRow } from '../../casefile/index.ts';
import { type Book, bookOf, detailOf, networkTables } from '../../intake/index.ts';
import { breathe, type Step, throwIfCancelled, type Work } from '../../kernel/index.ts';
import { addressRange, liesIn, outlines, readInternetAddress } from '../../labels/index.ts';
import { type AddressWhere, directoryOf, isDirectory, type PlacedEntry, type PlaceFacts, PLACED_KINDS, placesOf } from './places.ts';

export interface PlacesAsked {
  readonly id?: number | undefined;
  readonly kind?: EntityKind | undefined;
  readonly bases?: readonly PlaceBasis[] | undefined;
  readonly fromSeconds?: number | undefined;
  readonly toSeconds?: number | undefined;
}

export interface CasePlaces {
  readonly places: readonly Place[];
  readonly nowhere: readonly NoPlace[];
  readonly directory: number;
  readonly untimed: number;
  readonly tables: number;
}

const SLICE = 2_000;
const NOWHERE: AddressWhere = { isPublic: false, networks: [], lists: [] };

export async function casePlaces(session: CaseSession, asked: PlacesAsked, work: Work<Step>): Promise<CasePlaces> {
  const book = await bookOf(session, work);
  const file = session.current();
  if (asked.id !== undefined && !book.entries.has(asked.id)) throw new Fault('people.unknown', { id: asked.id });
  const group = asked.id === undefined ? null : new Set(book.joinedWith(asked.id));
  const tables = networkTables(file);
  const sources = new Map(file.sources.list().map(({ id, name }) => [id, name]));
  const drawn = new Set(outlines().map(({ code }) => code));
  // Kept while links and tables stay as they are: each address is looked up once, whatever is asked of the map.
  const known = session.remember(`people.where ${tables.stamp} ${file.entities.mark()}`, () => new Map<string, AddressWhere>());
  const entries = entriesOf(book);
  const facts: PlaceFacts = {
    whereIs(address) {
      const bytes = readInternetAddress(address);
      if (bytes === null) return NOWHERE;
      const before = known.get(address);
      if (before !== undefined) return before;
      const where = { isPublic: addressRange(bytes) === 'public', networks: tables.networksOf(bytes), lists: tables.listsOf(bytes) };
      known.set(address, where);
      return where;
    },
    tables: tables.searched,
    sourceName: (source) => sources.get(source) ?? '',
    isDrawn: (country) => country !== '' && drawn.has(country),
    liesIn,
    directory: directoryOf(entries),
  };
  const found: { places: Place[]; nowhere: NoPlace[] } = { places: [], nowhere: [] };
  const time = withinTime(asked);
  let directory = 0;
  for (const [at, entry] of entries.entries()) {
    if (at % SLICE === SLICE - 1) {
      work.report({ phase: 'places', done: at, total: entries.length, unit: 'steps' });
      await breathe();
      throwIfCancelled(work);
    }
    if (group !== null ? !group.has(entry.id) : asked.kind !== undefined && entry.kind !== asked.kind) continue;
    // A bank's list of branches is on the map of nobody until a link names one of them.
    if (group === null && isDirectory(entry)) {
      directory += entry.links.length;
      continue;
    }
    const { places, nowhere } = placesOf({ ...entry, links: entry.links.filter(time.keeps) }, facts);
    found.places.push(...places);
    found.nowhere.push(...nowhere);
  }
  const isAsked = ({ basis }: Pick<Place, 'basis'>): boolean => asked.bases === undefined || asked.bases.includes(basis);
  return {
    ...{ places: found.places.filter(isAsked), nowhere: found.nowhere.filter(isAsked) },
    ...{ directory, untimed: time.untimed(), tables: tables.searched },
  };
}

function entriesOf(book: Book): readonly PlacedEntry[] {
  return [...book.entries.values()].map(({ row, title, links }) => ({ id: row.id, kind: row.kind as EntityKind, title, links }));
}

/** Links of places and sightings that touch the time asked for. */
function withinTime({ fromSeconds: from, toSeconds: to }: PlacesAsked) {
  const isTimed = from !== undefined || to !== undefined;
  let untimed = 0;
  return {
    keeps({ kind, detail }: LinkRow): boolean {
      if (!isTimed || !PLACED_KINDS.includes(kind)) return true;
      const { timeSeconds, untilSeconds } = detailOf(detail);
      if (timeSeconds === null) untimed++;
      return timeSeconds !== null && (untilSeconds ?? timeSeconds) >= (from ?? -Infinity) && timeSeconds <= (to ?? Infinity);
    },
    untimed: () => untimed,
  };
}
