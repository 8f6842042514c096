// What one row of a register says, and of whom. Rows with the same customer number are of one entry, and in invoices rows with the same name
// letter by letter: these are the register's own words. Anything else is an entry of its own.
import type { EntityKind, LinkDetail, LinkKind } from '../../../../shared/contract/people.ts';
import type { LabelPlaces } from '../labelledChains.ts';
import {
  type ColumnRole,
  columnsOf,
  type Layout,
  plainText,
  type Profile,
  readTime,
  type Row,
  shownCell,
  skippedKind,
  type TimeStyle,
  zoneOfName,
} from '../tables/index.ts';
import { NO_DETAIL, readLink, SHARED_FILE } from './readLink.ts';
import { addressAndPort, createVisits, EPOCH, type Visits, whatOf } from './visits.ts';

export interface SaidLink {
  readonly kind: LinkKind;
  readonly value: string;
  readonly chain: string;
  readonly detail: LinkDetail;
  /** Where in its row it stands, for a source whose rows are not enough to find it by. */
  readonly place?: string;
}

export interface SaidEntry {
  /** What rows of one entry have in common. */
  readonly key: string;
  readonly kind: EntityKind;
  readonly title: string;
  readonly links: readonly SaidLink[];
}

export type RegisterRow =
  | { readonly row: number; readonly entries: readonly SaidEntry[] }
  | { readonly row: number; readonly reason: string; readonly text: string };

/** Roles whose cell is the value of a link, as it stands. */
const PLAIN: readonly (readonly [ColumnRole, LinkKind])[] = [
  ['personName', 'name'],
  ['nameReading', 'name'],
  ['birthDate', 'birthDate'],
  ['email', 'email'],
  ['phone', 'phone'],
  ['vehicle', 'vehicle'],
  ['postal', 'postal'],
  ['founded', 'founded'],
  ['office', 'office'],
  ['director', 'director'],
];
const KIND_WORDS: readonly (readonly [EntityKind, RegExp])[] = [
  ['person', /^(?:person|individual|natural person|個人|个人)$/i],
  ['organisation', /^(?:organi[sz]ation|company|corporate|legal person|法人|公司|企业|企業)$/i],
  ['service', /^(?:service|exchange|サービス|交換業者|服务|服務)$/i],
  ['device', /^(?:device|端末|设备|裝置)$/i],
];
/** Of a hash of what was shared, as they are written in hex and base32. */
const FILE_HASH = /^(?:urn:\w+:)?[0-9A-Za-z]{16,128}$/;
/** A cell may hold several addresses, e-mails or phone numbers. */
const SEVERAL = /\s*[;；、|\n]\s*/;

class Refused extends Error {
  readonly reason: string;
  readonly text: string;
  constructor(reason: string, text: string) {
    super(reason);
    this.reason = reason;
    this.text = text;
  }
}

/** `stated`: how times that do not say it themselves are meant; a zone that nobody names refuses the row. Null for a row that is no data. */
export function registerRows(profile: Profile, layout: Layout, places: LabelPlaces, stated: TimeStyle): (row: Row) => RegisterRow | null {
  const roles = columnsOf(profile, layout.head);
  const zone = (role: ColumnRole): number | null =>
    zoneOfName(layout.head.columns[roles.get(role) ?? -1] ?? '') ?? stated.zoneMinutes ?? profile.zoneMinutes;
  const visits = profile.log === true ? createVisits() : null;
  return (row) => {
    if (row.problem === 'notALogLine') return { row: row.number, reason: row.problem, text: shownCell(row.cells[0] ?? '') };
    if (row.number < layout.firstRow || skippedKind(row, layout.head) !== null) return null;
    const cell = (role: ColumnRole): string => {
      const text = plainText(row.cells[roles.get(role) ?? -1] ?? '');
      return visits !== null && text === '-' ? '' : text;
    };
    const seconds = (role: ColumnRole): number | null => {
      const text = role === 'time' && roles.has('clock') ? `${cell('time')} ${cell('clock')}`.trim() : cell(role);
      if (text === '') return role === 'time' && cell('unixTime') !== '' ? seconds('unixTime') : null;
      const epoch = visits !== null || role === 'unixTime' ? EPOCH.exec(text) : null;
      if (epoch !== null) return Number(epoch[1]);
      const read = readTime(text, { zoneMinutes: zone(role), dayOrder: stated.dayOrder ?? profile.dayOrder });
      if (!read.ok) throw new Refused(read.problem, text);
      return read.seconds;
    };
    try {
      const entries = roles.has('seller') && roles.has('buyer') ? invoiceOf(cell, seconds) : entriesOf(row.number);
      return { row: row.number, entries };
    } catch (error) {
      if (error instanceof Refused) return { row: row.number, reason: error.reason, text: shownCell(error.text) };
      throw error;
    }

    function link(kind: LinkKind, text: string, detail: Partial<LinkDetail> = {}): SaidLink {
      const read = readLink(
        kind,
        text,
        places,
        kind === 'address' ? cell('network') || profile.asset || undefined : undefined,
        detail.upTo,
      );
      if ('problem' in read) throw new Refused(read.problem, text);
      for (const said of [detail.service, detail.what]) if (said !== undefined && said.length > 400) throw new Refused('tooLong', said);
      return { kind, value: read.value, chain: read.chain, detail: { ...NO_DETAIL, ...detail, upTo: read.upTo } };
    }

    /** Whoever directs a company is an entry of its own, so that a name may meet other names; two rows may name two people alike. */
    function entriesOf(number: number): SaidEntry[] {
      const own = entryOf(number);
      const company = own.links.find(({ kind }) => kind === 'name');
      if (company === undefined) return [own];
      const directors = [...new Set(own.links.flatMap(({ kind, value }) => (kind === 'director' ? [value] : [])))];
      return [
        own,
        ...directors.map((name) => ({
          ...{ key: `row ${number} director ${name}`, kind: 'person' as const, title: name },
          links: [link('name', name), link('directs', company.value)],
        })),
      ];
    }

    function entryOf(number: number): SaidEntry {
      const links: SaidLink[] = [];
      const service = cell('provider') || profile.title.trim();
      for (const [role, kind] of PLAIN) for (const text of severalOf(kind, cell(role))) links.push(link(kind, text));
      const [customer, account, handle] = [cell('customer'), cell('account'), cell('handle')];
      if (customer !== '') links.push(link('account', customer, { service }));
      if (account !== '') links.push(link('account', account, { service: cell('provider') }));
      if (handle !== '') links.push(link('handle', handle, { service: cell('provider') }));
      if (cell('document') !== '') links.push(link('document', cell('document'), { service: cell('documentKind') }));
      for (const text of cell('address').split(/[\s;,；、|]+/)) if (text !== '') links.push(link('address', text));
      const both = visits === null ? null : addressAndPort(cell('ip'));
      const sighting = cell('ip') === '' ? null : sightingOf(both?.port ?? '');
      if (sighting !== null) links.push(link('ip', both?.ip ?? cell('ip'), sighting));
      if (links.length === 0) throw new Refused('saysNothing', row.cells[0] ?? '');
      const shared = cell('fileHash');
      if (shared !== '' && !FILE_HASH.test(shared)) throw new Refused('fileHashInvalid', shared);
      if (shared !== '')
        links.push(link('document', shared, { service: SHARED_FILE, what: visits === null ? '' : whatOf([cell('fileName')]) }));
      const company = ['founded', 'office', 'director'].some((role) => cell(role as ColumnRole) !== '');
      const stated = KIND_WORDS.find(([, words]) => words.test(cell('personKind')))?.[0];
      const name = cell('personName');
      return {
        key:
          customer !== ''
            ? `customer ${cell('provider')} ${customer}`
            : visits === null
              ? `row ${number}`
              : visitorOf(visits, number, sighting),
        kind: stated ?? (company ? 'organisation' : name === '' ? 'unknown' : 'person'),
        title: name || (links[0]?.value ?? ''),
        links,
      };
    }

    /** Whom a log names by one word is one entry; of nobody named the rows of one visit are. */
    function visitorOf(of: Visits, number: number, sighting: Partial<LinkDetail> | null): string {
      for (const role of ['account', 'email', 'handle'] as const) if (cell(role) !== '') return `${role} ${cell('provider')} ${cell(role)}`;
      return of.of(cell('ip'), cell('session'), sighting?.timeSeconds ?? null, number);
    }

    function sightingOf(written: string): Partial<LinkDetail> {
      const port = cell('port') || written;
      if (port !== '' && (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)) throw new Refused('portInvalid', port);
      const [timeSeconds, untilSeconds] = [seconds('time'), seconds('timeEnd')];
      if (timeSeconds !== null && untilSeconds !== null && untilSeconds < timeSeconds) throw new Refused('endsBefore', cell('timeEnd'));
      return { port: port === '' ? null : Number(port), timeSeconds, untilSeconds, what: doing(), upTo: cell('ipEnd') };
    }

    function doing(): string {
      return visits === null ? cell('operation') : whatOf([cell('operation'), cell('fileName')]);
    }

    function invoiceOf(of: typeof cell, at: typeof seconds): SaidEntry[] {
      const [seller, buyer, number] = [of('seller'), of('buyer'), of('invoice')];
      if (seller === '' || buyer === '') throw new Refused('partyMissing', seller || buyer);
      const what = [of('amount'), of('asset'), of('remark')].filter((text) => text !== '').join(' ');
      const timeSeconds = at('time');
      const side = (name: string, other: string): SaidEntry => ({
        ...{ key: `name ${name}`, kind: 'organisation', title: name },
        links: [link('name', name), link('invoice', number || '–', { service: other, what, timeSeconds })],
      });
      return [side(seller, `→ ${buyer}`), side(buyer, `← ${seller}`)];
    }
  };
}

function severalOf(kind: LinkKind, text: string): readonly string[] {
  if (text === '') return [];
  return kind === 'email' || kind === 'phone' || kind === 'director' ? text.split(SEVERAL).filter((one) => one !== '') : [text];
}
