// XLSX into sheets of rows: the stored text of every cell, dates by their style with the serial number kept beside, hidden rows and
// sheets named. Formulas are not calculated: what the file stores as their last result is taken, and counted.
import { Fault } from '../../../../../shared/model/fault.ts';
import type { ByteSource } from '../byteSource.ts';
import { MOST_COLUMNS, type Row } from '../rows.ts';
import type { Sheet, SheetNotes } from '../sheet.ts';
import { serialTime } from '../times.ts';
import { type Archive, openArchive } from './archive.ts';
import { isDateFormat, isDateFormatId, shownNumber } from './numberFormat.ts';
import { parseEntry } from './xml.ts';

const MOST_SHEETS = 512;
const MOST_SHARED = 8_000_000;
const MOST_SHARED_CHARACTERS = 256 << 20;
const MOST_MERGES = 10_000;
/** Empty cells before cells that hold something: so many are free, and so many more for each of those. Honest sheets have few. */
const FREE_HOLES = 10_000_000;
const HOLES_PER_CELL = 256;

export interface Workbook {
  readonly sheets: readonly Sheet[];
  /** 1904 where the file counts days from there. */
  readonly dateSystem: 1900 | 1904;
}

export async function openWorkbook(source: ByteSource): Promise<Workbook> {
  const archive = await openArchive(source);
  const file = source.name;
  const bookPath =
    (await relations(archive, '_rels/.rels', '', file)).find((one) => one.type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml';
  const folder = bookPath.slice(0, bookPath.lastIndexOf('/') + 1);
  const related = await relations(archive, `${folder}_rels/${bookPath.slice(folder.length)}.rels`, folder, file);
  const { listed, dateSystem } = await readBook(archive, bookPath, file);
  const styles = related.find((one) => one.type.endsWith('/styles'));
  const shared = related.find((one) => one.type.endsWith('/sharedStrings'));
  const dateStyles =
    styles === undefined || !archive.entries.has(styles.target) ? new Set<number>() : await readStyles(archive, styles.target, file);
  const strings = shared === undefined || !archive.entries.has(shared.target) ? [] : await readShared(archive, shared.target, file);
  const sheets = listed.flatMap(({ name, relation, state }): Sheet[] => {
    const target = related.find((one) => one.id === relation && one.type.endsWith('/worksheet'))?.target;
    if (target === undefined) return [];
    return [makeSheet(archive, target, file, name, state, { dateStyles, strings, dateSystem })];
  });
  return { sheets, dateSystem };
}

async function readAll(archive: Archive, path: string, file: string, handler: Parameters<typeof parseEntry>[3]): Promise<void> {
  for await (const _ of parseEntry(archive, path, file, handler));
}

interface Relation {
  readonly id: string;
  readonly type: string;
  readonly target: string;
}

async function relations(archive: Archive, path: string, folder: string, file: string): Promise<readonly Relation[]> {
  const found: Relation[] = [];
  if (!archive.entries.has(path)) return found;
  await readAll(archive, path, file, {
    open(name, attributes) {
      if (name !== 'Relationship' || found.length > MOST_SHEETS * 4 || attributes['TargetMode'] === 'External') return;
      const target = attributes['Target'] ?? '';
      found.push({
        id: attributes['Id'] ?? '',
        type: attributes['Type'] ?? '',
        target: target.startsWith('/') ? target.slice(1) : `${folder}${target}`,
      });
    },
    close: () => {},
    text: () => {},
  });
  return found;
}

async function readBook(archive: Archive, path: string, file: string) {
  const listed: { readonly name: string; readonly relation: string; readonly state: 'visible' | 'hidden' | 'veryHidden' }[] = [];
  let dateSystem: 1900 | 1904 = 1900;
  await readAll(archive, path, file, {
    open(name, attributes) {
      if (name === 'workbookPr' && /^(?:1|true)$/.test(attributes['date1904'] ?? '')) dateSystem = 1904;
      if (name !== 'sheet') return;
      if (listed.length >= MOST_SHEETS) throw new Fault('intake.malformed', { file, row: 0, reason: `more than ${MOST_SHEETS} sheets` });
      const state = attributes['state'];
      const relation = Object.entries(attributes).find(([key]) => key === 'id' || key.endsWith(':id'))?.[1] ?? '';
      listed.push({ name: attributes['name'] ?? '', relation, state: state === 'hidden' || state === 'veryHidden' ? state : 'visible' });
    },
    close: () => {},
    text: () => {},
  });
  return { listed, dateSystem: dateSystem as 1900 | 1904 };
}

/** Indexes of the cell styles that show a date. */
async function readStyles(archive: Archive, path: string, file: string): Promise<ReadonlySet<number>> {
  const own = new Map<number, boolean>();
  const dates = new Set<number>();
  let inCells = false;
  let index = 0;
  await readAll(archive, path, file, {
    open(name, attributes) {
      if (name === 'numFmt') own.set(Number(attributes['numFmtId']), isDateFormat(attributes['formatCode'] ?? ''));
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) {
        const id = Number(attributes['numFmtId'] ?? 0);
        if (own.get(id) ?? isDateFormatId(id)) dates.add(index);
        index++;
      }
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
    text: () => {},
  });
  return dates;
}

async function readShared(archive: Archive, path: string, file: string): Promise<readonly string[]> {
  const strings: string[] = [];
  let characters = 0;
  let parts = '';
  let inText = false;
  let phonetic = 0;
  await readAll(archive, path, file, {
    open(name) {
      if (name === 'si') parts = '';
      else if (name === 'rPh') phonetic++;
      // Readings printed above Japanese text (rPh) are not part of the text.
      else if (name === 't') inText = phonetic === 0;
    },
    close(name) {
      if (name === 't') inText = false;
      else if (name === 'rPh') phonetic--;
      else if (name === 'si') {
        characters += parts.length;
        if (strings.length >= MOST_SHARED || characters > MOST_SHARED_CHARACTERS)
          throw new Fault('intake.tooLarge', { file, bytes: characters, limit: MOST_SHARED_CHARACTERS });
        strings.push(parts);
      }
    },
    text(text) {
      if (inText) parts += text;
    },
  });
  return strings;
}

interface Context {
  readonly dateStyles: ReadonlySet<number>;
  readonly strings: readonly string[];
  readonly dateSystem: 1900 | 1904;
}

function makeSheet(
  archive: Archive,
  path: string,
  file: string,
  name: string,
  state: 'visible' | 'hidden' | 'veryHidden',
  context: Context,
): Sheet {
  let notes: SheetNotes = { merged: [], hiddenRows: 0, hiddenColumns: 0, formulas: 0, errors: 0 };
  return {
    name,
    state,
    notes: () => notes,
    async *rows() {
      const reader = createRowReader(file, context);
      for await (const _ of parseEntry(archive, path, file, reader.handler)) {
        const rows = reader.take();
        if (rows.length > 0) yield rows;
      }
      notes = reader.notes();
    },
  };
}

function createRowReader(file: string, { dateStyles, strings, dateSystem }: Context) {
  const ready: Row[] = [];
  const merged: string[] = [];
  const counts = { hiddenRows: 0, hiddenColumns: 0, formulas: 0, errors: 0 };
  let number = 0;
  let hidden = false;
  let cells: string[] = [];
  let stored: Map<number, string> | null = null;
  let tooMany = false;
  let holes = 0;
  let column = -1;
  let type = 'n';
  let style = -1;
  let value = '';
  let capture = false;
  let phonetic = 0;

  const put = (text: string): void => {
    if (column >= MOST_COLUMNS) {
      tooMany = true;
      return;
    }
    holes += Math.max(0, column - cells.length) - HOLES_PER_CELL;
    // A row of forty bytes could ask for thousands of cells, and a few kilobytes for a hundred thousand such rows.
    if (holes > FREE_HOLES) throw new Fault('intake.malformed', { file, row: number, reason: 'its cells lie too far apart' });
    while (cells.length < column) cells.push('');
    cells[column] = text;
  };
  const keep = (raw: string): void => {
    stored ??= new Map();
    stored.set(column, raw);
  };
  const finishCell = (): void => {
    if (value === '') return;
    if (type === 's') {
      const text = strings[Number(value)];
      if (text === undefined) throw new Fault('intake.malformed', { file, row: number, reason: 'a shared string is missing' });
      put(text);
    } else if (type === 'b') put(value === '1' ? 'TRUE' : 'FALSE');
    else if (type === 'e') {
      counts.errors++;
      put(value);
    } else if (type !== 'n') put(value);
    else {
      const date = dateStyles.has(style) ? dateText(value, dateSystem) : null;
      const shown = date ?? shownNumber(value);
      if (shown !== value) keep(value);
      put(shown);
    }
  };

  return {
    handler: {
      open(name: string, attributes: Readonly<Record<string, string>>): void {
        if (name === 'c') {
          const reference = attributes['r'];
          column = reference === undefined ? column + 1 : columnOf(reference);
          type = attributes['t'] ?? 'n';
          style = attributes['s'] === undefined ? -1 : Number(attributes['s']);
          value = '';
        } else if (name === 'v') capture = true;
        else if (name === 't') capture = phonetic === 0;
        else if (name === 'rPh') phonetic++;
        else if (name === 'f') counts.formulas++;
        else if (name === 'row') {
          const stated = Number(attributes['r'] ?? number + 1);
          if (!Number.isInteger(stated) || stated <= number || stated > 1_048_576)
            throw new Fault('intake.malformed', { file, row: number, reason: 'rows are out of order' });
          number = stated;
          hidden = /^(?:1|true)$/.test(attributes['hidden'] ?? '');
          cells = [];
          stored = null;
          tooMany = false;
          column = -1;
        } else if (name === 'mergeCell') {
          if (merged.length < MOST_MERGES) merged.push(attributes['ref'] ?? '');
        } else if (name === 'col' && /^(?:1|true)$/.test(attributes['hidden'] ?? '')) counts.hiddenColumns++;
      },
      close(name: string): void {
        if (name === 'v' || name === 't') capture = false;
        else if (name === 'rPh') phonetic--;
        else if (name === 'c') finishCell();
        else if (name === 'row') {
          if (hidden) counts.hiddenRows++;
          ready.push({
            number,
            offset: null,
            cells,
            problem: tooMany ? 'tooManyColumns' : null,
            ...(hidden ? { hidden: true as const } : {}),
            ...(stored === null ? {} : { stored }),
          });
        }
      },
      text(text: string): void {
        if (capture) value += text;
      },
    },
    take: (): readonly Row[] => ready.splice(0),
    notes: (): SheetNotes => ({ merged, ...counts }),
  };
}

/** "AB12" is column 27. */
function columnOf(reference: string): number {
  let column = 0;
  for (let i = 0; i < reference.length && i < 4; i++) {
    const letter = reference.charCodeAt(i) - 0x40;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column - 1;
}

/** A serial as the sheet shows it; a time of day alone has no day. */
function dateText(serial: string, system: 1900 | 1904): string | null {
  if (/^0(?:\.\d+)?$|^\d\.\d+E-\d+$/.test(serial)) {
    const seconds = Math.round(Number(serial) * 86_400);
    return seconds < 86_400 ? new Date(seconds * 1000).toISOString().slice(11, 19) : null;
  }
  const reading = serialTime(serial, system, { zoneMinutes: 0, dayOrder: null });
  if (!reading.ok) return null;
  const text = new Date(reading.seconds * 1000).toISOString();
  return reading.precision === 'day' ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ');
}
