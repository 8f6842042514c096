// Questions to an archive over the engine's own contract, beside merely reading the same files: forward over gigabytes, ten hops
// back, a list of 100,000 addresses. Each run in a process of its own; folders are made and removed by bench.ts.
import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildHeaderChain, decodeTransaction, newColumns, readBlock, REGTEST, txidsOf } from '../../main/engine/chains/index.ts';
import { createEngine } from '../../main/engine/index.ts';
import { openArchive } from '../../main/engine/intake/index.ts';
import { createNodeHost } from '../../main/hosts/nodeHost.ts';
import type { CallInput } from '../../shared/contract/index.ts';
import { type MadeFolder, makeArchiveFolder } from './archiveFolder.ts';
import { type BenchRow, type PartResult, peakMegabytes, sequence, timeText, timing } from './figures.ts';
import { benchBlocks } from './parsePart.ts';
import type { Child } from './tracePart.ts';

type Ask = CallInput<'question.ask'>;

/** As the program asks the system; larger pieces are not read faster. */
const PLAIN_CHUNK = 4 << 20;
/** In the first gigabyte, which is the same in every folder made from the same seed. */
const BACK_FROM_HEIGHT = 600;
const HOPS = 10;
const LISTED = 100_000;
/** Of the list so many are paid in the chain; the others are of nobody, as on a sanctions list. */
const LISTED_PAID = 100;

interface AskRun {
  readonly totalMs: number;
  readonly passMs: number;
  readonly proofMs: number;
  readonly blocks: number;
  readonly bytes: number;
  readonly transactions: number;
  readonly proven: number;
  readonly parents: number;
  readonly missing: number;
  readonly peakMegabytes: number;
}

/** Makes the folder, or takes what an earlier call made there. */
export function makeArchive(folder: string, bytes: number): MadeFolder {
  const note = join(folder, 'made.json');
  if (existsSync(note)) return JSON.parse(readFileSync(note, 'utf8')) as MadeFolder;
  const made = makeArchiveFolder(folder, { bytes, realBlocks: benchBlocks().blocks });
  writeFileSync(note, JSON.stringify(made));
  return made;
}

/** Reads every blk file from its beginning to its end. Undo records are left to our side: the pass reads those of blocks that match. */
export function plainRead(folder: string): { readonly bytes: number; readonly ms: number } {
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

/** The system's page cache emptied; false where that is not allowed. */
function dropCache(): boolean {
  try {
    execFileSync('sync');
    writeFileSync('/proc/sys/vm/drop_caches', '3');
    return true;
  } catch {
    return false;
  }
}

async function atDesk<Value>(
  profile: string,
  use: (engine: Awaited<ReturnType<typeof createEngine>>, grant: (path: string) => string) => Promise<Value>,
): Promise<Value> {
  const { host, grantPath } = createNodeHost({ environment: { ...process.env, TRACEHOLD_PROFILE: profile } });
  const engine = await createEngine(host);
  try {
    return await use(engine, grantPath);
  } finally {
    await engine.dispose();
  }
}

const PASSPHRASE = 'correct horse battery staple';

/** A new case that identifies the archive; its index comes from the profile's cache where there is one. */
export function identify(
  folder: string,
  profile: string,
  caseFolder: string,
): Promise<{ readonly ms: number; readonly peakMegabytes: number; readonly accepted: number }> {
  return atDesk(profile, async ({ router }, grant) => {
    await router.call('case.create', {
      folder: grant(caseFolder),
      ...{ title: 'Bench', examiner: 'Bench', agency: 'Bench', reference: '1', passphrase: PASSPHRASE },
    });
    const start = performance.now();
    const { results } = await router.call('intake.run', { paths: [grant(folder)], chain: 'regtest', archive: true });
    return { ms: performance.now() - start, accepted: results[0]?.accepted ?? 0, peakMegabytes: peakMegabytes() };
  });
}

export function reopen(
  profile: string,
  caseFolder: string,
): Promise<{ readonly ms: number; readonly sources: number; readonly peakMegabytes: number }> {
  return atDesk(profile, async ({ router }, grant) => {
    const start = performance.now();
    await router.call('case.open', { folder: grant(`${caseFolder}.tracehold`), passphrase: PASSPHRASE });
    const { sources } = await router.call('intake.sources', {});
    return { ms: performance.now() - start, sources: sources.length, peakMegabytes: peakMegabytes() };
  });
}

/** Asks one question in a new case; the pass ends where the proofs begin. */
export function askArchive(folder: string, profile: string, caseFolder: string, request: Ask, cold: boolean): Promise<AskRun | null> {
  return atDesk(profile, async ({ router }, grant) => {
    await router.call('case.create', {
      folder: grant(caseFolder),
      ...{ title: 'Bench', examiner: 'Bench', agency: 'Bench', reference: '1', passphrase: PASSPHRASE },
    });
    await router.call('intake.run', { paths: [grant(folder)], chain: 'regtest', archive: true });
    if (cold && !dropCache()) return null;
    const start = performance.now();
    let proofs = 0;
    const { results } = await router.call('question.ask', request, {
      onProgress: ({ phase }) => {
        if (phase === 'proofs' && proofs === 0) proofs = performance.now();
      },
    });
    const end = performance.now();
    const [result] = results;
    if (result === undefined || result.gaps.length + result.refused.length > 0) throw new Error('the question did not hold');
    const { blocks, bytes, transactions, proven, parents, missing } = result;
    const begun = proofs === 0 ? end : proofs;
    return {
      ...{ totalMs: end - start, passMs: begun - start, proofMs: end - begun, blocks, bytes, transactions, proven, parents, missing },
      peakMegabytes: peakMegabytes(),
    };
  });
}

/** A transaction of a block in the middle, as an examiner would name it, and addresses that are paid thereabouts. */
export async function pickFrom(folder: string): Promise<{ readonly from: string; readonly addresses: readonly string[] }> {
  const quiet = { report: () => undefined, signal: new AbortController().signal };
  const archive = await openArchive(folder, null, quiet);
  const store = archive.store();
  const chain = buildHeaderChain(REGTEST, Buffer.concat([REGTEST.genesisHeader, archive.records]));
  const addresses = new Set<string>();
  let from = '';
  // Headers lie in the order of arrival, which is that of heights but for a few.
  const hashes = archive.hashes.slice(BACK_FROM_HEIGHT * 32, (BACK_FROM_HEIGHT + 20) * 32);
  for await (const { bytes, index } of store.read(hashes, quiet.signal)) {
    const columns = readBlock(bytes, newColumns());
    const txids = txidsOf(bytes, columns);
    if (from === '') {
      // The richest: values in the made chain run down to nothing, and nothing leads nowhere.
      let chosen = 1;
      const value = (tx: number) =>
        columns.outValue.subarray(columns.txOutStart[tx], columns.txOutStart[tx + 1]).reduce((sum, one) => sum + one, 0n);
      for (let tx = 2; tx < columns.txCount; tx++) if (value(tx) > value(chosen)) chosen = tx;
      const id = Buffer.from(txids.slice(chosen * 32, chosen * 32 + 32))
        .reverse()
        .toString('hex');
      from = `${id}@${chain.height[chain.find(hashes.subarray(index * 32, index * 32 + 32)) ?? -1]}`;
    }
    for (let tx = 1; tx < columns.txCount && addresses.size < LISTED_PAID; tx += 97)
      for (const { script } of decodeTransaction(bytes.slice(columns.txStart[tx], columns.txEnd[tx])).outputs) {
        const { address } = REGTEST.readScript(script);
        if (address !== null && address !== undefined) addresses.add(address);
      }
  }
  store.close();
  return { from, addresses: [...addresses].slice(0, LISTED_PAID) };
}

function listOf(paid: readonly string[]): string[] {
  const next = sequence(11);
  const list = [...paid];
  while (list.length < LISTED) {
    const script = Uint8Array.of(0x76, 0xa9, 20, ...Array.from({ length: 20 }, () => Math.floor(next() * 256)), 0x88, 0xac);
    list.push(REGTEST.readScript(script).address as string);
  }
  return list;
}

export function archiveChild(name: string, args: readonly string[]): unknown {
  const [folder = '', profile = '', caseFolder = '', text = '', cold = ''] = args;
  if (name === 'child:archiveMake') return makeArchive(folder, Number(profile) * 1e6);
  if (name === 'child:plainRead') return cold === '' && profile === 'cold' && !dropCache() ? null : plainRead(folder);
  if (name === 'child:pick') return pickFrom(folder);
  if (name === 'child:identify') return identify(folder, profile, caseFolder);
  if (name === 'child:reopen') return reopen(profile, caseFolder);
  const request = JSON.parse(readFileSync(text, 'utf8')) as Ask;
  return askArchive(folder, profile, caseFolder, request, cold === 'cold');
}

const NOT_MEASURED = { ours: 'not measured', peer: '', ratio: '\u2013', met: null } as const;
const rate = (bytes: number, ms: number) => `${(bytes / 1e6 / ms).toFixed(2)} GB/s`;
const median = (runs: readonly AskRun[], of: (run: AskRun) => number) => timing(runs.map(of)).medianMs;

/** `keep` holds the archives from one bench to the next, which saves minutes; otherwise they are made in `folder`. */
export function archivePart(folder: string, keep: string, runs: number, largeMegabytes: number, child: Child): PartResult {
  const small = join(keep, 'archive-1000');
  const large = join(keep, `archive-${largeMegabytes}`);
  const profile = join(folder, 'profile');
  const madeSmall = child('child:archiveMake', small, '1000') as MadeFolder;
  const made = child('child:archiveMake', large, String(largeMegabytes)) as MadeFolder;
  const { from, addresses } = child('child:pick', small) as Awaited<ReturnType<typeof pickFrom>>;
  let asked = 0;
  const ask = (where: string, request: Ask, cold = false): AskRun | null => {
    const caseFolder = join(folder, `case${++asked}`);
    const file = join(folder, 'request.json');
    writeFileSync(file, JSON.stringify(request));
    try {
      return child('child:askArchive', where, profile, caseFolder, file, cold ? 'cold' : '') as AskRun | null;
    } finally {
      rmSync(`${caseFolder}.tracehold`, { recursive: true, force: true });
    }
  };
  // The index of both is in the profile's cache from here on: the pass is measured, not the header pass.
  for (const where of [small, large]) child('child:identify', where, profile, join(folder, `index${where.length}${where === small}`));
  const forward: Ask = { kind: 'forward', from: [`${made.seed}@${made.seedHeight}`], policies: ['fifo'] };
  const rows: BenchRow[] = [];
  const notes: string[] = [];
  const bytes = made.blockBytes;
  const share = ((100 * made.followed) / made.transactions).toFixed(2);
  const what = `forward FIFO over ${(bytes / 1e9).toFixed(1)} GB of an archive (${share} % of transactions downstream of the seed)`;
  for (const cold of [true, false]) {
    const own: AskRun[] = [];
    const plain: number[] = [];
    for (let run = 0; run < runs; run++) {
      const read = child('child:plainRead', large, cold ? 'cold' : '') as ReturnType<typeof plainRead> | null;
      const one = ask(large, forward, cold);
      if (read === null || one === null) break;
      plain.push(read.ms);
      own.push(one);
    }
    const target = cold ? '\u2265 0.8× of merely reading' : '\u2265 1 GB/s';
    const name = `${what}, page cache ${cold ? 'dropped' : 'warm'}, the pass`;
    if (own.length === 0) {
      rows.push({ what: name, target, ...NOT_MEASURED });
      continue;
    }
    const pass = median(own, (run) => run.passMs);
    const read = timing(plain).medianMs;
    const ratio = read / pass;
    const middle = own.find((run) => run.passMs === pass) as AskRun;
    rows.push({
      what: name,
      ours: `${rate(bytes, pass)} (${timeText(timing(own.map((run) => run.passMs)))})`,
      peer: `reading the files ${rate(bytes, read)}`,
      ratio: `${ratio.toFixed(2)}×`,
      target,
      met: cold ? ratio >= 0.8 : bytes / 1e6 / pass >= 1,
    });
    rows.push({
      what: `its proofs: ${middle.proven} transactions proven, ${middle.parents} of them parents`,
      ours: timeText(timing(own.map((run) => run.proofMs))),
      ...{ peer: '', ratio: '', target: '', met: null },
    });
    notes.push(
      `archive: the pass counts from the question to the first proof (opening the index, ${middle.blocks} blocks, their undo records, encrypted writing of ${middle.transactions} transactions); rates are over the blk files, undo records are read on our side only; whole question ${timeText(timing(own.map((run) => run.totalMs)))}; peak ${Math.max(...own.map((run) => run.peakMegabytes))} MB`,
    );
  }
  const back: Ask = { kind: 'backward', from: [from], policies: ['fifo'], stops: [{ rule: 'maxHops', options: { hops: HOPS } }] };
  const times: { small: AskRun[]; large: AskRun[] } = { small: [], large: [] };
  for (let run = 0; run < Math.min(runs, 2); run++) {
    times.small.push(ask(small, back) as AskRun);
    times.large.push(ask(large, back) as AskRun);
  }
  const [inSmall, inLarge] = [timing(times.small.map((run) => run.totalMs)), timing(times.large.map((run) => run.totalMs))];
  rows.push({
    what: `${HOPS} hops back from one transaction (${times.large[0]?.proven} transactions proven, ${times.large[0]?.blocks} blocks read), in ${(bytes / 1e9).toFixed(1)} GB`,
    ours: timeText(inLarge),
    peer: `in ${(madeSmall.blockBytes / 1e9).toFixed(1)} GB ${timeText(inSmall)}`,
    ratio: `${(inLarge.medianMs / inSmall.medianMs).toFixed(2)}× the time`,
    target: 'independent of size (\u2264 1.2×)',
    met: inLarge.medianMs / inSmall.medianMs <= 1.2,
  });
  const [firstAddress = ''] = addresses;
  const one: AskRun[] = [];
  const list: AskRun[] = [];
  for (let run = 0; run < runs; run++) {
    one.push(ask(large, { kind: 'history', from: [firstAddress], parents: false }) as AskRun);
    list.push(ask(large, { kind: 'history', from: listOf(addresses), parents: false }) as AskRun);
  }
  const [alone, many] = [timing(one.map((run) => run.totalMs)), timing(list.map((run) => run.totalMs))];
  rows.push({
    what: `history of ${LISTED.toLocaleString('en')} addresses over the same (${list[0]?.transactions} transactions found)`,
    ours: timeText(many),
    peer: `of one address (${one[0]?.transactions} transactions) ${timeText(alone)}`,
    ratio: `${(many.medianMs / alone.medianMs).toFixed(2)}× its time`,
    target: '\u2264 2×',
    met: many.medianMs / alone.medianMs <= 2,
  });
  notes.push(
    `archive: ${LISTED_PAID} addresses of the list are paid in the chain, the others are of nobody; pages of the system stay in its cache between these runs; peak ${Math.max(...list.map((run) => run.peakMegabytes))} MB`,
  );
  return { rows, notes };
}
