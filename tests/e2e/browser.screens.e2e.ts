// Every screen over one worked case, light and dark, wide and narrow: nothing may overflow the window, and the pictures
// in test-results/screens are for people to look at. docs/window.png is one of them.
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { createEngine, serve } from '../../main/engine/index.ts';
import { createNodeHost } from '../../main/hosts/nodeHost.ts';
import { createClient } from '../../shared/wire/client.ts';
import { joinPorts } from '../../shared/wire/memory.ts';
import type { FromEngine, ToEngine } from '../../shared/wire/messages.ts';
import { practiceMaterial, thiefAddresses } from '../contract/practice.ts';
import { browserChooser } from './browserChooser.ts';
import { go, PASSPHRASE } from './journey.ts';
import { BROWSER, type BrowserWindow, NO_BROWSER, openBrowser, ROOT } from './stage.ts';

const pictures = join(ROOT, 'test-results', 'screens');
const folder = mkdtempSync(join(tmpdir(), 'tracehold-screens-'));
const profile = `${folder}-profile`;
const practice = practiceMaterial();
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1100, height: 700 },
] as const;
let opened: BrowserWindow | undefined;
let page: Page;
let complaints: () => readonly string[];

/** A case worked on without the window: sources, labels, a forward and a backward run, a bag. */
async function workedCase(): Promise<void> {
  const { host, grantPath } = createNodeHost({ environment: { TRACEHOLD_PROFILE: profile } });
  const engine = await createEngine(host);
  const { near, far } = joinPorts<ToEngine, FromEngine>();
  serve(near, engine.router);
  const { call } = createClient(far);
  await call('case.create', {
    folder: grantPath(join(folder, 'river')),
    title: '特殊詐欺事件',
    examiner: '黒田',
    agency: 'サイバー犯罪対策課',
    reference: 'R8-1204',
    passphrase: PASSPHRASE,
  });
  await call('intake.run', { paths: [grantPath(practice.node)], exhibit: 'R8-1204/1' });
  await call('labels.add', { paths: [grantPath(practice.tagPack)] });
  const asked = { primary: 'fifo', reason: 'First in, first out is the convention courts here have followed.' };
  await call('trace.run', {
    ...asked,
    from: practice.truth.theft.stolenOutpoints.map(({ outpoint }) => outpoint),
    stops: [{ rule: 'labelled', options: {} }],
    question: 'Where did the stolen coins go, and how much of them reached the exchange?',
  });
  await call('trace.run', {
    ...asked,
    from: practice.truth.exchange.stolenDeposits.slice(0, 1).map(({ outpoint }) => outpoint),
    direction: 'backward',
    policies: ['poison', 'haircut', 'fifo', 'lifo'],
    question: 'Where did this deposit at the exchange come from?',
  });
  await call('evidence.exportBag', { out: grantPath(join(folder, 'bag')), runs: [1] });
  await call('case.close', {});
  await engine.dispose();
}

/** The same material asked as an archive: a trace from it, an address searched, a question broken off, a list of what is watched. */
async function askedCase(): Promise<void> {
  const { host, grantPath } = createNodeHost({ environment: { TRACEHOLD_PROFILE: profile } });
  const engine = await createEngine(host);
  const { near, far } = joinPorts<ToEngine, FromEngine>();
  serve(near, engine.router);
  const { call } = createClient(far);
  await call('case.create', {
    folder: grantPath(join(folder, 'lake')),
    ...{ title: '投資詐欺', examiner: '黒田', agency: 'サイバー犯罪対策課', reference: 'R8-1301', passphrase: PASSPHRASE },
  });
  await call('intake.run', { paths: [grantPath(practice.node)], exhibit: 'R8-1301/1', archive: true });
  const from = practice.truth.theft.stolenOutpoints.map(({ outpoint }) => outpoint);
  await call('question.ask', { kind: 'forward', from, parents: false });
  await call('trace.run', {
    ...{ from, primary: 'fifo', question: 'Where did the stolen coins go?' },
    reason: 'First in, first out is the convention courts here have followed.',
  });
  await call('question.ask', { kind: 'history', from: [practice.truth.exchange.hotAddress], fromHeight: 40, toHeight: 90 });
  const controller = new AbortController();
  const broken = call(
    'question.ask',
    { kind: 'history', from: thiefAddresses(practice.truth).slice(0, 2) },
    { signal: controller.signal, onProgress: () => controller.abort() },
  );
  await broken.catch(() => undefined);
  await call('question.watch', { items: [practice.truth.exchange.hotAddress, ...from], note: 'Complaint of 3 March' });
  await call('case.setPolicy', { node: { address: 'http://127.0.0.1:18443' }, reason: "The agency's own node in the evidence room" });
  await call('case.close', {});
  await engine.dispose();
}

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  test.skip(BROWSER === undefined, NO_BROWSER);
  test.setTimeout(120_000);
  await workedCase();
  await askedCase();
  opened = await openBrowser(folder, [folder, practice.folder]);
  ({ page, complaints } = opened);
});
test.afterAll(async () => {
  await opened?.close();
});

async function picture(name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  const overflowing: string[] = [];
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.waitForTimeout(350);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      const mainWide = await page.locator('#main').evaluate((main) => main.scrollWidth - main.clientWidth);
      if (wide > 0 || mainWide > 0) overflowing.push(`${name} ${size.width} ${scheme}: ${wide} ${mainWide}`);
      await page.screenshot({ path: join(pictures, `${name}-${size.width}-${scheme}.png`) });
    }
  }
  await page.setViewportSize(SIZES[0]);
  await page.emulateMedia({ colorScheme: 'light' });
  expect(overflowing).toEqual([]);
}

async function lookUp(text: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

test('every screen fits its window', async () => {
  test.setTimeout(240_000);
  const choose = browserChooser(page, [folder, practice.folder]);
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await expect(page.getByRole('heading', { name: 'Create a case' })).toBeVisible();
  await picture('welcome');
  await choose(button('Choose the case folder'), 'openFolder', join(folder, 'river.tracehold'));
  await page.locator('#open-passphrase').fill(PASSPHRASE);
  await button('Open the case').click();
  await expect(page.getByText('About this case')).toBeVisible();
  await picture('case');
  await go(page, 'Sources');
  await page.getByRole('grid', { name: 'Sources' }).getByRole('row').nth(1).click();
  await picture('sources');
  await button('Take in data').click();
  await picture('take-in');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('tab', { name: 'Labels' }).click();
  await expect(page.getByRole('grid', { name: 'Labels' })).toBeVisible();
  await picture('labels');
  await lookUp(practice.truth.peelChain[0]?.txid ?? '');
  await expect(page.getByRole('heading', { name: 'Transaction regtest' })).toBeVisible();
  await picture('transaction');
  await lookUp(thiefAddresses(practice.truth)[0] ?? '');
  await button('Show members').click();
  await button('Why?').first().click();
  await expect(page.locator('.th-why')).toBeVisible();
  await picture('address');
  await page.getByLabel('Combined change rule').fill('unique(optimal & fresh) - reuse');
  await button('Add').click();
  await button('What falls without it?').last().click();
  await button('Look for contradictions').click();
  await expect(page.getByRole('heading', { name: 'Evidence against' })).toBeVisible();
  await page.locator('.th-rules').scrollIntoViewIfNeeded();
  await picture('cluster');
  await lookUp('131');
  await expect(page.getByRole('heading', { name: 'Block regtest' })).toBeVisible();
  await picture('block');
  await lookUp(`${'0'.repeat(63)}1`);
  await expect(page.getByText('Not found in what this case covers')).toBeVisible();
  await picture('not-found');
  await go(page, 'New trace');
  await page.getByLabel('Add starting points').fill(practice.truth.peelChain[0]?.txid ?? '');
  await button('Add').click();
  await expect(page.locator('.th-outputs')).toBeVisible();
  await picture('trace');
  await go(page, 'Runs');
  await page.getByRole('grid', { name: 'Runs' }).getByRole('row').nth(1).click();
  await picture('runs');
  await go(page, 'Flow');
  await expect(page.locator('.th-graph-canvas canvas').first()).toBeVisible();
  await picture('flow-backward');
  await page.getByRole('combobox', { name: 'Run' }).selectOption('coin 1');
  await expect(page.locator('.th-flow-question')).toContainText('Where did the stolen coins go');
  await expect(page.getByRole('grid', { name: 'Traced outputs' }).getByRole('row').nth(3)).toBeVisible();
  await picture('flow');
  await page.getByRole('grid', { name: 'Traced outputs' }).getByRole('row').nth(3).click();
  await picture('flow-details');
  await go(page, 'Canvas');
  await button('Create a canvas').click();
  await expect(page.getByText('The canvas is empty')).toBeVisible();
  await picture('canvas-empty');
  await page.locator('#canvas-find').fill(practice.truth.theft.txid);
  await page.getByRole('region', { name: 'What was found' }).getByRole('button', { name: 'Put on the canvas' }).first().click();
  const things = page.getByRole('grid', { name: 'Things on the canvas' });
  await expect(things).toHaveAttribute('aria-rowcount', '2');
  await page.getByRole('application', { name: /^Canvas / }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('e');
  await expect(things).not.toHaveAttribute('aria-rowcount', '2');
  await picture('canvas');
  await go(page, 'Journal');
  await page.getByRole('grid', { name: 'Journal' }).getByRole('row').nth(3).click();
  await picture('journal');
  await go(page, 'Export');
  await picture('export');
  await go(page, 'Verify');
  await choose(button('Choose a folder'), 'openFolder', join(folder, 'bag'));
  await button('Check').click();
  await expect(page.getByRole('heading', { name: 'Not checked' })).toBeVisible({ timeout: 30_000 });
  await picture('verify');
  await page.locator('#main').focus();
  await page.keyboard.press('?');
  await picture('keys');
  await page.keyboard.press('Escape');
  expect(complaints()).toEqual([]);
});

test('every screen of a case that asks an archive fits its window @all', async () => {
  test.setTimeout(240_000);
  const choose = browserChooser(page, [folder, practice.folder]);
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const tab = (name: string) => page.getByRole('tab', { name, exact: true }).click();
  await go(page, 'Case');
  await button('Close the case').click();
  await choose(button('Choose the case folder'), 'openFolder', join(folder, 'lake.tracehold'));
  await page.locator('#open-passphrase').fill(PASSPHRASE);
  await button('Open the case').click();
  await expect(page.getByText('About this case')).toBeVisible();
  await expect(page.getByText('Interrupted questions: 1')).toBeVisible();
  await button('Change').click();
  await picture('archive-case');
  await button('Show the questions').click();
  await expect(button('Go on')).toBeVisible();
  await picture('archive-interrupted');
  await page.getByRole('grid', { name: 'Questions' }).getByRole('row').nth(3).click();
  await picture('archive-questions');
  await tab('Sources');
  await page.getByText('Exact heights as a table').click();
  await picture('archive-sources');
  await button('Identify an archive').click();
  await picture('archive-identify');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await tab('Watch list and node');
  await expect(page.locator('#sync-address')).toBeVisible();
  await picture('archive-watched');
  await lookUp(`${'0'.repeat(63)}1`);
  await expect(page.getByText('once over blocks', { exact: false })).toBeVisible();
  await picture('archive-not-found');
  await lookUp(thiefAddresses(practice.truth)[0] ?? '');
  await button('Search the archives').click();
  await button('Extend from the archive').click();
  await expect(page.getByText('up to 2 passes', { exact: false })).toBeVisible();
  await picture('archive-address');
  await go(page, 'New trace');
  await page.getByLabel('Add starting points').fill(practice.truth.exchange.stolenDeposits[0]?.outpoint ?? '');
  await button('Add').click();
  await expect(page.getByText('about', { exact: false }).first()).toBeVisible();
  await expect(page.getByText('once over blocks', { exact: false })).toBeVisible();
  await picture('archive-trace');
  await go(page, 'Runs');
  await page.getByRole('grid', { name: 'Runs' }).getByRole('row').nth(1).click();
  await button('Fetch parents').click();
  await expect(page.getByText('only the blocks involved', { exact: false })).toBeVisible();
  await picture('archive-runs');
  expect(complaints()).toEqual([]);
});
