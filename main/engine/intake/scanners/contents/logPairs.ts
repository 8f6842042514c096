// Databases and their logs as they come by within an archive, in whatever order: what comes first waits for the other, as far as there is room.
import { MOST_HELD } from './opener.ts';
import { isLog } from './sqliteLog.ts';
import { hasLog } from './sqlitePages.ts';
import { lastName, type Source, sourceOfBytes, type Unread } from './source.ts';

export interface Pairs {
  /** What can be opened now: itself, or a database that waited. */
  add(shown: string, bytes: Uint8Array): Source[];
  /** Databases whose log did not come. */
  rest(): Source[];
}

const END = '-wal';
/** Names of what could not wait, so that it is told when the other one comes. */
const MOST_NAMES = 100_000;

export function createPairs(onUnread: (unread: Unread) => void): Pairs {
  const databases = new Map<string, Uint8Array>();
  const logs = new Map<string, Uint8Array>();
  const left = new Set<string>();
  let held = 0;
  const take = (from: Map<string, Uint8Array>, name: string): Uint8Array | null => {
    const bytes = from.get(name) ?? null;
    if (from.delete(name)) held -= bytes?.length ?? 0;
    return bytes;
  };
  const pair = (name: string, database: Uint8Array, log: Uint8Array | null): Source =>
    sourceOfBytes(database, name, async (beside) => (beside === `${lastName(name)}${END}` ? log : null));
  const wait = (into: Map<string, Uint8Array>, name: string, bytes: Uint8Array): Source[] => {
    // Two of one name are two.
    const before = take(into, name);
    const opened = before !== null && into === databases ? [pair(name, before, null)] : [];
    into.set(name, bytes);
    held += bytes.length;
    while (held > MOST_HELD) {
      const [from, first] = databases.size > 0 ? [databases, [...databases.keys()][0]] : [logs, [...logs.keys()][0]];
      const gone = take(from, first as string);
      if (gone !== null && from === databases) opened.push(pair(first as string, gone, null));
      if (left.size < MOST_NAMES) left.add(first as string);
    }
    return opened;
  };
  const missed = (log: string): void =>
    onUnread({ path: log, reason: 'unpack: too far from its database in the archive: read as rows of its pages, not merged' });
  return {
    add(shown, bytes) {
      if (isLog(bytes) && shown.endsWith(END)) {
        const own = sourceOfBytes(bytes, shown);
        const name = shown.slice(0, -END.length);
        const database = take(databases, name);
        if (database !== null) return [own, pair(name, database, bytes)];
        if (left.has(name)) missed(shown);
        return [own, ...wait(logs, name, bytes)];
      }
      if (!hasLog(bytes)) return [sourceOfBytes(bytes, shown)];
      const log = take(logs, shown);
      if (log !== null) return [pair(shown, bytes, log)];
      if (left.has(shown)) missed(`${shown}${END}`);
      return wait(databases, shown, bytes);
    },
    rest: () => [...databases].map(([name, bytes]) => pair(name, bytes, null)),
  };
}
