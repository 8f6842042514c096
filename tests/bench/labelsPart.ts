// A pack of 250,000 tags into an encrypted case through the engine's own contract, and the labels of every node of a large canvas out of
// it. No peer keeps labels in a case file: there is no second column.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCase } from '../../main/engine/casefile/index.ts';
import { accountChain, BITCOIN } from '../../main/engine/chains/index.ts';
import { createEngine } from '../../main/engine/index.ts';
import { createNodeHost } from '../../main/hosts/nodeHost.ts';
import { type BenchRow, type PartResult, sequence, timeText, timing } from './figures.ts';
import type { Child } from './tracePart.ts';

const TAGS = 250_000;
const NODES = 10_000;
const MOST_INTAKE_MS = 15_000;
const MOST_NODES_MS = 50;
const ASKED_TIMES = 9;
const PASSPHRASE = 'correct horse battery staple';

interface LabelsRun {
  readonly bytes: number;
  readonly intakeMs: number;
  readonly againMs: number;
  readonly conflictsMs: number;
  readonly searchMs: number;
  readonly firstMs: number;
  /** Every node carries a label; one in a hundred does. */
  readonly allMs: readonly number[];
  readonly fewMs: readonly number[];
  readonly peakMegabytes: number;
}

export function labelsPart(folder: string, runs: number, child: Child): PartResult {
  const done: LabelsRun[] = [];
  for (let run = 0; run < runs; run++) done.push(child('child:labels', join(folder, `labels${run}`)) as LabelsRun);
  const intake = timing(done.map(({ intakeMs }) => intakeMs));
  const again = timing(done.map(({ againMs }) => againMs));
  const row = (what: string, times: readonly number[], most: number): BenchRow => {
    const of = timing(times);
    return { what, ours: timeText(of), peer: 'none', ratio: '', target: `≤ ${most} ms`, met: of.medianMs <= most };
  };
  return {
    rows: [
      row(
        `${TAGS.toLocaleString('en')} tags of a TagPack taken into an encrypted case`,
        done.map(({ intakeMs }) => intakeMs),
        MOST_INTAKE_MS,
      ),
      row(
        `labels of ${NODES.toLocaleString('en')} nodes, each with one`,
        done.flatMap(({ allMs }) => allMs),
        MOST_NODES_MS,
      ),
      row(
        `labels of ${NODES.toLocaleString('en')} nodes, one in a hundred with one`,
        done.flatMap(({ fewMs }) => fewMs),
        MOST_NODES_MS,
      ),
    ],
    notes: [
      `labels: a pack of ${((done[0]?.bytes ?? 0) / 1e6).toFixed(0)} MB, every address with its checksum tested (${timeText(intake)}); its next version, with the difference, ${timeText(again)}; peak ${Math.max(...done.map(({ peakMegabytes }) => peakMegabytes))} MB`,
      `labels: contradictions over all of them ${timeText(timing(done.map(({ conflictsMs }) => conflictsMs)))}, a search ${timeText(timing(done.map(({ searchMs }) => searchMs)))}; the first question after opening the case ${timeText(timing(done.map(({ firstMs }) => firstMs)))}`,
    ],
  };
}

export async function labelsChild(folder: string): Promise<LabelsRun> {
  const { host, grantPath } = createNodeHost({ environment: { TRACEHOLD_PROFILE: join(folder, 'profile') } });
  const engine = await createEngine(host);
  const { router } = engine;
  const caseFolder = join(folder, 'case');
  await router.call('case.create', {
    folder: grantPath(caseFolder),
    ...{ title: 'Bench', examiner: 'Bench', agency: 'Bench', reference: '1', passphrase: PASSPHRASE },
  });
  const addresses = madeAddresses(TAGS + NODES);
  const write = (name: string, day: string, from: number) => {
    const path = join(folder, name);
    writeFileSync(path, packText(addresses.slice(from, from + TAGS), day));
    return path;
  };
  const paths = [write('pack.yaml', '2026-01-02', 0), write('later.yaml', '2026-02-02', NODES)] as const;
  const span = async <Value>(work: () => Promise<Value>): Promise<readonly [number, Value]> => {
    const start = performance.now();
    const value = await work();
    return [performance.now() - start, value];
  };
  const [intakeMs, { results }] = await span(() => router.call('labels.add', { paths: [grantPath(paths[0])] }));
  const [first] = results;
  if (first?.accepted !== TAGS) throw new Error(`the pack did not hold: ${JSON.stringify(first?.labels)}`);
  const [conflictsMs] = await span(() => router.call('labels.conflicts', {}));
  const [searchMs] = await span(() => router.call('labels.list', { search: 'service 77' }));
  const [againMs, later] = await span(() => router.call('labels.add', { paths: [grantPath(paths[1])], replaces: first.source }));
  if (later.results[0]?.labels?.change?.removed !== NODES) throw new Error('the next version did not hold');
  await router.call('case.close', {});
  await engine.dispose();

  const file = await openCase(host, `${caseFolder}.tracehold`, PASSPHRASE, {
    path: join(folder, 'profile', 'examiner.key'),
    passphrase: PASSPHRASE,
  });
  // As a canvas names them.
  const labelled = addresses
    .slice(NODES * 2, NODES * 3)
    .map((address) => (address.startsWith('0x') ? (accountChain('eip155:1')?.readAddress(address) ?? '') : address));
  const few = madeAddresses(NODES, 99).map((address, index) => (index % 100 === 0 ? (labelled[index] as string) : address));
  const ask = (nodes: readonly string[]) => {
    const start = performance.now();
    const found = file.labels.standing(nodes).size;
    const ms = performance.now() - start;
    if (found !== (nodes === few ? NODES / 100 : NODES)) throw new Error(`${found} nodes have labels`);
    return ms;
  };
  const firstMs = ask(labelled);
  const allMs = Array.from({ length: ASKED_TIMES }, () => ask(labelled));
  const fewMs = Array.from({ length: ASKED_TIMES }, () => ask(few));
  await file.close();
  return {
    bytes: packText(addresses.slice(0, TAGS), '2026-01-02').length,
    ...{ intakeMs, againMs, conflictsMs, searchMs, firstMs, allMs, fewMs },
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

/** Two in three of Bitcoin, the others of Ethereum in small letters. */
function madeAddresses(count: number, seed = 7): string[] {
  const next = sequence(seed);
  const hash = () => Uint8Array.from({ length: 20 }, () => Math.floor(next() * 256));
  return Array.from({ length: count }, (_, index) => {
    if (index % 3 === 2) return `0x${Buffer.from(hash()).toString('hex')}`;
    const script = index % 3 === 0 ? [0x76, 0xa9, 0x14, ...hash(), 0x88, 0xac] : [0x00, 0x14, ...hash()];
    return BITCOIN.readScript(Uint8Array.from(script)).address ?? '';
  });
}

function packText(addresses: readonly string[], day: string): string {
  const tags = addresses.map(
    (address, index) =>
      `- address: ${address.startsWith('0x') ? `'${address}'` : address}\n  label: Made service ${index % 1000}\n  source: https://example.org/list/${index % 1000}\n` +
      `  currency: ${address.startsWith('0x') ? 'ETH' : 'BTC'}\n  category: exchange\n  actor: made_${index % 1000}\n`,
  );
  return `title: Made pack\ncreator: Bench\nlastmod: ${day}\nconfidence: web_crawl\ntags:\n${tags.join('')}`;
}
