// Practice case four through the window with the real engine, as an officer solves it: both devices registered and scanned, both halves of the phrase
// revealed, put together, its addresses seen with what lies there, and put on a canvas. Pictures go to test-results/screens.
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { browserChooser } from './browserChooser.ts';
import { button, type Choose, row } from './journey.ts';
import { BROWSER, type BrowserWindow, NO_BROWSER, openBrowser, takePictures } from './stage.ts';

interface Truth {
  readonly halves: { readonly phone: string; readonly laptop: string };
  readonly used: readonly { readonly path: string; readonly address: string }[];
}

const PRACTICE = 'practice makes perfect';
const folder = mkdtempSync(join(tmpdir(), 'tracehold-four-'));
const made = join(folder, 'exercise');
let opened: BrowserWindow | undefined;
let page: Page;
let choose: Choose;
let complaints: () => readonly string[];
let truth: Truth;
const picture = (name: string): Promise<void> => takePictures(page, `deviceCase-${name}`, true);
const tab = (name: string) => page.getByRole('tab', { name, exact: true });

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

/** Registered with who had it, and scanned. */
async function takeIn(number: string, description: string, file: string): Promise<void> {
  await button(page, 'Add an exhibit').click();
  const form = page.locator('.th-exhibit-form');
  await form.getByLabel('Number, as on the label').fill(number);
  await form.getByLabel('Description').fill(description);
  await choose(form.getByRole('button', { name: 'Choose files or an image' }), 'openFiles', join(made, 'devices', file));
  await form.getByLabel('Who had access').fill('E. Examiner');
  await form.getByLabel('Place', { exact: true }).fill('Laboratory');
  await button(page, 'Now').click();
  await button(page, 'Read, hash and add it').click();
  const card = page.locator('.th-exhibit-card');
  await expect(card).toContainText(`${number} · ${description}`);
  await card.getByRole('button', { name: 'Scan', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  // The first scan makes the key for secrets.
  if (number === 'K-1') for (const label of ['Passphrase for secrets', 'The same again']) await dialog.getByLabel(label).fill(PRACTICE);
  await dialog.getByRole('button', { name: 'Scan', exact: true }).click();
  await expect(card).toContainText('complete', { timeout: 30_000 });
}

async function reveal(place: string): Promise<string> {
  // With a card open the table shows no places: it is asked for them.
  await page.getByLabel('Part of a value or path').fill(place);
  await row(page, 'Traces').first().click();
  await expect(page.locator('.th-trace-card')).toContainText(place);
  await button(page, 'Reveal').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('Half of a phrase: to find the addresses of the whole one.');
  await dialog.getByLabel('Passphrase for secrets').fill(PRACTICE);
  await button(page, 'Show it').click();
  const text = (await dialog.locator('.th-revealed').textContent()) ?? '';
  await button(page, 'Hide and close').click();
  return text.trim();
}

test('practice case four is made, its two devices are registered and scanned', async () => {
  test.setTimeout(60_000);
  await choose(button(page, 'Make case four'), 'newFolder', made);
  await expect(page.getByText('The task stands in TASK.md.', { exact: false })).toBeVisible({ timeout: 40_000 });
  truth = JSON.parse(readFileSync(join(made, 'truth.json'), 'utf8')) as Truth;
  await page.keyboard.press('Alt+n');
  await page.keyboard.press('Escape');
  await expect(page.getByText('The task stands in TASK.md.', { exact: false })).toHaveCount(0);
  await expect(page.getByText('No exhibit yet')).toBeVisible();
  await takeIn('K-1', 'phone, extraction', 'phone.zip');
  await takeIn('K-2', 'laptop, image', 'laptop.dd');
  await picture('exhibits');
});

test('both halves of the phrase are found and revealed, each on its device', async () => {
  test.setTimeout(60_000);
  await tab('Traces').click();
  await page.getByRole('button', { name: /^Part of a seed phrase/ }).click();
  await expect(row(page, 'Traces').filter({ hasText: 'K-2: laptop.dd' })).toHaveCount(1);
  await expect(page.locator('#main')).not.toContainText(truth.halves.phone);
  await picture('parts');
  const [phone, laptop] = [await reveal('phone.zip'), await reveal('laptop.dd')];
  expect({ phone, laptop }).toEqual(truth.halves);
  await expect(page.locator('body')).not.toContainText(truth.halves.laptop);
});

test('the halves are put together, their seals unseen; what is used is sealed and put on a canvas', async () => {
  test.setTimeout(60_000);
  await page.getByLabel('Part of a value or path').fill('report.xml!text');
  await row(page, 'Traces').first().click();
  await button(page, 'Put a phrase together').click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('checkbox', { name: /report\.xml!text/ })).toBeChecked();
  await dialog.getByText('laptop.dd', { exact: false }).click();
  await dialog.getByLabel('Passphrase for secrets').fill(PRACTICE);
  await dialog.getByRole('button', { name: 'Put together and look' }).click();
  await expect(dialog.getByText('Needed')).toHaveCount(2);
  await dialog.getByLabel('Authority').fill('Order 4/26');
  await dialog.getByLabel('Reason').fill('Two halves of one phrase.');
  await picture('join');
  await dialog.getByRole('button', { name: 'Put together and look' }).click();
  await expect(dialog).toContainText('1 known to the chain data.', { timeout: 30_000 });
  await expect(dialog).toContainText('4 used addresses');
  await expect(dialog).toContainText('Sealed in the case');
  await picture('joined');
  for (const half of Object.values(truth.halves)) await expect(page.locator('body')).not.toContainText(half);
  await dialog.getByRole('button', { name: 'Show its keys' }).click();
  await row(page, 'Keys to coins').filter({ hasText: '4 used addresses' }).click();
  const card = page.locator('.th-trace-card');
  const used = (address: string) => card.getByRole('listitem').filter({ has: page.getByRole('button', { name: `Copy ${address}` }) });
  for (const { address, path } of truth.used) await expect(used(address)).toContainText(path);
  await expect(card).toContainText('0.2498');
  await expect(card).toContainText('Order 4/26');
  await picture('keys');
  const { address } = truth.used.at(-1) as Truth['used'][number];
  await used(address).getByRole('button', { name: 'Put on the canvas' }).click();
  await button(page, 'Create a canvas').click();
  await expect(page.locator('#main')).toContainText(address.slice(0, 8), { timeout: 20_000 });
  await takePictures(page, 'deviceCase-canvas');
  expect(complaints()).toEqual([]);
  expect(opened?.served.log()).toBe('');
});
