// What must not be taken in as a copy, or is gone: the folder of the case itself, links, what is not there. Each is told in words, and nothing else is
// lost by it.
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCatalogue, faultWords } from '../../shared/words/index.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

describe('taking a copy in', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk();
    await desk.newCase('taken');
  });
  afterAll(() => desk?.end());
  const english = (name: string) => JSON.parse(readFileSync(join(import.meta.dirname, `../../resources/locales/en/${name}.json`), 'utf8'));
  const words = createCatalogue({ errors: english('errors'), reasons: english('reasons') });
  let count = 0;
  const add = (...paths: string[]) => desk.call('exhibit.add', { number: `K-${++count}`, paths: paths.map((path) => desk.grant(path)) });
  const refused = async (...paths: string[]): Promise<string> => faultWords(words, await faultOf(add(...paths))).message;

  it('leaves the open case out, however it is reached, and takes the rest', async () => {
    const own = join(desk.folder, 'taken.tracehold');
    expect(await refused(own)).toBe(
      'Nothing could be read at the chosen place (taken.tracehold: it lies in the folder of the case that is open).',
    );
    expect(await refused(join(own, 'case.db'))).toMatch('the folder of the case that is open');
    desk.write('bench/note.txt', 'a note');
    renameSync(own, join(desk.folder, 'bench/taken.tracehold'));
    symlinkSync(join(desk.folder, 'bench/taken.tracehold'), own);
    try {
      const { copy } = await add(join(desk.folder, 'bench'));
      expect(copy).toMatchObject({ files: 1, bytes: 6, unread: [{ path: 'bench/taken.tracehold', reason: 'ownCase' }] });
    } finally {
      rmSync(own);
      renameSync(join(desk.folder, 'bench/taken.tracehold'), own);
    }
  });

  it('follows no link, and says what is not there', async () => {
    const file = desk.write('disk.dd', Buffer.alloc(4096));
    symlinkSync(file, join(desk.folder, 'link.dd'));
    mkdirSync(join(desk.folder, 'with'));
    symlinkSync(desk.folder, join(desk.folder, 'with/loop'));
    expect(await refused(join(desk.folder, 'link.dd'))).toMatch('link.dd is a link, and nothing was taken in');
    expect(await refused(join(desk.folder, 'with'))).toMatch('is a link, and nothing was taken in');
    expect(await refused(join(desk.folder, 'gone.dd'))).toMatch('There is nothing at the chosen place (gone.dd).');
  });

  it('an image that is gone since is told by its name', async () => {
    const { id } = await add(join(desk.folder, 'disk.dd'));
    renameSync(join(desk.folder, 'disk.dd'), join(desk.folder, 'elsewhere.dd'));
    const scan = (paths: string[]) => desk.call('device.scan', { exhibit: id, paths, passphrase: 'what only two people know' });
    expect(faultWords(words, await faultOf(scan([]))).message).toBe(
      'disk.dd is not as it was when its exhibit was taken in, or is not there.',
    );
    expect(await scan([desk.grant(join(desk.folder, 'elsewhere.dd'))])).toMatchObject({ state: 'complete', files: 1, listed: 0 });
  });
});
