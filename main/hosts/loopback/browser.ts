// Opens the one-time address in a Chromium-family browser, in a window of its own with a throw-away profile that
// resolves no name but this machine's and talks to nobody.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ON_LINUX = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/microsoft-edge',
  '/usr/bin/brave-browser',
];
const ON_MAC = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
const ON_WINDOWS = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];

export function findBrowser(): string | undefined {
  const windows = [process.env['ProgramFiles'], process.env['ProgramFiles(x86)']].flatMap((base) =>
    base === undefined ? [] : ON_WINDOWS.map((path) => join(base, path)),
  );
  const candidates = process.platform === 'win32' ? windows : process.platform === 'darwin' ? ON_MAC : ON_LINUX;
  return candidates.find((path) => existsSync(path));
}

/** Flags that keep the browser off the network but for our own port; tests use the same ones. */
export function offlineFlags(port: number): readonly string[] {
  return [
    ...['--no-first-run', '--no-default-browser-check', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ...['--disable-default-apps', '--disable-extensions', '--disable-breakpad', '--disable-domain-reliability', '--no-pings'],
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    // Everything but our own address meets a proxy that does not exist: a preconnect asks no CSP.
    '--proxy-server=127.0.0.1:9',
    `--proxy-bypass-list=<-loopback>;127.0.0.1:${port}`,
    // Chromium has no CSP against WebRTC. Its switch goes by two names, in its own shell and in Chrome.
    '--webrtc-ip-handling-policy=disable_non_proxied_udp',
    '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  ];
}

export interface OpenBrowser {
  close(): void;
}

/** Calls `onClosed` when the person closes the window. */
export function openBrowser(executable: string, address: string, onClosed: () => void): OpenBrowser {
  const profile = mkdtempSync(join(tmpdir(), 'tracehold-browser-'));
  // Chromium refuses its sandbox to root; only then is it switched off.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser: ChildProcess = spawn(
    executable,
    [`--app=${address}`, `--user-data-dir=${profile}`, ...offlineFlags(Number(new URL(address).port)), ...asRoot],
    { stdio: 'ignore' },
  );
  let closed = false;
  const end = (): void => {
    if (closed) return;
    closed = true;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    onClosed();
  };
  browser.once('error', end);
  browser.once('exit', end);
  return { close: () => void browser.kill() };
}
