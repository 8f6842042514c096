// Account chains through the window with the real engine: tables taken in after the engine has asked what they do not say, an address
// looked up, a trace with assumed accounts and its figure, replayed. Pictures of every screen go to test-results/screens.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { browserChooser } from './browserChooser.ts';
import { button, go, PASSPHRASE, row, tick } from './journey.ts';
import { BROWSER, type BrowserWindow, NO_BROWSER, openBrowser, takePictures } from './stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracehold-accounts-'));
let opened: BrowserWindow | undefined;
let page: Page;
let complaints: () => readonly string[];

// EIP-55's own example addresses.
const VICTIM = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
const MULE = '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359';
const NEXT = '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB';
const OTHER = '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb';
const hash = (n: number): string => `0x${n.toString(16).padStart(4, '0').repeat(16)}`;

const HEAD =
  'Txhash,Blockno,UnixTimestamp,DateTime (UTC),From,To,ContractAddress,Value_IN(ETH),Value_OUT(ETH),CurrentValue,TxnFee(ETH),TxnFee(USD),Historical $Price/Eth,Status,ErrCode,Method';
const explorerRow = (n: number, from: string, to: string, value: string, status = ''): string =>
  [
    hash(n),
    17_000_000 + n,
    1_680_000_000 + n * 12,
    '',
    from,
    to,
    '',
    to === MULE ? value : '0',
    to === MULE ? '0' : value,
    '',
    '0.00042',
    '',
    '',
    status,
    '',
    'Transfer',
  ].join(',');
/** As the explorer's page of MULE exports it. Row 5 failed, row 6 cannot be read. */
const EXPLORER = [
  HEAD,
  explorerRow(1, VICTIM, MULE, '5'),
  explorerRow(2, MULE, NEXT, '3'),
  explorerRow(3, OTHER, MULE, '1'),
  explorerRow(4, MULE, OTHER, '2', 'Error(0)'),
  explorerRow(5, MULE, '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed', '1'),
  '',
].join('\n');
/** An exchange's reply that says neither whose ledger it is nor where its clock stood. */
const EXCHANGE =
  '用户ID,时间,类型,币种,数量,手续费,交易哈希,地址,状态,备注\n9001,2024-01-02 03:04:05,提币,USDT,100.5,1,,TXaddr,成功,\n9001,2024-01-02 04:04:05,充币,USDT,7,0,,TYaddr,失败,\n';

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  test.skip(BROWSER === undefined, NO_BROWSER);
  writeFileSync(join(folder, 'mule.csv'), EXPLORER);
  writeFileSync(join(folder, 'exchange.csv'), EXCHANGE);
  opened = await openBrowser(folder);
  ({ page, complaints } = opened);
});
test.afterAll(async () => {
  await opened?.close();
});

const picture = (name: string): Promise<void> => takePictures(page, `accounts-${name}`);

test('tables are taken in after the engine has asked what they do not say', async () => {
  test.setTimeout(120_000);
  const choose = browserChooser(page, [folder]);
  await choose(button(page, 'Choose where'), 'newFolder', `${folder}/mule`);
  const values = {
    title: '投資詐欺',
    reference: 'R8-2001',
    examiner: '黒田',
    agency: 'サイバー犯罪対策課',
    passphrase: PASSPHRASE,
    again: PASSPHRASE,
  };
  for (const [name, value] of Object.entries(values)) await page.locator(`#create-${name}`).fill(value);
  await button(page, 'Create the case').click();
  await expect(page.getByText('Nothing taken in yet', { exact: true })).toBeVisible();
  await go(page, 'Accounts');
  await expect(page.getByText('Nothing of an account chain or ledger is in the case')).toBeVisible();
  await picture('empty');
  await page.locator('.th-empty').getByRole('button', { name: 'Take in data' }).click();
  await button(page, 'Take in data').first().click();
  const dialog = page.getByRole('dialog', { name: 'Take in data' });
  const start = dialog.getByRole('button', { name: 'Take in', exact: true });
  await choose(dialog.getByRole('button', { name: 'Choose files' }), 'openFiles', join(folder, 'mule.csv'));
  await start.click();
  // ETH is the coin of several chains: nothing is guessed.
  await expect(dialog.getByText('mule.csv: which chain is meant?')).toBeVisible();
  await expect(start).toBeDisabled();
  await picture('which-chain');
  await dialog.locator('#intake-chain').selectOption('ethereum');
  await start.click();
  await expect(page.getByText('4 of 5 rows taken in, 1 rejected.')).toBeVisible();
  await expect(page.locator('.th-facts').last()).toContainText('5 read, 4 taken, 1 rejected');
  await expect(page.locator('.th-checks')).toContainText('not an address of this chain');

  await button(page, 'Take in data').first().click();
  await choose(dialog.getByRole('button', { name: 'Choose files' }), 'openFiles', join(folder, 'exchange.csv'));
  await start.click();
  await expect(dialog.getByText('exchange.csv: which chain is meant?')).toBeVisible();
  await dialog.locator('#intake-chain-name').fill('Northgate');
  await start.click();
  await expect(dialog.getByText('exchange.csv: which time zone do its times stand in?')).toBeVisible();
  await dialog.locator('#intake-zone').fill('nine');
  await expect(start).toBeDisabled();
  await dialog.locator('#intake-zone').fill('+08:00');
  await picture('which-zone');
  await start.click();
  await expect(page.getByText('2 of 2 rows taken in, 0 rejected.')).toBeVisible();
  await row(page, 'Sources').first().click();
  await picture('sources');
});

test('an account and a transaction are looked up', async () => {
  await go(page, 'Accounts');
  await expect(page.getByRole('cell', { name: 'Ethereum' })).toBeVisible();
  await expect(page.getByRole('cell', { name: 'northgate' })).toBeVisible();
  await picture('held');
  await page.getByLabel('Look up an account or transaction').fill(MULE.toLowerCase());
  await button(page, 'Look up').click();
  await expect(page.locator('.th-facts')).toContainText(MULE);
  await expect(page.getByText('They are no balances', { exact: false })).toBeVisible();
  // 5 + 1 in, 3 out; the failed 2 count for nothing but their fee.
  const sums = page.locator('.th-numbers tbody tr').first().locator('td');
  await expect(sums).toHaveText(['ETH', '6', '3', '0.00084', /^\d+$/]);
  await picture('account');
  await row(page, 'History').filter({ hasText: '0x000400' }).getByRole('button').first().click();
  await expect(page.locator('.th-facts')).toContainText('failed');
  await expect(page.locator('.th-facts')).toContainText('mule.csv rows 5');
  await picture('transaction');
  // The box of the whole window knows the accounts too.
  await page.keyboard.press('Control+k');
  await page.keyboard.type(NEXT);
  await page.keyboard.press('Enter');
  await expect(page.locator('.th-facts')).toContainText(NEXT);
  await expect(page.getByText('Not found in what this case covers')).toHaveCount(0);
});

test('a trace with assumed accounts gives one figure, replayed alike', async () => {
  test.setTimeout(120_000);
  await go(page, 'Accounts');
  await page.getByLabel('Look up an account or transaction').fill(hash(1));
  await button(page, 'Look up').click();
  await button(page, 'Trace all it moves').click();
  await expect(page.locator('.th-seeds .bp6-tag')).toHaveCount(1);
  const run = button(page, 'Run the trace');
  await expect(run).toBeDisabled();
  const ask = async () => {
    await page.locator('#account-question').fill('被害金の行方');
    await page.locator('#account-primary').selectOption('fifo');
    await page.locator('#account-reason').fill('判例は先入先出法による');
  };
  await ask();
  await run.click();
  // Nobody says that the rows of MULE are all there are: the trace pauses there and says what to fetch.
  const ends = row(page, 'Ends');
  await expect(ends.first()).toBeVisible();
  await expect(ends.filter({ hasText: '0xfB6916' })).toContainText('incomplete ledger');
  await expect(page.getByRole('heading', { name: /To be fetched/ })).toBeVisible();
  await picture('result-incomplete');

  await page.getByRole('tab', { name: 'Runs and results' }).click();
  await row(page, 'Runs over accounts').first().click();
  await picture('runs');
  await button(page, 'Fill in again').click();
  await expect(page.locator('.th-seeds .bp6-tag')).toHaveCount(1);
  await expect(page.locator('#account-question')).toHaveValue('被害金の行方');
  await page.getByLabel('Add accounts assumed complete', { exact: true }).fill(`${MULE} ${NEXT}`);
  await button(page, 'Add accounts assumed complete: Add').click();
  await tick(page.locator('.th-stop', { hasText: 'Mixer' }).getByRole('checkbox'));
  await picture('form');
  await run.click();
  // By hand: 5 came, 3 went on and 0.00042 in fees; another 0.00042 for the payment that failed.
  await expect(ends.filter({ hasText: '0xfB6916' })).toContainText('1.99916');
  await expect(ends.filter({ hasText: '0xdbF03B' })).toContainText('3');
  await expect(page.locator('.th-facts').first()).toContainText('assumption');
  await ends.filter({ hasText: '0xfB6916' }).click();
  await picture('result');
  await page.getByRole('tab', { name: 'Runs and results' }).click();
  await button(page, 'Replay all').click();
  await expect(row(page, 'Runs over accounts').filter({ hasText: 'identical' })).toHaveCount(2);
  await go(page, 'Journal');
  await expect(row(page, 'Journal').filter({ hasText: 'Account trace finished' })).toHaveCount(2);
  expect(complaints()).toEqual([]);
  expect(opened?.served.log()).toBe('');
});
