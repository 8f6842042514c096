// Bundles the program into dist/, each entry only when the sources' digest differs from the one it was built from.
// Run directly it builds everything; imported, it builds what is asked for. It downloads nothing.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { entries } from './entries.mjs';
import { copyFonts } from './fonts.mjs';
import { copyBorrowedWasm } from './borrowedWasm.mjs';
import { handedToRightNode, root } from './node.mjs';
import { readStamp, rendererDigest, sourceDigest, updateStamp } from './sources.mjs';

const dist = join(root, 'dist');
const CHUNK_LIFE_MS = 3_600_000;
/** What the bench alone asks: it builds and opens pages, too large to travel in its file, and the wallets of ethers reach for sockets. */
const TEST_TOOLS = ['vite', '@playwright/test', 'ethers/wallet'];

const isTest = (entry) => entry.source.startsWith('tests/');

/** Builds the named entries where they are stale (all of them without names); returns what was built. */
export async function bundle(names) {
  copyFonts();
  copyBorrowedWasm();
  const digest = sourceDigest();
  const { built } = readStamp();
  const wanted = entries().filter((entry) => names === undefined || names.includes(entry.name));
  // The digest names the program and leaves the tests out, so entries that come from there are built each time.
  const stale = wanted.filter((entry) => built[entry.name] !== digest || isTest(entry) || !existsSync(join(dist, entry.to)));
  if (stale.length > 0) {
    const { rolldown } = await import('rolldown');
    for (const entry of stale) await bundleEntry(rolldown, entry, digest);
    updateStamp({ built: Object.fromEntries(stale.map((entry) => [entry.name, digest])) });
  }
  return stale.map((entry) => entry.to);
}

function defines(digest) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return { TRACEHOLD_VERSION: JSON.stringify(version), TRACEHOLD_BUILD: JSON.stringify(digest) };
}

/** rolldown only warns of an import it cannot resolve, and the bundle then fails at some officer's desk: an error here. */
function strictLog(level, log, handle) {
  if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message);
  if (level === 'warn' && log.code !== 'EVAL' && log.code !== 'CIRCULAR_DEPENDENCY') handle(level, log);
}

/**
 * ethers reaches for sockets at its top; nothing in the program may (DESIGN: offline by construction). Should a library
 * try, it gets a module that throws when used.
 */
const noSockets = {
  name: 'no-sockets-for-ethers',
  resolveId(source, importer) {
    if (importer?.includes('/ethers/') && /^(node:)?(https?|net|tls|dgram|dns|ws)$/.test(source)) return '\0no-socket';
    return undefined;
  },
  load: (id) => (id === '\0no-socket' ? 'export default new Proxy({}, { get() { throw new Error("offline"); } });' : undefined),
};

/** resvg and zxing would fetch their WebAssembly if they were given an address. They are given bytes; the call itself goes. */
const noFetch = {
  name: 'no-fetch-for-wasm',
  transform(code, id) {
    if (!id.includes('/@resvg/resvg-wasm/') && !id.includes('/zxing-wasm/dist/es/reader/')) return undefined;
    const without = code.replaceAll(/\bfetch\(/g, 'offline(').replaceAll(/\bXMLHttpRequest\b/g, 'offline');
    if (without === code) throw new Error(`${id}: the call that was taken out is not there any more; look at its new form`);
    return `${without}\nfunction offline() { throw new Error('offline'); }\n`;
  },
};

async function bundleEntry(rolldown, entry, digest) {
  const build = await rolldown({
    cwd: root,
    input: { [entry.to.replace(/\.cjs$/, '')]: join(root, entry.source) },
    platform: 'node',
    // pdfkit reads its font metrics beside its own file, so it stays where npm put it.
    external: [/^node:/, 'electron', 'better-sqlite3', 'pdfkit', 'svg-to-pdfkit', ...(isTest(entry) ? TEST_TOOLS : [])],
    transform: { define: defines(digest) },
    onLog: strictLog,
    plugins: [noSockets, noFetch],
  });
  const aside = join(dist, `.aside-${entry.name}-${process.pid}`);
  const { output } = await build.write({
    dir: aside,
    format: 'cjs',
    codeSplitting: entry.alone !== true,
    entryFileNames: '[name].cjs',
    chunkFileNames: `chunks/${entry.name}/[name]-[hash].cjs`,
  });
  await build.close();
  // Chunks first, the entry last: whoever starts meanwhile finds either the old whole or the new whole.
  const files = output.map((file) => file.fileName).sort((a, b) => Number(a === entry.to) - Number(b === entry.to));
  for (const name of files) {
    mkdirSync(dirname(join(dist, name)), { recursive: true });
    renameSync(join(aside, name), join(dist, name));
  }
  rmSync(aside, { recursive: true, force: true });
  removeOldChunks(join(dist, 'chunks', entry.name), new Set(files));
}

/** A process that started before may still load its old chunks for a while. */
function removeOldChunks(folder, kept) {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (!kept.has(relative(dist, path).replaceAll('\\', '/')) && Date.now() - statSync(path).mtimeMs > CHUNK_LIFE_MS) rmSync(path);
  }
}

/** The verifier's page and its command line; their hashes travel on a slip, so no version or build hash enters them. */
export async function bundleVerifier() {
  const digest = sourceDigest();
  if (readStamp().built.verifier === digest && existsSync(join(dist, 'verifier', 'tracehold-verifier.html'))) return [];
  const { buildVerifier } = await import('./verifierPage.mjs');
  const written = await buildVerifier(join(dist, 'verifier'));
  updateStamp({ built: { verifier: digest } });
  return written.map(({ file }) => relative(dist, file));
}

/** The page, by Vite, into dist/renderer. */
export async function bundleRenderer() {
  const config = join(root, 'renderer', 'vite.config.ts');
  if (!existsSync(config)) return [];
  const digest = rendererDigest();
  if (readStamp().built.renderer === digest && existsSync(join(dist, 'renderer', 'index.html'))) return [];
  const { build } = await import('vite');
  await build({ root: join(root, 'renderer'), configFile: config, logLevel: 'warn' });
  if (!existsSync(join(dist, 'renderer', 'index.html'))) throw new Error('vite built no dist/renderer/index.html');
  updateStamp({ built: { renderer: digest } });
  return ['renderer/'];
}

export async function bundleEverything() {
  return [...(await bundle()), ...(await bundleVerifier()), ...(await bundleRenderer())];
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href && !(await handedToRightNode())) {
  const made = await bundleEverything();
  process.stdout.write(made.length === 0 ? 'dist is up to date\n' : `${made.map((name) => `dist/${name}`).join('\n')}\n`);
}
