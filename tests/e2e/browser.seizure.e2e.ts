// A seizure over practice case one with the real engine: prepared in the window, its papers written, withdrawn. Pictures go to test-results/screens.
// Left out of CI: each call behind it has its own test.
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { browserChooser } from './browserChooser.ts';
import { button, go } from './journey.ts';
import { BROWSER, type BrowserWindow, NO_BROWSER, openBrowser, takePictures } from './stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracehold-seizure-'));
let opened: BrowserWindow | undefined;
let page: Page;
const picture = (name: string): Promise<void> => takePictures(page, `seizure-${name}`, true);

test.beforeAll(async () => {
  test.skip(BROWSER === undefined, NO_BROWSER);
  opened = await openBrowser(folder);
  ({ page } = opened);
});
test.afterAll(async () => {
  await opened?.close();
});

test('coins are prepared for the agency, with papers for two officers @all', async () => {
  test.setTimeout(180_000);
  const choose = browserChooser(page, [folder]);
  const made = join(folder, 'exercise');
  await choose(button(page, 'Make case one'), 'newFolder', made);
  await expect(page.getByRole('note')).toContainText('PRACTICE MATERIAL', { timeout: 90_000 });
  const { wallets } = JSON.parse(readFileSync(join(made, 'truth.json'), 'utf8')) as {
    wallets: { name: string; addresses: { address: string | null }[] }[];
  };
  const of = (name: string) => wallets.find((one) => one.name === name)?.addresses.flatMap(({ address }) => address ?? []) ?? [];
  const [agency = ''] = of('Dust sender');

  await go(page, 'Requests');
  await page.getByRole('tab', { name: 'Seizure' }).click();
  await expect(page.getByText('No seizure has been prepared')).toBeVisible();
  await picture('none');
  await button(page, 'Prepare a seizure').click();
  await page.getByLabel('Addresses').fill(of('Thief').join('\n'));
  await page.getByLabel("Agency's address").fill(agency);
  await page.getByLabel('The same once more').fill(agency.slice(0, -1));
  await expect(page.getByText('The two do not agree.')).toBeVisible();
  await expect(button(page, 'Prepare the seizure')).toBeDisabled();
  await page.getByLabel('The same once more').fill(agency);
  await page.getByLabel('Stated by').fill('Sgt. Ito, from the wallet itself');
  await page.getByLabel('Fee rate (units per vB)').fill('5');
  await picture('new');
  await button(page, 'Prepare the seizure').click();
  await expect(page.getByRole('gridcell', { name: 'prepared' })).toBeVisible();
  await picture('prepared');
  await choose(button(page, 'Choose a folder and write sheet and PSBT'), 'saveFolder', join(folder, 'papers'));
  await expect(page.getByText('seizure-1-en is written (3 files)')).toBeVisible();
  expect(readdirSync(join(folder, 'papers', 'seizure-1-en')).sort()).toEqual(['outputs.csv', 'seizure-1-1.psbt', 'seizure-1.pdf']);
  await picture('written');
  await page.getByLabel('Reason').fill('warrant lifted');
  await button(page, 'Withdraw').click();
  await expect(page.getByRole('gridcell', { name: 'withdrawn' })).toBeVisible();
});
