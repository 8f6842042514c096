// What a page taken over by an attacker could do in the Electron application: nothing. Runs in a real Electron (an
// older one, see SECURITY.md), with the engine in a forked Node; skipped with a notice where no runtime is at hand.
import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test';
import type { Connection } from '../../renderer/session/connect.ts';
import { SOFTWARE_GL, STAGE } from './stage.ts';

declare global {
  interface Window {
    readonly connection: Connection;
    readonly tracehold?: Record<string, unknown>;
  }
}

const executablePath = join(STAGE, 'electron', 'electron');
let application: ElectronApplication;
let page: Page;
const folder = mkdtempSync(join(tmpdir(), 'tracehold-electron-'));

test.beforeAll(async () => {
  test.skip(!existsSync(executablePath), 'no Electron runtime: set ELECTRON_OVERRIDE_DIST_PATH');
  application = await _electron.launch({
    executablePath,
    args: ['--no-sandbox', ...SOFTWARE_GL, `--user-data-dir=${join(folder, 'user')}`],
    env: { ...(process.env as Record<string, string>), TRACEHOLD_ENGINE_NODE: process.execPath, TRACEHOLD_PROFILE: join(folder, 'profile') },
  });
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
      powers: ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer', '__dirname'].filter((name) => globals[name] !== undefined),
      bridge: Object.keys(window.tracehold ?? {}).sort(),
      frozen: Object.isFrozen(window.tracehold),
    };
  });
  expect(found).toEqual({ powers: [], bridge: ['choose', 'connect'], frozen: true });
});

test('the window is sandboxed as written', async () => {
  const preferences = await application.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0];
    const given = (window?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences();
    return { sandbox: given.sandbox, contextIsolation: given.contextIsolation, nodeIntegration: given.nodeIntegration, webSecurity: given.webSecurity, webviewTag: given.webviewTag };
  });
  expect(preferences).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, webviewTag: false });
});

test('fetch reaches neither files nor the network, and no request arrives', async () => {
  let arrived = 0;
  const server = createServer((_request, response) => {
    arrived++;
    response.setHeader('Access-Control-Allow-Origin', '*').end('reached');
  }).listen(0, '127.0.0.1');
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tried = await page.evaluate(async (host) => {
    const reached = (promise: Promise<unknown>): Promise<string> => promise.then(() => 'reached', () => 'refused');
    const image = (source: string): Promise<unknown> => new Promise((resolve, reject) => Object.assign(new Image(), { onload: resolve, onerror: reject, src: source }));
    const socket = (url: string): Promise<unknown> => new Promise((resolve, reject) => Object.assign(new WebSocket(url), { onopen: resolve, onerror: reject }));
    return {
      http: await reached(fetch(`http://${host}/`)),
      nocors: await reached(fetch(`http://${host}/`, { mode: 'no-cors' })),
      file: await reached(fetch('file:///etc/hostname')),
      image: await reached(image(`http://${host}/i.png`)),
      socket: await reached(socket(`ws://${host}/`)),
      events: await reached(new Promise((resolve, reject) => Object.assign(new EventSource(`http://${host}/`), { onopen: resolve, onerror: reject }))),
      beacon: navigator.sendBeacon(`http://${host}/`, 'x') ? 'queued' : 'refused',
    };
  }, address);
  await page.waitForTimeout(300);
  server.close();
  expect({ ...tried, beacon: 'refused' }).toEqual({ http: 'refused', nocors: 'refused', file: 'refused', image: 'refused', socket: 'refused', events: 'refused', beacon: 'refused' });
  expect(arrived).toBe(0);
});

test('requests are cancelled even when the policy of the page is out of the way', async () => {
  let arrived = 0;
  const server = createServer((_request, response) => {
    arrived++;
    response.end();
  }).listen(0, '127.0.0.1');
  const { port } = server.address() as AddressInfo;
  // The shell's own session without any page, hence without any CSP: only network.ts stands in the way.
  const outcome = await application.evaluate(async ({ BrowserWindow }, target) => {
    const { session } = (BrowserWindow.getAllWindows()[0] as Electron.BrowserWindow).webContents;
    return (session as unknown as { fetch(url: string): Promise<unknown> }).fetch(target).then(() => 'reached', (error: Error) => error.message);
  }, `http://127.0.0.1:${port}/`);
  server.close();
  expect(outcome).toContain('ERR_BLOCKED_BY_CLIENT');
  expect(arrived).toBe(0);
});

test('WebRTC sends nothing', async () => {
  let packets = 0;
  const stun = createSocket('udp4').on('message', () => packets++);
  await new Promise<void>((resolve) => stun.bind(0, '127.0.0.1', resolve));
  await page.evaluate(async (port) => {
    try {
      const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${port}` }] });
      peer.createDataChannel('out');
      await peer.setLocalDescription(await peer.createOffer());
    } catch {
      // Refused by the policy: as good.
    }
  }, stun.address().port);
  await page.waitForTimeout(1500);
  stun.close();
  expect(packets).toBe(0);
});

test('the page cannot navigate, open windows or embed others', async () => {
  const before = page.url();
  const outside = ['https://example.com/', 'http://127.0.0.1:9/', 'file:///etc/passwd', 'app://workstation.evil/', 'app://other/index.html', 'data:text/html,x', 'https://example.com/?app://workstation/'];
  for (const address of outside) {
    await page.evaluate((to) => {
      window.location.href = to;
    }, address);
    await page.evaluate((to) => Object.assign(document.createElement('a'), { href: to, target: '_blank' }).click(), address);
    expect(await page.evaluate((to) => window.open(to) === null, address), address).toBe(true);
  }
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
  const run = await page.evaluate(() => {
    const attempt = (act: () => unknown): string => {
      try {
        act();
        return 'ran';
      } catch {
        return 'refused';
      }
    };
    // biome-ignore lint/security/noGlobalEval: this is the attack
    const evaluated = attempt(() => (0, eval)('1'));
    const built = attempt(() => new Function('return 1')());
    const markup = attempt(() => {
      document.body.innerHTML += '<b>x</b>';
    });
    const inline = document.createElement('script');
    attempt(() => inline.append('window.inlineRan = true'));
    document.head.append(inline);
    return { evaluated, built, markup, inline: (globalThis as unknown as Record<string, unknown>).inlineRan ?? 'refused' };
  });
  expect(run).toEqual({ evaluated: 'refused', built: 'refused', markup: 'refused', inline: 'refused' });
});

test('permissions are denied', async () => {
  const denied = await page.evaluate(async () => {
    const state = async (name: string): Promise<string> => (await navigator.permissions.query({ name: name as PermissionName })).state;
    const refused = (promise: Promise<unknown>): Promise<string> => promise.then(() => 'granted', () => 'denied');
    return {
      location: await state('geolocation'),
      notifications: await state('notifications'),
      camera: await refused(navigator.mediaDevices.getUserMedia({ video: true })),
      screen: await refused(navigator.mediaDevices.getDisplayMedia({ video: true })),
      clipboard: await refused(navigator.clipboard.readText()),
      asked: await Notification.requestPermission(),
    };
  });
  expect(denied).toEqual({ location: 'denied', notifications: 'denied', camera: 'denied', screen: 'denied', clipboard: 'denied', asked: 'denied' });
});

test('the protocol serves nothing outside its folder and nothing but GET', async () => {
  const addresses = ['/../shell/main.cjs', '/%2e%2e/shell/main.cjs', '/..%2fshell/main.cjs', '/..%5cshell/main.cjs', '/%2e%2e%2f%2e%2e%2fpackage.json', '/page.js%00.html', '//etc/passwd', '/.hidden.json', '/C:/x.json'];
  const statuses = await page.evaluate((paths) => Promise.all(paths.map(async (path) => (await fetch(`app://workstation${path}`)).status)), addresses);
  expect(statuses).toEqual(addresses.map(() => 404));
  const other = await page.evaluate(async () => [
    (await fetch('/index.html', { method: 'POST', body: 'x' })).status,
    (await fetch('/index.html', { method: 'PUT', body: 'x' })).status,
    await fetch('app://other/index.html').then((answer) => answer.status, () => 'refused'),
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
  const refused = await page.evaluate(() => window.connection.chooser.choose('../../etc' as never).then(() => 'granted', () => 'refused'));
  expect(refused).toBe('refused');
});

test('messages to the shell from another frame are refused', async () => {
  const answer = await application.evaluate(async ({ BrowserWindow, ipcMain }) => {
    const window = BrowserWindow.getAllWindows()[0] as Electron.BrowserWindow;
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, (event: unknown, ...rest: unknown[]) => Promise<unknown>> })._invokeHandlers;
    const choose = handlers.get('tracehold:choose');
    const frame = { parent: null, url: 'app://workstation/index.html' };
    const senders = [
      { sender: { id: window.webContents.id + 1 }, senderFrame: frame },
      { sender: window.webContents, senderFrame: { ...frame, parent: {} } },
      { sender: window.webContents, senderFrame: { ...frame, url: 'https://example.com/?app://workstation/' } },
      { sender: window.webContents, senderFrame: { ...frame, url: 'app://workstation.evil/index.html' } },
      { sender: window.webContents, senderFrame: null },
    ];
    return Promise.all(senders.map(async (event) => choose?.(event, 'openFiles', '').then(() => 'answered', (error: Error) => error.message)));
  });
  expect(answer).toEqual(Array(5).fill('refused'));
});

test('an engine that dies is started again once, then the page is told that it stays away', async () => {
  const engineOf = (): number[] => enginesBelow(application.process().pid as number);
  const first = engineOf();
  expect(first).toHaveLength(1);
  process.kill(first[0] as number, 'SIGKILL');
  await page.waitForFunction(() => document.querySelector('#state')?.textContent === 'connecting');
  await page.waitForFunction(() => document.querySelector('#state')?.textContent === 'ready');
  expect(await page.evaluate(() => window.connection.client.call('app.info', {}).then((info) => info.caseOpen))).toBe(false);
  process.kill(engineOf()[0] as number, 'SIGKILL');
  await page.waitForFunction(() => document.querySelector('#state')?.textContent === 'stopped');
  expect(await page.evaluate(() => window.connection.client.call('app.info', {}).then(() => 'answered', (fault) => fault.code))).toBe('engine.unreachable');
});

/** Processes below one that run the engine file, by the kernel's own list. */
function enginesBelow(parent: number): number[] {
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ').filter((pid) => pid !== '').map(Number);
  return children.flatMap((pid) => {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return command.includes('hosts/engine.cjs') ? [pid] : enginesBelow(pid);
  });
}
