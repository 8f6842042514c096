// The canvas on a computer without WebGL, with the real engine: everything is done in the table and the details, and the drawing follows.
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { browserChooser } from './browserChooser.ts';
import { spoken } from './spoken.ts';
import { BROWSER, type BrowserWindow, NO_BROWSER, NO_GL, openBrowser, takePictures } from './stage.ts';
import { handsOf } from './trainee.ts';

let opened: BrowserWindow | undefined;

test.beforeAll(() => {
  test.skip(BROWSER === undefined, NO_BROWSER);
});
test.afterAll(async () => {
  await opened?.close();
});

test('without WebGL the canvas is drawn by the engine and worked on in its table', async () => {
  test.setTimeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), 'tracehold-still-'));
  opened = await openBrowser(folder, [folder], NO_GL);
  const { page } = opened;
  const say = spoken('en');
  const choose = browserChooser(page, [folder], say);
  const { button, go, things, count, details, put } = handsOf({ page, say });
  const made = join(folder, 'exercise');
  await choose(button('practice.theft.make'), 'newFolder', made);
  await expect(page.getByRole('note')).toContainText(say('training.banner'), { timeout: 120_000 });
  const { theft } = JSON.parse(readFileSync(join(made, 'truth.json'), 'utf8')) as { readonly theft: { readonly txid: string } };

  await go('canvas');
  await button('canvas.create').click();
  await put(theft.txid);
  const still = page.getByRole('region', { name: say('canvas.noWebgl') });
  const drawing = still.getByRole('img', { name: say('canvas.stillLabel', { name: say('canvas.firstName') }) });
  // A drawing of its own for each state of the canvas; null until it is decoded.
  const drawn = (): Promise<string | null> =>
    drawing.evaluate((image) => ((image as HTMLImageElement).naturalWidth > 0 ? (image as HTMLImageElement).src : null));
  await expect.poll(drawn).not.toBeNull();
  const alone = await drawn();

  await things(theft.txid.slice(0, 7)).click();
  await details()
    .getByRole('button', { name: /^Out \(/ })
    .click();
  await expect.poll(count).toBeGreaterThan(1);
  await expect.poll(async () => [alone, null].includes(await drawn())).toBe(false);
  await takePictures(page, 'canvas-no-webgl');
  await page.locator('body').press('Control+z');
  await expect.poll(count).toBe(1);
  expect(opened.complaints()).toEqual([]);
});
