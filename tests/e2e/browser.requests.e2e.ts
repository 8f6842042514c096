// Handing on and asking, over practice case two with the real engine: a canvas as a graph for other programs, what an issuer could freeze, a request
// with its sheet, its steps and its answer. Pictures go to test-results/screens. Left out of CI: each call behind it has its own test.
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { browserChooser } from './browserChooser.ts';
import { button, go } from './journey.ts';
import { spoken } from './spoken.ts';
import { BROWSER, type BrowserWindow, NO_BROWSER, openBrowser, takePictures } from './stage.ts';
import { handsOf } from './trainee.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracehold-requests-'));
let opened: BrowserWindow | undefined;
let page: Page;
const picture = (name: string): Promise<void> => takePictures(page, `requests-${name}`);

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  test.skip(BROWSER === undefined, NO_BROWSER);
  opened = await openBrowser(folder);
  ({ page } = opened);
});
test.afterAll(async () => {
  await opened?.close();
});

test('a graph is handed on, a freeze is asked for and answered @all', async () => {
  test.setTimeout(180_000);
  const choose = browserChooser(page, [folder]);
  const say = spoken('en');
  const { put } = handsOf({ page, say });
  const made = join(folder, 'exercise');
  await choose(button(page, 'Make case two'), 'newFolder', made);
  await expect(page.getByRole('note')).toContainText('PRACTICE MATERIAL', { timeout: 90_000 });
  const { wallets } = JSON.parse(readFileSync(join(made, 'truth.json'), 'utf8')) as { wallets: { depositAddress: string } };

  await go(page, 'Canvas');
  await button(page, say('canvas.create')).click();
  await put(wallets.depositAddress);
  await button(page, 'Graph for other programs').click();
  const dialog = page.getByRole('dialog', { name: 'Graph for other programs' });
  await dialog.getByLabel('Form').selectOption('gexf');
  await picture('graph');
  await choose(dialog.getByRole('button', { name: 'Choose a folder and save' }), 'saveFolder', join(folder, 'graphs'));
  await expect(dialog.getByText('Written: 1 entity, 0 flows')).toBeVisible();
  await picture('graph-saved');
  expect(readdirSync(join(folder, 'graphs'))[0]).toMatch(/^canvas-1-event-\d+\.gexf$/);
  await page.keyboard.press('Escape');

  await go(page, 'Requests');
  await picture('none');
  await page.getByRole('tab', { name: 'Freeze now' }).click();
  await expect(page.getByText(wallets.depositAddress).first()).toBeVisible();
  await picture('freeze');
  await page.getByText(wallets.depositAddress).first().click();
  await button(page, 'Request a freeze').click();
  await expect(page.getByLabel('Addresses or accounts')).toHaveValue(wallets.depositAddress);
  await page.getByLabel('Answer asked by').fill('2026-12-01');
  await picture('new');
  await button(page, 'Prepare the request').click();
  await expect(page.getByText('Nothing is recorded since it was prepared.')).toBeVisible();
  await choose(button(page, 'Choose a folder and print'), 'saveFolder', join(folder, 'sheets'));
  await expect(page.getByText('request-1-en.pdf is written')).toBeVisible();
  expect(existsSync(join(folder, 'sheets', 'request-1-en.pdf'))).toBe(true);

  writeFileSync(join(folder, 'reply.txt'), 'frozen at 12:00 UTC');
  await page.getByLabel('Day').fill('2026-11-22');
  await button(page, 'Record').click();
  await expect(page.getByRole('gridcell', { name: 'sent' })).toBeVisible();
  await choose(button(page, 'Keep an answer…'), 'openFiles', join(folder, 'reply.txt'));
  await expect(page.getByRole('gridcell', { name: 'answered' })).toBeVisible();
  await picture('answered');

  await page.getByRole('tab', { name: 'Compare with another unit' }).click();
  await page.getByLabel('For this unit').fill('Cyber Unit, E. Examiner');
  await page.getByLabel('Purpose').fill('The same collector?');
  await choose(button(page, 'Make the key…'), 'saveFolder', join(folder, 'exchange'));
  await expect(page.getByText('not yet approved by both')).toBeVisible();
  const [key = ''] = readdirSync(join(folder, 'exchange'));
  await choose(button(page, 'Choose a file').first(), 'openFiles', join(folder, 'exchange', key));
  await page.getByLabel('The other unit, as it confirmed').fill('Harbour Unit, B. Lang');
  await button(page, 'Record its approval').click();
  await expect(page.getByText('approved by both units')).toBeVisible();
  await choose(button(page, "Write this unit's set…"), 'saveFolder', join(folder, 'sets'));
  await expect(page.getByText(/^deconflict-set-.* is written$/)).toBeVisible();
  const [set = ''] = readdirSync(join(folder, 'sets'));
  // Its own set: everything in it is a hit.
  await choose(button(page, "Compare the other's set…"), 'openFiles', join(folder, 'sets', set));
  await expect(page.getByText('Hits: 1')).toBeVisible();
  await picture('compare');

  await go(page, 'Accounts');
  await page.getByRole('tab', { name: 'Held and look up' }).click();
  await page.getByLabel('Look up an account or transaction').fill(wallets.depositAddress);
  await button(page, 'Look up').click();
  await button(page, 'Request…').click();
  await expect(page.getByLabel('Addresses or accounts')).toHaveValue(wallets.depositAddress);
});
