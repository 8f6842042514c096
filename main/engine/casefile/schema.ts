// The tables of a case and how an older case becomes a newer one. The only text of SQL definitions.
import { copyFileSync } from 'node:fs';
import { Fault } from '../../../shared/model/fault.ts';
import type { Connection } from './connection.ts';

// Amounts stand as text: SQLite integers are 64-bit signed and other ledgers' are 256-bit. Hashes are blobs in
// internal byte order. Bulk columns are blobs of typed arrays, little-endian.
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE journal (
    sequence INTEGER PRIMARY KEY, previous TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, examiner TEXT NOT NULL,
    time TEXT NOT NULL, commitment TEXT NOT NULL, hash TEXT NOT NULL, salt TEXT NOT NULL, payload TEXT NOT NULL);
  CREATE TABLE access_log (
    sequence INTEGER PRIMARY KEY, previous TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, examiner TEXT NOT NULL,
    time TEXT NOT NULL, commitment TEXT NOT NULL, hash TEXT NOT NULL, salt TEXT NOT NULL, payload TEXT NOT NULL);
  CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, head_hash TEXT NOT NULL, time TEXT NOT NULL, code TEXT NOT NULL, public_key TEXT NOT NULL, signature TEXT NOT NULL);
  CREATE TABLE source (
    id INTEGER PRIMARY KEY, public_id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, importer TEXT NOT NULL, mode TEXT NOT NULL, chain TEXT,
    exhibit TEXT NOT NULL, size TEXT NOT NULL, sha256 TEXT, taken TEXT NOT NULL, state TEXT NOT NULL, training INTEGER NOT NULL,
    request TEXT NOT NULL, result TEXT);
  CREATE TABLE source_file (id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source(id), path TEXT NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL, sha256 TEXT, xor_key TEXT NOT NULL, raw_kept INTEGER NOT NULL);
  CREATE TABLE coverage (source INTEGER NOT NULL REFERENCES source(id), chain TEXT NOT NULL, low INTEGER NOT NULL, high INTEGER NOT NULL, scope TEXT NOT NULL);
  CREATE TABLE header (id INTEGER PRIMARY KEY, chain TEXT NOT NULL, hash BLOB NOT NULL, raw BLOB NOT NULL, source INTEGER NOT NULL REFERENCES source(id), UNIQUE (chain, hash, source));
  CREATE TABLE anchor (chain TEXT NOT NULL, height INTEGER NOT NULL, hash TEXT NOT NULL, source INTEGER NOT NULL REFERENCES source(id), PRIMARY KEY (chain, height));
  CREATE TABLE segment (id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source(id), chain TEXT NOT NULL, batch INTEGER NOT NULL, tx_count INTEGER NOT NULL, in_count INTEGER NOT NULL, out_count INTEGER NOT NULL, script_count INTEGER NOT NULL, digest TEXT NOT NULL);
  CREATE TABLE segment_column (segment INTEGER NOT NULL REFERENCES segment(id), name TEXT NOT NULL, part INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (segment, name, part)) WITHOUT ROWID;
  CREATE TABLE block (
    id INTEGER PRIMARY KEY, chain TEXT NOT NULL, hash BLOB NOT NULL, source INTEGER NOT NULL REFERENCES source(id), segment INTEGER NOT NULL REFERENCES segment(id),
    file INTEGER NOT NULL REFERENCES source_file(id), offset INTEGER NOT NULL, length INTEGER NOT NULL, tx_first INTEGER NOT NULL, tx_count INTEGER NOT NULL,
    complete INTEGER NOT NULL, claimed_height INTEGER, total_transactions INTEGER NOT NULL);
  CREATE INDEX block_hash ON block (chain, hash);
  CREATE TABLE raw_transaction (chain TEXT NOT NULL, block_hash BLOB NOT NULL, position INTEGER NOT NULL, txid BLOB NOT NULL, raw BLOB NOT NULL, branch BLOB, PRIMARY KEY (chain, block_hash, position)) WITHOUT ROWID;
  CREATE INDEX raw_transaction_id ON raw_transaction (txid);
  CREATE TABLE refused_block (source INTEGER NOT NULL REFERENCES source(id), hash TEXT NOT NULL, height INTEGER, claimed_height INTEGER, reason TEXT NOT NULL);
  CREATE TABLE label (
    id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source(id), row INTEGER NOT NULL, chain TEXT, address TEXT NOT NULL, label TEXT NOT NULL, origin TEXT NOT NULL,
    category TEXT NOT NULL, confidence TEXT NOT NULL, date TEXT NOT NULL, own INTEGER NOT NULL);
  CREATE INDEX label_address ON label (address);
  CREATE TABLE run (
    id INTEGER PRIMARY KEY, chain TEXT NOT NULL, seed_key TEXT NOT NULL, time TEXT NOT NULL, request TEXT NOT NULL, frozen TEXT NOT NULL, summary TEXT NOT NULL, result TEXT NOT NULL);
  CREATE TABLE rejected_merge (chain TEXT NOT NULL, txid TEXT NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL, reason TEXT NOT NULL, event INTEGER NOT NULL, PRIMARY KEY (event, chain, txid, a, b)) WITHOUT ROWID;
  CREATE TABLE note (event INTEGER PRIMARY KEY, text TEXT NOT NULL);
  CREATE VIEW provenance AS
    SELECT 'block:' || lower(hex(block.hash)) AS record, block.source AS source, block.offset AS place, source.importer AS importer FROM block JOIN source ON source.id = block.source
    UNION ALL SELECT 'label:' || label.id, label.source, label.row, source.importer FROM label JOIN source ON source.id = label.source;
  `,
  // 2: archives and nodes, of which a case holds headers in packs, what questions brought, and how far each searched.
  `
  CREATE TABLE header_pack (id INTEGER PRIMARY KEY, chain TEXT NOT NULL, source INTEGER NOT NULL REFERENCES source(id), count INTEGER NOT NULL, data BLOB NOT NULL);
  CREATE TABLE question (
    id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source(id), chain TEXT NOT NULL, kind TEXT NOT NULL,
    state TEXT NOT NULL, progress TEXT NOT NULL, started TEXT NOT NULL, result TEXT);
  CREATE TABLE question_request (question INTEGER PRIMARY KEY REFERENCES question(id), request TEXT NOT NULL);
  CREATE TABLE question_segment (question INTEGER NOT NULL REFERENCES question(id), segment INTEGER NOT NULL REFERENCES segment(id), PRIMARY KEY (question, segment)) WITHOUT ROWID;
  CREATE TABLE search (
    id INTEGER PRIMARY KEY, question INTEGER NOT NULL REFERENCES question(id), source INTEGER NOT NULL REFERENCES source(id), chain TEXT NOT NULL, kind TEXT NOT NULL,
    low INTEGER NOT NULL, high INTEGER NOT NULL, tip BLOB NOT NULL, count INTEGER NOT NULL);
  CREATE TABLE search_part (search INTEGER NOT NULL REFERENCES search(id), part INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (search, part)) WITHOUT ROWID;
  CREATE TABLE watched (chain TEXT NOT NULL, item TEXT NOT NULL, note TEXT NOT NULL, event INTEGER NOT NULL, PRIMARY KEY (chain, item)) WITHOUT ROWID;
  `,
  // 3: account chains, in columns of their own; runs over them; and the list of what is to be fetched elsewhere.
  `
  CREATE TABLE account_segment (
    id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source(id), chain TEXT NOT NULL, batch INTEGER NOT NULL,
    transactions INTEGER NOT NULL, transfers INTEGER NOT NULL, events INTEGER NOT NULL, digest TEXT NOT NULL);
  CREATE TABLE account_column (
    segment INTEGER NOT NULL REFERENCES account_segment(id), name TEXT NOT NULL, part INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (segment, name, part)) WITHOUT ROWID;
  CREATE TABLE account_run (
    id INTEGER PRIMARY KEY, chain TEXT NOT NULL, seed_key TEXT NOT NULL, time TEXT NOT NULL, request TEXT NOT NULL, frozen TEXT NOT NULL,
    result TEXT NOT NULL);
  CREATE TABLE fetch_item (
    event INTEGER PRIMARY KEY, chain TEXT NOT NULL, kind TEXT NOT NULL, item TEXT NOT NULL, low INTEGER, high INTEGER, why TEXT NOT NULL);
  `,
  // 4: blocks of account chains whose header gives their hash, with what it commits to; what sources state of accounts at a place or a time;
  // and what the examiner made of findings of link rules on accounts.
  `
  CREATE TABLE account_block (
    id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source(id), chain TEXT NOT NULL, number INTEGER NOT NULL, hash TEXT NOT NULL,
    parent TEXT NOT NULL, count INTEGER, header BLOB NOT NULL, body BLOB, receipts BLOB);
  CREATE TABLE account_block_transaction (
    chain TEXT NOT NULL, txid BLOB NOT NULL, block INTEGER NOT NULL REFERENCES account_block(id), position INTEGER NOT NULL,
    PRIMARY KEY (chain, txid, block)) WITHOUT ROWID;
  CREATE TABLE account_balance (
    id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source(id), chain TEXT NOT NULL, account TEXT NOT NULL, asset TEXT NOT NULL,
    block_number INTEGER, block_hash TEXT, time_seconds INTEGER, amount TEXT NOT NULL, proof INTEGER NOT NULL, row INTEGER NOT NULL);
  CREATE TABLE account_control (
    id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source(id), chain TEXT NOT NULL, account TEXT NOT NULL, time_seconds INTEGER NOT NULL,
    permissions TEXT NOT NULL, row INTEGER NOT NULL);
  CREATE TABLE lead_judgement (
    event INTEGER PRIMARY KEY, chain TEXT NOT NULL, rule TEXT NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL, verdict TEXT NOT NULL,
    reason TEXT NOT NULL, transactions TEXT NOT NULL);
  `,
  // 5: columns of accounts by number. In a table WITHOUT ROWID a search compares whole cells: each question for one column decrypted a dozen
  // others. Segments of before stay where they are.
  `
  CREATE TABLE account_piece (
    id INTEGER PRIMARY KEY, segment INTEGER NOT NULL REFERENCES account_segment(id), name TEXT NOT NULL, part INTEGER NOT NULL, data BLOB NOT NULL,
    UNIQUE (segment, name, part));
  `,
  // 6: canvases, as flat maps of keys to values that journal edits change.
  `
  CREATE TABLE canvas (id INTEGER PRIMARY KEY, event INTEGER NOT NULL);
  CREATE TABLE canvas_entry (canvas INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (canvas, key)) WITHOUT ROWID;
  `,
  // 7: lists of labels as versions of one another, what a label says beside its text, who the actors are that labels name, rows not taken.
  `
  CREATE TABLE label_pack (
    source INTEGER PRIMARY KEY REFERENCES source(id), series TEXT NOT NULL, format TEXT NOT NULL, title TEXT NOT NULL, creator TEXT NOT NULL, as_of TEXT NOT NULL,
    first_label INTEGER NOT NULL, last_label INTEGER NOT NULL, detail TEXT NOT NULL);
  CREATE TABLE label_detail (
    label INTEGER PRIMARY KEY REFERENCES label(id), subject TEXT NOT NULL, abuse TEXT NOT NULL, concepts TEXT NOT NULL, actor TEXT NOT NULL, creator TEXT NOT NULL,
    tag_type TEXT NOT NULL, defines_cluster TEXT NOT NULL, inherited TEXT NOT NULL, currency TEXT NOT NULL, network TEXT NOT NULL, context TEXT NOT NULL);
  CREATE TABLE label_actor (id TEXT NOT NULL, source INTEGER NOT NULL REFERENCES source(id), row INTEGER NOT NULL, label TEXT NOT NULL, uri TEXT NOT NULL, detail TEXT NOT NULL, PRIMARY KEY (id, source)) WITHOUT ROWID;
  CREATE TABLE label_refused (source INTEGER NOT NULL REFERENCES source(id), part INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (source, part)) WITHOUT ROWID;
  `,
  // 8: what typologies found, and what the examiner made of it.
  `
  CREATE TABLE typology_run (id INTEGER PRIMARY KEY, time TEXT NOT NULL, request TEXT NOT NULL, result TEXT NOT NULL);
  CREATE TABLE typology_finding (
    id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES typology_run(id), rule TEXT NOT NULL, kind TEXT NOT NULL, summary TEXT NOT NULL,
    data TEXT NOT NULL);
  CREATE INDEX typology_finding_run ON typology_finding (run, kind, rule);
  CREATE TABLE typology_judgement (
    event INTEGER PRIMARY KEY, finding INTEGER NOT NULL REFERENCES typology_finding(id), verdict TEXT NOT NULL, reason TEXT NOT NULL);
  `,
  // 9: lists of addresses that were screened for exposure.
  `
  CREATE TABLE screening (id INTEGER PRIMARY KEY, time TEXT NOT NULL, request TEXT NOT NULL, result TEXT NOT NULL);
  CREATE TABLE screening_row (
    screening INTEGER NOT NULL REFERENCES screening(id), row INTEGER NOT NULL, state TEXT NOT NULL, met TEXT NOT NULL, cannot_tell TEXT NOT NULL,
    data TEXT NOT NULL, PRIMARY KEY (screening, row)) WITHOUT ROWID;
  `,
  // 10: entities and people: entries of registers and by hand, what is said of each with its evidence, what was withdrawn, which entries the
  // examiner takes for one, and tables of networks and shared addresses.
  `
  CREATE TABLE entity (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, source INTEGER REFERENCES source(id), row INTEGER NOT NULL, event INTEGER NOT NULL);
  CREATE TABLE entity_link (
    id INTEGER PRIMARY KEY, entity INTEGER NOT NULL REFERENCES entity(id), kind TEXT NOT NULL, value TEXT NOT NULL, chain TEXT NOT NULL,
    detail TEXT NOT NULL, basis TEXT NOT NULL, source INTEGER REFERENCES source(id), exhibit TEXT NOT NULL, place TEXT NOT NULL, date TEXT NOT NULL,
    says TEXT NOT NULL, grade TEXT NOT NULL, row INTEGER NOT NULL, event INTEGER NOT NULL);
  CREATE INDEX entity_link_entity ON entity_link (entity);
  CREATE INDEX entity_link_value ON entity_link (kind, value);
  CREATE TABLE entity_withdrawn (event INTEGER PRIMARY KEY, what TEXT NOT NULL, id INTEGER NOT NULL, reason TEXT NOT NULL);
  CREATE INDEX entity_withdrawn_id ON entity_withdrawn (what, id);
  CREATE TABLE entity_judgement (
    event INTEGER PRIMARY KEY, a INTEGER NOT NULL, b INTEGER NOT NULL, lead TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL, data TEXT NOT NULL);
  CREATE TABLE address_range (
    id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source(id), low BLOB NOT NULL, high BLOB NOT NULL, country TEXT NOT NULL, network TEXT NOT NULL,
    row INTEGER NOT NULL);
  CREATE INDEX address_range_low ON address_range (source, low);
  `,
  // 11: requests to exchanges and issuers, what became of them, and the answers as files.
  `
  CREATE TABLE request (id INTEGER PRIMARY KEY, event INTEGER NOT NULL, data TEXT NOT NULL);
  CREATE TABLE request_step (event INTEGER PRIMARY KEY, request INTEGER NOT NULL, data TEXT NOT NULL);
  CREATE TABLE request_file (id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, part INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE (sha256, part));
  `,
  // 12: the bytes of documents (photos, PDF), so that a page opens when the disk it came from is gone.
  `
  CREATE TABLE document_part (
    id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source(id), part INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE (source, part));
  `,
  // 13: ids typed from exhibits, typed again, withdrawn.
  `
  CREATE TABLE transcription (event INTEGER PRIMARY KEY, entry INTEGER NOT NULL, data TEXT NOT NULL);
  CREATE INDEX transcription_entry ON transcription (entry);
  CREATE TABLE transcription_withdrawn (event INTEGER PRIMARY KEY, entry INTEGER NOT NULL, reason TEXT NOT NULL);
  `,
  // 14: exhibits, who had them, the files of their copies; scans of them, what they found, wallets and messages read in them.
  `
  CREATE TABLE exhibit (id INTEGER PRIMARY KEY, event INTEGER NOT NULL, parent INTEGER REFERENCES exhibit(id), number TEXT NOT NULL, data TEXT NOT NULL);
  CREATE TABLE exhibit_file (
    exhibit INTEGER NOT NULL REFERENCES exhibit(id), ordinal INTEGER NOT NULL, path TEXT NOT NULL, shown TEXT NOT NULL, size INTEGER NOT NULL,
    modified INTEGER NOT NULL, sha256 BLOB NOT NULL, PRIMARY KEY (exhibit, ordinal)) WITHOUT ROWID;
  CREATE TABLE custody (event INTEGER PRIMARY KEY, exhibit INTEGER NOT NULL REFERENCES exhibit(id), data TEXT NOT NULL);
  CREATE TABLE device_scan (
    id INTEGER PRIMARY KEY, exhibit INTEGER NOT NULL REFERENCES exhibit(id), event INTEGER NOT NULL, state TEXT NOT NULL, position TEXT NOT NULL,
    data TEXT NOT NULL);
  CREATE TABLE trace (
    id INTEGER PRIMARY KEY, scan INTEGER NOT NULL REFERENCES device_scan(id), kind TEXT NOT NULL, fingerprint BLOB NOT NULL, value TEXT NOT NULL,
    secret INTEGER NOT NULL, example INTEGER NOT NULL, checks TEXT NOT NULL, detail TEXT NOT NULL, count INTEGER NOT NULL, sealed BLOB,
    UNIQUE (scan, kind, fingerprint));
  CREATE TABLE trace_place (
    id INTEGER PRIMARY KEY, trace INTEGER NOT NULL REFERENCES trace(id), path TEXT NOT NULL, offset INTEGER NOT NULL, image_offset INTEGER,
    bytes INTEGER NOT NULL, encoding TEXT NOT NULL, around BLOB, message INTEGER);
  CREATE INDEX trace_place_trace ON trace_place (trace);
  CREATE INDEX trace_place_message ON trace_place (message);
  CREATE TABLE wallet_reading (id INTEGER PRIMARY KEY, scan INTEGER NOT NULL REFERENCES device_scan(id), path TEXT NOT NULL, data TEXT NOT NULL);
  CREATE TABLE seized_message (id INTEGER PRIMARY KEY, scan INTEGER NOT NULL REFERENCES device_scan(id), path TEXT NOT NULL, data TEXT NOT NULL);
  `,
  // 15: transfers to an agency's wallet as they were prepared, and what was recorded of them afterwards.
  `
  CREATE TABLE seizure (id INTEGER PRIMARY KEY, event INTEGER NOT NULL, data TEXT NOT NULL);
  CREATE TABLE seizure_step (event INTEGER PRIMARY KEY, seizure INTEGER NOT NULL, data TEXT NOT NULL);
  `,
  // 16: public keys of accounts, and what was found of their addresses.
  `
  CREATE TABLE key_account (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, trace INTEGER, origin TEXT NOT NULL, fingerprint TEXT NOT NULL, data TEXT NOT NULL,
    UNIQUE (origin, fingerprint));
  CREATE TABLE key_run (id INTEGER PRIMARY KEY, data TEXT NOT NULL);
  `,
  // 17: words that were typed from paper, and phrases that were completed, sealed.
  `
  CREATE TABLE kept_phrase (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, value TEXT NOT NULL, data TEXT NOT NULL, sealed BLOB NOT NULL);
  `,
  // 18: where in a disk image a find stands that its file system parted.
  `
  CREATE TABLE trace_place_piece (id INTEGER PRIMARY KEY, place INTEGER NOT NULL REFERENCES trace_place(id), image_offset INTEGER NOT NULL, bytes INTEGER NOT NULL);
  CREATE INDEX trace_place_piece_place ON trace_place_piece (place);
  `,
];

export const SCHEMA_VERSION = MIGRATIONS.length;

export function schemaVersion(connection: Connection): number {
  return connection.pragma('user_version', { simple: true }) as number;
}

/** Brings a case to the newest schema, with a copy of the file beside it first; a newer one is refused. */
export function migrate(connection: Connection, path: string): void {
  const found = schemaVersion(connection);
  if (found > SCHEMA_VERSION) throw new Fault('case.newer', { found, known: SCHEMA_VERSION });
  if (found === SCHEMA_VERSION) return;
  if (found > 0) {
    // What is still in the write-ahead log belongs to the copy too.
    connection.pragma('wal_checkpoint(TRUNCATE)');
    copyFileSync(path, `${path}.before-schema-${found + 1}`);
  }
  connection.transaction(() => {
    for (let version = found; version < SCHEMA_VERSION; version++) connection.exec(MIGRATIONS[version] as string);
    connection.pragma(`user_version=${SCHEMA_VERSION}`);
  })();
}

/**
 * An older case that cannot be written is read as it is: tables it does not have yet stand empty beside it, in memory. Holds as long as
 * migrations only add tables.
 */
export function overlayNewTables(connection: Connection): void {
  for (let version = schemaVersion(connection); version < SCHEMA_VERSION; version++)
    // A reference would be looked for among the tables in memory.
    connection.exec(
      (MIGRATIONS[version] as string).replaceAll('CREATE TABLE ', 'CREATE TEMP TABLE ').replace(/ REFERENCES \w+\(\w+\)/g, ''),
    );
}
