// Puts the program together for the tests of a real browser and a real Electron: bundles, the test page, and, where
// a runtime is at hand, a copy of it whose application is this program. Works in test-results/ only.
import { spawn } from 'node:child_process';
import {
  constants,
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type BrowserContext, _electron, chromium, type ElectronApplication, expect, type Page } from '@playwright/test';
import { rolldown } from 'rolldown';
import { bundleEverything } from '../../build/bundle.mjs';
import { findBrowser, offlineFlags } from '../../main/hosts/loopback/browser.ts';
import { listenForComplaints } from './journey.ts';

export const ROOT = join(import.meta.dirname, '..', '..');
export const STAGE = join(ROOT, 'test-results', 'stage');
export const UTILITY_STAGE = join(ROOT, 'test-results', 'stage-utility');
/** The browser shell as it is shipped, with the real window. */
export const REAL_LOOPBACK = join(ROOT, 'dist/hosts/loopback.cjs');
/** An Electron whose application is the checkout itself. */
export const REAL_STAGE = join(ROOT, 'test-results', 'stage-real');
export const ELECTRON = join(STAGE, 'electron', 'electron');
export const SOFTWARE_GL = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'];
/** A computer on which no page gets WebGL. */
export const NO_GL = ['--disable-gpu', '--disable-3d-apis'];
const PARTS = ['hosts', 'shell', 'chunks', 'resources', 'wasm'] as const;

export async function buildStage(): Promise<void> {
  for (const stage of [STAGE, UTILITY_STAGE, REAL_STAGE]) rmSync(stage, { recursive: true, force: true });
  await bundleEverything();
  for (const part of PARTS)
    if (existsSync(join(ROOT, 'dist', part))) cpSync(join(ROOT, 'dist', part), join(STAGE, 'dist', part), { recursive: true });
  await bundlePage();
  for (const name of ['index.html', 'page.css']) cpSync(join(ROOT, 'tests/e2e/page', name), join(STAGE, 'dist/renderer', name));
  writeFileSync(join(STAGE, 'package.json'), JSON.stringify({ name: 'tracehold', version: '0.0.0', main: 'dist/shell/main.cjs' }));
  // Baits for the traversal tests: a link that leads out, and a folder named like a file.
  symlinkSync('/etc/hostname', join(STAGE, 'dist/renderer/link.json'));
  mkdirSync(join(STAGE, 'dist/renderer/folder.json'));
  writeFileSync(join(STAGE, 'dist/renderer/.hidden.json'), '{}');
  if (existsSync(join(ROOT, 'resources'))) symlinkSync(join(ROOT, 'resources'), join(STAGE, 'resources'));
  const runtime = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (runtime === undefined || !existsSync(join(runtime, 'electron'))) return;
  stageElectron(runtime, join(STAGE, 'electron'), STAGE);
  await stageUtility();
  stageElectron(runtime, join(UTILITY_STAGE, 'electron'), UTILITY_STAGE);
  stageElectron(runtime, join(REAL_STAGE, 'electron'), ROOT);
}

async function bundlePage(): Promise<void> {
  const build = await rolldown({ cwd: ROOT, input: { page: join(ROOT, 'tests/e2e/page/page.ts') }, platform: 'browser' });
  await build.write({ dir: join(STAGE, 'dist/renderer'), format: 'esm', codeSplitting: false });
  await build.close();
}

/** The same application with a stand-in for the engine that the runtime's own Node can run as a utility process. */
async function stageUtility(): Promise<void> {
  for (const part of ['shell', 'renderer'])
    cpSync(join(STAGE, 'dist', part), join(UTILITY_STAGE, 'dist', part), { recursive: true, verbatimSymlinks: true });
  cpSync(join(STAGE, 'package.json'), join(UTILITY_STAGE, 'package.json'));
  const standIn = join(ROOT, 'tests/e2e/page/standInEngine.ts');
  const build = await rolldown({
    cwd: ROOT,
    input: { engine: join(ROOT, 'main/hosts/engineProcess.ts') },
    platform: 'node',
    external: [/^node:/],
    plugins: [
      {
        name: 'stand-in',
        resolveId: (source, importer) => (source === '../engine/index.ts' && importer?.endsWith('engineProcess.ts') ? standIn : undefined),
      },
    ],
  });
  await build.write({ dir: join(UTILITY_STAGE, 'dist/hosts'), format: 'cjs', codeSplitting: false, entryFileNames: '[name].cjs' });
  await build.close();
}

/**
 * The runtime finds its application beside its executable, so each stage has its own: the executable copied (hard links
 * between stages), everything beside it by symbolic link.
 */
function stageElectron(from: string, to: string, application: string): void {
  mkdirSync(join(to, 'resources'), { recursive: true });
  for (const name of readdirSync(from)) {
    if (name === 'resources') continue;
    if (name === 'electron') linkOrCopy(existsSync(ELECTRON) ? ELECTRON : join(from, name), join(to, name));
    else symlinkSync(join(from, name), join(to, name));
  }
  symlinkSync(application, join(to, 'resources', 'app'));
}

function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target, constants.COPYFILE_FICLONE);
  }
}

/** Starts a staged application; `environment` says how the engine is to be started. */
export function launchElectron(folder: string, environment: Readonly<Record<string, string>>, stage = STAGE): Promise<ElectronApplication> {
  return _electron.launch({
    executablePath: join(stage, 'electron', 'electron'),
    args: ['--no-sandbox', ...SOFTWARE_GL, `--user-data-dir=${join(folder, 'user')}`],
    env: { ...(process.env as Record<string, string>), TRACEHOLD_PROFILE: join(folder, 'profile'), ...environment },
  });
}

export interface Served {
  readonly address: string;
  readonly pid: number;
  /** Everything it wrote besides the address. */
  log(): string;
  stop(): Promise<number | null>;
}

/** Starts the browser shell as its own program and waits for its one-time address. */
export async function serveStage(args: readonly string[], profile: string, file = join(STAGE, 'dist/hosts/loopback.cjs')): Promise<Served> {
  const child = spawn(process.execPath, [file, ...args], {
    env: { ...process.env, TRACEHOLD_PROFILE: profile },
    cwd: dirname(file),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()));
    child.once('exit', (code) => reject(new Error(`the browser shell ended with ${code}: ${log}`)));
  });
  return {
    address,
    pid: child.pid as number,
    log: () => log,
    async stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** The process below `parent` that runs the engine file, by the kernel's own list (Linux). */
export function engineBelow(parent: number): number {
  const found = enginesBelow(parent);
  if (found.length !== 1) throw new Error(`expected one engine process, found ${found.length}`);
  return found[0] as number;
}

function enginesBelow(parent: number): readonly number[] {
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8')
    .split(' ')
    .filter((pid) => /\d/.test(pid))
    .map(Number);
  return children.flatMap((pid) => (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('hosts/engine.cjs') ? [pid] : enginesBelow(pid)));
}

/** A Chromium-family browser of this machine, where there is one. */
export const BROWSER = ((): string | undefined => {
  const path = process.env.TRACEHOLD_CHROMIUM ?? findBrowser();
  return path !== undefined && existsSync(path) ? path : undefined;
})();
export const NO_BROWSER = 'no Chromium-family browser on this machine';

export interface BrowserWindow {
  readonly served: Served;
  readonly page: Page;
  readonly complaints: () => readonly string[];
  /** Ends browser and server and removes what they left beside `folder`. */
  close(): Promise<void>;
}

/** The window in a real browser over the browser shell as it is shipped; its profile lies beside `folder`. */
export async function openBrowser(
  folder: string,
  roots: readonly string[] = [folder],
  graphics: readonly string[] = SOFTWARE_GL,
): Promise<BrowserWindow> {
  const served = await serveStage(
    roots.flatMap((root) => ['--root', root]),
    `${folder}-profile`,
    REAL_LOOPBACK,
  );
  const context: BrowserContext = await chromium.launchPersistentContext(`${folder}-user`, {
    executablePath: BROWSER as string,
    args: ['--no-sandbox', ...offlineFlags(Number(new URL(served.address).port)), ...graphics],
    viewport: { width: 1440, height: 900 },
    colorScheme: 'light',
    locale: 'en-GB',
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const complaints = await listenForComplaints(page);
  await page.goto(served.address);
  return {
    ...{ served, page, complaints },
    async close() {
      await context.close();
      await served.stop();
      for (const path of [folder, `${folder}-profile`, `${folder}-user`]) rmSync(path, { recursive: true, force: true });
    },
  };
}

/** Heads of columns that are cut, and tables that hold more than they show from side to side. */
export function cutTables(page: Page): Promise<string[]> {
  return page
    .locator('.th-table')
    .evaluateAll((tables) =>
      tables.flatMap((table) => [
        ...(table.scrollWidth > table.clientWidth ? [`${table.getAttribute('aria-label')} scrolls`] : []),
        ...[...table.querySelectorAll('[role=columnheader]')].flatMap((head) =>
          head.scrollWidth > head.clientWidth ? [`${table.getAttribute('aria-label')}: ${head.textContent}`] : [],
        ),
      ]),
    );
}

/** Pictures wide and narrow, light and dark, in test-results/screens; nothing may overflow the window, and with `tables` no table its panel. */
export async function takePictures(page: Page, name: string, tables = false): Promise<void> {
  const pictures = join(ROOT, 'test-results', 'screens');
  mkdirSync(pictures, { recursive: true });
  for (const [width, height, colorScheme] of [
    [1440, 900, 'light'],
    [1100, 700, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(300);
    const wide = await page.locator('#main').evaluate((main) => main.scrollWidth - main.clientWidth);
    expect(wide, `${name} at ${width}`).toBeLessThanOrEqual(0);
    if (tables) expect(await cutTables(page), `${name} at ${width}`).toEqual([]);
    await page.screenshot({ path: join(pictures, `${name}-${width}-${colorScheme}.png`) });
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}
