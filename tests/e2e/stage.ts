// Puts the program together for the tests of a real browser and a real Electron: bundles, the test page, and, where
// a runtime is at hand, a copy of it whose application is this program. Works in test-results/ only.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, linkSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';

export const ROOT = join(import.meta.dirname, '..', '..');
export const STAGE = join(ROOT, 'test-results', 'stage');
export const SOFTWARE_GL = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'];
const ENTRIES = [
  ['main/hosts/engineProcess.ts', 'hosts/engine'],
  ['main/hosts/loopback.ts', 'hosts/loopback'],
  ['main/shell/main.ts', 'shell/main'],
  ['main/shell/preload.ts', 'shell/preload'],
] as const;

export async function buildStage(): Promise<void> {
  rmSync(STAGE, { recursive: true, force: true });
  for (const [source, target] of ENTRIES) await bundleOne(source, target, 'cjs');
  await bundleOne('tests/e2e/page/page.ts', 'renderer/page', 'esm');
  for (const name of ['index.html', 'page.css']) cpSync(join(ROOT, 'tests/e2e/page', name), join(STAGE, 'dist/renderer', name));
  writeFileSync(join(STAGE, 'package.json'), JSON.stringify({ name: 'tracehold', version: '0.0.0', main: 'dist/shell/main.cjs' }));
  if (existsSync(join(ROOT, 'resources'))) symlinkSync(join(ROOT, 'resources'), join(STAGE, 'resources'));
  const runtime = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (runtime !== undefined && existsSync(join(runtime, 'electron'))) stageElectron(runtime, join(STAGE, 'electron'));
}

async function bundleOne(source: string, target: string, format: 'cjs' | 'esm'): Promise<void> {
  const page = format === 'esm';
  const build = await rolldown({
    cwd: ROOT,
    input: { [target]: join(ROOT, source) },
    platform: page ? 'browser' : 'node',
    external: [/^node:/, 'electron', 'better-sqlite3'],
    onLog: (_level, log) => {
      if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message);
    },
  });
  await build.write({ dir: join(STAGE, 'dist'), format, codeSplitting: false, entryFileNames: page ? '[name].js' : '[name].cjs' });
  await build.close();
}

/** The runtime finds its application beside its executable, so each stage has its own copy, by hard links. */
function stageElectron(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name === 'resources') continue;
    const source = join(from, name);
    if (statSync(source).isDirectory()) stageElectron(source, join(to, name));
    else linkOrCopy(source, join(to, name));
  }
  if (!existsSync(join(from, 'electron'))) return;
  mkdirSync(join(to, 'resources'));
  symlinkSync(STAGE, join(to, 'resources', 'app'));
}

function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    cpSync(source, target);
  }
}

export interface Served {
  readonly address: string;
  readonly pid: number;
  /** Everything it wrote besides the address. */
  log(): string;
  stop(): Promise<number | null>;
}

/** Starts the browser shell as its own program and waits for its one-time address. */
export async function serveStage(args: readonly string[], profile: string): Promise<Served> {
  const file = join(STAGE, 'dist/hosts/loopback.cjs');
  const child = spawn(process.execPath, [file, ...args], { env: { ...process.env, TRACEHOLD_PROFILE: profile }, cwd: dirname(file), stdio: ['ignore', 'pipe', 'pipe'] });
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
