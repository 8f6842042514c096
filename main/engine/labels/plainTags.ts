// The tags of a TagPack line by line, where they are written as packs are written: `- key: value`, one a line. A library's tree takes a
// second and 75 MB for a megabyte; a pack of 250,000 tags has forty. What is written in any other way is left to the library, tag by tag,
// and the two readings are tested to be equal.
import { Fault } from '../../../shared/model/fault.ts';

export interface TagLines {
  /** The file without its tags, and where each of its lines stood. */
  readonly header: string;
  readonly rows: readonly number[];
  readonly items: readonly TagItem[];
}

interface TagItem {
  /** First line, from 1. */
  readonly row: number;
  /** As it stands, for the library, where it is not written plainly. */
  readonly text: string | null;
  readonly fields: ReadonlyMap<string, string> | null;
}

/** Longer ones are refused: no tag needs them, and each costs memory before it can be judged. */
const LONGEST_LINE = 64 * 1024;

/** Null where the file is not laid out line by line and only the library can read it. Faults: labels.malformed. */
export function readTagLines(text: string): TagLines | null {
  if (/\r(?!\n)/.test(text)) return null;
  const header: string[] = [];
  const rows: number[] = [];
  const items: TagItem[] = [];
  let place: 'before' | 'within' | 'after' = 'before';
  let indent: string | null = null;
  let open: string[] = [];
  let openRow = 0;
  const close = () => {
    if (open.length > 0) items.push(itemOf(openRow, open, (indent ?? '').length));
    open = [];
  };
  let row = 0;
  for (let at = 0; at <= text.length; ) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    if (end - at > LONGEST_LINE) throw new Fault('labels.malformed', { reason: 'longLine', line: row + 1 });
    const line = text.charCodeAt(end - 1) === 13 ? text.slice(at, end - 1) : text.slice(at, end);
    at = end + 1;
    row++;
    if (place === 'within') {
      const inside = line.length - line.trimStart().length;
      const body = line.slice(inside);
      if (body === '' || (body.startsWith('#') && open.length === 0)) {
        if (open.length > 0) open.push(line);
        continue;
      }
      if (/^(---|\.\.\.|%)/.test(line) || line.slice(0, inside).includes('\t')) return null;
      if (indent === null) indent = line.slice(0, inside);
      if (inside === indent.length && (body.startsWith('- ') || body === '-')) {
        close();
        open = [line];
        openRow = row;
        continue;
      }
      if (open.length > 0 && inside > indent.length) {
        open.push(line);
        continue;
      }
      if (body.startsWith('#') && inside <= indent.length) {
        continue;
      }
      if (inside > 0 || open.length === 0 || body.startsWith('-')) return null;
      close();
      place = 'after';
    }
    if (place === 'before' && /^tags[ ]*:[ ]*(#.*)?$/.test(line)) place = 'within';
    else if (/^["']?tags["']?[ \t]*:/.test(line)) return null;
    header.push(line);
    rows.push(row);
  }
  close();
  return items.length === 0 ? null : { header: header.join('\n'), rows, items };
}

interface OpenList {
  readonly key: string;
  readonly values: string[];
}

const KEY = /^([a-z_]+):(?: +(.*?))? *$/;
/** Indicators that begin something other than plain text. */
const SPECIAL = /^[-?:,[\]{}#&*!|>'"%@`]/;

function itemOf(row: number, lines: readonly string[], indent: number): TagItem {
  const fields = plainFields(lines, indent);
  return fields === null ? { row, text: lines.join('\n'), fields: null } : { row, text: null, fields };
}

function plainFields(lines: readonly string[], indent: number): ReadonlyMap<string, string> | null {
  const fields = new Map<string, string>();
  const rest = (lines[0] ?? '').slice(indent + 1);
  const inner = indent + 1 + rest.length - rest.trimStart().length;
  let list: OpenList | null = null;
  for (const [at, line] of lines.entries()) {
    if (line.includes('\t')) return null;
    const body = at === 0 ? line.slice(inner) : line.trimStart();
    if (body === '') {
      if (at === 0) return null;
      continue;
    }
    const depth = at === 0 ? inner : line.length - body.length;
    if (list !== null && depth >= inner && body.startsWith('- ')) {
      const value = plainText(body.slice(2).trim());
      if (value === null) return null;
      list.values.push(value);
      fields.set(list.key, list.values.join('\n'));
      continue;
    }
    const match: RegExpExecArray | null = depth === inner && !isEmpty(list) ? KEY.exec(body) : null;
    if (match === null) return null;
    const key: string = match[1] ?? '';
    const written: string = match[2] ?? '';
    if (fields.has(key)) return null;
    if (written === '' && key !== 'concepts') return null;
    list = written === '' ? { key, values: [] } : null;
    const value = written === '' ? '' : plainText(written);
    if (value === null) return null;
    fields.set(key, value);
  }
  return isEmpty(list) ? null : fields;
}

const isEmpty = (list: OpenList | null) => list !== null && list.values.length === 0;

/** The text of a plain or quoted scalar of one line; null where it may be anything else. */
function plainText(written: string): string | null {
  if (written.startsWith("'")) return /^'(?:[^']|'')*'$/.test(written) ? written.slice(1, -1).replaceAll("''", "'") : null;
  if (written.startsWith('"')) return /^"[^"\\]*"$/.test(written) ? written.slice(1, -1) : null;
  return SPECIAL.test(written) || /:(\s|$)|\s#/.test(written) ? null : written;
}
