// An officer's whole way through the window in the browser shell, with the real engine behind the real server.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { practiceMaterial } from '../contract/practice.ts';
import { browserChooser } from './browserChooser.ts';
import { walkArchiveWay } from './archiveJourney.ts';
import { type Traveller, walkWholeWay } from './journey.ts';
import { walkNodeWay } from './nodeJourney.ts';
import { BROWSER, type BrowserWindow, NO_BROWSER, openBrowser } from './stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracehold-journey-'));
const practice = practiceMaterial();
let opened: BrowserWindow | undefined;
let page: Page;
let complaints: () => readonly string[];

test.beforeAll(async () => {
  test.skip(BROWSER === undefined, NO_BROWSER);
  opened = await openBrowser(folder, [folder, practice.folder]);
  ({ page, complaints } = opened);
});
test.afterAll(async () => {
  await opened?.close();
});

test.describe.configure({ mode: 'serial' });
let traveller: Traveller;

test('from an empty folder to a checked court file and back', async () => {
  test.setTimeout(180_000);
  traveller = { page, choose: browserChooser(page, [folder, practice.folder]), practice, folder };
  await walkWholeWay(traveller);
  expect(complaints()).toEqual([]);
  expect(opened?.served.log()).toBe('');
});

// Serial: it goes on in the window that the first way left.
test('an archive on another disk is asked instead of taken in', async () => {
  test.setTimeout(180_000);
  await walkArchiveWay(traveller);
  expect(complaints()).toEqual([]);
});

test('a chain node is allowed by its address, synced and reorganised', async () => {
  test.setTimeout(180_000);
  await walkNodeWay(traveller);
  expect(complaints()).toEqual([]);
});
