// A seizure of three outputs of which one is spent by somebody else before the transfer is in a block: the record says so, a new one leaves it out, and
// what arrived nevertheless is told for what it is.
import { join } from 'node:path';
import { address as codec } from 'bitcoinjs-lib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { outputScript } from '../../main/engine/chains/index.ts';
import { genesis, makeBlock, makeTransaction, type ModelBlock, type ModelTransaction, writeFolder } from '../fixtures/randomChain.ts';
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
  expect((await shown(late)).now).toMatchObject({ state: 'confirmed', transactions: arrived, differences: [] });
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
