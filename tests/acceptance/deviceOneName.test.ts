// Entries of one name in one archive, a newer content behind the older one: each stands by itself, and what a later one holds is kept as what the
// first one does, also by a scan that ended between them.
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keystore } from '../fixtures/keystore.ts';
import { tarOf } from '../fixtures/tarOf.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

const ADDRESS = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';
const SECRETS = 'what only two people know';
const PARTS = [
  'ozone drill grab fiber curtain grace',
  'pudding thank cruise elder eight picnic',
  'grace fiber ozone grab drill elder',
] as const;
const noteOf = (part: string): string => `half of the seed phrase:\n${part}\n`;
const PASSWORDS = ['a first made-up password', 'a second made-up one'] as const;
const CHAT = `[LINE] Chat history with Jordan Lee\nSaved on: 05/03/2024, 10:00\n\nWed, 05/01/2024\n9:30 PM\tJordan Lee\tpay to ${ADDRESS}\n`;
const KEPT = 'exodus.wallet/passphrase.json';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
}, 60_000);
afterAll(() => desk?.end());

/** `tar -r` puts the second of a name behind the first one. */
function appended(name: string): string {
  const folder = dirname(desk.write(`${name}.made/notes.txt`, ''));
  const tar = join(folder, '..', `${name}.tar`);
  [0, 1].forEach((version) => {
    desk.write(`${name}.made/notes.txt`, noteOf(PARTS[version] as string));
    desk.write(`${name}.made/${KEPT}`, JSON.stringify({ passphrase: PASSWORDS[version] }));
    execFileSync('tar', [version === 0 ? '-cf' : '-rf', tar, '-C', folder, 'notes.txt', KEPT]);
  });
  return tar;
}

/** Of a browser, with a page that its log alone holds. */
function historyOf(host: string): { readonly database: Buffer; readonly log: Buffer } {
  const path = join(desk.folder, `${host}.sqlite`);
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  database.pragma('wal_autocheckpoint = 0');
  database.exec(`CREATE TABLE urls(id INTEGER PRIMARY KEY, url TEXT, title TEXT, visit_count INTEGER, last_visit_time INTEGER);
    CREATE TABLE visits(id INTEGER PRIMARY KEY, url INTEGER, visit_time INTEGER);`);
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.prepare('INSERT INTO urls VALUES (1, ?, ?, 1, 13350000000000000)').run(`https://${host}.example/${ADDRESS}`, '');
  const read = { database: readFileSync(path), log: readFileSync(`${path}-wal`) };
  database.close();
  return read;
}

async function scanned(name: string, path: string): Promise<number> {
  await desk.newCase(name);
  const { id } = await desk.call('exhibit.add', { number: 'A', paths: [desk.grant(path)] });
  await desk.call('device.scan', { exhibit: id, passphrase: SECRETS });
  return id;
}

/** `count path value` of each secret in an entry, opened: in a TAR it also stands as the archive's own bytes. */
async function secretsOf(kind: 'phrasePart' | 'password'): Promise<readonly string[]> {
  const { traces } = await desk.call('device.traces', { kinds: [kind] });
  const found: string[] = [];
  for (const { trace, count } of traces) {
    const { places } = await desk.call('device.trace', { trace });
    if (!/[!/](notes|a)\.txt$|json$/.test(places[0]?.path ?? '')) continue;
    const { text } = await desk.call('device.reveal', { trace, what: 'value', reason: 'to see', passphrase: SECRETS });
    found.push(`${count} ${places.map(({ path }) => path).join()} ${text}`);
  }
  return found.sort();
}

describe('entries of one name', () => {
  it('keeps what both of them hold, and wallets and messages of both', async () => {
    await scanned('tar', appended('tar'));
    expect(await secretsOf('phrasePart')).toEqual([`1 tar.tar!(2)/notes.txt ${PARTS[1]}`, `1 tar.tar!notes.txt ${PARTS[0]}`]);
    expect(await secretsOf('password')).toEqual([`1 tar.tar!(2)/${KEPT} ${PASSWORDS[1]}`, `1 tar.tar!${KEPT} ${PASSWORDS[0]}`]);
    const { wallets } = await desk.call('device.wallets', {});
    expect(wallets.map(({ path }) => path).sort()).toEqual([`tar.tar!(2)/${KEPT}`, `tar.tar!${KEPT}`]);
  }, 60_000);

  it('opens the later wallet with its own password, and the first one with its own', async () => {
    const stores = ['first', 'second'].map((password, at) => keystore(password, Buffer.alloc(32, at + 1)));
    await scanned('wallet', desk.write('wallet.tgz', gzipSync(tarOf(stores.map((store) => ['keystore.json', store])))));
    const { wallets } = await desk.call('device.wallets', {});
    expect(wallets.map(({ path }) => path)).toEqual(['wallet.tgz!!keystore.json', 'wallet.tgz!!(2)/keystore.json']);
    for (const [at, password] of ['first', 'second'].entries()) {
      const open = (given: string) =>
        desk.call('device.openWallet', { wallet: wallets[at]?.id ?? 0, password: given, authority: 'order 7' });
      expect((await faultOf(open(password === 'first' ? 'second' : 'first'))).code).toBe('device.wrongPassword');
      await open(password);
    }
    const keys = (await desk.call('device.traces', { kinds: ['privateKey'] })).traces;
    expect(keys.map(({ first }) => first.path).sort()).toEqual(['wallet.tgz!!(2)/keystore.json', 'wallet.tgz!!keystore.json']);
  }, 60_000);

  it('counts an address in each of two chats of one name once, with both of its places', async () => {
    const chats = tarOf([0, 1].map((version): [string, string] => ['chat.txt', `${CHAT}9:31 PM\tAlex\tversion ${version}\n`]));
    await scanned('chat', desk.write('chat.tgz', gzipSync(chats)));
    const [address] = (await desk.call('device.traces', { kinds: ['address'] })).traces;
    const { places } = await desk.call('device.trace', { trace: address?.trace ?? 0 });
    const inEntries = places.filter(({ path }) => path.endsWith('chat.txt')).map(({ path, encoding }) => `${path} ${encoding}`);
    expect(inEntries.sort()).toEqual(
      ['(2)/chat.txt bytes', '(2)/chat.txt record', 'chat.txt bytes', 'chat.txt record'].map((at) => `chat.tgz!!${at}`),
    );
    // Besides the bytes of the TAR that the gzip stream holds.
    expect(address?.count).toBe(places.length - 2);
  }, 60_000);

  it('of a ZIP too, however deep they lie, and whatever a folder is called', async () => {
    const zip = zipSync({ 'a.txt': Buffer.from(noteOf(PARTS[0])), 'b.txt': Buffer.from(noteOf(PARTS[1])) }, { level: 0 });
    const twice = Buffer.from(
      zip.map((byte, at) => (byte === 0x62 && Buffer.from(zip).toString('latin1', at, at + 5) === 'b.txt' ? 0x61 : byte)),
    );
    const tar = tarOf([
      ['old.zip', twice],
      ['(2)/old.zip', twice],
      ['old.zip', twice],
    ]);
    await scanned('zip', desk.write('phone.tgz', gzipSync(tar)));
    expect(await secretsOf('phrasePart')).toEqual(
      ['(2)/old.zip', '(3)/old.zip', 'old.zip'].flatMap((name) => [
        `1 phone.tgz!!${name}!(2)/a.txt ${PARTS[1]}`,
        `1 phone.tgz!!${name}!a.txt ${PARTS[0]}`,
      ]),
    );
  }, 60_000);

  it('reads beside a later one what lies there as the archive was left: the later log, or the one that had not changed', async () => {
    const [first, second] = [historyOf('first'), historyOf('second')];
    await desk.newCase('log');
    const tar = tarOf([
      ['a/History', first.database],
      ['a/History-wal', first.log],
      ['a/History', first.database],
      ['b/History', first.database],
      ['b/History-wal', first.log],
      ['b/History', second.database],
      ['b/History-wal', second.log],
    ]);
    const { id } = await desk.call('exhibit.add', { number: 'A', paths: [desk.grant(desk.write('log.tar', tar))] });
    await desk.call('device.scan', { exhibit: id, passphrase: SECRETS });
    const { messages } = await desk.call('device.messages', {});
    expect(messages.map(({ path, text }) => `${path} ${text}`).sort()).toEqual([
      `log.tar!(2)/a/History https://first.example/${ADDRESS}`,
      `log.tar!(2)/b/History https://second.example/${ADDRESS}`,
      `log.tar!a/History https://first.example/${ADDRESS}`,
      `log.tar!b/History https://first.example/${ADDRESS}`,
    ]);
  }, 60_000);

  it('is the same wherever the scan ended', async () => {
    const filler = Buffer.alloc(9 << 20, 0x20);
    const tar = tarOf(
      [0, 1, 2].flatMap((version): [string, string | Buffer][] => [
        ['notes.txt', noteOf(PARTS[version] as string)],
        [`${version}.bin`, filler],
        [KEPT, JSON.stringify({ passphrase: PASSWORDS[version % 2] })],
      ]),
    );
    const path = desk.write('long.tar', tar);
    await desk.newCase('broken');
    const { id } = await desk.call('exhibit.add', { number: 'A', paths: [desk.grant(path)] });
    await desk.close();
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, '../fixtures/scanChild.ts'), join(desk.folder, 'broken.tracehold'), `${id}`, '6'],
      { env: { ...process.env, TRACEHOLD_PROFILE: join(desk.folder, 'profile') }, stdio: ['ignore', 'ignore', 'inherit'] },
    );
    expect(await new Promise((resolve) => child.once('close', (_code, signal) => resolve(signal)))).toBe('SIGKILL');
    await desk.reopen('broken');
    for (let ends = 0; ends < 2; ends++)
      expect((await faultOf(desk.callUntil('device.scan', { exhibit: id, passphrase: SECRETS }, 'unpacking', 2))).code).toBe(
        'job.cancelled',
      );
    await desk.reopen('broken');
    await desk.call('device.scan', { exhibit: id });
    const of = (name: string, values: readonly string[]) =>
      values.map((value, at) => `1 long.tar!${at === 0 ? '' : `(${at + 1})/`}${name} ${value}`).sort();
    expect(await secretsOf('phrasePart')).toEqual(of('notes.txt', PARTS));
    expect(await secretsOf('password')).toEqual(of(KEPT, [PASSWORDS[0], PASSWORDS[1], PASSWORDS[0]]));
    expect((await desk.call('device.wallets', {})).wallets).toHaveLength(3);
  }, 120_000);
});
