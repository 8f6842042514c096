// Clustering and tracing at ten million: ours, C, scipy and igraph over the same file of arrays, each in processes of its own, in
// turns. Where clang, scipy or igraph is not here, their column says so.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fastTotals } from '../../main/engine/trace/fastTotals.ts';
import { type BenchRow, type PartResult, peakMegabytes, timeText, timing } from './figures.ts';
import { readForClustering, writeSlice } from './sliceFile.ts';
import { benchCluster, benchExact, type BenchFigure, benchFast, benchReach, benchSeeds, syntheticSlice } from './trace.bench.ts';

export type Child = (name: string, ...args: readonly string[]) => unknown;
const ROUNDS = 3;

/** The sources of the peers lie in tests/bench, this code perhaps in dist/bench. */
function peerSource(name: string): string {
  const found = [join(import.meta.dirname, name), join(import.meta.dirname, '..', '..', 'tests', 'bench', name)].find((path) =>
    existsSync(path),
  );
  if (found === undefined) throw new Error(`${name} is missing`);
  return found;
}

function compilePeer(folder: string): string | null {
  const program = join(folder, 'peer');
  try {
    execFileSync('clang', ['-O3', '-march=native', '-o', program, peerSource('tracePeer.c')], { stdio: 'ignore' });
    return program;
  } catch {
    return null;
  }
}

const parseLines = (text: string): BenchFigure[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as BenchFigure);

/** A peer in Python: the Python on the path first, then the system's own, where Debian's packages lie. */
export function python(source: string, args: readonly string[]): BenchFigure | null {
  for (const program of ['python3', '/usr/bin/python3']) {
    try {
      const text = execFileSync(program, [peerSource(source), ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
      return parseLines(text)[0] ?? null;
    } catch {
      // Not here, or without the library: the next.
    }
  }
  return null;
}

const scipy = (file: string, part: string, runs: number) => python('tracePeer.py', [file, String(runs), part]);
const igraph = (file: string) => python('igraphPeer.py', [file, '1']);

/** All runs of all rounds under one name; figures must not differ between rounds. */
class Rounds {
  private readonly all = new Map<string, { times: number[]; figures: readonly number[] }>();
  add(who: string, figure: BenchFigure | null): void {
    if (figure === null) return;
    const key = `${who} ${figure.name}`;
    const entry = this.all.get(key) ?? { times: [], figures: figure.figures };
    entry.times.push(...figure.timesMs);
    if (String(entry.figures) !== String(figure.figures)) throw new Error(`${key}: ${entry.figures} and ${figure.figures}`);
    this.all.set(key, entry);
  }
  of(key: string) {
    const entry = this.all.get(key);
    return entry === undefined ? null : { ...timing(entry.times), figures: entry.figures };
  }
}

type Measured = NonNullable<ReturnType<Rounds['of']>>;

/** `most`: ours may take that many times the peer's; `least`: the peer must take that many times ours. */
function against(
  what: string,
  ours: Measured,
  peerName: string,
  peer: Measured | null,
  target: { most: number; isTarget?: false } | { least: number },
): BenchRow {
  const isTarget = !('isTarget' in target);
  const text = !isTarget ? '' : 'most' in target ? `≤ ${target.most}× its time` : `≥ ${target.least}× its speed`;
  if (peer === null) return { what, ours: timeText(ours), peer: `${peerName}: not here, skipped`, ratio: '–', target: text, met: null };
  const ratio = 'most' in target ? ours.medianMs / peer.medianMs : peer.medianMs / ours.medianMs;
  return {
    what,
    ours: timeText(ours),
    peer: `${peerName} ${timeText(peer)}`,
    ratio: `${ratio.toFixed(2)}×`,
    target: text,
    met: !isTarget ? null : 'most' in target ? ratio <= target.most : ratio >= target.least,
  };
}

const millions = (count: number) => `${(count / 1e6).toFixed(count < 1e7 ? 1 : 0)} M`;

export function clusterPart(folder: string, runs: number, size: number, child: Child): PartResult {
  const file = join(folder, 'slice');
  const made = child('child:clusterSlice', file, String(size)) as { inputs: number; scripts: number };
  const program = compilePeer(folder);
  const rounds = new Rounds();
  let peak = 0;
  for (let round = 0; round < ROUNDS; round++) {
    // A process each: two clusterings beside one another would be in the peak.
    for (let run = 0; run < runs; run++) {
      const own = child('child:cluster', file, '1') as BenchFigure & { readonly peakMegabytes: number };
      rounds.add('own', own);
      peak = Math.max(peak, own.peakMegabytes);
    }
    if (program !== null)
      for (const figure of parseLines(execFileSync(program, [file, String(runs), 'cluster'], { encoding: 'utf8' })))
        rounds.add('C', figure);
    rounds.add('scipy', scipy(file, 'cluster', Math.min(runs, 2)));
    rounds.add('igraph', igraph(file));
  }
  const own = rounds.of('own cluster') as Measured;
  const inC = rounds.of('C cluster');
  const inScipy = rounds.of('scipy cluster');
  const inIgraph = rounds.of('igraph cluster');
  for (const peer of [inC, inScipy, inIgraph])
    if (peer !== null && peer.figures[0] !== own.figures[0]) throw new Error(`clusters differ: ${own.figures} and ${peer.figures}`);
  const what = `cluster ${millions(made.inputs)} inputs, ${millions(made.scripts)} scripts`;
  return {
    rows: [
      against(what, own, 'C -O3', inC, { most: 2.5 }),
      against(what, own, 'scipy', inScipy, { least: 1.5 }),
      against(`${what}, the graph included`, own, 'igraph', inIgraph, { least: 12 }),
      { what: `${what}: peak memory`, ours: `${peak} MB`, peer: '', ratio: '', target: '≤ 350 MB', met: peak <= 350 },
    ],
    notes: [
      `cluster: ${own.figures[0]} merges${inC === null && inScipy === null ? '' : ', the same in every peer that ran'}; memory is that of a process holding only what clustering reads`,
    ],
  };
}

export function tracePart(folder: string, runs: number, size: number, child: Child): PartResult {
  const file = join(folder, 'slice');
  child('child:traceSlice', file, String(size));
  const program = compilePeer(folder);
  const rounds = new Rounds();
  let peak = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const own = child('child:trace', String(size), String(runs)) as {
      readonly figures: readonly BenchFigure[];
      readonly peakMegabytes: number;
    };
    for (const figure of own.figures) rounds.add('own', figure);
    peak = Math.max(peak, own.peakMegabytes);
    if (program !== null)
      for (const figure of parseLines(execFileSync(program, [file, String(runs)], { encoding: 'utf8' }))) rounds.add('C', figure);
    rounds.add('scipy', scipy(file, 'reach', Math.min(runs, 2)));
  }
  const get = (key: string) => rounds.of(key);
  const own = (name: string) => rounds.of(`own ${name}`) as Measured;
  for (const policy of ['haircut', 'fifo']) {
    const peer = get(`C ${policy}`);
    if (peer !== null && String(peer.figures) !== String(own(policy).figures))
      throw new Error(`${policy} differs: ${own(policy).figures} and ${peer.figures}`);
  }
  const outputs = `${millions(size)} outputs`;
  const inScipy = get('scipy reach');
  const ratio = own('fifo').medianMs / own('haircut').medianMs;
  return {
    rows: [
      against(`haircut over ${outputs}`, own('haircut'), 'C -O3', get('C haircut'), { most: 2.5 }),
      {
        what: `fifo over ${outputs}`,
        ours: timeText(own('fifo')),
        peer: `own haircut ${timeText(own('haircut'))}`,
        ratio: `${ratio.toFixed(2)}×`,
        target: '≤ 1.2× its time, exact',
        met: ratio <= 1.2,
      },
      against(`fifo over ${outputs}`, own('fifo'), 'C -O3', get('C fifo'), { most: 0, isTarget: false }),
      against(`reach over ${outputs}`, own('reach'), 'scipy', inScipy, { least: 5 }),
    ],
    notes: [
      `trace: 100 seeds as one; [sat held, sat of fees, transactions touched] are the same in C to the satoshi: haircut ${own('haircut').figures}, fifo ${own('fifo').figures}; for one seed alone held + fees is the seed's value exactly (checked)`,
      `trace: reach touches ${own('reach').figures[2]} transactions, scipy ${inScipy?.figures[2] ?? '–'} (it also follows outputs of 0 sat); peak ${peak} MB with every array of the slice`,
    ],
  };
}

/** No peer: what a run in a case does, the exact path with several seeds. */
export function exactPart(_folder: string, runs: number, size: number): PartResult {
  const slice = syntheticSlice(size);
  const rows = benchExact(slice, runs, 5).map((figure) => ({
    what: `${figure.name}, ${millions(size)} outputs, ${figure.figures[2]} transactions`,
    ours: timeText(timing(figure.timesMs)),
    peer: 'none',
    ratio: '',
    target: '',
    met: null,
  }));
  return { rows, notes: [`exact: peak ${peakMegabytes()} MB`] };
}

/** The work of the child processes. */
export function traceChild(name: string, args: readonly string[]): unknown {
  const [first = '', second = ''] = args;
  if (name === 'child:clusterSlice') {
    // An output is spent once, so there are a few more outputs than inputs; 6 M scripts for 10 M inputs, as in research.
    const inputs = Number(second);
    const slice = syntheticSlice(Math.round(inputs * 1.11), { scripts: Math.round(inputs * 0.6) });
    writeSlice(first, slice, Uint32Array.from(benchSeeds(slice)));
    return { inputs: slice.inCount, scripts: Math.round(inputs * 0.6) };
  }
  if (name === 'child:cluster') {
    const { slice, scriptCount } = readForClustering(first);
    return { ...benchCluster(slice, Number(second), scriptCount), peakMegabytes: peakMegabytes() };
  }
  const slice = syntheticSlice(Number(name === 'child:traceSlice' ? second : first));
  const seeds = benchSeeds(slice);
  if (name === 'child:traceSlice') {
    writeSlice(first, slice, Uint32Array.from(seeds));
    return {};
  }
  const figures = [...benchFast(slice, Number(second)), benchReach(slice, Number(second))];
  // One seed alone: what is held and what went to fees is its value, to the satoshi. (Of several, one may reach another.)
  const [only] = seeds as [number];
  for (const policy of ['haircut', 'fifo'] as const) {
    const totals = fastTotals(slice, policy, [only]);
    const sum = (totals?.amountsSat.reduce((all, amount) => all + amount, 0) ?? 0) + (totals?.feesSat ?? 0);
    if (BigInt(sum) !== slice.outValue[only]) throw new Error(`${policy} does not conserve: ${sum} of ${slice.outValue[only]}`);
  }
  return { figures, peakMegabytes: peakMegabytes() };
}
