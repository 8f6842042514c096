// Decimals of tokens that nothing states, on the command line: as they are given, and the command that gives them.
import { basename } from 'node:path';
import type { IntakeResult } from '../../../shared/contract/intake.ts';
import { Fault } from '../../../shared/model/fault.ts';
import type { Desk, Given } from './command.ts';
import { TABLE_OPTIONS } from './tables.ts';

/** `CONTRACT=N`, each contract once. */
export function decimalsOf(stated: readonly string[]): Record<string, number> {
  const decimals: Record<string, number> = {};
  for (const one of stated) {
    const [, contract, number] = /^([^=]{1,120})=(\d{1,2})$/.exec(one) ?? [];
    if (contract === undefined || number === undefined || Number(number) > 77 || Object.hasOwn(decimals, contract))
      throw new Fault('usage.badValue', { option: '--decimals', value: one.slice(0, 140), expected: 'CONTRACT=N' });
    decimals[contract] = Number(number);
  }
  return decimals;
}

/** Options that say how the same file is read again; what was stated of other tokens stays. */
const READING_OPTIONS = ['chain', 'account', 'time-zone', 'day-order', ...TABLE_OPTIONS.map(({ name }) => name)];

/** The command line that states what the rejected rows lack. */
export function decimalsText({ name, table }: IntakeResult, given: Given, desk: Desk): string {
  const tokens = table?.flags.find(({ code }) => code === 'decimalsUnknown')?.values['tokens'];
  return tokens === undefined ? '' : decimalsCommand(name, tokens, given, desk);
}

/** The same of a file of which not one row could be taken. */
export function decimalsOfFault({ code, parameters }: Fault, given: Given, desk: Desk): string {
  const { file, contracts } = parameters;
  return code !== 'intake.noRowTaken' || contracts === undefined ? '' : decimalsCommand(String(file), String(contracts), given, desk);
}

function decimalsCommand(name: string | undefined, tokens: string, given: Given, desk: Desk): string {
  const path = given.list('PATH').find((one) => basename(one) === name);
  if (path === undefined) return '';
  const options = READING_OPTIONS.flatMap((option) => {
    const value = given.optional(option);
    return value === undefined ? [] : [`--${option}`, value];
  });
  const stated = [...given.list('decimals'), ...tokens.split(', ').map((token) => `${token}=N`)].flatMap((one) => ['--decimals', one]);
  const words = ['tracehold', 'intake', path, '--case', given.text('case'), ...options, ...stated];
  return desk.say('cli.intake.sayDecimals', { command: words.map(shellWord).join(' ') });
}

/** As a shell takes it for one word. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
