// Where the links of entries say something is: pure, over links and tables that others read. A point comes from coordinates that the evidence
// gives, and from nothing else: of an IP address never more than the country of its network.
import type { EntityKind, LinkDetail } from '../../../../shared/contract/people.ts';
import type { NoPlace, Place, PlaceBasis } from '../../../../shared/contract/place.ts';
import { detailOf } from '../../intake/index.ts';
import type { LinkRow } from '../../casefile/index.ts';
import { readCoordinates } from '../../labels/index.ts';

export interface PlacedEntry {
  readonly id: number;
  readonly kind: EntityKind;
  readonly title: string;
  readonly links: readonly LinkRow[];
}

/** What tables say of an IP address. */
export interface AddressWhere {
  readonly isPublic: boolean;
  readonly networks: readonly {
    readonly table: string;
    readonly asOf: string;
    readonly country: string;
    readonly network: string;
    readonly row: number;
  }[];
  readonly lists: readonly { readonly table: string; readonly asOf: string; readonly kind: 'vpn' | 'tor' }[];
}

export interface PlaceFacts {
  readonly whereIs: (address: string) => AddressWhere;
  readonly tables: number;
  readonly sourceName: (source: number) => string;
  /** Whether the map has an outline of it. */
  readonly isDrawn: (country: string) => boolean;
  readonly liesIn: (country: string, latitude: number, longitude: number) => boolean;
  /** Registers of places: by provider and number what they say of one. */
  readonly directory: Directory;
}

export type Directory = ReadonlyMap<string, readonly { readonly entity: number; readonly link: LinkRow }[]>;

type Said = Omit<NoPlace, 'basis' | 'reason' | 'detail'>;
type Where = Pick<LinkDetail, 'country' | 'latitude' | 'longitude'>;

/** Kinds of links that say a place, or from which one follows. */
export const PLACED_KINDS: readonly string[] = ['place', 'office', 'postal', 'ip'];
const isSaid = ({ country, latitude }: Where): boolean => country !== '' || latitude !== '';
const folded = (text: string): string => text.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ');
/** Without a provider a number is not worth comparing: 001 stands in every bank's list. */
const directoryKey = ({ service }: LinkDetail, value: string): string | null =>
  folded(service) === '' ? null : `${folded(service)}\n${folded(value)}`;

/** An entry of which nothing is said but places is a line of a register of places. */
export const isDirectory = ({ links }: Pick<PlacedEntry, 'links'>): boolean =>
  links.length > 0 && links.every(({ kind }) => kind === 'place');

export function directoryOf(entries: Iterable<PlacedEntry>): Directory {
  const found = new Map<string, { entity: number; link: LinkRow }[]>();
  for (const entry of entries) {
    if (!isDirectory(entry)) continue;
    for (const link of entry.links) {
      const detail = detailOf(link.detail);
      const key = isSaid(detail) ? directoryKey(detail, link.value) : null;
      if (key !== null) found.set(key, [...(found.get(key) ?? []), { entity: entry.id, link }]);
    }
  }
  return found;
}

/** Of one entry, in the order of its links; sightings of one IP address are one. */
export function placesOf(entry: PlacedEntry, facts: PlaceFacts): { readonly places: Place[]; readonly nowhere: NoPlace[] } {
  const places: Place[] = [];
  const nowhere: NoPlace[] = [];
  for (const link of entry.links.filter(({ kind }) => kind !== 'ip' && PLACED_KINDS.includes(kind))) {
    const read = placeOf(saidBy(entry, [link], facts), link, facts);
    if ('reason' in read) nowhere.push(read);
    else places.push(read);
  }
  const sightings = new Map<string, LinkRow[]>();
  for (const link of entry.links) {
    if (link.kind !== 'ip') continue;
    const { upTo, country, latitude } = detailOf(link.detail);
    const key = JSON.stringify([link.value, upTo, country, latitude !== '', link.basis, link.grade, link.source]);
    const own = sightings.get(key);
    if (own === undefined) sightings.set(key, [link]);
    else own.push(link);
  }
  for (const links of sightings.values()) {
    const read = sighted(saidBy(entry, links, facts), links[0] as LinkRow, facts);
    places.push(...read.places);
    nowhere.push(...read.nowhere);
  }
  return { places, nowhere };
}

function saidBy(entry: PlacedEntry, links: readonly LinkRow[], { sourceName }: PlaceFacts): Said {
  const [first] = links as [LinkRow];
  const times = links.flatMap(({ detail }) => {
    const { timeSeconds, untilSeconds } = detailOf(detail);
    return timeSeconds === null ? [] : [timeSeconds, untilSeconds ?? timeSeconds];
  });
  const [least, most] = times.reduce(([low, high], one) => [Math.min(low, one), Math.max(high, one)], [Infinity, -Infinity]);
  return {
    ...{ link: first.id, links: links.length, entity: entry.id, entityKind: entry.kind, title: entry.title, value: writtenOf(first) },
    ...{ firstSeconds: times.length === 0 ? null : (least as number), lastSeconds: times.length === 0 ? null : (most as number) },
    ...{ statement: first.basis as Said['statement'], grade: first.grade as Said['grade'] },
    ...sourceOf(first, sourceName),
    ...{ exhibit: first.exhibit, evidencePlace: first.place, says: first.says, date: first.date },
  };
}

function writtenOf({ value, detail }: LinkRow): string {
  const { upTo } = detailOf(detail);
  return upTo === '' ? value : `${value} – ${upTo}`;
}

function sourceOf({ source, row }: LinkRow, sourceName: PlaceFacts['sourceName']): Pick<Said, 'source' | 'row'> {
  return { source: source === null ? null : { number: source, name: sourceName(source) }, row };
}

const BASIS_OF_KIND: Readonly<Record<string, PlaceBasis>> = {
  ...{ branch: 'branch', cashMachine: 'cashMachine', office: 'office', home: 'postal', other: 'other' },
};

function basisOf({ kind, detail }: LinkRow): PlaceBasis {
  if (kind === 'office' || kind === 'postal') return kind;
  return BASIS_OF_KIND[detailOf(detail).what] ?? 'other';
}

function placeOf(said: Said, link: LinkRow, facts: PlaceFacts): Place | NoPlace {
  const own = detailOf(link.detail);
  const basis = basisOf(link);
  if (isSaid(own)) return drawn(said, basis, own, null, facts);
  const key = link.kind === 'place' ? directoryKey(own, link.value) : null;
  const found = (key === null ? undefined : facts.directory.get(key)) ?? [];
  const [first] = found;
  if (first === undefined) return { ...said, basis, reason: 'noCountry', detail: '' };
  const texts = new Set(found.map(({ link: one }) => JSON.stringify(whereOf(one))));
  if (texts.size > 1) return { ...said, basis, reason: 'ambiguous', detail: found.map(({ link: one }) => `#${one.entity}`).join(', ') };
  const by = { link: first.link.id, entity: first.entity, ...sourceOf(first.link, facts.sourceName) };
  const kind = basis === 'other' ? basisOf(first.link) : basis;
  return drawn(said, kind, whereOf(first.link), by, facts);
}

function whereOf({ detail }: LinkRow): Where {
  const { country, latitude, longitude } = detailOf(detail);
  return { country, latitude, longitude };
}

function drawn(said: Said, basis: PlaceBasis, where: Where, by: Place['by'], facts: PlaceFacts): Place | NoPlace {
  const read = readCoordinates(where.latitude, where.longitude);
  const { country } = where;
  if (read !== null && typeof read === 'object')
    return {
      ...{ ...said, place: `${said.link}`, basis, form: 'point', country, latitude: where.latitude, longitude: where.longitude, by },
      ...{ slack: read.slack, table: null, outside: country !== '' && !facts.liesIn(country, read.latitude, read.longitude) },
    };
  if (country === '') return { ...said, basis, reason: 'noCountry', detail: '' };
  if (!facts.isDrawn(country)) return { ...said, basis, reason: 'notOnMap', detail: country };
  return ofCountry(said, basis, country, null, by);
}

function ofCountry(said: Said, basis: PlaceBasis, country: string, table: Place['table'], by: Place['by'] = null): Place {
  return {
    ...{ ...said, basis, form: 'country', country, latitude: '', longitude: '', slack: 0, outside: false, table, by },
    place: table === null ? `${said.link}${basis === 'stated' ? ' stated' : ''}` : `${said.link} ${table.name} ${table.asOf} ${country}`,
  };
}

/** A country for each table that names one; addresses that many share are no place of anybody's. */
function sighted(said: Said, link: LinkRow, facts: PlaceFacts): { readonly places: Place[]; readonly nowhere: NoPlace[] } {
  const { country, latitude, upTo } = detailOf(link.detail);
  const none = (reason: NoPlace['reason'], detail = '', basis: PlaceBasis = 'network'): NoPlace => ({ ...said, basis, reason, detail });
  const { isPublic, networks, lists } = facts.whereIs(link.value);
  const [shared] = lists;
  if (shared !== undefined) return { places: [], nowhere: [none(shared.kind, `${shared.table} ${shared.asOf}`)] };
  const places: Place[] = [];
  const nowhere: NoPlace[] = [];
  if (country !== '') {
    if (facts.isDrawn(country)) places.push(ofCountry(said, 'stated', country, null));
    else nowhere.push(none('notOnMap', country, 'stated'));
  }
  // Coordinates beside an IP address are some database's guess, not where anybody was.
  if (latitude !== '') nowhere.push(none('ofIp', '', 'stated'));
  // What a table of the case places is on the map and is not said to be on none.
  if (!isPublic && networks.length === 0) nowhere.push(none('notPublic'));
  else if (isPublic && facts.tables === 0) nowhere.push(none('noTable'));
  else if (isPublic && networks.length === 0) nowhere.push(none('notInTables'));
  const last = upTo === '' ? null : facts.whereIs(upTo).networks;
  for (const { table, asOf, row, country: named, network } of networks) {
    const code = named.trim().toUpperCase();
    const isOne = last === null || last.some((one) => one.table === table && one.country.trim().toUpperCase() === code);
    if (!isOne) nowhere.push(none('spans', code));
    else if (!facts.isDrawn(code)) nowhere.push(none('notOnMap', code === '' ? table : code));
    else places.push(ofCountry(said, 'network', code, { name: table, asOf, row, network }));
  }
  return { places, nowhere };
}
