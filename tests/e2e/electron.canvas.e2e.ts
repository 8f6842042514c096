// Practice case two on a canvas in a real Electron, from the welcome screen to a figure that the system's own dialog gave a place.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ElectronApplication, expect, test } from '@playwright/test';
import { walkRing } from './canvasRingJourney.ts';
import { electronChooser } from './electronChooser.ts';
import { listenForComplaints } from './journey.ts';
import { spoken } from './spoken.ts';
import { launchElectron, REAL_STAGE } from './stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracehold-electron-canvas-'));
let application: ElectronApplication | undefined;

test.beforeAll(async () => {
  test.skip(!existsSync(join(REAL_STAGE, 'electron', 'electron')), 'no Electron runtime: set ELECTRON_OVERRIDE_DIST_PATH');
  application = await launchElectron(folder, { TRACEHOLD_ENGINE_NODE: process.execPath }, REAL_STAGE);
});
test.afterAll(async () => {
  await application?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('practice case two over bank, chain and exchange', async () => {
  test.setTimeout(120_000);
  const page = await (application as ElectronApplication).firstWindow();
  const complaints = await listenForComplaints(page);
  await page.emulateMedia({ colorScheme: 'light' });
  const choose = electronChooser(application as ElectronApplication);
  await walkRing({ page, choose, folder, say: spoken('en'), picture: async () => {} });
  expect(complaints()).toEqual([]);
});
