// Practice case three through the window with the real engine, as an officer solves it: from one flagged bank transfer over the pattern, the pair
// that fits and the trace to a deposit address; one request, its answer, a lead accepted, the person named; and the case file, which holds.
// Pictures go to test-results/screens.
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { browserChooser } from './browserChooser.ts';
import { button, type Choose, go, row, tick } from './journey.ts';
import { BROWSER, type BrowserWindow, NO_BROWSER, openBrowser, takePictures } from './stage.ts';

interface Truth {
  readonly flagged: { readonly reference: string; readonly to: string };
  readonly purchase: { readonly reference: string };
  readonly ringAccounts: readonly string[];
  readonly wallets: { readonly collector: string; readonly hop: string; readonly deposit: string };
}

const folder = mkdtempSync(join(tmpdir(), 'tracehold-trade-'));
const made = join(folder, 'exercise');
let opened: BrowserWindow | undefined;
let page: Page;
let choose: Choose;
let complaints: () => readonly string[];
let truth: Truth;
const picture = (name: string): Promise<void> => takePictures(page, `trade-${name}`);
const tab = (name: string): Locator => page.getByRole('tab', { name, exact: true });
const lookUp = async (text: string): Promise<void> => {
  await go(page, 'Accounts');
  await tab('Held and look up').click();
  await page.getByLabel('Look up an account or transaction').fill(text);
  await button(page, 'Look up').click();
};
const acceptLead = async (lead: Locator, reason: string): Promise<void> => {
  await go(page, 'People');
  await tab('Leads').click();
  await lead.getByRole('button', { name: 'Accept / Dismiss' }).click();
  await lead.getByRole('textbox').fill(reason);
  await lead.getByRole('button', { name: 'Accept', exact: true }).click();
  await expect(lead).toHaveCount(0);
};

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  test.skip(BROWSER === undefined, NO_BROWSER);
  opened = await openBrowser(folder);
  ({ page, complaints } = opened);
  choose = browserChooser(page, [folder]);
});
test.afterAll(async () => {
  await opened?.close();
});

test('practice case three is made from the welcome screen, its task beside it', async () => {
  test.setTimeout(60_000);
  await picture('welcome');
  await choose(button(page, 'Make case three'), 'newFolder', made);
  await expect(page.getByText('The task stands in TASK.md.', { exact: false })).toBeVisible({ timeout: 40_000 });
  const names = [
    'TASK.md',
    'answer',
    'files',
    'labels',
    'practice-examiner.key',
    'practice-passphrase.txt',
    'trade.tracehold',
    'truth.json',
  ];
  expect(readdirSync(made).sort()).toEqual(names.sort());
  truth = JSON.parse(readFileSync(join(made, 'truth.json'), 'utf8')) as Truth;
  expect(readFileSync(join(made, 'TASK.md'), 'utf8')).toContain(truth.flagged.reference);
  await page.getByRole('button', { name: /^Dismiss/ }).click();
});

test('the flagged transfer is looked up, and trade disguise is found at the four accounts', async () => {
  test.setTimeout(60_000);
  await lookUp(truth.flagged.reference);
  await expect(page.locator('#main')).toContainText('株式会社キリシマ貿易');
  // The company on the invoices and the one in the bank's records, taken for one: the finding below knows what the invoices say.
  await acceptLead(page.locator('.th-people-lead').filter({ hasText: /#\d+ 株式会社キリシマ貿易 ~/ }), 'The same name letter by letter.');
  await go(page, 'Findings');
  await button(page, 'Look over the case').click();
  await page.getByLabel('Rule', { exact: true }).selectOption({ label: 'Disguised as trade (4)' });
  await expect(row(page, 'Findings')).toHaveCount(4);
  for (const account of truth.ringAccounts) await expect(row(page, 'Findings').filter({ hasText: account })).toHaveCount(1);
  await row(page, 'Findings').filter({ hasText: truth.flagged.to }).getByText('Disguised as trade').click();
  await page.getByLabel('Reason', { exact: true }).fill('Round, level by the day, young companies in one office.');
  await expect(page.locator('.th-finding .th-people-linked')).toContainText('株式会社キリシマ貿易');
  for (const sign of ['Same controller, or director of one name', 'Companies founded shortly before', 'Invoices do not say what for'])
    await expect(page.getByRole('row').filter({ hasText: sign })).toContainText('yes');
  await picture('finding');
  await page.getByRole('button', { name: 'Accept', exact: true }).click();
  await expect(page.getByText('✓ accepted', { exact: false })).toBeVisible();
});

test('the payment to the dealer is set beside the movement that fits it', async () => {
  test.setTimeout(60_000);
  await go(page, 'Accounts');
  await tab('Links').click();
  await choose(button(page, 'Choose a table of rates'), 'openFiles', join(made, 'files', 'rates.csv'));
  await page.getByLabel('Only this account or ledger').fill(truth.ringAccounts.at(-1) ?? '');
  await button(page, 'Compare').click();
  const pair = page.getByRole('row').filter({ hasText: truth.purchase.reference });
  await pair.getByRole('button', { name: 'Judge' }).click();
  await page.getByLabel('Reason').fill('The same sum at the rate, less one in a hundred, within the hour.');
  await picture('pair');
  await button(page, 'Accept').click();
  await expect(page.getByText('✓ accepted').first()).toBeVisible();
});

test('the trace from the flagged transfer ends at the deposit address', async () => {
  test.setTimeout(60_000);
  const { collector, hop, deposit } = truth.wallets;
  await lookUp(truth.flagged.reference);
  await button(page, 'Trace all it moves').click();
  for (const wallet of [collector, hop]) {
    await page.getByLabel('Add accounts assumed complete', { exact: true }).fill(wallet);
    await page.getByLabel('Add accounts assumed complete', { exact: true }).press('Enter');
  }
  await tick(page.locator('.th-stop', { hasText: 'named' }).first().getByRole('checkbox'));
  await page.locator('#stop-addresses-addresses').fill(deposit);
  await tick(page.getByRole('checkbox', { name: 'Follow links that were accepted' }));
  await page.locator('#account-question').fill('Where did the money of the flagged transfer go?');
  await page.locator('#account-primary').selectOption('fifo');
  await page.locator('#account-reason').fill('Practice');
  await button(page, 'Run the trace').click();
  await expect(row(page, 'Ends').filter({ hasText: /17.160/ })).toHaveCount(1);
  await picture('ends');
});

test('one request is prepared, marked as sent and answered, and the answer is taken in', async () => {
  test.setTimeout(60_000);
  const { deposit } = truth.wallets;
  await lookUp(deposit);
  await button(page, 'Request…').click();
  await expect(page.getByLabel('Addresses or accounts')).toHaveValue(deposit);
  await page.getByLabel('To', { exact: true }).fill('Lantern Exchange');
  await button(page, 'Prepare the request').click();
  await page.getByLabel('Day').fill('2026-03-16');
  await button(page, 'Record').click();
  await expect(page.getByRole('gridcell', { name: 'sent' })).toBeVisible();
  const answer = join(made, 'answer', 'exchange-answer.csv');
  await page.getByLabel('Day').fill('2026-03-20');
  await choose(button(page, 'Keep an answer…'), 'openFiles', answer);
  await expect(page.getByRole('gridcell', { name: 'answered' })).toBeVisible();
  await picture('answered');
  await button(page, 'To Sources').click();
  await button(page, 'Take in data').first().click();
  const dialog = page.getByRole('dialog', { name: 'Take in data' });
  await choose(dialog.getByRole('button', { name: 'Choose files' }), 'openFiles', answer);
  await dialog.getByRole('button', { name: 'Take in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Read exchange-answer.csv as a table' })).toBeVisible();
  await expect(page.locator('#mapping-family')).toHaveValue('people');
  await page.locator('#mapping-exhibit').fill('Answer to request 1');
  await button(page, 'Take in').click();
  await expect(page.getByText(/Register taken in/).first()).toBeVisible();
});

test('a lead is accepted, and the person is named with the chain of evidence', async () => {
  test.setTimeout(60_000);
  const lead = page.locator('.th-people-lead').filter({ hasText: '+81 90-0000-0101' });
  await acceptLead(lead, 'Name and telephone, at the bank and at the exchange.');
  await picture('leads');
  await tab('Entries').click();
  await page.getByPlaceholder('Name in any spelling').fill('saito kenichi');
  await row(page, 'People').filter({ hasText: '斎藤 健一' }).first().click();
  const card = page.locator('.th-people-card');
  await expect(card).toContainText(truth.wallets.deposit);
  await expect(card).toContainText('weakest step');
  await expect(card).toContainText('Practice Fibre');
  await card.getByRole('heading', { name: 'From coins to this entry' }).scrollIntoViewIfNeeded();
  await picture('located');
});

test('the case file is exported and holds', async () => {
  test.setTimeout(60_000);
  await go(page, 'Export');
  await choose(button(page, 'Choose a place'), 'saveFolder', join(folder, 'court-file'));
  await page.locator('.bp6-checkbox', { hasText: 'Account run 1:' }).click();
  await button(page, 'Make the court file').click();
  await expect(page.locator('.bp6-callout', { hasText: 'is made' })).toBeVisible({ timeout: 30_000 });
  await button(page, 'Check it now').click();
  await choose(button(page, 'Choose a folder'), 'openFolder', join(folder, 'court-file'));
  await button(page, 'Check').click();
  await expect(page.getByRole('heading', { name: /Checked: [1-9]\d* hold, 0 fail/ })).toBeVisible({ timeout: 30_000 });
  await picture('verified');
  expect(complaints()).toEqual([]);
  expect(opened?.served.log()).toBe('');
});
