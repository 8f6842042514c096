// Leads over practice case two through the window with the real engine: rules, what a label keeps out, a link accepted and rejected, who can
// sign beside who paid, a run laid out again whole, and the flow of a trace over balances. Pictures go to test-results/screens.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, expect, type Page, test } from '@playwright/test';
import { createEngine, serve } from '../../main/engine/index.ts';
import { RING_FILES, simulateRing } from '../../main/engine/learn/index.ts';
import { findBrowser, offlineFlags } from '../../main/hosts/loopback/browser.ts';
import { createNodeHost } from '../../main/hosts/nodeHost.ts';
import { createClient } from '../../shared/wire/client.ts';
import { joinPorts } from '../../shared/wire/memory.ts';
import type { FromEngine, ToEngine } from '../../shared/wire/messages.ts';
import { browserChooser } from './browserChooser.ts';
import { button, go, listenForComplaints, PASSPHRASE, row } from './journey.ts';
import { REAL_LOOPBACK, ROOT, type Served, serveStage, SOFTWARE_GL } from './stage.ts';

const executablePath = process.env.TRACEHOLD_CHROMIUM ?? findBrowser();
const pictures = join(ROOT, 'test-results', 'screens');
const folder = mkdtempSync(join(tmpdir(), 'tracehold-leads-'));
const profile = `${folder}-profile`;
const { files, truth } = simulateRing();
const [MULE = ''] = truth.wallets.mules;
let served: Served;
let context: BrowserContext;
let page: Page;
let complaints: () => readonly string[];

/** The case as somebody left it: sources taken in, one trace over balances with every choice made. */
async function workedCase(): Promise<void> {
  const { host, grantPath } = createNodeHost({ environment: { TRACEHOLD_PROFILE: profile } });
  const engine = await createEngine(host);
  const { near, far } = joinPorts<ToEngine, FromEngine>();
  serve(near, engine.router);
  const { call } = createClient(far);
  await call('case.create', {
    folder: grantPath(join(folder, 'ring')),
    ...{ title: '投資詐欺', examiner: '黒田', agency: 'サイバー犯罪対策課', reference: 'R8-2002', passphrase: PASSPHRASE },
  });
  for (const [name, chain] of [
    [RING_FILES.chain, 'tron-training'],
    [RING_FILES.exchangeA, truth.ledgers.exchangeA],
    [RING_FILES.exchangeB, truth.ledgers.exchangeB],
  ] as const) {
    const path = join(folder, name);
    writeFileSync(path, files.get(name) as Uint8Array);
    await call('intake.run', { paths: [grantPath(path)], chain, ...(name === RING_FILES.exchangeB ? { zoneMinutes: 480 } : {}) });
  }
  const { wallets, withdrawals } = truth;
  await call('account.trace', {
    ...{ from: withdrawals.map(({ txid }) => txid), chain: truth.chain, asset: 'USDT', links: true, primary: 'fifo' },
    assume: [...wallets.mules, wallets.aggregator, ...wallets.hops, wallets.coldWallet, wallets.depositAddress],
    stops: [{ rule: 'dateWindow', options: { from: '2026-03-01', to: '2026-03-03T12:00' } }],
    question: '被害金はどこへ行ったか',
    reason: '判例は先入先出法による',
  });
  await call('labels.set', { chain: truth.chain, address: wallets.coldWallet, label: 'Practice rental', reason: 'x' });
  const table = join(folder, 'victims.csv');
  const lines = withdrawals.map(({ txid }, at) => `V-${at + 1},2026-03-02,${txid},,USDT`);
  writeFileSync(table, ['reference,date,txid,amount,asset', ...lines, 'V-9,2026-03-02,nowhere,5,USDT', ''].join('\n'));
  await call('account.trace', {
    ...{ victims: grantPath(table), chain: truth.chain, primary: 'haircut', policies: ['fifo', 'haircut'] },
    assume: [...wallets.mules, wallets.aggregator, ...wallets.hops, wallets.coldWallet, wallets.depositAddress],
    question: '被害者ごとの行方',
    reason: '按分による',
  });
  await call('case.close', {});
  await engine.dispose();
}

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  test.skip(executablePath === undefined, 'no Chromium-family browser on this machine');
  test.setTimeout(120_000);
  await workedCase();
  served = await serveStage(['--root', folder], profile, REAL_LOOPBACK);
  context = await chromium.launchPersistentContext(`${folder}-user`, {
    executablePath: executablePath as string,
    args: ['--no-sandbox', ...offlineFlags(Number(new URL(served.address).port)), ...SOFTWARE_GL],
    viewport: { width: 1440, height: 900 },
    colorScheme: 'light',
    locale: 'en-GB',
  });
  page = context.pages()[0] ?? (await context.newPage());
  complaints = await listenForComplaints(page);
  await page.goto(served.address);
});
test.afterAll(async () => {
  await context?.close();
  await served?.stop();
  for (const path of [folder, profile, `${folder}-user`]) rmSync(path, { recursive: true, force: true });
});

async function picture(name: string, of?: ReturnType<Page['locator']>): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  for (const [width, height, colorScheme] of [
    [1440, 900, 'light'],
    [1100, 700, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    await of?.scrollIntoViewIfNeeded();
    await page.waitForTimeout(400);
    const wide = await page.locator('#main').evaluate((main) => main.scrollWidth - main.clientWidth);
    expect(wide, `${name} at ${width}`).toBeLessThanOrEqual(0);
    await page.screenshot({ path: join(pictures, `leads-${name}-${width}-${colorScheme}.png`) });
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}

async function lookUp(text: string): Promise<void> {
  await go(page, 'Accounts');
  await page.getByRole('tab', { name: 'Held and look up' }).click();
  await page.getByLabel('Look up an account or transaction').fill(text);
  await button(page, 'Look up').click();
}

test('leads are found, kept out by a label, accepted and rejected with a reason', async () => {
  test.setTimeout(180_000);
  const choose = browserChooser(page, [folder]);
  await choose(button(page, 'Choose the case folder'), 'openFolder', join(folder, 'ring.tracehold'));
  await page.locator('#open-passphrase').fill(PASSPHRASE);
  await button(page, 'Open the case').click();
  await expect(page.getByText('About this case')).toBeVisible();
  await go(page, 'Accounts');
  await page.getByRole('tab', { name: 'Leads' }).click();
  await page.locator('#lead-account').fill(MULE);
  await page.getByLabel('First rows held', { exact: true }).fill(MULE);
  await button(page, 'First rows held: Add').click();
  await button(page, 'Find leads').click();
  await expect(page.locator('.th-lead')).toHaveCount(1);
  await expect(page.locator('.th-lead')).toContainText('its first credit of the coin came from there');
  await expect(page.locator('.th-lead')).toContainText('not measured');
  await picture('leads');
  await page.locator('.th-lead').scrollIntoViewIfNeeded();
  await button(page, 'Judge').click();
  await expect(button(page, 'Accept')).toBeDisabled();
  await page.locator('.th-lead input').fill('Named in statement 3');
  await button(page, 'Accept').click();
  await expect(page.locator('.th-lead')).toContainText('accepted');
  await picture('lead', page.getByRole('heading', { name: 'its first credit' }));
  await lookUp(MULE);
  await button(page, 'Show').click();
  await expect(page.getByText('2 accounts.', { exact: false })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Who can sign for it' })).toBeVisible();
  await expect(page.getByText('ENERGY lent')).toBeVisible();
  await picture('control', page.getByText('Payers that no label explains'));
  await picture('group', page.getByText('accepted: Named in statement 3'));
});

test('a label of one’s own says what kind of account it is', async () => {
  await lookUp(truth.wallets.controller);
  await button(page, 'Add a label').click();
  await page.locator('#account-label').fill('Practice rental');
  await page.locator('#account-category').fill('energy_rental');
  await picture('own-label');
  await page.locator('.th-facts').getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.locator('.th-facts').first()).toContainText('Practice rental');
  await page.getByText('1 other address carries the name Practice rental').click();
  await expect(page.locator('.th-facts').first()).toContainText(truth.wallets.coldWallet);
  await lookUp(truth.wallets.aggregator);
  await expect(row(page, 'History').filter({ hasText: 'counterfeit' }).first()).toBeVisible();
  await page.getByLabel('Only this asset').selectOption({ label: 'All but counterfeits' });
  await expect(row(page, 'History').filter({ hasText: 'counterfeit' })).toHaveCount(0);
  await picture('counterfeits');
  await lookUp(MULE);
  await expect(page.locator('tr.th-still', { hasText: 'energy_rental' }).first()).toBeVisible();
});

test('a run fills the form whole, and its flow is drawn', async () => {
  test.setTimeout(120_000);
  await go(page, 'Accounts');
  await page.getByRole('tab', { name: 'Runs and results' }).click();
  await row(page, 'Runs over accounts').filter({ hasText: '被害金はどこへ行ったか' }).click();
  await button(page, 'Fill in again').click();
  await expect(page.locator('#account-asset')).toHaveValue('USDT');
  await expect(page.locator('#stop-dateWindow-to')).toHaveValue('2026-03-03T12:00');
  await expect(page.getByRole('checkbox', { name: 'Go on through exchanges' })).toBeChecked();
  await picture('form');
  await page.locator('.th-stack').last().scrollIntoViewIfNeeded();
  await picture('form-stops', page.getByText('Follow links that were accepted'));
  await go(page, 'Accounts');
  await page.getByRole('tab', { name: 'Runs and results' }).click();
  await row(page, 'Runs over accounts').filter({ hasText: '被害者ごとの行方' }).dblclick();
  const victims = page.getByRole('heading', { name: 'Victims: 4 rows of victims.csv' });
  await expect(victims).toBeVisible();
  await picture('victims', page.getByText('Rows to look at (1)'));
  await go(page, 'Flow');
  await page.getByLabel('Run', { exact: true }).selectOption('account 1');
  await expect(page.locator('.th-graph-canvas canvas').first()).toBeVisible();
  await expect(row(page, 'Traced movements').first()).toBeVisible();
  await row(page, 'Traced movements').nth(3).getByText('token', { exact: true }).click();
  await expect(page.getByText('assigned', { exact: false }).first()).toBeVisible();
  await picture('flow');
  await page.getByLabel('Only this asset').selectOption({ index: 2 });
  await expect(row(page, 'Traced movements')).toHaveCount(1);
  await picture('flow-asset');
  expect(complaints()).toEqual([]);
  expect(served.log()).toBe('');
});
