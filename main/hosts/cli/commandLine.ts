// The command line as a function: arguments in, exit code out. The machine (streams, engine, environment) is handed in,
// so that tests need no process. It writes exactly one document to stdout with --json, errors included.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { CallInput, CallName, CallOptions, CallOutput, EngineClient } from '../../../shared/contract/index.ts';
import type { Progress } from '../../../shared/contract/values.ts';
import { Fault, FAULTS } from '../../../shared/model/fault.ts';
import { type Catalogue, createCatalogue, faultWords, type Parameters, reasonWords, say } from '../../../shared/words/index.ts';
import type { NodeHost } from '../nodeHost.ts';
import { parseCommandLine } from './arguments.ts';
import type { CommandSpec, Desk, ExitCode, Given, Outcome, PassphrasePurpose } from './command.ts';
import { helpText } from './help.ts';
import { passphraseFromFile } from './passphrase.ts';
import { createProgressLine, type ProgressTerminal } from './progress.ts';
import { printable } from './table.ts';

/** The engine in this process, as the command line needs it. */
export interface RunningEngine {
  readonly client: EngineClient;
  dispose(): Promise<void>;
}

export interface Machine {
  readonly nodeHost: NodeHost;
  readonly commands: readonly CommandSpec[];
  startEngine(): Promise<RunningEngine>;
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean | undefined; readonly columns?: number | undefined };
  readonly stderr: ProgressTerminal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  prompt(question: string): Promise<string>;
  readonly signal: AbortSignal;
}

export async function runCommandLine(argv: readonly string[], machine: Machine): Promise<ExitCode> {
  const json = argv.includes('--json');
  const catalogue = loadCatalogue(machine.nodeHost);
  const speak = (key: string, parameters: Parameters = {}): string => say(catalogue, key, parameters);
  const session = createSession(machine, speak, (code) => reasonWords(catalogue, code), json);
  let outcome: Outcome;
  try {
    const version = argv[0] === '--version' ? machine.nodeHost.host.version : undefined;
    const parsed = parseCommandLine(machine.commands, version === undefined ? argv : ['--help']);
    if (version !== undefined) outcome = { exit: 0, document: version, text: `tracehold ${version.program} ${version.build}` };
    else if (parsed.kind === 'help') {
      const text = helpText(machine.commands, parsed.words, speak);
      outcome = { exit: 0, document: { help: text }, text };
    } else outcome = await parsed.command.run(parsed.given, session.desk);
  } catch (error) {
    outcome = errorOutcome(faultOf(error, machine.nodeHost), catalogue);
  } finally {
    await session.end();
  }
  if (json) machine.stdout.write(`${JSON.stringify(outcome.document, null, 2)}\n`);
  else if (outcome.text !== '') (isError(outcome) ? machine.stderr : machine.stdout).write(`${outcome.text}\n`);
  return outcome.exit;
}

function isError(outcome: Outcome): boolean {
  return typeof outcome.document === 'object' && outcome.document !== null && Object.keys(outcome.document).join() === 'error';
}

/** `{ error: { code, message, next } }`, its words from the locale. */
export function errorOutcome(fault: Fault, catalogue: Catalogue): Outcome {
  const { message, next } = faultWords(catalogue, fault);
  const text = [`tracehold: ${message}`, next].filter((line) => line !== '').map(printable);
  return { exit: FAULTS[fault.code], document: { error: { code: fault.code, message, next } }, text: text.join('\n') };
}

/** Whatever was not thrown on purpose is internal; its stack goes to the log only, it may name paths and values. */
function faultOf(error: unknown, { host }: NodeHost): Fault {
  if (error instanceof Fault) return error;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const incident = createHash('sha256').update(`${host.now()} ${stack}`).digest('hex').slice(0, 10);
  host.log('error', `incident ${incident} in the command line: ${stack}`);
  return new Fault('internal', { incident });
}

/** English; a file that cannot be read leaves its keys visible instead of hiding the error that is being reported. */
function loadCatalogue({ host }: NodeHost): Catalogue {
  const section = (name: string): unknown => {
    try {
      return JSON.parse(new TextDecoder().decode(host.resource(`locales/en/${name}.json`)));
    } catch (error) {
      host.log('error', `locale en/${name}: ${String(error)}`);
      return {};
    }
  };
  return createCatalogue({
    cli: section('cli'),
    errors: section('errors'),
    reasons: section('reasons'),
    typologies: section('typologies'),
    people: section('people'),
    transcribe: section('transcribe'),
    exposure: section('exposure'),
    devices: section('devices'),
  });
}

function createSession(
  machine: Machine,
  speak: (key: string, parameters?: Parameters) => string,
  reason: (code: string) => string,
  json: boolean,
): { readonly desk: Desk; end(): Promise<void> } {
  const line = createProgressLine(machine.stderr, () => machine.nodeHost.host.now(), speak);
  let engine: RunningEngine | undefined;

  const call = async <N extends CallName>(name: N, input: CallInput<N>, cancellable = true): Promise<CallOutput<N>> => {
    engine ??= await machine.startEngine();
    const options: CallOptions<N> = {
      onProgress: (progress) => line.show(progress as Progress),
      ...(cancellable ? { signal: machine.signal } : {}),
    };
    try {
      return await engine.client.call(name, input, options);
    } finally {
      line.clear();
    }
  };

  const passphrase = async (purpose: PassphrasePurpose, file: string | undefined, repeat: boolean): Promise<string> => {
    if (file !== undefined) return passphraseFromFile(file);
    const first = await machine.prompt(speak(`cli.prompt.${purpose}`)).catch((error: unknown) => {
      if (error instanceof Fault && error.code === 'usage.noPassphrase') return '';
      throw error;
    });
    const option = FILE_OPTIONS[purpose];
    if (first === '') throw option === undefined ? new Fault('usage.noPassphrase') : new Fault('usage.noSecret', { option });
    if (repeat && (await machine.prompt(speak('cli.prompt.repeat'))) !== first) throw new Fault('usage.passphraseMismatch');
    return first;
  };

  const desk: Desk = {
    call,
    grant: (path) => machine.nodeHost.grantPath(path),
    say: speak,
    reason,
    note: (text) => {
      if (!json) machine.stderr.write(`${printable(text)}\n`);
    },
    passphrase,
    environment: machine.environment,
    width: machine.stdout.isTTY === true ? machine.stdout.columns : undefined,
    signal: machine.signal,
    async withCase(given, folder, work) {
      const secret = await passphrase('case', given.optional('passphrase-file') ?? machine.environment.TRACEHOLD_PASSPHRASE_FILE, false);
      const info = await call('case.open', {
        folder: machine.nodeHost.grantPath(caseFolder(folder)),
        passphrase: secret,
        ...(await keyOptions(given, desk)),
      });
      for (const notice of info.notices) desk.note(speak(`cli.notice.${notice.code}`, notice.parameters));
      try {
        return await work();
      } finally {
        // Not cancellable: a clean close is what leaves one database file that opens anywhere.
        await call('case.close', {}, false);
      }
    },
  };
  return {
    desk,
    async end() {
      line.clear();
      await engine?.dispose();
    },
  };
}

/** Options that name a file in place of a question; the passphrase of a case has a variable too. */
const FILE_OPTIONS: Partial<Record<PassphrasePurpose, string>> = {
  newSecrets: '--secrets-passphrase-file',
  secrets: '--secrets-passphrase-file',
  wallet: '--wallet-password-file',
};

/** The signing key named on the command line, if any. */
export async function keyOptions(given: Given, desk: Desk): Promise<{ keyFile?: string; keyPassphrase?: string }> {
  const key = given.optional('key');
  const file = given.optional('key-passphrase-file');
  return {
    ...(key === undefined ? {} : { keyFile: desk.grant(key) }),
    ...(file === undefined ? {} : { keyPassphrase: await desk.passphrase('key', file, false) }),
  };
}

/** The engine names a case folder `<name>.tracehold`; a person may leave the ending out. */
function caseFolder(typed: string): string {
  return !existsSync(typed) && existsSync(`${typed}.tracehold`) ? `${typed}.tracehold` : typed;
}
