// Typed ids in the window with the real engine: a wrong character and its proposal, a second examiner's blind typing, a part of an id with
// look-alikes. Pictures go to test-results/screens.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { createEngine } from '../../main/engine/index.ts';
import { RING_FILES, simulateRing } from '../../main/engine/learn/index.ts';
import { createNodeHost } from '../../main/hosts/nodeHost.ts';
import type { CallInput, CallName, CallOutput } from '../../shared/contract/index.ts';
import { textPdf } from '../fixtures/pages.ts';
import { browserChooser } from './browserChooser.ts';
import { button, go, PASSPHRASE, row } from './journey.ts';
import { BROWSER, type BrowserWindow, NO_BROWSER, openBrowser, takePictures } from './stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracehold-transcribe-'));
const TXID = 'f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16';
const BOAT = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';
const SECOND = 'zweite Passphrase';
let deposit = '';
let opened: BrowserWindow | undefined;
let page: Page;
let complaints: () => readonly string[];

/** The first examiner's work, without the window: chain data, a txid typed, a look-alike on a list. */
async function firstExaminer(): Promise<void> {
  const { host, grantPath } = createNodeHost({ environment: { TRACEHOLD_PROFILE: `${folder}-first` } });
  const engine = await createEngine(host);
  const call = <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> => engine.router.call(name, input);
  const story = simulateRing();
  deposit = story.truth.wallets.depositAddress;
  writeFileSync(join(folder, RING_FILES.chain), story.files.get(RING_FILES.chain) as Uint8Array);
  await call('case.create', {
    folder: grantPath(join(folder, 'typed')),
    ...{ title: 'Typed', examiner: '黒田', agency: '課', reference: 'R8-4004', passphrase: PASSPHRASE },
  });
  await call('case.slotAdd', { kind: 'secondExaminer', name: '佐藤', passphrase: SECOND });
  await call('intake.run', { paths: [grantPath(join(folder, RING_FILES.chain))], chain: 'tron-training' });
  writeFileSync(join(folder, 'note.pdf'), textPdf([{ text: `Deposit ${deposit} of 4 March`, y: 600 }]));
  await call('intake.run', { paths: [grantPath(join(folder, 'note.pdf'))], exhibit: 'CY-8' });
  await call('transcribe.add', { text: TXID, exhibit: 'CY-7/3', place: 'sheet 2, line 4' });
  const twin = `${deposit.slice(0, 4)}${'7'.repeat(25)}${deposit.slice(-5)}`;
  await call('labels.set', { chain: 'ledger:notes', address: twin, label: 'Look-alike', category: '', reason: 'on the note' });
  await call('case.close', {});
  await engine.dispose();
}

test.beforeAll(async () => {
  test.skip(BROWSER === undefined, NO_BROWSER);
  await firstExaminer();
  opened = await openBrowser(folder);
  ({ page, complaints } = opened);
});
test.afterAll(async () => {
  await opened?.close();
});

test('a wrong character and its proposal, a blind second typing, a part of an id', async () => {
  test.setTimeout(90_000);
  const picture = (name: string): Promise<void> => takePictures(page, `transcribe-${name}`);
  const choose = browserChooser(page, [folder]);
  await choose(button(page, 'Choose the case folder'), 'openFolder', join(folder, 'typed.tracehold'));
  await page.locator('#open-passphrase').fill(SECOND);
  await button(page, 'Open the case').click();

  await go(page, 'Transcribe');
  // What the first examiner read waits for the second, and is nowhere on the screen.
  await row(page, 'Entries').first().click();
  const card = page.locator('.th-transcribe-card');
  await expect(card).toContainText('waits for your own typing');
  await expect(page.locator('#main')).not.toContainText(TXID.slice(0, 8));
  await picture('waiting');
  await card.getByRole('button', { name: 'Type it blind' }).click();
  const field = page.getByLabel('Id, as the exhibit has it');
  await field.fill(TXID.toUpperCase());
  await picture('blind');
  await field.press('Enter');
  await expect(card).toContainText('second person alike');
  await expect(card).toContainText('without having seen the first reading here');

  // A wrong character: the right address is proposed, taken, and stays an assumption.
  await field.fill(BOAT.replace('S', '5'));
  await expect(page.getByText('character 6: 5 for S, which look alike')).toBeVisible();
  await picture('proposal');
  await button(page, `Take ${BOAT}`).click();
  await expect(page.getByText('The checksum passes.')).toBeVisible();
  await page.locator('#typed-exhibit').fill('CY-7/4');
  await picture('taken');
  await field.press('Enter');
  await expect(card).toContainText('proposal taken');
  await expect(card).toContainText('assumption');
  await picture('entry');

  // A page of a document beside the field: a word of its text layer brings the text and the region.
  await page.getByLabel('Document', { exact: true }).selectOption({ label: 'CY-8 · note.pdf' });
  await page.getByRole('button', { name: deposit }).click();
  await expect(field).toHaveValue(deposit);
  await expect(page.getByText('The case holds it: TRON (training)')).toBeVisible();
  await picture('page');
  await expect(page.locator('#typed-exhibit')).toHaveValue('CY-8');
  await field.press('Enter');
  await expect(card).toContainText('seen in chain data');
  await expect(card).toContainText(/note\.pdf; p\. 1, /);
  await expect(card).toContainText('taken from the text layer of the page, not typed');

  // Part of an address: everything that answers, and a warning.
  await field.fill(`${deposit.slice(0, 4)}…${deposit.slice(-4)}`);
  await expect(page.locator('.th-transcribe-new').getByText('Address poisoning is possible')).toBeVisible();
  await expect(page.locator('.th-transcribe-new .th-matches li')).toHaveCount(2);
  await picture('part');
  expect(complaints()).toEqual([]);
});
