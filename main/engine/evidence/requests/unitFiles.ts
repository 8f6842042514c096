// The unit's own files: a text with its legal basis, and a directory of whom it writes to. They are read as they stand; only marks in double braces
// are filled in.
import { readFileSync, statSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { Fault } from '../../../../shared/model/fault.ts';
import { type GrantedPath, sha256Hex } from '../../kernel/index.ts';

/** No directory of a unit and no text of a law is larger. */
const MOST_BYTES = 4 << 20;

export interface UnitText {
  readonly text: string;
  readonly file: string;
  readonly sha256: string;
}
export type Contact = { readonly name: string; readonly value: string }[];

/** Faults: request.badFile. */
export function readTemplate({ path, name }: GrantedPath, fill: Readonly<Record<string, string>>): UnitText {
  const { text, sha256 } = read(path, name);
  const filled = text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, key: string) => {
    const value = fill[key];
    if (value === undefined) throw new Fault('request.badFile', { name, reason: `{{${key}}}: ${Object.keys(fill).join(', ')}` });
    return value;
  });
  return { text: filled.trim(), file: name, sha256 };
}

export interface Directory {
  /** What stands beside a name, written the same but for case and space. Faults: request.recipientUnknown. */
  contactOf(name: string): Contact;
}

/** Faults: request.badFile. */
export function readDirectory({ path, name }: GrantedPath): Directory {
  const { text } = read(path, name);
  let rows: Record<string, string>[];
  try {
    rows = parse(text, {
      columns: (header: string[]) => header.map((one) => one.trim()),
      skip_empty_lines: true,
      relax_column_count: true,
    });
  } catch (error) {
    throw new Fault('request.badFile', { name, reason: (error as Error).message }, error);
  }
  if (!rows.every((row) => 'name' in row)) throw new Fault('request.badFile', { name, reason: 'name' });
  return {
    contactOf(wanted) {
      const found = rows.filter((row) => folded(row['name'] ?? '') === folded(wanted));
      const [row] = found;
      if (row === undefined || found.length > 1)
        throw new Fault('request.recipientUnknown', { recipient: wanted, name, count: found.length });
      return Object.entries(row).flatMap(([key, value]) =>
        key === 'name' || (value ?? '').trim() === '' ? [] : [{ name: key, value: value.trim() }],
      );
    },
  };
}

const folded = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();

function read(path: string, name: string): { readonly text: string; readonly sha256: string } {
  try {
    if (statSync(path).size > MOST_BYTES) throw new Fault('request.badFile', { name, reason: `> ${MOST_BYTES}` });
    const bytes = readFileSync(path);
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), sha256: sha256Hex(bytes) };
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('request.badFile', { name, reason: (error as { code?: string }).code ?? 'UTF-8' }, error);
  }
}
