// How a case folder is made and opened. Everything that can be wrong with its files gets its own fault here, and nothing
// but an interrupted write's rollback is written before the case is known to be sound.
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Fault } from '../../../shared/model/fault.ts';
import type { Host } from '../kernel/index.ts';
import { openChainLog } from './chainLog.ts';
import { checkCheckpoints } from './checkpoint.ts';
import { checkFile, checkIntegrity, type Connection, damage, leftovers, openDatabase, startWriting, stopWriting } from './connection.ts';
import { type FolderLock, lockFolder } from './folderLock.ts';
import {
  DATABASE_KEY_BYTES,
  type KeyFile,
  makeSlot,
  type OpenedSlot,
  openSlot,
  readKeyFile,
  syncFolder,
  writeKeyFile,
} from './keySlots.ts';
import { openMeta } from './meta.ts';
import { type CaseDetails, type CaseFile, enterCase, type KeyRequest } from './openedCase.ts';
import { keyOfRollback } from './rollback.ts';
import { migrate, overlayNewTables, SCHEMA_VERSION, schemaVersion } from './schema.ts';
import { openSigner } from './signing.ts';

/** Below this a whole-file check costs less than a person notices, so it is done at every opening. */
const CHECK_ALWAYS_BYTES = 64 << 20;

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
  if (existsSync(folder) && (!statSync(folder).isDirectory() || readdirSync(folder).length > 0))
    throw new Fault('case.exists', { folder: basename(folder) });
  // The signing key first: a wrong key passphrase must not leave half a case behind.
  const signer = await openSigner(host, key.path, key.passphrase);
  const caseId = Buffer.from(host.randomBytes(16)).toString('hex');
  const created = new Date(host.now()).toISOString();
  const databaseKey = host.randomBytes(DATABASE_KEY_BYTES);
  const opened = await makeSlot(host, caseId, { kind: 'examiner', name: details.examiner, created }, passphrase, databaseKey);
  const keys: KeyFile = { format: 'tracehold-keys/1', caseId, slots: [opened.slot] };
  // Made beside its place and moved there whole: a kill leaves no case or a case.
  const making = `${folder}.making`;
  try {
    if (existsSync(making)) rmSync(making, { recursive: true, force: true });
    mkdirSync(dirname(making), { recursive: true });
    // By itself, because a recursive making reports a read-only medium as a missing folder.
    mkdirSync(making);
    writeDatabase(host, join(making, 'case.db'), databaseKey, { caseId, created, ...details }, signer.publicKey);
    writeKeyFile(making, keys);
    if (existsSync(folder)) rmdirSync(folder);
    renameSync(making, folder);
    syncFolder(dirname(folder));
  } catch (error) {
    if (existsSync(making)) rmSync(making, { recursive: true, force: true });
    throw damage(error);
  }
  return openWith(host, folder, keys, opened, key, undefined);
}

function writeDatabase(host: Host, path: string, databaseKey: Uint8Array, details: CaseDetails, publicKey: string): void {
  const connection = openDatabase(path, databaseKey, { readonly: false, create: true });
  try {
    startWriting(connection);
    migrate(connection, path);
    connection.transaction(() => {
      const meta = openMeta(connection);
      meta.set('details', JSON.stringify(details));
      meta.set('state', 'closed');
      const journal = openChainLog(connection, 'journal', host, () => details.examiner);
      journal.append('act', 'case.created', { ...details, program: host.version });
      journal.append('act', 'key.added', { examiner: details.examiner, publicKey });
    })();
    stopWriting(connection);
  } finally {
    connection.close();
  }
}

export async function openCase(host: Host, folder: string, passphrase: string, key: KeyRequest, referenceTime?: string): Promise<CaseFile> {
  if (!existsSync(folder)) throw new Fault('case.notFound', { folder: basename(folder) });
  const path = join(folder, 'case.db');
  if (!statSync(folder).isDirectory() || !(existsSync(path) || existsSync(join(folder, 'keys.json'))))
    throw new Fault('case.notACase', { folder: basename(folder) });
  const keys = readKeyFile(folder);
  if (!existsSync(path)) throw new Fault('case.damaged', { detail: 'case.db is missing' });
  return openWith(host, folder, keys, await openSlot(keys, passphrase), key, referenceTime);
}

async function openWith(
  host: Host,
  folder: string,
  keys: KeyFile,
  opened: OpenedSlot,
  key: KeyRequest,
  referenceTime: string | undefined,
): Promise<CaseFile> {
  const path = join(folder, 'case.db');
  const lock = lockFolder(folder);
  try {
    // Between reading the keys and holding the lock another process may have changed them.
    const now = readKeyFile(folder);
    if (JSON.stringify(now) !== JSON.stringify(keys)) throw new Fault('case.locked', { seconds: 0 });
    checkFile(path, opened.nextKey === null ? [opened.databaseKey] : [opened.databaseKey, opened.nextKey]);
    const left = leftovers(path);
    if (lock === null && left !== 'none') throw new Fault('case.walOnReadOnly', { folder: basename(folder) });
    const sound = inspect(host, path, keys, opened, left);
    return settleIn(host, { folder, path, keys, opened, lock, key, referenceTime, sound });
  } catch (error) {
    lock?.release();
    throw damage(error);
  }
}

interface Inspected {
  readonly details: CaseDetails;
  readonly databaseKey: Uint8Array;
  readonly unclean: boolean;
}

/** Reads everything that an opening relies on, and closes; it writes nothing but an interrupted write's rollback. */
function inspect(host: Host, path: string, keys: KeyFile, opened: OpenedSlot, left: ReturnType<typeof leftovers>): Inspected {
  // A rollback journal has to be played back before anything can be read; only a writing connection does that.
  const { connection, databaseKey } = openWithEitherKey(path, keys, opened, left);
  try {
    const found = schemaVersion(connection);
    if (found > SCHEMA_VERSION) throw new Fault('case.newer', { found, known: SCHEMA_VERSION });
    if (found < 1) throw new Fault('case.damaged', { detail: 'the database holds no case' });
    const meta = openMeta(connection);
    const unclean = left !== 'none' || meta.get('state') === 'open';
    if (unclean || statSync(path).size <= CHECK_ALWAYS_BYTES) checkIntegrity(connection);
    const details = JSON.parse(meta.get('details') ?? 'null') as CaseDetails | null;
    if (details === null) throw new Fault('case.damaged', { detail: 'the case has no details' });
    if (details.caseId !== keys.caseId) throw new Fault('case.keysDamaged', { file: 'keys.json', reason: 'it belongs to another case' });
    const journal = openChainLog(connection, 'journal', host, () => '');
    journal.verify();
    checkCheckpoints(connection, journal);
    openChainLog(connection, 'access_log', host, () => '').verify();
    return { details, databaseKey, unclean };
  } finally {
    connection.close();
  }
}

/** After an interrupted rekey the database may already stand under the next key. */
function openWithEitherKey(
  path: string,
  keys: KeyFile,
  opened: OpenedSlot,
  left: ReturnType<typeof leftovers>,
): { connection: Connection; databaseKey: Uint8Array } {
  const under = (databaseKey: Uint8Array) => ({
    connection: openDatabase(path, databaseKey, { readonly: left !== 'rollback', create: false }),
    databaseKey,
  });
  // Played back under the wrong key, a rollback journal would be lost.
  const known = opened.nextKey === null ? [opened.databaseKey] : [opened.databaseKey, opened.nextKey];
  const rollbackKey = left === 'rollback' ? keyOfRollback(path, known) : null;
  if (rollbackKey !== null) return under(rollbackKey);
  try {
    return under(opened.databaseKey);
  } catch (error) {
    if (opened.nextKey !== null) return under(opened.nextKey);
    // Another slot holds the key to which the database was moved.
    const moving = keys.slots.find((slot) => slot.next !== undefined);
    const wrongKey = error instanceof Fault && (error.cause as { code?: string } | undefined)?.code === 'SQLITE_NOTADB';
    throw moving !== undefined && wrongKey ? new Fault('case.rekeyUnfinished', { name: moving.name }, error) : error;
  }
}

interface Settling {
  readonly folder: string;
  readonly path: string;
  readonly keys: KeyFile;
  readonly opened: OpenedSlot;
  readonly lock: FolderLock | null;
  readonly key: KeyRequest;
  readonly referenceTime: string | undefined;
  readonly sound: Inspected;
}

function settleIn(host: Host, { path, sound, ...rest }: Settling): CaseFile {
  const connection = openDatabase(path, sound.databaseKey, { readonly: rest.lock === null, create: false });
  try {
    if (rest.lock !== null) {
      startWriting(connection);
      migrate(connection, path);
    } else overlayNewTables(connection);
    return enterCase(host, { ...rest, ...sound, connection });
  } catch (error) {
    connection.close();
    throw error;
  }
}
