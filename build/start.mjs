// Starts the program from a checkout: in Electron where its runtime is there, else in a browser window through the
// loopback host, else with the one-time address printed.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { handedToRightNode, nodeBinary, root, run } from './node.mjs';

/** Nothing but our own server may be reached from the window, and the browser itself stays silent. */
const BROWSER_FLAGS = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

if (!(await handedToRightNode())) process.exitCode = await start(process.argv.slice(2));

async function start(args) {
  const { bundleEverything } = await import('./bundle.mjs');
  await bundleEverything();
  const electron = args.includes('--browser') ? undefined : electronBinary();
  if (electron !== undefined && existsSync(join(root, 'dist', 'shell', 'main.cjs'))) {
    return run(electron, [root, ...args], { cwd: root, env: { ...process.env, TRACEHOLD_NODE: nodeBinary() } });
  }
  return inBrowser(args.filter((argument) => argument !== '--browser'));
}

function electronBinary() {
  const runtime = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(root, 'node_modules', 'electron', 'dist');
  const names = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' };
  const binary = join(runtime, names[process.platform] ?? 'electron');
  return existsSync(binary) ? binary : undefined;
}

/** The loopback host prints its address as the first http:// of its output; the browser is opened on it. */
function inBrowser(args) {
  const file = join(root, 'dist', 'hosts', 'loopback.cjs');
  if (!existsSync(file)) {
    process.stderr.write('The browser shell is not part of this checkout.\n');
    return 70;
  }
  const browser = findBrowser();
  return new Promise((resolve) => {
    const server = spawn(nodeBinary(), [file, ...args], { stdio: ['inherit', 'pipe', 'inherit'], cwd: root });
    let window;
    let seen = '';
    const stop = () => server.kill('SIGTERM');
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    server.stdout.on('data', (bytes) => {
      process.stdout.write(bytes);
      if (window !== undefined || browser === undefined) return;
      seen += bytes.toString('utf8');
      const address = /http:\/\/127\.0\.0\.1:\d+\/\S*(?=\s)/.exec(seen)?.[0];
      if (address === undefined) return;
      const profile = mkdtempSync(join(tmpdir(), 'tracehold-window-'));
      const asRoot = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
      window = spawn(browser, [`--app=${address}`, `--user-data-dir=${profile}`, ...asRoot, ...BROWSER_FLAGS], { stdio: 'ignore' });
      window.on('error', () => process.stdout.write(`Open this address in a browser on this machine: ${address}\n`));
      window.on('close', () => {
        rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
        stop();
      });
    });
    server.on('close', (code) => {
      window?.kill();
      resolve(code ?? 0);
    });
  });
}

function findBrowser() {
  const named = process.env.TRACEHOLD_CHROMIUM;
  if (named !== undefined && existsSync(named)) return named;
  if (process.platform === 'linux' && process.env.DISPLAY === undefined && process.env.WAYLAND_DISPLAY === undefined) return undefined;
  const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'brave-browser'];
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => programs.map((name) => join(folder, name)));
  const installed = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    join(process.env['ProgramFiles(x86)'] ?? 'C:\\Program Files (x86)', 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
    join(process.env.ProgramFiles ?? 'C:\\Program Files', 'Google', 'Chrome', 'Application', 'chrome.exe'),
  ];
  return [...onPath, ...installed].find((path) => existsSync(path));
}
