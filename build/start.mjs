// Starts the program from a checkout: in Electron where its runtime is there, else in a browser window through the
// loopback host, else with the one-time address printed.
import { existsSync, lstatSync, readFileSync, readlinkSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { handedToRightNode, nodeBinary, root, run } from './node.mjs';

/** The first Electron whose own Node is 22 or newer. */
const OLDEST_ELECTRON = 35;

if (!(await handedToRightNode())) process.exitCode = await start(process.argv.slice(2));

async function start(args) {
  const { bundleEverything } = await import('./bundle.mjs');
  await bundleEverything();
  const rest = args.filter((argument) => argument !== '--browser');
  const runtime = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(root, 'node_modules', 'electron', 'dist');
  // Electron's sandbox refuses root, and running without it is for tests.
  const refused = process.getuid?.() === 0 && !args.includes('--no-sandbox');
  const electron = args.includes('--browser') || refused ? undefined : electronBinary(runtime);
  if (refused && electronBinary(runtime) !== undefined)
    process.stderr.write('Electron does not start as root: opening a browser instead.\n');
  if (electron !== undefined && existsSync(join(root, 'dist', 'shell', 'main.cjs'))) {
    return run(electron, [...appArguments(runtime), ...rest], { cwd: root, env: electronEnvironment(runtime) });
  }
  const loopback = join(root, 'dist', 'hosts', 'loopback.cjs');
  if (!existsSync(loopback)) {
    process.stderr.write('Neither the Electron shell nor the browser shell is part of this checkout.\n');
    return 70;
  }
  // It prints its one-time address in any case, and opens a browser where there is a screen to show it on.
  const screen = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  return run(nodeBinary(), [loopback, ...(screen ? ['--open'] : []), ...rest], { cwd: root });
}

function electronBinary(runtime) {
  const names = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' };
  const binary = join(runtime, names[process.platform] ?? 'electron');
  return existsSync(binary) ? binary : undefined;
}

/** A runtime without Electron's default app takes no path: it starts what lies in resources/app. */
function appArguments(runtime) {
  if (process.platform === 'darwin' || existsSync(join(runtime, 'resources', 'default_app.asar'))) return [root];
  const app = join(runtime, 'resources', 'app');
  // A link of another checkout, which may be gone, would start that one.
  const found = lstatSync(app, { throwIfNoEntry: false });
  const isOthers = found?.isSymbolicLink() === true && readlinkSync(app) !== root;
  if (isOthers) unlinkSync(app);
  if (found === undefined || isOthers) symlinkSync(root, app, 'junction');
  return [];
}

/** The database needs Node 22: an older runtime lets the Node of this checkout run the engine. */
function electronEnvironment(runtime) {
  const major = Number(readIfThere(join(runtime, 'version')).split('.')[0]);
  return major > 0 && major < OLDEST_ELECTRON ? { TRACEHOLD_ENGINE_NODE: nodeBinary(), ...process.env } : process.env;
}

function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
}
