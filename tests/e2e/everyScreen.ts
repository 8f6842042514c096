// Every screen, tab and dialog of the window over made-up answers: how each is reached. Who walks them decides what is looked at there.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { build } from 'vite';
import { button, go, row } from './journey.ts';
import { ROOT } from './stage.ts';

/** Dialogs, menus, popovers. */
const OVER = '.bp6-overlay-open .bp6-dialog, .bp6-popover';
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

interface Shown {
  readonly name: string;
  readonly open: (page: Page) => Promise<unknown>;
  /** A dialog or menu over the screen: Escape takes it away. */
  readonly over?: true;
}

const tab = (name: string) => (page: Page) => page.getByRole('tab', { name, exact: true }).click();
/** There once the list of tasks shows it as the current one: looked at in between, text and ground are of two states. */
const task = (name: string) => async (page: Page) => {
  await go(page, name);
  await expect(page.locator('.th-rail-current')).toHaveText(name);
};
const press = (name: string | RegExp) => (page: Page) => button(page, name).first().click();
const lookUp = (text: string) => async (page: Page) => {
  await page.keyboard.press('Control+k');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await expect(page.locator('.th-facts').first()).toContainText(text);
};
const stage = (page: Page) => page.getByRole('application', { name: /^Canvas / });

async function openCanvas(page: Page): Promise<void> {
  await go(page, 'Canvas');
  await expect(stage(page)).toBeVisible();
}
/** Chooses the canvas's first thing and gives the stage the keys. */
async function chooseFirst(page: Page): Promise<void> {
  await row(page, 'Things on the canvas').first().click();
  await stage(page).focus();
}
async function findHarbour(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.type('harbour');
  await expect(page.getByRole('option', { name: /Harbour/ }).first()).toBeVisible();
}
const key = (name: string) => async (page: Page) => {
  await chooseFirst(page);
  await page.keyboard.press(name);
};

/** With no case open. */
const BEFORE_A_CASE: readonly Shown[] = [
  { name: 'welcome', open: (page) => expect(page.getByRole('heading', { name: 'Create a case' })).toBeVisible() },
  { name: 'verify', open: task('Verify') },
];

/** With the case of the stand-in. */
const IN_A_CASE: readonly Shown[] = [
  { name: 'case', open: task('Case') },
  { name: 'sources', open: task('Sources') },
  { name: 'source', open: (page) => row(page, 'Sources').first().click() },
  { name: 'take-in', open: press('Take in data'), over: true },
  { name: 'questions', open: tab('Questions') },
  { name: 'watched', open: tab('Watch list and node') },
  { name: 'labels', open: tab('Labels') },
  { name: 'mappings', open: tab('Saved mappings') },
  {
    name: 'document',
    open: async (page) => {
      await page.getByRole('tab', { name: 'Sources', exact: true }).click();
      await row(page, 'Sources').filter({ hasText: 'statement-of-account.pdf' }).click();
      await button(page, 'Open page').click();
      await button(page, 'Find ids in the text').click();
      await expect(page.locator('.th-page-found')).toBeVisible();
      await expect(page.locator('.th-page-picture')).toBeVisible();
    },
  },
  { name: 'explore', open: task('Explore') },
  { name: 'transaction', open: lookUp('f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16') },
  { name: 'address', open: lookUp('12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S') },
  { name: 'canvas', open: openCanvas },
  { name: 'canvas-chosen', open: chooseFirst },
  { name: 'canvas-menu', open: key('Shift+F10'), over: true },
  { name: 'canvas-note', open: key('n'), over: true },
  { name: 'canvas-filter', open: press('Filter'), over: true },
  { name: 'canvas-figure', open: press(/^Figure/), over: true },
  { name: 'canvas-neighbours', open: key('m') },
  { name: 'canvas-paths', open: (page) => page.getByRole('radio', { name: 'Paths' }).click() },
  { name: 'canvas-lines', open: (page) => page.getByRole('radio', { name: /^Lines/ }).click() },
  { name: 'canvas-transfers', open: (page) => page.getByRole('radio', { name: 'Transfers', exact: true }).click() },
  { name: 'trace', open: task('New trace') },
  { name: 'flow', open: task('Flow') },
  { name: 'runs', open: task('Runs') },
  { name: 'accounts', open: task('Accounts') },
  { name: 'leads', open: tab('Leads') },
  { name: 'links', open: tab('Links') },
  { name: 'accounts-trace', open: tab('New trace') },
  { name: 'accounts-runs', open: tab('Runs and results') },
  { name: 'fetch', open: task('Fetch list') },
  { name: 'journal', open: task('Journal') },
  { name: 'requests', open: task('Requests') },
  { name: 'requests-new', open: tab('New request') },
  { name: 'requests-seizure', open: tab('Seizure') },
  { name: 'requests-seizure-new', open: press('Prepare a seizure') },
  { name: 'requests-compare', open: tab('Compare with another unit') },
  { name: 'exposure', open: task('Exposure') },
  { name: 'screening', open: tab('Screening of a list') },
  { name: 'people', open: task('People') },
  { name: 'person', open: (page) => row(page, 'People').first().click() },
  { name: 'person-add', open: press('Add a link') },
  { name: 'people-leads', open: tab('Leads') },
  { name: 'people-map', open: tab('Map') },
  { name: 'transcribe', open: task('Transcribe') },
  { name: 'transcribe-differs', open: (page) => row(page, 'Entries').first().click() },
  { name: 'transcribe-proposal', open: (page) => page.getByLabel('Id, as the exhibit has it').fill('1Boat5LRHtKNngkdXEeobR76b53LETtpyT') },
  { name: 'transcribe-part', open: (page) => page.getByLabel('Id, as the exhibit has it').fill('1Boat…ETtpyT') },
  { name: 'transcribe-page', open: (page) => page.getByLabel('Document', { exact: true }).selectOption('6') },
  { name: 'devices', open: task('Devices') },
  { name: 'devices-misfit', open: (page) => row(page, 'Exhibits').filter({ hasText: 'CY-0417/4-1' }).click() },
  { name: 'devices-scan', open: press('Continue the scan'), over: true },
  { name: 'devices-add', open: press('Add an exhibit') },
  { name: 'devices-traces', open: tab('Traces') },
  { name: 'devices-trace', open: (page) => row(page, 'Traces').filter({ hasText: '12cbQL' }).first().click() },
  { name: 'devices-reveal', open: press('Show bytes around'), over: true },
  { name: 'devices-wallets', open: tab('Wallets') },
  { name: 'devices-messages', open: tab('Messages') },
  { name: 'devices-message', open: (page) => row(page, 'Messages').first().click() },
  { name: 'devices-keys', open: tab('Keys to coins') },
  { name: 'export', open: task('Export') },
  { name: 'keys', open: press('Keys'), over: true },
  { name: 'display', open: press('Display'), over: true },
  { name: 'find', open: findHarbour, over: true },
];

/** Shows each in turn, with what lies over a screen taken away again before the next. */
export async function walkScreens(page: Page, address: string, look: (name: string) => Promise<void>): Promise<void> {
  for (const [start, screens] of [
    ['#empty', BEFORE_A_CASE],
    ['#real', IN_A_CASE],
  ] as const) {
    // Another fragment alone would not load the page anew.
    await page.goto('about:blank');
    await page.goto(address + start);
    for (const { name, open, over } of screens) {
      await open(page);
      if (over === true) await expect(page.locator(OVER).first()).toBeVisible();
      await look(name);
      if (over !== true) continue;
      await expect(async () => {
        await page.keyboard.press('Escape');
        await expect(page.locator(OVER)).toHaveCount(0, { timeout: 1000 });
      }).toPass();
    }
  }
}

/** Serves the window with the stand-in for the engine; answers with its address. */
export async function serveFake(): Promise<{ readonly address: string; readonly stop: () => void }> {
  await build({ configFile: join(ROOT, 'renderer/vite.config.ts'), mode: 'fake', logLevel: 'error' });
  const folder = join(ROOT, 'dist/renderer-fake');
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = join(folder, path === '/' ? 'index.html' : path);
    try {
      const content = readFileSync(file);
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, stop: () => server.close() };
}
