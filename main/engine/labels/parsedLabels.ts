// What every label file becomes before it enters a case, and the checks all formats share. Pure: no case, no chain.
// A label is its author's claim: nothing is corrected, and nothing is dropped without being counted in `rejected`.
import { Fault } from '../../../shared/model/fault.ts';

/** What a label stands on: an address, a transaction, or one of its outputs. */
export type LabelSubject = 'address' | 'transaction' | 'output';

export interface ParsedLabel {
  /** Line in the file, counted from 1; for a CSV record over several lines, its last. */
  readonly row: number;
  /** The address; for another subject its id, `txid` or `txid:index`. */
  readonly address: string;
  /** Absent for an address. */
  readonly subject?: Exclude<LabelSubject, 'address'>;
  readonly label: string;
  /** Where the author says it is from; a TagPack without one stands for itself ("TagPack: <title>"). */
  readonly source: string;
  readonly creator?: string;
  readonly category?: string;
  readonly abuse?: string;
  /** Further concept ids, one a line. */
  readonly concepts?: string;
  readonly confidence?: string;
  /** Currency or asset as written. Not always the chain of the address: see `network`. */
  readonly currency?: string;
  /** Chain of the address where the file says it apart from the currency. */
  readonly network?: string;
  /** As written. */
  readonly lastModified?: string;
  readonly actor?: string;
  readonly context?: string;
  /** `actor`, `event` or `mention`, as written. */
  readonly tagType?: string;
  /** `true` where the author lets the label stand for the whole cluster of the address. */
  readonly definesCluster?: string;
  /** What the author itself took over from elsewhere, e.g. `cluster`. */
  readonly inherited?: string;
}

export type RejectionReason =
  | 'addressMissing'
  | 'addressInvalid'
  /** It is an address, of another chain than the one that the file names. */
  | 'addressOtherChain'
  | 'transactionInvalid'
  /** It names an address and a transaction. */
  | 'subjectTwice'
  /** It stands on something this program attaches no label to, e.g. an extended public key. */
  | 'subjectKind'
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

/** Somebody whom labels may name by id, as an ActorPack describes them. */
export interface ParsedActor {
  readonly row: number;
  readonly id: string;
  readonly label: string;
  readonly uri: string;
  readonly lastModified: string;
  readonly categories: readonly string[];
  readonly jurisdictions: readonly string[];
  readonly aliases: readonly string[];
  /** What else the pack says, as names and texts. */
  readonly context: Readonly<Record<string, readonly string[]>>;
}

export type LabelFormatId = 'tagpack' | 'actorpack' | 'ofac' | 'addressList' | 'graphsense' | 'bip329' | 'csv' | 'table';

export interface ParsedLabels {
  readonly format: LabelFormatId;
  /** Importer and version, e.g. `labels.tagpack@2`. */
  readonly importer: string;
  /** Title in the file, else the file's name. */
  readonly title: string;
  readonly creator?: string;
  /** Day the list states as its own, as written; absent where it states none. */
  readonly asOf?: string;
  readonly accepted: readonly ParsedLabel[];
  readonly actors?: readonly ParsedActor[];
  /** The first of them; `refused` counts all. */
  readonly rejected: readonly RejectedRow[];
  readonly refused: Readonly<Record<string, number>>;
}

/**
 * True if the text is an address of that network or currency, `undefined` where the file names neither; `otherChain` where it is one of
 * another chain only.
 */
export type AddressCheck = (address: string, currency: string | undefined) => boolean | 'otherChain';

/** The check of a caller that checks addresses itself, as where one address may belong to several chains. */
export const anyText: AddressCheck = () => true;

export type LabelFields = { readonly [Key in keyof Omit<ParsedLabel, 'row'>]?: string | undefined };

const LONGEST = { address: 256, other: 4096 } as const;
const REJECTED_TEXT_LENGTH = 200;
/** A file of a million repetitions is told in numbers; so many rows of it are told one by one. */
const MOST_REJECTED = 100_000;
const FEW_CLAIMS = 32;
const LONGEST_REMEMBERED = 200;
const MOST_REMEMBERED = 100_000;
const TRANSACTION = /^(0x)?[0-9a-f]{64}$/i;
const OUTPUT = /^[0-9a-f]{64}:\d{1,9}$/i;

/** Shortened, with what could steer a terminal or reverse the reading direction made visible. */
export function shownText(text: string): string {
  return text.slice(0, REJECTED_TEXT_LENGTH).replace(STEERING_ALL, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** C0 and C1 controls but tab and line ends, and Unicode's bidirectional overrides: a label could display as another one. */
const STEERING = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const STEERING_ALL = new RegExp(STEERING.source, 'g');

/** Whether the text may be kept as it is shown: of bounded length and without marks that change how it reads. */
export function textProblem(text: string, longest: number = LONGEST.other): 'controlCharacters' | 'tooLong' | null {
  if (STEERING.test(text)) return 'controlCharacters';
  return text.length > longest ? 'tooLong' : null;
}

/** Collects rows in file order, with the checks that all formats share. */
export function labelCollector(isAddress: AddressCheck) {
  const accepted: ParsedLabel[] = [];
  const rejected: RejectedRow[] = [];
  const refused: Record<string, number> = {};
  /** What was taken of an address, to find a claim again. */
  const taken = new Map<string, ParsedLabel[]>();
  /** Texts that stood the test: most of a list's are the same in every row. */
  const tested = new Set<string>();

  const reject = (row: number, reason: RejectionReason, text: string): undefined => {
    refused[reason] = (refused[reason] ?? 0) + 1;
    if (rejected.length < MOST_REJECTED) rejected.push({ row, reason, text: shownText(text) });
  };
  const add = (row: number, fields: LabelFields): undefined => {
    const present: Record<string, string> = {};
    for (const name in fields) {
      const text = fields[name as keyof LabelFields]?.trim() ?? '';
      if (text !== '') present[name] = text;
    }
    const { address, label, source, subject } = present;
    if (address === undefined) return reject(row, 'addressMissing', label ?? '');
    for (const name in present) {
      const text = present[name] as string;
      if (name !== 'address' && tested.has(text)) continue;
      const problem = textProblem(text, name === 'address' ? LONGEST.address : LONGEST.other);
      if (problem !== null) return reject(row, problem, text);
      if (name !== 'address' && text.length < LONGEST_REMEMBERED && tested.size < MOST_REMEMBERED) tested.add(text);
    }
    if (label === undefined) return reject(row, 'labelMissing', address);
    if (source === undefined) return reject(row, 'sourceMissing', address);
    if (subject === undefined) {
      const checked = isAddress(address, present['network'] ?? present['currency']);
      if (checked !== true) return reject(row, checked === 'otherChain' ? 'addressOtherChain' : 'addressInvalid', address);
    } else if (!(subject === 'output' ? OUTPUT : TRANSACTION).test(address)) return reject(row, 'transactionInvalid', address);
    // The same claim twice is one claim; another label or source for the address is a second one and stays.
    const claim = { row, ...(present as unknown as Omit<ParsedLabel, 'row'>) };
    // Claims on one address are few; where a list has many, each is known by all of its texts.
    const key = (taken.get(address)?.length ?? 0) < FEW_CLAIMS ? address : `${address}\n${JSON.stringify({ ...claim, row: 0 })}`;
    const own = taken.get(key);
    const earlier =
      own?.find((one) => isSame(one, claim)) ?? (key === address ? undefined : taken.get(address)?.find((one) => isSame(one, claim)));
    if (earlier !== undefined) return reject(row, 'duplicate', `${address} = ${earlier.row}`);
    if (own === undefined) taken.set(key, [claim]);
    else own.push(claim);
    accepted.push(claim);
  };
  return { accepted, rejected, refused, add, reject };
}

function isSame(a: ParsedLabel, b: ParsedLabel): boolean {
  const names = Object.keys(a) as (keyof ParsedLabel)[];
  return names.length === Object.keys(b).length && names.every((name) => name === 'row' || a[name] === b[name]);
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
