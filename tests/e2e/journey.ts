// One officer's way through the real window with the real engine, step by step, for both shells. It drives what a person
// sees: roles, labels and words. How files are chosen is the shell's own business and comes in as `choose`.
import { expect, type Locator, type Page, test } from '@playwright/test';
import { shortId } from '../../renderer/design/ids.ts';
import { type Practice, thiefAddresses } from '../contract/practice.ts';

/** Presses `button` and chooses what lies at `paths`; for a new folder the last part is its name. */
export type Choose = (button: Locator, purpose: 'openFiles' | 'openFolder' | 'newFolder' | 'saveFolder', path: string) => Promise<void>;

export interface Traveller {
  readonly page: Page;
  readonly choose: Choose;
  readonly practice: Practice;
  /** A writable folder for the case and the bag. */
  readonly folder: string;
}

export const PASSPHRASE = '川の流れは絶えずして';

/** Everything the page complains about: errors and warnings on the console, thrown errors, refused content. */
export async function listenForComplaints(page: Page): Promise<() => readonly string[]> {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    // Software rendering, which only tests use, remarks on its own read-back speed.
    if (/GL Driver Message|GPU stall due to ReadPixels/.test(message.text())) return;
    complaints.push(`${message.type()}: ${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  return () => complaints;
}

export const go = (page: Page, task: string): Promise<void> =>
  page.getByRole('navigation', { name: 'Tasks' }).getByRole('button', { name: task, exact: true }).click();
export const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name, exact: typeof name === 'string' });
/** Ticks a checkbox by what stands around it: the input itself lies under its drawn mark, and a forced click may fall beside it. */
export async function tick(checkbox: Locator): Promise<void> {
  await checkbox.locator('xpath=ancestor::label').click({ position: { x: 8, y: 8 } });
  await expect(checkbox).toBeChecked();
}
export const row = (page: Page, table: string): Locator => page.getByRole('grid', { name: table }).getByRole('rowgroup').getByRole('row');

async function createCase({ page, choose, folder }: Traveller): Promise<void> {
  await choose(button(page, 'Choose where'), 'newFolder', `${folder}/river`);
  const values = {
    title: '特殊詐欺事件',
    reference: 'R8-1204',
    examiner: '黒田',
    agency: 'サイバー犯罪対策課',
    passphrase: PASSPHRASE,
    again: PASSPHRASE,
  };
  for (const [name, value] of Object.entries(values)) await page.locator(`#create-${name}`).fill(value);
  await button(page, 'Create the case').click();
  await expect(page.getByText('Nothing taken in yet', { exact: true })).toBeVisible();
  await expect(page.locator('.th-top-case')).toContainText('特殊詐欺事件');
  await expect(page.locator('.th-top-case')).toContainText('黒田');
}

async function takeInSources({ page, choose, practice }: Traveller): Promise<void> {
  await button(page, 'Take in data').first().click();
  const dialog = page.getByRole('dialog', { name: 'Take in data' });
  await choose(dialog.getByRole('button', { name: 'Choose a folder' }), 'openFolder', practice.node);
  await dialog.locator('#intake-exhibit').fill('R8-1204/1');
  await dialog.getByRole('button', { name: 'Take in', exact: true }).click();
  await expect(page.locator('.th-job-panel')).toBeVisible();
  await expect(row(page, 'Sources').first()).toBeVisible({ timeout: 30_000 });
  // Regtest is practice by nature: the whole window says so.
  await expect(page.getByText('PRACTICE MATERIAL')).toBeVisible();
  await expect(page.locator('.th-status')).toContainText('blocks 0–');
  await page.getByRole('tab', { name: 'Labels' }).click();
  await choose(button(page, 'Take in labels'), 'openFiles', practice.tagPack);
  await expect(page.getByRole('heading', { name: /Labels \([1-9]/ })).toBeVisible();
}

async function lookUpTheft({ page, practice }: Traveller): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.type(practice.truth.theft.txid);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Transaction regtest' })).toBeVisible();
  await expect(page.getByText('recorded fact').first()).toBeVisible();
  await expect(page.locator('.th-facts .th-grade')).toContainText('proven');
  // The theft has one output; the transaction that spends it pays somebody and keeps the change.
  await expect(page.locator('.th-change')).toHaveCount(0);
  const peel = practice.truth.peelChain[0]?.txid ?? 'no peel';
  await page
    .locator('.th-inout')
    .getByRole('button', { name: shortId(peel), exact: true })
    .click();
  await expect(page.locator('.th-facts')).toContainText(peel);
  await expect(page.locator('.th-change').getByText('probable change')).toBeVisible();
  await expect(page.locator('.th-change').getByText('inference')).toBeVisible();
  await page.locator('#main').focus();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(page.locator('.th-facts')).toContainText(practice.truth.theft.txid);
}

/** From the ticked outputs of the theft to a finished run. */
async function traceTheft({ page, practice }: Traveller): Promise<void> {
  const indices = practice.truth.theft.stolenOutpoints.map(({ outpoint }) => outpoint.split(':')[1]);
  for (const index of indices) await tick(page.getByRole('checkbox', { name: `Trace from output ${index}`, exact: true }));
  await button(page, `Trace ${indices.length} ticked`).click();
  await expect(page.locator('.th-seeds .bp6-tag')).toHaveCount(indices.length);
  const start = button(page, 'Run the trace');
  await expect(start).toBeDisabled();
  await page.locator('#trace-primary').selectOption('fifo');
  await tick(page.locator('.th-stop', { hasText: 'label' }).first().getByRole('checkbox'));
  await page.locator('#trace-question').fill('盗まれた資金は今どこにあるか');
  await page.locator('#trace-reason').fill('判例は先入先出法による');
  await start.click();
  await expect(page.locator('.th-flow-question')).toContainText('盗まれた資金は今どこにあるか', { timeout: 30_000 });
}

async function readFlow({ page }: Traveller): Promise<void> {
  await expect(page.locator('.th-graph-canvas canvas').first()).toBeVisible();
  await expect(page.locator('.th-graph-failed')).toHaveCount(0);
  await expect(page.locator('.th-spread tbody tr')).toHaveCount(5);
  const rows = row(page, 'Traced outputs');
  await expect(rows.nth(3)).toBeVisible();
  // Row → graph and details.
  await rows.nth(2).click();
  await expect(rows.nth(2)).toHaveAttribute('aria-selected', 'true');
  const details = page.locator('.th-flow-side');
  await expect(details.getByText('Assigned by FIFO')).toBeVisible();
  await expect(details.locator('.th-grade')).toContainText('proven');
  await expect(details.getByText('assumption').first()).toBeVisible();
  const chosen = await details.locator('.th-facts').innerText();
  // Graph → row and details.
  const graph = page.getByRole('application', { name: /^Flow graph/ });
  await graph.focus();
  await page.keyboard.press('ArrowRight');
  await expect(details.locator('.th-facts')).not.toHaveText(chosen);
  const outpointOf = (text: string) => /[0-9a-f]{64}/.exec(text)?.[0] ?? '';
  await expect.poll(async () => (await page.locator('.th-split-bottom [aria-selected="true"]').count()) > 0).toBe(true);
  const txid = outpointOf(await details.locator('.th-facts').innerText());
  if (txid !== '') await expect(page.locator('.th-split-bottom [aria-selected="true"]')).toContainText(txid.slice(0, 8));
  // Another policy, and back to the one that was chosen before the run.
  await page.locator('.th-flow-tabs').getByText('Spread').click();
  await page
    .locator('.th-spread')
    .getByRole('button', { name: /haircut/i })
    .first()
    .click();
  await expect(page.locator('.th-flow-policy')).toContainText(/haircut/i);
  await button(page, 'Back to primary').click();
  await expect(page.locator('.th-flow-policy')).toContainText('primary');
}

async function replayRuns({ page }: Traveller): Promise<void> {
  await go(page, 'Runs');
  await row(page, 'Runs').first().click();
  await expect(page.getByText('判例は先入先出法による')).toBeVisible();
  await button(page, 'Replay all').click();
  await expect(row(page, 'Runs').first()).toContainText('✓ identical', { timeout: 30_000 });
}

/** A label of one's own and a rejected merge, each undone by the keyboard. */
async function editAndUndo({ page }: Traveller, addresses: readonly string[]): Promise<void> {
  const [address = ''] = addresses;
  await page.keyboard.press('Control+k');
  await page.keyboard.type(address);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Address regtest' })).toBeVisible();
  await button(page, 'Add a label').click();
  await page.locator('#own-label').fill('被疑者A');
  await page.locator('#own-reason').fill('供述調書3');
  await button(page, 'Add').click();
  const label = page.getByRole('rowheader', { name: '❞ 被疑者A' });
  await expect(label).toBeVisible();
  const main = page.locator('#main');
  await main.focus();
  await page.keyboard.press('Control+z');
  await expect(label).toHaveCount(0);
  await expect(page.getByText('Undone: Label set by hand')).toBeVisible();
  await page.keyboard.press('Control+Shift+z');
  await expect(label).toBeVisible();

  await button(page, 'Show members').click();
  await button(page, 'Why?').first().click();
  await page.locator('#reject-reason').fill('別人が同席していた');
  await button(page, 'Reject this merge').first().click();
  await expect(page.getByText('rejected', { exact: true }).or(page.getByText('The two are not joined any more.')).first()).toBeVisible();
  await main.focus();
  await page.keyboard.press('Control+z');
  await expect(page.getByText('Undone: Merge rejected')).toBeVisible();
  await expect(button(page, 'Reject this merge').first()).toBeVisible();
}

/** Makes the bag, with progress shown, and checks it in the window; answers with the signer's fingerprint. */
async function exportAndVerify({ page, choose, folder }: Traveller): Promise<string> {
  await go(page, 'Export');
  await page.locator('.bp6-checkbox', { hasText: 'Run 1:' }).click();
  await choose(button(page, 'Choose a place'), 'saveFolder', `${folder}/bag`);
  await button(page, 'Make the court file').click();
  await expect(page.locator('.th-job-panel').first()).toBeVisible();
  const done = page.locator('.bp6-callout', { hasText: 'is made' });
  await expect(done).toBeVisible({ timeout: 40_000 });
  const name = ((await done.locator('.bp6-heading').textContent()) ?? '').replace(/ is made$/, '');
  const fingerprint = ((await done.locator('.th-id-full').first().textContent()) ?? '').trim();
  expect(fingerprint.length).toBeGreaterThan(15);
  await button(page, 'Check it now').click();
  await choose(button(page, 'Choose a folder'), 'openFolder', name === 'bag' ? `${folder}/bag` : `${folder}/bag/${name}`);
  await page.locator('#verify-fingerprint').fill(fingerprint);
  await button(page, 'Check').click();
  const verdict = page.locator('.bp6-callout', { hasText: '✓' });
  await expect(verdict).toBeVisible({ timeout: 40_000 });
  await expect(verdict).toContainText('as stated on the slip');
  await expect(page.getByRole('heading', { name: /Checked: [1-9]\d* hold, 0 fail/ })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Not checked' })).toBeVisible();
  return fingerprint;
}

/** Closed, refused with a wrong passphrase, opened with the right one: everything is there. */
async function closeAndReopen({ page, choose, folder }: Traveller): Promise<void> {
  await go(page, 'Case');
  await button(page, 'Close the case').click();
  await expect(page.getByRole('heading', { name: 'Open a case' })).toBeVisible();
  await expect(page.getByText(/Note this checkpoint on paper: \d+-/)).toBeVisible();
  await choose(button(page, 'Choose the case folder'), 'openFolder', `${folder}/river.tracehold`);
  await page.locator('#open-passphrase').fill('wrong');
  await button(page, 'Open the case').click();
  await expect(
    page
      .getByText(/passphrase/i)
      .filter({ hasText: /opens|wrong|does not|no key/i })
      .first(),
  ).toBeVisible();
  await page.locator('#open-passphrase').fill(PASSPHRASE);
  await button(page, 'Open the case').click();
  await expect(page.getByText('About this case')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('Trace runs: 1')).toBeVisible();
}

async function reEncrypt({ page }: Traveller): Promise<void> {
  await button(page, 'Re-encrypt the case').click();
  await page.locator('#rekey-passphrase').fill(PASSPHRASE);
  await button(page, 'Re-encrypt the case').last().click();
  await expect(page.getByText('The case was re-encrypted.').first()).toBeVisible();
  await expect(page.getByText('Trace runs: 1')).toBeVisible();
}

async function darkAndKeys({ page }: Traveller): Promise<void> {
  const colours = async (choice: string) => {
    await button(page, 'Display').click();
    await page.getByLabel('Colours').selectOption(choice);
    await page.keyboard.press('Escape');
    await expect(page.getByLabel('Colours')).toHaveCount(0);
  };
  await colours('dark');
  await expect(page.locator('body')).toHaveClass(/bp6-dark/);
  await colours('contrast');
  await expect(page.locator('body')).toHaveClass(/th-contrast/);
  await page.locator('#main').focus();
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await expect(keys).toContainText('Ctrl K');
  await page.keyboard.press('Escape');
  await expect(keys).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await expect(page.locator('.th-omnibox input')).toBeFocused();
  await page.keyboard.press('Alt+KeyE');
  await expect(page.getByRole('heading', { name: 'Court file' })).toBeVisible();
  await colours('light');
  await expect(page.locator('body')).not.toHaveClass(/bp6-dark/);
}

/** The whole way, each step named in the report. */
export async function walkWholeWay(traveller: Traveller): Promise<void> {
  await test.step('create a case', () => createCase(traveller));
  await test.step('take in blocks and labels', () => takeInSources(traveller));
  await test.step('look up the theft', () => lookUpTheft(traveller));
  await test.step('trace from the ticked outputs', () => traceTheft(traveller));
  await test.step('read the flow', () => readFlow(traveller));
  await test.step('replay', () => replayRuns(traveller));
  await test.step('label, reject, undo, redo', () => editAndUndo(traveller, thiefAddresses(traveller.practice.truth)));
  await test.step('export and verify', () => exportAndVerify(traveller));
  await test.step('close, wrong passphrase, reopen', () => closeAndReopen(traveller));
  await test.step('re-encrypt', () => reEncrypt(traveller));
  await test.step('dark theme and keys', () => darkAndKeys(traveller));
}
