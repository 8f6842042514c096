// node tests/bench/archiveBench.ts make|headers-folder|headers|read|undo …: an archive's header pass and its reading, measured one
// at a time on a folder that was made before. Prints one line of JSON; asserts no time.
import { mkdirSync, openSync, readdirSync, readFileSync, readSync, closeSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildHeaderChain, loadKernel, newColumns, readBlock, REGTEST } from '../../main/engine/chains/index.ts';
import { openArchive } from '../../main/engine/intake/index.ts';
import { makeArchiveFolder } from './archiveFolder.ts';
import { peakMegabytes } from './figures.ts';
import { makeHeaderFolder } from './headerFolder.ts';
import { benchBlocks } from './parsePart.ts';

const PLAIN_CHUNK = 4 << 20;
const quiet = { report: () => undefined, signal: new AbortController().signal };
const [command = '', folder = '', ...rest] = process.argv.slice(2);
loadKernel(readFileSync(new URL('../../resources/wasm/bitcoin.wasm', import.meta.url)));

/** Milliseconds, and the longest time in which nothing else could run. */
async function measured<Value>(
  work: () => Promise<Value>,
): Promise<{ readonly value: Value; readonly ms: number; readonly longestBlockMs: number }> {
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 1);
  const start = performance.now();
  const value = await work();
  const ms = performance.now() - start;
  longest = Math.max(longest, performance.now() - last);
  clearInterval(timer);
  return { value, ms: Math.round(ms), longestBlockMs: Math.round(longest) };
}

function plainRead(): { readonly bytes: number; readonly ms: number } {
  const chunk = new Uint8Array(PLAIN_CHUNK);
  const start = performance.now();
  let bytes = 0;
  for (const name of readdirSync(join(folder, 'blocks'))
    .filter((one) => one.startsWith('blk'))
    .sort()) {
    const file = openSync(join(folder, 'blocks', name), 'r');
    for (let count = readSync(file, chunk); count > 0; count = readSync(file, chunk)) bytes += count;
    closeSync(file);
  }
  return { bytes, ms: performance.now() - start };
}

async function readInOrder(use: 'nothing' | 'parse' | 'undo'): Promise<object> {
  const archive = await openArchive(folder, null, quiet);
  // A made folder begins behind the genesis block, whose header the program knows.
  const records = new Uint8Array(80 + archive.records.length);
  records.set(REGTEST.genesisHeader);
  records.set(archive.records, 80);
  const chain = buildHeaderChain(REGTEST, records);
  const order: number[] = [];
  for (let header = chain.tip; header > 0; header = chain.parent[header] as number) order.push(header);
  const hashes = new Uint8Array(order.length * 32);
  order.reverse().forEach((header, i) => hashes.set(chain.hashes.subarray(header * 32, header * 32 + 32), i * 32));
  const columns = newColumns();
  const store = archive.store();
  let bytes = 0;
  let coins = 0;
  const { ms, longestBlockMs } = await measured(async () => {
    for await (const block of store.read(hashes, quiet.signal)) {
      bytes += block.bytes.length;
      if (use === 'nothing') continue;
      readBlock(block.bytes, columns);
      if (use !== 'undo') continue;
      const { txCount, txInStart } = columns;
      const undo = await block.undo(() =>
        Array.from({ length: txCount - 1 }, (_, t) => (txInStart[t + 2] as number) - (txInStart[t + 1] as number)),
      );
      if (undo === null) throw new Error('no undo record');
      for (let tx = 1; tx < txCount; tx += 100) coins += undo.coinsOf(tx).length;
    }
  });
  store.close();
  return {
    use,
    blocks: order.length,
    bytes,
    ms,
    gigabytesPerSecond: bytes / 1e6 / ms,
    longestBlockMs,
    coins,
    peakMegabytes: peakMegabytes(),
  };
}

async function run(): Promise<object> {
  if (command === 'make') return makeArchiveFolder(folder, { bytes: Number(rest[0]) * 1e6, realBlocks: benchBlocks().blocks });
  if (command === 'headers-folder') return makeHeaderFolder(folder, Number(rest[0]), Number(rest[1] ?? 0));
  if (command === 'headers') {
    const cache = rest[0] ?? null;
    if (cache !== null) mkdirSync(cache, { recursive: true });
    const { value, ms, longestBlockMs } = await measured(() => openArchive(folder, cache, quiet));
    const { count, filesScanned, blocksBytes, rejected } = value;
    const before = peakMegabytes();
    globalThis.gc?.();
    return {
      count,
      filesScanned,
      gigabytes: blocksBytes / 1e9,
      ms,
      longestBlockMs,
      rejected: rejected.length,
      peakMegabytes: before,
      residentMegabytes: Math.round(process.memoryUsage().rss / 1e6),
      cacheBytes: cache === null ? 0 : readdirSync(cache).reduce((sum, name) => sum + statSync(join(cache, name)).size, 0),
    };
  }
  if (command === 'plain') {
    const { bytes, ms } = plainRead();
    return { bytes, ms: Math.round(ms), gigabytesPerSecond: bytes / 1e6 / ms };
  }
  if (command === 'read') return readInOrder((rest[0] ?? 'nothing') as 'nothing' | 'parse' | 'undo');
  throw new Error(
    'expected make FOLDER MB, headers-folder FOLDER BLOCKS [SPACING], headers FOLDER [CACHE], plain FOLDER, read FOLDER [parse|undo]',
  );
}

process.stdout.write(`${JSON.stringify(await run())}\n`);
