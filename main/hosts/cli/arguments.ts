// Reads the argument list against the table of commands. Whatever does not fit is a usage fault that names the nearest
// thing that would have.
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { Fault } from '../../../shared/model/fault.ts';
import { COMMON_OPTIONS, type CommandSpec, type Given, type OptionSpec } from './command.ts';

export type Parsed =
  | { readonly kind: 'run'; readonly command: CommandSpec; readonly given: Given }
  /** Help for everything whose words start like this. */
  | { readonly kind: 'help'; readonly words: readonly string[] };

export function parseCommandLine(commands: readonly CommandSpec[], argv: readonly string[]): Parsed {
  const words = leadingWords(commands, argv);
  const asksHelp = argv.includes('--help') || argv.includes('-h') || argv[0] === 'help';
  const command = commands.find((candidate) => sameWords(candidate.words, words));
  if (command === undefined) {
    const rest = argv[0] === 'help' ? argv.slice(1) : argv.slice(words.length);
    const next = rest.find((argument) => !argument.startsWith('-'));
    if (argv[0] === 'help') return { kind: 'help', words: leadingWords(commands, rest) };
    if (next === undefined && (asksHelp || words.length === 0)) {
      const unknown = argv.find((argument) => argument.startsWith('-') && !['--help', '-h', '--json'].includes(argument));
      if (unknown !== undefined) throw new Fault('usage.unknownOption', { option: unknown, nearest: '--help' });
      return { kind: 'help', words };
    }
    if (next === undefined)
      throw new Fault('usage.unknownCommand', { command: words.join(' '), nearest: nearestCommand(commands, words.join(' ')) });
    const typed = [...words, next].join(' ');
    throw new Fault('usage.unknownCommand', { command: typed, nearest: nearestCommand(commands, typed) });
  }
  if (asksHelp) return { kind: 'help', words };
  return { kind: 'run', command, given: readArguments(command, argv.slice(words.length)) };
}

/** The longest run of leading arguments that begins some command. */
function leadingWords(commands: readonly CommandSpec[], argv: readonly string[]): readonly string[] {
  let words: readonly string[] = [];
  for (const argument of argv) {
    const longer = [...words, argument];
    if (!commands.some((command) => sameWords(command.words.slice(0, longer.length), longer))) break;
    words = longer;
  }
  return words;
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, i) => word === b[i]);
}

function readArguments(command: CommandSpec, argv: readonly string[]): Given {
  const specs = new Map([...command.options, ...COMMON_OPTIONS].map((spec) => [spec.name, spec]));
  const config: ParseArgsOptionsConfig = { help: { type: 'boolean', short: 'h' } };
  for (const spec of specs.values())
    if (spec.name !== 'help') config[spec.name] = { type: spec.value === undefined ? 'boolean' : 'string', multiple: true };
  const { tokens } = parseArgs({ args: [...argv], options: config, strict: false, allowPositionals: true, tokens: true });

  const values = new Map<string, string[]>();
  const loose: string[] = [];
  // A value that directly follows an option taking many belongs to that option.
  let taker: OptionSpec | undefined;
  for (const token of tokens) {
    if (token.kind === 'option-terminator') taker = undefined;
    else if (token.kind === 'positional') {
      if (taker === undefined) loose.push(token.value);
      else values.get(taker.name)?.push(token.value);
    } else {
      const spec = specs.get(token.name);
      if (spec === undefined) throw new Fault('usage.unknownOption', { option: token.rawName, nearest: nearestOption(specs, token.name) });
      taker = readOption(spec, token.rawName, token.value, token.inlineValue === true, values);
    }
  }
  bindPositionals(command, loose, values);
  for (const spec of specs.values())
    if (spec.required === true && !values.has(spec.name))
      throw new Fault('usage.missingOption', { option: `--${spec.name}`, value: spec.value ?? '' });
  return given(values);
}

function readOption(
  spec: OptionSpec,
  rawName: string,
  value: string | undefined,
  inline: boolean,
  values: Map<string, string[]>,
): OptionSpec | undefined {
  if (spec.value === undefined) {
    if (inline) throw new Fault('usage.optionTakesNoValue', { option: rawName });
    values.set(spec.name, []);
    return undefined;
  }
  if (value === undefined || (!inline && value.startsWith('-') && value.length > 1))
    throw new Fault('usage.missingValue', { option: rawName, value: spec.value });
  const held = values.get(spec.name);
  if (held !== undefined && spec.many !== true) throw new Fault('usage.optionTwice', { option: rawName });
  values.set(spec.name, [...(held ?? []), value]);
  return spec.many === true ? spec : undefined;
}

function bindPositionals(command: CommandSpec, loose: readonly string[], values: Map<string, string[]>): void {
  let at = 0;
  for (const positional of command.positionals) {
    const taken = positional.many ? loose.slice(at) : loose.slice(at, at + 1);
    const required = positional.required && (positional.unless === undefined || !values.has(positional.unless));
    if (taken.length === 0 && required) throw new Fault('usage.missingArgument', { argument: positional.name });
    at += taken.length;
    if (taken.length > 0) values.set(positional.name, [...taken]);
  }
  const extra = loose[at];
  if (extra !== undefined) throw new Fault('usage.tooManyArguments', { argument: extra });
}

function given(values: ReadonlyMap<string, readonly string[]>): Given {
  return {
    text(name) {
      const value = values.get(name)?.[0];
      if (value === undefined) throw new TypeError(`the table of commands does not require "${name}"`);
      return value;
    },
    optional: (name) => values.get(name)?.[0],
    list: (name) => values.get(name) ?? [],
    has: (name) => values.has(name),
  };
}

function nearestOption(specs: ReadonlyMap<string, OptionSpec>, typed: string): string {
  return `--${nearest([...specs.keys()], typed)}`;
}

function nearestCommand(commands: readonly CommandSpec[], typed: string): string {
  return nearest(
    commands.map((command) => command.words.join(' ')),
    typed,
  );
}

/** The candidate with the fewest edits; a candidate that the typed text begins counts as near. */
export function nearest(candidates: readonly string[], typed: string): string {
  let best = candidates[0] ?? '';
  let fewest = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const distance = candidate.startsWith(typed) && typed !== '' ? 0.5 : editDistance(candidate, typed);
    if (distance < fewest) {
      fewest = distance;
      best = candidate;
    }
  }
  return best;
}

/** Levenshtein distance: insertions, deletions and replacements. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}

/** A whole number of an option or, where the name is written in capitals, of an argument. */
export function wholeNumber(name: string, text: string, minimum = 0, maximum = Number.MAX_SAFE_INTEGER): number {
  const value = Number(text);
  if (!/^\d{1,15}$/.test(text) || value < minimum || value > maximum)
    throw new Fault('usage.badValue', {
      option: name.startsWith('--') || name === name.toUpperCase() ? name : `--${name}`,
      value: text.slice(0, 80),
      expected: `${minimum === 0 ? 'a whole number' : `a whole number from ${minimum}`}${maximum < Number.MAX_SAFE_INTEGER ? ` to ${maximum}` : ''}`,
    });
  return value;
}

/** Values given one by one or separated by commas. */
export function commaList(values: readonly string[]): readonly string[] {
  return values
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '');
}
