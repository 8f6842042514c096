// The same officer with a node's folder on another disk: nothing is taken in, the folder is asked. Cost first, then a trace from it,
// the questions that were put, and the switch that keeps the case offline.
import { expect, type Page, test } from '@playwright/test';
import { button, go, PASSPHRASE, row, tick, type Traveller } from './journey.ts';

/** Closes the case that is open and begins another. */
export async function anotherCase({ page, choose, folder }: Traveller, name: string, title: string): Promise<void> {
  await go(page, 'Case');
  await button(page, 'Close the case').click();
  await expect(page.getByRole('heading', { name: 'Create a case' })).toBeVisible();
  await choose(button(page, 'Choose where'), 'newFolder', `${folder}/${name}`);
  const values = {
    title,
    reference: 'R8-1301',
    examiner: '黒田',
    agency: 'サイバー犯罪対策課',
    passphrase: PASSPHRASE,
    again: PASSPHRASE,
  };
  for (const [field, value] of Object.entries(values)) await page.locator(`#create-${field}`).fill(value);
  await button(page, 'Create the case').click();
  await expect(page.locator('.th-top-case')).toContainText(title);
}

async function identifyArchive({ page, choose, practice }: Traveller): Promise<void> {
  await go(page, 'Sources');
  await page.getByRole('tab', { name: 'Questions' }).click();
  await expect(page.getByText('No question was put to an archive or a node yet')).toBeVisible();
  await page.getByRole('tab', { name: 'Sources' }).click();
  await button(page, 'Identify an archive').first().click();
  const dialog = page.getByRole('dialog', { name: 'Identify an archive' });
  await choose(dialog.getByRole('button', { name: 'Choose a folder' }), 'openFolder', practice.node);
  await dialog.locator('#intake-exhibit').fill('R8-1301/1');
  await dialog.getByRole('button', { name: 'Identify', exact: true }).click();
  // Closing, it gives the focus back to its button: what is typed before that would be lost.
  await expect(dialog).toHaveCount(0);
  const archive = row(page, 'Sources').first();
  await expect(archive).toContainText('archive', { timeout: 30_000 });
  await expect(archive).toContainText(`0–${practice.truth.tipHeight}`);
  await expect(archive).toContainText('yes');
  // Nothing of it is in the case, and the window does not say otherwise.
  await expect(page.locator('.th-status')).toContainText(`0–${practice.truth.tipHeight} within reach in node`);
  await expect(page.getByRole('button', { name: new RegExp(`^within reach 0–${practice.truth.tipHeight}, node$`) })).toBeVisible();
}

/** The cost as it stands beside the button that starts; its figures are the source's own. */
async function seeCost(page: Page, tip: number): Promise<void> {
  const cost = page.locator('.th-cost').last();
  await expect(cost).toContainText(new RegExp(`once over blocks \\d+–${tip}`), { timeout: 30_000 });
  await expect(cost).toContainText(/about \d+ (s|min), by a sample read just now/);
  await expect(cost).toContainText(/Amount\s*[\d.]+ [kM]?B/);
}

async function searchTheft({ page, practice }: Traveller): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.type(practice.truth.theft.txid);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Not found in what this case covers')).toBeVisible();
  await seeCost(page, practice.truth.tipHeight);
  await button(page, 'Search').click();
  await expect(page.getByRole('heading', { name: 'Transaction regtest' })).toBeVisible({ timeout: 30_000 });
  await expect(page.locator('.th-facts .th-grade').first()).toContainText('proven');
  // An id that nobody ever used: told with what was searched, not as if it did not exist.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('f'.repeat(64));
  await page.keyboard.press('Enter');
  await seeCost(page, practice.truth.tipHeight);
  await button(page, 'Search').click();
  await expect(page.getByText(`Not found (1) — searched blocks 0–${practice.truth.tipHeight} of node`)).toBeVisible({ timeout: 30_000 });
}

/** Backward only the blocks involved are read, so what is not in the case is found first; the form says so and does it. */
async function placeForBackward({ page, practice }: Traveller): Promise<void> {
  const txid = practice.truth.peelChain[0]?.txid ?? '';
  await go(page, 'New trace');
  await page.getByLabel('Add starting points').fill(txid);
  await button(page, 'Add').click();
  await page.getByText('backward', { exact: true }).click();
  const unplaced = page.locator('.bp6-callout', { hasText: 'A starting point is not in the case' });
  await expect(unplaced).toBeVisible({ timeout: 30_000 });
  await expect(unplaced).toContainText('once over blocks', { timeout: 30_000 });
  await button(page, 'Search for the starting points').click();
  await expect(page.locator('.th-outputs')).toBeVisible({ timeout: 30_000 });
  await expect(unplaced).toHaveCount(0);
  await expect(page.getByText('only the blocks involved; how many shows on the way')).toBeVisible({ timeout: 30_000 });
  await page.locator('.th-seeds').getByRole('button').click();
  await page.getByText('forward', { exact: true }).click();
}

async function traceFromArchive({ page, practice }: Traveller): Promise<void> {
  await go(page, 'New trace');
  for (const { outpoint } of practice.truth.theft.stolenOutpoints) {
    await page.getByLabel('Add starting points').fill(outpoint);
    await button(page, 'Add').click();
  }
  await expect(page.getByRole('checkbox', { name: /Look in the archive first/ })).toBeChecked();
  await seeCost(page, practice.truth.tipHeight);
  await page.locator('#trace-primary').selectOption('fifo');
  await page.locator('#trace-question').fill('預けた資金は今どこにあるか');
  // A look at another screen loses nothing of the form.
  await go(page, 'Journal');
  await go(page, 'New trace');
  await expect(page.locator('#trace-question')).toHaveValue('預けた資金は今どこにあるか');
  await page.locator('#trace-reason').fill('判例は先入先出法による');
  await expect(button(page, 'Search the archive and run')).toBeEnabled({ timeout: 30_000 });
  await button(page, 'Search the archive and run').click();
  await expect(page.locator('.th-flow-question')).toContainText('預けた資金は今どこにあるか', { timeout: 60_000 });
  await expect(row(page, 'Traced outputs').nth(3)).toBeVisible();
}

async function readQuestions({ page, practice }: Traveller): Promise<void> {
  await go(page, 'Sources');
  await page.getByRole('tab', { name: 'Questions' }).click();
  const questions = row(page, 'Questions');
  await expect(questions).toHaveCount(4);
  await expect(questions.first()).toContainText('where coins went');
  await expect(questions.first()).toContainText('finished');
  await questions.last().click();
  await expect(page.getByText(`searched blocks 0–${practice.truth.tipHeight} of node`).first()).toBeVisible();
  await page.getByRole('tab', { name: 'Sources' }).click();
  await expect(page.getByRole('button', { name: new RegExp(`^searched 0–${practice.truth.tipHeight}, node$`) })).toBeVisible();
}

async function fetchParents({ page }: Traveller): Promise<void> {
  await go(page, 'Runs');
  await row(page, 'Runs').first().click();
  await button(page, 'Fetch parents').click();
  await expect(page.getByText('only the blocks involved; how many shows on the way')).toBeVisible({ timeout: 30_000 });
  await button(page, 'Fetch the parents').click();
  await expect(page.locator('.th-answer')).toContainText('parents fetched', { timeout: 30_000 });
  await button(page, 'Replay all').click();
  await expect(row(page, 'Runs').first()).toContainText('✓ identical', { timeout: 30_000 });
}

async function watchAndUndo({ page, practice }: Traveller): Promise<void> {
  await go(page, 'Sources');
  await page.getByRole('tab', { name: 'Watch list and node' }).click();
  await expect(page.getByText('Nothing is watched')).toBeVisible();
  await expect(page.getByText('This case allows no chain node.')).toBeVisible();
  await page.locator('#watch-items').fill(`${practice.truth.exchange.hotAddress}\n${practice.truth.theft.stolenOutpoints[0]?.outpoint}`);
  await page.locator('#watch-note').fill('被害届2');
  await button(page, 'Add 2').click();
  await expect(row(page, 'Watch list')).toHaveCount(2);
  await page.locator('#main').focus();
  await page.keyboard.press('Control+z');
  await expect(row(page, 'Watch list')).toHaveCount(0);
  await page.keyboard.press('Control+Shift+z');
  await expect(row(page, 'Watch list')).toHaveCount(2);
  await tick(page.getByRole('checkbox', { name: /^Choose bcrt1/ }));
  await button(page, 'Remove 1').click();
  await expect(row(page, 'Watch list')).toHaveCount(1);
}

/** Off by default; one address with a reason, and off again. Nothing listens there: the sync says so by name. */
async function nodePolicy({ page, choose, practice }: Traveller): Promise<void> {
  await button(page, "To the case's screen").click();
  await expect(page.getByText('This case connects to nothing.')).toBeVisible();
  await button(page, 'Allow a node').click();
  await page.locator('#policy-address').fill('http://node.example:8332');
  await expect(page.getByText('Write http:// with an IP address and a port', { exact: false })).toBeVisible();
  await page.locator('#policy-address').fill('http://127.0.0.1:1');
  await page.locator('#policy-reason').fill('証拠室の節点');
  await button(page, 'Allow this address').click();
  await expect(page.getByText('Allowed: http://127.0.0.1:1')).toBeVisible();
  await button(page, 'To the sync').click();
  await expect(page.locator('#sync-address')).toHaveValue('http://127.0.0.1:1');
  await choose(button(page, 'Choose the cookie file'), 'openFiles', practice.csv);
  await button(page, 'Sync').click();
  await expect(page.getByText(/The chain node (could not be reached|refused the credentials)/).first()).toBeVisible({ timeout: 30_000 });
  await go(page, 'Case');
  await button(page, 'Change').click();
  await page.locator('#policy-reason').fill('調査終了');
  await button(page, 'Allow none').click();
  await expect(page.getByText('This case connects to nothing.')).toBeVisible();
}

/** After the first way: the case is open, and another begins. */
export async function walkArchiveWay(traveller: Traveller): Promise<void> {
  await test.step('a second case', () => anotherCase(traveller, 'lake', '投資詐欺'));
  await test.step('identify the archive', () => identifyArchive(traveller));
  await test.step('search for what is not in the case', () => searchTheft(traveller));
  await test.step('a place for what a backward trace starts from', () => placeForBackward(traveller));
  await test.step('trace from the archive', () => traceFromArchive(traveller));
  await test.step('read the list of questions', () => readQuestions(traveller));
  await test.step('fetch parents', () => fetchParents(traveller));
  await test.step('watch, undo, remove', () => watchAndUndo(traveller));
  await test.step('allow a node, sync, allow none', () => nodePolicy(traveller));
}
