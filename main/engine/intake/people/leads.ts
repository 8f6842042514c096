// Leads between entries: names written alike, the same identifier, the same address of the internet at one time. A lead says by which rules
// and what speaks against its weight. It joins nothing: that is the examiner's word.
import type { LinkDetail, LinkKind, PeopleLead } from '../../../../shared/contract/people.ts';
import { isLedger } from '../../../../shared/model/ledger.ts';
import type { CaseFile, LinkRow } from '../../casefile/index.ts';
import { addressRange, identifierKey, identifierRules, nameRules, readInternetAddress } from '../../labels/index.ts';
import type { Book } from './book.ts';
import { SHARED_FILE } from './readLink.ts';
import { networkTables, type NetworkTables } from './sighting.ts';

export interface PeopleLeads {
  readonly leads: readonly PeopleLead[];
  readonly common: readonly { readonly kind: LinkKind; readonly text: string; readonly entries: number }[];
  /** Ranges in which more addresses were seen than are looked at. */
  readonly limited: readonly LimitedRange[];
}

interface LimitedRange {
  readonly entity: number;
  readonly title: string;
  readonly text: string;
  readonly looked: number;
  readonly found: number;
}

/** A value at more entries than these is told once instead of pair by pair: thousands share a provider's exit. */
const MOST_ALIKE = 30;
/** Two sightings of one address of the internet are a lead when no more lies between them. */
const SAME_TIME_SECONDS = 600;
/** Addresses of one range that are put beside it; of more it is said how many there are. */
const MOST_IN_RANGE = 1_000;
const IDENTIFIERS: readonly LinkKind[] = ['address', 'account', 'phone', 'email', 'handle', 'vehicle', 'document'];

interface Placed {
  readonly entity: number;
  readonly link: LinkRow;
}

export function leadsOf(file: CaseFile, book: Book): PeopleLeads {
  const buckets = new Map<string, Placed[]>();
  const put = (key: string, placed: Placed): void => {
    const own = buckets.get(key);
    if (own === undefined) buckets.set(key, [placed]);
    else own.push(placed);
  };
  for (const [entity, { links }] of book.entries)
    for (const link of links) for (const key of keysOf(book, link)) put(`${link.kind}|${key}`, { entity, link });
  const limited = putRanges(book, buckets, put);
  const tables = networkTables(file);
  const judged = new Map(file.entities.judgements().map((one) => [one.lead, one]));
  const found = new Map<string, PeopleLead>();
  const common: { kind: LinkKind; text: string; entries: number }[] = [];
  for (const [bucket, placed] of buckets) {
    const entries = new Set(placed.map(({ entity }) => entity)).size;
    if (entries < 2) continue;
    const kind = placed[0]?.link.kind as LinkKind;
    if (entries > MOST_ALIKE) {
      common.push({ kind, text: placed[0]?.link.value ?? '', entries });
      continue;
    }
    for (const [at, one] of placed.entries())
      for (const other of placed.slice(at + 1)) {
        if (one.entity === other.entity) continue;
        const [a, b] = one.entity < other.entity ? [one, other] : [other, one];
        const rules = rulesOf(kind, a.link, b.link);
        // Of several spellings by which two entries meet, the nearest counts.
        const id = kind === 'name' ? `name|${a.entity}|${b.entity}` : `${kind}|${a.entity}|${b.entity}|${bucket.slice(kind.length + 1)}`;
        const earlier = found.get(id);
        if (rules === null || (earlier !== undefined && earlier.rules.length <= rules.length)) continue;
        const judgement = judged.get(id);
        found.set(id, {
          ...{ id, kind, rules: [...rules], a: sideOf(book, a), b: sideOf(book, b), cautions: cautionsOf(tables, a.link, b.link) },
          ...{ standing: judgement?.verdict ?? 'open', reason: judgement?.reason ?? '' },
        });
      }
  }
  const leads = [...found.values()].sort((x, y) => x.a.entity - y.a.entity || x.b.entity - y.b.entity || (x.id < y.id ? -1 : 1));
  return { leads, common: common.sort((x, y) => y.entries - x.entries).slice(0, 200), limited };
}

function keysOf(book: Book, { kind, value, chain, detail }: LinkRow): readonly string[] {
  if (kind === 'name') return book.keysOf(value);
  const { service, timeSeconds, upTo } = detail as LinkDetail;
  // What has no time meets too many; ranges are laid over the sightings afterwards.
  if (kind === 'ip') return timeSeconds === null || upTo !== '' ? [] : [value];
  if (!IDENTIFIERS.includes(kind as LinkKind) || (kind === 'document' && service === SHARED_FILE)) return [];
  const key = identifierKey(kind, value);
  if (key === null) return [];
  // The same number in two ledgers or at two providers is nothing in common.
  if (kind === 'address' && isLedger(chain)) return [`${chain} ${key}`];
  if (kind !== 'account' && kind !== 'handle') return [key];
  return service === ''
    ? [`? ${key}`]
    : book
        .keysOf(service)
        .slice(0, 1)
        .map((own) => `${own} ${key}`);
}

function rulesOf(kind: LinkKind, a: LinkRow, b: LinkRow): readonly string[] | null {
  if (kind === 'name') return nameRules(a.value, b.value);
  if (kind !== 'ip') return identifierRules(kind, a.value, b.value);
  const [one, other] = [a.detail as LinkDetail, b.detail as LinkDetail];
  if (one.port !== null && other.port !== null && one.port !== other.port) return null;
  const [from, to] = [one.timeSeconds as number, other.timeSeconds as number];
  const [end, otherEnd] = [one.untilSeconds ?? from, other.untilSeconds ?? to];
  const apart = Math.max(from, to) - Math.min(end, otherEnd);
  if (apart > SAME_TIME_SECONDS) return null;
  const lasts = end > from || otherEnd > to;
  const time = apart > 0 ? 'nearTime' : lasts ? 'withinTime' : 'sameTime';
  return [
    ...(one.upTo === '' && other.upTo === '' ? [] : ['inRange']),
    ...[time, ...(one.port !== null && one.port === other.port ? ['samePort'] : [])],
  ];
}

/** Subscriber data may give a range of addresses: it is put beside every sighting in it. */
function putRanges(book: Book, buckets: ReadonlyMap<string, unknown>, put: (key: string, placed: Placed) => void): LimitedRange[] {
  const limited: LimitedRange[] = [];
  const hex = (text: string): string => Buffer.from(readInternetAddress(text) ?? []).toString('hex');
  const seen = [...buckets.keys()].flatMap((key) => (key.startsWith('ip|') ? [{ key, at: hex(key.slice(3)) }] : []));
  seen.sort((a, b) => (a.at < b.at ? -1 : 1));
  for (const [entity, { links }] of book.entries)
    for (const link of links) {
      const { upTo, timeSeconds } = link.detail as LinkDetail;
      if (link.kind !== 'ip' || upTo === '' || timeSeconds === null) continue;
      const [low, high] = [hex(link.value), hex(upTo)];
      const from = firstBehind(seen, (at) => at < low);
      const found = firstBehind(seen, (at) => at <= high) - from;
      const looked = Math.min(found, MOST_IN_RANGE);
      for (let at = from; at < from + looked; at++) put((seen[at] as { key: string }).key, { entity, link });
      if (looked < found) limited.push({ entity, title: book.entries.get(entity)?.title ?? '', text: linkText(link), looked, found });
    }
  return limited;
}

/** Place of the first for which it does not hold; it holds for all before it. */
function firstBehind(seen: readonly { readonly at: string }[], holds: (at: string) => boolean): number {
  let [from, to] = [0, seen.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds((seen[middle] as { at: string }).at)) from = middle + 1;
    else to = middle;
  }
  return from;
}

function cautionsOf(tables: NetworkTables, a: LinkRow, b: LinkRow): string[] {
  const cautions: string[] = [];
  const bytes = a.kind === 'ip' ? readInternetAddress(a.value) : null;
  if (bytes !== null) {
    if (addressRange(bytes) !== 'public') cautions.push('sharedAddress');
    for (const { kind } of tables.listsOf(bytes)) if (!cautions.includes(kind)) cautions.push(kind);
  }
  if (a.source !== null && a.source === b.source) cautions.push('sameSource');
  return cautions;
}

function sideOf(book: Book, { entity, link }: Placed): PeopleLead['a'] {
  const entry = book.entries.get(entity);
  // Of directors of one name only their companies tell one from another.
  const companies = link.kind !== 'name' ? [] : (entry?.links ?? []).flatMap(({ kind, value }) => (kind === 'directs' ? [value] : []));
  return { entity, title: entry?.title ?? '', link: link.id, text: [linkText(link), ...companies].join(' · ') };
}

const utc = (seconds: number): string => `${new Date(seconds * 1000).toISOString().replace('T', ' ').slice(0, 19)} UTC`;

/** The value with what it is nothing without: its provider, or its time. */
function linkText({ kind, value, detail }: LinkRow): string {
  const { service, timeSeconds, untilSeconds, port, upTo } = detail as LinkDetail;
  if (kind === 'ip') {
    const times = [timeSeconds, untilSeconds].flatMap((one) => (one === null ? [] : [utc(one)])).join(' – ');
    return `${value}${upTo === '' ? '' : ` – ${upTo}`}${port === null ? '' : ` : ${port}`} ${times}`.trimEnd();
  }
  return service === '' ? value : `${value} (${service})`;
}
