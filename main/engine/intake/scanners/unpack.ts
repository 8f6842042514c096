// What lies packed in files: entries of archives, also within each other, and what other forms hold (rows, texts, codes), as streams of bytes.
// Bounded in depth and size: what was not unpacked is told with its reason. It trusts no size that an archive states.
import { begin } from './contents/begin.ts';
import { type Inner, messageOf, MOST_HELD, type OpenContext, type Opener, type Threads, type UnpackBudget } from './contents/opener.ts';
import { openerOf } from './contents/openers.ts';
import { createPairs, type Pairs } from './contents/logPairs.ts';
import { type Source, sourceOfBytes, sourceOfPath, sourceOfSeized } from './contents/source.ts';
import type { Unread } from './listFiles.ts';
import type { SeizedFile } from './seized.ts';

export type { Threads, UnpackBudget };

export interface Packed {
  /** The archive's path, an exclamation mark, the entry's name. */
  readonly shown: string;
  /** Of an entry the place of the first one of its name, where that may be another. */
  readonly first?: string | undefined;
  /** `entry`: a file within; `view`: what a form holds, read another way (`!rows`, `!text`); `rest`: of a damaged archive; `picture`: to be looked at. */
  readonly kind: Inner['kind'];
  /** Place of the first byte in what is shown. */
  readonly start: number;
  /** Bytes as an archive states them; of a picture its pixels. */
  readonly size: number | null;
  /** First bytes of an entry; empty of what is none. */
  readonly head: Uint8Array;
  /** Whether something within it follows once its bytes are read. */
  readonly opens: boolean;
  /** To be read to its end before the next one is asked for, or not at all: then nothing within it is opened. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

export const newBudget = (): UnpackBudget => ({ bytes: 64 * 2 ** 30, entries: 2_000_000 });

/** Archives within archives. A TAR counts half: it packs nothing, and stands within other forms as a rule. */
const MOST_DEPTH = 3;
const COST: Readonly<Record<Opener['level'], number>> = { archive: 1, plain: 0.5, view: 0 };

/** What the file holds where it begins as something that is opened. `threads` null: nothing that needs a thread or borrowed code. */
export async function* unpackFile(
  path: string,
  shown: string,
  budget: UnpackBudget,
  onUnread: (unread: Unread) => void,
  threads: Threads | null = null,
): AsyncGenerator<Packed> {
  let source: Source;
  try {
    source = sourceOfPath(path, shown);
  } catch {
    // Whoever scans the file says why it cannot be read.
    return;
  }
  try {
    yield* unpackSource(source, { budget, onUnread, threads });
  } finally {
    source.end();
  }
}

/** The same of a file that lies in an image or elsewhere; where it cannot be read at any place, what is larger than is held is told and left. */
export async function* unpackSeized(
  file: SeizedFile,
  budget: UnpackBudget,
  onUnread: (unread: Unread) => void,
  threads: Threads | null = null,
): AsyncGenerator<Packed> {
  const { path: shown, head } = file;
  if (openerOf({ head, shown }) === null) return;
  const source = sourceOfSeized(file, MOST_HELD);
  if (source !== null) return yield* unpackSource(source, { budget, onUnread, threads });
  const bytes = await file.bytes(MOST_HELD);
  if (bytes === null) return onUnread({ path: shown, reason: 'unpack: too large within an archive' });
  yield* unpackSource(
    sourceOfBytes(bytes, shown, (name) => file.beside(name, MOST_HELD)),
    { budget, onUnread, threads },
  );
}

export async function* unpackSource(source: Source, context: OpenContext): AsyncGenerator<Packed> {
  const opener = openerOf(source);
  if (opener === null) return;
  try {
    yield* allWithin(opener, source, 0, context);
  } catch (error) {
    context.onUnread({ path: source.shown, reason: `unpack: ${messageOf(error)}` });
  }
}

/** What `opener` finds in it, and in that; `depth`: how deep it lies itself. */
const allWithin = (opener: Opener, source: Source, depth: number, context: OpenContext): AsyncGenerator<Packed> =>
  innersWithin(opened(opener, source, context), depth + COST[opener.level], context);

async function* innersWithin(inners: AsyncIterable<Inner>, depth: number, context: OpenContext): AsyncGenerator<Packed> {
  const pairs = createPairs(context.onUnread);
  let failed: unknown = null;
  try {
    for await (const inner of inners) yield* withinInner(inner, depth, context, pairs);
  } catch (error) {
    failed = error;
  }
  for (const source of pairs.rest()) yield* openedWithin(source, depth, context);
  if (failed !== null) throw failed;
}

async function* openedWithin(source: Source, depth: number, context: OpenContext): AsyncGenerator<Packed> {
  const opener = openerOf(source);
  if (opener !== null) yield* allWithin(opener, source, depth, context);
}

const opened = (opener: Opener, source: Source, context: OpenContext): AsyncIterable<Inner> =>
  opener.open?.(source, context) ?? opener.openStream?.(source.stream(), source.shown, context) ?? none();
async function* none(): AsyncGenerator<Inner> {}

/** The bytes as they are, and what they hold where they are a form that is opened themselves. */
async function* withinInner(inner: Inner, depth: number, context: OpenContext, pairs: Pairs): AsyncGenerator<Packed> {
  const { shown, first, kind, start, size } = inner;
  if (kind !== 'entry') {
    yield { shown, kind, start, size, head: new Uint8Array(0), opens: false, bytes: inner.bytes() };
    return;
  }
  const { head, all, end } = await begin(inner.bytes());
  const known = openerOf({ head, shown });
  const opener = known !== null && depth + COST[known.level] <= MOST_DEPTH ? known : null;
  try {
    // What passes by without being held: its entries stand for it.
    if (opener?.openStream !== undefined) {
      yield* innersWithin(opener.openStream(all(), shown, context), depth + COST[opener.level], context);
      return;
    }
    const held: Uint8Array[] = [];
    let heldBytes = 0;
    const watched = async function* (): AsyncGenerator<Uint8Array> {
      for await (const piece of all()) {
        heldBytes += piece.length;
        if (opener !== null && heldBytes <= MOST_HELD) held.push(piece);
        else held.length = 0;
        yield piece;
      }
    };
    yield { shown, first, kind, start, size, head, opens: opener !== null, bytes: watched() };
    if (opener === null || heldBytes === 0) return;
    if (heldBytes > MOST_HELD) return context.onUnread({ path: shown, reason: 'unpack: too large within an archive' });
    // A database may have to wait for its log, or may follow it.
    for (const source of pairs.add(shown, Buffer.concat(held.splice(0)))) yield* openedWithin(source, depth, context);
  } finally {
    await end();
  }
}
