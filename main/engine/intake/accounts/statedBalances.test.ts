// What a bank statement says that its account held, before its first row and behind its last, as statements at a time.
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CaseDesk, caseDesk } from '../../../../tests/fixtures/caseDesk.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { simulateRing } from '../../learn/index.ts';
import { statedBalances } from './statedBalances.ts';
import { openTable } from './tableSource.ts';
import { takeInAccounts } from './takeInAccounts.ts';
import { NOTHING_GIVEN } from './knownDecimals.ts';

let desk: CaseDesk;
let file: CaseFile;
beforeAll(async () => {
  desk = await caseDesk();
  file = await desk.create('stated');
});
afterAll(async () => {
  await file.close();
  desk.clear();
});
const work = { report: () => undefined, signal: new AbortController().signal, cancelled: () => false } as never;

it('the opening and the closing of a bank statement, one source’s word, gone with its source', async () => {
  const path = desk.at('bank.csv');
  writeFileSync(path, simulateRing().files.get('bank.csv') as Uint8Array);
  const table = await openTable(path, {
    chain: 'ledger:bank',
    account: undefined,
    zoneMinutes: 480,
    dayOrder: undefined,
    mapping: null,
    form: {},
    saved: [],
    decimals: NOTHING_GIVEN,
  });
  const [material] = table?.materials ?? [];
  if (table === null || material === undefined) throw new Error('not recognised');
  const { source } = await takeInAccounts(desk.host, file, material, { name: 'bank.csv', exhibit: '' }, work);
  table.close();
  // As the rows have it: 88.50 out of 1 200.00 at 07:12:00 on 28 February is the first.
  const text = new TextDecoder('gb18030').decode(simulateRing().files.get('bank.csv'));
  const rows = text.split(/\r?\n/).filter((line) => /^2026-/.test(line));
  const last = rows.at(-1)?.split(',') as string[];
  expect(rows[0]?.startsWith('2026-02-28,07:12:00')).toBe(true);
  const own = {
    chain: 'ledger:bank',
    account: '6222000000000000024',
    asset: { kind: 'fiat', contract: 'CNY', tokenId: null },
    grade: 'S',
    blockNumber: null,
  };
  expect(statedBalances(file)).toEqual([
    { ...own, amount: 120_000n, timeSeconds: Date.UTC(2026, 1, 27, 23, 11, 59) / 1000, source: expect.any(Number) },
    {
      ...own,
      amount: BigInt((last[5] as string).replace('.', '')),
      timeSeconds: Date.parse(`${last[0]}T${last[1]}+08:00`) / 1000,
      source: expect.any(Number),
    },
  ]);
  file.sources.setState(file.sources.byPublicId(source)?.id as number, 'withdrawn');
  expect(statedBalances(file)).toEqual([]);
});
