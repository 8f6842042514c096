// The trainee's ways over a canvas in the browser shell. Pictures go to test-results/screens.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { browserChooser } from './browserChooser.ts';
import { rejectMerge, walkCanvas } from './canvasJourney.ts';
import { walkRing } from './canvasRingJourney.ts';
import { spoken } from './spoken.ts';
import { BROWSER, type BrowserWindow, NO_BROWSER, openBrowser, takePictures } from './stage.ts';
import type { Trainee } from './trainee.ts';

let opened: BrowserWindow | undefined;

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

test.describe.configure({ mode: 'serial' });
test.beforeEach(() => {
  test.skip(BROWSER === undefined, NO_BROWSER);
  test.setTimeout(300_000);
});
test.afterAll(async () => {
  await opened?.close();
});

let first: Trainee;

test('from a victim’s transaction to the deposit at the exchange, and into a court file', async () => {
  first = await traineeIn('en', 'trainee', ['reached', 'path', 'relations', 'export', 'why', 'fallen']);
  await walkCanvas(first);
  expect(opened?.complaints()).toEqual([]);
});

// In the window that the first way left.
test('a merge rejected on the canvas shows what it held together, and undo brings it back', async () => {
  await rejectMerge(first);
  expect(opened?.complaints()).toEqual([]);
});

test('the same way in Japanese @all', async () => {
  await opened?.close();
  await walkCanvas(await traineeIn('ja', 'trainee-ja'));
  expect(opened?.complaints()).toEqual([]);
});

test('practice case two over bank, chain and exchange @all', async () => {
  await opened?.close();
  await walkRing(await traineeIn('en', 'trainee-ring'));
  expect(opened?.complaints()).toEqual([]);
});
