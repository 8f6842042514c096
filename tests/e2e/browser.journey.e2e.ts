// An officer's whole way through the window in the browser shell, with the real engine behind the real server.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, expect, type Page, test } from '@playwright/test';
import { findBrowser, offlineFlags } from '../../main/hosts/loopback/browser.ts';
import { practiceMaterial } from '../contract/practice.ts';
import { browserChooser } from './browserChooser.ts';
import { walkArchiveWay } from './archiveJourney.ts';
import { listenForComplaints, type Traveller, walkWholeWay } from './journey.ts';
import { walkNodeWay } from './nodeJourney.ts';
import { REAL_LOOPBACK, type Served, serveStage, SOFTWARE_GL } from './stage.ts';

const executablePath = process.env.TRACEHOLD_CHROMIUM ?? findBrowser();
const folder = mkdtempSync(join(tmpdir(), 'tracehold-journey-'));
const practice = practiceMaterial();
let served: Served;
let context: BrowserContext;
let page: Page;
let complaints: () => readonly string[];

test.beforeAll(async () => {
  test.skip(executablePath === undefined || !existsSync(executablePath), 'no Chromium-family browser on this machine');
  served = await serveStage(['--root', folder, '--root', practice.folder], join(folder, '..', `${folder}-profile`), REAL_LOOPBACK);
  context = await chromium.launchPersistentContext(`${folder}-user`, {
    executablePath: executablePath as string,
    args: ['--no-sandbox', ...offlineFlags(Number(new URL(served.address).port)), ...SOFTWARE_GL],
    viewport: { width: 1440, height: 900 },
    colorScheme: 'light',
    locale: 'en-GB',
  });
  page = context.pages()[0] ?? (await context.newPage());
  complaints = await listenForComplaints(page);
  await page.goto(served.address);
});
test.afterAll(async () => {
  await context?.close();
  await served?.stop();
  for (const path of [folder, `${folder}-profile`, `${folder}-user`]) rmSync(path, { recursive: true, force: true });
});

test.describe.configure({ mode: 'serial' });
let traveller: Traveller;

test('from an empty folder to a checked court file and back', async () => {
  test.setTimeout(180_000);
  traveller = { page, choose: browserChooser(page, [folder, practice.folder]), practice, folder };
  await walkWholeWay(traveller);
  expect(complaints()).toEqual([]);
  expect(served.log()).toBe('');
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
