// An explorer's export of one account, of which no balance is stated: its ledger is held as far as it goes, and a trace gives ranges. [A34]
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Files, resealBag } from '../../main/verifier/testing/resealBag.ts';
import { type VerifyReport, verifyBag } from '../../main/verifier/index.ts';
import type { CallInput, CallOutput } from '../../shared/contract/index.ts';
import { type Desk, openDesk } from './desk.ts';

const USDT = '0xdAC17F958D2ee523a2206206994597C13D831ec7';
const [V, M, A, B] = [
  '0x52908400098527886E0F7030069857D2E4169EE7',
  '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
  '0xde709f2102306220921060314715629080e2fb77',
  '0x27b1fdb04752bbc536007a920d24acb045561c26',
] as const;
const hash = (number: number): string => `0x${number.toString(16).padStart(64, '0')}`;
const HEADER = 'Transaction Hash,Blockno,UnixTimestamp,DateTime (UTC),From,To,TokenValue,ContractAddress,TokenName,TokenSymbol';
const row = (id: number, from: string, to: string, value: string): string =>
  `${hash(id)},${100 + id},${1_680_000_000 + id * 60},2023-03-28 10:4${id}:00,${from},${to},${value},${USDT},Tether USD,USDT`;
/** The example of [A34] in trace/SPEC.md. */
const OF_M = [HEADER, row(1, V, M, '60'), row(2, M, A, '50'), row(3, M, B, '10')].join('\n');

let desk: Desk;

async function taken(name: string, csv: string, more: Partial<CallInput<'intake.run'>> = {}): Promise<void> {
  await desk.newCase(name);
  const path = desk.write(`${name}.csv`, csv);
  await desk.call('intake.run', { paths: [desk.grant(path)], chain: 'ethereum', ...more });
}
const traced = (more: Partial<CallInput<'account.trace'>> = {}): Promise<CallOutput<'account.trace'>> =>
  desk.call('account.trace', { from: [hash(1)], policies: ['fifo'], primary: 'fifo', reason: 'test', ...more });
/** `account state figure`, in units. */
const endsOf = ({ policies }: CallOutput<'account.trace'>): string[] =>
  (policies['fifo']?.ends ?? [])
    .map(({ account, state, figure: { amount, low, high } }) => {
      const units = (text: string | null): string => `${BigInt(text ?? 0) / 1_000_000n}`;
      return `${account.toLowerCase()} ${state} ${amount === null ? `${units(low)}–${units(high)}` : units(amount)}`;
    })
    .sort();
const lines = (...ends: [string, string][]): string[] => ends.map(([account, rest]) => `${account.toLowerCase()} ${rest}`).sort();

beforeAll(async () => {
  desk = await openDesk();
}, 60_000);
afterAll(async () => {
  await desk?.end();
});

describe('[A34] own rows', () => {
  it('an export that every row of has one account in common gives ranges, and asks for balances', async () => {
    await taken('own', OF_M);
    const result = await traced();
    expect(endsOf(result)).toEqual(
      lines([M, 'unknown:incompleteLedger 0–60'], [A, 'paused:unknownLedger 0–50'], [B, 'paused:unknownLedger 0–10']),
    );
    const why = result.fetch.map(({ item, why }) => `${item.toLowerCase()} ${why}`);
    expect(why).toContain(`${M.toLowerCase()} incompleteLedger`);
    const { runs } = await desk.call('account.replay', {});
    expect(runs).toMatchObject([{ identical: true }]);
  });

  it('with balances before and behind the rows one figure, and taken as complete likewise', async () => {
    const exact = lines([A, 'paused:unknownLedger 50'], [B, 'paused:unknownLedger 10']);
    expect(endsOf(await traced({ openings: [`${M}:USDT:0@100`, `${M}:USDT:0@104`] }))).toEqual(exact);
    expect(endsOf(await traced({ assume: [M] }))).toEqual(exact);
  });

  it('goes into a case file that the verifier works out again, and no bag can claim them of rows that are not there', async () => {
    const folder = join(desk.folder, 'bag');
    await desk.call('evidence.exportBag', { out: desk.grant(folder) });
    const bag: Files = new Map();
    const walk = (path: string): void => {
      for (const name of readdirSync(path))
        if (statSync(join(path, name)).isDirectory()) walk(join(path, name));
        else bag.set(relative(folder, join(path, name)), readFileSync(join(path, name)));
    };
    walk(folder);
    const verify = (files: Files): Promise<VerifyReport> =>
      verifyBag({ names: [...files.keys()], read: async (name) => files.get(name) as Uint8Array });
    const report = await verify(bag);
    expect(report.findings.filter(({ ok }) => !ok)).toEqual([]);
    expect(report.notChecked.join('\n')).toMatch(
      /account run 1: that the sources give the own rows of 1 ledger of which they state no balance/,
    );
    const objections = async (change: (ledgers: { account: string; state: string; ownRows: number[] }[]) => void): Promise<string> => {
      const changed = resealBag(bag, (files) => {
        const runs = JSON.parse(Buffer.from(files.get('data/account-runs.json') as Uint8Array).toString());
        change(runs.runs[0].grounds.ledgers);
        files.set('data/account-runs.json', Buffer.from(JSON.stringify(runs)));
      });
      return (await verify(changed)).findings.flatMap(({ ok, detail }) => (ok ? [] : [detail])).join('\n');
    };
    const own = (ledgers: { account: string; state: string; ownRows: number[] }[]) =>
      ledgers.find(({ ownRows }) => ownRows.length > 0) as (typeof ledgers)[number];
    expect(await objections((ledgers) => Object.assign(own(ledgers), { ownRows: [] }))).toMatch(/no balance opens it/);
    expect(await objections((ledgers) => Object.assign(own(ledgers), { ownRows: [77] }))).toMatch(/source 77 is said to give the own rows/);
    expect(await objections((ledgers) => Object.assign(own(ledgers), { state: 'oneSided' }))).toMatch(/its own rows are here/);
    expect(await objections((ledgers) => Object.assign(own(ledgers), { state: 'complete' }))).toMatch(/no balance opens it/);
  });

  it('rows that join the same two accounts are nobody’s, unless the examiner names one', async () => {
    const between = [HEADER, row(1, V, M, '60'), row(2, M, V, '20')].join('\n');
    await taken('between', between);
    expect(endsOf(await traced())).toEqual(lines([M, 'paused:unknownLedger 60']));
    await taken('named', between, { account: M });
    expect(endsOf(await traced())).toEqual(lines([M, 'unknown:incompleteLedger 0–60'], [V, 'paused:unknownLedger 0–20']));
  });

  it('one row, and rows without an account in common, are nobody’s', async () => {
    await taken('single', [HEADER, row(1, V, M, '60')].join('\n'));
    expect(endsOf(await traced())).toEqual(lines([M, 'paused:unknownLedger 60']));
    await taken('mixed', [HEADER, row(1, V, M, '60'), row(2, M, A, '50'), row(3, V, B, '10')].join('\n'));
    expect(endsOf(await traced())).toEqual(lines([M, 'paused:unknownLedger 60']));
  });
});
