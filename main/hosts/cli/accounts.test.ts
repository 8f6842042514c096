// Which of the two kinds of trace a command line means, and how contradictions of sources are told.
import { expect, it } from 'vitest';
import type { AccountTransactionView, AssetView } from '../../../shared/contract/account.ts';
import { conflictsText, foundText, isAccountTrace } from './accounts.ts';
import { assetNamer } from './accountWords.ts';
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

it('a movement that sources tell differently is shown in words, not as the key it is compared by', () => {
  const say = (key: string, values: Readonly<Record<string, string>> = {}): string => `${key} ${Object.values(values).join('|')}`.trim();
  const key = (amount: string): string => JSON.stringify(['token', 'A', 'B', JSON.stringify(['token', '0xdac1', null]), amount]);
  const said = [
    { source: 'one.csv', value: key('7') },
    { source: 'two.csv', value: key('8') },
  ];
  const text = conflictsText([{ transaction: 'T', what: 'movement', said }], { say } as unknown as Desk);
  const movement = (amount: string): string => `cli.account.movementSaid cli.transfer.token|A|B|${amount}|0xdac1`;
  expect(text.split('\n')[1]).toBe(`T  movement: ${movement('7')} [one.csv] / ${movement('8')} [two.csv]`);
  const fee = conflictsText([{ transaction: 'T', what: 'movement', said: [{ source: 'one.csv', value: '21000' }] }], {
    say,
  } as unknown as Desk);
  expect(fee.split('\n')[1]).toBe('T  movement: cli.account.feeSaid 21000 [one.csv]');
});

it('a row shows its further cells, by words where there are any, and a day where its source gives no time', () => {
  const words: Readonly<Record<string, string>> = { 'cli.role.remark': 'Remark', 'cli.role.counterpartyName': 'Name' };
  const say = (key: string, values: Readonly<Record<string, string>> = {}): string =>
    [words[key] ?? key, ...Object.values(values)].join(' ');
  const view: AccountTransactionView = {
    ...{
      kind: 'accountTransaction',
      chain: 'ledger:bank',
      chainName: 'bank',
      id: 'row:1',
      blockNumber: null,
      blockHash: null,
      position: null,
    },
    ...{
      timeSeconds: 1772380800,
      day: '2026-03-02 UTC+08:00',
      status: 'ok',
      from: null,
      to: null,
      sources: [],
      labels: [],
      transfers: [],
      events: [],
    },
    facts: { counterpartyName: '山田', remark: 'rent', counterparty: '1234', branchCode: '7', balance: '' },
    ...{ conflicts: [], grade: 'S' },
    proof: { blockHash: null, receipt: false, anchor: null, why: null, operators: [] },
  };
  const lines = foundText(view, { say, width: 200 } as unknown as Desk).split('\n');
  const cells = lines.map((line) => line.trim().split(/\s{2,}/));
  expect(cells).toContainEqual(['Name', '山田']);
  expect(cells).toContainEqual(['Remark', 'rent']);
  expect(cells).toContainEqual(['branchCode', '7']);
  expect(cells).toContainEqual(['cli.field.blockTime', 'cli.account.dayOnly 2026-03-02 UTC+08:00']);
  expect(lines.join('\n')).not.toMatch(/1234|balance/);
});

it('one currency in two ledgers is named with its ledger, and one alone is not', () => {
  const fiat = (chain: string, contract: string): AssetView => ({
    ...{
      key: `${chain} ["fiat","${contract}",null]`,
      kind: 'fiat',
      contract,
      tokenId: null,
      symbol: contract,
      decimals: 2,
      standing: 'issuer',
    },
  });
  const [bank, exchange, yen] = [fiat('ledger:bank x', 'CNY'), fiat('ledger:exchange', 'CNY'), fiat('ledger:bank x', 'JPY')];
  const named = assetNamer([bank, exchange, yen, bank], { say: (key: string) => key } as unknown as Desk);
  expect([bank, exchange, yen].map(named)).toEqual(['CNY (ledger:bank x)', 'CNY (ledger:exchange)', 'JPY']);
});
