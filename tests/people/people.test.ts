// People through the engine: registers by tables with refused rows and withdrawal, entries and links by hand with undo, leads with rules and
// cautions, what tables of networks say of sightings, and who stands beside an address.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, openDesk } from '../acceptance/desk.ts';

const A = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';
const MAIN = 'bip122:000000000019d6689c085ae165831e93';
const CUSTOMERS = [
  'Customer ID,Name,Date of birth,Passport,Email,Phone,Deposit address,Network',
  `1001,斎藤 太郎,1980-01-02,TK1234567,saito@example.org,+81 90-1234-5678,${A},BTC`,
  '1002,Li Wei,1990-05-06,E 7654321,li@example.org,138 0013 8000,,',
  '1003,Bad Address,,,,,1BoatSLRHtKNngkdXEeobR76b53LETtpyU,BTC',
  '1004,Bad Mail,,,not-a-mail,,,',
].join('\n');
const LOGINS = [
  'User ID,IP address,Port,Login time (UTC),Action',
  '1001,198.51.100.7,40001,2026-02-01 10:00:00,login',
  '1001,100.64.3.4,,2026-02-01 11:00:00,login',
  '1001,1.0.16.9,5060,2026-02-02 00:00:00,withdrawal',
  '1002,999.1.1.1,,2026-02-01 10:00:00,login',
].join('\n');
const SUBSCRIBERS = [
  'Subscriber,Phone number,IP,Port,From,To',
  '齋藤太郎,09012345678,1.0.16.9,,2026-02-02 00:05:00 UTC,2026-02-02 01:00:00 UTC',
].join('\n');
const COMPANIES = ['Company name,Founded,Registered office,Director', '㈱青空商事,2024-03-01,Tokyo,山田 花子'].join('\n');
const INVOICES = [
  'Invoice no,Date,Seller,Buyer,Amount,Currency,Goods',
  'R-1,2026-01-05 UTC,株式会社青空商事,Blue Sea Ltd,1000000,JPY,parts',
  'R-2,2026-01-06 UTC,株式会社青空商事,,1,JPY,x',
].join('\n');
const BY_HAND = { basis: 'attribution', exhibit: 'CY-7/1', place: 'page 3', says: 'Harbour Police' } as const;

describe('people', () => {
  let desk: Desk;
  let folder = 0;
  const give = (text: string, name: string) => desk.grant(desk.write(join(`given${++folder}`, name), text));
  const takeIn = async (text: string, name: string) =>
    (await desk.call('intake.run', { paths: [give(text, name)], exhibit: 'EX-1', profile: 'register' })).results[0];
  const listed = async (search = '') => (await desk.call('people.list', { search })).people;
  const leads = async () => (await desk.call('people.matches', {})).leads;

  beforeAll(async () => {
    desk = await openDesk();
    await desk.newCase('people');
  });
  afterAll(() => desk.end());

  it('customer records: an entry for each customer, rows refused with their reasons', async () => {
    const result = await takeIn(CUSTOMERS, 'kyc.csv');
    expect(result?.people).toMatchObject({ entries: 2, refused: { addressInvalid: 1, emailInvalid: 1 } });
    expect(result?.rejectedRows.map(({ row, reason }) => [row, reason])).toEqual([
      [4, 'addressInvalid'],
      [5, 'emailInvalid'],
    ]);
    expect((await listed()).map(({ title, kind }) => [title, kind])).toEqual([
      ['斎藤 太郎', 'person'],
      ['Li Wei', 'person'],
    ]);
    const page = await desk.call('people.show', { id: 1 });
    expect(page.links.find(({ kind }) => kind === 'document')).toMatchObject({
      ...{ value: 'TK1234567', basis: 'attribution', grade: 'S', row: 2, exhibit: 'EX-1', says: 'kyc.csv' },
      source: { name: 'kyc.csv' },
    });
  });

  it('a search finds a name in any spelling, and identifiers without their punctuation', async () => {
    for (const text of ['齋藤', '斉藤太郎', 'ｓａｉｔｏ', '090 1234 5678', 'tk-1234567', A.slice(0, 12)])
      expect(
        (await listed(text)).map(({ id }) => id),
        text,
      ).toEqual([1]);
    expect(await listed('加藤')).toEqual([]);
  });

  it('the search over the case finds entries too, and marks what answers only when folded', async () => {
    const hits = async (text: string) =>
      (await desk.call('canvas.search', { text })).hits.flatMap(({ kind, number, title, found, folded }) =>
        kind === 'person' ? [[number, title, found, folded ?? false]] : [],
      );
    expect(await hits('斎藤')).toEqual([[1, '斎藤 太郎', '斎藤 太郎', false]]);
    expect(await hits('齋藤')).toEqual([[1, '斎藤 太郎', '斎藤 太郎', true]]);
    expect(await hits('SAITO@example')).toEqual([[1, '斎藤 太郎', 'saito@example.org', false]]);
    expect(await hits('090 1234 5678')).toEqual([[1, '斎藤 太郎', '+81 90-1234-5678', true]]);
    expect(await hits('加藤')).toEqual([]);
  });

  it('log-ins are sightings with port and UTC time; one customer number is one entry of its register', async () => {
    const result = await takeIn(LOGINS, 'logins.csv');
    expect(result?.people).toMatchObject({ entries: 1, refused: { internetAddressInvalid: 1 } });
    const [, , logins] = await listed();
    const { links } = await desk.call('people.show', { id: logins?.id ?? 0 });
    expect(
      links
        .filter(({ kind }) => kind === 'ip')
        .map(({ value, detail, sighting }) => [value, detail.port, detail.timeSeconds, sighting?.range]),
    ).toEqual([
      ['198.51.100.7', 40001, Date.UTC(2026, 1, 1, 10) / 1000, 'documentation'],
      ['100.64.3.4', null, Date.UTC(2026, 1, 1, 11) / 1000, 'shared'],
      ['1.0.16.9', 5060, Date.UTC(2026, 1, 2) / 1000, 'public'],
    ]);
  });

  it('a time that names no zone is refused until the examiner states one', async () => {
    const text = LOGINS.replace(' (UTC)', '');
    expect((await takeIn(text, 'zoneless.csv'))?.people?.refused).toEqual({ noZone: 4 });
    const preview = await desk.call('intake.preview', {
      path: give(text, 'zoneless.csv'),
      rows: 20,
      profile: 'register',
      zoneMinutes: 540,
    });
    expect(preview.judged).toMatchObject({ taken: 3, rejected: 1 });
    expect(preview.rows[1]?.entry).toMatchObject({ title: '1001' });
  });

  it('the wizard suggests a register where its columns are those of one, and none where they are of payments', async () => {
    const suggested = await desk.call('intake.preview', { path: give(CUSTOMERS, 'x.csv'), rows: 5 });
    expect(suggested.profile.family).toBe('people');
    const payments = await desk.call('intake.preview', { path: give('Date,Name,Amount,Currency\n2026-01-01,X,5,EUR', 'y.csv'), rows: 5 });
    expect(payments.profile.family).toBe('ledger');
  });

  it('leads name their rules and what speaks against them; nothing is joined by itself', async () => {
    await takeIn(SUBSCRIBERS, 'subscriber.csv');
    const found = (await leads()).map(({ kind, a, b, rules, cautions }) => [kind, a.entity, b.entity, rules, cautions]);
    expect(found).toEqual(
      expect.arrayContaining([
        ['name', 1, 4, ['han', 'spacing'], []],
        ['phone', 1, 4, ['callingCode'], []],
        ['ip', 3, 4, ['nearTime'], []],
      ]),
    );
    expect((await listed()).every(({ joined }) => joined.length === 0)).toBe(true);
  });

  it('subscriber data meet a sighting in their range of addresses and their time, and none outside', async () => {
    const rows = [
      'Subscriber,IP,IP to,From,To',
      'Range Holder,198.51.100.0,198.51.100.15,2026-02-01 09:00:00 UTC,2026-02-01 12:00:00 UTC',
      'Later Holder,198.51.100.0,198.51.100.15,2026-02-01 13:00:00 UTC,2026-02-01 14:00:00 UTC',
      'Other Range,198.51.100.8,198.51.100.15,2026-02-01 09:00:00 UTC,2026-02-01 12:00:00 UTC',
    ].join('\n');
    await takeIn(rows, 'ranges.csv');
    const found = (await leads()).filter(({ kind, rules }) => kind === 'ip' && rules.includes('inRange'));
    expect(found.map(({ a, b, rules, cautions }) => [a.title, b.title, rules, cautions])).toEqual([
      ['1001', 'Range Holder', ['inRange', 'withinTime'], ['sharedAddress']],
    ]);
    const source = (await desk.call('intake.sources', {})).sources.find(({ name }) => name === 'ranges.csv');
    await desk.call('intake.withdraw', { source: source?.id ?? '', reason: 'done with' });
  });

  it('an accepted lead joins as an assumption, a dismissed one is put away; both are taken back', async () => {
    const phone = (await leads()).find(({ kind }) => kind === 'phone')?.id ?? '';
    await desk.call('people.judge', { lead: phone, verdict: 'accepted', reason: 'the subscriber was questioned' });
    expect((await desk.call('people.show', { id: 1 })).joined.map(({ id }) => id)).toEqual([4]);
    await desk.call('people.judge', { lead: phone, verdict: 'dismissed', reason: 'shared phone' });
    expect((await desk.call('people.show', { id: 1 })).joined).toEqual([]);
    await desk.call('journal.undo', {});
    expect((await desk.call('people.show', { id: 1 })).joined.map(({ id }) => id)).toEqual([4]);
    await desk.call('journal.undo', {});
    expect((await leads()).find(({ id }) => id === phone)?.standing).toBe('open');
  });

  it('entries and links by hand need an exhibit or are assumptions; undo and redo give the same numbers', async () => {
    const link = { kind: 'name', value: 'Saitō Tarō', evidence: { basis: 'attribution' } } as const;
    await expect(desk.call('people.add', { kind: 'person', link })).rejects.toMatchObject({ code: 'people.noEvidence' });
    const made = await desk.call('people.add', { kind: 'person', link: { ...link, evidence: { basis: 'assumption' } } });
    const added = { kind: 'address', value: A, evidence: BY_HAND } as const;
    const { link: second } = await desk.call('people.link', { id: made.id, link: added });
    const page = await desk.call('people.show', { id: made.id });
    expect(page.links.map(({ kind, basis, grade, says }) => [kind, basis, grade, says])).toEqual([
      ['name', 'assumption', 'M', expect.any(String)],
      ['address', 'attribution', 'M', 'Harbour Police'],
    ]);
    await desk.call('journal.undo', {});
    await desk.call('journal.undo', {});
    await expect(desk.call('people.show', { id: made.id })).rejects.toMatchObject({ code: 'people.unknown' });
    await desk.call('journal.redo', {});
    await desk.call('journal.redo', {});
    expect((await desk.call('people.show', { id: made.id })).links.map(({ link: id }) => id)).toEqual([made.link, second]);
    await expect(desk.call('people.link', { id: made.id, link: { ...added, value: '1Boat' } })).rejects.toMatchObject({
      code: 'people.badValue',
    });
  });

  it('an address shows who is linked with it, by whose word; a withdrawn link stands marked on the page alone', async () => {
    const on = async () => (await desk.call('people.onAddress', { chain: MAIN, address: A })).links;
    expect((await on()).map(({ title, basis, exhibit }) => [title, basis, exhibit])).toEqual([
      ['斎藤 太郎', 'attribution', 'EX-1'],
      ['Saitō Tarō', 'attribution', 'CY-7/1'],
    ]);
    const [, own] = await on();
    await desk.call('people.withdraw', { what: 'link', id: own?.link ?? 0, reason: 'misread' });
    expect(await on()).toHaveLength(1);
    const page = await desk.call('people.show', { id: own?.entity ?? 0 });
    expect(page.links.find(({ link }) => link === own?.link)?.withdrawn).toBe('misread');
    await desk.call('journal.undo', {});
    expect(await on()).toHaveLength(2);
  });

  it('a table of networks and lists of shared addresses, each of its day, are said of a sighting', async () => {
    const registry = '2|apnic|20260101|1|1|2|+1000\napnic|JP|ipv4|1.0.16.0|4096|20110412|allocated\n';
    const path = give(registry, 'delegated.txt');
    expect(await desk.call('people.networks', { path, kind: 'networks' })).toMatchObject({
      form: 'registry',
      asOf: '2026-01-01',
      ranges: 1,
    });
    await expect(desk.call('people.networks', { path: give('1.0.16.9\n', 'vpn.txt'), kind: 'vpn' })).rejects.toMatchObject({
      code: 'people.noDay',
    });
    // A file without line ends is not read into memory as one line.
    await expect(
      desk.call('people.networks', { path: give('1'.repeat(3_000_000), 'endless.txt'), kind: 'vpn', asOf: '2026-02-01' }),
    ).rejects.toMatchObject({ code: 'intake.malformed' });
    await desk.call('people.networks', { path: give('1.0.16.9\nnothing\n', 'vpn.txt'), kind: 'vpn', asOf: '2026-02-01' });
    const { links } = await desk.call('people.show', { id: 3 });
    expect(links.find(({ value }) => value === '1.0.16.9')?.sighting).toMatchObject({
      networks: [{ table: 'delegated.txt', asOf: '2026-01-01', country: 'JP', network: 'apnic allocated', row: 2 }],
      lists: [{ table: 'vpn.txt', asOf: '2026-02-01', kind: 'vpn' }],
      lacks: [],
    });
    expect(links.find(({ value }) => value === '100.64.3.4')?.sighting).toMatchObject({ networks: [], lacks: ['port', 'provider'] });
    expect((await leads()).find(({ kind }) => kind === 'ip')?.cautions).toEqual(['vpn']);
  });

  it('company facts and invoices', async () => {
    await takeIn(COMPANIES, 'companies.csv');
    const result = await takeIn(INVOICES, 'invoices.csv');
    expect(result?.people).toMatchObject({ entries: 2, refused: { partyMissing: 1 } });
    const [company] = await listed('青空商事');
    expect(company).toMatchObject({ kind: 'organisation', title: '㈱青空商事' });
    const { links, leads: own } = await desk.call('people.show', { id: company?.id ?? 0 });
    expect(links.map(({ kind, value }) => [kind, value])).toEqual([
      ['name', '㈱青空商事'],
      ['founded', '2024-03-01'],
      ['office', 'Tokyo'],
      ['director', '山田 花子'],
    ]);
    expect(own.map(({ kind, rules }) => [kind, rules])).toEqual([['name', ['width', 'company']]]);
    // Whoever directs it may stand in another register: an entry of its own, that meets other names.
    const director = (await listed('山田')).find(({ kind }) => kind === 'person');
    expect(director?.title).toBe('山田 花子');
    const person = await desk.call('people.show', { id: director?.id ?? 0 });
    expect(person.links.map(({ kind, value, row }) => [kind, value, row])).toEqual([
      ['name', '山田 花子', 2],
      ['directs', '㈱青空商事', 2],
    ]);
  });

  it('withdrawing a register withdraws what rests on it, and its leads', async () => {
    const source = (await desk.call('intake.sources', {})).sources.find(({ name }) => name === 'kyc.csv');
    await desk.call('intake.withdraw', { source: source?.id ?? '', reason: 'wrong customer' });
    expect((await listed()).map(({ title }) => title)).not.toContain('斎藤 太郎');
    expect((await leads()).some(({ a, b }) => a.entity === 1 || b.entity === 1)).toBe(false);
    expect((await desk.call('people.show', { id: 1 })).withdrawn).toBe('source');
  });
});
