// Flow layout of flow-like graphs beside igraph's layouts of the same edges, ours in a process of its own for each size, in turns. The
// pictures differ and their quality is not measured: the figures say only how long one waits.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { flowLayout, forceLayout, placeNew } from '../../main/engine/canvas/index.ts';
import { type BenchRow, type PartResult, sequence, timed, timeText, timing } from './figures.ts';
import { type Child, python } from './tracePart.ts';

const SIZES = [10_000, 50_000, 100_000];
const EDGES_PER_NODE = 1.3;
const MOST_MS = 250;
/** Rounds of igraph's FR: its own number where that ends in seconds, fewer otherwise. */
const ROUNDS: Readonly<Record<number, number>> = { 10000: 500, 50000: 50, 100000: 50 };
/** Larger ones take igraph's Sugiyama minutes. */
const SUGIYAMA_NODES = 1_000;
const FORCE_NODES = 5_000;
const STANDING_NODES = 20_000;
const NEW_NODES = 1_000;

interface Graph {
  readonly count: number;
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
}

/** Each node is paid by one before it, mostly a near one; the rest of the edges join two at random in the same way. */
function madeFlow(count: number): Graph {
  const next = sequence(5);
  const edges = Math.round(count * EDGES_PER_NODE);
  const sources = new Uint32Array(edges);
  const targets = new Uint32Array(edges);
  for (let i = 0; i < edges; i++) {
    const to = i < count - 1 ? i + 1 : 1 + Math.floor(next() * (count - 1));
    targets[i] = to;
    sources[i] = to - 1 - Math.floor(next() ** 3 * Math.min(to, count / 20));
  }
  return { count, sources, targets };
}

interface Measured {
  readonly firstMs: number;
  readonly timesMs: readonly number[];
  /** Of all threads; other programs on the machine make the wall's time longer, and this one less so. */
  readonly processorMs: readonly number[];
}

function measured(runs: number, work: () => unknown): Measured {
  const times: number[] = [];
  const processor: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const before = process.cpuUsage();
    timed(times, work);
    const { user, system } = process.cpuUsage(before);
    processor.push((user + system) / 1000);
  }
  return { firstMs: times[0] as number, timesMs: times.slice(1), processorMs: processor.slice(1) };
}

export function layoutChild(kind: string, count: number, runs: number): Measured {
  const graph = madeFlow(count);
  if (kind === 'flow') return measured(runs, () => flowLayout(graph));
  if (kind === 'force') {
    const start = { x: new Int32Array(count), y: new Int32Array(count), fixed: new Uint8Array(count) };
    return measured(runs, () => forceLayout({ ...graph, ...start }));
  }
  const flow = flowLayout(madeFlow(count - NEW_NODES));
  const places = { x: new Int32Array(count), y: new Int32Array(count), placed: new Uint8Array(count).fill(1, 0, count - NEW_NODES) };
  places.x.set(flow.x);
  places.y.set(flow.y);
  return measured(runs, () => placeNew({ ...graph, ...places }));
}

export function layoutPart(folder: string, runs: number, child: Child): PartResult {
  const rows: BenchRow[] = [];
  const notes: string[] = [];
  const ask = (kind: string, count: number) => child('child:layout', kind, String(count), String(2 * runs + 2)) as Measured;
  const text = ({ timesMs, firstMs, processorMs }: Measured) =>
    `${timeText(timing(timesMs))}, first ${firstMs.toFixed(0)}, processor ${timing(processorMs).medianMs.toFixed(0)}`;
  const compare = (count: number, kind: string, rounds: number, name: string, target: number | null) => {
    const path = join(folder, `edges${count}`);
    const { sources, targets } = madeFlow(count);
    const words = new Uint32Array(1 + 2 * sources.length);
    words[0] = count;
    for (let i = 0; i < sources.length; i++) words.set([sources[i] as number, targets[i] as number], 1 + 2 * i);
    writeFileSync(path, words);
    const own = ask('flow', count);
    const peer = python('layoutPeer.py', [path, kind, String(rounds), count > 10_000 ? '1' : String(Math.min(runs, 2))]);
    const median = timing(own.timesMs).medianMs;
    const their = peer === null ? null : timing(peer.timesMs);
    rows.push({
      what: `flow layout of ${count.toLocaleString('en')} nodes, ${sources.length.toLocaleString('en')} edges`,
      ours: text(own),
      peer: their === null ? 'igraph: not here, skipped' : `igraph ${name} ${timeText(their)}`,
      ratio: their === null ? '–' : `${(their.medianMs / median).toFixed(1)}×`,
      target: target === null ? '' : `≤ ${target} ms`,
      met: target === null ? null : median <= target,
    });
  };
  compare(SUGIYAMA_NODES, 'sugiyama', 0, 'Sugiyama', null);
  for (const count of SIZES) {
    const rounds = ROUNDS[count] as number;
    compare(count, 'fr', rounds, `FR grid, ${rounds} rounds`, count === 100_000 ? MOST_MS : null);
  }
  const alone = { peer: '', ratio: '' };
  const force = ask('force', FORCE_NODES);
  const most = timing(force.timesMs).medianMs;
  rows.push({
    what: `force layout of ${FORCE_NODES.toLocaleString('en')} nodes`,
    ours: text(force),
    ...alone,
    target: '≤ 1000 ms',
    met: most <= 1000,
  });
  const placing = ask('place', STANDING_NODES + NEW_NODES);
  rows.push({ what: `${NEW_NODES} new nodes placed among ${STANDING_NODES}`, ours: text(placing), ...alone, target: '', met: null });
  notes.push(
    'layout: the pictures differ (FR knows no direction and leaves boxes on one another); only time is compared, the making of the graph left out on both sides',
  );
  notes.push(
    'layout: "first" is the first call in a fresh process, before its machine code is made; "processor" is the median of processor time',
  );
  return { rows, notes };
}
