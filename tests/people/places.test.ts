// Places and ends through the engine: registers with countries and coordinates, what no place on earth is refused; the map of a case and of one
// entry; and how much of what ended at somebody's address or bank account.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProfileSchema } from '../../shared/contract/profile.ts';
import { type Desk, openDesk } from '../acceptance/desk.ts';

const KYC = [
  'Customer ID,Name,Address line,Country,IP,Login time (UTC)',
  '1,Chen Hao,"Chiyoda 1-1, Tokyo",日本,1.0.16.9,2026-03-02 09:30:00',
  '1,Chen Hao,"Chiyoda 1-1, Tokyo",日本,1.0.16.9,2026-03-05 09:30:00',
  '1,Chen Hao,"Chiyoda 1-1, Tokyo",日本,100.64.3.4,2026-03-06 09:30:00',
  '2,Li Wei,,Singapore,,',
  '3,Bad Land,,Atlantis,,',
].join('\n');
const MACHINES = [
  'Customer ID,Provider,ATM ID,Place kind,Latitude,Longitude,Time (UTC)',
  '9,Sakura Bank,A-1,ATM,35.681236,139.767125,2026-03-03 10:02:00',
  '9,Sakura Bank,A-2,ATM,,,2026-03-03 10:09:00',
  '9,Sakura Bank,A-3,ATM,91,10,2026-03-03 10:19:00',
  '9,Sakura Bank,A-4,ATM,0,0,2026-03-03 10:29:00',
  '9,Sakura Bank,A-5,ATM,35.68,,2026-03-03 10:39:00',
].join('\n');
const BRANCHES = ['Provider,ATM ID,Place kind,Latitude,Longitude,Country', 'Sakura Bank,A-2,Cash machine,34.70,135.50,JP'].join('\n');
const BY_HAND = { basis: 'attribution', exhibit: 'P-1' } as const;

describe('places', () => {
  let desk: Desk;
  let folder = 0;
  const give = (text: string, name: string) => desk.grant(desk.write(join(`given${++folder}`, name), text));
  const takeIn = async (text: string, name: string) =>
    (await desk.call('intake.run', { paths: [give(text, name)], exhibit: 'EX-1', profile: 'register' })).results[0];

  beforeAll(async () => {
    desk = await openDesk();
    await desk.newCase('places');
  });
  afterAll(() => desk.end());

  it('[P19] registers say countries and coordinates; what is no place on earth refuses its row', async () => {
    expect((await takeIn(KYC, 'kyc.csv'))?.people).toMatchObject({ entries: 2, refused: { countryInvalid: 1 } });
    expect((await takeIn(MACHINES, 'machines.csv'))?.people?.refused).toEqual({
      ...{ coordinatesInvalid: 1, coordinatesZero: 1, coordinatesHalf: 1 },
    });
    await takeIn(BRANCHES, 'branches.csv');
    const { links } = await desk.call('people.show', { id: 3 });
    expect(links.filter(({ kind }) => kind === 'place').map(({ value, detail }) => [value, detail.what, detail.latitude])).toEqual([
      ['A-1', 'cashMachine', '35.681236'],
      ['A-2', 'cashMachine', ''],
    ]);
  });

  it('[P20] the map of the case: countries as areas, coordinates as points, the rest beside with its reason', async () => {
    const registry = '2|apnic|20260101|1|1|2|+1000\napnic|JP|ipv4|1.0.16.0|4096|20110412|allocated\n';
    await desk.call('people.networks', { path: give(registry, 'delegated.txt'), kind: 'networks' });
    const { picture, places, nowhere, directory } = await desk.call('locate.map', {});
    expect(places.map(({ basis, form, country, links, by }) => [basis, form, country, links, by?.entity ?? null])).toEqual([
      ['postal', 'country', 'JP', 1, null],
      ['network', 'country', 'JP', 2, null],
      ['other', 'country', 'SG', 1, null],
      ['cashMachine', 'point', '', 1, null],
      ['cashMachine', 'point', 'JP', 1, 4],
    ]);
    expect(picture.areas.map(({ country, count }) => [country, count])).toEqual([
      ['JP', 3],
      ['SG', 1],
    ]);
    expect(picture.points.map(({ x, y }) => [x, y])).toEqual([
      [31_976.7125, 5431.8764],
      [31_550, 5530],
    ]);
    expect(nowhere.map(({ value, reason }) => [value, reason])).toEqual([['100.64.3.4', 'notPublic']]);
    expect(directory).toBe(1);
  });

  it('[P20] of one entry, of a kind, of a basis and of a time', async () => {
    const values = async (asked: Parameters<Desk['call']>[1]) =>
      (await desk.call('locate.map', asked as never)).places.map(({ value }) => value);
    expect(await values({ id: 2 })).toEqual(['Singapore']);
    expect(await values({ id: 4 })).toEqual(['A-2']);
    expect(await values({ kind: 'organisation' })).toEqual([]);
    expect(await values({ bases: ['cashMachine'] })).toEqual(['A-1', 'A-2']);
    const day = Date.UTC(2026, 2, 3) / 1000;
    const timed = await desk.call('locate.map', { fromSeconds: day, toSeconds: day + 86_399 });
    // The sightings of 2 and 5 March are of one address: neither is of this day.
    expect([timed.places.map(({ value }) => value), timed.untimed]).toEqual([['A-1', 'A-2'], 2]);
    await expect(desk.call('locate.map', { id: 99 })).rejects.toMatchObject({ code: 'people.unknown' });
  });

  it('[P19] by hand: the same checks, undone with its link', async () => {
    const add = (detail: object, kind: 'place' | 'name' = 'place') =>
      desk.call('people.link', { id: 2, link: { kind, value: 'Cafe', detail, evidence: BY_HAND } });
    const bad = (reason: string) => ({ code: 'people.badValue', parameters: { reason } });
    await expect(add({ country: 'Nowhere' })).rejects.toMatchObject(bad('countryInvalid'));
    await expect(add({ latitude: '1e1', longitude: '5' })).rejects.toMatchObject(bad('coordinatesInvalid'));
    await expect(add({ what: 'castle' })).rejects.toMatchObject(bad('placeKindInvalid'));
    await expect(add({ country: 'JP' }, 'name')).rejects.toMatchObject(bad('notOfAPlace'));
    await add({ country: 'jpn', latitude: '1.30', longitude: '103.85', what: 'other' });
    const placed = async () => (await desk.call('locate.map', { id: 2 })).places.find(({ value }) => value === 'Cafe');
    expect(await placed()).toMatchObject({ country: 'JP', latitude: '1.30', slack: 5000, outside: true, grade: 'M' });
    await desk.call('journal.undo', {});
    expect(await placed()).toBeUndefined();
  });
});

describe('how much ended there', () => {
  let desk: Desk;
  const bank = ProfileSchema.parse({
    ...{
      format: 'tracehold.tableProfile.1',
      id: 'harbour',
      version: '1',
      title: 'Harbour',
      family: 'ledger',
      asset: 'EUR',
      zoneMinutes: 0,
    },
    columns: [
      { role: 'transactionId', names: ['Ref'] },
      { role: 'time', names: ['When'] },
      { role: 'account', names: ['Account'] },
      { role: 'amountOut', names: ['Out'] },
      { role: 'amountIn', names: ['In'] },
      { role: 'counterparty', names: ['With'] },
    ],
  });
  const rows = [
    'Ref,When,Account,Out,In,With',
    'R1,2026-03-01 09:00,A1,,100.00,V9',
    'R2,2026-03-01 10:00,A1,,50.00,X7',
    'R3,2026-03-01 11:00,A1,60.00,,B2',
    'R3,2026-03-01 11:00,B2,,60.00,A1',
  ].join('\n');

  beforeAll(async () => {
    desk = await openDesk();
    await desk.newCase('ends');
  });
  afterAll(() => desk.end());

  it('[P17] [P23] [P24] an account of a bank named by two links: amounts under each policy, once in the total', async () => {
    await desk.call('profile.save', { profile: bank });
    await desk.call('intake.run', { paths: [desk.grant(desk.write('bank.csv', rows))], chain: 'ledger:harbour', profile: 'harbour' });
    const asked = { from: ['R1'], policies: ['fifo', 'lifo', 'poison'], primary: 'fifo', reason: 'test' };
    await desk.call('account.trace', { ...asked, assume: ['A1', 'B2'] });
    const account = { kind: 'account', value: 'B2', detail: { service: ' Harbour ' }, evidence: BY_HAND } as const;
    const { id } = await desk.call('people.add', { kind: 'person', link: account });
    await desk.call('people.link', { id, link: account });
    const { chains, totals, arrivals } = await desk.call('locate.person', { id });
    expect(chains.map(({ address, sameAs, lastSeconds }) => [address, sameAs, lastSeconds])).toEqual([
      ['B2', null, Date.UTC(2026, 2, 1, 11) / 1000],
      ['B2', 0, Date.UTC(2026, 2, 1, 11) / 1000],
    ]);
    const [amount] = chains[0]?.amounts ?? [];
    // First in first out all 60 are of the 100; last in first out 50 are of the others.
    expect(amount).toMatchObject({ asset: { symbol: 'EUR' }, least: '1000', most: '6000' });
    expect(totals).toMatchObject([{ addresses: 1, amounts: [{ least: '1000', most: '6000' }] }]);
    expect(arrivals.map(({ timeSeconds }) => timeSeconds)).toEqual([Date.UTC(2026, 2, 1, 11) / 1000]);
  });
});
