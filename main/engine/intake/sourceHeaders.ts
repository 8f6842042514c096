// The headers of a source beside those of the case: judged as one chain before anything is written, then stored.
import { Fault } from '../../../shared/model/fault.ts';
import type { AnchorRow, CaseFile } from '../casefile/index.ts';
import {
  type BitcoinNetwork,
  buildHeaderChain,
  type HeaderChain,
  HEADER_BYTES,
  headerHashes,
  proveWorkAhead,
  sha256d,
  stateWork,
} from '../chains/index.ts';
import { breathe, throwIfCancelled, type Work } from '../kernel/index.ts';
import { foreignLandmarks, headersOf } from './decideChain.ts';
import type { Material, Progress } from './material.ts';
import type { TakeInResult } from './result.ts';

/**
 * One chain from headers in any order. Where two forks carry equal work, a node keeps the one it saw first; here the order of
 * intake must not decide, so the records are put in the order of their hashes.
 */
export function chainOfRecords(network: BitcoinNetwork, records: Uint8Array, anchors: readonly AnchorRow[]): HeaderChain {
  const stated = anchors.map(({ height, hash }) => ({ height, hash: Uint8Array.from(Buffer.from(hash, 'hex')).reverse() }));
  const chain = buildHeaderChain(network, records, stated);
  if (!hasEqualForks(chain)) return chain;
  const order = Array.from({ length: chain.count }, (_, header) => header);
  order.sort((a, b) => Buffer.compare(chain.hashes.subarray(a * 32, a * 32 + 32), chain.hashes.subarray(b * 32, b * 32 + 32)));
  const sorted = new Uint8Array(chain.count * HEADER_BYTES);
  order.forEach((header, i) => sorted.set(chain.headers.subarray(header * HEADER_BYTES, (header + 1) * HEADER_BYTES), i * HEADER_BYTES));
  return buildHeaderChain(network, sorted, stated);
}

/** The same, of parts one behind the other and the genesis header, which is the program's own: a chain that starts at block 1 is anchored too. */
export function chainFromGenesis(network: BitcoinNetwork, parts: readonly Uint8Array[], anchors: readonly AnchorRow[]): HeaderChain {
  const records = new Uint8Array(parts.reduce((sum, part) => sum + part.length, HEADER_BYTES));
  records.set(network.genesisHeader, 0);
  let at = HEADER_BYTES;
  for (const part of parts) {
    records.set(part, at);
    at += part.length;
  }
  return chainOfRecords(network, records, anchors);
}

function hasEqualForks(chain: HeaderChain): boolean {
  const stale: number[] = [];
  for (let header = 0; header < chain.count; header++) if (chain.state(header) === 'stale') stale.push(header);
  if (stale.length === 0) return false;
  const best = new Map<number, bigint>();
  for (let header = 0; header < chain.count; header++) {
    if (chain.state(header) !== 'active') continue;
    const work = chain.chainWork(header);
    const run = chain.base(header);
    if (work > (best.get(run) ?? -1n)) best.set(run, work);
  }
  return stale.some((header) => chain.chainWork(header) === best.get(chain.base(header)));
}

export interface JudgedHeaders {
  readonly chain: HeaderChain;
  /** Why a header is kept out of this chain, or null. */
  refusal(header: number): string | null;
}

/** Where work is dear (scrypt), proves it piece by piece before the headers are judged as one, so that the job can be stopped. */
export async function proveHeaderWork(network: BitcoinNetwork, material: Material, work: Work<Progress>): Promise<void> {
  if (network.workHash === 'sha256d') return;
  const headers = [...headersOf(material)];
  const records = new Uint8Array(headers.length * HEADER_BYTES);
  headers.forEach((header, i) => records.set(header.subarray(0, HEADER_BYTES), i * HEADER_BYTES));
  await proveRecordWork(network, records, work);
}

/** The same for records of 80 bytes one behind the other. */
export async function proveRecordWork(network: BitcoinNetwork, records: Uint8Array, work: Work<Progress>): Promise<void> {
  if (network.workHash === 'sha256d') return;
  for (const done of proveWorkAhead(network, records)) {
    work.report({ phase: 'headers', done, total: records.length / HEADER_BYTES, unit: 'blocks' });
    throwIfCancelled(work);
    await breathe();
  }
}

/** Judges the case's headers and the source's together. The genesis header is the program's own knowledge. Writes nothing. */
export function judgeHeaders(file: CaseFile, network: BitcoinNetwork, material: Material, anchors: readonly AnchorRow[]): JudgedHeaders {
  const given = Array.from(headersOf(material), (header) => header.subarray(0, HEADER_BYTES));
  const chain = chainFromGenesis(network, [file.chain.headerRecords(network.id), ...given], anchors);
  const foreign = foreignRuns(network, chain);
  return {
    chain,
    refusal: (header) => {
      if (foreign.has(chain.base(header)) && (chain.height[header] as number) < 0) return 'header:otherNetwork';
      return chain.state(header) === 'refused' ? `header:${chain.refusal(header)}` : null;
    },
  };
}

/** Connected runs that hang on a block which only another network has. */
function foreignRuns(network: BitcoinNetwork, chain: HeaderChain): ReadonlySet<number> {
  const marks = foreignLandmarks(network);
  const runs = new Set<number>();
  for (const mark of marks) {
    const header = chain.find(Uint8Array.from(Buffer.from(mark, 'hex')));
    if (header !== undefined) runs.add(chain.base(header));
  }
  for (let header = 0; header < chain.count; header++) {
    if (chain.parent[header] !== -1) continue;
    const previous = Buffer.from(chain.headers.buffer, chain.headers.byteOffset + header * HEADER_BYTES + 4, 32);
    if (marks.has(previous.toString('hex'))) runs.add(header);
  }
  return runs;
}

/** Anchors of the case and the one stated with this source; throws `intake.anchor` where they contradict. */
export function anchorsWith(file: CaseFile, network: BitcoinNetwork, stated: readonly AnchorRow[]): AnchorRow[] {
  const anchors = file.chain.anchors(network.id);
  for (const anchor of stated) {
    const same = anchors.find((candidate) => candidate.height === anchor.height);
    if (same !== undefined && same.hash !== anchor.hash)
      throw new Fault('intake.anchor', { height: anchor.height, hash: anchor.hash, reason: 'contradicts' });
    if (same === undefined) anchors.push(anchor);
  }
  return anchors;
}

export function parseAnchor(anchor: string | undefined): AnchorRow[] {
  if (anchor === undefined) return [];
  const [height, hash] = anchor.split(':') as [string, string];
  return [{ height: Number(height), hash: hash.replace(/^0x/, '') }];
}

/** Stores anchors and the headers that broke no rule. Call inside a transaction. */
export function keepHeaders(
  file: CaseFile,
  network: BitcoinNetwork,
  material: Material,
  judged: JudgedHeaders,
  anchors: readonly AnchorRow[],
  source: number,
): void {
  const known = new Set(file.chain.anchors(network.id).map((anchor) => anchor.height));
  for (const anchor of anchors) if (!known.has(anchor.height)) file.chain.addAnchor(network.id, anchor, source);
  for (const record of headersOf(material)) {
    const hash = sha256d(record);
    const header = judged.chain.find(hash);
    if (header !== undefined && judged.refusal(header) === null) file.chain.addHeader(network.id, { hash, raw: record, source });
  }
}

/** What the source's own headers reach, and what the run of headers they stand in hangs on: its anchor and its work. */
export function describeHeaders(network: BitcoinNetwork, chain: HeaderChain, material: Material): TakeInResult['headers'] {
  const records = [...headersOf(material)].map((record) => record.subarray(0, HEADER_BYTES));
  return describeRecords(network, chain, new Uint8Array(Buffer.concat(records)));
}

/** The same for records of 80 bytes one behind the other. */
export function describeRecords(network: BitcoinNetwork, chain: HeaderChain, records: Uint8Array): TakeInResult['headers'] {
  let from: number | null = null;
  let highest = -1;
  const hashes = headerHashes(records);
  for (let at = 0; at < hashes.length; at += 32) {
    const header = chain.find(hashes.subarray(at, at + 32)) ?? -1;
    const height = chain.height[header] ?? -1;
    if (height < 0) continue;
    from = from === null ? height : Math.min(from, height);
    if (highest === -1 || height > (chain.height[highest] as number)) highest = header;
  }
  if (highest === -1) return { from: null, to: null, anchoredTo: null, work: '0', cheap: true };
  const to = chain.height[highest] as number;
  const run = chain.base(highest);
  let work = 0n;
  for (let header = 0; header < chain.count; header++) {
    if (chain.state(header) === 'active' && chain.base(header) === run && chain.chainWork(header) > work) work = chain.chainWork(header);
  }
  const inRun = chain.anchors.filter((anchor) => chain.base(chain.find(anchor.hash) ?? -1) === run).sort((a, b) => a.height - b.height);
  const anchor = inRun.filter((candidate) => candidate.height <= to).at(-1) ?? inRun[0];
  return {
    from,
    to,
    anchoredTo: anchor === undefined ? null : `${anchor.from}:${anchor.height}`,
    work: work.toString(),
    cheap: network.training || stateWork(work, network.cheapWork).cheapToForge,
  };
}
