// Rows of labels: what was claimed of addresses, by which list, in which version of it. Whether a claim still stands is not stored: it
// follows from the versions of its list that the case holds now, so that withdrawing one needs no repair.
import { type IdPart, likePart } from './idPart.ts';
import type { Connection } from './connection.ts';

export interface LabelRow {
  readonly id: number;
  readonly source: number;
  readonly row: number;
  readonly chain: string | null;
  /** The address; the id of a transaction or an output where `subject` says so. */
  readonly address: string;
  readonly label: string;
  readonly origin: string;
  readonly category: string;
  readonly confidence: string;
  readonly date: string;
  readonly own: boolean;
  readonly subject: 'address' | 'transaction' | 'output';
  readonly abuse: string;
  /** Ids, one a line. */
  readonly concepts: string;
  readonly actor: string;
  readonly creator: string;
  readonly tagType: string;
  readonly definesCluster: string;
  /** What the list itself took it over from, e.g. `cluster`. */
  readonly inherited: string;
  readonly currency: string;
  readonly network: string;
  readonly context: string;
}

type Basic = 'source' | 'row' | 'chain' | 'address' | 'label' | 'origin' | 'category' | 'confidence' | 'date' | 'own';
export type NewLabel = Pick<LabelRow, Basic> & Partial<Omit<LabelRow, Basic | 'id'>>;

/**
 * A claim with the versions of its list that make it: from the day of the first, and no longer from the day of `delisted`. Only what a
 * picture of thousands of addresses needs; `get` has the rest.
 */
export interface StandingLabel extends Pick<LabelRow, 'id' | 'source' | 'chain' | 'address' | 'label' | 'origin' | 'own'> {
  readonly listed: string;
  /** Empty while the newest version states it. */
  readonly delisted: string;
}

export interface LabelPack {
  readonly source: number;
  /** What versions of one list have in common. */
  readonly series: string;
  readonly format: string;
  readonly title: string;
  readonly creator: string;
  /** Day of the list, by its own word or the examiner's; empty where nobody says. */
  readonly asOf: string;
  readonly firstLabel: number;
  readonly lastLabel: number;
  readonly detail: unknown;
}

/** A version of a list among those that are not withdrawn, the oldest first. */
export interface PackVersion extends LabelPack {
  /** The day that orders the versions: the list's, else when it was taken in. */
  readonly day: string;
  readonly number: number;
  readonly newest: boolean;
}

export interface ActorRow {
  readonly id: string;
  readonly source: number;
  readonly row: number;
  readonly label: string;
  readonly uri: string;
  readonly detail: unknown;
}

export interface LabelFilter {
  readonly text: string;
  readonly own?: boolean | undefined;
  readonly source?: number | undefined;
  /** Of addresses that begin and end so. */
  readonly part?: IdPart;
}

export type LabelStore = ReturnType<typeof openLabelStore>;

const COLUMNS = `label.id AS id, label.source AS source, label.row AS row, label.chain AS chain, address, label.label AS label, origin, category, confidence, date, own,
  coalesce(subject, 'address') AS subject, coalesce(abuse, '') AS abuse, coalesce(concepts, '') AS concepts, coalesce(actor, '') AS actor, coalesce(creator, '') AS creator,
  coalesce(tag_type, '') AS tagType, coalesce(defines_cluster, '') AS definesCluster, coalesce(inherited, '') AS inherited, coalesce(currency, '') AS currency,
  coalesce(network, '') AS network, coalesce(context, '') AS context`;
const FROM = 'FROM label LEFT JOIN label_detail ON label_detail.label = label.id';
const PACK = 'source, series, format, title, creator, as_of AS asOf, first_label AS firstLabel, last_label AS lastLabel, detail';
const DETAIL = [
  'subject',
  'abuse',
  'concepts',
  'actor',
  'creator',
  'tagType',
  'definesCluster',
  'inherited',
  'currency',
  'network',
  'context',
] as const;
/** So many addresses are asked at once. */
const BATCH = 500;
const MOST_REMEMBERED = 50_000;
const NONE: readonly StandingLabel[] = [];

const revive = (row: unknown): LabelRow => {
  const raw = row as Record<string, unknown>;
  return { ...raw, own: raw.own === 1 } as LabelRow;
};

/** What makes two claims of one list the same one: on what it stands, and what it says. */
const claimOf = ({ chain, address, label }: Pick<LabelRow, 'chain' | 'address' | 'label'>) => `${chain ?? ''}\n${address}\n${label}`;

export function openLabelStore(connection: Connection) {
  const insert = connection.prepare(
    'INSERT INTO label (source, row, chain, address, label, origin, category, confidence, date, own) VALUES (?,?,?,?,?,?,?,?,?,?)',
  );
  const insertDetail = connection.prepare(
    'INSERT INTO label_detail (label, subject, abuse, concepts, actor, creator, tag_type, defines_cluster, inherited, currency, network, context) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)',
  );
  const changes = connection.prepare('SELECT total_changes()').pluck();
  const ofAddress = connection.prepare(`SELECT ${COLUMNS} ${FROM} WHERE address = ?`);
  // From the list of addresses to the rows: the planner would go through all labels otherwise.
  const ofAddresses = connection
    .prepare(
      'SELECT label.id, source, chain, address, label, origin, own FROM json_each(?) AS asked CROSS JOIN label ON label.address = asked.value',
    )
    .raw();
  const sourceMark = connection.prepare("SELECT count(*), coalesce(sum(state = 'withdrawn'), 0), coalesce(max(id), 0) FROM source").raw();
  /** Claims of addresses that were asked about: a canvas asks for the same ones at each change of it. */
  let memory = new Map<string, readonly StandingLabel[]>();
  let memoryMark = '';
  let written = 0;
  let standing: Standing | null = null;
  let standingAt = -1;

  /** Which sources count now; read again once anything was written. */
  const now = (): Standing => {
    const at = changes.get() as number;
    if (standing === null || at !== standingAt) {
      standing = readStanding(connection);
      standingAt = at;
    }
    return standing;
  };
  /** Null within a transaction: what is read there may never have been. */
  const remembered = (): Map<string, readonly StandingLabel[]> | null => {
    if (connection.inTransaction) return null;
    const mark = `${written} ${(sourceMark.get() as unknown[]).join(' ')}`;
    if (mark !== memoryMark || memory.size > MOST_REMEMBERED) memory = new Map();
    memoryMark = mark;
    return memory;
  };
  const currentSql = () => `label.source IN (${now().currentSources.join(',')})`;
  const byId = (a: LabelRow, b: LabelRow) => a.id - b.id;
  const isCurrent = ({ source }: LabelRow) => now().current.has(source);

  return {
    add(row: NewLabel): number {
      written++;
      const id = Number(
        insert.run(
          row.source,
          row.row,
          row.chain,
          row.address,
          row.label,
          row.origin,
          row.category,
          row.confidence,
          row.date,
          row.own ? 1 : 0,
        ).lastInsertRowid,
      );
      if (DETAIL.some((name) => (row[name] ?? '') !== ''))
        insertDetail.run(id, ...DETAIL.map((name) => row[name] ?? (name === 'subject' ? 'address' : '')));
      return id;
    },
    /** Claims that stand now, in the order they were taken in. */
    of: (address: string): LabelRow[] => ofAddress.all(address).map(revive).filter(isCurrent).sort(byId),
    /** Claims on these addresses, those that a newer version of their list no longer makes included. */
    standing(addresses: Iterable<string>): Map<string, readonly StandingLabel[]> {
      const known = remembered();
      const found = new Map<string, readonly StandingLabel[]>();
      let batch: string[] = [];
      const ask = () => {
        const rows = new Map<string, Claimed[]>();
        for (const raw of ofAddresses.all(JSON.stringify(batch)) as [number, number, string | null, string, string, string, number][]) {
          const [id, source, chain, address, label, origin, isOwn] = raw;
          const row = { id, source, chain, address, label, origin, own: isOwn === 1 };
          const own = rows.get(address);
          if (own === undefined) rows.set(address, [row]);
          else own.push(row);
        }
        for (const address of batch) {
          const own = rows.get(address);
          const claims = own === undefined ? NONE : standingOf(own, now());
          known?.set(address, claims);
          if (claims.length > 0) found.set(address, claims);
        }
        batch = [];
      };
      for (const address of new Set(addresses)) {
        const claims = known?.get(address);
        if (claims === undefined) batch.push(address);
        else if (claims.length > 0) found.set(address, claims);
        if (batch.length >= BATCH) ask();
      }
      if (batch.length > 0) ask();
      return found;
    },
    own(chain: string, address: string): LabelRow | undefined {
      const row = connection.prepare(`SELECT ${COLUMNS} ${FROM} WHERE label.chain = ? AND address = ? AND own = 1`).get(chain, address);
      return row === undefined ? undefined : revive(row);
    },
    removeOwn(chain: string, address: string): number {
      written++;
      connection
        .prepare('DELETE FROM label_detail WHERE label IN (SELECT id FROM label WHERE chain = ? AND address = ? AND own = 1)')
        .run(chain, address);
      return connection.prepare('DELETE FROM label WHERE chain = ? AND address = ? AND own = 1').run(chain, address).changes;
    },
    /** Claims that stand now. */
    all: (): LabelRow[] => connection.prepare(`SELECT ${COLUMNS} ${FROM} WHERE ${currentSql()} ORDER BY label.id`).all().map(revive),
    /** Whatever source it came from, current or not. */
    get(id: number): LabelRow | undefined {
      const row = connection.prepare(`SELECT ${COLUMNS} ${FROM} WHERE label.id = ?`).get(id);
      return row === undefined ? undefined : revive(row);
    },
    /** Claims of one version of a list, whether or not it still counts. */
    ofPack: ({ source, firstLabel, lastLabel }: LabelPack): LabelRow[] =>
      connection
        .prepare(`SELECT ${COLUMNS} ${FROM} WHERE label.id BETWEEN ? AND ? AND label.source = ? ORDER BY label.id`)
        .all(firstLabel, lastLabel, source)
        .map(revive),
    search({ text, own, source, part }: LabelFilter, after: number, limit: number): { total: number; rows: LabelRow[] } {
      const begun = part === undefined ? '' : likePart(part);
      const like = `%${text.replace(/[\\%_]/g, (c) => `\\${c}`)}%`;
      const where = [
        source === undefined ? currentSql() : 'label.source = @source',
        ...(own === true ? ['own = 1'] : []),
        ...(part === undefined ? [] : ["address LIKE @begun ESCAPE '\\'"]),
        ...(text === ''
          ? []
          : [
              `(${['address', 'label.label', 'origin', 'category', 'abuse', 'actor', 'concepts'].map((name) => `${name} LIKE @like ESCAPE '\\'`).join(' OR ')})`,
            ]),
      ].join(' AND ');
      const from = text === '' ? 'FROM label' : FROM;
      const total = connection.prepare(`SELECT count(*) ${from} WHERE ${where}`).pluck().get({ like, begun, source }) as number;
      return {
        total,
        rows: connection
          .prepare(`SELECT ${COLUMNS} ${FROM} WHERE ${where} AND label.id > @after ORDER BY label.id LIMIT @limit`)
          .all({ like, begun, source, after, limit })
          .map(revive),
      };
    },
    count: (): number => connection.prepare(`SELECT count(*) FROM label WHERE ${currentSql()}`).pluck().get() as number,
    /** Addresses of which current claims name different actors, different categories or different kinds of abuse. */
    disputed(): string[] {
      const kinds = (name: string) => `count(DISTINCT nullif(lower(${name}), '')) > 1`;
      return connection
        .prepare(
          `SELECT address ${FROM} WHERE ${currentSql()} GROUP BY address HAVING count(*) > 1 AND (${['actor', 'category', 'abuse'].map(kinds).join(' OR ')}) ORDER BY address`,
        )
        .pluck()
        .all() as string[];
    },
    addPack(pack: LabelPack): void {
      written++;
      connection
        .prepare(
          'INSERT INTO label_pack (source, series, format, title, creator, as_of, first_label, last_label, detail) VALUES (?,?,?,?,?,?,?,?,?)',
        )
        .run(
          ...[pack.source, pack.series, pack.format, pack.title, pack.creator, pack.asOf, pack.firstLabel, pack.lastLabel],
          JSON.stringify(pack.detail),
        );
    },
    pack(source: number): LabelPack | undefined {
      const row = connection.prepare(`SELECT ${PACK} FROM label_pack WHERE source = ?`).get(source);
      return row === undefined ? undefined : revivePack(row);
    },
    /** Versions of every list that are not withdrawn, by list and then by day. */
    versions: (): readonly PackVersion[] => now().versions,
    addActor(row: ActorRow): void {
      connection
        .prepare('INSERT INTO label_actor (id, source, row, label, uri, detail) VALUES (?,?,?,?,?,?)')
        .run(row.id, row.source, row.row, row.label, row.uri, JSON.stringify(row.detail));
    },
    /** What packs that count say of an actor's id. */
    actors(id: string): ActorRow[] {
      const rows = connection.prepare('SELECT id, source, row, label, uri, detail FROM label_actor WHERE id = ? ORDER BY source').all(id);
      return (rows as (ActorRow & { detail: string })[])
        .filter(({ source }) => now().current.has(source))
        .map((row) => ({ ...row, detail: JSON.parse(row.detail) as unknown }));
    },
    addRefused(source: number, part: number, data: Uint8Array): void {
      connection.prepare('INSERT INTO label_refused (source, part, data) VALUES (?,?,?)').run(source, part, data);
    },
    refused: (source: number): Uint8Array[] =>
      connection.prepare('SELECT data FROM label_refused WHERE source = ? ORDER BY part').pluck().all(source) as Uint8Array[],
  };
}

type Claimed = Omit<StandingLabel, 'listed' | 'delisted'>;

interface Standing {
  /** Sources whose claims stand: all that are not withdrawn, but of each list the newest version only. */
  readonly current: ReadonlySet<number>;
  readonly currentSources: readonly number[];
  readonly versions: readonly PackVersion[];
  readonly packOf: ReadonlyMap<number, PackVersion>;
  readonly ofSeries: ReadonlyMap<string, readonly PackVersion[]>;
}

const revivePack = (row: unknown): LabelPack => {
  const raw = row as Record<string, unknown>;
  return { ...raw, detail: JSON.parse(raw.detail as string) } as LabelPack;
};

function readStanding(connection: Connection): Standing {
  const live = new Map(
    (connection.prepare("SELECT id, taken FROM source WHERE state <> 'withdrawn'").all() as { id: number; taken: string }[]).map(
      ({ id, taken }) => [id, taken.slice(0, 10)],
    ),
  );
  const ofSeries = new Map<string, PackVersion[]>();
  for (const raw of connection.prepare(`SELECT ${PACK} FROM label_pack ORDER BY source`).all()) {
    const pack = revivePack(raw);
    const taken = live.get(pack.source);
    if (taken === undefined) continue;
    const version = { ...pack, day: pack.asOf === '' ? taken : pack.asOf, number: 0, newest: false };
    const own = ofSeries.get(pack.series);
    if (own === undefined) ofSeries.set(pack.series, [version]);
    else own.push(version);
  }
  for (const [series, versions] of ofSeries) {
    versions.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.source - b.source));
    ofSeries.set(
      series,
      versions.map((version, at) => ({ ...version, number: at + 1, newest: at === versions.length - 1 })),
    );
  }
  const versions = [...ofSeries.values()].flat();
  const packOf = new Map(versions.map((version) => [version.source, version]));
  const current = new Set([...live.keys()].filter((id) => packOf.get(id)?.newest !== false));
  return { current, currentSources: [...current], versions, packOf, ofSeries };
}

/** Each claim with its days, as the newest version that makes it words it; what a withdrawn source said is left out. */
function standingOf(rows: readonly Claimed[], { current, packOf, ofSeries }: Standing): StandingLabel[] {
  const found: StandingLabel[] = [];
  const [only] = rows;
  if (only !== undefined && rows.length === 1) {
    // As almost always: one claim, of the newest version of its list or of none.
    const pack = packOf.get(only.source);
    if (pack === undefined) return current.has(only.source) ? [{ ...only, listed: '', delisted: '' }] : [];
    if (pack.newest) return [{ ...only, listed: pack.day, delisted: '' }];
  }
  const claims = new Map<string, { readonly series: readonly PackVersion[]; readonly byNumber: Map<number, Claimed[]> }>();
  for (const row of rows) {
    const pack = packOf.get(row.source);
    if (pack === undefined) {
      if (current.has(row.source)) found.push({ ...row, listed: '', delisted: '' });
      continue;
    }
    const key = `${pack.series}\n${claimOf(row)}`;
    const claim = claims.get(key) ?? { series: ofSeries.get(pack.series) ?? [], byNumber: new Map<number, Claimed[]>() };
    claims.set(key, claim);
    claim.byNumber.set(pack.number, [...(claim.byNumber.get(pack.number) ?? []), row]);
  }
  for (const { series, byNumber } of claims.values()) {
    let listed = '';
    for (const [at, { day, number }] of series.entries()) {
      const own = byNumber.get(number);
      if (own === undefined) continue;
      if (!byNumber.has(number - 1)) listed = day;
      const next = series[at + 1];
      const delisted = next === undefined ? '' : byNumber.has(next.number) ? null : next.day;
      if (delisted !== null) found.push(...own.map((row) => ({ ...row, listed, delisted })));
    }
  }
  return found.sort((a, b) => a.id - b.id);
}
