// The pictures of docs/GALLERY.md, of practice case one only: no real person's data is in them. They are written to docs/gallery where
// TRACEHOLD_GALLERY is set, else to test-results, so that a test run leaves the tree as it was.
import { mkdirSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { button, go, row, tick } from './journey.ts';
import { BROWSER, type BrowserWindow, NO_BROWSER, openBrowser, ROOT } from './stage.ts';

const pictures = process.env.TRACEHOLD_GALLERY === undefined ? join(ROOT, 'test-results', 'gallery') : join(ROOT, 'docs', 'gallery');
const MOST_BYTES = 150_000;
const folder = mkdtempSync(join(tmpdir(), 'tracehold-gallery-'));
let opened: BrowserWindow | undefined;
let page: Page;

test.beforeAll(async () => {
  test.skip(BROWSER === undefined, NO_BROWSER);
  test.setTimeout(120_000);
  opened = await openBrowser(folder);
  ({ page } = opened);
  await page.setViewportSize({ width: 1200, height: 740 });
  mkdirSync(pictures, { recursive: true });
});
test.afterAll(async () => {
  await opened?.close();
});

async function picture(name: string): Promise<void> {
  const path = join(pictures, `${name}.jpg`);
  // Nothing under the pointer, no message of a moment, no animation half done.
  await page.mouse.move(0, 0);
  await expect(page.locator('.bp6-toast')).toHaveCount(0);
  await page.screenshot({ path, type: 'jpeg', quality: 66, animations: 'disabled' });
  expect(statSync(path).size, name).toBeLessThan(MOST_BYTES);
}

test('the gallery is drawn from practice case one @all', async () => {
  test.setTimeout(300_000);
  await expect(button(page, 'Make case one')).toBeVisible();
  await picture('welcome');
  // Two clicks: the folder and the name that are offered are taken.
  await button(page, 'Make case one').click();
  await button(page, 'Create here').click();
  await expect(page.getByRole('note')).toContainText('PRACTICE MATERIAL', { timeout: 120_000 });
  const { theft } = JSON.parse(readFileSync(join(folder, 'practice-theft', 'truth.json'), 'utf8')) as {
    readonly theft: { readonly txid: string };
  };
  await expect(row(page, 'Sources').first()).toBeVisible();
  await row(page, 'Sources').first().click();
  await picture('sources');

  await page.keyboard.press('Control+k');
  await page.keyboard.type(theft.txid);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /^Transaction/ })).toBeVisible();
  await tick(page.getByRole('checkbox', { name: /^Trace from output/ }).first());
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture('transaction-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await button(page, /^Trace 1 ticked/).click();
  await page.locator('#trace-primary').selectOption('fifo');
  await tick(page.locator('.th-stop', { hasText: 'label' }).first().getByRole('checkbox'));
  await page.locator('#trace-question').fill('Where did the stolen coins go?');
  await page.locator('#trace-reason').fill('First in, first out is the convention courts here have followed.');
  await picture('trace');
  await button(page, 'Run the trace').click();
  await expect(page.locator('.th-flow-question')).toContainText('Where did the stolen coins go?', { timeout: 60_000 });
  await expect(page.locator('.th-graph-canvas canvas').first()).toBeVisible();
  await picture('flow');

  await go(page, 'Canvas');
  await button(page, 'Create a canvas').click();
  const stage = page.getByRole('application', { name: /^Canvas / });
  await page.locator('#canvas-find').fill(theft.txid);
  await page.getByRole('region', { name: 'What was found' }).getByRole('button', { name: 'Put on the canvas' }).first().click();
  const things = row(page, 'Things on the canvas');
  const count = async () => Number(await page.getByRole('grid', { name: 'Things on the canvas' }).getAttribute('aria-rowcount'));
  await expect(things).toHaveCount(1);
  await stage.focus();
  for (let hop = 0; hop < 3; hop++) {
    const before = await count();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('o');
    await expect.poll(count).toBeGreaterThan(before);
  }
  await things.filter({ hasText: 'Kestrel' }).first().click();
  await stage.focus();
  await page.keyboard.press('l');
  await page.keyboard.press('0');
  await picture('canvas');
  await page.emulateMedia({ contrast: 'more' });
  await picture('canvas-contrast');
  await page.emulateMedia({ contrast: null, colorScheme: 'dark' });
  await stage.focus();
  await page.keyboard.press('t');
  await page.keyboard.press('0');
  await expect(page.getByRole('radio', { name: 'Relations' })).toBeChecked();
  await picture('canvas-relations-dark');
});
