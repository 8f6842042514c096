// A seizure of three outputs of which one is spent by somebody else before the transfer is in a block: the record says so, a new one leaves it out, and
// what arrived nevertheless is told for what it is. And one whose block leaves the chain after the record was closed.
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { address as codec } from 'bitcoinjs-lib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { outputScript } from '../../main/engine/chains/index.ts';
import { genesis, makeBlock, makeTransaction, type ModelBlock, type ModelTransaction, writeFolder } from '../fixtures/randomChain.ts';
import { exportedBag, jsonIn } from './bagFiles.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

const COIN = 100_000_000n;
const program = (fill: number): Uint8Array => new Uint8Array(20).fill(fill);
const addressOf = (fill: number): string => codec.toBech32(program(fill), 0, 'bcrt');
const pay = (fill: number, valueSat: bigint) => ({ valueSat, script: Buffer.from(outputScript('p2wpkh', program(fill))) });
const [FIRST, SECOND, THIRD, AGENCY, STRANGER] = [1, 2, 3, 9, 7] as const;
const SEIZED = [FIRST, SECOND, THIRD].map(addressOf);

let desk: Desk;
const blocks: ModelBlock[] = [genesis()];
let coins: ModelTransaction;
let salt = 1;
const reward = () => makeTransaction([], [pay(200, COIN)], Buffer.of(1, salt++, 0, 7));
const mine = (transactions: readonly ModelTransaction[], first = reward()): void =>
  void blocks.push(makeBlock(blocks.at(-1) as ModelBlock, [first, ...transactions]));
let folders = 0;
const takeIn = async (): Promise<void> => {
  const folder = join(desk.folder, `node${folders++}`);
  writeFolder(folder, { blocks, perFile: 100, undo: 'true' });
  await desk.intake(folder);
};

beforeAll(async () => {
  desk = await openDesk();
  const first = makeTransaction([], [pay(100, 6n * COIN)], Buffer.of(1, salt++, 0, 7));
  mine([], first);
  coins = makeTransaction([`${first.id}:0`], [pay(FIRST, COIN), pay(SECOND, 2n * COIN), pay(THIRD, 3n * COIN)], Buffer.of(5, 5));
  mine([coins]);
  await desk.newCase('meanwhile');
  await takeIn();
}, 180_000);
afterAll(() => desk?.end());

const prepare = async (height?: number): Promise<number> =>
  (
    await desk.call('seizure.prepare', {
      ...{ agency: addressOf(AGENCY), agencyAgain: addressOf(AGENCY), agencyBy: 'Sgt. Ito', feeRate: '10' },
      ...{ addresses: SEIZED.map((text) => ({ text })), ...(height === undefined ? {} : { height }) },
    })
  ).seizure;
const HAS_PDFTOTEXT = spawnSync('pdftotext', ['-v']).error === undefined;
const textOf = (path: string): string => execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).replace(/\s+/g, ' ');
const newest = async () => (await desk.call('journal.list', { limit: 1 })).entries[0];
const shown = async (seizure: number) => {
  const view = (await desk.call('seizure.list', {})).seizures.find((one) => one.seizure === seizure);
  if (view === undefined) throw new Error(`no seizure ${seizure}`);
  return view;
};

it('an output that is spent meanwhile contradicts the record, is in no new one, and what comes of the rest is told beside it', async () => {
  const early = await prepare();
  expect(await shown(early)).toMatchObject({ height: 2, coins: { parts: [{ inputs: 3 }] }, now: { state: 'prepared', differences: [] } });

  const spent = makeTransaction([`${coins.id}:1`], [pay(STRANGER, 2n * COIN - 1000n)], Buffer.of(6, 6));
  mine([spent]);
  await takeIn();
  const elsewhere = { what: 'spentElsewhere', of: `${coins.id}:1`, planned: addressOf(AGENCY), found: spent.id };
  expect((await shown(early)).now).toMatchObject({ state: 'contradicted', transactions: [], differences: [elsewhere] });

  // Prepared again it has two outputs; asked for at the height of before it is there, known for spent, and not taken.
  const late = await prepare();
  expect((await shown(late)).coins).toMatchObject({
    parts: [{ inputs: 2, sumSat: `${4n * COIN}` }],
    addresses: [{ spent: 0 }, { spent: 1, unspentSat: '0' }, { spent: 0 }],
  });
  const past = await shown(await prepare(2));
  expect(past.coins?.outputs.map(({ amountSat, state, part, why }) => [amountSat, state, part, why])).toEqual([
    [`${COIN}`, 'unspent', 1, null],
    [`${2n * COIN}`, 'spentLater', null, 'spentLater'],
    [`${3n * COIN}`, 'unspent', 1, null],
  ]);

  const fee = BigInt((await shown(late)).coins?.parts[0]?.feeSat ?? 0);
  const moved = makeTransaction([`${coins.id}:0`, `${coins.id}:2`], [pay(AGENCY, 4n * COIN - fee)], Buffer.of(7, 7));
  mine([moved]);
  await takeIn();
  const arrived = [{ txid: moved.id, height: 4, grade: 'P', feeSat: `${fee}` }];
  // Its inputs are signed otherwise than was prepared: that is told, and the amounts are the planned ones.
  const { parts = [] } = (await shown(late)).coins ?? {};
  const another = { what: 'idDiffers', of: moved.id, planned: parts[0]?.txid, found: moved.id };
  expect((await shown(late)).now).toMatchObject({ state: 'confirmed', transactions: arrived, differences: [another] });
  const { now } = await shown(early);
  expect(now).toMatchObject({ state: 'contradicted', transactions: arrived });
  expect(now.differences.map(({ what }) => what)).toContain('amountDiffers');
  expect(now.differences).toContainEqual(elsewhere);
  expect(await desk.call('seizure.close', { seizure: early })).toMatchObject({ state: 'contradicted' });
  expect(await desk.call('seizure.close', { seizure: late })).toMatchObject({ state: 'confirmed' });
  // Nothing is left, neither now nor of what lay there then: that is refused, and nothing is written.
  const before = await newest();
  for (const height of [undefined, 2])
    expect(await faultOf(prepare(height))).toEqual({ code: 'seizure.nothingToMove', parameters: { height: height ?? 4 } });
  expect(await newest()).toEqual(before);
}, 180_000);

it('[Z4] is withdrawn once: a second time is refused, until the withdrawal is undone', async () => {
  const withdraw = (reason: string) => desk.call('seizure.withdraw', { seizure: 1, reason });
  await withdraw('typed wrong');
  const before = await newest();
  expect(await faultOf(withdraw('another reason'))).toEqual({ code: 'seizure.isWithdrawn', parameters: { seizure: 1 } });
  expect(await newest()).toEqual(before);
  expect((await shown(1)).withdrawn).toMatchObject({ reason: 'typed wrong' });
  await desk.call('journal.undo', {});
  await withdraw('another reason');
  expect((await shown(1)).withdrawn).toMatchObject({ reason: 'another reason' });
}, 180_000);

it('[Z4][Z6] a closing whose block left the chain is told as it was recorded, and what the chain data show now before it', async () => {
  const late = 2;
  const before = await shown(late);
  const [moved] = (blocks.at(-1) as ModelBlock).transactions.slice(1);
  if (moved === undefined) throw new Error('the last block moves what was listed');
  const papers = async (name: string) => {
    const out = join(desk.folder, name);
    const { folder } = await desk.call('seizure.save', { seizure: late, out: desk.grant(out) });
    const bag = await exportedBag(desk, `${out}-bag`, {});
    expect(bag.report.ok, JSON.stringify(bag.report.findings.filter(({ ok }) => !ok))).toBe(true);
    return {
      bag,
      sheet: join(out, folder, `seizure-${late}.pdf`),
      report: desk.write(`${name}.pdf`, bag.files.get('data/report.pdf') as Uint8Array),
    };
  };
  const CHANGED = 'now show something else than what was recorded: ';

  // Two blocks without the transfer take the place of the one with it.
  blocks.pop();
  mine([]);
  mine([]);
  await takeIn();
  const gone = await shown(late);
  expect([gone.now.state, gone.closings]).toEqual(['prepared', before.closings]);
  const first = await papers('gone');
  if (HAS_PDFTOTEXT)
    for (const path of [first.sheet, first.report]) {
      expect(textOf(path)).toContain(`${CHANGED}prepared`);
      expect(textOf(path)).toContain('Recorded: confirmed by the chain data');
    }

  // Then the transfer is in another block.
  mine([moved]);
  await takeIn();
  const again = await shown(late);
  expect(again.now).toMatchObject({ state: 'confirmed', transactions: [{ txid: moved.id, height: 6 }] });
  const second = await papers('again');
  expect(jsonIn(second.bag.files, 'data/seizures.json').seizures[1].closings[0].transactions[0].height).toBe(4);
  if (HAS_PDFTOTEXT) for (const path of [second.sheet, second.report]) expect(textOf(path)).toContain(`${CHANGED}confirmed`);

  await desk.call('seizure.close', { seizure: late });
  if (HAS_PDFTOTEXT) expect(textOf((await papers('settled')).sheet)).not.toContain(CHANGED);
}, 180_000);
