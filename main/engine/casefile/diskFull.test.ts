// A disk that fills up while a case is worked on: said as such, nothing lost, and work goes on once there is room. Rules:
// SPEC.md D.
import { cpSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { caseDesk, faultOf, PASSPHRASE } from '../../../tests/fixtures/caseDesk.ts';
import { smallDisk } from '../../../tests/fixtures/mounts.ts';
import { createEngine } from '../index.ts';
import { createCase, openCase } from './index.ts';

const desk = await caseDesk();
const disk = desk.at('disk');
const mount = smallDisk(disk, 6000);
afterAll(() => {
  mount?.unmount();
  desk.clear();
});
const folder = join(disk, 'made.tracehold');
const filler = join(disk, 'filler');
function fillUp(leftBytes: number): void {
  rmSync(filler, { force: true });
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(filler, Buffer.alloc(bavail * bsize - leftBytes));
}
const details = { title: 'Full', reference: '1', agency: 'A', authority: '', examiner: 'E', timeZone: 'UTC' };

it.skipIf(mount === null)('[D3] stops a step as a whole, and the case stands at the step before', async () => {
  await (await desk.create('made')).close();
  desk.cheapen('made');
  cpSync(desk.at('made.tracehold'), folder, { recursive: true });
  const engine = await createEngine(desk.host);
  const open = {
    folder: desk.grantPath(folder),
    passphrase: PASSPHRASE,
    keyFile: desk.grantPath(desk.key.path),
    keyPassphrase: desk.key.passphrase,
  };
  await engine.router.call('case.open', open);
  fillUp(400_000);
  let written = 0;
  let fault = '';
  while (fault === '' && written < 1000) {
    fault = await engine.router.call('journal.note', { text: `${written} ${'x'.repeat(15_000)}` }).then(
      () => {
        written++;
        return '';
      },
      (error: { code: string }) => error.code,
    );
  }
  expect(fault).toBe('case.diskFull');
  expect(written).toBeGreaterThan(3);
  // The case is still open, still whole, and still refuses.
  expect((await engine.router.call('journal.check', {})).size).toBe(2 + written);
  fillUp(0);
  expect((await faultOf(() => engine.router.call('journal.note', { text: 'y'.repeat(15_000) }))).code).toBe('case.diskFull');
  // With room again it goes on without being opened anew.
  rmSync(filler);
  expect(await engine.router.call('journal.note', { text: 'room again' })).toEqual({ sequence: 3 + written });
  expect((await engine.router.call('case.close', {})).checkpoint?.size).toBe(3 + written);

  const again = await openCase(desk.host, folder, PASSPHRASE, desk.key);
  expect(again.notices).toEqual([]);
  expect(again.notes.list()).toHaveLength(written + 1);
  await again.close();
});

it.skipIf(mount === null)('[D3] when closing: the process lets go of the case, and the next opening finds all of it', async () => {
  const file = await openCase(desk.host, folder, PASSPHRASE, desk.key);
  file.act('test.last', { text: 'committed' });
  const { size } = file.journal.head();
  fillUp(0);
  const ended = await file.close().then(
    () => 'closed',
    (error: { code: string }) => error.code,
  );
  expect(['closed', 'SQLITE_FULL', 'case.diskFull']).toContain(ended);
  // On a full disk an opening goes well or is refused as such, never as damage.
  const opened = await openCase(desk.host, folder, PASSPHRASE, desk.key)
    .then((full) => full.close())
    .then(
      () => 'opened',
      (error: { code: string }) => error.code,
    );
  expect(['opened', 'SQLITE_FULL', 'case.diskFull']).toContain(opened);
  rmSync(filler);
  const again = await openCase(desk.host, folder, PASSPHRASE, desk.key);
  expect(again.journal.get(size)?.header.name).toBe('test.last');
  await again.close();
});

it.skipIf(mount === null)('[D3] when making a case: nothing is left of it', async () => {
  fillUp(30_000);
  expect((await faultOf(() => createCase(desk.host, join(disk, 'new'), details, PASSPHRASE, desk.key))).code).toBe('case.diskFull');
  expect(readdirSync(disk).filter((name) => name.startsWith('new'))).toEqual([]);
  rmSync(filler);
});

it('where no small disk can be made this is said', () => {
  if (mount === null) console.warn('this machine does not let the test mount a small disk: tests of full disks are skipped');
});
