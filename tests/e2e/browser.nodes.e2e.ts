// A node of an account chain in the window with the real engine: allowed by exactly its address, asked for an account's history, asked
// again after a reorganisation. The node is a stand-in on this machine that answers as java-tron does.
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type LyingNode, type MadeTron, makeTron, sun, tronStandIn, TRON_WALLETS } from '../fixtures/accountNodes.ts';
import { browserChooser } from './browserChooser.ts';
import { button, go, PASSPHRASE, row } from './journey.ts';
import { BROWSER, type BrowserWindow, NO_BROWSER, openBrowser, takePictures } from './stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracehold-nodes-'));
const [ann, ben, cho] = TRON_WALLETS;
const made = (last: bigint): MadeTron =>
  makeTron((chain) => {
    chain.closeBlock();
    chain.send(sun(ann, ben, 70_000_000n));
    chain.closeBlock();
    chain.send(sun(ben, cho, last));
    chain.closeBlock();
  });
let opened: BrowserWindow;
let page: Page;
let node: LyingNode & { made: MadeTron };

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  test.skip(BROWSER === undefined, NO_BROWSER);
  node = await tronStandIn(made(1_000_000n));
  opened = await openBrowser(folder);
  ({ page } = opened);
});
test.afterAll(async () => {
  await opened?.close();
  await node?.close();
});

test('a node of an account chain is allowed, asked, and asked again after a reorganisation', async () => {
  test.setTimeout(120_000);
  const choose = browserChooser(page, [folder]);
  await choose(button(page, 'Choose where'), 'newFolder', `${folder}/node`);
  const values = {
    title: '節点',
    reference: 'R8-3001',
    examiner: '黒田',
    agency: 'サイバー犯罪対策課',
    passphrase: PASSPHRASE,
    again: PASSPHRASE,
  };
  for (const [name, value] of Object.entries(values)) await page.locator(`#create-${name}`).fill(value);
  await button(page, 'Create the case').click();
  await expect(page.getByText('Nothing taken in yet', { exact: true })).toBeVisible();
  await go(page, 'Case');
  await button(page, 'Allow a node').click();
  await page.locator('#policy-address').fill(node.url);
  await page.locator('#policy-reason').fill('証拠室の節点');
  await button(page, 'Allow this address').click();
  await button(page, 'To the sync').click();
  await page.getByText('Ethereum and its relatives, TRON', { exact: true }).click();
  const start = button(page, 'Ask the node');
  await expect(start).toBeDisabled();
  await page.locator('#ask-node-chain').selectOption('tron:training');
  await page.locator('#ask-node-items').fill(`${ben.address}\n${'ee'.repeat(32)}`);
  await page.locator('#ask-node-from').fill('1');
  await takePictures(page, 'nodes-form');
  await start.click();
  const report = page.locator('.th-panel', { hasText: 'What the node gave' });
  await expect(report).toContainText('says it is java-tron/4.8.0');
  await expect(report).toContainText('2, of which 2 were new to the case');
  await expect(report).toContainText('Not complete: 1');
  await expect(report).toContainText('not found there');

  node.made = made(2_000_000n);
  await start.click();
  await expect(report).toContainText('The chain was reorganised: 1 block(s), heights 3–3');
  await expect(report).toContainText('1, of which 1 were new to the case');
  await takePictures(page, 'nodes-result');
  await report.getByRole('button', { name: 'Look at the accounts' }).click();
  await expect(page.getByRole('cell', { name: 'TRON (training)' })).toBeVisible();
  await go(page, 'Sources');
  await row(page, 'Sources').first().click();
  await choose(button(page, "Save the node's answers"), 'saveFolder', join(folder, 'answers'));
  await expect(page.getByText(/node-answers-\d+\.json written/)).toBeVisible();
  const [saved] = readdirSync(join(folder, 'answers'));
  expect(Array.isArray(JSON.parse(readFileSync(join(folder, 'answers', saved ?? ''), 'utf8')))).toBe(true);
  expect(opened.complaints()).toEqual([]);
});

test('a screen that cannot be drawn leaves the rest of the window at work', async () => {
  await page.evaluate(() => {
    const kept = Date.prototype.toISOString;
    Object.assign(globalThis, { mend: () => Object.assign(Date.prototype, { toISOString: kept }) });
    Date.prototype.toISOString = () => {
      throw new Error('no clock');
    };
  });
  await go(page, 'Accounts');
  await expect(page.getByText('This screen could not be drawn', { exact: true })).toBeVisible();
  await expect(page.getByText('no clock')).toBeVisible();
  await go(page, 'Verify');
  await expect(page.getByText('This screen could not be drawn', { exact: true })).toHaveCount(0);
  await go(page, 'Accounts');
  await expect(page.getByText('no clock')).toBeVisible();
  await page.evaluate(() => (globalThis as unknown as { mend(): void }).mend());
  await button(page, 'Try again').click();
  await expect(page.getByRole('cell', { name: 'TRON (training)' })).toBeVisible();
});
