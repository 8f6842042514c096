// A bank's table that no built-in form knows, through the mapping wizard with the real engine: columns assigned, rows judged at once, the
// mapping saved, offered for the next month's table, and the rejected rows written out. Pictures go to test-results/screens.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { browserChooser } from './browserChooser.ts';
import { button, go, PASSPHRASE, row } from './journey.ts';
import { BROWSER, type BrowserWindow, NO_BROWSER, openBrowser, takePictures } from './stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracehold-tables-'));
let opened: BrowserWindow | undefined;
let page: Page;
let complaints: () => readonly string[];
const picture = (name: string): Promise<void> => takePictures(page, `tables-${name}`);

/** Preamble, a header of its own words, a marker column, a reversal's minus, a row that is none, and a line that counts. */
const statement = (month: string, broken: string): string =>
  [
    'Harbour Bank Ltd,Statement of account 4455-22',
    `Printed 2026-${month}-28`,
    '',
    'Buchung,Beleg,Wer,Konto,Kennung,Wert,Stand',
    `2026-${month}-01 09:15,R1,Alice Ltd,88-1,H,"1,500.00","2,500.00"`,
    `2026-${month}-02 10:00,R2,"=HYPERLINK(""http://x"")",99-2,S,700.00,"1,800.00"`,
    `2026-${month}-03 11:30,R3,Crypto Desk,77-3,S,${broken},"1,800.00"`,
    `2026-${month}-04 12:00,R4,Crypto Desk,77-3,S,800.00,"1,000.00"`,
    'Total: 4 records',
    '',
  ].join('\n');

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  test.skip(BROWSER === undefined, NO_BROWSER);
  writeFileSync(join(folder, 'march.csv'), statement('03', '"12,34,5"'));
  writeFileSync(join(folder, 'april.csv'), statement('04', '0.50'));
  opened = await openBrowser(folder);
  ({ page, complaints } = opened);
});
test.afterAll(async () => {
  await opened?.close();
});

test('columns of an unknown table are assigned and every row says what becomes of it', async () => {
  test.setTimeout(120_000);
  const choose = browserChooser(page, [folder]);
  await choose(button(page, 'Choose where'), 'newFolder', `${folder}/bank`);
  const values = { title: 'Harbour', reference: 'R8-3001', examiner: '黒田', agency: '課', passphrase: PASSPHRASE, again: PASSPHRASE };
  for (const [name, value] of Object.entries(values)) await page.locator(`#create-${name}`).fill(value);
  await button(page, 'Create the case').click();
  await button(page, 'Take in data').first().click();
  const dialog = page.getByRole('dialog', { name: 'Take in data' });
  await choose(dialog.getByRole('button', { name: 'Choose files' }), 'openFiles', join(folder, 'march.csv'));
  // Nothing known reads it: it is shown instead of refused.
  await dialog.getByRole('button', { name: 'Take in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Read march.csv as a table' })).toBeVisible();
  const take = button(page, 'Take in');
  await expect(take).toBeDisabled();
  await expect(page.getByText('Before rows can be read, say:')).toBeVisible();
  await picture('unknown');

  const role = (column: string) => page.getByLabel(`What column ${column} means`);
  for (const [column, meaning] of [
    ['Buchung', 'date and time'],
    ['Beleg', 'id of the row'],
    ['Wer', "other side's name"],
    ['Konto', "other side's account"],
    ['Kennung', 'marker: in or out'],
    ['Wert', 'amount'],
    ['Stand', 'balance after'],
  ] as const)
    await role(column).selectOption({ label: meaning });
  await expect(page.getByText('0 of 4 rows would be taken in.')).toBeVisible();
  // What is missing stands at the rows themselves.
  await expect(page.locator('.th-judged')).toContainText('its time names no zone');
  await page.locator('#mapping-zone').fill('+01:00');
  await page.locator('#mapping-asset').fill('EUR');
  await page.locator('#mapping-account').fill('4455-22');
  await page.locator('#mapping-in').fill('H');
  await page.locator('#mapping-out').fill('S');
  await expect(page.getByText('3 of 4 rows would be taken in.')).toBeVisible();
  const lines = page.locator('.th-mapping-rows tbody tr');
  await expect(lines.filter({ hasText: 'R1' })).toContainText(/2026-03-01 08:15:00 UTC · 1.500\.00 EUR from 88-1 to 4455-22/);
  await expect(lines.filter({ hasText: 'R2' })).toContainText('700.00 EUR from 4455-22 to 99-2');
  await expect(lines.filter({ hasText: 'R3' })).toContainText('thousands do not stand in threes');
  await expect(lines.filter({ hasText: 'Total: 4' })).toContainText('behind the table');
  await expect(take).toBeDisabled();
  await page.locator('#mapping-ledger').fill('Harbour Bank');
  await page.locator('#mapping-title').fill('Harbour Bank statement');
  await page.locator('#mapping-id').fill('harbour.bank');
  await expect(take).toBeEnabled();
  await picture('mapped');
  await button(page, 'Save the mapping').click();
  await expect(page.getByText('Mapping harbour.bank saved, version 1.')).toBeVisible();
  await take.click();
  await expect(page.getByText('3 of 4 rows taken in, 1 rejected.')).toBeVisible();
  await expect(page.locator('.th-facts').last()).toContainText('4 read, 3 taken, 1 rejected');
  await expect(row(page, 'Sources').first()).toContainText('harbour bank');
  await choose(button(page, 'Save as CSV'), 'saveFolder', join(folder, 'out'));
  await expect(page.getByText('rejected-rows-1.csv written: 1 row.')).toBeVisible();
  expect(readFileSync(join(folder, 'out', 'rejected-rows-1.csv'), 'utf8')).toContain('march.csv,7,grouping,"Wert: 12,34,5"');
});

test('the next table of the kind is offered the saved mapping, and the journal says which one read it', async () => {
  test.setTimeout(60_000);
  const choose = browserChooser(page, [folder]);
  await button(page, 'Take in data').first().click();
  const dialog = page.getByRole('dialog', { name: 'Take in data' });
  await choose(dialog.getByRole('button', { name: 'Choose files' }), 'openFiles', join(folder, 'april.csv'));
  await dialog.getByRole('button', { name: 'Take in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Read april.csv as a table' })).toBeVisible();
  await expect(page.locator('#mapping-id')).toHaveValue('harbour.bank');
  await page.locator('#mapping-account').fill('4455-22');
  await page.locator('#mapping-ledger').fill('Harbour Bank');
  await expect(page.getByText('4 of 4 rows would be taken in.')).toBeVisible();
  // 1,800 − 0.50 is not what the table says.
  await expect(page.locator('.th-judged')).toContainText('the balance should be');
  await button(page, 'Take in').click();
  await expect(page.getByText('4 of 4 rows taken in, 0 rejected.')).toBeVisible();
  await page.getByRole('tab', { name: 'Saved mappings' }).click();
  await expect(page.getByRole('table', { name: 'Saved mappings' })).toContainText('Harbour Bank statement');
  await picture('saved');
  await go(page, 'Journal');
  await row(page, 'Journal').filter({ hasText: 'Taking in started' }).first().click();
  await expect(page.locator('#main')).toContainText('harbour.bank');
});

test('a token of which nothing says the decimals is taken in with those that the examiner states', async () => {
  test.setTimeout(60_000);
  const token = `0x${'11'.repeat(20)}`;
  const cells = [`0x${'a1'.repeat(32)}`, '19000000', '1705000000', '2024-01-11 19:06:40', `0x${'22'.repeat(20)}`, `0x${'33'.repeat(20)}`];
  const header =
    '"Transaction Hash","Blockno","UnixTimestamp","DateTime (UTC)","From","To","TokenValue","ContractAddress","TokenName","TokenSymbol"';
  writeFileSync(join(folder, 'token.csv'), `${header}\n${[...cells, '12.5', token, 'Odd', 'ODD'].map((cell) => `"${cell}"`).join(',')}\n`);
  await go(page, 'Sources');
  await page.getByRole('tab', { name: 'Sources', exact: true }).click();
  await button(page, 'Take in data').first().click();
  const dialog = page.getByRole('dialog', { name: 'Take in data' });
  await browserChooser(page, [folder])(dialog.getByRole('button', { name: 'Choose files' }), 'openFiles', join(folder, 'token.csv'));
  await dialog.locator('#intake-chain').selectOption('named');
  await dialog.locator('#intake-chain-name').fill('ethereum');
  const take = dialog.getByRole('button', { name: 'Take in', exact: true });
  await take.click();
  await expect(dialog.getByText('how many decimals do its tokens have?')).toBeVisible();
  await picture('decimals');
  await dialog.locator('#intake-decimals').fill(`${token}=78`);
  await expect(take).toBeDisabled();
  await dialog.locator('#intake-decimals').fill(`${token}=6`);
  await take.click();
  await expect(page.getByText('1 of 1 row taken in, 0 rejected.')).toBeVisible();
  await expect(page.locator('#main')).toContainText(`assumption (grade M): 1: ${token}=6`);
  // Of a table with other rows only those of the token are rejected; beside them stands the way to the form.
  const other = `0x${'44'.repeat(20)}`;
  const lines = [
    [`0x${'a2'.repeat(32)}`, ...cells.slice(1), '1', other, 'Odder', 'ODDER'],
    [`0x${'a3'.repeat(32)}`, ...cells.slice(1), '5', '0xdAC17F958D2ee523a2206206994597C13D831ec7', 'Tether USD', 'USDT'],
  ];
  writeFileSync(join(folder, 'partly.csv'), `${header}\n${lines.map((line) => line.map((cell) => `"${cell}"`).join(',')).join('\n')}\n`);
  await button(page, 'Take in data').first().click();
  await browserChooser(page, [folder])(dialog.getByRole('button', { name: 'Choose files' }), 'openFiles', join(folder, 'partly.csv'));
  await dialog.locator('#intake-chain').selectOption('named');
  await dialog.locator('#intake-chain-name').fill('ethereum');
  await take.click();
  await expect(page.getByText('1 of 2 rows taken in, 1 rejected.')).toBeVisible();
  await row(page, 'Sources').filter({ hasText: 'partly.csv' }).first().click();
  await expect(page.locator('#main')).toContainText('Tokens whose decimals nothing states: 1.');
  await picture('decimals-lacking');
  await button(page, 'State their decimals').click();
  await expect(dialog.locator('#intake-decimals')).toHaveValue(`${other}=`);
  await picture('decimals-stated');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(complaints()).toEqual([]);
  expect(opened?.served.log()).toBe('');
});
