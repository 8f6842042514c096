// Practice case two through the window with the real engine: made from the welcome screen, the victim's payment looked up, the exchange's
// withdrawal traced, and what the trace lacks put on the fetch list and saved. Pictures go to test-results/screens.
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { browserChooser } from './browserChooser.ts';
import { button, go, row } from './journey.ts';
import { BROWSER, type BrowserWindow, NO_BROWSER, openBrowser, takePictures } from './stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracehold-ring-'));
const made = join(folder, 'exercise');
let opened: BrowserWindow | undefined;
let page: Page;
let complaints: () => readonly string[];
const picture = (name: string): Promise<void> => takePictures(page, `ring-${name}`);

interface Truth {
  readonly freeze: { readonly address: string };
  readonly victim: { readonly bankReference: string; readonly account: string; readonly muleAccount: string };
  readonly withdrawals: readonly { readonly txid: string; readonly to: string }[];
}
let truth: Truth;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  test.skip(BROWSER === undefined, NO_BROWSER);
  opened = await openBrowser(folder);
  ({ page, complaints } = opened);
});
test.afterAll(async () => {
  await opened?.close();
});

const lookUp = async (text: string): Promise<void> => {
  await go(page, 'Accounts');
  await page.getByRole('tab', { name: 'Held and look up' }).click();
  await page.getByLabel('Look up an account or transaction').fill(text);
  await button(page, 'Look up').click();
};

test('practice case two is made and opened from the welcome screen', async () => {
  test.setTimeout(180_000);
  const choose = browserChooser(page, [folder]);
  await expect(page.getByRole('heading', { name: 'Practise' })).toBeVisible();
  await picture('welcome');
  await choose(button(page, 'Make case two'), 'newFolder', made);
  await expect(page.getByText('Practice case made in exercise.', { exact: false })).toBeVisible({ timeout: 90_000 });
  await expect(page.getByRole('note')).toContainText('PRACTICE MATERIAL');
  expect(readdirSync(made).sort()).toEqual(['files', 'practice-examiner.key', 'practice-passphrase.txt', 'ring.tracehold', 'truth.json']);
  truth = JSON.parse(readFileSync(join(made, 'truth.json'), 'utf8')) as Truth;
  await expect(page.getByRole('cell', { name: 'practice bank' })).toBeVisible();
  await go(page, 'Sources');
  // Chains by their names, not by their ids.
  await expect(row(page, 'Sources').filter({ hasText: 'tron-node.jsonl' })).not.toContainText('tron:');
  await expect(row(page, 'Sources')).toHaveCount(4);
  await picture('sources');
});

test('a frozen account says when its issuer froze it', async () => {
  await lookUp(truth.freeze.address);
  await expect(page.getByText('What issuers did to it')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: "put on the issuer's blacklist" })).toContainText('2026-03-02');
  await picture('frozen');
});

test("the victim's payment is looked up in the bank's reply", async () => {
  await lookUp(truth.victim.bankReference);
  await expect(page.locator('.th-facts').first()).toContainText(truth.victim.bankReference);
  await expect(page.locator('#main')).toContainText(truth.victim.muleAccount);
  // What the bank's row says besides: the payer's name.
  await expect(page.locator('.th-facts').first()).toContainText('受害人');
  await picture('payment');
});

test('the payment is set beside the deposit that fits it, and the pair is accepted', async () => {
  test.setTimeout(120_000);
  await go(page, 'Accounts');
  await page.getByRole('tab', { name: 'Links' }).click();
  await expect(button(page, 'Compare')).toBeDisabled();
  const choose = browserChooser(page, [folder]);
  await choose(button(page, 'Choose a table of rates'), 'openFiles', join(made, 'files', 'rates.csv'));
  await page.getByLabel('Largest difference, % of the payment').fill('0.1');
  await page.getByLabel('Only this account or ledger').fill(truth.victim.muleAccount);
  await button(page, 'Compare').click();
  await expect(page.getByRole('heading', { name: 'Pairs within difference and time: 1 (rates of rates.csv)' })).toBeVisible({
    timeout: 60_000,
  });
  await button(page, 'Judge').click();
  await expect(button(page, 'Dismiss')).toBeDisabled();
  await page.getByLabel('Reason').fill('Same amount, nineteen minutes, the account that the exchange names.');
  await picture('links');
  await button(page, 'Accept').click();
  // The word stands at the pair, among what was judged, and as a conversion that traces go over.
  await expect(page.getByText('✓ accepted')).toHaveCount(3, { timeout: 60_000 });
  await page.keyboard.press('Escape');
  await page.locator('h1').click();
  await page.keyboard.press('Control+z');
  await expect(page.getByText('Nothing was accepted or dismissed yet.')).toBeVisible();
  await page.keyboard.press('Control+Shift+z');
  await expect(page.getByText('Nothing was accepted or dismissed yet.')).toBeHidden();
  await picture('links-judged');
  await page.getByRole('heading', { name: 'Where value changes its asset, chain or ledger' }).scrollIntoViewIfNeeded();
  await expect(page.getByText('trade@1').first()).toBeVisible();
  await picture('conversions');
});

test("the exchange's withdrawal is traced, and what is missing goes on the fetch list", async () => {
  test.setTimeout(180_000);
  const [withdrawal] = truth.withdrawals;
  await lookUp(withdrawal?.txid ?? '');
  await button(page, 'Trace all it moves').click();
  await page.locator('#account-question').fill('Where did the tokens go that the exchange paid out?');
  await page.locator('#account-primary').selectOption('fifo');
  await page.locator('#account-reason').fill('Practice');
  await button(page, 'Run the trace').click();
  await expect(row(page, 'Ends').first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('heading', { name: /To be fetched/ })).toBeVisible();
  await picture('result');
  // A case of accounts has its runs under Runs too, and a paused trace is laid out again with the rows taken as complete.
  await button(page, 'Trace again, these taken as complete').click();
  await expect(page.locator('.th-stack').first()).toContainText(truth.withdrawals[0]?.to ?? 'no mule');
  await go(page, 'Runs');
  await expect(row(page, 'Runs over accounts')).toHaveCount(1);
  await row(page, 'Runs over accounts').first().dblclick();
  await expect(row(page, 'Ends').first()).toBeVisible({ timeout: 60_000 });
  await button(page, /Add (all \d+ )?to fetch list/).click();
  await expect(page.getByText(/Put on the list: \d+\./)).toBeVisible();
  await go(page, 'Fetch list');
  await expect(row(page, 'Fetch list').first()).toContainText('missing');
  await expect(row(page, 'Fetch list').first()).toContainText('Account run 1');
  await expect(page.locator('.th-disclosed')).toContainText(/addresses [1-9]/);
  // What no chain is called is refused, and the list stays as it is.
  await page.locator('#fetch-chain').selectOption('named');
  await page.locator('#fetch-chain-name').fill('nowhere');
  await page.locator('#fetch-items').fill('x');
  await button(page, 'Put on the list').click();
  await expect(page.getByText('The program does not know this chain.')).toBeVisible();
  const choose = browserChooser(page, [folder]);
  await choose(button(page, 'Choose where to save'), 'saveFolder', join(folder, 'courier'));
  await expect(page.getByText(/fetch-list-[0-9a-f]{8}\.json written; items: \d+\./)).toBeVisible({ timeout: 60_000 });
  await picture('fetch');
  const [list, sheet] = readdirSync(join(folder, 'courier')).sort();
  expect([list, sheet]).toEqual([expect.stringMatching(/\.json$/), expect.stringMatching(/\.pdf$/)]);
  // What goes out names neither the case nor why.
  expect(readFileSync(join(folder, 'courier', list ?? ''), 'utf8')).not.toMatch(/PRACTICE|Account run/);

  const before = await row(page, 'Fetch list').count();
  await row(page, 'Fetch list').first().getByRole('gridcell').first().click();
  await button(page, 'Take off the list').click();
  await expect(row(page, 'Fetch list')).toHaveCount(before - 1);
  await page.keyboard.press('Escape');
  await page.locator('h1').click();
  await page.keyboard.press('Control+z');
  await expect(row(page, 'Fetch list')).toHaveCount(before);
});

test('the account run goes into a court file, which holds', async () => {
  test.setTimeout(180_000);
  await go(page, 'Export');
  const choose = browserChooser(page, [folder]);
  await choose(button(page, 'Choose a place'), 'saveFolder', join(folder, 'court-file'));
  await expect(button(page, 'Make the court file')).toBeDisabled();
  await page.locator('.bp6-checkbox', { hasText: 'Account run 1:' }).click();
  await picture('export');
  await button(page, 'Make the court file').click();
  await expect(page.locator('.bp6-callout', { hasText: 'is made' })).toBeVisible({ timeout: 60_000 });
  await picture('exported');
  await button(page, 'Check it now').click();
  await choose(button(page, 'Choose a folder'), 'openFolder', join(folder, 'court-file'));
  await button(page, 'Check').click();
  await expect(page.getByRole('heading', { name: /Checked: [1-9]\d* hold, 0 fail/ })).toBeVisible({ timeout: 60_000 });
  await picture('verified');
  expect(complaints()).toEqual([]);
  expect(opened?.served.log()).toBe('');
});
