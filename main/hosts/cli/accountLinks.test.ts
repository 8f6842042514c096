// A table of victims is shown under every policy, and policies that agree share one table.
import { expect, it } from 'vitest';
import { victimsText } from './accountLinks.ts';
import type { Desk } from './command.ts';

const desk = {
  width: 200,
  say: (key: string, values?: Readonly<Record<string, unknown>>) =>
    values === undefined ? key : `${key} ${Object.values(values).join(' ')}`,
} as unknown as Desk;

it('shows what each victim gets under each policy, once where policies agree', () => {
  const end = (amount: string): unknown => ({
    account: 'TX',
    state: 'held',
    figure: { amount, low: amount, high: amount, why: null },
    asset: {
      key: 'tron:x ["native",null,null]',
      kind: 'native',
      symbol: 'TRX',
      contract: null,
      tokenId: null,
      decimals: 0,
      standing: 'coin',
    },
  });
  const of = (amount: string): unknown => ({ victims: [{ reference: 'V1', endpoints: [end(amount)] }], doubleCounts: [] });
  const view = { file: 'v.csv', rows: [], problems: [], policies: { fifo: of('7'), lifo: of('7'), poison: of('9') } };
  const text = victimsText(view as never, ['fifo', 'poison', 'lifo'], desk);
  expect(text).toContain('cli.victims.title v.csv fifo, lifo\n');
  expect(text).toContain('cli.victims.title v.csv poison\n');
  expect(text.match(/V1/g)).toHaveLength(2);
});
