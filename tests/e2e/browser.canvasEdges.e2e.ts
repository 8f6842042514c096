// Lines, runs and areas of a canvas with the real engine: what stands behind a sum, between two things, a run put on a canvas, and an area
// that is moved and made larger by mouse and keys. Each is taken back in one step. Pictures go to test-results/screens.
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import { browserChooser } from './browserChooser.ts';
import { button, go, row } from './journey.ts';
import { BROWSER, type BrowserWindow, NO_BROWSER, openBrowser, takePictures } from './stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracehold-edges-'));
let opened: BrowserWindow | undefined;
const THINGS = 'Things on the canvas';
const LINES = 'Lines on the canvas';

test.beforeAll(async () => {
  test.skip(BROWSER === undefined, NO_BROWSER);
  opened = await openBrowser(folder);
});
test.afterAll(async () => {
  await opened?.close();
});

test('transactions behind a line, a run on a canvas, and an area drawn about @all', async () => {
  test.setTimeout(240_000);
  const { page, complaints } = opened as BrowserWindow;
  const choose = browserChooser(page, [folder]);
  const stage = (): Locator => page.getByRole('application', { name: /^Canvas / });
  const details = (): Locator => page.getByRole('complementary', { name: 'Details' });
  const things = (): Locator => row(page, THINGS);
  const rowCount = async (name: string): Promise<number> =>
    Number(await page.getByRole('grid', { name }).getAttribute('aria-rowcount')) - 1;
  const table = (name: RegExp): Promise<void> => page.locator('.th-canvas-tables').getByText(name).first().click();
  const undoWith = async (): Promise<void> => {
    await stage().focus();
    await page.keyboard.press('Control+z');
  };
  const made = join(folder, 'exercise');
  await choose(button(page, 'Make case one'), 'newFolder', made);
  await expect(page.getByRole('note')).toContainText('PRACTICE MATERIAL', { timeout: 120_000 });
  const { theft } = JSON.parse(readFileSync(join(made, 'truth.json'), 'utf8')) as { readonly theft: { readonly txid: string } };

  await go(page, 'Canvas');
  await button(page, 'Create a canvas').click();
  await page.locator('#canvas-find').fill(theft.txid);
  await page.getByRole('region', { name: 'What was found' }).getByRole('button', { name: 'Put on the canvas' }).first().click();
  await expect(things()).toHaveCount(1);
  await stage().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('e');
  await expect.poll(() => rowCount(THINGS)).toBeGreaterThan(3);
  const before = await rowCount(THINGS);

  // As sums between addresses: what stands behind the largest of those that the victims' transaction made.
  await stage().focus();
  await page.keyboard.press('t');
  await table(/^Lines/);
  await expect.poll(() => rowCount(LINES)).toBeGreaterThan(0);
  await row(page, LINES).first().click();
  const behind = details().getByRole('region', { name: 'Transactions behind it' });
  await expect(behind).toContainText('All of them are on the canvas.');
  await behind.getByRole('button', { name: 'Show them' }).click();
  await table(/^Things/);
  await expect.poll(() => rowCount(THINGS)).toBeGreaterThanOrEqual(before);
  await takePictures(page, 'edges-shown');
  await undoWith();
  await table(/^Lines/);
  await expect(row(page, LINES).first()).toContainText('Sum');

  // Two hops on in sums: their transactions are not on the canvas yet.
  await stage().focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('o');
  await expect.poll(() => rowCount(LINES)).toBeGreaterThan(9);
  const lines = await rowCount(LINES);
  await row(page, LINES).filter({ hasText: '1.5011118' }).click();
  await expect(details().getByRole('button', { name: 'Show 1' })).toBeVisible();
  await takePictures(page, 'edges-behind');
  await stage().focus();
  await page.keyboard.press('b');
  await table(/^Things/);
  await expect(page.getByText(/Transactions or movements shown/).first()).toBeVisible();
  await takePictures(page, 'edges-drawn');
  await undoWith();
  await table(/^Lines/);
  await expect.poll(() => rowCount(LINES)).toBe(lines);

  // A run on a new canvas, in one step.
  await table(/^Things/);
  await stage().focus();
  await page.keyboard.press('t');
  await things().filter({ hasText: 'Output' }).filter({ hasText: '39.05781198' }).click();
  await stage().focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'New trace from here' }).click();
  await page.locator('#trace-primary').selectOption('fifo');
  await page.locator('#trace-question').fill('Where did it go?');
  await page.locator('#trace-reason').fill('First in, first out is the convention here');
  await button(page, 'Run the trace').click();
  await expect(page.locator('.th-flow-question')).toContainText('Where did it go?', { timeout: 30_000 });
  await button(page, 'On a canvas…').click();
  await expect(page.getByRole('dialog')).toContainText('A new canvas');
  await takePictures(page, 'edges-run-asks');
  await button(page, 'Put it there').click();
  await expect(page.getByRole('application', { name: 'Canvas Run 1' })).toBeVisible();
  await expect.poll(() => rowCount(THINGS)).toBeGreaterThan(20);
  await takePictures(page, 'edges-run');

  // An area: drawn, moved with what lies in it, made larger by its corner and by keys.
  await stage().focus();
  await page.keyboard.press('a');
  const box = (await stage().boundingBox()) as { x: number; y: number; width: number; height: number };
  const at = (x: number, y: number): readonly [number, number] => [box.x + box.width * x, box.y + box.height * y];
  const drag = async (from: readonly [number, number], to: readonly [number, number]): Promise<void> => {
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2);
    await page.mouse.move(...to);
    await page.mouse.up();
  };
  await drag(at(0.3, 0.3), at(0.6, 0.7));
  await page.getByRole('dialog').locator('#canvas-text').fill('First days');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const area = details().getByRole('region', { name: 'Area' });
  await expect(async () => {
    await page.mouse.click(...at(0.32, 0.66));
    await expect(area).toContainText('First days', { timeout: 1000 });
  }).toPass();
  const size = async (): Promise<number[]> => ((await area.getByText(/ × /).textContent()) ?? '').match(/-?\d+/g)?.map(Number) ?? [];
  const [width = 0, height = 0, x = 0, y = 0] = await size();
  await takePictures(page, 'edges-area');
  await drag(at(0.6, 0.7), at(0.7, 0.8));
  await expect.poll(async () => (await size())[0]).toBeGreaterThan(width);
  const [wide = 0, tall = 0, ...still] = await size();
  expect([tall > height, ...still]).toEqual([true, x, y]);
  await drag(at(0.31, 0.66), at(0.36, 0.66));
  await expect.poll(async () => (await size())[2]).toBeGreaterThan(x);
  expect((await size()).slice(0, 2)).toEqual([wide, tall]);
  await undoWith();
  await expect.poll(size).toEqual([wide, tall, x, y]);
  await page.keyboard.press('Control+Shift+ArrowRight');
  await expect.poll(size).toEqual([wide + 20, tall, x, y]);
  await page.keyboard.press('Shift+ArrowUp');
  await expect.poll(size).toEqual([wide + 20, tall, x, y - 20]);
  await expect(details().getByRole('status').filter({ hasText: ' × ' })).toHaveCount(1);
  await takePictures(page, 'edges-area-done');
  expect(complaints()).toEqual([]);
});
