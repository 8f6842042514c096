// Takes one source into the case: decides its chain, judges its headers with those of the case, has its blocks and single
// transactions checked and written, and says what was refused and why.
import type { CaptureNote } from '../../../shared/contract/capture.ts';
import { Fault } from '../../../shared/model/fault.ts';
import type { AnchorRow, CaseFile } from '../casefile/index.ts';
import type { BitcoinNetwork } from '../chains/index.ts';
import type { Host, Work } from '../kernel/index.ts';
import { refreshCoverage } from './coverage.ts';
import { decideChain } from './decideChain.ts';
import { freeId, identify, type Identity, sizeOf } from './identify.ts';
import type { Importer, Material, Progress } from './material.ts';
import { takeInProofs } from './proofs.ts';
import { type AnswerOrigin, captureHead } from './capture/captureNote.ts';
import type { BagNote, TakeInResult } from './result.ts';
import {
  anchorsWith,
  describeHeaders,
  type JudgedHeaders,
  judgeHeaders,
  keepHeaders,
  parseAnchor,
  proveHeaderWork,
} from './sourceHeaders.ts';
import { noteAnchors } from './statedAnchors.ts';
import { type BlockChecker, startChecking } from './blockChecker.ts';
import { type OrderedPlace, orderPlaces, takeInBlocks } from './takeInBlocks.ts';

/** Sources up to this size keep their raw bytes in the case, so that the medium can be put away. */
const KEEP_RAW_BYTES = 64 << 20;
const LARGEST_TAKEN_IN = 4 * 1024 ** 3;

interface TakeInRequest {
  readonly name: string;
  readonly chain: string | undefined;
  readonly anchor: string | undefined;
  readonly exhibit: string;
  readonly force: boolean;
  /** How much makes a batch, and from which size on the journal for bulk and other threads are used; for tests, which have small sources. */
  readonly pace?: { readonly batchBytes: number; readonly bulkBytes: number; readonly threadBytes?: number };
}

/** A material whose identity, anchors and origin are known already: of a bag, or of a capture with the origin of its answers. */
export interface Prepared {
  readonly mode: 'bag' | 'transactions';
  readonly identity: Identity;
  readonly anchors: readonly AnchorRow[];
  readonly bag?: BagNote;
  readonly capture?: CaptureNote;
  readonly answers?: readonly AnswerOrigin[];
}

/** From here on the cheaper journal pays for changing over. */
const BULK_BYTES = 16 << 20;
/** More rejected rows than this say nothing more; their number is kept. */
const MOST_REJECTED = 1000;

export async function takeIn(
  host: Host,
  file: CaseFile,
  importer: Pick<Importer, 'id' | 'version'>,
  material: Material,
  request: TakeInRequest,
  work: Work<Progress>,
  prepared?: Prepared,
): Promise<TakeInResult> {
  const network = decideChain(file, material, request.chain, request.name);
  const bytes = sizeOf(material);
  if (bytes > LARGEST_TAKEN_IN && !request.force)
    throw new Fault('intake.tooLarge', { file: request.name, bytes, limit: LARGEST_TAKEN_IN });
  refuseMixing(file, network, request.name);
  const stated = [...parseAnchor(request.anchor), ...(prepared?.anchors ?? [])];
  const anchors = anchorsWith(file, network, stated);
  await proveHeaderWork(network, material, work);
  const judged = judgeHeaders(file, network, material, anchors);
  const places = orderPlaces(material.blocks, judged.chain);
  const order = places.flatMap(({ number, header }) => (judged.refusal(header) === null ? [number] : []));
  // Checking begins while the files are hashed.
  const checker = startChecking(host, material, order, network.transactionForm, work, request.pace?.threadBytes);
  try {
    const identity = prepared?.identity ?? (await identify(material, work));
    refuseChanged(material);
    return await takeInJudged(host, file, importer, material, request, work, prepared, {
      network,
      judged,
      stated,
      identity,
      places,
      checker,
    });
  } finally {
    checker.end();
  }
}

/** Single pieces were read before they were hashed: of a file that changed in between the hash would be another's. Blocks are read later. */
function refuseChanged({ files, blocks }: Material): void {
  const changed = blocks.length > 0 ? undefined : files.find((one) => !one.isUnchanged());
  if (changed !== undefined) throw new Fault('intake.sourceChanged', { file: changed.name, reason: 'changed while it was read' });
}

/** What is known of a source before anything of it is written. */
interface Judged {
  readonly network: BitcoinNetwork;
  readonly judged: JudgedHeaders;
  readonly stated: readonly AnchorRow[];
  readonly identity: Identity;
  readonly places: readonly OrderedPlace[];
  readonly checker: BlockChecker;
}

async function takeInJudged(
  host: Host,
  file: CaseFile,
  importer: Pick<Importer, 'id' | 'version'>,
  material: Material,
  request: TakeInRequest,
  work: Work<Progress>,
  prepared: Prepared | undefined,
  { network, judged, stated, identity, places, checker }: Judged,
): Promise<TakeInResult> {
  const bytes = sizeOf(material);
  const publicId = freeId(file, identity.publicId);
  const mode = prepared?.mode ?? modeOf(material);

  const earlier = file.sources.byPublicId(publicId);
  if (earlier !== undefined && earlier.chain !== network.id)
    throw new Fault('usage.chainRequired', { file: request.name, known: earlier.chain ?? '', hint: earlier.chain ?? '' });
  if (earlier?.state === 'complete')
    return noteAnchors(file, network, earlier, stated, () => {
      const { chain } = judgeHeaders(file, network, material, file.chain.anchors(network.id));
      return describeHeaders(network, chain, material);
    });
  const keepRaw = prepared !== undefined || bytes <= KEEP_RAW_BYTES;
  const source = earlier?.id ?? start(host, file, { publicId, identity, network, importer, mode, request, material, keepRaw, prepared });
  const fileIds = file.sources.files(source).map((row) => row.id);
  file.transaction(() => keepHeaders(file, network, material, judged, stated, source));

  const readBlocks = () =>
    takeInBlocks(
      file,
      network,
      judged,
      material,
      { source, publicId, fileIds, keepRaw, batchBytes: request.pace?.batchBytes, places, checker },
      work,
    );
  const counts = await (bytes >= (request.pace?.bulkBytes ?? BULK_BYTES) ? file.bulk(readBlocks) : readBlocks());
  const result = file.transaction(() => {
    const proven = takeInProofs(file, network, judged, material, { source, fileIds, publicId, batch: counts.batch });
    const rejected = [...material.rejected, ...proven.rejected];
    const made: TakeInResult = {
      source: publicId,
      mode,
      chain: network.id,
      blocks: material.blocks.length,
      accepted: counts.accepted,
      new: counts.new + proven.new,
      stale: counts.stale,
      refused: counts.refused,
      headers: describeHeaders(network, judged.chain, material),
      transactions: counts.transactions + proven.accepted,
      undo: counts.undo ? 'values' : 'none',
      partial: false,
      rejectedRows: [
        ...rejected.slice(0, MOST_REJECTED).map((row) => ({ ...row })),
        ...(rejected.length > MOST_REJECTED ? [{ row: 0, reason: 'more', text: String(rejected.length - MOST_REJECTED) }] : []),
      ],
      ...(prepared?.bag === undefined ? {} : { bag: prepared.bag }),
      ...(prepared?.capture === undefined ? {} : { capture: prepared.capture }),
    };
    refreshCoverage(file, network);
    file.sources.finish(source, made);
    file.journal.append('act', 'intake.finished', {
      source: publicId,
      result: { ...made, refused: made.refused.length, rejectedRows: rejected.length },
    });
    return made;
  });
  return result;
}

function modeOf(material: Material): TakeInResult['mode'] {
  if (material.blocks.length > 0) return 'takenIn';
  return material.transactions.length > 0 || material.proofs.length > 0 ? 'transactions' : 'headers';
}

export function refuseMixing(file: CaseFile, network: BitcoinNetwork, name: string): void {
  const live = file.sources.list().filter((source) => source.state !== 'withdrawn' && source.chain !== null);
  if (live.some((source) => source.training !== network.training))
    throw new Fault('intake.trainingMixed', { file: name, chain: network.name });
}

interface Start {
  readonly publicId: string;
  readonly identity: Identity;
  readonly network: BitcoinNetwork;
  readonly importer: Pick<Importer, 'id' | 'version'>;
  readonly mode: string;
  readonly request: TakeInRequest;
  readonly material: Material;
  readonly keepRaw: boolean;
  readonly prepared: Prepared | undefined;
}

function start(host: Host, file: CaseFile, given: Start): number {
  const { publicId, identity, network, importer, mode, request, material, keepRaw, prepared } = given;
  const { hashes, sha256, size } = identity;
  const importerId = `${importer.id}@${importer.version}`;
  const files = material.files.map((source, i) => ({ name: source.name, size: source.size, sha256: hashes[i] as string }));
  const payload = {
    source: publicId,
    name: request.name,
    importer: importerId,
    mode,
    chain: network.id,
    exhibit: request.exhibit,
    files,
    anchor: request.anchor ?? null,
    ...(prepared?.bag === undefined ? {} : { anchors: prepared.anchors, bag: prepared.bag }),
    ...(prepared?.capture === undefined ? {} : { capture: captureHead(prepared.capture) }),
  };
  return file.act('intake.started', payload, () => {
    const id = file.sources.add({
      ...{
        publicId,
        name: request.name,
        importer: importerId,
        mode,
        chain: network.id,
        exhibit: request.exhibit,
        size: String(size),
        sha256,
      },
      ...{
        taken: new Date(host.now()).toISOString(),
        state: 'partial',
        training: network.training,
        request: prepared?.answers === undefined ? request : { ...request, answers: prepared.answers },
      },
    });
    material.files.forEach((source, i) => {
      const { path, modified } = source;
      file.sources.addFile({
        source: id,
        path,
        size: source.size,
        modified,
        sha256: hashes[i] as string,
        xorKey: Buffer.from(source.xorKey).toString('hex'),
        rawKept: keepRaw,
      });
    });
    return id;
  });
}
