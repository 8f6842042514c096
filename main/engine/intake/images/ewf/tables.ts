// Which table says where a chunk lies. Only the heads of tables are read when the image is opened; entries are tested and read where a chunk of
// theirs is first asked for, so that an image of many terabytes opens at once and in little memory.
import { adler32 } from '../adler32.ts';
import type { Problems } from '../image.ts';
import type { PartFiles } from '../partFiles.ts';
import type { Section, Segment } from './sections.ts';

const HEADER_BYTES = 24;
const ENTRY_BYTES = 4;
const PAGE_ENTRIES = 16_384;
const MOST_PAGES = 32;
const TESTED_AT_ONCE = 1 << 16;

/** Copies of the same entries, the better one first. */
interface Copy {
  readonly section: Section;
  readonly count: number;
  readonly base: number;
}

export interface Table {
  readonly copies: readonly Copy[];
  readonly count: number;
  /** Where its chunks may lie. */
  readonly data: Section;
}

/** Tables that are lost, with as many chunks as nobody can tell; `untold`: where those lie, null where that is lost too. */
interface Lost {
  readonly untold: Section | null;
}

/** Chunks one behind the other. */
export type TableRow = readonly (Table | Lost)[];

export const isLost = (one: Table | Lost): one is Lost => 'untold' in one;

/** Tables of all segments in their order. */
export function tablesOf(files: PartFiles, segments: readonly Segment[], problems: Problems): TableRow {
  const row: (Table | Lost)[] = [];
  segments.forEach((segment, i) => {
    const name = files.names[i] as string;
    let sectors: Section | null = null;
    let copies: Copy[] = [];
    let data: Section | null = null;
    const settle = (): void => {
      if (data !== null) {
        const best = copies[0];
        // In the first specification chunks stand behind the entries, which are what is lost.
        const untold = data.type === 'sectors' ? data : null;
        if (best === undefined)
          problems.add(
            name,
            `no table says where the chunks from byte ${data.start} on lie; ${untold === null ? 'they are not read' : 'they are sought one behind the other'}`,
          );
        row.push(best === undefined ? { untold } : { copies: copies.filter(({ count }) => count === best.count), count: best.count, data });
      }
      copies = [];
      data = null;
    };
    for (const section of segment.sections) {
      if (section.type === 'sectors') {
        // Sectors that no table followed.
        if (sectors !== null) data ??= sectors;
        settle();
        sectors = section;
      } else if (section.type === 'table' || (section.type === 'table2' && data === null)) {
        settle();
        // The first specification puts the chunks into the table's own section.
        data = sectors ?? section;
        sectors = null;
        pushCopy(section);
      } else if (section.type === 'table2') pushCopy(section);
    }
    if (sectors !== null && data === null) data = sectors;
    settle();
    // How much of it is missing nobody can tell: what the next one holds does not follow.
    if (segment.ends === null) row.push({ untold: null });

    function pushCopy(section: Section): void {
      const copy = readCopy(files, section);
      if (copy === null)
        problems.add(name, `the ${section.type} at byte ${section.start} is damaged; its other copy is used where there is one`);
      else copies.push(copy);
    }
  });
  return row;
}

function readCopy(files: PartFiles, section: Section): Copy | null {
  const head = new Uint8Array(HEADER_BYTES);
  if (section.end - section.start < HEADER_BYTES || files.read(section.segment, head, section.start) < HEADER_BYTES) return null;
  const view = new DataView(head.buffer);
  if (view.getUint32(20, true) !== adler32(head.subarray(0, 20))) return null;
  const count = view.getUint32(0, true);
  const base = Number(view.getBigUint64(8, true));
  // Entries beyond the section would be read from something else.
  if (count > (section.end - section.start - HEADER_BYTES) / ENTRY_BYTES) return null;
  return { section, count, base };
}

export interface Extent {
  readonly segment: number;
  readonly start: number;
  readonly end: number;
  readonly isPacked: boolean;
}

/** Finds entries of tables, keeping a few pages of them. */
export function createEntries(files: PartFiles, problems: Problems) {
  const chosen = new Map<Table, { readonly copy: Copy; readonly isSound: boolean }>();
  const pages = new Map<string, Uint32Array>();

  const choose = (table: Table): Copy => {
    let choice = chosen.get(table);
    if (choice === undefined) {
      const sound = table.copies.find((copy) => entriesFit(files, copy));
      choice = { copy: sound ?? (table.copies[0] as Copy), isSound: sound !== undefined };
      const name = files.names[choice.copy.section.segment] as string;
      const { type, start } = choice.copy.section;
      if (sound === undefined)
        problems.add(
          name,
          `the entries of the ${type} at byte ${start} have a checksum that does not fit; chunks are read where their own checksums hold`,
        );
      else if (sound !== table.copies[0]) problems.add(name, `the entries of the table before byte ${start} are damaged; its copy is used`);
      chosen.set(table, choice);
    }
    return choice.copy;
  };

  const entry = (copy: Copy, at: number): number => {
    const page = Math.floor(at / PAGE_ENTRIES);
    const key = `${copy.section.segment} ${copy.section.start} ${page}`;
    let entries = pages.get(key);
    if (entries === undefined) {
      if (pages.size >= MOST_PAGES) pages.delete(pages.keys().next().value as string);
      const bytes = new Uint8Array(Math.min(PAGE_ENTRIES, copy.count - page * PAGE_ENTRIES) * ENTRY_BYTES);
      files.read(copy.section.segment, bytes, copy.section.start + HEADER_BYTES + page * PAGE_ENTRIES * ENTRY_BYTES);
      const view = new DataView(bytes.buffer);
      entries = Uint32Array.from({ length: bytes.length / ENTRY_BYTES }, (_, i) => view.getUint32(i * ENTRY_BYTES, true));
      pages.set(key, entries);
    }
    return entries[at % PAGE_ENTRIES] as number;
  };

  /** Null where the entry leads out of the section that holds its chunks. */
  return (table: Table, at: number): Extent | null => {
    const copy = choose(table);
    const written = entry(copy, at);
    const start = copy.base + (written & 0x7fffffff);
    const end = at + 1 < copy.count ? copy.base + (entry(copy, at + 1) & 0x7fffffff) : table.data.end;
    if (start < table.data.start || end > table.data.end || start >= end) return null;
    return { segment: table.data.segment, start, end, isPacked: written > 0x7fffffff };
  };
}

/** The checksum behind the entries; the first specification has none there, and chunks instead. */
function entriesFit(files: PartFiles, { section, count }: Copy): boolean {
  const stop = section.start + HEADER_BYTES + count * ENTRY_BYTES;
  if (stop + 4 > section.end) return stop === section.end;
  let sum = 1;
  const piece = new Uint8Array(TESTED_AT_ONCE);
  for (let at = section.start + HEADER_BYTES; at < stop; at += TESTED_AT_ONCE) {
    const part = piece.subarray(0, Math.min(TESTED_AT_ONCE, stop - at));
    if (files.read(section.segment, part, at) < part.length) return false;
    sum = adler32(part, sum);
  }
  const written = new Uint8Array(4);
  files.read(section.segment, written, stop);
  if (new DataView(written.buffer).getUint32(0, true) === sum) return true;
  return stop + 4 < section.end;
}
