// What every label file becomes before it enters a case, and the checks all formats share. Pure: no case, no chain.
// A label is its author's claim: nothing is corrected, and nothing is dropped without a line in `rejected`.
import { Fault } from '../../../shared/model/fault.ts';

export interface ParsedLabel {
  /** Line in the file, counted from 1; for a CSV record over several lines, its last. */
  readonly row: number;
  readonly address: string;
  readonly label: string;
  /** Where the author says it is from; a TagPack without one stands for itself ("TagPack: <title>"). */
  readonly source: string;
  readonly creator?: string;
  readonly category?: string;
  readonly abuse?: string;
  readonly confidence?: string;
  /** Currency or asset as written. Not always the chain of the address: see `network`. */
  readonly currency?: string;
  /** Chain of the address where the file says it apart from the currency. */
  readonly network?: string;
  /** As written. */
  readonly lastModified?: string;
  readonly actor?: string;
  readonly context?: string;
}

export type RejectionReason =
  | 'addressMissing'
  | 'addressInvalid'
  | 'labelMissing'
  | 'sourceMissing'
  | 'duplicate'
  | 'tooLong'
  | 'controlCharacters'
  | 'malformedRow';

export interface RejectedRow {
  readonly row: number;
  readonly reason: RejectionReason;
  /** What stood there, shortened; for a duplicate the row it repeats. Data to show, never a sentence. */
  readonly text: string;
}

export interface ParsedLabels {
  readonly format: 'tagpack' | 'csv';
  /** Importer and version, e.g. `labels.tagpack@1`. */
  readonly importer: string;
  /** Title in the file, else the file's name. */
  readonly title: string;
  readonly accepted: readonly ParsedLabel[];
  readonly rejected: readonly RejectedRow[];
}

/** True if the text is an address of that network or currency; `undefined` where the file names neither. */
export type AddressCheck = (address: string, currency: string | undefined) => boolean;

/** The check of a caller that checks addresses itself, as where one address may belong to several chains. */
export const anyText: AddressCheck = () => true;

export type LabelFields = { readonly [Key in keyof Omit<ParsedLabel, 'row'>]?: string | undefined };

const LONGEST = { address: 256, other: 4096 } as const;
const REJECTED_TEXT_LENGTH = 200;

/** Shortened, with what could steer a terminal or reverse the reading direction made visible. */
export function shownText(text: string): string {
  return text.slice(0, REJECTED_TEXT_LENGTH).replace(STEERING_ALL, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** C0 and C1 controls but tab and line ends, and Unicode's bidirectional overrides: a label could display as another one. */
const STEERING = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const STEERING_ALL = new RegExp(STEERING.source, 'g');

/** Collects rows in file order, with the checks that all formats share. */
export function labelCollector(isAddress: AddressCheck) {
  const accepted: ParsedLabel[] = [];
  const rejected: RejectedRow[] = [];
  const firstRow = new Map<string, number>();

  const reject = (row: number, reason: RejectionReason, text: string): undefined => {
    rejected.push({ row, reason, text: shownText(text) });
  };
  const add = (row: number, fields: LabelFields): undefined => {
    const present: Record<string, string> = {};
    for (const [name, value] of Object.entries(fields)) {
      const text = value?.trim() ?? '';
      if (text !== '') present[name] = text;
    }
    const { address, label, source } = present;
    if (address === undefined) return reject(row, 'addressMissing', label ?? '');
    for (const [name, text] of Object.entries(present)) {
      if (STEERING.test(text)) return reject(row, 'controlCharacters', text);
      if (text.length > (name === 'address' ? LONGEST.address : LONGEST.other)) return reject(row, 'tooLong', text);
    }
    if (label === undefined) return reject(row, 'labelMissing', address);
    if (source === undefined) return reject(row, 'sourceMissing', address);
    if (!isAddress(address, present['network'] ?? present['currency'])) return reject(row, 'addressInvalid', address);
    // The same claim twice is one claim; another label or source for the address is a second one and stays.
    const identity = JSON.stringify(Object.entries(present).sort(([a], [b]) => (a < b ? -1 : 1)));
    const earlier = firstRow.get(identity);
    if (earlier !== undefined) return reject(row, 'duplicate', `${address} = ${earlier}`);
    firstRow.set(identity, row);
    accepted.push({ row, ...(present as Omit<ParsedLabel, 'row'>) });
  };
  return { accepted, rejected, add, reject };
}

/** The file as text; refuses what is too large or not UTF-8 before anything is parsed. */
export function labelText(bytes: Uint8Array, largest: number): string {
  if (bytes.length > largest) throw new Fault('intake.tooLarge', { bytes: bytes.length, limit: largest });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Fault('labels.malformed', { reason: 'encoding' }, cause);
  }
}
