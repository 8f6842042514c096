// Documents in the window with the real engine: a PDF opened from its source, a word and a rectangle as regions, the same by keys and numbers,
// ids of the text layer as candidates, a photo turned, a picture that is none. Pictures go to test-results/screens.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { expect, type Page, test } from '@playwright/test';
import { greyPng, pngOf, textPdf } from '../fixtures/pages.ts';
import { browserChooser } from './browserChooser.ts';
import { button, go, PASSPHRASE, row } from './journey.ts';
import { BROWSER, type BrowserWindow, NO_BROWSER, openBrowser, takePictures } from './stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracehold-documents-'));
const TRON = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';
let opened: BrowserWindow | undefined;
let page: Page;
let complaints: () => readonly string[];

test.beforeAll(async () => {
  test.skip(BROWSER === undefined, NO_BROWSER);
  const lines = ['Customer statement', 'Account 20-4471-9, period November 2026', `Deposit address ${TRON}`, 'Amount 12,500 USDT'];
  writeFileSync(join(folder, 'letter.pdf'), textPdf(lines.map((text, line) => ({ text, y: 740 - 24 * line }))));
  writeFileSync(join(folder, 'photo.png'), greyPng(400, 300));
  // Seven bits a pixel there are not.
  const odd = greyPng(90, 90);
  odd[24] = 7;
  writeFileSync(join(folder, 'odd.png'), odd);
  // Its data unpack to far more than it declares: what it declares is shown.
  writeFileSync(join(folder, 'bomb.png'), pngOf(90, 90, deflateSync(Buffer.alloc(256 << 20), { level: 9 })));
  opened = await openBrowser(folder);
  ({ page, complaints } = opened);
});
test.afterAll(async () => {
  await opened?.close();
});

test('a page is opened, pointed into by word, pointer, keys and numbers; ids are candidates; a damaged picture says so', async () => {
  test.setTimeout(90_000);
  const choose = browserChooser(page, [folder]);
  await choose(button(page, 'Choose where'), 'newFolder', `${folder}/case`);
  const values = { title: 'Documents', reference: 'R8-3004', examiner: '黒田', agency: '課', passphrase: PASSPHRASE, again: PASSPHRASE };
  for (const [name, value] of Object.entries(values)) await page.locator(`#create-${name}`).fill(value);
  await button(page, 'Create the case').click();
  for (const file of ['photo.png', 'odd.png', 'bomb.png', 'letter.pdf']) {
    await go(page, 'Sources');
    await button(page, 'Take in data').first().click();
    const dialog = page.getByRole('dialog', { name: 'Take in data' });
    await choose(dialog.getByRole('button', { name: 'Choose files' }), 'openFiles', join(folder, file));
    await dialog.getByRole('button', { name: 'Take in', exact: true }).click();
    await expect(row(page, 'Sources').filter({ hasText: file })).toBeVisible();
  }
  await row(page, 'Sources').filter({ hasText: 'letter.pdf' }).click();
  await takePictures(page, 'documents-source');
  await button(page, 'Open page').click();

  const sheet = page.getByRole('application', { name: 'Page 1 of 1' });
  const said = page.locator('.th-page-said');
  await expect(sheet.locator('img')).toBeVisible();
  await sheet.getByRole('button', { name: TRON }).click();
  await expect(said).toHaveText(/^p\. 1, 24\.\d\d–58\.\d\d % × 1\d\.\d\d–1\d\.\d\d %$/);
  const box = await sheet.locator('.th-page-sheet').boundingBox();
  if (box === null) throw new Error('no sheet');
  // From a tenth to a fifth of the page across, from three to six hundredths down.
  await page.mouse.move(box.x + box.width * 0.1, box.y + box.height * 0.03);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.15, box.y + box.height * 0.05);
  await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.06);
  await page.mouse.up();
  await expect(said).toHaveText(/^p\. 1, (9\.9|10\.0)\d–(19\.9|20\.[01])\d % × (2\.9|3\.0)\d–(5\.9|6\.[01])\d %$/);
  await page.getByLabel('Left %').fill('12');
  await page.getByLabel('Left %').press('Enter');
  await sheet.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(said).toHaveText(/^p\. 1, 13\.00–/);

  await button(page, 'Find ids in the text').click();
  const found = page.locator('.th-page-found');
  await expect(found).toContainText(TRON);
  await found.getByRole('button', { name: /^address/ }).click();
  await expect(said).toHaveText(/^p\. 1, 24\.\d\d–58/);
  await takePictures(page, 'documents-page');

  await page.getByLabel('Document', { exact: true }).selectOption({ label: 'photo.png' });
  await expect(page.getByText('A picture has no text layer')).toBeVisible();
  const upright = await sheet.locator('.th-page-sheet').boundingBox();
  await page.getByRole('button', { name: 'Turn right (view only)' }).click();
  await expect.poll(async () => (await sheet.locator('.th-page-sheet').boundingBox())?.width).toBeLessThanOrEqual(upright?.width ?? 0);
  expect(((await sheet.locator('.th-page-sheet').boundingBox())?.height ?? 0) > (upright?.height ?? 0)).toBe(true);
  await page.getByLabel('Document', { exact: true }).selectOption({ label: 'bomb.png' });
  await expect
    .poll(() => sheet.locator('img').evaluate((img) => [(img as HTMLImageElement).complete, (img as HTMLImageElement).naturalWidth]))
    .toEqual([true, 90]);

  await page.getByLabel('Document', { exact: true }).selectOption({ label: 'odd.png' });
  await expect(page.getByText('Page 1 of odd.png cannot be shown')).toBeVisible();
  expect(complaints()).toEqual([]);
});
