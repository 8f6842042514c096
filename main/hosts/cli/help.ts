// The help texts, made from the table of commands and the locale; no sentence stands here.
import type { CommandSpec, OptionSpec } from './command.ts';
import { COMMON_OPTIONS } from './command.ts';
import { renderPairs, sections } from './table.ts';

type Say = (key: string) => string;

/** One line of how the command is typed. */
export function synopsis(command: CommandSpec): string {
  const positional = command.positionals.map(({ name, required, many }) => {
    const shown = many ? `${name}...` : name;
    return required ? shown : `[${shown}]`;
  });
  const options = command.options.filter((option) => option.required === true).map(shownOption);
  const more = command.options.some((option) => option.required !== true) ? ['[options]'] : [];
  return ['tracehold', ...command.words, ...options, ...positional, ...more].join(' ');
}

function shownOption(option: OptionSpec): string {
  if (option.value === undefined) return `--${option.name}`;
  return `--${option.name} ${option.value}${option.many === true ? '...' : ''}`;
}

/** One name may mean something of its own to a command: `--rules` are link rules but for a screening. */
function optionText(command: CommandSpec, { name }: OptionSpec, say: Say): string {
  const own = `cli.optionOf.${command.words.join('-')}-${name}`;
  const text = say(own);
  return text === own ? say(`cli.option.${name}`) : text;
}

export function commandKey(command: CommandSpec): string {
  return `cli.command.${command.words.join('-')}`;
}

/** Help for the program, for a group (`case`, `export`) or for one command. */
export function helpText(commands: readonly CommandSpec[], words: readonly string[], say: Say): string {
  const matching = commands.filter((command) => words.every((word, i) => command.words[i] === word));
  const exact = matching.find((command) => command.words.length === words.length);
  if (exact !== undefined) {
    const rows = [...exact.options, ...COMMON_OPTIONS].map((option): [string, string] => [
      `  ${shownOption(option)}`,
      optionText(exact, option, say),
    ]);
    return sections(synopsis(exact), say(commandKey(exact)), `${say('cli.help.options')}\n${renderPairs(rows)}`);
  }
  const rows = matching.map((command): [string, string] => [`  ${command.words.join(' ')}`, say(commandKey(command))]);
  const head = words.length === 0 ? [say('cli.help.program'), say('cli.help.usage')] : [];
  return sections(
    ...head,
    `${say('cli.help.commands')}\n${renderPairs(rows)}`,
    say('cli.help.more'),
    words.length === 0 ? say('cli.help.exit') : '',
  );
}
