// Which of the two kinds of trace a command line means.
import { expect, it } from 'vitest';
import { isAccountTrace } from './accounts.ts';
import { parseCommandLine } from './arguments.ts';
import type { Desk } from './command.ts';
import { commands } from './commands.ts';

/** A case of coins alone, with nothing of any account chain. */
const answers: Readonly<Record<string, unknown>> = {
  'catalog.get': { chains: [{ id: 'bip122:000000000019d6689c085ae165831e93', name: 'bitcoin' }] },
  'account.summary': { chains: [] },
};
const desk = { call: (name: string) => Promise.resolve(answers[name]) } as unknown as Desk;
const meant = (...options: readonly string[]): Promise<boolean> => {
  const parsed = parseCommandLine(commands, ['trace', '--case', 'c', '--from', 'x', ...options]);
  if (parsed.kind !== 'run') throw new Error('not a command');
  return isAccountTrace(desk, parsed.given);
};

it('a chain that is none of coins is never traced as one, whatever the case holds', async () => {
  for (const chain of ['ethereum', 'eip155:1', 'tron', 'ledger:bank']) expect(await meant('--chain', chain), chain).toBe(true);
  for (const chain of ['bitcoin', 'bip122:000000000019d6689c085ae165831e93']) expect(await meant('--chain', chain), chain).toBe(false);
  expect(await meant()).toBe(false);
});
