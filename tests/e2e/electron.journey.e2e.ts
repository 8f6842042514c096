// The same way through the window in a real Electron (an older one, see SECURITY.md; its engine runs in Node 24). Only
// the system's own dialogs are answered by the test.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { practiceMaterial } from '../contract/practice.ts';
import { electronChooser } from './electronChooser.ts';
import { walkArchiveWay } from './archiveJourney.ts';
import { listenForComplaints, type Traveller, walkWholeWay } from './journey.ts';
import { walkNodeWay } from './nodeJourney.ts';
import { launchElectron, REAL_STAGE } from './stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracehold-electron-journey-'));
const practice = practiceMaterial();
let application: ElectronApplication;
let page: Page;
let complaints: () => readonly string[];

test.beforeAll(async () => {
  test.skip(!existsSync(join(REAL_STAGE, 'electron', 'electron')), 'no Electron runtime: set ELECTRON_OVERRIDE_DIST_PATH');
  application = await launchElectron(folder, { TRACEHOLD_ENGINE_NODE: process.execPath }, REAL_STAGE);
  page = await application.firstWindow();
  complaints = await listenForComplaints(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await expect(page.getByRole('heading', { name: 'Create a case' })).toBeVisible();
});
test.afterAll(async () => {
  await application?.close();
  rmSync(folder, { recursive: true, force: true });
});

test.describe.configure({ mode: 'serial' });
let traveller: Traveller;

test('from an empty folder to a checked court file and back', async () => {
  test.setTimeout(180_000);
  traveller = { page, choose: electronChooser(application), practice, folder };
  await walkWholeWay(traveller);
  expect(complaints()).toEqual([]);
});

test('the window is drawn larger by its keys', async () => {
  const press = (keyCode: string) =>
    application.evaluate(({ BrowserWindow }, key) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      contents?.sendInputEvent({ type: 'keyDown', keyCode: key, modifiers: ['control'] });
    }, keyCode);
  const factor = () => application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor());
  await press('=');
  await expect.poll(factor).toBeCloseTo(1.1);
  await press('=');
  await expect.poll(factor).toBeCloseTo(1.25);
  await press('0');
  await expect.poll(factor).toBe(1);
});

// Serial: it goes on in the window that the first way left.
test('an archive on another disk is asked instead of taken in @all', async () => {
  test.setTimeout(180_000);
  await walkArchiveWay(traveller);
  expect(complaints()).toEqual([]);
});

test('a chain node is allowed by its address, synced and reorganised @all', async () => {
  test.setTimeout(180_000);
  await walkNodeWay(traveller);
  expect(complaints()).toEqual([]);
});
