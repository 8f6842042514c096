// Entries of LevelDB files as lines `key = value`: browsers keep what extensions and pages store in them, packed and with keys cut where they begin alike.
import { isLevelTable, levelEntries } from './levelFile.ts';
import { MOST_HELD, type OpenContext, type Opener, viewBytes, viewOf } from './opener.ts';

const BLOCK = 32_768;
const BETWEEN = Buffer.from(' = ');
const END = Buffer.from('\n');

export const levelDbOpener: Opener = {
  id: 'levelDb',
  level: 'view',
  takes: ({ head, shown }) => /\.(?:ldb|sst)$/i.test(shown) || (/(?:^|[/!])\d{6}\.log$/i.test(shown) && isLog(head)),
  async *open(source, context) {
    const { size } = source;
    const shown = `${source.shown}!keys`;
    if (size > MOST_HELD) return context.onUnread({ path: shown, reason: `unpack: read up to ${MOST_HELD >> 20} MiB` });
    const bytes = source.read(0, size);
    if (/\.log$/i.test(source.shown) || isLevelTable(bytes))
      yield viewOf(shown, () => viewBytes(lines(bytes, shown, context), source, shown, context));
  },
};

const isLog = (head: Uint8Array): boolean =>
  head.length > 19 &&
  (head[6] as number) >= 1 &&
  (head[6] as number) <= 4 &&
  ((head[4] as number) | ((head[5] as number) << 8)) <= BLOCK - 7;

/** What of a record cannot be read by its parts is given as the bytes that it is. */
function* lines(bytes: Uint8Array, shown: string, { onUnread }: OpenContext): Generator<Uint8Array> {
  let lost = 0;
  for (const part of levelEntries(bytes)) {
    if ('lost' in part && part.lost.length === 0) lost++;
    else if ('lost' in part) yield* [part.lost, END];
    else yield* [part.key, BETWEEN, part.value, END];
  }
  if (lost > 0) onUnread({ path: shown, reason: `unpack: ${lost} blocks or records are damaged or packed otherwise` });
}
