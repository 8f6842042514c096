// Entries of a FAT folder: a short name of eight and three letters, and before it the long one in pieces of thirteen characters, the last first.
export interface FatEntry {
  readonly name: string;
  readonly cluster: number;
  readonly size: number;
  readonly time: string;
  readonly isFolder?: boolean;
  readonly isLabel?: boolean;
  readonly isDeleted?: boolean;
}

const ENTRY_BYTES = 32;
const PIECE = 13;
const PLACES = [1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30];
const LONG_NAME = 0x0f;
const LAST_PIECE = 0x40;
const DELETED = 0xe5;
const [LABEL, FOLDER, ARCHIVE] = [0x08, 0x10, 0x20];

export function fatEntries(entries: readonly FatEntry[]): Uint8Array {
  const taken = new Set<string>();
  const parts = entries.flatMap((entry) => {
    const short = entry.isLabel === true ? entry.name.padEnd(11) : shortName(entry.name, taken);
    taken.add(short);
    const isShort =
      entry.isLabel === true ||
      entry.name.startsWith('.') ||
      `${short.slice(0, 8).trim()}.${short.slice(8).trim()}`.replace(/\.$/, '') === entry.name;
    const all = [...(isShort ? [] : longEntries(entry.name, short)), shortEntry(entry, short)];
    if (entry.isDeleted === true) for (const one of all) one[0] = DELETED;
    return all;
  });
  return new Uint8Array(Buffer.concat(parts));
}

/** Capitals, digits and the underscore; names that would be one are numbered. */
function shortName(name: string, taken: ReadonlySet<string>): string {
  if (name === '.' || name === '..') return name.padEnd(11);
  const dot = name.lastIndexOf('.');
  const plain = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9_-]/g, '');
  const [stem, ending] = dot > 0 ? [plain(name.slice(0, dot)), plain(name.slice(dot + 1)).slice(0, 3)] : [plain(name), ''];
  const whole = `${stem.slice(0, 8).padEnd(8)}${ending.padEnd(3)}`;
  const isSame = dot > 0 ? `${stem}.${ending}` === name.toUpperCase() : stem === name.toUpperCase();
  if (isSame && stem.length <= 8 && !taken.has(whole)) return whole;
  for (let number = 1; ; number++) {
    const tail = `~${number}`;
    const made = `${`${stem.slice(0, 8 - tail.length)}${tail}`.padEnd(8)}${ending.padEnd(3)}`;
    if (!taken.has(made)) return made;
  }
}

function shortEntry({ cluster, size, time, isFolder, isLabel }: FatEntry, short: string): Uint8Array {
  const entry = new Uint8Array(ENTRY_BYTES);
  const view = new DataView(entry.buffer);
  entry.set(new TextEncoder().encode(short));
  entry[11] = isLabel === true ? LABEL : isFolder === true ? FOLDER : ARCHIVE;
  const [year, month, day, hour, minute] = (time.match(/\d+/g) ?? []).map(Number) as [number, number, number, number, number];
  const [clock, date] = [(hour << 11) | (minute << 5), ((year - 1980) << 9) | (month << 5) | day];
  for (const [at, value] of [
    [14, clock],
    [16, date],
    [18, date],
    [22, clock],
    [24, date],
    [26, cluster],
  ] as const)
    view.setUint16(at, value, true);
  view.setUint32(28, isFolder === true ? 0 : size, true);
  return entry;
}

function longEntries(name: string, short: string): Uint8Array[] {
  const sum = [...short].reduce((before, letter) => (((before & 1) << 7) + (before >> 1) + letter.charCodeAt(0)) & 0xff, 0);
  const count = Math.ceil(name.length / PIECE);
  return Array.from({ length: count }, (_, at) => {
    const number = count - at;
    const entry = new Uint8Array(ENTRY_BYTES);
    const view = new DataView(entry.buffer);
    entry[0] = number | (at === 0 ? LAST_PIECE : 0);
    entry[11] = LONG_NAME;
    entry[13] = sum;
    for (const [of, place] of PLACES.entries()) {
      const index = (number - 1) * PIECE + of;
      // Behind the end one zero, then ones.
      view.setUint16(place, index < name.length ? name.charCodeAt(index) : index === name.length ? 0 : 0xffff, true);
    }
    return entry;
  });
}
