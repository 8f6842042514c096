// The command that states decimals which nothing says is printed whole, as a shell takes it.
import { expect, it } from 'vitest';
import type { IntakeResult } from '../../../shared/contract/intake.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { parseCommandLine } from './arguments.ts';
import type { Desk } from './command.ts';
import { commands } from './commands.ts';
import { decimalsOfFault, decimalsText } from './decimals.ts';

const desk = { say: (_: string, { command }: { readonly command: string }) => command } as unknown as Desk;
const TYPED = ['intake', 'exports/my tokens.csv', 'b.csv', '--case', 'c.tracehold', '--chain', 'ethereum', '--decimals', '0xcc=6'];
const parsed = parseCommandLine(commands, TYPED);
if (parsed.kind !== 'run') throw new Error('not a command');
const { given } = parsed;
const WHOLE =
  "tracehold intake 'exports/my tokens.csv' --case c.tracehold --chain ethereum --decimals 0xcc=6 --decimals 0xaa=N --decimals 0xbb=N";

it('names the file, how it was read, and every token', () => {
  const flags = [{ code: 'decimalsUnknown', values: { tokens: '0xaa, 0xbb', count: '2' } }];
  const result = { name: 'my tokens.csv', table: { flags } } as unknown as IntakeResult;
  expect(decimalsText(result, given, desk)).toBe(WHOLE);
  expect(decimalsText({ ...result, name: 'other.csv' }, given, desk)).toBe('');
  expect(decimalsText({ name: 'b.csv', table: { flags: [] } } as unknown as IntakeResult, given, desk)).toBe('');
});

it('and where not one row could be taken', () => {
  const fault = (contracts?: string) =>
    new Fault('intake.noRowTaken', { file: 'my tokens.csv', row: 2, reason: 'x', ...(contracts === undefined ? {} : { contracts }) });
  expect(decimalsOfFault(fault('0xaa, 0xbb'), given, desk)).toBe(WHOLE);
  expect(decimalsOfFault(fault(), given, desk)).toBe('');
});
