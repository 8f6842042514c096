// The browser of the canvas bench: the window over the stand-in engine and bare Sigma, served from one address, each on a page of one Chromium
// with software GL. Times are the processor's, of all its processes together.
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { findBrowser } from '../../main/hosts/loopback/browser.ts';

const ROOT = ['..', '../..'].map((up) => join(import.meta.dirname, up)).find((folder) => existsSync(join(folder, 'tests/bench'))) as string;
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const SOFTWARE_GL = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'];

/** Less than this in a fifth of a second is an idle browser. */
const IDLE_MS = 12;

export interface BenchBrowser {
  readonly page: () => Promise<Page>;
  readonly address: (path: string) => string;
  /** Once nothing works any more. */
  readonly processorMs: () => Promise<number>;
  /** Processes that run pages. */
  readonly pagePids: () => Promise<readonly number[]>;
  readonly close: () => Promise<void>;
}

export function browserPath(): string | undefined {
  const path = process.env['TRACEHOLD_CHROMIUM'] ?? findBrowser();
  return path !== undefined && existsSync(path) ? path : undefined;
}

/** Builds the window over the stand-in engine and the page of bare Sigma into the folder. */
export async function buildPages(folder: string): Promise<void> {
  const [window, bare] = [join(folder, 'window'), join(folder, 'bare')];
  const config = { logLevel: 'error' as const, build: { outDir: window, emptyOutDir: true } };
  await build({ configFile: join(ROOT, 'renderer/vite.config.ts'), mode: 'fake', ...config });
  await build({
    ...{ configFile: false as const, root: join(ROOT, 'tests/bench/canvasPage'), base: './' },
    ...{ ...config, build: { ...config.build, outDir: bare, target: 'es2022' } },
  });
}

/** Opens a browser on the pages of the folder. */
export async function openBenchBrowser(folder: string, executablePath: string): Promise<BenchBrowser> {
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    try {
      const content = readFileSync(join(folder, path));
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser: Browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--enable-precise-memory-info', ...SOFTWARE_GL],
  });
  const whole: CDPSession = await browser.newBrowserCDPSession();
  return {
    page: () => browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light', reducedMotion: 'reduce', locale: 'en-GB' }),
    address: (path) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${path}`,
    async processorMs() {
      const spent = async () => {
        const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
        return processInfo.reduce((all, { cpuTime }) => all + cpuTime * 1000, 0);
      };
      let before = await spent();
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 200));
        const now = await spent();
        if (now - before < IDLE_MS) return before;
        before = now;
      }
    },
    async pagePids() {
      const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
      return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}
