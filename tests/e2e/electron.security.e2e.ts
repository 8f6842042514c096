// What a page taken over by an attacker could do in the Electron application: nothing. Runs in a real Electron (an
// older one, see SECURITY.md), with the engine in a forked Node; skipped with a notice where no runtime is at hand.
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ElectronApplication, expect, type Page, test } from '@playwright/test';
import type { Connection } from '../../renderer/session/connect.ts';
import {
  askStun,
  ELSEWHERE,
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
import { ELECTRON, engineBelow, launchElectron, UTILITY_STAGE } from './stage.ts';

declare global {
  interface Window {
    readonly connection: Connection;
    readonly tracehold?: Record<string, unknown>;
  }
}

let application: ElectronApplication;
let page: Page;
const folder = mkdtempSync(join(tmpdir(), 'tracehold-electron-'));

test.beforeAll(async () => {
  test.skip(!existsSync(ELECTRON), 'no Electron runtime: set ELECTRON_OVERRIDE_DIST_PATH');
  application = await launchElectron(folder, { TRACEHOLD_ENGINE_NODE: process.execPath });
  page = await application.firstWindow();
  await page.waitForFunction(() => document.querySelector('#state')?.textContent === 'ready');
});
test.afterAll(async () => application?.close());

test('the page reaches the engine through the port', async () => {
  const info = await page.evaluate(() => window.connection.client.call('app.info', {}));
  expect(info).toMatchObject({ caseOpen: false });
  expect(await page.evaluate(() => window.connection.shell)).toBe('electron');
});

test('the page has no Node and no Electron, and the preload exposes two calls', async () => {
  const found = await page.evaluate(() => {
    const globals = globalThis as unknown as Record<string, unknown>;
    return {
      powers: ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer', '__dirname'].filter(
        (name) => globals[name] !== undefined,
      ),
      bridge: Object.keys(window.tracehold ?? {}).sort(),
      frozen: Object.isFrozen(window.tracehold),
    };
  });
  expect(found).toEqual({ powers: [], bridge: ['choose', 'connect'], frozen: true });
});

test('the window is sandboxed as written', async () => {
  const preferences = await application.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0] as Electron.BrowserWindow;
    const given = (window.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences();
    return {
      sandbox: given.sandbox,
      contextIsolation: given.contextIsolation,
      nodeIntegration: given.nodeIntegration,
      webSecurity: given.webSecurity,
      webviewTag: given.webviewTag,
    };
  });
  expect(preferences).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, webviewTag: false });
});

test('the page reaches neither files nor the network, and nothing arrives', async () => {
  const listener = await tcpListener();
  expect(await page.evaluate(reachOut, listener.host)).toEqual(NOTHING_REACHED);
  await page.evaluate(postForm, listener.host);
  await page.waitForTimeout(500);
  listener.close();
  expect(listener.arrived()).toBe(0);
});

test('requests are cancelled even when the policy of the page is out of the way', async () => {
  const listener = await tcpListener();
  // The window's own session, asked without a page and hence without a CSP: only network.ts stands in the way.
  const outcome = await application.evaluate(async ({ BrowserWindow }, target) => {
    const { session } = (BrowserWindow.getAllWindows()[0] as Electron.BrowserWindow).webContents;
    return session.fetch(target).then(
      () => 'reached',
      (error: Error) => error.message,
    );
  }, `http://${listener.host}/`);
  listener.close();
  expect(outcome).toContain('ERR_BLOCKED_BY_CLIENT');
  expect(listener.arrived()).toBe(0);
});

test('WebRTC sends nothing', async () => {
  const stun = await udpListener();
  await page.evaluate(askStun, stun.port);
  await page.waitForTimeout(1500);
  stun.close();
  expect(stun.arrived()).toBe(0);
});

test('the page cannot navigate, open windows or embed others', async () => {
  const before = page.url();
  for (const address of ELSEWHERE) expect(await page.evaluate(leaveTo, address), address).toBe(true);
  await page.evaluate(() => {
    const frame = Object.assign(document.createElement('iframe'), { src: 'file:///etc/passwd' });
    const view = document.createElement('webview');
    view.setAttribute('src', 'https://example.com/');
    document.body.append(frame, view);
  });
  await page.waitForTimeout(300);
  expect(page.url()).toBe(before);
  expect(application.windows()).toHaveLength(1);
  const contents = await application.evaluate(({ webContents }) => webContents.getAllWebContents().map((each) => each.getType()));
  expect(contents).toEqual(['window']);
});

test('eval, inline script and script from text are refused', async () => {
  expect(await page.evaluate(runText)).toEqual(NOTHING_RAN);
});

test('permissions are denied', async () => {
  expect(await page.evaluate(permissionStates)).toEqual({
    location: 'denied',
    notifications: 'denied',
    camera: 'denied',
    screen: 'denied',
  });
  expect(
    await page.evaluate(() =>
      navigator.clipboard.readText().then(
        () => 'read',
        () => 'refused',
      ),
    ),
  ).toBe('refused');
  expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied');
});

test('the protocol serves nothing outside its folder and nothing but GET', async () => {
  const addresses = TRAVERSALS.map((path) => `app://workstation${path}`);
  expect(await page.evaluate(fetchStatuses, addresses)).toEqual(addresses.map(() => 404));
  expect(await page.evaluate(fetchStatuses, ['app://workstation/page.js'])).toEqual([200]);
  const other = await page.evaluate(async () => [
    (await fetch('/index.html', { method: 'POST', body: 'x' })).status,
    (await fetch('/index.html', { method: 'PUT', body: 'x' })).status,
    await fetch('app://other/index.html').then(
      (answer) => answer.status,
      () => 'refused',
    ),
  ]);
  expect(other).toEqual([405, 405, 'refused']);
  const headers = await page.evaluate(async () => Object.fromEntries((await fetch('/index.html')).headers));
  expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
  expect(headers['content-security-policy']).not.toContain('unsafe');
  expect(headers['x-content-type-options']).toBe('nosniff');
});

test('a dialog gives a grant, not a path, and a forged grant is unknown', async () => {
  const chosen = join(folder, 'chosen.dat');
  writeFileSync(chosen, 'x');
  await application.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = (async () => ({ canceled: false, filePaths: [path] })) as unknown as typeof dialog.showOpenDialog;
  }, chosen);
  const granted = await page.evaluate(() => window.connection.chooser.choose('openFiles'));
  expect(granted).toEqual([{ grant: expect.stringMatching(/^grant-[0-9a-f]{32}$/), name: 'chosen.dat' }]);
  expect(JSON.stringify(granted)).not.toContain(folder);
  const refused = await page.evaluate(() =>
    window.connection.chooser.choose('../../etc' as never).then(
      () => 'granted',
      () => 'refused',
    ),
  );
  expect(refused).toBe('refused');
});

test('messages to the shell from another frame are refused', async () => {
  const answer = await application.evaluate(async ({ BrowserWindow, ipcMain }) => {
    const window = BrowserWindow.getAllWindows()[0] as Electron.BrowserWindow;
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, (event: unknown, ...rest: unknown[]) => Promise<unknown>> })
      ._invokeHandlers;
    const choose = handlers.get('tracehold:choose');
    const frame = { parent: null, url: 'app://workstation/index.html' };
    const senders = [
      { sender: { id: window.webContents.id + 1 }, senderFrame: frame },
      { sender: window.webContents, senderFrame: { ...frame, parent: {} } },
      { sender: window.webContents, senderFrame: { ...frame, url: 'https://example.com/?app://workstation/' } },
      { sender: window.webContents, senderFrame: { ...frame, url: 'app://workstation.evil/index.html' } },
      { sender: window.webContents, senderFrame: null },
    ];
    return Promise.all(
      senders.map(async (event) =>
        choose?.(event, 'openFiles', '').then(
          () => 'answered',
          (error: Error) => error.message,
        ),
      ),
    );
  });
  expect(answer).toEqual(Array(5).fill('refused'));
});

test('an engine that dies is started again once, then the page is told that it stays away', async () => {
  const shell = application.process().pid as number;
  process.kill(engineBelow(shell), 'SIGKILL');
  await page.waitForFunction(() => document.querySelector('#state')?.textContent === 'connecting');
  await page.waitForFunction(() => document.querySelector('#state')?.textContent === 'ready');
  expect(await page.evaluate(() => window.connection.client.call('app.info', {}).then((info) => info.caseOpen))).toBe(false);
  process.kill(engineBelow(shell), 'SIGKILL');
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

test('as a utility process the engine answers over a port that the shell never reads', async () => {
  await application.close();
  application = await launchElectron(join(folder, 'utility'), {}, UTILITY_STAGE);
  page = await application.firstWindow();
  await page.waitForFunction(() => document.querySelector('#state')?.textContent === 'ready');
  expect(await page.evaluate(() => window.connection.client.call('app.info', {}))).toMatchObject({ caseOpen: false });
  expect(
    await page.evaluate(() =>
      window.connection.client.call('app.info', { surplus: 1 } as never).then(
        () => 'answered',
        (fault) => fault.code,
      ),
    ),
  ).toBe('usage.invalid');
  // Reloading asks for a new port; the old one is closed.
  const loaded = page.waitForEvent('load');
  await application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.reload());
  await loaded;
  await page.waitForFunction(() => document.querySelector('#state')?.textContent === 'ready');
  expect(await page.evaluate(() => window.connection.client.call('app.info', {}))).toMatchObject({ caseOpen: false });
});
