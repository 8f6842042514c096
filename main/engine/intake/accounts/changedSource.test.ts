// A file that is written to, or replaced, while it is read: its hash would vouch for rows that nobody read.
import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CaseDesk, caseDesk } from '../../../../tests/fixtures/caseDesk.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { NOTHING_GIVEN } from './knownDecimals.ts';
import { openTable } from './tableSource.ts';
import { takeInAccounts } from './takeInAccounts.ts';

let desk: CaseDesk;
let file: CaseFile;
beforeAll(async () => {
  desk = await caseDesk();
  file = await desk.create('changed');
});
afterAll(async () => {
  await file.close();
  desk.clear();
});
const work = { report: () => undefined, signal: new AbortController().signal, cancelled: () => false } as never;
const HEAD = '交易日期,借贷标志,交易金额,账户余额,账号';
const row = (day: number): string => `\n202403${String(day).padStart(2, '0')},贷,1.00,${day}.00,6222`;

it.each([
  ['written to', (path: string) => appendFileSync(path, row(9))],
  [
    'replaced',
    (path: string) => {
      writeFileSync(`${path}.new`, HEAD + row(1) + row(3));
      renameSync(`${path}.new`, path);
    },
  ],
  ['left alone', null],
])('%s', async (name, change) => {
  const path = desk.at(`${name}.csv`);
  writeFileSync(path, HEAD + row(1) + row(2));
  const reading = { chain: 'ledger:bank', account: undefined, zoneMinutes: 480, dayOrder: undefined };
  const table = await openTable(path, { ...reading, mapping: null, form: {}, saved: [], decimals: NOTHING_GIVEN });
  const [material] = table?.materials ?? [];
  if (table === null || material === undefined) throw new Error('not recognised');
  const disturbed = {
    ...material,
    async *batches() {
      yield* material.batches();
      change?.(path);
    },
  };
  const taking = takeInAccounts(desk.host, file, disturbed, { name, exhibit: '' }, work);
  if (change === null) await expect(taking).resolves.toMatchObject({ transactions: 2 });
  else {
    await expect(taking).rejects.toMatchObject({ code: 'intake.sourceChanged' });
    expect(file.sources.list().at(-1)).toMatchObject({ name, state: 'withdrawn' });
    expect(file.accounts.segments('ledger:bank')).toEqual([]);
  }
  table.close();
});
