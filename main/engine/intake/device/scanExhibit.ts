// A scan of an exhibit into the case: what it finds is kept as it goes, with the place where it stands, so that an ended scan goes on there. Secrets
// and the bytes around each find are sealed before they are written.
import type { DeviceScan } from '../../../../shared/contract/device.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile } from '../../casefile/index.ts';
import type { Host, Work } from '../../kernel/index.ts';
import type { Progress } from '../material.ts';
import { imageToWalk } from '../scanners/imageWalk.ts';
import { type WalkFile, type WalkPlace, walkFiles, WALK_BEGIN } from '../scanners/scanWalk.ts';
import type { ListedFile } from '../scanners/listFiles.ts';
import { openImage } from '../images/index.ts';
import type { Exhibit } from '../../../../shared/contract/exhibit.ts';
import type { Sealer } from './keepFind.ts';
import { exhibitOf, isImage } from './exhibits.ts';
import type { HashList } from './hashList.ts';
import type { KeptScan, ScanCounts } from './scanCounts.ts';
import { bytesScanner } from '../scanners/scanRange.ts';
import { pathOfKept } from './keptPath.ts';
import { createScanSink } from './scanSink.ts';
import { scanOf } from './scanViews.ts';
import { isAsTaken } from './takeExhibit.ts';
import { checkSums, placesNow } from './whereNow.ts';

/** Changes with what a scan finds; an ended scan of another version is not gone on with. */
const SCANNER = 'scan@7';

export interface ScanRequest {
  readonly exhibit: number;
  /** Where its files lie now; none: where they lay. */
  readonly roots: readonly string[];
  readonly lists: readonly HashList[];
}

/** Exhibits of each case with a scan under way: a second one would go on from the place of the first and count all behind it twice. */
const underWay = new WeakMap<CaseFile, Set<number>>();

/** Faults: device.scanUnderWay, and those of `scanNow`. */
export async function scanExhibit(host: Host, file: CaseFile, request: ScanRequest, work: Work<Progress>): Promise<DeviceScan> {
  const { id, number } = exhibitOf(file, request.exhibit);
  const own = underWay.get(file) ?? new Set();
  underWay.set(file, own);
  if (own.has(id)) throw new Fault('device.scanUnderWay', { number });
  own.add(id);
  try {
    return await scanNow(host, file, request, work);
  } finally {
    own.delete(id);
  }
}

/** Faults: exhibit.unknown, device.noCopy, image.*, device.exhibitChanged, device.needsSecretsKey, case.readOnly, job.cancelled. */
async function scanNow(host: Host, file: CaseFile, request: ScanRequest, work: Work<Progress>): Promise<DeviceScan> {
  if (file.readOnly) throw new Fault('case.readOnly', { folder: file.folderName });
  const exhibit = exhibitOf(file, request.exhibit);
  if (exhibit.copy === null) throw new Fault('device.noCopy', { number: exhibit.number });
  const sealer = file.sealer();
  if (sealer === null) throw new Fault('device.needsSecretsKey');
  const taken = file.exhibits.files(exhibit.id);
  const lists = request.lists.map(({ sha256 }) => sha256);
  const excluded = request.lists.map(({ name, sha256 }) => ({ list: name, sha256, files: 0 }));
  const places = placesNow(taken, request.roots);
  const now = taken.map((one, at) => ({ ...one, path: pathOfKept(places[at] as string) }));
  if (request.roots.length > 0) await checkSums(now, work);
  else for (const one of now) if (!isAsTaken(one.path, one)) throw new Fault('device.exhibitChanged', { file: one.shown });
  const left: ListedFile[] = [];
  for (const one of now) {
    const by = request.lists.findIndex((list) => list.has(one.sha256));
    if (by >= 0) (excluded[by] as { files: number }).files++;
    else left.push({ path: one.path, shown: one.shown, size: one.size });
  }
  const image = isImage(exhibit.copy) ? openImage(now.map(({ path }) => path)) : null;
  try {
    const files: readonly WalkFile[] = image === null ? left : [await imageToWalk(host, image, work)];
    return await scanFiles(host, file, { exhibit, files, lists, excluded, sealer }, work);
  } finally {
    image?.close();
  }
}

/** What a scan is known again by. */
type ScanOf = Omit<KeptScan, keyof ScanCounts>;

interface Scanning {
  readonly exhibit: Exhibit;
  readonly files: readonly WalkFile[];
  readonly lists: readonly string[];
  readonly excluded: ScanCounts['excluded'];
  readonly sealer: Sealer;
}

async function scanFiles(
  host: Host,
  file: CaseFile,
  { exhibit, files, lists, excluded, sealer }: Scanning,
  work: Work<Progress>,
): Promise<DeviceScan> {
  const list = files[0]?.within?.listing ?? null;
  const of: ScanOf = {
    ...{ scanner: SCANNER, lists, listing: list?.sha256() ?? '' },
    listed: list === null ? null : list.fileSystems.reduce((sum, one) => sum + one.files, 0),
  };
  const { id, begin, counts } = beginScan(file, exhibit, of, excluded);
  const keep = (state: 'partial' | 'complete', next: WalkPlace): void =>
    file.devices.keepScan(id, state, next, { ...of, ...counts } satisfies KeptScan);
  const sink = createScanSink(file, sealer, id, counts, keep, bytesScanner(host), list);
  await file.bulk(async () => {
    let isEnd = false;
    try {
      await walkFiles(host, files, begin, sink, work);
      isEnd = true;
    } finally {
      // Cancelled or not: what was handed on is kept.
      for (const { within } of files) sink.tellOfImage([...(within?.listing.problems ?? []), ...(within?.image.problems ?? [])], isEnd);
      sink.flush();
    }
  });
  file.transaction(() => {
    keep('complete', { ...WALK_BEGIN, file: files.length });
    const { valuesOf, rejected, unread, ...plain } = counts;
    const result = { ...plain, values: valuesOf, rejected, unread: unread.length };
    file.act('device.scanned', { scan: id, exhibit: exhibit.id, number: exhibit.number, scanner: SCANNER, files: files.length, result });
  });
  return scanOf(file, id);
}

function beginScan(
  file: CaseFile,
  exhibit: { readonly id: number; readonly number: string },
  of: ScanOf,
  excluded: ScanCounts['excluded'],
): { readonly id: number; readonly begin: WalkPlace; readonly counts: ScanCounts } {
  const open = file.devices.scans().find((scan) => {
    const kept = scan.data as KeptScan;
    const isSame = kept.scanner === of.scanner && kept.lists.join() === of.lists.join() && kept.listing === of.listing;
    return scan.exhibit === exhibit.id && scan.state === 'partial' && isSame;
  });
  if (open !== undefined) {
    const { scanner: _scanner, lists: _lists, listing: _listing, listed: _listed, ...counts } = open.data as KeptScan;
    file.act('device.scanResumed', { scan: open.id, exhibit: exhibit.id, position: open.position });
    return { id: open.id, begin: open.position as WalkPlace, counts };
  }
  const counts: ScanCounts = { entries: 0, unpacked: 0, more: 0, valuesOf: {}, rejected: {}, unread: [], unreadMore: 0, excluded };
  const event = file.journal.head().size + 1;
  const payload = {
    exhibit: exhibit.id,
    number: exhibit.number,
    scanner: of.scanner,
    lists: of.lists,
    ...(of.listing === '' ? {} : { listing: of.listing }),
  };
  const data: KeptScan = { ...of, ...counts };
  const id = file.act('device.scanStarted', payload, () => file.devices.addScan(exhibit.id, event, WALK_BEGIN, data));
  return { id, begin: WALK_BEGIN, counts };
}
