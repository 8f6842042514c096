// The trainee's ways over a canvas in the browser shell. Pictures go to test-results/screens.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { browserChooser } from './browserChooser.ts';
import { walkCanvas } from './canvasJourney.ts';
import { walkRing } from './canvasRingJourney.ts';
import { spoken } from './spoken.ts';
import { BROWSER, type BrowserWindow, NO_BROWSER, openBrowser, takePictures } from './stage.ts';
import type { Trainee } from './trainee.ts';

let opened: BrowserWindow | undefined;

test.beforeEach(() => {
  test.skip(BROWSER === undefined, NO_BROWSER);
  test.setTimeout(240_000);
});
test.afterEach(async () => {
  await opened?.close();
  opened = undefined;
});

/** `only`: of which steps pictures are taken; they cost seconds. */
async function traineeIn(locale: 'en' | 'ja', pictures: string, only?: readonly string[]): Promise<Trainee> {
  const folder = mkdtempSync(join(tmpdir(), 'tracehold-canvas-'));
  opened = await openBrowser(folder);
  const { page } = opened;
  const say = spoken(locale);
  await page.locator('.th-language select').selectOption(locale);
  const picture = async (name: string): Promise<void> => {
    if (only === undefined || only.includes(name)) await takePictures(page, `${pictures}-${name}`);
  };
  return { page, say, choose: browserChooser(page, [folder], say), folder, picture };
}

test('from a victim’s transaction to the deposit at the exchange, and into a court file', async () => {
  await walkCanvas(await traineeIn('en', 'trainee', ['reached', 'path', 'relations', 'export']));
  expect(opened?.complaints()).toEqual([]);
});

test('the same in Japanese @all', async () => {
  await walkCanvas(await traineeIn('ja', 'trainee-ja'));
  expect(opened?.complaints()).toEqual([]);
});

test('practice case two over bank, chain and exchange @all', async () => {
  await walkRing(await traineeIn('en', 'trainee-ring'));
  expect(opened?.complaints()).toEqual([]);
});
