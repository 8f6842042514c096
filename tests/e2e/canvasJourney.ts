// A trainee's way over a canvas with the real engine, for both shells and every language: from the victim's transaction in practice case one to a
// deposit at the exchange, with a note, a group, a mistake taken back, a path, and the figure in a checked court file.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { tick } from './journey.ts';
import { handsOf, type Trainee } from './trainee.ts';

interface Truth {
  readonly theft: { readonly txid: string };
  readonly thief: { readonly cluster: { readonly members: readonly string[] } };
}

export async function walkCanvas(trainee: Trainee): Promise<void> {
  const { page, choose, folder, say, picture } = trainee;
  const { button, go, stage, things, reach, count, details, press, menu, put, note, paths } = handsOf(trainee);
  const made = join(folder, 'exercise');

  await choose(button('practice.theft.make'), 'newFolder', made);
  await expect(page.getByRole('note')).toContainText(say('training.banner'), { timeout: 120_000 });
  const { theft } = JSON.parse(readFileSync(join(made, 'truth.json'), 'utf8')) as Truth;
  const stolen = theft.txid.slice(0, 7);

  await go('canvas');
  await button('canvas.create').click();
  await expect(stage()).toBeVisible();
  await picture('empty');
  await put(theft.txid);
  await expect(things()).toHaveCount(1);

  // Out, hop by hop, until a deposit at the exchange is reached.
  await press('ArrowRight');
  const deposit = things('Kestrel Exchange deposit');
  for (let hop = 0; hop < 2; hop++) {
    const before = await count();
    await press('Control+a', 'o');
    await expect.poll(count).toBeGreaterThan(before);
  }
  await expect(deposit).toHaveCount(1);
  await picture('reached');

  // A note on the deposit, then a mistake: it is removed, and taken back.
  await deposit.click();
  await note('Ask the exchange for this customer');
  await expect(deposit).toContainText('Ask the exchange');
  await picture('note');
  await press('Delete');
  await expect(deposit).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(deposit).toContainText('Ask the exchange');

  // The theft stands in a group, folded into one thing; the fold and the group are taken back one by one.
  const all = await count();
  await things(stolen).first().click();
  await press('g');
  await page.getByRole('dialog').locator('#canvas-text').fill('Where it began');
  await page.keyboard.press('Enter');
  await expect(details().getByText('Where it began')).toBeVisible();
  await menu('canvas.menu.fold');
  await expect(things('Where it began')).toHaveCount(1);
  expect(await count()).toBe(all);
  await picture('group');
  await press('Control+z');
  await expect(things('Where it began')).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(details().getByText('Where it began')).toHaveCount(0);

  // Paths from the theft to the deposit.
  await paths(
    async () => things(stolen).first(),
    () => reach('Kestrel Exchange deposit'),
  );
  await expect(details().getByRole('heading', { name: say('canvas.path', { number: 1 }) })).toBeVisible();
  await expect(details().getByText('1.5011118', { exact: false }).first()).toBeVisible();
  await picture('path');

  // The same as sums between addresses, and back.
  await press('t');
  await expect(things(say('statements.derivation.word')).first()).toBeVisible();
  await picture('relations');
  await press('t');
  await expect(deposit).toHaveCount(1);

  // A trace from the stolen coins, and both in the court file.
  await things(say('canvas.kinds.output'), '39.05781198').click();
  await menu('canvas.menu.trace');
  await expect(page.locator('.th-seeds .bp6-tag')).toHaveCount(1);
  await page.locator('#trace-primary').selectOption('fifo');
  await page.locator('#trace-question').fill('Which coins reached the exchange?');
  await page.locator('#trace-reason').fill('First in, first out is the convention here');
  await button('trace.start').click();
  await expect(page.locator('.th-flow-question')).toContainText('Which coins reached', { timeout: 30_000 });
  await go('export');
  await tick(page.getByRole('checkbox', { name: new RegExp(say('export.runLabel', { run: 1 }).slice(0, -1)) }));
  await tick(page.getByRole('checkbox', { name: say('canvas.firstName') }));
  await page.getByLabel(say('export.caption', { name: say('canvas.firstName') })).fill('From the theft to the exchange');
  await choose(button('export.choose'), 'saveFolder', join(folder, 'bag'));
  await picture('export');
  await button('export.start').click();
  const done = page.locator('.bp6-callout').filter({ has: button('export.verifyNow') });
  await expect(done).toBeVisible({ timeout: 60_000 });
  const name = [...((await done.locator('.bp6-heading').textContent()) ?? '').matchAll(/[\w.-]+/g)][0]?.[0] ?? '';
  const bag = name === 'bag' ? join(folder, 'bag') : join(folder, 'bag', name);
  const report = execFileSync('pdftotext', [join(bag, 'data', 'report.pdf'), '-'], { encoding: 'utf8' });
  expect(report).toContain('From the theft to the exchange');
  expect(report).toContain('Ask the exchange for this customer');
  await button('export.verifyNow').click();
  await choose(button('verify.chooseFolder'), 'openFolder', bag);
  await button('verify.start').click();
  const [before, between, behind] = say('verify.findings', { passed: '\n', failed: '\n' }).split('\n');
  await expect(page.getByRole('heading', { name: new RegExp(`${before}[1-9]\\d*${between}0${behind}`) })).toBeVisible({ timeout: 40_000 });
  await picture('checked');
}

/** In the case that `walkCanvas` has made: a cluster opens why it stands together, loses a merge, and has it again. */
export async function rejectMerge(trainee: Trainee): Promise<void> {
  const { page, folder, picture } = trainee;
  const { things, details, go } = handsOf(trainee);
  const { thief } = JSON.parse(readFileSync(join(folder, 'exercise', 'truth.json'), 'utf8')) as Truth;
  const [member = ''] = thief.cluster.members;
  await go('canvas');
  await page.getByRole('button', { name: /^Canvas: / }).click();
  await page.getByRole('menuitem', { name: 'New canvas' }).click();
  await page.getByRole('dialog').locator('#canvas-text').fill('Merges');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Canvas: Merges', exact: true })).toBeVisible();
  await expect(page.getByText('The canvas is empty', { exact: true })).toBeVisible();
  await page.locator('#canvas-find').fill(member);
  await page.getByRole('region', { name: 'What was found' }).getByRole('button', { name: 'Put on the canvas' }).first().click();
  await expect(things()).toHaveCount(1);
  await details().getByRole('button', { name: 'Show its cluster' }).click();
  const cluster = things('Cluster');
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
  await expect(things('fell apart')).not.toHaveCount(0);
  await expect(details().getByText('rejected: Two people signed')).toBeVisible();
  await picture('fallen');
  await page.getByRole('button', { name: 'Undo: Merge rejected', exact: true }).click();
  await expect(fell).toHaveCount(0);
  await expect(things()).toHaveCount(1);
}
