// 7z, RAR and CAB archives, and TAR within bzip2 or xz, by libarchive. The packed bytes are held in memory, so a larger archive is told and not
// opened; what it holds is given on piece by piece.
import { breathe } from '../../../kernel/index.ts';
import { entryNames } from './entryNames.ts';
import { type LibArchive, openLibArchive } from './libarchive.ts';
import { type Inner, limited, mayOpen, messageOf, type OpenContext, type Opener } from './opener.ts';
import type { Source } from './source.ts';

const MOST_PACKED = 128 << 20;
const PIECE = 1 << 18;
const MARKS: readonly (readonly number[])[] = [
  [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c],
  [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
  [0x42, 0x5a, 0x68],
  [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07],
  [0x4d, 0x53, 0x43, 0x46, 0x00, 0x00, 0x00, 0x00],
];
/** Behind `BZh1` to `BZh9` stands pi. */
const isBzip2 = (head: Uint8Array): boolean => head[4] === 0x31 && head[5] === 0x41 && head[6] === 0x59;

export const otherArchivesOpener: Opener = {
  id: 'otherArchives',
  level: 'archive',
  takes: ({ head }) => MARKS.some((mark) => mark.every((byte, at) => head[at] === byte) && (mark.length > 3 || isBzip2(head))),
  open: entriesOf,
};

async function* entriesOf(source: Source, context: OpenContext): AsyncGenerator<Inner> {
  const { onUnread, threads } = context;
  const { shown, size } = source;
  if (threads === null) return;
  if (size > MOST_PACKED)
    return onUnread({ path: shown, reason: `unpack: an archive of this form is opened up to ${MOST_PACKED >> 20} MiB` });
  const names = entryNames(shown);
  let archive: LibArchive | null = null;
  // A solid archive is one stream: what all its entries come to counts against what it packs.
  let produced = 0;
  try {
    const opened = openLibArchive(threads.host.resource('wasm/libarchive.wasm'), source.read(0, size));
    archive = opened;
    for (let entry = opened.next(); entry !== null; entry = opened.next()) {
      const { name, size: stated, isFile, isEncrypted } = entry;
      await breathe();
      if (threads.signal.aborted) return;
      if (!isFile) continue;
      const { shown: path, first } = names(name);
      if (!mayOpen(path, context)) return;
      if (isEncrypted) {
        onUnread({ path, reason: 'encrypted' });
        continue;
      }
      let left = stated;
      let isBroken = false;
      const pieces = async function* (): AsyncGenerator<Uint8Array> {
        while (left > 0) {
          const piece = opened.read(Math.min(PIECE, left));
          left -= piece.length;
          produced += piece.length;
          yield piece;
          await breathe();
        }
      };
      const bytes = async function* (): AsyncGenerator<Uint8Array> {
        yield* limited(pieces(), () => size, path, context);
        // Here only where the stream ended by itself, not where its reader left.
        isBroken = left > 0;
      };
      yield { ...{ shown: path, first, kind: 'entry', size: stated, start: 0 }, bytes };
      // Passing over packed bytes unpacks them all the same; behind damage or a bound nothing can be trusted to end.
      if (isBroken) return onUnread({ path: shown, reason: 'unpack: the rest of the archive was not opened' });
      for (; left > 0 && context.budget.bytes > 0; await breathe()) left -= opened.read(Math.min(PIECE, left)).length;
      if (produced > size * 400 && produced > 256 << 20) return onUnread({ path: shown, reason: 'unpack: more than 400 to 1' });
    }
  } catch (error) {
    onUnread({ path: shown, reason: archive?.isLocked() === true ? 'encrypted' : `unpack: ${messageOf(error)}` });
  } finally {
    // Its memory goes with it.
    archive = null;
  }
}
