// Seized devices over made-up answers: an exhibit is not added with something lacking, traces are filtered, a secret is revealed only with a reason and
// is gone when its dialog is. Pictures go to test-results/screens.
import { type Browser, chromium, expect, type Page, test } from '@playwright/test';
import { serveFake } from './everyScreen.ts';
import { button, go, listenForComplaints, row } from './journey.ts';
import { BROWSER, NO_BROWSER, SOFTWARE_GL } from './stage.ts';

let fake: Awaited<ReturnType<typeof serveFake>> | undefined;
let browser: Browser | undefined;

test.beforeAll(async () => {
  test.skip(BROWSER === undefined, NO_BROWSER);
  test.setTimeout(120_000);
  fake = await serveFake();
  browser = await chromium.launch({ executablePath: BROWSER as string, args: ['--no-sandbox', ...SOFTWARE_GL] });
});
test.afterAll(async () => {
  await browser?.close();
  fake?.stop();
});

async function openDevices(): Promise<{ readonly page: Page; readonly complaints: () => readonly string[] }> {
  if (browser === undefined) throw new Error('no browser');
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', locale: 'en-GB' });
  const complaints = await listenForComplaints(page);
  await page.goto(`${fake?.address ?? ''}#real`);
  await go(page, 'Devices');
  return { page, complaints };
}

test('an exhibit, its custody, traces by kind, a secret only with a reason', async () => {
  const { page, complaints } = await openDevices();
  await expect(row(page, 'Exhibits')).toHaveCount(5);
  await row(page, 'Exhibits').filter({ hasText: 'CY-0417/4-1' }).click();
  await expect(page.getByText('A stated sum does not fit what was read')).toBeVisible();

  await button(page, 'Add an exhibit').click();
  const form = page.locator('.th-exhibit-form');
  await form.getByLabel('Number, as on the label').fill('CY-0417/3');
  await expect(form).toContainText('CY-0417/3 is there already');
  await form.getByLabel('Expected SHA-256').fill('abc');
  await expect(form).toContainText('This is no SHA-256');
  await button(page, 'Register it').click();
  await expect(form.getByRole('alert')).toBeVisible();
  await form.getByLabel('Expected SHA-256').fill('');
  await form.getByLabel('Number, as on the label').fill('CY-0417/6');
  await form.getByLabel('Who had access').fill('K. Osei');
  await form.getByLabel('Place', { exact: true }).fill('Harbour, berth 4');
  await button(page, 'Now').click();
  await button(page, 'Register it').click();
  await expect(page.locator('.th-custody-line')).toContainText('Harbour, berth 4');

  await page.getByRole('tab', { name: 'Traces' }).click();
  await page
    .getByRole('group', { name: 'Kinds of traces' })
    .getByRole('button', { name: /^Seed phrase/ })
    .click();
  await expect(row(page, 'Traces')).toHaveCount(2);
  await page.getByText('Published examples too').click();
  await expect(row(page, 'Traces')).toHaveCount(1);
  await row(page, 'Traces').first().click();
  await expect(page.locator('.th-places')).toContainText('(0xbc484)');

  await button(page, 'Reveal').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Passphrase for secrets').fill('wrong');
  await button(page, 'Show it').click();
  await expect(dialog.getByLabel('Reason')).toHaveAttribute('aria-invalid', 'true');
  await dialog.getByLabel('Reason').fill('Needed to secure the coins before others move them');
  await button(page, 'Show it').click();
  await expect(dialog).toContainText('passphrase');
  await dialog.getByLabel('Passphrase for secrets').fill('right');
  await button(page, 'Show it').click();
  await expect(dialog).toContainText('river stone lamp');
  await page.keyboard.press('Escape');
  await expect(page.locator('body')).not.toContainText('river stone lamp');
  await button(page, 'Reveal').click();
  await expect(dialog.getByLabel('Reason')).toHaveValue('');
  await page.keyboard.press('Escape');

  // From a place to the message that it lies in, and back to the trace.
  await page.getByRole('button', { name: 'All kinds' }).click();
  await row(page, 'Traces').filter({ hasText: '12cbQL' }).first().click();
  await button(page, 'Open in Messages').click();
  await expect(page.locator('.th-message-text')).toContainText('You mean');
  await expect(row(page, 'Messages')).toHaveCount(5);
  await button(page, 'Show').click();
  await expect(page.getByRole('tab', { name: 'Traces' })).toHaveAttribute('aria-selected', 'true');
  expect(complaints()).toEqual([]);
  await page.close();
});
