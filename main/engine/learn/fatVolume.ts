// A FAT16 volume as raw bytes: boot sector, two tables, root folder, clusters (Microsoft's FAT specification of 2000, long names included). No
// clock: each file states its time. A deleted file keeps its entry and its bytes and loses its clusters in the table, as systems leave it.
import { fatEntries, type FatEntry } from './fatEntries.ts';

export interface FatFile {
  /** Parted by slashes; folders are made of them. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Local time, as FAT holds it: `2024-01-01T20:15`. */
  readonly time: string;
  readonly isDeleted?: boolean;
}

export interface FatVolume {
  /** At most eleven characters. */
  readonly label: string;
  readonly serial: number;
  readonly megabytes: number;
  readonly files: readonly FatFile[];
}

const SECTOR = 512;
const ROOT_ENTRIES = 512;
const ENTRY_BYTES = 32;
const TABLES = 2;
const MEDIUM = 0xf8;
const LAST_CLUSTER = 0xffff;
const ROOT_SECTORS = (ROOT_ENTRIES * ENTRY_BYTES) / SECTOR;

interface Folder {
  readonly name: string;
  readonly folders: Map<string, Folder>;
  readonly files: FatFile[];
}

export function fatVolume({ label, serial, megabytes, files }: FatVolume): Uint8Array {
  const sectors = megabytes * 2048;
  // One sector a cluster; the table has two bytes for each of them and for two more.
  const tableSectors = Math.ceil((sectors * 2) / SECTOR);
  const dataStart = (1 + TABLES * tableSectors + ROOT_SECTORS) * SECTOR;
  const bytes = new Uint8Array(sectors * SECTOR);
  const table = new Uint16Array((tableSectors * SECTOR) / 2);
  table.set([0xff00 | MEDIUM, LAST_CLUSTER]);
  let free = 2;
  const lay = (content: Uint8Array, isDeleted: boolean): number => {
    const count = Math.ceil(content.length / SECTOR);
    if (count === 0) return 0;
    const first = free;
    free += count;
    if (dataStart + (free - 2) * SECTOR > bytes.length) throw new RangeError('the volume is full');
    bytes.set(content, dataStart + (first - 2) * SECTOR);
    if (!isDeleted) for (let at = 0; at < count; at++) table[first + at] = at + 1 < count ? first + at + 1 : LAST_CLUSTER;
    return first;
  };
  /** Of a folder's own entries the two of itself and its parent come first; it is laid before what it holds, as its entries name it. */
  const layFolder = (folder: Folder, parent: number): number => {
    const entries = (own: number): FatEntry[] => [
      { name: '.', cluster: own, size: 0, time: firstTime(folder), isFolder: true },
      { name: '..', cluster: parent, size: 0, time: firstTime(folder), isFolder: true },
      ...within(folder, own),
    ];
    const size =
      fatEntries([...names(folder)].map((name) => ({ name, cluster: 0, size: 0, time: firstTime(folder) }))).length + 2 * ENTRY_BYTES;
    const own = lay(new Uint8Array(Math.ceil(size / SECTOR) * SECTOR), false);
    bytes.set(fatEntries(entries(own)), dataStart + (own - 2) * SECTOR);
    return own;
  };
  const within = (folder: Folder, own: number): FatEntry[] => [
    ...[...folder.folders.values()].map((one) => ({
      ...{ name: one.name, cluster: layFolder(one, own), size: 0, time: firstTime(one), isFolder: true },
    })),
    ...folder.files.map(({ path, bytes: content, time, isDeleted = false }) => ({
      ...{ name: path.slice(path.lastIndexOf('/') + 1), cluster: lay(content, isDeleted), size: content.length, time, isDeleted },
    })),
  ];
  const root = treeOf(files);
  const volume: FatEntry = { name: label, cluster: 0, size: 0, time: firstTime(root), isLabel: true };
  const entries = fatEntries([volume, ...within(root, 0)]);
  if (entries.length > ROOT_ENTRIES * ENTRY_BYTES) throw new RangeError('the root folder is full');
  bytes.set(bootSector({ label, serial, sectors, tableSectors }));
  for (let one = 0; one < TABLES; one++) bytes.set(littleEndian(table), (1 + one * tableSectors) * SECTOR);
  bytes.set(entries, (1 + TABLES * tableSectors) * SECTOR);
  return bytes;
}

function treeOf(files: readonly FatFile[]): Folder {
  const root: Folder = { name: '', folders: new Map(), files: [] };
  for (const file of files) {
    let folder = root;
    for (const name of file.path.split('/').slice(0, -1)) {
      const next = folder.folders.get(name) ?? { name, folders: new Map(), files: [] };
      folder.folders.set(name, next);
      folder = next;
    }
    folder.files.push(file);
  }
  return root;
}

const names = (folder: Folder): readonly string[] => [
  ...folder.folders.keys(),
  ...folder.files.map(({ path }) => path.slice(path.lastIndexOf('/') + 1)),
];

/** A folder is as old as the oldest of what it holds. */
function firstTime(folder: Folder): string {
  const times = [...folder.files.map(({ time }) => time), ...[...folder.folders.values()].map(firstTime)];
  return times.reduce((first, time) => (time < first ? time : first), times[0] ?? '1980-01-01T00:00');
}

function bootSector(of: { label: string; serial: number; sectors: number; tableSectors: number }): Uint8Array {
  const sector = new Uint8Array(SECTOR);
  const view = new DataView(sector.buffer);
  const text = (at: number, value: string, length: number): void => sector.set(new TextEncoder().encode(value.padEnd(length)), at);
  sector.set([0xeb, 0x3c, 0x90]);
  text(3, 'MSDOS5.0', 8);
  view.setUint16(11, SECTOR, true);
  sector.set([1], 13);
  view.setUint16(14, 1, true);
  sector.set([TABLES], 16);
  view.setUint16(17, ROOT_ENTRIES, true);
  if (of.sectors < 0x10000) view.setUint16(19, of.sectors, true);
  else view.setUint32(32, of.sectors, true);
  sector.set([MEDIUM], 21);
  view.setUint16(22, of.tableSectors, true);
  view.setUint16(24, 63, true);
  view.setUint16(26, 255, true);
  sector.set([0x80, 0, 0x29], 36);
  view.setUint32(39, of.serial, true);
  text(43, of.label, 11);
  text(54, 'FAT16', 8);
  sector.set([0x55, 0xaa], SECTOR - 2);
  return sector;
}

function littleEndian(numbers: Uint16Array): Uint8Array {
  const bytes = new Uint8Array(numbers.length * 2);
  const view = new DataView(bytes.buffer);
  for (const [at, number] of numbers.entries()) view.setUint16(at * 2, number, true);
  return bytes;
}
