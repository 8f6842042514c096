// The Host port on plain Node: what the command line, the browser shell and the engine process give the engine. It
// knows no chain and no case; it only touches the machine.
import { randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { Fault } from '../../shared/model/fault.ts';
import type { Host } from '../engine/index.ts';
import { BUILD_HASH, PROGRAM_VERSION } from './programVersion.ts';
import { workerThreads } from './workerThreads.ts';

/** The log of a year of use must not fill an officer's disk: this much, and once more as `.1`. */
const LOG_LIMIT_BYTES = 1_048_576;
const LOG_LINE_LIMIT = 16_384;

type GrantedPath = ReturnType<Host['resolveGrant']>;

export interface NodeHost {
  readonly host: Host;
  /** Issues the token by which the engine may use this file or folder (which need not exist yet). */
  grantPath(path: string): string;
}

export interface NodeHostOptions {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Where the program's own files lie; found beside the program when absent. */
  readonly resourceFolders?: readonly string[];
}

export function createNodeHost(options: NodeHostOptions = {}): NodeHost {
  const environment = options.environment ?? process.env;
  const resourceFolders = options.resourceFolders ?? findResourceFolders(import.meta.dirname);
  const grants = new Map<string, GrantedPath>();
  const profile = profilePath(environment);
  const log = createLog(() => join(ensureFolder(profile), 'tracehold.log'), environment.TRACEHOLD_LOG === 'stderr');

  const workers = workerThreads(import.meta.dirname, environment);
  const airGapped = (environment.TRACEHOLD_AIR_GAPPED ?? '') !== '';
  const host: Host = {
    version: {
      program: PROGRAM_VERSION,
      build: BUILD_HASH,
      platform: `${process.platform} ${process.arch}, Node ${process.versions.node}`,
    },
    now: () => Date.now(),
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    resolveGrant(grant) {
      const granted = grants.get(grant);
      if (granted === undefined) throw new Fault('usage.grantUnknown');
      return granted;
    },
    profileFolder: () => ensureFolder(profile),
    resource: (name) => readResource(resourceFolders, name),
    log,
    ...(workers === null ? {} : { workers }),
    // Loaded when a node is asked for and not before: until then the process holds no code that opens a connection.
    ...(airGapped ? {} : { connectNode: async (access) => (await import('./nodeConnection.ts')).connectNode(access) }),
    // Loaded when an image is looked at and not before, as what starts other programs.
    fileSystemTools: async () => (await import('./fileSystemTools.ts')).findFileSystemTools(environment),
  };
  return {
    host,
    grantPath(path) {
      const absolute = resolve(path);
      const token = randomBytes(16).toString('hex');
      grants.set(token, { path: absolute, name: basename(absolute) });
      return token;
    },
  };
}

function ensureFolder(path: string): string {
  // Signing keys live below: for this user's eyes only where the system knows such a thing.
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}

function profilePath(environment: Readonly<Record<string, string | undefined>>): string {
  const named = environment.TRACEHOLD_PROFILE;
  if (named !== undefined && named !== '') return resolve(named);
  if (process.platform === 'win32') return join(environment.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Tracehold');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Tracehold');
  const data = environment.XDG_DATA_HOME;
  return join(data !== undefined && isAbsolute(data) ? data : join(homedir(), '.local', 'share'), 'tracehold');
}

/** `resources` beside or above this file: generated files in dist first, then the checkout's or the package's own. */
function findResourceFolders(from: string): readonly string[] {
  const found: string[] = [];
  for (let folder = from, level = 0; level < 5; folder = dirname(folder), level++) {
    for (const candidate of [join(folder, 'dist', 'resources'), join(folder, 'resources')]) {
      if (existsSync(candidate) && !found.includes(candidate)) found.push(candidate);
    }
  }
  return found;
}

function readResource(folders: readonly string[], name: string): Uint8Array {
  if (isAbsolute(name) || name.includes('\\') || name.includes('\0') || name.split('/').includes('..'))
    throw new TypeError('resource: the name leaves the program folder');
  for (const folder of folders) {
    const path = join(folder, name);
    if (!existsSync(path)) continue;
    // A link planted inside must not lead outside.
    const inside = relative(realpathSync(folder), realpathSync(path));
    if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside))
      throw new TypeError('resource: the name leaves the program folder');
    return new Uint8Array(readFileSync(path));
  }
  throw new Error(`resource "${name.slice(0, 80)}" is missing`);
}

function createLog(file: () => string, toStderr: boolean): Host['log'] {
  return (level, message) => {
    const line = `${new Date().toISOString()} ${level} ${message.slice(0, LOG_LINE_LIMIT)}\n`;
    if (toStderr) process.stderr.write(line);
    try {
      const path = file();
      if (existsSync(path) && statSync(path).size > LOG_LIMIT_BYTES) renameSync(path, `${path}.1`);
      appendFileSync(path, line, { mode: 0o600 });
    } catch {
      // A full or read-only profile must not stop an investigation; the log is a convenience, the journal is the record.
    }
  };
}
