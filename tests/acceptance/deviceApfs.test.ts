// An APFS disk scanned into a case: what stands across pieces, in a compressed file and in a deleted one has its place in the file; what nothing lists
// has that in the image.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APFS_BLOCK, apfsBlocks, writeApfsDisk } from '../fixtures/apfsDisk.ts';
import { apfsOfVolumes } from '../fixtures/apfsVolumes.ts';
import { type Desk, openDesk } from './desk.ts';

const hasTools = spawnSync('fiwalk', ['-V']).error === undefined;
if (!hasTools) console.warn('not installed, no APFS disk is scanned: fiwalk');
const MIB = 1 << 20;
const HELD = 'mac.img/fs1/Users/anna';

describe.runIf(hasTools)('an APFS disk', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk();
    await desk.newCase('apfs');
    writeApfsDisk(join(desk.folder, 'mac.img'), apfsBlocks('machine'), MIB);
  });
  afterAll(() => desk?.end());

  it('is told with its volume, and its finds with their files', async () => {
    const { id, copy } = await desk.call('exhibit.add', {
      ...{ number: 'K-1', description: 'a laptop', paths: [desk.grant(join(desk.folder, 'mac.img'))] },
    });
    expect([copy?.lister, copy?.unread]).toEqual([expect.stringMatching(/^fiwalk [\d.]+, apfs@2$/), []]);
    expect(copy?.fileSystems).toEqual([{ form: 'apfs “Anna”', offset: expect.any(Number), files: 69 }]);
    const scan = await desk.call('device.scan', { exhibit: id, passphrase: 'what only two people know' });
    expect(scan).toMatchObject({ state: 'complete', unread: [] });
    const { traces } = await desk.call('device.traces', { scan: scan.scan, limit: 100 });
    const found = new Map<
      string,
      { count: number; places: { path: string; offset: number; pieces?: readonly { imageOffset: number; bytes: number }[] | undefined }[] }
    >();
    for (const { trace } of traces) {
      const { trace: told, places } = await desk.call('device.trace', { trace });
      found.set(told.value, { count: told.count, places: [...places] });
    }
    const parted = found.get('3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy');
    expect([parted?.count, parted?.places.map(({ path }) => path)]).toEqual([4, Array(4).fill(`${HELD}/Documents/parted.txt`)]);
    // Planted behind each 4,080 letters: the first one begins fifteen bytes before a block ends.
    const [across] = parted?.places.filter(({ offset }) => offset === 4_081) ?? [];
    expect(across?.pieces?.map(({ bytes }) => bytes)).toEqual([APFS_BLOCK - 4_081, 34 - (APFS_BLOCK - 4_081)]);
    const packed = found.get('bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4');
    expect([packed?.count, packed?.places[0]?.path]).toEqual([40, `${HELD}/packed.txt`]);
    // A second name of the same bytes counts once.
    expect(found.get('bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq')?.count).toBe(1);
    expect(found.get('1BoatSLRHtKNngkdXEeobR76b53LETtpyT')?.places).toEqual([
      expect.objectContaining({ path: 'mac.img/fs1/private-dir/0x18-dead', offset: 5 }),
    ]);
  }, 60_000);

  it('of several volumes is told volume by volume: which are listed and why others are not', async () => {
    const address = '12c6DSiU4Rq3P4ZxziKxzrL5LmMBrzjrJX';
    const blocks = apfsOfVolumes({ slot: 1, name: 'Anna', role: 0x40 }, [
      { slot: 2, name: 'Anna', text: ['a file in a folder that is deleted', address] },
      { slot: 4, name: 'Recovery', role: 4, change: (superblock) => superblock.writeUInt32LE(0, 264) },
    ]);
    writeApfsDisk(join(desk.folder, 'volumes.img'), blocks);
    const { id, copy } = await desk.call('exhibit.add', {
      ...{ number: 'K-2', description: 'a disk', paths: [desk.grant(join(desk.folder, 'volumes.img'))] },
    });
    expect(copy?.fileSystems.map(({ form, files }) => [form, files])).toEqual([
      ['apfs “Anna” (Data)', 69],
      ['apfs “Anna”', 4],
    ]);
    expect(copy?.unread.map(({ reason }) => reason.replace(/\d+/, 'N'))).toEqual([
      'image: APFS volume “Recovery” (Recovery) at byte N: it is encrypted; what is not listed is read as bytes as they lie',
    ]);
    const { scan } = await desk.call('device.scan', { exhibit: id, passphrase: 'what only two people know' });
    const { traces } = await desk.call('device.traces', { scan, limit: 100 });
    const places = new Map<string, string[]>();
    for (const { trace } of traces) {
      const told = await desk.call('device.trace', { trace });
      places.set(
        told.trace.value,
        told.places.map(({ path }) => path),
      );
    }
    expect(places.get(address)).toEqual(['volumes.img/fs2/Gone/last.txt']);
    expect(places.get('bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq')?.[0]).toBe('volumes.img/fs1/Users/anna/Documents/notes.txt');
  }, 60_000);
});
