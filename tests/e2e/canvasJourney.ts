// A trainee's way over a canvas with the real engine, for both shells: from the victim's transaction in practice case one to a deposit at the
// exchange, with a note, a group, a mistake taken back, a path, and the figure in a checked court file.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { button, type Choose, go, row, tick } from './journey.ts';

export interface Trainee {
  readonly page: Page;
  readonly choose: Choose;
  /** A writable folder for the practice case and the bag. */
  readonly folder: string;
  readonly picture: (name: string) => Promise<void>;
}

interface Truth {
  readonly theft: { readonly txid: string };
  readonly thief: { readonly cluster: { readonly members: readonly string[] } };
}

const THINGS = 'Things on the canvas';

export async function walkCanvas({ page, choose, folder, picture }: Trainee): Promise<void> {
  const stage = (): Locator => page.getByRole('application', { name: /^Canvas / });
  const things = (): Locator => row(page, THINGS);
  const details = (): Locator => page.getByRole('complementary', { name: 'Details' });
  const rowCount = async (): Promise<number> => Number(await page.getByRole('grid', { name: THINGS }).getAttribute('aria-rowcount')) - 1;
  const made = join(folder, 'exercise');

  await choose(button(page, 'Make case one'), 'newFolder', made);
  await expect(page.getByRole('note')).toContainText('PRACTICE MATERIAL', { timeout: 120_000 });
  const { theft } = JSON.parse(readFileSync(join(made, 'truth.json'), 'utf8')) as Truth;

  await go(page, 'Canvas');
  await button(page, 'Create a canvas').click();
  await expect(stage()).toBeVisible();
  await page.locator('#canvas-find').fill(theft.txid);
  const found = page.getByRole('region', { name: 'What was found' });
  await found.getByRole('button', { name: 'Put on the canvas' }).first().click();
  await expect(things()).toHaveCount(1);

  // Out, hop by hop, until a deposit at the exchange is reached.
  await stage().focus();
  await page.keyboard.press('ArrowRight');
  const deposit = things().filter({ hasText: 'Kestrel Exchange deposit' });
  for (let hop = 0; hop < 2; hop++) {
    const before = await rowCount();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('o');
    await expect.poll(rowCount).toBeGreaterThan(before);
  }
  await expect(deposit).toHaveCount(1);
  await picture('reached');

  // A note on the deposit, then a mistake: it is removed, and taken back.
  await deposit.click();
  await stage().focus();
  await page.keyboard.press('n');
  await page.getByRole('dialog').locator('#canvas-text').fill('Ask the exchange for this customer');
  await page.keyboard.press('Control+Enter');
  await expect(deposit).toContainText('Ask the exchange');
  await stage().focus();
  await page.keyboard.press('Delete');
  await expect(deposit).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(deposit).toContainText('Ask the exchange');

  // The theft stands in a group, folded into one thing; the fold and the group are taken back one by one.
  const all = await rowCount();
  await things()
    .filter({ hasText: theft.txid.slice(0, 7) })
    .first()
    .click();
  await stage().focus();
  await page.keyboard.press('g');
  await page.getByRole('dialog').locator('#canvas-text').fill('Where it began');
  await page.keyboard.press('Enter');
  await expect(details().getByText('Where it began')).toBeVisible();
  await stage().focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Close the group' }).click();
  await expect(things().filter({ hasText: 'Where it began' })).toHaveCount(1);
  expect(await rowCount()).toBe(all);
  await stage().focus();
  await page.keyboard.press('Control+z');
  await expect(things().filter({ hasText: 'Where it began' })).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(details().getByText('Where it began')).toHaveCount(0);

  // Paths from the theft to the deposit.
  await things()
    .filter({ hasText: theft.txid.slice(0, 7) })
    .first()
    .click();
  await details()
    .getByRole('tab', { name: 'Paths' })
    .or(details().getByText('Paths', { exact: true }))
    .first()
    .click();
  await details().getByRole('button', { name: 'Take as A' }).click();
  await deposit.click();
  await details()
    .getByRole('tab', { name: 'Paths' })
    .or(details().getByText('Paths', { exact: true }))
    .first()
    .click();
  await details().getByRole('button', { name: 'Take as B' }).click();
  await details().getByRole('button', { name: 'Search paths' }).click();
  await expect(details().getByRole('heading', { name: 'Path 1' })).toBeVisible();
  await expect(details().getByText('1.5011118', { exact: false }).first()).toBeVisible();
  await picture('path');

  // The same as sums between addresses, and back.
  await stage().focus();
  await page.keyboard.press('t');
  await expect(things().filter({ hasText: 'derivation' }).first()).toBeVisible();
  await picture('relations');
  await stage().focus();
  await page.keyboard.press('t');
  await expect(deposit).toHaveCount(1);

  // A trace from the stolen coins, and both in the court file.
  await things().filter({ hasText: 'Output' }).filter({ hasText: '39.05781198' }).click();
  await stage().focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'New trace from here' }).click();
  await expect(page.locator('.th-seeds .bp6-tag')).toHaveCount(1);
  await page.locator('#trace-primary').selectOption('fifo');
  await page.locator('#trace-question').fill('Which coins reached the exchange?');
  await page.locator('#trace-reason').fill('First in, first out is the convention here');
  await button(page, 'Run the trace').click();
  await expect(page.locator('.th-flow-question')).toContainText('Which coins reached', { timeout: 30_000 });
  await go(page, 'Export');
  await tick(page.getByRole('checkbox', { name: /Run 1/ }));
  await tick(page.getByRole('checkbox', { name: 'Canvas 1' }));
  await page.getByLabel('Caption of Canvas 1').fill('From the theft to the exchange');
  await choose(button(page, 'Choose a place'), 'saveFolder', join(folder, 'bag'));
  await picture('export');
  await button(page, 'Make the court file').click();
  const done = page.locator('.bp6-callout', { hasText: 'is made' });
  await expect(done).toBeVisible({ timeout: 60_000 });
  const name = ((await done.locator('.bp6-heading').textContent()) ?? '').replace(/ is made$/, '');
  const bag = name === 'bag' ? join(folder, 'bag') : join(folder, 'bag', name);
  const report = execFileSync('pdftotext', [join(bag, 'data', 'report.pdf'), '-'], { encoding: 'utf8' });
  expect(report).toContain('From the theft to the exchange');
  expect(report).toContain('Ask the exchange for this customer');
  await button(page, 'Check it now').click();
  await choose(button(page, 'Choose a folder'), 'openFolder', bag);
  await button(page, 'Check').click();
  await expect(page.getByRole('heading', { name: /Checked: [1-9]\d* hold, 0 fail/ })).toBeVisible({ timeout: 40_000 });
}

/** In the case that `walkCanvas` has made: a cluster opens why it stands together, loses a merge, and has it again. */
export async function rejectMerge({ page, folder, picture }: Trainee): Promise<void> {
  const { thief } = JSON.parse(readFileSync(join(folder, 'exercise', 'truth.json'), 'utf8')) as Truth;
  const [member = ''] = thief.cluster.members;
  const things = (): Locator => row(page, THINGS);
  const details = (): Locator => page.getByRole('complementary', { name: 'Details' });
  await go(page, 'Canvas');
  await page.getByRole('button', { name: /^Canvas: / }).click();
  await page.getByRole('menuitem', { name: 'New canvas' }).click();
  await page.getByRole('dialog').locator('#canvas-text').fill('Merges');
  await page.keyboard.press('Enter');
  await expect(button(page, 'Canvas: Merges')).toBeVisible();
  await expect(page.getByText('The canvas is empty', { exact: true })).toBeVisible();
  await page.locator('#canvas-find').fill(member);
  await page.getByRole('region', { name: 'What was found' }).getByRole('button', { name: 'Put on the canvas' }).first().click();
  await expect(things()).toHaveCount(1);
  await details().getByRole('button', { name: 'Show its cluster' }).click();
  const cluster = things().filter({ hasText: 'Cluster' });
  await expect(cluster).toHaveCount(1);
  await cluster.click();

  // The rule whole, the transactions, what breaks it.
  await details().getByRole('button', { name: 'Why?' }).click();
  const reason = details().getByRole('region', { name: 'Addresses that stand together' });
  await expect(reason).toContainText('multiInput@2');
  await expect(reason).toContainText('Nakamoto');
  await expect(reason).toContainText('not measured');
  await picture('why');

  await details().getByLabel('Reason').fill('Two people signed');
  await details().getByRole('button', { name: 'Reject this merge' }).first().click();
  const fell = page.getByRole('status').filter({ hasText: 'fell from clusters' });
  await expect(fell).toBeVisible();
  await expect(things().filter({ hasText: 'fell apart' })).not.toHaveCount(0);
  await expect(details().getByText('rejected: Two people signed')).toBeVisible();
  await picture('fallen');
  await button(page, 'Undo: Merge rejected').click();
  await expect(fell).toHaveCount(0);
  await expect(things()).toHaveCount(1);
}
