// A first look at files, folders and disk images, and what lies packed in them: ranges on threads, what they find put together by value, secrets
// masked. It keeps nothing, and its answer is the same for any number of threads.
import { type FoundTrace, TRACE_KINDS } from '../../../../shared/contract/device.ts';
import type { CallOutput } from '../../../../shared/contract/index.ts';
import { breathe, type Host, throwIfCancelled, type Work } from '../../kernel/index.ts';
import type { Progress } from '../material.ts';
import { type Hit, SECRET_KINDS } from './hit.ts';
import type { Listing } from '../images/index.ts';
import { imageToWalk, openImages, type WalkImage } from './imageWalk.ts';
import { MOST_PLACES, MOST_UNREAD, MOST_VALUES, masked } from './kept.ts';
import { listFiles, type Unread } from './listFiles.ts';
import { maskedPath, secretsOfPath } from './secretsInNames.ts';
import type { RangeRead } from './scanRange.ts';
import { type WalkFile, walkFiles, WALK_BEGIN, type WalkSink } from './scanWalk.ts';

/** Files between two reports while they are listed. */
const LISTED_AT_ONCE = 1000;

interface Group {
  readonly hit: Hit;
  count: number;
  readonly places: FoundTrace['places'][number][];
}

/** Faults: job.cancelled. */
export async function triage(host: Host, roots: readonly string[], work: Work<Progress>): Promise<CallOutput<'device.triage'>> {
  const unread: Unread[] = [];
  let unreadCount = 0;
  let entries = 0;
  let unpacked = 0;
  const skip = ({ path, reason }: Unread): void => {
    unreadCount++;
    if (unread.length < MOST_UNREAD) unread.push({ path: maskedPath(path), reason: maskedPath(reason) });
  };
  work.report({ phase: 'listing', done: 0, total: null, unit: 'files' });
  const { images: opened, others } = openImages(roots, skip);
  try {
    const images: WalkImage[] = [];
    for (const image of opened) images.push(await imageToWalk(host, image, work));
    const files: WalkFile[] = [...images];
    for (const file of listFiles(others, skip)) {
      files.push(file);
      if (files.length % LISTED_AT_ONCE > 0) continue;
      work.report({ phase: 'listing', done: files.length, total: null, unit: 'files' });
      await breathe();
      throwIfCancelled(work);
    }
    const found = createFound();
    const sink: WalkSink = {
      around: 0,
      wantsEntries: false,
      onRange(shown, read, next, packedBytes) {
        found.add(shown, read, next.entry < 0 ? (files[next.file]?.within?.listing ?? null) : null);
        unpacked += packedBytes;
      },
      onEntryEnd(shown, _entry, kind) {
        if (kind === 'entry' || kind === 'rest') entries++;
        if (kind === 'entry') found.add(shown, ofName(shown));
      },
      onFileEnd: ({ shown }) => found.add(shown, ofName(shown)),
      onUnread: skip,
      onLost: skip,
      onMoreUnread(count) {
        unreadCount += count;
      },
    };
    await walkFiles(host, files, WALK_BEGIN, sink, work);
    for (const { within, size } of images)
      for (const problem of [...within.listing.problems, ...within.image.problems.filter(({ at }) => at === null || at >= size)])
        skip(problem);
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    return {
      files: files.length,
      bytes,
      images: images.map(toldOf),
      entries,
      unpacked,
      ...found.result(),
      unread,
      unreadMore: unreadCount - unread.length,
    };
  } finally {
    for (const image of opened) image.close();
  }
}

const toldOf = ({ shown, within: { image, listing } }: WalkImage): CallOutput<'device.triage'>['images'][number] => ({
  ...{ path: shown, form: image.form, lister: listing.lister },
  // A volume's name stands in it.
  fileSystems: listing.fileSystems.map(({ form, offset, files }) => ({ form: maskedPath(form), offset, files })),
});

function ofName(shown: string): RangeRead {
  const hits = secretsOfPath(shown).map((secret) => ({ ...secret, ...NOWHERE }));
  return { hits, rejected: {}, read: 0, problem: null };
}
const NOWHERE = { start: 0, bytes: 0, encoding: 'bytes', isKnownExample: false, near: new Uint8Array(0) } as const;

function createFound() {
  const groups = new Map<string, Group>();
  const rejected = new Map<string, number>();
  const kept = new Map<Hit['kind'], number>();
  let more = 0;
  return {
    /** `listing`: of the image whose bytes were read. */
    add(shown: string, read: RangeRead, listing: Listing | null = null): void {
      for (const [reason, count] of Object.entries(read.rejected)) rejected.set(reason, (rejected.get(reason) ?? 0) + count);
      for (const hit of read.hits) {
        const key = `${hit.kind} ${hit.value}`;
        let group = groups.get(key);
        if (group === undefined) {
          const ofKind = kept.get(hit.kind) ?? 0;
          if (ofKind >= MOST_VALUES) {
            more++;
            continue;
          }
          kept.set(hit.kind, ofKind + 1);
          group = { hit, count: 0, places: [] };
          groups.set(key, group);
        }
        group.count++;
        if (group.places.length < MOST_PLACES) {
          const place = listing?.placeOf(hit.start) ?? null;
          const path = maskedPath(place === null ? shown : `${shown}/${place.path}`);
          group.places.push({ path, offset: place?.offset ?? hit.start, bytes: hit.bytes, encoding: hit.encoding });
        }
      }
    },
    result() {
      const traces = [...groups.values()].map(traceOf);
      const order = new Map(TRACE_KINDS.map((kind, at) => [kind, at]));
      traces.sort((a, b) => (order.get(a.kind) ?? 0) - (order.get(b.kind) ?? 0) || b.count - a.count || (a.value < b.value ? -1 : 1));
      return {
        ...{ traces, more },
        rejected: [...rejected].map(([reason, count]) => ({ reason, count })).sort((a, b) => (a.reason < b.reason ? -1 : 1)),
      };
    },
  };
}

function traceOf({ hit, count, places }: Group): FoundTrace {
  const { kind, value, checks, detail, isKnownExample } = hit;
  const isSecret = SECRET_KINDS.has(kind);
  return {
    ...{ kind, isSecret, checks: [...checks], detail: [...detail], isExample: isKnownExample, count, places },
    value: isSecret ? masked(kind, value) : value,
  };
}
