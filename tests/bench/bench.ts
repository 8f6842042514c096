// npm run bench -- [names] [--size MB] [--runs N]: our figures beside a peer's, measured in the same run, in one table.
// Each part runs in processes of its own, so that its peak memory is its own. It asserts no time: tests are never timed.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, release, tmpdir, totalmem, type } from 'node:os';
import { join, resolve } from 'node:path';
import { createNodeHost } from '../../main/hosts/nodeHost.ts';
import { loadKernel } from '../../main/engine/chains/index.ts';
import { loadJoins } from '../../main/engine/trace/joins.ts';
import { makeBlockFile, type MadeFile } from './blockFile.ts';
import { type BenchRow, type PartResult, speedText, timing } from './figures.ts';
import { accountsChild, accountsPart } from './accountsPart.ts';
import { archiveChild, archivePart } from './archivePart.ts';
import { canvasChild } from './canvasPart.ts';
import { coinjoinPart } from './coinjoinPart.ts';
import { hubChild, hubRows } from './hubPart.ts';
import { identifyPart, makeHeaders } from './identifyPart.ts';
import { addressOf, type IntakeRun, runBareParse, runIntake } from './intakePart.ts';
import { derivationChild, keysChild, keysPart } from './keysPart.ts';
import { labelsChild, labelsPart } from './labelsPart.ts';
import { exposurePart } from './exposurePart.ts';
import { layoutChild, layoutPart } from './layoutPart.ts';
import { benchBlocks, parsePart, parseThread } from './parsePart.ts';
import { reportChild, reportPart } from './reportPart.ts';
import { scanOracleChild, scanOraclePart } from './scanOraclePart.ts';
import { scanChild, scanPart } from './scanPart.ts';
import { typologyPart } from './typologyPart.ts';
import { type Child, clusterPart, exactPart, traceChild, tracePart } from './tracePart.ts';

const PARTS = [
  'parse',
  'intake',
  'cluster',
  'trace',
  'exact',
  'coinjoin',
  'archive',
  'identify',
  'accounts',
  'layout',
  'canvas',
  'hub',
  'labels',
  'keys',
  'typologies',
  'exposure',
  'scan',
  'scanOracle',
  'report',
] as const;
const OPTIONS = ['--megabytes', '--runs', '--size', '--archive', '--image', '--keep'];
type PartName = (typeof PARTS)[number];
const EXPORT_ROWS = 300_000;
const BARE_PARSE_BYTES = 60e6;
const ARCHIVE_CHILDREN = /^child:(archiveMake|plainRead|pick|identify|reopen|askArchive)$/;

interface Settings {
  readonly parts: readonly PartName[];
  readonly intakeMegabytes: number;
  readonly runs: number;
  readonly size: number;
  readonly archiveMegabytes: number;
  readonly imageMegabytes: number;
  /** A folder that keeps generated archives from one bench to the next; made anew and removed without it. */
  readonly keep: string | null;
}

function settingsOf(args: readonly string[]): Settings {
  const number = (option: string, otherwise: number) => {
    const at = args.indexOf(option);
    const value = at < 0 ? otherwise : Number(args[at + 1]);
    if (!(value > 0)) throw new Error(`${option} expects a number above 0`);
    return value;
  };
  const strange = args.find((arg) => arg.startsWith('-') && !OPTIONS.includes(arg));
  if (strange !== undefined) throw new Error(`no option "${strange}". Parts: ${PARTS.join(', ')}; options: ${OPTIONS.join(' N, ')} DIR`);
  const names = args.filter((arg, i) => !arg.startsWith('--') && args[i - 1]?.startsWith('--') !== true);
  for (const name of names) if (!PARTS.includes(name as PartName)) throw new Error(`no part "${name}": ${PARTS.join(', ')}`);
  return {
    parts: names.length === 0 ? PARTS : PARTS.filter((part) => names.includes(part)),
    intakeMegabytes: number('--megabytes', 300),
    runs: number('--runs', 3),
    size: number('--size', 10_000_000),
    archiveMegabytes: number('--archive', 4000),
    imageMegabytes: number('--image', 2048),
    keep: args.includes('--keep') ? resolve(args[args.indexOf('--keep') + 1] ?? '.') : null,
  };
}

/** Runs a part of this program in a process of its own and gives what it printed last. */
const child: Child = (name, ...args) => {
  const done = spawnSync(process.execPath, [...process.execArgv, process.argv[1] as string, name, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 << 20,
  });
  if (done.status !== 0) throw new Error(`${name} ended with ${done.status ?? done.signal}`);
  return JSON.parse(done.stdout.trim().split('\n').at(-1) as string);
};

function inFolder<Value>(work: (folder: string) => Value): Value {
  const folder = mkdtempSync(join(tmpdir(), 'tracehold-bench-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const onSignal = () => process.exit(130);
  process.once('exit', remove);
  process.once('SIGINT', onSignal);
  try {
    return work(folder);
  } finally {
    remove();
    process.off('exit', remove);
    process.off('SIGINT', onSignal);
  }
}

function intakePart(folder: string, runs: number, megabytes: number): PartResult {
  const path = join(folder, 'blk00000.dat');
  const made = child('child:blockFile', path, String(megabytes)) as MadeFile & { readonly address: string; readonly real: boolean };
  const own: IntakeRun[] = [];
  const peer: number[] = [];
  let peerBytes = 0;
  for (let run = 0; run < runs; run++) {
    const bare = child('child:bareParse', path) as ReturnType<typeof runBareParse>;
    peerBytes = bare.bytes;
    peer.push(bare.ms);
    const caseFolder = join(folder, `run${run}`);
    own.push(child('child:intake', path, caseFolder, made.txid, made.address) as IntakeRun);
    rmSync(caseFolder, { recursive: true, force: true });
  }
  const whole = timing(own.map((run) => run.totalMs));
  const their = timing(peer);
  const ratio = made.bytes / whole.medianMs / (peerBytes / their.medianMs);
  const middle = own.find((run) => run.totalMs === whole.medianMs) as IntakeRun;
  const seconds = (ms: number) => (ms / 1000).toFixed(2);
  return {
    rows: [
      {
        what: `intake of ${(made.bytes / 1e6).toFixed(0)} MB (${made.transactions} transactions) into an encrypted case, to the first answers`,
        ours: speedText(made.bytes, whole),
        peer: `bitcoinjs-lib's bare parse ${speedText(peerBytes, their)}`,
        ratio: `${ratio.toFixed(2)}×`,
        target: '≥ 1× (goal 2×)',
        met: ratio >= 1,
      },
    ],
    notes: [
      `intake: median run ${seconds(middle.totalMs)} s = create case ${seconds(middle.createMs)} + intake ${seconds(middle.intakeMs)} + first question by txid ${seconds(middle.firstFindMs)} + by address ${seconds(middle.secondFindMs)}; peak ${Math.max(...own.map((run) => run.peakMegabytes))} MB`,
      `intake: every fsync and Argon2id included; the peer parses the first ${(peerBytes / 1e6).toFixed(0)} MB of the same file and its speed stands for the whole; ${made.real ? 'transactions of real blocks' : 'MADE transactions'} in fresh regtest blocks, ${made.inputs} inputs of which 95 % spend earlier outputs of the file, ${made.outputs} outputs`,
    ],
  };
}

async function runChild(name: string, args: readonly string[]): Promise<unknown> {
  const [path = '', second = '', txid = '', address = ''] = args;
  const { host } = createNodeHost({ environment: { TRACEHOLD_PROFILE: join(tmpdir(), 'tracehold-bench-profile') } });
  loadKernel(host.resource('wasm/bitcoin.wasm'));
  loadJoins(host.resource('wasm/trace.wasm'));
  if (name === 'child:parse') return parsePart(Number(path));
  if (name === 'child:makeHeaders') return makeHeaders(path);
  if (name === 'child:parseThread') return parseThread();
  if (name === 'child:exact') return exactPart('', Number(path), Number(second));
  if (name === 'child:coinjoin') return coinjoinPart();
  if (name === 'child:typologies') return typologyPart(Number(path));
  if (name === 'child:exposure') return exposurePart(Number(path));
  if (name === 'child:bareParse') return runBareParse(path, BARE_PARSE_BYTES);
  if (name === 'child:intake') return runIntake(path, second, { txid, address });
  if (name === 'child:blockFile') {
    const { blocks, real } = benchBlocks();
    const made = makeBlockFile(path, Number(second) * 1e6, blocks);
    return { ...made, address: addressOf(made.script), real };
  }
  if (name === 'child:keys') return keysChild(path, second, Number(txid));
  if (name === 'child:keysDerivation') return derivationChild(Number(path));
  if (name === 'child:labels') return labelsChild(path);
  if (name === 'child:hub') return hubChild(path, second === 'counted');
  if (name === 'child:canvas') return canvasChild(path, Number(second));
  if (name === 'child:layout') return layoutChild(path, Number(second), Number(txid));
  if (name === 'child:oracle') return scanOracleChild(path, Number(second));
  if (name.startsWith('child:report')) return reportChild(name, path, second);
  if (name.startsWith('child:scan')) return scanChild(name, args);
  if (name.startsWith('child:accounts')) return accountsChild(name, args);
  return ARCHIVE_CHILDREN.test(name) ? archiveChild(name, args) : traceChild(name, args);
}

function runPart(part: PartName, { runs, size, intakeMegabytes, archiveMegabytes, imageMegabytes, keep }: Settings): PartResult {
  if (part === 'parse') return child('child:parse', String(runs + 2)) as PartResult;
  if (part === 'exact') return child('child:exact', String(runs), String(Math.min(size, 1_000_000))) as PartResult;
  if (part === 'coinjoin') return child('child:coinjoin') as PartResult;
  if (part === 'typologies') return child('child:typologies', String(runs)) as PartResult;
  if (part === 'exposure') return child('child:exposure', String(runs)) as PartResult;
  return inFolder((folder) => {
    if (part === 'intake') return intakePart(folder, runs, intakeMegabytes);
    if (part === 'identify') return identifyPart(folder, keep ?? folder, runs, child);
    if (part === 'archive') return archivePart(folder, keep ?? folder, runs, archiveMegabytes, child);
    if (part === 'keys') return keysPart(folder, runs, child);
    if (part === 'labels') return labelsPart(folder, runs, child);
    if (part === 'hub') return { rows: hubRows(runs, child), notes: [] };
    if (part === 'canvas') return child('child:canvas', folder, String(runs + 2)) as PartResult;
    if (part === 'layout') return layoutPart(folder, runs, child);
    if (part === 'scan') return scanPart(folder, runs, imageMegabytes, child);
    if (part === 'scanOracle') return scanOraclePart(folder, Math.min(imageMegabytes, 200), child);
    if (part === 'report') return reportPart(folder, imageMegabytes, child);
    if (part === 'accounts') return accountsPart(folder, runs, EXPORT_ROWS, child);
    if (part === 'cluster') return clusterPart(folder, runs, size, child);
    return tracePart(folder, runs, size, child);
  });
}

function machine(): string {
  const [first] = cpus();
  const gib = (totalmem() / 1024 ** 3).toFixed(0);
  let clang = 'no clang';
  try {
    clang = execFileSync('clang', ['--version'], { encoding: 'utf8' }).split('\n')[0] ?? clang;
  } catch {
    // The C column says that it was skipped.
  }
  return `${first?.model ?? 'unknown processor'} × ${cpus().length}, ${gib} GiB, ${type()} ${release()}, Node ${process.versions.node}, ${clang}`;
}

function loadText(): string {
  return loadavg()
    .map((load) => load.toFixed(1))
    .join(' ');
}

export function tableText(rows: readonly BenchRow[]): string {
  const head = { what: 'what', ours: 'ours: median [least–most]', peer: 'peer', ratio: 'ratio', target: 'target', met: '' };
  const lines = [head, ...rows.map((row) => ({ ...row, met: row.met === null ? '' : row.met ? 'met' : 'MISSED' }))];
  const keys = ['what', 'ours', 'peer', 'ratio', 'target', 'met'] as const;
  const widths = keys.map((key) => Math.max(...lines.map((line) => line[key].length)));
  const text = lines.map((line) => `| ${keys.map((key, i) => line[key].padEnd(widths[i] as number)).join(' | ')} |`);
  text.splice(1, 0, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  return text.join('\n');
}

async function main(args: readonly string[]): Promise<void> {
  const [first] = args;
  if (first?.startsWith('child:') === true) {
    process.stdout.write(`${JSON.stringify(await runChild(first, args.slice(1)))}\n`);
    return;
  }
  const settings = settingsOf(args);
  process.stdout.write(`${machine()}\n${new Date().toISOString()}, load ${loadText()}\n`);
  const rows: BenchRow[] = [];
  const notes: string[] = [];
  for (const part of settings.parts) {
    process.stderr.write(`${part} …\n`);
    const result = runPart(part, settings);
    rows.push(...result.rows);
    notes.push(...result.notes, `${part}: load average at its end ${loadText()}`);
  }
  process.stdout.write(`\n${tableText(rows)}\n\n${notes.map((note) => `- ${note}`).join('\n')}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
