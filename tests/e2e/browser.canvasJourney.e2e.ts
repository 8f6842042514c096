// The trainee's way over a canvas in the browser shell. Pictures go to test-results/screens.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { browserChooser } from './browserChooser.ts';
import { rejectMerge, walkCanvas } from './canvasJourney.ts';
import { BROWSER, type BrowserWindow, NO_BROWSER, openBrowser, takePictures } from './stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracehold-canvas-'));
let opened: BrowserWindow | undefined;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  test.skip(BROWSER === undefined, NO_BROWSER);
  opened = await openBrowser(folder);
});
test.afterAll(async () => {
  await opened?.close();
});

test('from a victim’s transaction to the deposit at the exchange, and into a court file', async () => {
  test.setTimeout(240_000);
  const { page, complaints } = opened as BrowserWindow;
  const picture = (name: string): Promise<void> => takePictures(page, `trainee-${name}`);
  await walkCanvas({ page, choose: browserChooser(page, [folder]), folder, picture });
  expect(complaints()).toEqual([]);
});

test('a merge rejected on the canvas shows what it held together, and undo brings it back', async () => {
  const { page, complaints } = opened as BrowserWindow;
  const picture = (name: string): Promise<void> => takePictures(page, `trainee-${name}`);
  await rejectMerge({ page, choose: browserChooser(page, [folder]), folder, picture });
  expect(complaints()).toEqual([]);
});
