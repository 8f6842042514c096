// Seized devices with the real engine: a folder becomes an exhibit with its first custody entry, is scanned, what was found is filtered, and a secret is
// revealed with a reason that the journal keeps. Pictures go to test-results/screens.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import Database from 'better-sqlite3';
import { createEngine } from '../../main/engine/index.ts';
import { RING_FILES, simulateRing } from '../../main/engine/learn/index.ts';
import { createNodeHost } from '../../main/hosts/nodeHost.ts';
import type { CallInput, CallName, CallOutput } from '../../shared/contract/index.ts';
import { browserChooser } from './browserChooser.ts';
import { button, go, PASSPHRASE, row } from './journey.ts';
import { BROWSER, type BrowserWindow, NO_BROWSER, openBrowser, takePictures } from './stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracehold-devices-'));
const SECRETS = 'what only two people know';
// A vector of BIP39 (entropy 9e885d952ad362caeb4efe34a8e91bd2).
const PHRASE = 'ozone drill grab fiber curtain grace pudding thank cruise elder eight picnic';
const BOAT = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';
let deposit = '';
let opened: BrowserWindow | undefined;
let page: Page;
let complaints: () => readonly string[];

/** A case with chain data, and beside it a folder as an extraction leaves it. */
async function prepare(): Promise<void> {
  const { host, grantPath } = createNodeHost({ environment: { TRACEHOLD_PROFILE: `${folder}-first` } });
  const engine = await createEngine(host);
  const call = <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> => engine.router.call(name, input);
  const story = simulateRing();
  deposit = story.truth.wallets.depositAddress;
  writeFileSync(join(folder, RING_FILES.chain), story.files.get(RING_FILES.chain) as Uint8Array);
  await call('case.create', {
    folder: grantPath(join(folder, 'devices')),
    ...{ title: 'Devices', examiner: '黒田', agency: '課', reference: 'R8-4107', passphrase: PASSPHRASE },
  });
  await call('intake.run', { paths: [grantPath(join(folder, RING_FILES.chain))], chain: 'tron-training' });
  await call('case.close', {});
  await engine.dispose();
  mkdirSync(join(folder, 'phone', 'notes'), { recursive: true });
  writeFileSync(join(folder, 'phone', 'notes', 'wallet.txt'), `my words:\n${PHRASE}\n`);
  const chat = `[LINE] Chat history with Jordan Lee\nSaved on: 05/03/2024, 10:00\n\nWed, 05/01/2024\n9:30 PM\tJordan Lee\tdeposit to ${deposit}\n9:31PM\tAlex\tdone\n`;
  writeFileSync(join(folder, 'phone', 'chat.txt'), chat);
  const profile = join(folder, 'phone/data/data/com.android.chrome/app_chrome/Default');
  mkdirSync(profile, { recursive: true });
  const history = new Database(join(profile, 'History'));
  history.exec(`CREATE TABLE urls(id INTEGER PRIMARY KEY, url TEXT, title TEXT, visit_count INTEGER, last_visit_time INTEGER);
    CREATE TABLE visits(id INTEGER PRIMARY KEY, url INTEGER, visit_time INTEGER);
    INSERT INTO urls VALUES (1, 'https://www.binance.com/en/my/wallet', 'My wallet', 7, 13350000000123456);
    INSERT INTO visits VALUES (1, 1, 13349000000000000)`);
  history.close();
  const electrum = {
    seed_version: 17,
    wallet_type: 'imported',
    use_encryption: false,
    addresses: { [BOAT]: {} },
    addr_history: { [BOAT]: [] },
  };
  writeFileSync(join(folder, 'phone', 'default_wallet'), JSON.stringify(electrum));
}

test.beforeAll(async () => {
  test.skip(BROWSER === undefined, NO_BROWSER);
  test.setTimeout(120_000);
  await prepare();
  opened = await openBrowser(folder);
  ({ page, complaints } = opened);
});
test.afterAll(async () => {
  await opened?.close();
});

test('an exhibit is taken in, scanned, filtered; a secret is revealed for a reason @all', async () => {
  test.setTimeout(120_000);
  const picture = (name: string): Promise<void> => takePictures(page, `devices-${name}`, true);
  const choose = browserChooser(page, [folder]);
  await choose(button(page, 'Choose the case folder'), 'openFolder', join(folder, 'devices.tracehold'));
  await page.locator('#open-passphrase').fill(PASSPHRASE);
  await button(page, 'Open the case').click();
  await go(page, 'Devices');
  await expect(page.getByText('No exhibit yet')).toBeVisible();
  await picture('empty');

  await button(page, 'Add an exhibit').click();
  const form = page.locator('.th-exhibit-form');
  await form.getByLabel('Number, as on the label').fill('K-1');
  await form.getByLabel('Description').fill('phone, extraction');
  await choose(form.getByRole('button', { name: 'Choose a folder' }), 'openFolder', join(folder, 'phone'));
  await form.getByLabel('Who had access').fill('黒田');
  await form.getByLabel('Place', { exact: true }).fill('Lab 2');
  await button(page, 'Now').click();
  await button(page, 'Read, hash and add it').click();
  await expect(page.locator('.th-exhibit-card')).toContainText('K-1 · phone, extraction');
  await expect(page.locator('.th-custody-line')).toContainText('Lab 2');
  await picture('exhibit');

  await button(page, 'Scan').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Passphrase for secrets').fill(SECRETS);
  await dialog.getByLabel('The same again').fill(SECRETS);
  await dialog.getByRole('button', { name: 'Scan' }).click();
  await expect(page.locator('.th-exhibit-card')).toContainText('complete', { timeout: 60_000 });

  await page.getByRole('tab', { name: 'Traces' }).click();
  await expect(row(page, 'Traces').filter({ hasText: '1BoatSLRHtKNng' })).toHaveCount(1);
  await page.getByText('Only in chain data').click();
  await expect(row(page, 'Traces')).toHaveCount(1);
  await row(page, 'Traces').first().click();
  const card = page.locator('.th-trace-card');
  await expect(card).toContainText('The chain data of this case hold it.');
  await expect(card.getByRole('button', { name: 'Put on the canvas' })).toBeVisible();
  await expect(card.locator('.th-place-message')).toContainText('Jordan Lee');
  await picture('trace');
  await page.getByText('Only in chain data').click();
  await page.getByRole('button', { name: /^Page/ }).click();
  await row(page, 'Traces').filter({ hasText: 'binance.com' }).first().click();
  await expect(card.locator('.th-place-message')).toContainText('2024-01-17T21:20:00Z');
  await expect(card.locator('.th-place-message')).toContainText('My wallet');
  await picture('visit');
  await card.getByRole('button', { name: 'Show it in the history' }).click();
  await expect(page.locator('.th-trace-card')).toContainText("Page in a browser's history");
  await picture('history');
  await button(page, 'Back to all messages').click();
  await page.getByRole('tab', { name: 'Traces' }).click();
  await page.getByRole('button', { name: /^Page/ }).click();
  await page.getByRole('button', { name: /^Seed phrase/ }).click();
  await row(page, 'Traces').first().click();
  await expect(page.locator('#main')).not.toContainText('ozone drill');
  await button(page, 'Reveal').click();
  await dialog.getByLabel('Reason').fill('To secure the coins');
  await dialog.getByLabel('Passphrase for secrets').fill('a wrong one');
  await button(page, 'Show it').click();
  await expect(dialog).toContainText('This passphrase does not open what was sealed.');
  await dialog.getByLabel('Passphrase for secrets').fill(SECRETS);
  await button(page, 'Show it').click();
  await expect(dialog).toContainText(PHRASE);
  await button(page, 'Hide and close').click();
  await expect(page.locator('body')).not.toContainText('ozone drill');
  await page.getByRole('tab', { name: 'Wallets' }).click();
  await expect(card).toContainText('Electrum');
  await picture('wallets');
  await page.getByRole('tab', { name: 'Messages' }).click();
  await row(page, 'Messages').first().click();
  await button(page, 'Show the chat around it').click();
  await expect(row(page, 'Messages')).toHaveCount(2);
  await picture('messages');
  // The case keeps the public side of the phrase's accounts: they are looked for without the phrase.
  await page.getByRole('tab', { name: 'Keys to coins' }).click();
  await button(page, 'Make addresses and look').click();
  await expect(row(page, 'Keys to coins').first()).toBeVisible({ timeout: 60_000 });
  await picture('keys');
  await typePhrase();
  await go(page, 'Journal');
  await expect(page.locator('#main')).toContainText('Secret revealed');
  await expect(page.locator('#main')).toContainText('Typed words sealed');
  await takePictures(page, 'devices-journal');
  // Found by the number on its label, and by what its wallet holds.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('K-1');
  await expect(page.getByRole('option', { name: /Exhibit.*K-1/ })).toBeVisible();
  await takePictures(page, 'devices-search');
  await page.getByRole('option', { name: /Exhibit.*K-1/ }).click();
  await expect(page.getByRole('tab', { name: 'Exhibits' })).toHaveAttribute('aria-selected', 'true');
  // No run was made: the court file is about the device alone.
  await go(page, 'Export');
  await expect(page.locator('#main')).toContainText('No trace has been run: the report will say so.');
  await choose(button(page, 'Choose a place'), 'saveFolder', join(folder, 'court-file'));
  await takePictures(page, 'devices-export');
  await button(page, 'Make the court file').click();
  await expect(page.locator('.bp6-callout', { hasText: 'is made' })).toBeVisible({ timeout: 60_000 });
  await takePictures(page, 'devices-exported');
  await button(page, 'Check it now').click();
  await choose(button(page, 'Choose a folder'), 'openFolder', join(folder, 'court-file'));
  await button(page, 'Check').click();
  await expect(page.getByRole('heading', { name: /Checked: [1-9]\d* hold, 0 fail/ })).toBeVisible({ timeout: 60_000 });
  await takePictures(page, 'devices-verified');
  expect(complaints()).toEqual([]);
});

/** Words on paper: typed where nobody reads along, refused by place alone, sealed once they are words. */
async function typePhrase(): Promise<void> {
  const dialog = page.getByRole('dialog');
  const open = button(page, 'Put a phrase together …');
  const start = dialog.getByRole('button', { name: 'Put together and look' });
  const words = dialog.getByLabel('Words from paper');
  const ON_PAPER = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
  await open.click();
  await start.click();
  await expect(dialog.getByText('Tick a part or type words.')).toBeVisible();
  for (const attribute of ['type=password', 'autocomplete=off', 'spellcheck=false'])
    await expect(words).toHaveAttribute(attribute.split('=')[0] as string, attribute.split('=')[1] as string);
  await words.fill(ON_PAPER.replace('sausage', 'sossage'));
  await dialog.getByLabel('Authority').fill('Order 7/26');
  await dialog.getByLabel('Reason').fill('The paper in the drawer.');
  await start.click();
  await expect(dialog).toContainText('words at: 6', { timeout: 20_000 });
  await words.fill(ON_PAPER);
  await start.click();
  await expect(dialog).toContainText('1 with a good checksum', { timeout: 20_000 });
  await expect(dialog).toContainText('Sealed in the case: Seed phrase (BIP39) lega…');
  await expect(page.locator('body')).not.toContainText('winner');
  await takePictures(page, 'devices-typed');
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  await expect(dialog).toHaveCount(0);
  // The keyboard goes on where the person was, and what was typed is a piece from now on.
  await expect(open).toBeFocused();
  await open.click();
  await expect(dialog.getByRole('checkbox', { name: /12 words typed/ })).toBeVisible();
  await expect(words).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
}
