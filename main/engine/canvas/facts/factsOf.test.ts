// Facts of every chain of a case: a bank statement that was taken in, what it adds up to, and a chain whose view is cancelled.
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CaseDesk, caseDesk } from '../../../../tests/fixtures/caseDesk.ts';
import { type CaseFile, type CaseSession, createCaseSession } from '../../casefile/index.ts';
import { REGTEST } from '../../chains/index.ts';
import { NOTHING_GIVEN } from '../../intake/accounts/knownDecimals.ts';
import { openTable } from '../../intake/accounts/tableSource.ts';
import { takeInAccounts } from '../../intake/index.ts';
import { simulateRing } from '../../learn/index.ts';
import { PLAIN } from './admits.ts';
import type { ChainFacts } from './facts.ts';
import { factsOf } from './factsOf.ts';

const BANK = 'ledger:bank';
const ACCOUNT = '6222000000000000024';
const WORK = { report: () => undefined, signal: new AbortController().signal };
let desk: CaseDesk;
let file: CaseFile;
let session: CaseSession;
let text: string;

beforeAll(async () => {
  desk = await caseDesk();
  file = await desk.create('facts of all');
  const bytes = simulateRing().files.get('bank.csv') as Uint8Array;
  text = new TextDecoder('gb18030').decode(bytes);
  writeFileSync(desk.at('bank.csv'), bytes);
  const asked = { account: undefined, zoneMinutes: 480, dayOrder: undefined, mapping: null, form: {}, saved: [], decimals: NOTHING_GIVEN };
  const table = await openTable(desk.at('bank.csv'), { chain: BANK, ...asked });
  const [material] = table?.materials ?? [];
  if (table === null || material === undefined) throw new Error('not recognised');
  await takeInAccounts(desk.host, file, material, { name: 'bank.csv', exhibit: '' }, WORK as never);
  table.close();
  session = createCaseSession();
  session.enter(file);
});
afterAll(async () => {
  await file.close();
  desk.clear();
});

describe('facts of the open case', () => {
  it('has every chain, made once while the data stay', async () => {
    const facts = await factsOf(session, WORK);
    expect([...facts.keys()]).toEqual([BANK]);
    expect((await factsOf(session, WORK)).get(BANK)).toBe(facts.get(BANK));
    const both = createCaseSession();
    both.enter({ ...file, chain: { ...file.chain, chains: () => [REGTEST.id] } });
    const more = await factsOf(both, WORK);
    expect([...more].map(([chain, { family }]) => [chain, family])).toEqual([
      [REGTEST.id, 'coins'],
      [BANK, 'accounts'],
    ]);
    expect(more.get(REGTEST.id)?.node({ kind: 'transaction', chain: REGTEST.id, id: '00'.repeat(32) })).toBeNull();
  });

  it('stops where it was asked to', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(factsOf(session, { report: () => undefined, signal: stop.signal })).rejects.toMatchObject({ code: 'job.cancelled' });
  });

  it('adds up a statement as its rows do, and knows that it is whole', async () => {
    const bank = (await factsOf(session, WORK)).get(BANK) as ChainFacts;
    const cells = text
      .split(/\r?\n/)
      .filter((line) => /^2026-/.test(line))
      .map((line) => line.split(','));
    /** Of rows marked as debits or as credits. */
    const sum = (mark: string): bigint =>
      cells.reduce((total, row) => (row[3] === mark ? total + BigInt((row[4] as string).replace('.', '')) : total), 0n);
    const item = { kind: 'address' as const, chain: BANK, id: ACCOUNT };
    const node = bank.node(item);
    expect(node).toMatchObject({ gap: null, count: 1 });
    const beside = bank.neighbours({
      ...{ item, addresses: [ACCOUNT], level: 'transactions', side: 'both', order: 'oldest', filter: PLAIN, isMeant: null },
      partyOf: (id) => ({ kind: 'address', chain: BANK, id }),
    });
    expect([beside.in.amounts[0]?.amount, beside.out.amounts[0]?.amount, beside.total, beside.gap]).toEqual([
      sum('贷'),
      sum('借'),
      cells.length,
      null,
    ]);
    expect(node?.amounts).toEqual(beside.in.amounts);
    // Whoever stands on the other side is known from these rows alone.
    const other = beside.page(0, 500).find(({ address }) => address !== null)?.address as string;
    expect(bank.node({ ...item, id: other })).toMatchObject({ gap: 'oneSided' });
  });
});
