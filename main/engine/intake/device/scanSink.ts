// Takes what a walk hands on into the case, step by step in transactions with the walk's place: killed between two, the next walk begins behind the
// first. A secret goes sealed, and so do the bytes around every find.
import type { TracePlace } from '../../../../shared/contract/device.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { type Hit, SECRET_KINDS } from '../scanners/hit.ts';
import { fingerprintOf, MOST_PLACES, MOST_UNREAD, MOST_VALUES, masked } from '../scanners/kept.ts';
import type { RangeRead } from '../scanners/scanRange.ts';
import type { WalkPlace, WalkSink } from '../scanners/scanWalk.ts';
import type { ScanCounts } from './scanCounts.ts';

type Sealer = NonNullable<ReturnType<CaseFile['sealer']>>;

/** Bytes beside a find that are kept, to either side. */
const AROUND = 64;
/** Ranges whose finds go in one transaction. */
const AT_ONCE = 32;

interface ScanSink extends WalkSink {
  /** Writes what waits. */
  flush(): void;
}

/** A find with the place where it stands. */
interface Find extends Pick<Hit, 'kind' | 'value' | 'checks' | 'detail' | 'isKnownExample'> {
  readonly place: TracePlace;
  readonly near: Uint8Array;
  readonly message: number | null;
}

/** What is sealed with a trace, so that no sealed value can stand for another. */
export const sealedAs = (scan: number, kind: string, what: 'value' | 'around'): unknown => ({ scan, kind, what });

/** Counts the find, keeps its value once and its first places. False where no more different values of its kind are kept. */
function keepFind(file: CaseFile, sealer: Sealer, scan: number, counts: ScanCounts, find: Find): boolean {
  const { kind, value, checks, detail, isKnownExample, place, near, message } = find;
  const secret = SECRET_KINDS.has(kind);
  const fingerprint = fingerprintOf(value);
  const seal = (content: Uint8Array, what: 'value' | 'around'): Uint8Array => sealer.seal(content, sealedAs(scan, kind, what));
  const before = counts.valuesOf[kind] ?? 0;
  if (before >= MOST_VALUES && !file.devices.isKnown(scan, kind, fingerprint)) {
    counts.more++;
    return false;
  }
  const row = { scan, kind, fingerprint, value: secret ? masked(value) : value, secret, example: isKnownExample, checks, detail };
  const { id, count } = file.devices.meet(row, () => (secret ? seal(Buffer.from(value), 'value') : null));
  if (count === 1) counts.valuesOf[kind] = before + 1;
  if (count <= MOST_PLACES) file.devices.addPlace({ trace: id, ...place, message }, near.length === 0 ? null : seal(near, 'around'));
  return true;
}

export function createScanSink(
  file: CaseFile,
  sealer: Sealer,
  scan: number,
  counts: ScanCounts,
  keep: (state: 'partial', next: WalkPlace) => void,
): ScanSink {
  let waiting: (() => void)[] = [];
  let last: WalkPlace | null = null;
  const told = new Set(counts.unread.map(({ path, reason }) => `${path}\n${reason}`));
  const flush = (): void => {
    const next = last;
    if (next === null) return;
    file.transaction(() => {
      for (const step of waiting) step();
      keep('partial', next);
    });
    waiting = [];
    last = null;
  };
  const later = (next: WalkPlace, step: () => void): void => {
    waiting.push(step);
    last = next;
    if (waiting.length >= AT_ONCE) flush();
  };
  return {
    around: AROUND,
    flush,
    onRange(shown, read, next, packedBytes) {
      later(next, () => {
        counts.unpacked += packedBytes;
        for (const [reason, count] of Object.entries(read.rejected)) counts.rejected[reason] = (counts.rejected[reason] ?? 0) + count;
        for (const hit of read.hits) keepFind(file, sealer, scan, counts, findOf(shown, hit));
      });
    },
    onEntryEnd: (_shown, next) => later(next, () => void counts.entries++),
    onFileEnd: (_file, next) => later(next, () => undefined),
    onUnread(one) {
      // Told again where an archive is read a second time from its beginning.
      const key = `${one.path}\n${one.reason}`;
      if (told.has(key)) return;
      if (counts.unread.length < MOST_UNREAD) {
        told.add(key);
        counts.unread.push(one);
      } else counts.unreadMore++;
    },
  };
}

function findOf(path: string, hit: RangeRead['hits'][number]): Find {
  const { start, bytes, encoding, near, ...rest } = hit;
  return { ...rest, near, place: { path, offset: start, bytes, encoding }, message: null };
}
