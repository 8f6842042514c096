// What a command of the command line is: its words, its options and its handler. Every sentence about it stands in
// resources/locales/<locale>/cli.json under `cli.command.<words joined by ->`.
import type { CallInput, CallName, CallOutput } from '../../../shared/contract/index.ts';
import type { Parameters } from '../../../shared/words/index.ts';

export interface OptionSpec {
  readonly name: string;
  /** What stands in the help for the value; an option without one is a switch. */
  readonly value?: string;
  /** Takes all values that follow, and may be repeated. */
  readonly many?: boolean;
  readonly required?: boolean;
}

export interface PositionalSpec {
  readonly name: string;
  readonly required: boolean;
  readonly many: boolean;
  /** The option in whose presence it is not required. */
  readonly unless?: string;
}

export interface CommandSpec {
  readonly words: readonly string[];
  readonly positionals: readonly PositionalSpec[];
  readonly options: readonly OptionSpec[];
  run(given: Given, desk: Desk): Promise<Outcome>;
}

/** Exit codes of docs/FORMATS.md §10. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 70;

export interface Outcome {
  readonly exit: ExitCode;
  /** The one document that --json prints. */
  readonly document: unknown;
  /** What a person reads. */
  readonly text: string;
}

/** The arguments of one command, already checked for names and presence. */
export interface Given {
  /** Value of a required option or positional. */
  text(name: string): string;
  optional(name: string): string | undefined;
  list(name: string): readonly string[];
  has(name: string): boolean;
}

/** What a handler works with. Nothing here writes to stdout. */
export interface Desk {
  /** One call of the engine, with progress shown and Ctrl-C passed on. The engine starts at the first. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  /** Turns a path that the person typed into a token for the engine. */
  grant(path: string): string;
  say(key: string, parameters?: Parameters): string;
  /** Why something was refused, in words. */
  reason(code: string): string;
  /** A line for the person beside the result: stderr, never with --json. */
  note(text: string): void;
  /** Opens the case of --case or the given folder, runs, and closes it cleanly whatever happened. */
  withCase<T>(given: Given, folder: string, work: () => Promise<T>): Promise<T>;
  /** A passphrase from a file or a hidden prompt; never from the argument list. */
  passphrase(purpose: PassphrasePurpose, file: string | undefined, repeat: boolean): Promise<string>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Columns of the terminal that stdout is; undefined elsewhere, so that nothing is ever shortened in a file. */
  readonly width: number | undefined;
  readonly signal: AbortSignal;
}

export type PassphrasePurpose = 'case' | 'newCase' | 'slot' | 'key' | 'newSecrets' | 'secrets' | 'wallet';

export const CASE_OPTION: OptionSpec = { name: 'case', value: 'DIR', required: true };
/** Options of every command that opens a case. */
export const OPEN_OPTIONS: readonly OptionSpec[] = [
  { name: 'passphrase-file', value: 'FILE' },
  { name: 'key', value: 'FILE' },
  { name: 'key-passphrase-file', value: 'FILE' },
];
/** Options of every command. */
export const COMMON_OPTIONS: readonly OptionSpec[] = [{ name: 'json' }, { name: 'help' }];
