// Histories of browsers as records: each page with its title, how often and when it was visited last, in the order of those times. Times are counted
// from the epoch of the browser that wrote them.
import type { SeizedMessage } from '../../../../shared/contract/deviceReadings.ts';
import { isSqlite, type SqliteRow, sqliteRows } from '../scanners/contents/sqlitePages.ts';
import { lastName } from '../scanners/contents/source.ts';
import type { MessageReader } from '../scanners/seized.ts';
import { type Database, databaseOf, textIn, wholeIn } from '../scanners/sqliteDatabase.ts';
import { messagesRead, type Notes } from './reading.ts';

interface Epoch {
  readonly perSecond: bigint;
  /** Seconds from the epoch to 1970. */
  readonly before1970: bigint;
}
interface History {
  readonly form: string;
  readonly app: string;
  readonly name: RegExp;
  readonly epoch: Epoch;
  readonly pages: string;
  /** Columns of the pages' table; `last` may be missing: then the visits say it. */
  readonly count: string;
  readonly last: string | null;
  readonly visits: string;
  readonly visitOf: string;
  readonly visitTime: string;
}

const HISTORIES: readonly History[] = [
  // chromium, components/history/core/browser/url_database.cc and visit_database.cc; times by base/time/time.h: microseconds since 1601-01-01 UTC.
  {
    ...{ form: 'chromiumHistory', app: 'Chromium', name: /^(Archived )?History([ ._(-].*)?$/i },
    epoch: { perSecond: 1_000_000n, before1970: 11_644_473_600n },
    ...{ pages: 'urls', count: 'visit_count', last: 'last_visit_time', visits: 'visits', visitOf: 'url', visitTime: 'visit_time' },
  },
  // mozilla-central, toolkit/components/places/nsPlacesTables.h; PRTime (nsprpub prtime.h): microseconds since 1970-01-01 UTC.
  {
    ...{ form: 'firefoxHistory', app: 'Firefox', name: /^places.*\.sqlite/i, epoch: { perSecond: 1_000_000n, before1970: 0n } },
    ...{ pages: 'moz_places', count: 'visit_count', last: 'last_visit_date' },
    ...{ visits: 'moz_historyvisits', visitOf: 'place_id', visitTime: 'visit_date' },
  },
  // Safari's History.db keeps CFAbsoluteTime (CoreFoundation, CFDate.h): seconds since 2001-01-01 UTC, with parts of a second.
  {
    ...{ form: 'safariHistory', app: 'Safari', name: /^History.*\.db/i, epoch: { perSecond: 1n, before1970: -978_307_200n } },
    ...{ pages: 'history_items', count: 'visit_count', last: null },
    ...{ visits: 'history_visits', visitOf: 'history_item', visitTime: 'visit_time' },
  },
];
/** Browsers that keep the form of another one, by the folder that they use. */
const BY_FOLDER: readonly (readonly [app: string, folder: RegExp])[] = [
  ['Chrome', /google\/chrome|google-chrome|com\.android\.chrome|com\.google\.chrome/i],
  ['Edge', /microsoft\/edge|microsoft-edge|com\.microsoft\.emmx/i],
  ['Brave', /bravesoftware|com\.brave\.browser/i],
  ['Opera', /opera software|com\.opera\./i],
  ['Vivaldi', /vivaldi/i],
  ['Tor Browser', /tor ?browser|org\.torproject/i],
];
const MOST_BYTES = 256 * 2 ** 20;
const MOST_PAGES = 500_000;
const MOST_VISITS = 5_000_000;
const LONGEST_ADDRESS = 16_384;
const LONGEST_TITLE = 2_000;

interface Page {
  readonly id: string;
  readonly address: string;
  readonly title: string;
  readonly count: bigint | null;
  readonly last: bigint | null;
}
interface Visits {
  first: bigint;
  last: bigint;
  title: string;
}

export const browserHistory: MessageReader = {
  id: 'browserHistory',
  takes: ({ path, head }) => isSqlite(head) && HISTORIES.some(({ name }) => name.test(lastName(path))),
  async read(file) {
    const database = await databaseOf(file, MOST_BYTES);
    const history = database === null ? null : historyIn(database);
    if (database === null || history === null) return null;
    const path = file.path.replaceAll('\\', '/');
    const app = BY_FOLDER.find(([, folder]) => folder.test(path))?.[0] ?? history.app;
    return messagesRead(
      history.form,
      null,
      async function* (notes) {
        yield* recordsOf(database, history, app, notes);
      },
      'stated',
    );
  },
};

/** The one whose tables of pages and visits it has, whatever its name is. */
function historyIn({ source }: Database): History | null {
  const names = new Set<string>();
  const unread = (name: string): boolean => {
    names.add(name);
    return false;
  };
  for (const _ of sqliteRows(source, () => undefined, unread));
  return HISTORIES.find(({ pages, visits }) => names.has(pages) && names.has(visits)) ?? null;
}

function* recordsOf({ source }: Database, history: History, app: string, notes: Notes): Generator<SeizedMessage> {
  const pages: Page[] = [];
  const visits = new Map<string, Visits>();
  const wanted = (table: string): boolean => table === history.pages || table === history.visits;
  let read = 0;
  for (const row of sqliteRows(source, (table) => notes.add('damaged', 1, `damaged pages in ${table.slice(0, 80)}`), wanted)) {
    if (row.table === history.visits) {
      if (++read <= MOST_VISITS && !takeVisit(visits, row, history)) notes.add('beyondBound');
    } else if (pages.length < MOST_PAGES) pages.push(pageOf(row, history));
    else notes.add('beyondBound');
  }
  if (read > MOST_VISITS) notes.add('beyondBound', read - MOST_VISITS);
  const told = pages.map((page) => ({ page, of: visits.get(page.id), last: page.last ?? visits.get(page.id)?.last ?? null }));
  // A bookmark that was never opened is no visit.
  const visited = told.filter(({ page, last }) => page.address !== '' && ((last ?? 0n) !== 0n || (page.count ?? 0n) > 0n));
  visited.sort((a, b) => ((a.last ?? 0n) < (b.last ?? 0n) ? -1 : (a.last ?? 0n) > (b.last ?? 0n) ? 1 : 0));
  for (const { page, of, last } of visited) {
    const title = page.title === '' ? (of?.title ?? '') : page.title;
    yield {
      ...{ app, chat: '', participants: [], sender: '', direction: 'unknown' },
      ...{ time: last === null ? '' : `${last}`, instant: last === null ? null : instantOf(last, history.epoch) },
      text: title === '' ? page.address : `${page.address}\n${title}`,
      visit: {
        count: page.count === null ? null : Number(page.count),
        first: of === undefined ? null : instantOf(of.first, history.epoch),
      },
      place: { offset: null, bytes: null, row: `${history.pages} ${page.id}` },
    };
  }
}

const pageOf = (row: SqliteRow, { count, last }: History): Page => ({
  id: row.rowid,
  address: textIn(row, 'url').slice(0, LONGEST_ADDRESS),
  title: titleIn(row),
  count: naturalOf(wholeIn(row, count)),
  last: last === null ? null : wholeIn(row, last),
});

/** False where it is of a page beyond those that are held. */
function takeVisit(visits: Map<string, Visits>, row: SqliteRow, { visitOf, visitTime }: History): boolean {
  const [page, time] = [wholeIn(row, visitOf), wholeIn(row, visitTime)];
  if (page === null || time === null) return true;
  const title = titleIn(row);
  const known = visits.get(`${page}`);
  if (known === undefined) {
    if (visits.size >= MOST_PAGES) return false;
    visits.set(`${page}`, { first: time, last: time, title });
  } else {
    if (time < known.first) known.first = time;
    if (time >= known.last) Object.assign(known, { last: time, title: title === '' ? known.title : title });
  }
  return true;
}

const titleIn = (row: SqliteRow): string => textIn(row, 'title').slice(0, LONGEST_TITLE).replace(/\s+/g, ' ').trim();

const naturalOf = (count: bigint | null): bigint | null => (count !== null && count >= 0n && count <= 2n ** 53n - 1n ? count : null);

/** Null where it counts to no day of the years 1990 to 2999: what stands there is no such time. */
function instantOf(time: bigint, { perSecond, before1970 }: Epoch): string | null {
  const seconds = Number(time / perSecond - before1970);
  return seconds >= 631_152_000 && seconds < 32_503_680_000 ? new Date(seconds * 1000).toISOString().replace('.000Z', 'Z') : null;
}
