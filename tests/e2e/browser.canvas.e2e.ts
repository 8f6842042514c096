// The canvas screen over made-up answers: keys, rectangle, notes, undo, what is pasted, neighbours, menu, table, areas, and how it moves with
// two thousand things. Pictures go to test-results/screens.
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { type Browser, chromium, expect, type Locator, type Page, test } from '@playwright/test';
import { build } from 'vite';
import { button, go, listenForComplaints, row, tick } from './journey.ts';
import { BROWSER, NO_BROWSER, ROOT, SOFTWARE_GL, takePictures } from './stage.ts';

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const THINGS = 'Things on the canvas';
let server: Server | undefined;
let browser: Browser | undefined;
let page: Page;
let complaints: () => readonly string[];
const stage = (): Locator => page.getByRole('application', { name: /^Canvas / });
const things = (): Locator => row(page, THINGS);
const rowCount = (): Promise<string | null> => page.getByRole('grid', { name: THINGS }).getAttribute('aria-rowcount');
const details = (): Locator => page.getByRole('complementary', { name: 'Details' });

test.describe.configure({ mode: 'serial', timeout: 180_000 });

test.beforeAll(async () => {
  test.skip(BROWSER === undefined, NO_BROWSER);
  test.setTimeout(120_000);
  await build({ configFile: join(ROOT, 'renderer/vite.config.ts'), mode: 'fake', logLevel: 'error' });
  const folder = join(ROOT, 'dist/renderer-fake');
  server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = join(folder, path === '/' ? 'index.html' : path);
    try {
      const content = readFileSync(file);
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  browser = await chromium.launch({ executablePath: BROWSER as string, args: ['--no-sandbox', ...SOFTWARE_GL] });
  page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light', reducedMotion: 'reduce', locale: 'en-GB' });
  complaints = await listenForComplaints(page);
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/#real`);
  await go(page, 'Canvas');
  await expect(stage()).toBeVisible();
});
test.afterAll(async () => {
  await browser?.close();
  server?.close();
});

/** Chooses the thing whose row holds the text, by the table's own keys, and gives the stage the keys. Rows are drawn on demand. */
async function chooseRow(text: string): Promise<void> {
  const grid = page.getByRole('grid', { name: THINGS });
  const selected = grid.locator('[role="row"][aria-selected="true"]');
  // Pressed on the table itself: a menu that closes gives the focus back to the canvas when it is gone, which may be later.
  await grid.press('Home');
  const last = Number(await rowCount());
  for (let index = 2; index <= last; index++) {
    await expect(selected).toHaveAttribute('aria-rowindex', String(index));
    if (((await selected.textContent()) ?? '').includes(text)) break;
    await grid.press('ArrowDown');
  }
  await expect(selected).toContainText(text);
  await stage().focus();
}

test('keys choose, walk and expand; undo takes it back', async () => {
  await expect(things().first()).toBeVisible();
  await takePictures(page, 'canvas');
  await stage().focus();
  await page.keyboard.press('ArrowRight');
  await expect(things().first()).toHaveAttribute('aria-selected', 'true');
  await expect(details().getByRole('heading', { name: 'Transaction' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(details().getByRole('heading', { name: 'Output' })).toBeVisible();
  const before = await rowCount();
  await page.keyboard.press('o');
  await expect.poll(rowCount).not.toBe(before);
  await expect(page.getByText('1 added.')).toBeVisible();
  await expect(button(page, 'Undo: Canvas changed')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect.poll(rowCount).toBe(before);
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(rowCount).not.toBe(before);
  await page.keyboard.press('Control+z');
  await expect.poll(rowCount).toBe(before);
});

test('a rectangle, Ctrl A and Escape choose; sums say what is counted', async () => {
  const box = await stage().boundingBox();
  if (box === null) throw new Error('no stage');
  await page.keyboard.down('Shift');
  await page.mouse.move(box.x + 3, box.y + 3);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 3, box.y + box.height - 3, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  const all = Number(await rowCount()) - 1;
  await expect(details().getByRole('heading', { name: `${all} chosen` })).toBeVisible();
  await expect(details().getByText('The same coins', { exact: false })).toBeVisible();
  await takePictures(page, 'canvas-selection');
  await stage().focus();
  await page.keyboard.press('Escape');
  await expect(details().getByText('Nothing chosen', { exact: true })).toBeVisible();
  await page.keyboard.press('Control+a');
  await expect(details().getByRole('heading', { name: `${all} chosen` })).toBeVisible();
  await page.keyboard.press('Escape');
});

test('dragging moves what is chosen and nothing else, as one change', async () => {
  await chooseRow('40\u202f000 USDT');
  await page.keyboard.press('0');
  const before = await restingPlace();
  await page.mouse.move(before.x, before.y);
  await page.mouse.down();
  await page.mouse.move(before.x + 60, before.y + 40, { steps: 5 });
  await page.mouse.up();
  await expect(button(page, 'Undo: Canvas changed')).toBeVisible();
  await stage().focus();
  const after = await restingPlace();
  expect(Math.hypot(after.x - before.x - 60, after.y - before.y - 40)).toBeLessThanOrEqual(4);
  await page.keyboard.press('Control+z');
  await expect(button(page, 'Undo: Label set by hand')).toBeVisible();
  await stage().focus();
  const back = await restingPlace();
  expect(Math.hypot(back.x - before.x, back.y - before.y)).toBeLessThanOrEqual(4);
});

/** The same once the view has come to rest. Places are those of the frame drawn last: a person sees it, the test has to wait for it. */
async function restingPlace(): ReturnType<typeof menuPlace> {
  const nextFrame = (): Promise<void> =>
    page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))));
  await nextFrame();
  let place = await menuPlace();
  await expect
    .poll(async () => {
      const last = place;
      await nextFrame();
      place = await menuPlace();
      return Math.hypot(place.x - last.x, place.y - last.y);
    })
    .toBe(0);
  return place;
}

/** Where the chosen node stands in the window: the menu that a key opens is fastened there. */
async function menuPlace(): Promise<{ readonly x: number; readonly y: number }> {
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menu', { name: 'What can be done' })).toBeVisible();
  const place = await page.locator('.bp6-context-menu-virtual-target').evaluate((target) => ({
    x: Number.parseFloat((target as HTMLElement).style.left),
    y: Number.parseFloat((target as HTMLElement).style.top),
  }));
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu', { name: 'What can be done' })).toHaveCount(0);
  return place;
}

const tab = (name: string): Promise<void> => page.getByText(name, { exact: true }).click();

test('tables and charts are chosen together with the graph', async () => {
  await chooseRow('40\u202f000 USDT');
  await tab('Transfers');
  const transfers = page.getByRole('grid', { name: 'Transfers behind the canvas' });
  await expect(transfers.locator('[role="row"][aria-selected="true"]')).toHaveCount(1);
  await tab('Chronology');
  const events = page.getByRole('grid', { name: 'Events in order of time' });
  await events.focus();
  await page.keyboard.press('Home');
  // A row chosen here is chosen on the canvas, and narrows nothing.
  await expect(details().getByRole('heading', { name: /chosen$|^Output$/ })).toBeVisible();
  await page.getByRole('combobox', { name: 'Local time' }).selectOption('330');
  await expect(events.getByRole('columnheader', { name: 'Local (UTC+05:30)' })).toBeVisible();
  await tab('Balance');
  await page.getByRole('button', { name: 'More room for the table or chart' }).click();
  const line = page.getByRole('slider', { name: /^Balance over time in BTC/ });
  await expect(page.getByText('⚠ not complete', { exact: false })).toBeVisible();
  await line.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect(line).toHaveAttribute('aria-valuetext', /UTC.*: 2\.1 BTC/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('grid', { name: 'Balance over time as a table' }).locator('[aria-selected="true"]')).toContainText('2.1');
  await tab('Hours');
  await expect(page.getByText('Several shifts fit alike', { exact: false })).toBeVisible();
  await expect(page.getByText('Error rate: not measured', { exact: false })).toBeVisible();
  await page
    .getByRole('table', { name: /^Transactions by weekday/ })
    .getByRole('button')
    .first()
    .focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('button', { name: /^Tuesday 00–01 \(UTC\+05:30\)/ })).toBeFocused();
  await tab('Sankey');
  await page.getByRole('combobox', { name: 'Run' }).selectOption('coins 3');
  const bands = page.getByRole('group', { name: 'Bands of the trace' });
  const spread = bands.getByRole('button', { name: /least 9\.25, most 28 over the policies\) · assumption$/ });
  await spread.focus();
  await page.keyboard.press('Enter');
  await expect(spread).toHaveAttribute('aria-pressed', 'true');
  await tab('Ends');
  await expect(page.getByRole('grid', { name: 'Where the trace ends as a table' })).toContainText('unspent at height 438');
  const held = page.getByRole('region', { name: 'What the case holds of these chains' });
  await expect(held.getByText('Blocks 0–438 (2009-01-03 – 2009-01-10 UTC) held.')).toBeVisible();
  await page.getByRole('button', { name: 'More room for the table or chart' }).click();
  await page.getByText(/^Things /).click();
});

test('tables and charts look as they should @all', async () => {
  await chooseRow('40\u202f000 USDT');
  const pictures = [
    ['Transfers', 'transfers'],
    ['Chronology', 'chronology'],
    ['Balance', 'balance'],
    ['Hours', 'hours'],
    ['Sankey', 'sankey'],
  ] as const;
  for (const [name, picture] of pictures) {
    await tab(name);
    await takePictures(page, `canvas-${picture}`);
    if (name === 'Chronology') await page.getByRole('button', { name: 'More room for the table or chart' }).click();
  }
  await page.getByRole('button', { name: 'More room for the table or chart' }).click();
  await page.getByText(/^Things /).click();
});

test('notes, colours, areas and groups are kept and shown', async () => {
  await chooseRow('newly mined');
  await page.keyboard.press('n');
  await page.getByRole('dialog').locator('#canvas-text').fill('Told by the witness on 3 March');
  await page.keyboard.press('Control+Enter');
  await expect(details().getByRole('button', { name: 'Told by the witness' })).toBeVisible();
  await chooseRow('Told by the witness');
  await stage().focus();
  await page.keyboard.press('p');
  await expect(page.getByRole('region', { name: 'Legend' })).toContainText('pinned');
  await page.keyboard.press('Shift+F10');
  await takePictures(page, 'canvas-menu');
  await page.getByRole('menuitem', { name: 'Colour' }).click();
  await page.getByRole('radio', { name: 'green' }).click();
  await page.getByRole('dialog').locator('#canvas-text').fill('Stolen coins');
  await button(page, 'Save').click();
  await expect(page.getByText('green: Stolen coins')).toBeVisible();
  await stage().focus();
  await page.keyboard.press('a');
  const box = await stage().boundingBox();
  if (box === null) throw new Error('no stage');
  await page.mouse.move(box.x + 40, box.y + box.height - 150);
  await page.mouse.down();
  await page.mouse.move(box.x + 380, box.y + box.height - 30, { steps: 4 });
  await page.mouse.up();
  await page.getByRole('dialog').locator('#canvas-text').fill('Where the mule comes in');
  await page.keyboard.press('Control+Enter');
  await expect(async () => {
    await page.mouse.click(box.x + 200, box.y + box.height - 60);
    await expect(details().getByRole('heading', { name: 'Area' })).toBeVisible({ timeout: 1000 });
  }).toPass();
  const size = details().getByRole('status');
  const drawn = await size.textContent();
  await page.mouse.move(box.x + 380, box.y + box.height - 30);
  await page.mouse.down();
  await page.mouse.move(box.x + 420, box.y + box.height - 20, { steps: 3 });
  await page.mouse.up();
  await expect(size).not.toHaveText(drawn ?? '');
  await stage().focus();
  await page.keyboard.press('Control+z');
  await expect(size).toHaveText(drawn ?? '');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(size).not.toHaveText(drawn ?? '');
  const before = Number(await rowCount());
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('g');
  await page.getByRole('dialog').locator('#canvas-text').fill('Everything');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(stage()).toBeFocused();
  await chooseRow('newly mined');
  await expect(details().getByText('Everything', { exact: true })).toBeVisible();
  await takePictures(page, 'canvas-group');
  await details().getByRole('button', { name: 'Close the group' }).click();
  await expect.poll(async () => Number(await rowCount())).toBeLessThan(before);
  await stage().focus();
  await page.keyboard.press('Control+z');
  await expect.poll(async () => Number(await rowCount())).toBe(before);
  await expect(details().getByText('Everything', { exact: true })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(details().getByText('Everything', { exact: true })).toHaveCount(0);
  await expect.poll(async () => Number(await rowCount())).toBe(before);
});

test('what is entered by hand needs an exhibit or is a hypothesis, and counts nowhere', async () => {
  await chooseRow('newly mined');
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Enter something by hand' }).click();
  const dialog = page.getByRole('dialog', { name: 'Enter by hand' });
  await dialog.locator('#event-title').fill('Cash for a hardware wallet');
  await dialog.locator('#event-time').fill('2024-02-31 15:00');
  await expect(dialog.getByText('Write 2024-03-01', { exact: false })).toBeVisible();
  await dialog.locator('#event-time').fill('2024-03-03 15:00');
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled();
  await tick(dialog.getByRole('checkbox', { name: 'Hypothesis', exact: false }));
  await expect(dialog.getByText('counts in no amount', { exact: false })).toBeVisible();
  await takePictures(page, 'canvas-event');
  await dialog.getByRole('button', { name: 'Save' }).click();
  // It is chosen once it is there, and the table shows what is chosen.
  await expect(things().filter({ hasText: 'Cash for a hardware wallet' })).toHaveAttribute('aria-selected', 'true');
  const before = Number(await rowCount());
  await stage().focus();
  await page.keyboard.press('f');
  await expect.poll(async () => Number(await rowCount())).toBeLessThan(before);
  await expect(details().getByText('Nothing chosen', { exact: true })).toBeVisible();
  await page.keyboard.press('f');
  await expect.poll(async () => Number(await rowCount())).toBe(before);
});

test('what is pasted is named for every chain; a secret is never shown', async () => {
  const paste = (text: string) =>
    stage().evaluate((target, value) => {
      const data = new DataTransfer();
      data.setData('text/plain', value);
      target.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }, text);
  const found = page.getByRole('region', { name: 'What was found' });
  await paste('0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed\nnot an id');
  await expect(found.getByText('Address · Ethereum')).toBeVisible();
  await expect(found.getByText('Address · Polygon')).toBeVisible();
  await expect(found.getByText('not in the case')).toHaveCount(2);
  await expect(found.getByRole('button', { name: /fetch list/ }).first()).toBeVisible();
  await takePictures(page, 'canvas-paste');
  await page.locator('#canvas-find').focus();
  await page.keyboard.press('Escape');
  await paste('abandonabandonabandonabout');
  await expect(found.getByText('seed phrase or a private key', { exact: false })).toBeVisible();
  expect(await page.locator('body').innerText()).not.toContain('abandon');
  await page.locator('#canvas-find').focus();
  await page.keyboard.press('Escape');
  await stage().focus();
  await page.keyboard.press('/');
  await page.keyboard.type('harbour');
  await expect(found.getByRole('button', { name: /Harbour Exchange 14/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(details().getByRole('heading', { name: 'Address' })).toBeVisible();
});

test('something with many neighbours opens its list; ticked rows are put on the canvas', async () => {
  await chooseRow('Harbour Exchange');
  const before = Number(await rowCount());
  await page.keyboard.press('e');
  await expect(details().getByRole('row', { name: /^Neighbours 181/ })).toBeVisible();
  expect(Number(await rowCount())).toBe(before);
  await expect(details().getByText('Not all of it is in this case', { exact: false })).toBeVisible();
  await expect(details().getByText('Not listed yet: 81', { exact: false })).toBeVisible();
  await details().getByRole('button', { name: '81 more' }).click();
  await expect(details().getByText('Not listed yet', { exact: false })).toHaveCount(0);
  await tick(row(page, 'Neighbours').nth(2).getByRole('checkbox'));
  await takePictures(page, 'canvas-neighbours');
  await details().getByRole('button', { name: 'Add 1 ticked' }).click();
  await expect.poll(async () => Number(await rowCount())).toBe(before + 1);
  await details().getByRole('button', { name: 'Add top 10' }).click();
  await expect.poll(async () => Number(await rowCount())).toBe(before + 11);
});

test('levels, time axis and paths', async () => {
  await stage().focus();
  await page.keyboard.press('t');
  await expect(page.getByText('inference').first()).toBeVisible();
  await page.keyboard.press('0');
  await takePictures(page, 'canvas-relations');
  await page.keyboard.press('t');
  await button(page, /^Arrange/).click();
  await page.getByText('true to scale').click();
  await expect(button(page, /^Arrange/)).toHaveText('Time');
  await takePictures(page, 'canvas-time');
  await button(page, /^Arrange/).click();
  await page.getByText('left to right by hop').click();
  await chooseRow('newly mined');
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Paths: take as A' }).click();
  await expect(page.getByRole('menu')).toHaveCount(0);
  await chooseRow('0x2eef2');
  await details().getByRole('button', { name: 'Take as B' }).click();
  await details().getByRole('button', { name: 'Search paths' }).click();
  await expect(details().getByText('No path within 12 hops')).toBeVisible();
  await expect(details().getByText('blocks 0–438', { exact: false })).toBeVisible();
  await takePictures(page, 'canvas-paths');
  await chooseRow('38.4006');
  await details().getByRole('button', { name: 'Take as B' }).click();
  await details().getByRole('button', { name: 'Search paths' }).click();
  await expect(details().getByRole('heading', { name: 'Path 1' })).toBeVisible();
});

test('two thousand things and four thousand lines stay fluent', async () => {
  await page.getByRole('button', { name: /^Canvas: / }).click();
  await page.getByText('Large', { exact: true }).click();
  await expect(page.getByRole('application', { name: /^Canvas Large/ })).toBeVisible();
  await expect.poll(rowCount).toBe('2001');
  await takePictures(page, 'canvas-large');
  await page.getByRole('application').focus();
  await page.keyboard.press('Control+a');
  await expect(details().getByRole('heading', { name: /^2.000 chosen/ })).toBeVisible();
  expect(complaints()).toEqual([]);
});

test('exposure: an address in and out with its rules and what is not known, and a list that is screened', async () => {
  await go(page, 'Exposure');
  await page.getByLabel('Address, or the name of a labelled party').fill('TJRabPrwbZy45sbavfcjinPJC18kjpRTv8');
  await button(page, 'Work out exposure').click();
  await expect(page.getByText('Meets rule “Direct dealings with a listed party”', { exact: false })).toBeVisible();
  await expect(page.getByText('on the list when it was paid', { exact: false }).first()).toBeVisible();
  await expect(page.getByText('paid out, and the case does not show how it came in', { exact: false }).first()).toBeVisible();
  await takePictures(page, 'exposure-one');
  await page.getByRole('tab', { name: 'Screening of a list' }).click();
  await page.getByLabel('Addresses, one a line').fill('TJRabPrwbZy45sbavfcjinPJC18kjpRTv8\nno-address');
  await button(page, 'Screen the list').click();
  await expect(page.getByText('Screening 1: 3 addresses', { exact: false })).toBeVisible();
  const rows = page.getByRole('grid', { name: 'List' });
  await rows.focus();
  await page.keyboard.press('Home');
  await expect(page.getByText('Total went out', { exact: false })).toBeVisible();
  await takePictures(page, 'exposure-list');
});

test('findings: a rule is tried and run, a finding accepted with a reason, near misses shown apart', async () => {
  await go(page, 'Findings');
  await expect(page.getByRole('heading', { name: 'Findings', exact: false }).first()).toBeVisible();
  await button(page, 'Parameters: Fan-in').click();
  const payers = page.getByLabel('Payers, at least');
  await payers.fill('8');
  await payers.press('Tab');
  await button(page, 'Count: Fan-in').click();
  await expect(page.getByText('1 finding, 1 near miss', { exact: true })).toBeVisible();
  await button(page, 'Run the self-test').click();
  await expect(page.getByText('planted 5, found 5, missed 0', { exact: false }).first()).toBeVisible();
  await takePictures(page, 'findings-run');
  await button(page, 'Look over the case').click();
  const rows = page.getByRole('grid', { name: 'Findings' });
  await expect(rows.getByText('Fan-in')).toBeVisible();
  await rows.focus();
  await page.keyboard.press('Home');
  await expect(page.getByText('a merchant with many customers', { exact: false })).toBeVisible();
  await takePictures(page, 'findings-list');
  await page.getByLabel('Reason', { exact: true }).fill('The payers are the complainants.');
  await page.getByRole('button', { name: 'Accept', exact: true }).click();
  await expect(page.getByText('✓ accepted', { exact: false })).toBeVisible();
  await page.getByText('Near misses', { exact: true }).first().click();
  await expect(page.getByText('It is no finding.', { exact: false })).toBeVisible();
  await page.getByText('Findings', { exact: true }).last().click();
  expect(complaints()).toEqual([]);
});

// Last: the browser complains of the lost context in its own words, which are not ours.
test('without a graph the canvas stands as a still picture beside the table, and comes back', async () => {
  await go(page, 'Canvas');
  await expect(page.getByRole('application')).toBeVisible();
  const still = page.getByRole('region', { name: 'This computer does not draw the graph now' });
  const gl = await page
    .locator('canvas.sigma-nodes')
    .evaluateHandle((canvas) => (canvas as HTMLCanvasElement).getContext('webgl2')?.getExtension('WEBGL_lose_context'));
  await gl.evaluate((extension) => extension?.loseContext());
  const picture = still.getByRole('img', { name: /as a still picture/ });
  await expect.poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
  await things().nth(2).click();
  await expect(things().nth(2)).toHaveAttribute('aria-selected', 'true');
  await still.getByText('Chosen and beside it').click();
  await expect(picture).toBeVisible();
  await takePictures(page, 'canvas-still');
  await gl.evaluate((extension) => extension?.restoreContext());
  await expect(still).toHaveCount(0);
  await expect(things().nth(2)).toHaveAttribute('aria-selected', 'true');
});
