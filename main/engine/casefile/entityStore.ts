// Entries about people, organisations, services and devices, what is said of each, and tables of networks. It stores and gives back: who
// is meant, and what is written alike, other rooms say. Nothing is deleted but by undoing the edit that wrote it; what was withdrawn, itself or
// with its source, is marked and stands on.
import type { Connection } from './connection.ts';
import { withJson } from './jsonColumns.ts';
import { type IdPart, likePart } from './idPart.ts';

export interface EntityRow {
  readonly id: number;
  readonly kind: string;
  /** The register it was read from; null for an entry by hand. */
  readonly source: number | null;
  readonly row: number;
  /** The edit that made it; 0 for one of a register. */
  readonly event: number;
  /** Empty while it stands. */
  readonly withdrawn: string;
}

export interface LinkRow {
  readonly id: number;
  readonly entity: number;
  readonly kind: string;
  /** As its source writes it. */
  readonly value: string;
  /** Of an address: the chains that it may be of, parted by blanks. */
  readonly chain: string;
  readonly detail: unknown;
  readonly basis: string;
  readonly source: number | null;
  readonly exhibit: string;
  readonly place: string;
  readonly date: string;
  readonly says: string;
  readonly grade: string;
  readonly row: number;
  readonly event: number;
  readonly withdrawn: string;
}

export type NewLink = Omit<LinkRow, 'id' | 'withdrawn'> & { readonly id?: number };

export interface EntityJudgementRow {
  readonly event: number;
  readonly a: number;
  readonly b: number;
  readonly lead: string;
  readonly verdict: 'accepted' | 'dismissed';
  readonly reason: string;
  /** The lead as it stood when it was judged. */
  readonly data: unknown;
}

export interface RangeRow {
  readonly low: Uint8Array;
  readonly high: Uint8Array;
  readonly country: string;
  readonly network: string;
  readonly row: number;
}

export type EntityStore = ReturnType<typeof openEntityStore>;

/** What withdraws a row: its own event's reason, or that its source went. */
const SOURCE_GONE = 'source';
const ENTITY = `SELECT entity.id AS id, kind, entity.source AS source, entity.row AS row, entity.event AS event,
    CASE WHEN source.state = 'withdrawn' THEN '${SOURCE_GONE}' ELSE coalesce(gone.reason, '') END AS withdrawn
  FROM entity LEFT JOIN source ON source.id = entity.source LEFT JOIN entity_withdrawn AS gone ON gone.what = 'entity' AND gone.id = entity.id`;
const LINK = `SELECT entity_link.id AS id, entity, kind, value, entity_link.chain AS chain, detail, basis, entity_link.source AS source,
    entity_link.exhibit AS exhibit, place, date, says, grade, entity_link.row AS row, entity_link.event AS event,
    CASE WHEN source.state = 'withdrawn' THEN '${SOURCE_GONE}' ELSE coalesce(gone.reason, '') END AS withdrawn
  FROM entity_link LEFT JOIN source ON source.id = entity_link.source LEFT JOIN entity_withdrawn AS gone ON gone.what = 'link' AND gone.id = entity_link.id`;
const LINK_COLUMNS = 'id, entity, kind, value, chain, detail, basis, source, exhibit, place, date, says, grade, row, event';

export function openEntityStore(connection: Connection) {
  const insertEntity = connection.prepare('INSERT INTO entity (id, kind, source, row, event) VALUES (?,?,?,?,?)');
  const insertLink = connection.prepare(`INSERT INTO entity_link (${LINK_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`);
  const insertRange = connection.prepare('INSERT INTO address_range (source, low, high, country, network, row) VALUES (?,?,?,?,?,?)');
  const rangeBelow = connection.prepare(
    'SELECT low, high, country, network, row FROM address_range WHERE source = ? AND low <= ? ORDER BY low DESC, high LIMIT ?',
  );
  const revive = (row: unknown): LinkRow => withJson(row, 'detail');
  const last = (table: 'entity' | 'entity_link'): number =>
    connection.prepare(`SELECT coalesce(max(id), 0) FROM ${table}`).pluck().get() as number;
  const mark = connection
    .prepare(
      `SELECT (SELECT coalesce(max(id), 0) || ' ' || count(*) || ' ' || coalesce(max(event), 0) FROM entity),
        (SELECT coalesce(max(id), 0) || ' ' || count(*) || ' ' || coalesce(max(event), 0) FROM entity_link),
        (SELECT coalesce(max(event), 0) || ' ' || count(*) FROM entity_withdrawn), (SELECT coalesce(max(event), 0) || ' ' || count(*) FROM entity_judgement),
        (SELECT count(*) || ' ' || coalesce(sum(state = 'withdrawn'), 0) FROM source)`,
    )
    .raw();
  return {
    /** Changes with every change of what stands here. */
    mark: (): string => (mark.get() as string[]).join(' '),
    lastEntity: () => last('entity'),
    lastLink: () => last('entity_link'),
    /** Under an id of its own where none is given. */
    add({ id, kind, source, row, event }: Omit<EntityRow, 'id' | 'withdrawn'> & { readonly id?: number }): number {
      return Number(insertEntity.run(id ?? null, kind, source, row, event).lastInsertRowid);
    },
    /** Undoes `add`; its links are undone before it. */
    remove: (id: number): number => connection.prepare('DELETE FROM entity WHERE id = ?').run(id).changes,
    addLink(link: NewLink): number {
      const { id, entity, kind, value, chain, detail, basis, source, exhibit, place, date, says, grade, row, event } = link;
      const texts = [entity, kind, value, chain, JSON.stringify(detail), basis, source, exhibit, place, date, says, grade, row, event];
      return Number(insertLink.run(id ?? null, ...texts).lastInsertRowid);
    },
    removeLink: (id: number): number => connection.prepare('DELETE FROM entity_link WHERE id = ?').run(id).changes,
    withdraw: (event: number, what: 'entity' | 'link', id: number, reason: string): void =>
      void connection.prepare('INSERT INTO entity_withdrawn (event, what, id, reason) VALUES (?,?,?,?)').run(event, what, id, reason),
    restore: (event: number): number => connection.prepare('DELETE FROM entity_withdrawn WHERE event = ?').run(event).changes,
    get: (id: number): EntityRow | undefined => connection.prepare(`${ENTITY} WHERE entity.id = ?`).get(id) as EntityRow | undefined,
    link(id: number): LinkRow | undefined {
      const row = connection.prepare(`${LINK} WHERE entity_link.id = ?`).get(id);
      return row === undefined ? undefined : revive(row);
    },
    list: (): EntityRow[] => connection.prepare(`${ENTITY} ORDER BY entity.id`).all() as EntityRow[],
    /** Withdrawn ones too. */
    links: (): LinkRow[] => connection.prepare(`${LINK} ORDER BY entity_link.id`).all().map(revive),
    linksOf: (entity: number): LinkRow[] => connection.prepare(`${LINK} WHERE entity = ? ORDER BY entity_link.id`).all(entity).map(revive),
    /** Those that stand and say this value, letter by letter. */
    linksTo: (kind: string, value: string): LinkRow[] =>
      connection
        .prepare(`${LINK} WHERE kind = ? AND value = ? ORDER BY entity_link.id`)
        .all(kind, value)
        .map(revive)
        .filter(({ withdrawn }) => withdrawn === ''),
    /** Of addresses that begin and end so, those that stand; one more than `most` where there are more. */
    linksLike: (part: IdPart, most: number): LinkRow[] =>
      connection
        .prepare(`${LINK} WHERE kind = 'address' AND value LIKE ? ESCAPE '\\' ORDER BY entity_link.id LIMIT ?`)
        .all(likePart(part), most + 1)
        .map(revive)
        .filter(({ withdrawn }) => withdrawn === ''),
    judge: ({ event, a, b, lead, verdict, reason, data }: EntityJudgementRow): void =>
      void connection
        .prepare('INSERT INTO entity_judgement (event, a, b, lead, verdict, reason, data) VALUES (?,?,?,?,?,?,?)')
        .run(event, a, b, lead, verdict, reason, JSON.stringify(data)),
    unjudge: (event: number): number => connection.prepare('DELETE FROM entity_judgement WHERE event = ?').run(event).changes,
    /** In the order of their events: of one lead the last counts. */
    judgements: (): EntityJudgementRow[] =>
      connection
        .prepare('SELECT event, a, b, lead, verdict, reason, data FROM entity_judgement ORDER BY event')
        .all()
        .map((row) => ({ ...(row as EntityJudgementRow), data: JSON.parse((row as { data: string }).data) as unknown })),
    addRange: (source: number, { low, high, country, network, row }: RangeRow): void =>
      void insertRange.run(source, low, high, country, network, row),
    /** Of the ranges of one table that hold the address, the narrowest that begin nearest below it are looked through. */
    rangeOf(source: number, address: Uint8Array): RangeRow | undefined {
      // The nearest beginning mostly is the one: the others are not read.
      for (const range of rangeBelow.iterate(source, address, MOST_NESTED) as IterableIterator<RangeRow>)
        if (Buffer.compare(range.high, address) >= 0) return range;
      return undefined;
    },
  };
}

/** Tables of networks do not nest deeply: so many beginnings below an address are looked through. */
const MOST_NESTED = 64;
