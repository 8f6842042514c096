// Practice case two on a canvas, for both shells: from the victim's bank payment and the exchange's withdrawal over the chain to the deposit at
// the second exchange, with both answers to a path question, a note, a mistake taken back, and a figure as a file.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { handsOf, type Trainee } from './trainee.ts';

interface Truth {
  readonly victim: { readonly bankReference: string; readonly muleAccount: string };
  readonly withdrawals: readonly { readonly txid: string; readonly to: string }[];
  readonly wallets: { readonly aggregator: string; readonly depositAddress: string };
  readonly split: readonly { readonly txid: string }[];
  readonly cashOut: { readonly uid: string };
}

export async function walkRing(trainee: Trainee): Promise<void> {
  const { page, choose, folder, say, picture } = trainee;
  const { button, go, stage, things, reach, count, details, press, put, note, paths } = handsOf(trainee);
  const made = join(folder, 'ring');
  await choose(button('practice.ring.make'), 'newFolder', made);
  await expect(page.getByRole('note')).toContainText(say('training.banner'), { timeout: 90_000 });
  const { victim, withdrawals, split, wallets, cashOut } = JSON.parse(readFileSync(join(made, 'truth.json'), 'utf8')) as Truth;
  const { txid } = withdrawals[0] as Truth['withdrawals'][number];

  // The bank: what the victim paid stands between its two accounts.
  await go('canvas');
  await button('canvas.create').click();
  await expect(stage()).toBeVisible();
  await put(victim.bankReference);
  await expect(things()).toHaveCount(3);
  await things(victim.muleAccount.slice(0, 7)).click();
  await note('The account that the bank froze');
  await picture('bank');

  // The chain: what the first exchange paid out, and the address at which the money was seen last.
  await put(txid);
  await expect.poll(count).toBe(6);
  await put(wallets.depositAddress);
  await expect.poll(count).toBe(7);
  const deposit = () => reach(wallets.depositAddress.slice(0, 7));
  await paths(() => reach(txid.slice(0, 7)), deposit);
  await expect(details().getByRole('heading', { name: say('canvas.path', { number: 1 }) })).toBeVisible();
  await expect(
    details()
      .getByText(/28.000 USDT/)
      .first(),
  ).toBeVisible();
  await picture('path');
  await details()
    .getByRole('button', { name: say('canvas.putOn'), exact: true })
    .first()
    .click();
  await reach(wallets.aggregator.slice(0, 7));

  // The second exchange: behind the movement to its deposit address stand its own row and the customer it names.
  await (await reach(split[0]?.txid.slice(0, 7) ?? '')).click();
  await press('o');
  await reach(cashOut.uid);
  const all = await count();
  await (await reach(split[0]?.txid.slice(0, 7) ?? '')).click();
  await press('Delete');
  await expect.poll(count).toBe(all - 1);
  await page.keyboard.press('Control+z');
  await expect.poll(count).toBe(all);
  await picture('exchange');

  // Nothing that is recorded leads from the bank to the chain, and the answer says in which data it was looked for.
  await paths(() => reach(victim.bankReference.slice(0, 7)), deposit);
  await expect(details().getByText(say('canvas.noPath', { hops: 12 }))).toBeVisible();
  await picture('no-path');

  // The whole canvas as a page with every id in full.
  await press('Escape');
  await button('figure.title').click();
  const dialog = page.getByRole('dialog', { name: say('figure.title') });
  await dialog.getByLabel(say('figure.caption')).fill('From the bank to the second exchange');
  await picture('figure');
  await choose(dialog.getByRole('button', { name: say('figure.save'), exact: true }), 'saveFolder', join(folder, 'figures'));
  await expect(dialog.getByText(say('figure.digest'))).toBeVisible();
  await picture('figure-saved');
  const [name = ''] = readdirSync(join(folder, 'figures'));
  const page1 = execFileSync('pdftotext', ['-layout', join(folder, 'figures', name), '-'], { encoding: 'utf8' });
  for (const text of ['From the bank to the second exchange', wallets.depositAddress, wallets.aggregator, victim.muleAccount])
    expect(page1).toContain(text);
}
