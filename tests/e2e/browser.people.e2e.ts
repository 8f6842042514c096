// People in the window with the real engine: a register through the mapping wizard, a name found in another spelling, a sighting with what is
// known of it, a lead accepted, an entry by hand. Pictures go to test-results/screens.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { FOURTH } from '../people/goamlFiles.ts';
import { browserChooser } from './browserChooser.ts';
import { button, go, PASSPHRASE, row } from './journey.ts';
import { BROWSER, type BrowserWindow, NO_BROWSER, openBrowser, takePictures } from './stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracehold-people-'));
let opened: BrowserWindow | undefined;
let page: Page;
let complaints: () => readonly string[];

const CUSTOMERS = [
  'User ID,Name,フリガナ,Passport,Email,Phone,Deposit address,IP,Port,Login time (UTC)',
  '1001,斎藤 太郎,サイトウ タロウ,TK1234567,saito@example.org,+81 90-1234-5678,1BoatSLRHtKNngkdXEeobR76b53LETtpyT,1.0.16.9,5060,2026-02-02 00:30:00',
  '1002,Li Wei,,E7654321,li@example.org,138 0013 8000,,100.64.3.4,,2026-02-01 11:00:00',
  '1003,Bad Mail,,,not-a-mail,,,,,',
].join('\n');
const SUBSCRIBERS = [
  'Subscriber,Phone number,IP,IP to,From,To',
  '齋藤太郎,09012345678,1.0.16.0,1.0.16.255,2026-02-02 00:00:00 UTC,2026-02-02 01:00:00 UTC',
].join('\n');

test.beforeAll(async () => {
  test.skip(BROWSER === undefined, NO_BROWSER);
  writeFileSync(join(folder, 'kyc.csv'), CUSTOMERS);
  writeFileSync(join(folder, 'subscriber.csv'), SUBSCRIBERS);
  writeFileSync(join(folder, 'delegated.txt'), '2|apnic|20260101|1|1|2|+1000\napnic|JP|ipv4|1.0.16.0|4096|20110412|allocated\n');
  opened = await openBrowser(folder);
  ({ page, complaints } = opened);
});
test.afterAll(async () => {
  await opened?.close();
});

test('a register through the wizard, a name in another spelling, a lead accepted, an entry by hand', async () => {
  test.setTimeout(90_000);
  const picture = (name: string): Promise<void> => takePictures(page, `people-${name}`);
  const choose = browserChooser(page, [folder]);
  await choose(button(page, 'Choose where'), 'newFolder', `${folder}/case`);
  const values = { title: 'People', reference: 'R8-3003', examiner: '黒田', agency: '課', passphrase: PASSPHRASE, again: PASSPHRASE };
  for (const [name, value] of Object.entries(values)) await page.locator(`#create-${name}`).fill(value);
  await button(page, 'Create the case').click();

  for (const [file, taken] of [
    ['kyc.csv', /2 of 3 rows would be taken in/],
    ['subscriber.csv', /1 of 1 rows? would be taken in/],
  ] as const) {
    await go(page, 'Sources');
    await button(page, 'Take in data').first().click();
    const dialog = page.getByRole('dialog', { name: 'Take in data' });
    await choose(dialog.getByRole('button', { name: 'Choose files' }), 'openFiles', join(folder, file));
    await dialog.getByRole('button', { name: 'Take in', exact: true }).click();
    await expect(page.getByRole('heading', { name: `Read ${file} as a table` })).toBeVisible();
    await expect(page.locator('#mapping-family')).toHaveValue('people');
    await expect(page.getByText(taken)).toBeVisible();
    if (file === 'kyc.csv') await picture('wizard');
    await page.locator('#mapping-exhibit').fill('CY-7/2');
    await button(page, 'Take in').click();
    await expect(page.getByText(/Register taken in/).first()).toBeVisible();
  }

  await go(page, 'People');
  await page.getByRole('tab', { name: 'IP tables' }).click();
  await choose(button(page, 'Choose a table'), 'openFiles', join(folder, 'delegated.txt'));
  await button(page, 'Take in').click();
  await expect(page.getByText(/as of 2026-01-01/).first()).toBeVisible();
  await picture('tables');

  await page.getByRole('tab', { name: 'Entries' }).click();
  await page.getByPlaceholder('Name in any spelling').fill('SAITOU TAROU');
  await expect(row(page, 'People')).toHaveCount(1);
  await row(page, 'People').first().click();
  const card = page.locator('.th-people-card');
  await expect(card).toContainText('Which subscriber used IP address 1.0.16.9, port 5060, at 2026-02-02 00:30:00 UTC?');
  await expect(card).toContainText('apnic allocated JP by delegated.txt, as of 2026-01-01');
  await page.getByPlaceholder('Name in any spelling').fill('');
  await picture('entry');

  await page.getByRole('tab', { name: 'Leads' }).click();
  const lead = page.locator('.th-people-lead').filter({ hasText: '+81 90-1234-5678' });
  await expect(lead).toContainText('calling code and leading zero');
  await picture('leads');
  await lead.getByRole('button', { name: 'Accept / Dismiss' }).click();
  await lead.getByRole('textbox').fill('the subscriber was heard');
  await lead.getByRole('button', { name: 'Accept', exact: true }).click();
  await expect(lead).toHaveCount(0);

  await page.getByRole('tab', { name: 'Entries' }).click();
  await expect(card).toContainText('You take these entries for one');
  await button(page, 'Add an entry').click();
  await page.locator('#link-value').fill('Kaede');
  await expect(button(page, 'Add')).toBeDisabled();
  await picture('add');
  await page.locator('#link-basis').selectOption('assumption');
  await button(page, 'Add').click();
  await expect(card.getByRole('heading', { name: 'Kaede' })).toBeVisible();
  await expect(card).toContainText('assumption');

  await button(page, 'Add a link').click();
  await page.locator('#link-kind').selectOption('address');
  await page.locator('#link-value').fill('0x52908400098527886E0F7030069857D2E4169EE7');
  await page.locator('#link-chain').selectOption({ label: 'ethereum' });
  await page.locator('#link-kind').selectOption('ip');
  await page.locator('#link-value').fill('1.0.16.9');
  await page.locator('#link-time').fill('2026-02-02 00:10:00');
  await page.locator('#link-until').fill('2026-02-02 00:05:00');
  await page.locator('#link-source').selectOption({ label: '1 · kyc.csv (CY-7/2)' });
  await page.locator('#link-row').fill('2');
  await expect(button(page, 'Add')).toBeDisabled();
  await picture('link');
  await page.locator('#link-until').fill('2026-02-02 00:40:00');
  await button(page, 'Add').click();
  await expect(card.first()).toContainText('source 1 (kyc.csv), row 2');
  expect(complaints()).toEqual([]);
});

test('a goAML report: looked at, asked for its ledger and zone, taken in @all', async () => {
  test.setTimeout(60_000);
  const picture = (name: string): Promise<void> => takePictures(page, `goaml-${name}`);
  const choose = browserChooser(page, [folder]);
  writeFileSync(join(folder, 'report.xml'), FOURTH);
  await go(page, 'Sources');
  await button(page, 'Take in data').first().click();
  const dialog = page.getByRole('dialog', { name: 'Take in data' });
  await choose(dialog.getByRole('button', { name: 'Choose files' }), 'openFiles', join(folder, 'report.xml'));
  await dialog.getByRole('button', { name: 'Look at the rows first' }).click();
  await expect(page.getByText('HB-2026-044').first()).toBeVisible();
  await expect(button(page, 'Take in')).toBeDisabled();
  await page.locator('#report-ledger').fill('harbour bank');
  await page.locator('#report-zone').fill('+01:00');
  await expect(page.getByText(/2 of 6 rows would be taken in/)).toBeVisible();
  await picture('look');
  await button(page, 'Take in').click();
  await expect(page.getByText(/of which 2 became movements/).first()).toBeVisible();
  await row(page, 'Sources').filter({ hasText: 'report.xml' }).first().click();
  await expect(page.getByText('SHELL, ROUND')).toBeVisible();
  await picture('source');
  expect(complaints()).toEqual([]);
});
