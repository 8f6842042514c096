// Takes one source into the case: decides its chain, checks headers and blocks, writes batches, and says what was refused.
// Every batch is one transaction with its event, so a kill loses at most the batch under way and the source resumes.
import { displayHash } from '../../../shared/model/bytes.ts';
import { Fault } from '../../../shared/model/fault.ts';
import type { CaseFile, SourceRow } from '../casefile/index.ts';
import {
  type BitcoinNetwork, BITCOIN_NETWORKS, bitcoinNetwork, buildHeaderChain, type HeaderChain, HEADER_BYTES, sha256d, stateWork,
} from '../chains/index.ts';
import { breathe, type Host, sha256Hex, throwIfCancelled, type Work } from '../kernel/index.ts';
import { checkBlock, newBlockReader } from './checkBlock.ts';
import type { BlockPlace, Importer, Material, Progress } from './material.ts';
import { takeInProofs } from './proofs.ts';
import { createSegmentWriter } from './segments.ts';
import { hashFile } from './sourceFile.ts';

const BATCH_BYTES = 64 << 20;
/** Sources up to this size keep their raw bytes in the case, so that the medium can be put away. */
const KEEP_RAW_BYTES = 64 << 20;
const LARGEST_TAKEN_IN = 4 * 1024 ** 3;

export interface TakeInRequest {
  readonly name: string;
  readonly chain: string | undefined;
  readonly anchor: string | undefined;
  readonly exhibit: string;
  readonly force: boolean;
}

export interface TakeInResult {
  readonly source: string;
  readonly mode: 'takenIn' | 'archive' | 'transactions' | 'headers' | 'labels' | 'bag';
  readonly chain: string | null;
  readonly blocks: number;
  readonly accepted: number;
  readonly new: number;
  readonly stale: number;
  readonly refused: { height: number | null; claimedHeight: number | null; hash: string; reason: string }[];
  readonly headers: { from: number | null; to: number | null; anchoredTo: string | null; work: string; cheap: boolean } | null;
  readonly transactions: number;
  readonly undo: 'none' | 'values';
  readonly partial: boolean;
  readonly rejectedRows: { row: number; reason: string; text: string }[];
}

/** Identity of a source: what its files are called, how long they are and what they hash to. */
async function identify(material: Material, work: Work<Progress>): Promise<{ publicId: string; size: number; hashes: string[] }> {
  const size = material.files.reduce((sum, file) => sum + file.size, 0);
  let done = 0;
  const hashes: string[] = [];
  for (const file of material.files) {
    hashes.push(
      await hashFile(file.path, work, (count) => {
        done += count;
        work.report({ phase: 'hashing', done, total: size, unit: 'bytes' });
      }),
    );
  }
  const lines = material.files.map((file, i) => `${file.name} ${file.size} ${hashes[i]}`);
  return { publicId: sha256Hex(lines.join('\n')).slice(0, 32), size, hashes };
}

/** The network of a material: by its genesis block, by a header the case or a checkpoint knows, else by the examiner's word. */
export function decideChain(file: CaseFile, material: Material, asked: string | undefined, name: string): BitcoinNetwork {
  if (asked !== undefined) {
    const network = bitcoinNetwork(asked);
    if (network === undefined) throw new Fault('chain.unknown', { chain: asked, known: BITCOIN_NETWORKS.map((n) => n.name).join(', ') });
    return network;
  }
  const candidates = new Set<string>();
  const headers = [...material.blocks.map((block) => block.header), ...recordsOf(material.headers), ...material.proofs.flatMap((proof) => (proof.header === null ? [] : [proof.header]))];
  for (const header of headers) {
    const hash = sha256d(header);
    const previous = header.subarray(4, 36);
    for (const network of BITCOIN_NETWORKS) {
      const known = [network.genesisHash, ...network.checkpoints.map((checkpoint) => checkpoint.hash)];
      if (known.some((anchor) => Buffer.compare(anchor, hash) === 0 || Buffer.compare(anchor, previous) === 0)) candidates.add(network.id);
    }
    for (const chain of [...file.chain.chainsOfHeader(hash), ...file.chain.chainsOfHeader(previous)]) candidates.add(chain);
    if (candidates.size > 0) break;
  }
  // Proofs that name only a height, and lone transactions, belong to the one chain the case already has.
  if (candidates.size === 0 && headers.length === 0) for (const chain of file.chain.chains()) candidates.add(chain);
  const [only, ...others] = [...candidates];
  const network = only === undefined || others.length > 0 ? undefined : bitcoinNetwork(only);
  if (network !== undefined) return network;
  const hint = BITCOIN_NETWORKS.find(({ magic }) => material.magic !== null && Buffer.compare(magic, material.magic) === 0);
  throw new Fault('usage.chainRequired', { file: name, known: BITCOIN_NETWORKS.map((n) => n.name).join(', '), hint: hint?.name ?? '' });
}

function* recordsOf(headers: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at + HEADER_BYTES <= headers.length; at += HEADER_BYTES) yield headers.subarray(at, at + HEADER_BYTES);
}

/** Adds the source's headers to those of the case and checks them all; refused ones are kept out. */
function addHeaders(file: CaseFile, network: BitcoinNetwork, material: Material, source: number): { chain: HeaderChain; first: number } {
  const known = file.chain.headers(network.id).map((row) => row.raw);
  const extra = [...recordsOf(material.headers), ...material.blocks.map((block) => block.header), ...material.proofs.flatMap((proof) => (proof.header === null ? [] : [proof.header]))];
  // The genesis header is the program's own knowledge: with it, a chain that starts at block 1 is anchored too.
  const records = new Uint8Array((known.length + extra.length + 1) * HEADER_BYTES);
  records.set(network.genesisHeader, 0);
  [...known, ...extra].forEach((header, i) => records.set(header, (i + 1) * HEADER_BYTES));
  const anchors = file.chain.anchors(network.id).map(({ height, hash }) => ({ height, hash: Uint8Array.from(Buffer.from(hash, 'hex')).reverse() }));
  const chain = buildHeaderChain(network, records, anchors);
  if (known.length === 0 && extra.length > 0) file.chain.addHeader(network.id, { hash: network.genesisHash, raw: network.genesisHeader, source });
  for (let i = 0; i < extra.length; i++) {
    const header = chain.numberOfInput[known.length + 1 + i] as number;
    if (chain.state(header) === 'refused') continue;
    file.chain.addHeader(network.id, { hash: chain.hashes.slice(header * 32, header * 32 + 32), raw: extra[i] as Uint8Array, source });
  }
  return { chain, first: known.length + 1 };
}

function describeHeaders(network: BitcoinNetwork, chain: HeaderChain, numbers: Iterable<number>): TakeInResult['headers'] {
  let from: number | null = null;
  let to: number | null = null;
  for (const header of numbers) {
    const height = chain.height[header] as number;
    if (height < 0) continue;
    from = from === null ? height : Math.min(from, height);
    to = to === null ? height : Math.max(to, height);
  }
  // Up to the last header of this source: the case may hold more, which is not this source's.
  const last = to === null ? -1 : chain.at(to);
  const work = last === -1 ? 0n : chain.chainWork(last);
  const anchor = chain.anchors.filter((candidate) => to !== null && candidate.height <= to).at(-1) ?? chain.anchors.at(-1);
  return { from, to, anchoredTo: to === null || anchor === undefined ? null : `${anchor.from}:${anchor.height}`, work: work.toString(), cheap: network.training || stateWork(work).cheapToForge };
}

export async function takeIn(host: Host, file: CaseFile, importer: Importer, material: Material, request: TakeInRequest, work: Work<Progress>): Promise<TakeInResult> {
  const network = decideChain(file, material, request.chain, request.name);
  const { publicId, size, hashes } = await identify(material, work);
  if (size > LARGEST_TAKEN_IN && !request.force) throw new Fault('intake.tooLarge', { file: request.name, bytes: size, limit: LARGEST_TAKEN_IN });
  refuseMixing(file, network, request.name);
  const mode = material.blocks.length > 0 ? 'takenIn' : material.transactions.length > 0 || material.proofs.length > 0 ? 'transactions' : 'headers';

  const earlier = file.sources.byPublicId(publicId);
  if (earlier?.state === 'complete') return { ...(earlier.result as TakeInResult), new: 0 };
  const keepRaw = size <= KEEP_RAW_BYTES;
  const started = earlier ?? start(host, file, { publicId, size, hashes, network, importer, mode, request, material, keepRaw });
  const source = started.id;
  const fileIds = file.sources.files(source).map((row) => row.id);

  const { chain } = file.transaction(() => {
    if (request.anchor !== undefined) addAnchor(file, network, request.anchor, source);
    return addHeaders(file, network, material, source);
  });
  const refused: TakeInResult['refused'] = file.sources.refused(source).map((row) => ({ ...row }));
  const progress = { accepted: 0, new: 0, stale: 0, transactions: 0, undo: false };

  const places = orderPlaces(material.blocks, chain);
  const totalBytes = places.reduce((sum, { place }) => sum + place.length, 0);
  const alreadyHere = new Set(file.chain.blocks(network.id).filter((row) => row.source === source && row.complete).map((row) => displayHash(row.hash)));
  const alreadyRefused = new Set(refused.map((row) => row.hash));
  const writer = createSegmentWriter(keepRaw);
  const reader = newBlockReader(material);
  let batch = file.chain.segmentsOfSource(source).length;
  let pending: { place: BlockPlace; hash: Uint8Array; txFirst: number; rawAt: number; txCount: number; claimed: number | null }[] = [];
  let newRefused: TakeInResult['refused'] = [];
  let batchBytes = 0;
  let doneBytes = 0;

  const flush = () => {
    if (pending.length === 0 && newRefused.length === 0) return;
    file.transaction(() => {
      const { segment, digest } = writer.flush(file, { source, chain: network.id, batch });
      for (const block of pending) {
        file.chain.addBlock(network.id, {
          hash: block.hash, source, segment, file: fileIds[block.place.file] as number,
          offset: keepRaw ? block.rawAt : block.place.offset, length: block.place.length,
          txFirst: block.txFirst, txCount: block.txCount, complete: true, claimedHeight: block.claimed, totalTransactions: block.txCount,
        });
      }
      for (const row of newRefused) file.sources.addRefused(source, row);
      file.journal.append('act', 'intake.batch', { source: publicId, batch, blocks: pending.length, refused: newRefused.length, digest });
    });
    batch++;
    pending = [];
    newRefused = [];
    batchBytes = 0;
  };

  for (const { place, number, header } of places) {
    throwIfCancelled(work);
    doneBytes += place.length;
    const hash = chain.hashes.slice(header * 32, header * 32 + 32);
    const display = displayHash(hash);
    const height = chain.height[header] as number;
    if (alreadyRefused.has(display)) continue;
    if (alreadyHere.has(display)) {
      progress.accepted++;
      progress.new++;
      continue;
    }
    const outcome = checkBlock(material, reader, number, chain, header);
    if (typeof outcome === 'string' || outcome.refusal !== null) {
      const reason = typeof outcome === 'string' ? outcome : (outcome.refusal as string);
      const row = { height: height < 0 ? null : height, claimedHeight: typeof outcome === 'string' ? null : outcome.claimed, hash: display, reason };
      refused.push(row);
      newRefused.push(row);
      continue;
    }
    progress.accepted++;
    progress.transactions += outcome.columns.txCount;
    if (chain.state(header) === 'stale') progress.stale++;
    if (outcome.undo !== null) progress.undo = true;
    if (file.chain.hasCompleteBlock(network.id, hash) || pending.some((block) => Buffer.compare(block.hash, hash) === 0)) continue;
    progress.new++;
    const { txFirst, rawAt } = writer.add(outcome.bytes, outcome.columns, outcome.txids, outcome.undo);
    pending.push({ place, hash, txFirst, rawAt, txCount: outcome.columns.txCount, claimed: outcome.claimed });
    batchBytes += place.length;
    if (batchBytes >= BATCH_BYTES) flush();
    if (batchBytes === 0 || pending.length % 64 === 0) {
      work.report({ phase: 'blocks', done: doneBytes, total: totalBytes, unit: 'bytes' });
      await breathe();
    }
  }
  flush();

  const proven = file.transaction(() => takeInProofs(file, network, chain, material, { source, fileIds, publicId, batch }));
  const transactionsHere = file.chain.segmentsOfSource(source).reduce((sum, segment) => sum + segment.txCount, 0);
  const result: TakeInResult = {
    source: publicId, mode, chain: network.id,
    blocks: material.blocks.length,
    accepted: progress.accepted, new: progress.new + proven.accepted, stale: progress.stale,
    refused,
    headers: describeHeaders(network, chain, headerNumbersOf(material, chain)),
    transactions: Math.max(progress.transactions + proven.accepted, transactionsHere),
    undo: progress.undo ? 'values' : 'none',
    partial: false,
    rejectedRows: [...material.rejected.map((row) => ({ ...row })), ...proven.rejected],
  };
  file.transaction(() => {
    file.sources.setCoverage(source, coverageOf(file, network, chain, source, material));
    file.sources.finish(source, result);
    file.journal.append('act', 'intake.finished', { source: publicId, result: { ...result, refused: result.refused.length, rejectedRows: result.rejectedRows.length } });
  });
  work.report({ phase: 'blocks', done: totalBytes, total: totalBytes, unit: 'bytes' });
  return result;
}

function refuseMixing(file: CaseFile, network: BitcoinNetwork, name: string): void {
  const live = file.sources.list().filter((source) => source.state !== 'withdrawn' && source.chain !== null);
  if (live.some((source) => source.training !== network.training)) throw new Fault('intake.trainingMixed', { file: name, chain: network.name });
}

function start(
  host: Host,
  file: CaseFile,
  given: { publicId: string; size: number; hashes: string[]; network: BitcoinNetwork; importer: Importer; mode: string; request: TakeInRequest; material: Material; keepRaw: boolean },
): Pick<SourceRow, 'id'> {
  const { publicId, size, hashes, network, importer, mode, request, material, keepRaw } = given;
  const sha256 = hashes.length === 1 ? (hashes[0] as string) : sha256Hex(hashes.join('\n'));
  const files = material.files.map((source, i) => ({ name: source.name, size: source.size, sha256: hashes[i] as string }));
  return file.act('intake.started', { source: publicId, name: request.name, importer: `${importer.id}@${importer.version}`, mode, chain: network.id, exhibit: request.exhibit, files, anchor: request.anchor ?? null }, () => {
    const id = file.sources.add({
      publicId, name: request.name, importer: `${importer.id}@${importer.version}`, mode, chain: network.id, exhibit: request.exhibit,
      size: String(size), sha256, taken: new Date(host.now()).toISOString(), state: 'partial', training: network.training, request,
    });
    material.files.forEach((source, i) => {
      file.sources.addFile({ source: id, path: source.path, size: source.size, modified: source.modified, sha256: hashes[i] as string, xorKey: Buffer.from(source.xorKey).toString('hex'), rawKept: keepRaw });
    });
    return { id };
  });
}

function addAnchor(file: CaseFile, network: BitcoinNetwork, anchor: string, source: number): void {
  const [height, hash] = anchor.split(':') as [string, string];
  file.chain.addAnchor(network.id, { height: Number(height), hash }, source);
}

/** Blocks in chain order: by height, then unanchored ones as they lie. Headers that broke a rule come along to be reported. */
function orderPlaces(blocks: readonly BlockPlace[], chain: HeaderChain): { place: BlockPlace; number: number; header: number }[] {
  const numbered = blocks.map((place, number) => ({ place, number, header: chain.find(sha256d(place.header)) as number }));
  const height = (header: number) => (chain.height[header] as number) < 0 ? Number.MAX_SAFE_INTEGER : (chain.height[header] as number);
  return numbered.sort((a, b) => height(a.header) - height(b.header) || a.number - b.number);
}

function* headerNumbersOf(material: Material, chain: HeaderChain): Generator<number> {
  for (const header of recordsOf(material.headers)) yield chain.find(sha256d(header)) ?? -1;
  for (const block of material.blocks) yield chain.find(sha256d(block.header)) ?? -1;
}

type Range = { chain: string; low: number; high: number; scope: 'blocks' | 'headers' | 'transactions' };

function coverageOf(file: CaseFile, network: BitcoinNetwork, chain: HeaderChain, source: number, material: Material): Range[] {
  const complete: number[] = [];
  const single: number[] = [];
  for (const row of file.chain.blocks(network.id)) {
    if (row.source !== source) continue;
    const header = chain.find(row.hash);
    if (header === undefined || chain.state(header) !== 'active') continue;
    (row.complete ? complete : single).push(chain.height[header] as number);
  }
  const headersOnly = [...recordsOf(material.headers)].map((record) => chain.height[chain.find(sha256d(record)) ?? -1] ?? -1).filter((height) => height >= 0);
  const inScope = (heights: number[], scope: Range['scope']): Range[] => ranges(heights).map(([low, high]) => ({ chain: network.id, low, high, scope }));
  return [...inScope(complete, 'blocks'), ...inScope(single, 'transactions'), ...inScope(headersOnly, 'headers')];
}

function ranges(heights: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const height of [...new Set(heights)].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last !== undefined && height === last[1] + 1) last[1] = height;
    else found.push([height, height]);
  }
  return found;
}

