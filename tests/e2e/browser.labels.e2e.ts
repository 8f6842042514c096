// Lists of labels in the window with the real engine: a list looked at and taken in, its newer version with what it changed, a contradiction
// with another list, and a label of one's own with its source. Pictures go to test-results/screens.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { browserChooser } from './browserChooser.ts';
import { button, PASSPHRASE, row } from './journey.ts';
import { BROWSER, type BrowserWindow, NO_BROWSER, openBrowser, takePictures } from './stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracehold-labels-'));
const A = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';
const B = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa';
const C = '12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S';
let opened: BrowserWindow | undefined;
let page: Page;
let complaints: () => readonly string[];

function write(name: string, file: string, day: string, tags: readonly (readonly [string, string, string])[]): string {
  mkdirSync(join(folder, name), { recursive: true });
  const lines = tags.map(([address, label, more]) => `- address: ${address}\n  label: ${label}\n${more}`);
  const path = join(folder, name, file);
  const head = `title: ${file === 'watch.yaml' ? 'Watch list of the unit' : 'Etherscan-like list'}\ncreator: Unit 3\nlastmod: ${day}\nsource: https://example.org/list\ncurrency: BTC\nconfidence: forensic\n`;
  writeFileSync(path, `${head}tags:\n${lines.join('')}`);
  return path;
}
const exchange = '  actor: northgate\n  category: exchange\n';
const first = write('one', 'watch.yaml', '2026-09-01', [
  [A, 'Northgate Exchange', exchange],
  [B, 'Harbour Mixer', '  category: mixing_service\n'],
  ['1BoatSLRHtKNngkdXEeobR76b53LETtpyU', 'Misspelt', ''],
]);
const second = write('two', 'watch.yaml', '2026-11-01', [
  [A, 'Northgate Exchange (hot)', exchange],
  [C, '<b>Third</b>', '  abuse: phishing\n'],
]);
const other = write('three', 'other.yaml', '2026-10-01', [[A, 'Casino', '  actor: casino\n  category: gambling\n']]);

test.beforeAll(async () => {
  test.skip(BROWSER === undefined, NO_BROWSER);
  opened = await openBrowser(folder);
  ({ page, complaints } = opened);
});
test.afterAll(async () => {
  await opened?.close();
});

test('a list, its newer version, a contradiction and a label of one’s own', async () => {
  test.setTimeout(90_000);
  const picture = (name: string): Promise<void> => takePictures(page, `labels-${name}`);
  const part = (name: string) => page.getByRole('radio', { name }).click();
  const choose = browserChooser(page, [folder]);
  await choose(button(page, 'Choose where'), 'newFolder', `${folder}/case`);
  const values = { title: 'Labels', reference: 'R8-3002', examiner: '黒田', agency: '課', passphrase: PASSPHRASE, again: PASSPHRASE };
  for (const [name, value] of Object.entries(values)) await page.locator(`#create-${name}`).fill(value);
  await button(page, 'Create the case').click();
  await page.getByRole('tab', { name: 'Labels' }).click();
  await expect(page.getByText('No labels yet')).toBeVisible();
  await picture('none');
  await part('Lists');
  const dialog = page.getByRole('dialog', { name: 'Take in a list' });
  const take = async (path: string) => {
    await button(page, 'Take in a list').click();
    await choose(dialog.getByRole('button', { name: 'Choose files' }), 'openFiles', path);
  };
  const goOn = () => dialog.getByRole('button', { name: 'Take in', exact: true }).click();
  await take(first);
  await expect(dialog.getByText('1 × not a valid address')).toBeVisible();
  await goOn();
  await expect(row(page, 'Lists of labels')).toHaveCount(1);
  await take(second);
  await expect(dialog.getByText('1 added · 1 no longer listed · 1 changed · 0 as before')).toBeVisible();
  await picture('preview');
  await goOn();
  await expect(row(page, 'Lists of labels')).toHaveCount(2);
  await take(other);
  await expect(dialog.getByText('Etherscan-like list')).toBeVisible();
  await goOn();
  await expect(row(page, 'Lists of labels')).toHaveCount(3);
  await row(page, 'Lists of labels').filter({ hasText: 'newest version' }).click();
  await expect(page.getByText('❞ Harbour Mixer')).toBeVisible();
  await picture('lists');

  await part('Contradictions');
  await expect(page.getByRole('heading', { name: 'Contradictions (1)' })).toBeVisible();
  await expect(page.getByText('different actors, different categories')).toBeVisible();
  await picture('conflicts');

  await part('Own labels');
  await button(page, 'Add a label').first().click();
  await page.locator('#own-address').fill(B);
  await page.locator('#own-label').fill('Wallet on the seized phone');
  await page.locator('#own-source').fill('Exhibit 3, page 2');
  await page.locator('#own-category').selectOption({ label: 'Perpetrator' });
  await page.locator('#own-confidence').selectOption({ label: 'Forensic report (50)' });
  await picture('own');
  await button(page, 'Add').click();
  await expect(row(page, 'Own labels')).toHaveCount(1);
  await part('All labels');
  // What a list wrote stays text.
  await row(page, 'Labels').filter({ hasText: '<b>Third</b>' }).click();
  await expect(page.getByText('INTERPOL DW-VA abuses')).toBeVisible();
  await picture('all');
  expect(complaints()).toEqual([]);
});
