// What a page taken over by an attacker could do in the browser shell: nothing. Runs in the system's Chromium with
// the flags that the program itself opens it with; skipped with a notice where there is none.
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, expect, type Page, test } from '@playwright/test';
import { findBrowser, offlineFlags } from '../../main/hosts/loopback/browser.ts';
import type { Connection } from '../../renderer/session/connect.ts';
import {
  askStun,
  fetchStatuses,
  leaveTo,
  NOTHING_RAN,
  NOTHING_REACHED,
  permissionStates,
  postForm,
  reachOut,
  runText,
  TRAVERSALS,
} from './attacks.ts';
import { tcpListener, udpListener } from './listeners.ts';
import { engineBelow, type Served, serveStage, SOFTWARE_GL } from './stage.ts';

declare global {
  interface Window {
    readonly connection: Connection;
  }
}

const executablePath = process.env.TRACEHOLD_CHROMIUM ?? findBrowser();
const folder = mkdtempSync(join(tmpdir(), 'tracehold-browser-test-'));
let served: Served;
let context: BrowserContext;
let page: Page;

test.beforeAll(async () => {
  test.skip(executablePath === undefined, 'no Chromium-family browser on this machine');
  mkdirSync(join(folder, 'root/exhibits'), { recursive: true });
  writeFileSync(join(folder, 'root/exhibits/blk00000.dat'), 'x');
  symlinkSync('/etc', join(folder, 'root/out'));
  served = await serveStage(['--root', join(folder, 'root')], join(folder, 'profile'));
  context = await chromium.launchPersistentContext(join(folder, 'user'), {
    executablePath: executablePath as string,
    args: ['--no-sandbox', ...offlineFlags(Number(new URL(served.address).port)), ...SOFTWARE_GL],
  });
  page = context.pages()[0] ?? (await context.newPage());
  await page.goto(served.address);
  await page.waitForFunction(() => document.querySelector('#state')?.textContent === 'ready');
});
test.afterAll(async () => {
  await context?.close();
  await served?.stop();
});

test('the page reaches the engine, and the one-time address is gone from the window', async () => {
  expect(await page.evaluate(() => window.connection.client.call('app.info', {}))).toMatchObject({ caseOpen: false });
  expect(await page.evaluate(() => window.connection.shell)).toBe('browser');
  expect(page.url()).not.toContain('enter');
  expect(await page.evaluate(() => document.cookie)).toBe('');
});

test('the page reaches neither files nor the network, and nothing arrives', async () => {
  const listener = await tcpListener();
  expect(await page.evaluate(reachOut, listener.host)).toEqual(NOTHING_REACHED);
  await page.evaluate(postForm, listener.host);
  await page.waitForTimeout(500);
  listener.close();
  expect(listener.arrived()).toBe(0);
});

test('WebRTC sends nothing', async () => {
  const stun = await udpListener();
  await page.evaluate(askStun, stun.port);
  await page.waitForTimeout(1500);
  stun.close();
  expect(stun.arrived()).toBe(0);
});

test('eval, inline script and script from text are refused', async () => {
  expect(await page.evaluate(runText)).toEqual(NOTHING_RAN);
});

test('device permissions are not given', async () => {
  const states = await page.evaluate(permissionStates);
  expect(Object.values(states)).not.toContain('granted');
});

test('the server serves nothing outside its folder', async () => {
  expect(await page.evaluate(fetchStatuses, TRAVERSALS)).toEqual(TRAVERSALS.map(() => 404));
  expect(await page.evaluate(fetchStatuses, ['/page.js'])).toEqual([200]);
});

test('the chooser gives grants under the root and nothing else', async () => {
  const seen = await page.evaluate(async () => {
    const { chooser } = window.connection;
    chooser.useDialog(async (listing, { purpose }) => {
      const roots = await listing.list(null);
      const root = await listing.list(roots.entries[0]?.location ?? '');
      const exhibits = root.entries.find((entry) => entry.name === 'exhibits');
      const inside = await listing.list(exhibits?.location ?? '');
      const granted = await listing.grant(inside.entries[0]?.location ?? '', purpose);
      return [granted, { grant: root.entries.map((entry) => entry.name).join(), name: 'names' }];
    });
    return chooser.choose('openFiles');
  });
  expect(seen).toEqual([
    { grant: expect.stringMatching(/^grant-[0-9a-f]{32}$/), name: 'blk00000.dat' },
    { grant: 'exhibits', name: 'names' },
  ]);
});

test('a foreign page cannot read ours, frame it or use its socket', async () => {
  const origin = new URL(page.url()).origin;
  const foreign = await tcpListener();
  // A second browser without our flags, as a person's own would be, holding our cookie.
  const second = await chromium.launch({ executablePath: executablePath as string, args: ['--no-sandbox'] });
  const open = await second.newContext();
  await open.addCookies(await context.cookies());
  const other = await open.newPage();
  await other.goto(`http://${foreign.host}/`);
  const tried = await other.evaluate(async (target) => {
    const outcome = (promise: Promise<unknown>): Promise<string> =>
      promise.then(
        () => 'reached',
        () => 'refused',
      );
    return {
      read: await outcome(fetch(`${target}/index.html`, { credentials: 'include' })),
      blind: await outcome(fetch(`${target}/index.html`, { credentials: 'include', mode: 'no-cors' })),
      socket: await outcome(
        new Promise((resolve, reject) =>
          Object.assign(new WebSocket(`${target.replace('http', 'ws')}/engine`), { onopen: resolve, onerror: reject }),
        ),
      ),
    };
  }, origin);
  await second.close();
  foreign.close();
  expect(tried).toEqual({ read: 'refused', blind: 'refused', socket: 'refused' });
});

test('a killed engine comes back once, then the page is told that it stays away', async () => {
  await page.goto(`${new URL(page.url()).origin}/`);
  await page.waitForFunction(() => document.querySelector('#state')?.textContent === 'ready');
  process.kill(engineBelow(served.pid), 'SIGKILL');
  await page.waitForFunction(() => document.querySelector('#state')?.textContent === 'connecting');
  await page.waitForFunction(() => document.querySelector('#state')?.textContent === 'ready');
  expect(await page.evaluate(() => window.connection.client.call('app.info', {}))).toMatchObject({ caseOpen: false });
  process.kill(engineBelow(served.pid), 'SIGKILL');
  await page.waitForFunction(() => document.querySelector('#state')?.textContent === 'stopped');
  expect(
    await page.evaluate(() =>
      window.connection.client.call('app.info', {}).then(
        () => 'answered',
        (fault) => fault.code,
      ),
    ),
  ).toBe('engine.unreachable');
});

test('a window that is led away arrives nowhere', async () => {
  const listener = await tcpListener();
  await page.evaluate(leaveTo, `http://${listener.host}/`).catch(() => undefined);
  await page.waitForTimeout(1000);
  listener.close();
  expect(listener.arrived()).toBe(0);
});
