// Entries of archives as seized files, for readers of wallets and messages: they see an entry as they see a file of a folder.
import { MOST_HELD } from './contents/opener.ts';
import type { Unread } from './listFiles.ts';
import type { SeizedFile } from './seized.ts';
import type { Packed } from './unpack.ts';

/**
 * Those that `takes` asks for, 64 MiB at most each; larger ones are told. `open` (unpackFile, unpackSeized) is called again for a file beside
 * another one.
 */
export async function* filesWithin(
  open: () => AsyncIterable<Packed>,
  takes: (file: Pick<SeizedFile, 'path' | 'size' | 'head'>) => boolean,
  onUnread: (unread: Unread) => void,
): AsyncGenerator<SeizedFile> {
  for await (const packed of open()) {
    const { shown: path, head, kind, size: stated, opens } = packed;
    if (kind !== 'entry') continue;
    // What a gzip stream holds has no stated size: only all of it says.
    const isWanted = stated === null || takes({ path, size: stated, head });
    if (!isWanted) {
      if (opens) for await (const _ of packed.bytes);
      continue;
    }
    const bytes = await collected(packed, MOST_HELD);
    if (bytes === null) {
      if (stated !== null) onUnread({ path, reason: `unpack: a file within an archive is read up to ${MOST_HELD >> 20} MiB` });
    } else if (stated === bytes.length || takes({ path, size: bytes.length, head })) {
      yield {
        ...{ path, size: bytes.length, head },
        bytes: async (most) => (bytes.length <= most ? bytes : null),
        beside: (name, most) => fileBeside(open, packed, name, most),
      };
    }
  }
}

/**
 * A file of the same folder as an entry, from the archive opened once more. Beside a later entry of its name (`tar -u` appends what changed) the first
 * one where no later one stands: it had not changed.
 */
export async function fileBeside(
  open: () => AsyncIterable<Packed>,
  { shown, first = shown }: Pick<Packed, 'shown' | 'first'>,
  name: string,
  most: number,
): Promise<Uint8Array | null> {
  const wanted = besideOf(shown, name);
  const unchanged = besideOf(first, name);
  let found: Uint8Array | null = null;
  for await (const packed of open()) {
    const isWanted = packed.shown === wanted;
    if (packed.kind === 'entry' && (isWanted || packed.shown === unchanged)) {
      found = await collected(packed, Math.min(most, MOST_HELD));
      if (isWanted) return found;
    }
    // Only an archive that it lies in is opened for it.
    else if (packed.opens && wanted.startsWith(`${packed.shown}!`)) for await (const _ of packed.bytes);
  }
  return found;
}

const besideOf = (path: string, name: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('!')) + 1) + name;

/** Null where it is larger; it is read to its end all the same, so that what follows can be. */
async function collected(packed: Packed, most: number): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const piece of packed.bytes) {
    size += piece.length;
    if (size <= most) parts.push(piece);
    else parts.length = 0;
  }
  return size <= most ? Buffer.concat(parts) : null;
}
