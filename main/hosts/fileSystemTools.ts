// Starts Sleuth Kit's fiwalk and icat, which read file systems of images: an argument array, no shell, an environment of their own, from folders
// that packages install to, never from where PATH leads. What they print is handed on as it comes; a program that fails or falls silent is ended.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Fault } from '../../shared/model/fault.ts';
import type { Host } from '../engine/index.ts';

type FileSystemTools = NonNullable<Awaited<ReturnType<NonNullable<Host['fileSystemTools']>>>>;

const FOLDERS = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin', '/opt/local/bin'];
/** Looking for deleted folders in a large file system prints nothing for a long time. */
const LIST_SILENCE_MS = 30 * 60_000;
const CONTENT_SILENCE_MS = 60_000;
const VERSION_SILENCE_MS = 10_000;
const SECTOR_BYTES = 512;
const KEPT_OF_COMPLAINTS = 400;

export async function findFileSystemTools(environment: Readonly<Record<string, string | undefined>>): Promise<FileSystemTools | null> {
  const named = environment.TRACEHOLD_SLEUTHKIT ?? '';
  const folders = isAbsolute(named) ? [named] : FOLDERS;
  const fiwalk = programIn(folders, 'fiwalk');
  const icat = programIn(folders, 'icat');
  if (fiwalk === null || icat === null) return null;
  const version = await versionOf(fiwalk);
  if (version === null) return null;
  return {
    name: `fiwalk ${version}`,
    // -x: to standard output; -g -z: names and places alone, no sums.
    list: (parts, signal) => output(fiwalk, ['-x', '-g', '-z', ...parts.map(absolute)], signal, LIST_SILENCE_MS),
    content: (parts, { offset, block }, inode, signal) =>
      output(
        icat,
        [
          ...['-b', `${SECTOR_BYTES}`, '-o', whole(offset / SECTOR_BYTES)],
          ...(block === undefined ? [] : ['-P', 'apfs', '-B', whole(block)]),
          ...parts.map(absolute),
          whole(inode),
        ],
        signal,
        CONTENT_SILENCE_MS,
      ),
  };
}

function programIn(folders: readonly string[], name: string): string | null {
  for (const folder of folders) {
    const path = join(folder, process.platform === 'win32' ? `${name}.exe` : name);
    try {
      accessSync(path, constants.X_OK);
      if (statSync(path).isFile()) return path;
    } catch {
      // The next folder.
    }
  }
  return null;
}

async function versionOf(fiwalk: string): Promise<string | null> {
  let text = '';
  try {
    for await (const piece of output(fiwalk, ['-V'], new AbortController().signal, VERSION_SILENCE_MS))
      text += Buffer.from(piece).toString('latin1').slice(0, 1_000);
  } catch {
    return null;
  }
  return /SleuthKit Version: ([\w.+-]{1,40})/.exec(text)?.[1] ?? null;
}

/** A name that begins with a hyphen would be an option. */
function absolute(path: string): string {
  if (!isAbsolute(path)) throw new TypeError('fileSystemTools: a path that is not absolute');
  return path;
}

function whole(number: number): string {
  if (!Number.isSafeInteger(number) || number < 0) throw new TypeError('fileSystemTools: not a whole number');
  return String(number);
}

async function* output(program: string, args: readonly string[], signal: AbortSignal, silence: number): AsyncGenerator<Uint8Array> {
  if (signal.aborted) throw new Fault('job.cancelled');
  const child: ChildProcessByStdio<null, Readable, Readable> = spawn(program, args, {
    // Times of file systems that have no zone are printed as they stand.
    env: { LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: false,
    windowsHide: true,
  });
  let complaints = '';
  let isSilent = false;
  child.stderr.setEncoding('latin1');
  child.stderr.on('data', (text: string) => {
    complaints = (complaints + text).slice(-KEPT_OF_COMPLAINTS);
  });
  const ended = new Promise<string | null>((resolve) => {
    child.once('error', (error) => resolve((error as { code?: string }).code ?? 'unknown'));
    child.once('close', (code, end) => resolve(code === 0 ? null : `ended with ${end ?? `code ${code}`}`));
  });
  const end = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', end);
  const pieces = child.stdout[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  try {
    for (;;) {
      // Only while waiting for it: whoever reads may take as long as it likes.
      const timer = setTimeout(() => {
        isSilent = true;
        end();
      }, silence);
      const next = await pieces.next().finally(() => clearTimeout(timer));
      if (next.done === true) break;
      yield next.value;
    }
    const failure = await ended;
    if (signal.aborted) throw new Fault('job.cancelled');
    if (isSilent) throw new Error(`no answer for ${silence / 1000} seconds`);
    if (failure !== null) throw new Error(`${failure} ${complaints.replaceAll(/[^ -~]+/g, ' ').trim()}`.trim());
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}
