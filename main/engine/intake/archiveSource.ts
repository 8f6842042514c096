// An archive as a source of a case: headers and coverage only, its blocks stay where they are. On each use its files are looked at
// again; one that grew brings its new headers, one that lost what the case rests on is refused.
import { dirname, join } from 'node:path';
import { Fault } from '../../../shared/model/fault.ts';
import type { AnchorRow, CaseFile, SourceRow } from '../casefile/index.ts';
import {
  BITCOIN_NETWORKS,
  type BitcoinNetwork,
  bitcoinNetwork,
  HashIndex,
  HEADER_BYTES,
  type HeaderChain,
  headerHashes,
} from '../chains/index.ts';
import { type Host, sha256Hex, type Work } from '../kernel/index.ts';
import { type Archive, openArchive } from './archive/archive.ts';
import { refreshCoverage } from './coverage.ts';
import { freeId } from './identify.ts';
import type { Progress } from './material.ts';
import type { TakeInResult } from './result.ts';
import type { SourceBlocks } from './sourceBlocks.ts';
import { anchorsWith, chainFromGenesis, describeRecords, parseAnchor, proveRecordWork } from './sourceHeaders.ts';
import { noteAnchors } from './statedAnchors.ts';
import { refuseMixing } from './takeIn.ts';

interface ArchiveRequest {
  readonly name: string;
  readonly path: string;
  readonly chain: string | undefined;
  readonly anchor: string | undefined;
  readonly exhibit: string;
}

/** What is kept with the source to know it again. */
interface ArchiveMark {
  readonly listDigest: string;
  readonly headersDigest: string;
}

const IMPORTER = { id: 'archive', version: '1' } as const;

function cacheFolder(host: Host): string {
  return join(host.profileFolder(), 'archives');
}

export async function takeInArchive(host: Host, file: CaseFile, request: ArchiveRequest, work: Work<Progress>): Promise<TakeInResult> {
  const archive = await openArchive(request.path, cacheFolder(host), work);
  if (archive.count === 0) throw new Fault('intake.malformed', { file: request.name, row: 0, reason: 'no block in it' });
  const network = decideArchiveChain(file, archive, request);
  refuseMixing(file, network, request.name);
  work.report({ phase: 'judging', done: 0, total: archive.count, unit: 'blocks' });
  const stated = parseAnchor(request.anchor);
  const anchors = anchorsWith(file, network, stated);
  await proveRecordWork(network, archive.records, work);
  const judged = judgeArchive(file, network, archive, anchors);
  const mark: ArchiveMark = { listDigest: archive.listDigest, headersDigest: sha256Hex(archive.records) };
  const publicId = freeId(file, sha256Hex(`${mark.listDigest} ${mark.headersDigest}`).slice(0, 32));
  const same = file.sources.byPublicId(publicId) ?? archiveInFolder(file, network, archive.folder);
  if (same !== undefined) {
    updateArchive(file, network, same, archive);
    const known = file.sources.byPublicId(same.publicId) ?? same;
    return noteAnchors(file, network, known, stated, () => describeRecords(network, judged.chain, judged.accepted));
  }
  return file.transaction(() => {
    const source = file.sources.add({
      ...{ publicId, name: request.name, importer: `${IMPORTER.id}@${IMPORTER.version}`, mode: 'archive', chain: network.id },
      ...{ exhibit: request.exhibit, size: String(archive.blocksBytes + archive.undoBytes), sha256: null },
      ...{ taken: new Date(host.now()).toISOString(), state: 'partial', training: network.training, request: mark },
    });
    file.journal.append('act', 'intake.started', {
      ...{ source: publicId, name: request.name, importer: `${IMPORTER.id}@${IMPORTER.version}`, mode: 'archive', chain: network.id },
      ...{
        exhibit: request.exhibit,
        anchor: request.anchor ?? null,
        files: archive.files.length,
        bytes: archive.blocksBytes + archive.undoBytes,
      },
      ...{ listDigest: mark.listDigest, headersDigest: mark.headersDigest },
    });
    addFiles(file, source, archive);
    for (const anchor of stated) file.chain.addAnchor(network.id, anchor, source);
    file.chain.addHeaderPack(network.id, source, judged.accepted);
    const result: TakeInResult = {
      ...{ source: publicId, mode: 'archive', chain: network.id, blocks: archive.count, accepted: judged.accepted.length / HEADER_BYTES },
      ...{ new: judged.accepted.length / HEADER_BYTES, stale: judged.stale, refused: judged.refused },
      headers: describeRecords(network, judged.chain, judged.accepted),
      ...{ transactions: 0, undo: archive.undoBytes > 0 ? 'values' : 'none', partial: false },
      rejectedRows: archive.rejected.slice(0, 1000).map((row) => ({ ...row })),
    };
    refreshCoverage(file, network);
    file.sources.finish(source, result);
    file.journal.append('act', 'intake.finished', {
      source: publicId,
      result: { ...result, refused: judged.refused.length, rejectedRows: archive.rejected.length },
    });
    return result;
  });
}

interface JudgedArchive {
  readonly chain: HeaderChain;
  /** Records of the distinct headers that broke no rule. */
  readonly accepted: Uint8Array;
  readonly stale: number;
  readonly refused: TakeInResult['refused'];
}

/** The archive's headers beside those of the case, as one chain. */
function judgeArchive(file: CaseFile, network: BitcoinNetwork, archive: Archive, anchors: readonly AnchorRow[]): JudgedArchive {
  const chain = chainFromGenesis(network, [file.chain.headerRecords(network.id), archive.records], anchors);
  const accepted = new Uint8Array(archive.records.length);
  const refused: TakeInResult['refused'] = [];
  const seen = new Uint8Array(chain.count);
  let count = 0;
  let stale = 0;
  for (let block = 0; block < archive.count; block++) {
    const header = chain.find(archive.hashes.subarray(block * 32, block * 32 + 32)) as number;
    if (seen[header] === 1) continue;
    seen[header] = 1;
    const state = chain.state(header);
    if (state === 'refused') {
      const hash = Buffer.from(archive.hashes.slice(block * 32, block * 32 + 32))
        .reverse()
        .toString('hex');
      refused.push({ height: null, claimedHeight: null, hash, reason: `header:${chain.refusal(header)}` });
      continue;
    }
    if (state === 'stale') stale++;
    accepted.set(archive.records.subarray(block * HEADER_BYTES, (block + 1) * HEADER_BYTES), count++ * HEADER_BYTES);
  }
  return { chain, accepted: accepted.slice(0, count * HEADER_BYTES), stale, refused };
}

/** The network whose genesis block or checkpoint the archive holds, or whose headers the case has; else the examiner's word. */
function decideArchiveChain(file: CaseFile, archive: Archive, request: ArchiveRequest): BitcoinNetwork {
  const known = BITCOIN_NETWORKS.map((network) => network.name).join(', ');
  if (request.chain !== undefined) {
    const network = bitcoinNetwork(request.chain);
    if (network === undefined) throw new Fault('chain.unknown', { chain: request.chain, known });
    return network;
  }
  const holds = (hash: Uint8Array) => archive.find(hash) !== undefined;
  const parents = new Set([0, 1, 2].map((block) => Buffer.from(archive.records.subarray(block * 80 + 4, block * 80 + 36)).toString('hex')));
  const found = BITCOIN_NETWORKS.filter(
    (network) =>
      holds(network.genesisHash) ||
      parents.has(Buffer.from(network.genesisHash).toString('hex')) ||
      network.checkpoints.some((checkpoint) => holds(checkpoint.hash)),
  );
  if (found.length === 0) {
    for (const id of file.chain.chains()) {
      const hashes = headerHashes(file.chain.headerRecords(id));
      const network = bitcoinNetwork(id);
      for (let at = 0; network !== undefined && at < hashes.length; at += 32) {
        if (!holds(hashes.subarray(at, at + 32))) continue;
        found.push(network);
        break;
      }
    }
  }
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  const hint = BITCOIN_NETWORKS.find(({ magic }) => archive.magic !== null && Buffer.compare(magic, archive.magic) === 0);
  throw new Fault('usage.chainRequired', { file: request.name, known, hint: hint?.name ?? '' });
}

function archiveInFolder(file: CaseFile, network: BitcoinNetwork, folder: string): SourceRow | undefined {
  return file.sources
    .list()
    .find(
      (source) =>
        source.mode === 'archive' &&
        source.state !== 'withdrawn' &&
        source.chain === network.id &&
        dirname(file.sources.files(source.id)[0]?.path ?? '') === folder,
    );
}

function addFiles(file: CaseFile, source: number, archive: Archive): void {
  const xorKey = Buffer.from(archive.xorKey).toString('hex');
  for (const { name, size, modified } of archive.files)
    file.sources.addFile({ source, path: join(archive.folder, name), size, modified, sha256: null, xorKey, rawKept: false });
}

/**
 * Brings what the case knows of an archive up to its files: new headers come in, and the act says so. What the case has of it must still
 * be there; throws `intake.sourceChanged` otherwise.
 */
function updateArchive(file: CaseFile, network: BitcoinNetwork, source: SourceRow, archive: Archive): void {
  const mark = source.request as ArchiveMark;
  const rows = file.sources.files(source.id);
  if (mark.listDigest === archive.listDigest && dirname(rows[0]?.path ?? '') === archive.folder) return;
  const held = file.chain.headersBySource(network.id).find((one) => one.source === source.id)?.records ?? new Uint8Array(0);
  const hashes = headerHashes(held);
  const index = new HashIndex(hashes, hashes.length / 32);
  for (let i = 0; i < hashes.length / 32; i++) {
    if (archive.find(hashes.subarray(i * 32, i * 32 + 32)) === undefined)
      throw new Fault('intake.sourceChanged', { file: source.name, reason: 'blocks that the case knows of it are gone' });
    index.addIfAbsent(i);
  }
  const judged = judgeArchive(file, network, archive, file.chain.anchors(network.id));
  const fresh: Uint8Array[] = [];
  const given = headerHashes(judged.accepted);
  for (let i = 0; i < given.length / 32; i++)
    if (index.find(given, i * 32) === undefined) fresh.push(judged.accepted.subarray(i * HEADER_BYTES, (i + 1) * HEADER_BYTES));
  if (file.readOnly) return;
  const next: ArchiveMark = { listDigest: archive.listDigest, headersDigest: sha256Hex(archive.records) };
  const bytes = archive.blocksBytes + archive.undoBytes;
  file.act('archive.updated', { source: source.publicId, headers: fresh.length, files: archive.files.length, bytes, ...next }, () => {
    if (fresh.length > 0) file.chain.addHeaderPack(network.id, source.id, new Uint8Array(Buffer.concat(fresh)));
    const known = new Map(rows.map((row) => [row.path.slice(dirname(row.path).length + 1), row]));
    for (const { name, size, modified } of archive.files) {
      const row = known.get(name);
      if (row !== undefined) file.sources.updateFile(row.id, { path: join(archive.folder, name), size, modified });
      else
        file.sources.addFile({
          ...{ source: source.id, path: join(archive.folder, name), size, modified, sha256: null },
          ...{ xorKey: Buffer.from(archive.xorKey).toString('hex'), rawKept: false },
        });
    }
    const earlier = source.result as TakeInResult;
    file.sources.update(source.id, {
      request: next,
      size: String(bytes),
      result: {
        ...earlier,
        ...{ blocks: archive.count, accepted: judged.accepted.length / HEADER_BYTES, stale: judged.stale, refused: judged.refused },
        headers: describeRecords(network, judged.chain, judged.accepted),
        undo: archive.undoBytes > 0 ? 'values' : 'none',
      },
    });
    refreshCoverage(file, network);
  });
}

/** Opens an archive of the case for reading blocks; its files are looked at again first. */
export async function openArchiveBlocks(
  host: Host,
  file: CaseFile,
  source: SourceRow,
  network: BitcoinNetwork,
  work: Work<Progress>,
): Promise<SourceBlocks> {
  const folder = dirname(file.sources.files(source.id)[0]?.path ?? '');
  const archive = await openArchive(folder, cacheFolder(host), work);
  await proveRecordWork(network, archive.records, work);
  updateArchive(file, network, source, archive);
  const rows = file.sources.files(source.id);
  const idOf = new Map(rows.map((row) => [row.path, row.id]));
  return {
    store: archive.store(network.transactionForm),
    ownFile: rows[0]?.id ?? 0,
    place(hash) {
      const block = archive.find(hash);
      if (block === undefined) return null;
      const name = archive.files[archive.fileOf[block] as number]?.name ?? '';
      const id = idOf.get(join(archive.folder, name));
      return id === undefined ? null : { file: id, offset: archive.offset[block] as number, length: archive.length[block] as number };
    },
  };
}
