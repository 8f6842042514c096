// An exhibit that lies elsewhere when it is scanned: folders of one name, given in another order, copied with other times; what is not the same is refused.
import { cpSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, faultOf, openDesk } from './desk.ts';

const ADDRESS = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';
const OTHER = '12c6DSiU4Rq3P4ZxziKxzrL5LmMBrzjrJX';
const SECRETS = 'what only two people know';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
}, 60_000);
afterAll(() => desk?.end());

const at = (path: string): string => join(desk.folder, path);
const grants = (...paths: string[]): string[] => paths.map((path) => desk.grant(at(path)));
async function placesOf(scan: number): Promise<string[]> {
  const { traces } = await desk.call('device.traces', { scan, kinds: ['address'] });
  return traces.map(({ value, first, count }) => `${count} ${value} ${first.path}`).sort();
}

describe('an exhibit that lies elsewhere', () => {
  it('tells two folders of one name apart, and finds them again in another order with other times', async () => {
    await desk.newCase('folders');
    desk.write('one/phone/a.txt', `${ADDRESS}\n`);
    desk.write('two/phone/a.txt', `${OTHER}\n`);
    desk.write('card/b.txt', `${OTHER} again\n`);
    const { id, copy } = await desk.call('exhibit.add', { number: 'A', paths: grants('one/phone', 'two/phone', 'card') });
    expect(copy?.files).toBe(3);
    const found = [`1 ${ADDRESS} phone/a.txt`, `2 ${OTHER} phone (2)/a.txt`];
    const { scan } = await desk.call('device.scan', { exhibit: id, passphrase: SECRETS });
    expect(await placesOf(scan)).toEqual(found);
    for (const folder of ['one', 'two', 'card']) cpSync(at(folder), at(`moved/${folder}`), { recursive: true });
    const again = await desk.call('device.scan', { exhibit: id, paths: grants('moved/one/phone', 'moved/two/phone', 'moved/card') });
    expect(await placesOf(again.scan)).toEqual(found);
    const { id: two } = await desk.call('exhibit.add', { number: 'B', paths: grants('one/phone', 'card') });
    const turned = await desk.call('device.scan', { exhibit: two, paths: grants('moved/card', 'moved/one/phone') });
    expect(await placesOf(turned.scan)).toEqual([`1 ${OTHER} card/b.txt`, `1 ${ADDRESS} phone/a.txt`]);
  }, 60_000);

  it('refuses what has the size and time of the copy and other content', async () => {
    await desk.newCase('swapped');
    const path = desk.write('here/a.txt', `${ADDRESS}\n`);
    const { id } = await desk.call('exhibit.add', { number: 'A', paths: [desk.grant(path)] });
    const other = desk.write('there/a.txt', `${OTHER}\n`.slice(0, ADDRESS.length).padEnd(ADDRESS.length + 1));
    const time = new Date('2026-01-02T03:04:05Z');
    for (const one of [path, other]) utimesSync(one, time, time);
    const { id: dated } = await desk.call('exhibit.add', { number: 'B', paths: [desk.grant(path)] });
    for (const exhibit of [id, dated])
      expect((await faultOf(desk.call('device.scan', { exhibit, paths: [desk.grant(other)], passphrase: SECRETS }))).code).toBe(
        'device.exhibitChanged',
      );
  }, 60_000);

  it('finds the files of a phone’s backup, which are shown by the names they had there', async () => {
    await desk.newCase('backup');
    const fileId = 'ab'.padEnd(40, '0');
    mkdirSync(at('backup/ab'), { recursive: true });
    writeFileSync(at('backup/Manifest.plist'), '<plist><dict/></plist>');
    writeFileSync(at(`backup/ab/${fileId}`), `${ADDRESS}\n`);
    const database = new Database(at('backup/Manifest.db'));
    database.exec('CREATE TABLE Files (fileID TEXT, domain TEXT, relativePath TEXT)');
    database.prepare('INSERT INTO Files VALUES (?,?,?)').run(fileId, 'HomeDomain', 'Library/notes.txt');
    database.close();
    const { id } = await desk.call('exhibit.add', { number: 'A', paths: grants('backup') });
    cpSync(at('backup'), at('other/disk'), { recursive: true });
    const { scan } = await desk.call('device.scan', { exhibit: id, paths: grants('other/disk'), passphrase: SECRETS });
    expect(await placesOf(scan)).toEqual([`1 ${ADDRESS} backup/HomeDomain/Library/notes.txt`]);
  }, 60_000);
});
