// Logs of shared files and web servers as sightings: whose rows are one visitor, what is refused, and the leads that tie them to an address of a chain.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, openDesk } from '../acceptance/desk.ts';

const A = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';
const MAIN = 'bip122:000000000019d6689c085ae165831e93';
const HASH = 'c12fe1c06bba254a9dc9f519b335aa7c1367a88a';
const at = (hour: number, minute: number, second = 0): number => Date.UTC(2026, 1, 3, hour, minute, second) / 1000;

const ACCESS = [
  '1.0.16.9 - - [03/Feb/2026:11:00:00 +0100] "GET /files/7 HTTP/1.1" 200 2326 "-" "Viewer/1.0 \\"x\\""',
  '1.0.16.9 - - [03/Feb/2026:10:20:00 +0000] "GET /donate HTTP/1.1" 200 99 "https://forum.example/" "Viewer/1.0 \\"x\\""',
  '1.0.16.9 - - [03/Feb/2026:10:51:00 +0000] "GET /later HTTP/1.1" 200 1 "-" "Viewer/1.0 \\"x\\""',
  '1.0.16.9 - - [03/Feb/2026:10:00:01 +0000] "GET /other HTTP/1.1" 304 - "-" "Another/2"',
  '203.0.113.5 - river otter [03/Feb/2026:10:00:02 +0000] "POST /login HTTP/1.1" 302 0',
  '2001:db8::7 - river otter [03/Feb/2026:23:00:00 +0000] "GET /profile HTTP/1.1" 200 5',
  'nonsense that no server writes',
  'host.example - - [03/Feb/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 1',
  '1.0.16.9 - - [03/Fev/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 1',
  '1.0.16.9 - - [03/Feb/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "x" "behind"',
].join('\n');
const SWARM = [
  'Timestamp (UTC),IP,Port,Peer ID,Info hash,File name',
  `2026-02-03 10:05:00,1.0.16.9,40001,-qB4500-abc,${HASH},harbour.zip`,
  `2026-02-03 10:05:30,1.0.16.9,40001,-qB4500-abc,${HASH},harbour.zip`,
  `2026-02-03 10:06:00,1.0.16.10,51413,-TR3000-xyz,${HASH},harbour.zip`,
  '2026-02-03 10:07:00,1.0.16.11,70000,-TR3000-xyz,,',
  '2026-02-03 10:07:00,1.0.16.11,7000,-TR3000-xyz,no hash!,',
].join('\n');
const PROFILES = ['Username,Wallet,Network,Email', `river otter,${A},BTC,otter@example.org`].join('\n');

describe('logs', () => {
  let desk: Desk;
  let folder = 0;
  const give = (text: string, name: string) => desk.grant(desk.write(join(`given${++folder}`, name), text));
  const takeIn = async (text: string, name: string, profile?: string) => {
    const input = { paths: [give(text, name)], exhibit: 'EX-8', ...(profile === undefined ? {} : { profile }) };
    return (await desk.call('intake.run', input)).results[0];
  };
  const listed = async () => (await desk.call('people.list', {})).people;
  const sightings = async (id: number) =>
    (await desk.call('people.show', { id })).links
      .filter(({ kind }) => kind === 'ip')
      .map(({ value, detail }) => [value, detail.timeSeconds, detail.what]);

  beforeAll(async () => {
    desk = await openDesk();
    await desk.newCase('logs');
  });
  afterAll(() => desk.end());

  it("[P33] a server's log is known by itself; its own zone counts, and a line of another form is refused", async () => {
    const result = await takeIn(ACCESS, 'access.log');
    expect(result).toMatchObject({
      mode: 'people',
      people: { entries: 4, links: 7, refused: { notALogLine: 3, internetAddressInvalid: 1 } },
    });
    expect(result?.rejectedRows.map(({ row, reason }) => [row, reason])).toEqual([
      [7, 'notALogLine'],
      [8, 'internetAddressInvalid'],
      [9, 'notALogLine'],
      [10, 'notALogLine'],
    ]);
  });

  it('[P34] one user name is one visitor; of nobody named one address with one client, half an hour from row to row', async () => {
    const people = await listed();
    expect(people.map(({ title, kind }) => [title, kind])).toEqual([
      ['1.0.16.9', 'unknown'],
      ['1.0.16.9', 'unknown'],
      ['1.0.16.9', 'unknown'],
      ['river otter', 'unknown'],
    ]);
    expect(await sightings(people[0]?.id ?? 0)).toEqual([
      ['1.0.16.9', at(10, 0), 'GET /files/7 HTTP/1.1'],
      ['1.0.16.9', at(10, 20), 'GET /donate HTTP/1.1'],
    ]);
    expect(await sightings(people[1]?.id ?? 0)).toEqual([['1.0.16.9', at(10, 51), 'GET /later HTTP/1.1']]);
    expect(await sightings(people[3]?.id ?? 0)).toEqual([
      ['203.0.113.5', at(10, 0, 2), 'POST /login HTTP/1.1'],
      ['2001:db8::7', at(23, 0), 'GET /profile HTTP/1.1'],
    ]);
  });

  it('[P35] monitoring of a swarm: port, client and info-hash, which tells nobody from anybody', async () => {
    const result = await takeIn(SWARM, 'swarm.csv', 'log');
    expect(result?.people).toMatchObject({ entries: 2, refused: { portInvalid: 1, fileHashInvalid: 1 } });
    const [, , , , first] = await listed();
    const { links } = await desk.call('people.show', { id: first?.id ?? 0 });
    expect(links.map(({ kind, value, detail }) => [kind, value, detail.service || detail.what, detail.port])).toEqual([
      ['ip', '1.0.16.9', 'harbour.zip', 40001],
      ['document', HASH, 'info-hash', null],
      ['ip', '1.0.16.9', 'harbour.zip', 40001],
    ]);
    expect((await desk.call('people.matches', {})).leads.filter(({ kind }) => kind === 'document')).toEqual([]);
  });

  it('[P34] a profile row with a payment address meets the log by its user name, the swarm by the same address at near time', async () => {
    await takeIn(PROFILES, 'profiles.csv', 'log');
    const { leads } = await desk.call('people.matches', {});
    expect(leads.filter(({ kind }) => kind === 'handle').map(({ a, b }) => [a.title, b.title])).toEqual([['river otter', 'river otter']]);
    const [standing] = (await desk.call('people.onAddress', { chain: MAIN, address: A })).links;
    expect(standing).toMatchObject({ title: 'river otter', basis: 'attribution', grade: 'S', row: 2 });
    expect(leads.filter(({ kind }) => kind === 'ip').map(({ rules }) => rules)).toContainEqual(['nearTime']);
  });

  it('[P33] JSON lines with seconds since 1970 and address with port in one', async () => {
    const lines = [
      JSON.stringify({ ts: at(12, 0), ip: '198.51.100.7:6881', info_hash: HASH, peer_id: 'x' }),
      JSON.stringify({ ts: at(12, 1) * 1000, ip: '[2001:db8::9]:6882', info_hash: HASH, peer_id: 'y' }),
    ].join('\n');
    expect((await takeIn(lines, 'peers.jsonl', 'log'))?.people).toMatchObject({ entries: 2, refused: {} });
    const people = (await listed()).slice(-2);
    expect(await sightings(people[0]?.id ?? 0)).toEqual([['198.51.100.7', at(12, 0), '']]);
    expect(await sightings(people[1]?.id ?? 0)).toEqual([['2001:db8::9', at(12, 1), '']]);
  });

  it('[P33] the wizard suggests a log where its columns are those of one, and reads on as one', async () => {
    const path = give(SWARM, 'swarm.csv');
    const { profile } = await desk.call('intake.preview', { path, rows: 10 });
    expect(profile).toMatchObject({ family: 'people', log: true });
    expect(profile.columns.map(({ role }) => role)).toEqual(['time', 'ip', 'port', 'session', 'fileHash', 'fileName']);
    expect((await desk.call('intake.preview', { path, rows: 10, profile })).judged).toMatchObject({ taken: 3, rejected: 2 });
  });

  it('[P35] a request without end is cut with a mark, and what could turn the reading direction is made visible', async () => {
    const line = `1.0.16.9 - - [03/Feb/2026:10:00:00 +0000] "GET /${'a'.repeat(3_000)} HTTP/1.1" 200 1\n1.0.16.99 - - [03/Feb/2026:10:00:00 +0000] "GET /\u202egnp" 200 1`;
    await takeIn(line, 'long.log');
    const [long, turned] = (await listed()).slice(-2);
    expect(String((await sightings(long?.id ?? 0))[0]?.[2])).toMatch(/^GET \/a{300,400}…$/);
    expect((await sightings(turned?.id ?? 0))[0]?.[2]).toBe('GET /\ufffdgnp');
  });
});

describe('the range of a subscriber in which many addresses were seen', () => {
  it('[P12] says how many of how many were looked at', async () => {
    const desk = await openDesk();
    await desk.newCase('range');
    const rows = Array.from({ length: 1_200 }, (_, n) => `u${n},1.0.${n >> 8}.${n & 255},2026-02-03 10:00:00`);
    const give = (text: string, name: string) => desk.grant(desk.write(name, text));
    const log = give(['User,IP,Time (UTC)', ...rows].join('\n'), 'log.csv');
    await desk.call('intake.run', { paths: [log], profile: 'log' });
    const subscribers = 'Subscriber,IP from,IP to,From,To\nNet Ltd,1.0.0.0,1.0.255.255,2026-02-03 00:00:00 UTC,2026-02-04 00:00:00 UTC';
    await desk.call('intake.run', { paths: [give(subscribers, 'subs.csv')], profile: 'register' });
    const { leads, limited } = await desk.call('people.matches', { limit: 1 });
    expect(limited).toMatchObject([{ title: 'Net Ltd', looked: 1000, found: 1200 }]);
    expect(limited[0]?.text).toContain('1.0.0.0 – 1.0.255.255');
    expect(leads).toHaveLength(1);
    await desk.end();
  });
});
