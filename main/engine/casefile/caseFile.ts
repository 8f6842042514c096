// The life of a case folder: create, open, close, key slots, rekey. Everything that can go wrong with the files of a
// case gets its own fault here, and nothing is changed before the case is known to be sound.
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Fault } from '../../../shared/model/fault.ts';
import type { Host } from '../kernel/index.ts';
import { type ChainLog, openChainLog } from './chainLog.ts';
import { type ChainStore, openChainStore } from './chainStore.ts';
import { type Checkpoint, makeCheckpoint } from './checkpoint.ts';
import { checkIntegrity, checkLength, type Connection, damage, type FolderLock, hasWal, isPlainSqlite, lockFolder, openDatabase, startBulk, startWriting } from './connection.ts';
import { type Edits, openEdits } from './edits.ts';
import { type LabelStore, type MergeStore, type NoteStore, openLabelStore, openMergeStore, openNoteStore, openRunStore, type RunStore } from './findingStores.ts';
import { DATABASE_KEY_BYTES, type KeyFile, type KeySlot, makeSlot, openSlot, readKeyFile, rewrapSlot, writeKeyFile } from './keySlots.ts';
import { migrate, SCHEMA_VERSION } from './schema.ts';
import { openSigner, type Signer } from './signing.ts';
import { openSourceStore, type SourceStore } from './sourceStore.ts';

/** Below this a whole-file check costs less than a person notices, so it is done at every opening. */
const CHECK_ALWAYS_BYTES = 64 << 20;

export interface CaseDetails {
  readonly caseId: string;
  readonly title: string;
  readonly reference: string;
  readonly agency: string;
  readonly authority: string;
  readonly examiner: string;
  readonly timeZone: string;
  readonly created: string;
}
export interface Notice {
  readonly code: string;
  readonly parameters: Readonly<Record<string, string | number>>;
}
export interface KeyRequest {
  readonly path: string;
  readonly passphrase: string;
}

export interface CaseFile {
  readonly folder: string;
  readonly folderName: string;
  readonly details: CaseDetails;
  /** The person whose slot opened the case. */
  readonly examiner: string;
  readonly readOnly: boolean;
  readonly notices: readonly Notice[];
  readonly journal: ChainLog;
  readonly accessLog: ChainLog;
  readonly edits: Edits;
  readonly sources: SourceStore;
  readonly chain: ChainStore;
  readonly labels: LabelStore;
  readonly runs: RunStore;
  readonly merges: MergeStore;
  readonly notes: NoteStore;
  transaction<T>(body: () => T): T;
  /** Runs `body`, whose transactions append much, with the cheaper journal; other rules of writing stay. */
  bulk<T>(body: () => Promise<T>): Promise<T>;
  /** One act and the rows it stands for, in one transaction. */
  act<T>(name: string, payload: unknown, body?: () => T): T;
  /** Notes an opening, a check, an export or a reveal; silently nothing on read-only media. */
  noteAccess(name: string, payload: unknown): void;
  slots(): readonly Omit<KeySlot, 'derivation' | 'wrapped' | 'next'>[];
  addSlot(kind: KeySlot['kind'], name: string, passphrase: string): Promise<void>;
  removeSlot(id: string): void;
  rekey(passphrase: string): Promise<void>;
  signer(): Promise<Signer>;
  checkpoint(): Promise<Checkpoint>;
  isTraining(): boolean;
  /** Flushes, signs a checkpoint where a key is at hand, and frees the folder. */
  close(): Promise<Checkpoint | null>;
  /** Frees everything without a checkpoint; for a process that must end. */
  abandon(): void;
}

export function caseFolderName(path: string): string {
  return path.endsWith('.tracehold') ? path : `${path}.tracehold`;
}

export async function createCase(
  host: Host,
  path: string,
  details: Omit<CaseDetails, 'caseId' | 'created'>,
  passphrase: string,
  key: KeyRequest,
): Promise<CaseFile> {
  const folder = caseFolderName(path);
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new Fault('case.exists', { folder: basename(folder) });
  // The signing key first: a wrong key passphrase must not leave half a case behind.
  const signer = await openSigner(host, key.path, key.passphrase);
  const caseId = Buffer.from(host.randomBytes(16)).toString('hex');
  const created = new Date(host.now()).toISOString();
  const databaseKey = host.randomBytes(DATABASE_KEY_BYTES);
  const slot = await makeSlot(host, caseId, { kind: 'examiner', name: details.examiner, created }, passphrase, databaseKey);
  try {
    mkdirSync(folder, { recursive: true });
    const connection = openDatabase(join(folder, 'case.db'), databaseKey, { readonly: false, create: true });
    startWriting(connection);
    migrate(connection, join(folder, 'case.db'));
    const meta = connection.prepare('INSERT INTO meta (key, value) VALUES (?, ?)');
    const full: CaseDetails = { caseId, created, ...details };
    connection.transaction(() => {
      meta.run('details', JSON.stringify(full));
      meta.run('state', 'closed');
      const journal = openChainLog(connection, 'journal', host, () => details.examiner);
      journal.append('act', 'case.created', { ...full, program: host.version });
      journal.append('act', 'key.added', { examiner: details.examiner, publicKey: signer.publicKey });
    })();
    connection.pragma('wal_checkpoint(TRUNCATE)');
    connection.pragma('journal_mode=DELETE');
    connection.close();
    writeKeyFile(folder, { format: 'tracehold-keys/1', caseId, slots: [slot] });
  } catch (error) {
    throw damage(error);
  }
  return openCase(host, folder, passphrase, key);
}

export async function openCase(host: Host, folder: string, passphrase: string, key: KeyRequest, referenceTime?: string): Promise<CaseFile> {
  if (!existsSync(folder)) throw new Fault('case.notFound', { folder });
  const path = join(folder, 'case.db');
  if (!statSync(folder).isDirectory() || !(existsSync(path) || existsSync(join(folder, 'keys.json')))) throw new Fault('case.notACase', { folder: basename(folder) });
  const keys = readKeyFile(folder);
  if (!existsSync(path)) throw new Fault('case.damaged', { detail: 'case.db is missing' });
  if (isPlainSqlite(path)) throw new Fault('case.damaged', { detail: 'case.db is not encrypted' });
  const opened = await openSlot(keys, passphrase);
  const lock = lockFolder(folder);
  const readOnly = lock === null;
  if (readOnly && hasWal(path)) throw new Fault('case.walOnReadOnly', { folder: basename(folder) });
  let connection: Connection | null = null;
  try {
    const { used, databaseKey } = openWithEitherKey(path, opened, readOnly);
    connection = used;
    return await enter(host, { folder, path, keys, opened, databaseKey, connection, lock, readOnly, key, passphrase, referenceTime });
  } catch (error) {
    connection?.close();
    lock?.release();
    throw damage(error);
  }
}

/** After an interrupted rekey the database may already stand under the next key. */
function openWithEitherKey(path: string, opened: Awaited<ReturnType<typeof openSlot>>, readOnly: boolean): { used: Connection; databaseKey: Uint8Array } {
  try {
    return { used: openDatabase(path, opened.databaseKey, { readonly: readOnly, create: false }), databaseKey: opened.databaseKey };
  } catch (error) {
    if (opened.nextKey === null) throw error;
    return { used: openDatabase(path, opened.nextKey, { readonly: readOnly, create: false }), databaseKey: opened.nextKey };
  }
}

interface Entrance {
  readonly folder: string;
  readonly path: string;
  readonly keys: KeyFile;
  readonly opened: Awaited<ReturnType<typeof openSlot>>;
  readonly databaseKey: Uint8Array;
  readonly connection: Connection;
  readonly lock: FolderLock | null;
  readonly readOnly: boolean;
  readonly key: KeyRequest;
  readonly passphrase: string;
  readonly referenceTime: string | undefined;
}

async function enter(host: Host, entrance: Entrance): Promise<CaseFile> {
  const { folder, path, connection, lock, readOnly } = entrance;
  const notices: Notice[] = [];
  const readMeta = (name: string) => connection.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(name) as string | undefined;
  const writeMeta = (name: string, value: string) => connection.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(name, value);

  const hadWal = hasWal(path);
  if (!hadWal) checkLength(connection, path);
  const found = connection.pragma('user_version', { simple: true }) as number;
  if (found > SCHEMA_VERSION) throw new Fault('case.newer', { found, known: SCHEMA_VERSION });
  const unclean = hadWal || readMeta('state') === 'open';
  if (unclean || statSync(path).size <= CHECK_ALWAYS_BYTES) checkIntegrity(connection);
  if (!readOnly) {
    startWriting(connection);
    migrate(connection, path);
  }
  const details = JSON.parse(readMeta('details') ?? 'null') as CaseDetails | null;
  if (details === null) throw new Fault('case.damaged', { detail: 'the case has no details' });
  if (details.caseId !== entrance.keys.caseId) throw new Fault('case.keysDamaged', { file: 'keys.json', reason: 'it belongs to another case' });
  const examiner = entrance.opened.slot.name;
  const journal = openChainLog(connection, 'journal', host, () => examiner);
  const accessLog = openChainLog(connection, 'access_log', host, () => examiner);
  journal.verify();

  const now = new Date(host.now()).toISOString();
  const latest = [journal.head().time, accessLog.head().time].filter((time) => time !== null).sort().at(-1);
  if (unclean) notices.push({ code: 'uncleanClose', parameters: {} });
  if (latest !== undefined && now < latest) notices.push({ code: 'clockBackwards', parameters: { now, latest } });
  if (readOnly) notices.push({ code: 'readOnly', parameters: {} });

  const inTransaction = <T>(body: () => T): T => {
    if (readOnly) throw new Fault('case.readOnly', { folder: basename(folder) });
    return connection.transaction(body)();
  };
  const noteAccess = (name: string, payload: unknown) => {
    if (!readOnly) inTransaction(() => accessLog.append('act', name, payload));
  };
  let { keys, databaseKey } = entrance;
  let signer: Signer | null = null;
  let ended = false;

  // A finished or interrupted rekey leaves `next` behind: settle on the key that opens the database.
  if (!readOnly && entrance.opened.slot.next !== undefined) {
    const settled = rewrapSlot(host, keys.caseId, entrance.opened.slot, entrance.opened.wrappingKey, databaseKey, 'wrapped');
    keys = { ...keys, slots: keys.slots.map((slot) => (slot.id === settled.id ? settled : slot)) };
    writeKeyFile(folder, keys);
  }
  if (!readOnly) writeMeta('state', 'open');
  noteAccess('case.opened', {
    examiner, program: host.version, slot: entrance.opened.slot.id, unclean, clock: now, referenceTime: entrance.referenceTime ?? null, clockBackwards: latest !== undefined && now < latest, journal: journal.head(),
  });

  const free = () => {
    if (ended) return;
    ended = true;
    connection.close();
    lock?.release();
  };
  const theSigner = async (): Promise<Signer> => {
    signer ??= await openSigner(host, entrance.key.path, entrance.key.passphrase);
    return signer;
  };
  const openedCase: CaseFile = {
    folder,
    folderName: basename(folder),
    details,
    examiner,
    readOnly,
    notices,
    journal,
    accessLog,
    edits: openEdits(journal, inTransaction),
    sources: openSourceStore(connection),
    chain: openChainStore(connection),
    labels: openLabelStore(connection),
    runs: openRunStore(connection),
    merges: openMergeStore(connection),
    notes: openNoteStore(connection),
    transaction: inTransaction,
    async bulk(body) {
      if (readOnly) return body();
      startBulk(connection);
      try {
        return await body();
      } finally {
        if (!ended) startWriting(connection);
      }
    },
    act: (name, payload, body) =>
      inTransaction(() => {
        const result = body?.();
        journal.append('act', name, payload);
        return result as never;
      }),
    noteAccess,
    slots: () => keys.slots.map(({ id, kind, name, created }) => ({ id, kind, name, created })),
    async addSlot(kind, name, passphrase) {
      if (readOnly) throw new Fault('case.readOnly', { folder: basename(folder) });
      const slot = await makeSlot(host, keys.caseId, { kind, name, created: new Date(host.now()).toISOString() }, passphrase, databaseKey);
      openedCase.act('key.slotAdded', { id: slot.id, kind, name });
      keys = { ...keys, slots: [...keys.slots, slot] };
      writeKeyFile(folder, keys);
    },
    removeSlot(id) {
      const slot = keys.slots.find((candidate) => candidate.id === id);
      if (slot === undefined) throw new Fault('case.slotUnknown', { id });
      if (keys.slots.filter((candidate) => candidate.kind !== 'secrets').length === 1) throw new Fault('case.slotLast', { id });
      openedCase.act('key.slotRemoved', { id, kind: slot.kind, name: slot.name });
      keys = { ...keys, slots: keys.slots.filter((candidate) => candidate.id !== id) };
      writeKeyFile(folder, keys);
      notices.push({ code: 'oldKeysPossible', parameters: {} });
    },
    async rekey(passphrase) {
      if (readOnly) throw new Fault('case.readOnly', { folder: basename(folder) });
      const holder = await openSlot(keys, passphrase);
      const nextKey = host.randomBytes(DATABASE_KEY_BYTES);
      const others = keys.slots.filter((slot) => slot.id !== holder.slot.id).map((slot) => slot.id);
      openedCase.act('key.rekeyed', { keptSlot: holder.slot.id, droppedSlots: others });
      // Both keys stand in the slot until the database is through: a kill leaves a case that opens with one of them.
      writeKeyFile(folder, { ...keys, slots: [rewrapSlot(host, keys.caseId, holder.slot, holder.wrappingKey, nextKey, 'next')].map((slot) => ({ ...slot, wrapped: holder.slot.wrapped })) });
      connection.pragma('wal_checkpoint(TRUNCATE)');
      connection.pragma('journal_mode=DELETE');
      connection.pragma(`rekey="x'${Buffer.from(nextKey).toString('hex')}'"`);
      startWriting(connection);
      databaseKey = nextKey;
      keys = { ...keys, slots: [rewrapSlot(host, keys.caseId, holder.slot, holder.wrappingKey, nextKey, 'wrapped')] };
      writeKeyFile(folder, keys);
    },
    signer: theSigner,
    async checkpoint() {
      const key = await theSigner();
      const known = [...journal.all()].some((event) => event.header.name === 'key.added' && (event.payload as { publicKey?: string }).publicKey === key.publicKey);
      if (!known && !readOnly) openedCase.act('key.added', { examiner, publicKey: key.publicKey });
      return makeCheckpoint(connection, journal, key);
    },
    isTraining: () => openedCase.sources.list().some((source) => source.training && source.state !== 'withdrawn'),
    async close() {
      if (ended) return null;
      let checkpoint: Checkpoint | null = null;
      try {
        if (!readOnly) {
          checkpoint = await openedCase.checkpoint();
          noteAccess('case.closed', { checkpoint: checkpoint.code });
        }
      } finally {
        if (!readOnly) {
          writeMeta('state', 'closed');
          connection.pragma('wal_checkpoint(TRUNCATE)');
          // A WAL database does not open on a read-only medium (tried: research, stack).
          connection.pragma('journal_mode=DELETE');
        }
        free();
      }
      return checkpoint;
    },
    abandon: free,
  };
  return openedCase;
}
