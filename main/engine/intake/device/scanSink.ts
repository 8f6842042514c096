// Takes what a walk hands on into the case, step by step in transactions with the walk's place: killed between two, the next walk begins behind the
// first. A secret goes sealed, and so do the bytes around every find.
import { sep } from 'node:path';
import type { TracePlace } from '../../../../shared/contract/device.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile } from '../../casefile/index.ts';
import type { ImagePiece } from '../scanners/hit.ts';
import { MOST_UNREAD } from '../scanners/kept.ts';
import type { Listing } from '../images/index.ts';
import { maskedPath, secretsOfPath } from '../scanners/secretsInNames.ts';
import type { Unread } from '../scanners/listFiles.ts';
import type { RangeRead, ScanBytes } from '../scanners/scanRange.ts';
import type { WalkFile, WalkPlace, WalkSink } from '../scanners/scanWalk.ts';
import { type Find, findsOf, keepFind, type Sealer } from './keepFind.ts';
import { type FileRead, readFile, seizedOf } from './readFile.ts';
import type { ScanCounts } from './scanCounts.ts';

/** Bytes beside a find that are kept, to either side. */
const AROUND = 64;
/** Ranges whose finds go in one transaction. */
const AT_ONCE = 32;

const NOTHING = new Uint8Array(0);

interface ScanSink extends WalkSink {
  /** Writes what waits. */
  flush(): void;
  /** What the image itself says was not read: at the end; of a scan that ended before as far as there is room, as it is told again. */
  tellOfImage(problems: readonly Unread[], isEnd: boolean): void;
}

export function createScanSink(
  file: CaseFile,
  sealer: Sealer,
  scan: number,
  counts: ScanCounts,
  keep: (state: 'partial', next: WalkPlace) => void,
  scanBytes: ScanBytes,
  listing: Listing | null,
): ScanSink {
  let waiting: (() => void)[] = [];
  let last: WalkPlace | null = null;
  /** Counted with the place behind it: a scan that goes on before that place is told again. */
  const toldSince: (() => void)[] = [];
  const told = new Set(counts.unread.map(({ path, reason }) => `${path}\n${reason}`));
  const flush = (): void => {
    const next = last;
    if (next === null) return;
    // What was counted while they were written counts no second time: a scan that failed here goes on from what the case holds.
    const steps = waiting;
    waiting = [];
    last = null;
    file.transaction(() => {
      for (const step of steps) step();
      keep('partial', next);
    });
  };
  const later = (next: WalkPlace, step: () => void): void => {
    waiting.push(...toldSince.splice(0), step);
    last = next;
    if (waiting.length >= AT_ONCE) flush();
  };
  const countUnread = ({ path, reason }: Unread, isCounted = true): void => {
    const one = { path: maskedPath(path), reason: maskedPath(reason) };
    const key = `${one.path}\n${one.reason}`;
    if (told.has(key)) return;
    if (counts.unread.length < MOST_UNREAD) {
      told.add(key);
      counts.unread.push(one);
    } else if (isCounted) counts.unreadMore++;
  };
  const put = (find: Omit<Find, 'isKnownExample' | 'near'> & Partial<Find>): void =>
    void keepFind(file, sealer, scan, counts, { isKnownExample: false, near: NOTHING, ...find });
  const keepName = (shown: string): void => {
    for (const secret of secretsOfPath(shown))
      put({ ...secret, message: null, place: { path: maskedPath(shown), offset: 0, bytes: 0, encoding: 'record' } });
  };
  const keepRead = ({ path: shown, wallet, messages, hits, unread, bytesAt }: FileRead): void => {
    const path = maskedPath(shown);
    for (const one of unread) countUnread(one);
    if (wallet !== null) {
      file.devices.addWallet(scan, path, wallet.wallet);
      for (const find of findsOf(path, wallet)) put(find);
    }
    const ids = new Map([...messages].map(([number, message]) => [number, file.devices.addMessage(scan, path, message)]));
    for (const { hit, message, isOverMessages } of hits) {
      const { start: _start, bytes: _bytes, encoding: _encoding, detail, ...rest } = hit;
      const place = messages.get(message)?.place;
      put({
        ...{ ...rest, detail: isOverMessages ? [...detail, 'overMessages'] : detail, message: ids.get(message) ?? null },
        place: { path, offset: place?.offset ?? 0, bytes: place?.bytes ?? 0, encoding: 'record' },
        inBytes: typeof place?.offset === 'number' && !isOverMessages ? inBytes(path, place.offset, bytesAt) : null,
      });
    }
  };
  return {
    around: AROUND,
    wantsEntries: true,
    flush,
    onRange(shown, read, next, packedBytes) {
      later(next, () => {
        counts.unpacked += packedBytes;
        for (const [reason, count] of Object.entries(read.rejected)) counts.rejected[reason] = (counts.rejected[reason] ?? 0) + count;
        for (const hit of read.hits) keepFind(file, sealer, scan, counts, findOf(shown, hit, next.entry >= 0 ? null : listing));
      });
    },
    async onEntryEnd(shown, entry, kind, next) {
      const read = entry === null ? null : await readFile(entry, scanBytes);
      later(next, () => {
        if (kind === 'entry' || kind === 'rest') counts.entries++;
        if (kind === 'entry' || kind === null) keepName(shown);
        if (read !== null) keepRead(read);
      });
    },
    async onFileEnd(listed, next) {
      let read: FileRead | null = null;
      try {
        // The files of an image were read one by one.
        if (listed.within === undefined) read = await readFile(seizedOf(listed), scanBytes);
      } catch (error) {
        // What the system refuses was told where its bytes were scanned.
        if (error instanceof Fault) throw error;
      }
      later(next, () => {
        keepName(nameOnDisk(listed));
        if (read !== null) keepRead(read);
      });
    },
    onUnread: (unread) => void toldSince.push(() => countUnread(unread)),
    onMoreUnread(count) {
      toldSince.push(() => {
        counts.unreadMore += count;
      });
    },
    tellOfImage(problems, isEnd) {
      for (const one of problems) countUnread(one, isEnd);
    },
  };
}

/** Under which name and where the bytes of a message were counted. */
function inBytes(path: string, offset: number, bytesAt: FileRead['bytesAt']): NonNullable<Find['inBytes']> {
  const at = bytesAt?.(offset) ?? null;
  return at === null ? { path, offset } : { path: maskedPath(at.path), offset: at.offset };
}

/** As its folders name it: what is told of it is masked already. */
const nameOnDisk = ({ path, shown }: WalkFile): string => path.split(sep).slice(-shown.split('/').length).join('/');

/** Of bytes of an image the file that they belong to, where the lister knows one; their place in the image stays beside it. */
function findOf(shown: string, hit: RangeRead['hits'][number], listing: Listing | null): Find {
  const { start, bytes, encoding, near, pieces = [], ...rest } = hit;
  const place = listing?.placeOf(start) ?? null;
  const at =
    listing === null
      ? { path: maskedPath(shown), offset: start, ...placesInImage(pieces) }
      : { path: maskedPath(place === null ? shown : `${shown}/${place.path}`), offset: place?.offset ?? start, imageOffset: start };
  return { ...rest, near, place: { ...at, bytes, encoding }, message: null };
}

function placesInImage(pieces: readonly ImagePiece[]): Pick<TracePlace, 'imageOffset' | 'pieces'> {
  const [first] = pieces;
  return { ...(first === undefined ? {} : { imageOffset: first.imageOffset }), ...(pieces.length > 1 ? { pieces: [...pieces] } : {}) };
}
