// What a LevelDB of a browser, or of a program built like one, holds under its keys: settings of an extension, what a page keeps (Local Storage), and
// IndexedDB. Which of them it is, its folder says. Of each key the last value counts that the file has; older ones are looked through as texts.
import { type LevelEntry, levelEntries } from '../../scanners/contents/levelFile.ts';
import { plainText, tryJson } from '../jsonValue.ts';
import { recordName, recordValue } from './indexedDb.ts';
import { type CloneBudget, newCloneBudget } from './structuredClone.ts';

export interface StoredValue {
  readonly name: string;
  /** A text as it stands, or what IndexedDB keeps. */
  readonly value: unknown;
}
export interface StoredValues {
  readonly values: readonly StoredValue[];
  /** Texts of all entries, also of those that were written over. */
  readonly texts: Iterable<string>;
  readonly isDamaged: boolean;
  /** More entries than are read. */
  readonly isCut: boolean;
  readonly hasOlder: boolean;
  /** Values that lie in files of their own. */
  readonly hasFiles: boolean;
  /** Values of a kind that is not decoded. */
  readonly hasOthers: boolean;
}

const MOST_ENTRIES = 500_000;

interface Decoded {
  readonly name: string;
  readonly value: unknown;
  /** Asked for where no form is known: not held twice. */
  texts(): readonly string[];
  /** `none`: of the browser's own, no value of the page. */
  readonly state: 'read' | 'file' | 'other' | 'none';
}
type Decoder = (entry: LevelEntry) => Decoded | null;

export function storedValues(path: string, bytes: Uint8Array): StoredValues {
  const decode = decoderOf(path);
  const last = new Map<string, { readonly sequence: bigint; readonly decoded: Decoded | null }>();
  const all: Decoded['texts'][] = [];
  let [isDamaged, isCut, hasOlder, entries] = [false, false, false, 0];
  for (const part of levelEntries(bytes)) {
    if ('lost' in part) isDamaged = true;
    else {
      const decoded = part.isDeleted ? null : decode(part);
      if (decoded !== null) all.push(decoded.texts);
      const key = latin1(part.key);
      const known = last.get(key);
      if (known !== undefined) hasOlder = true;
      if (known === undefined || known.sequence <= part.sequence) last.set(key, { sequence: part.sequence, decoded });
      isCut = ++entries >= MOST_ENTRIES;
      if (isCut) break;
    }
  }
  const live = [...last.values()].flatMap(({ decoded }) => (decoded === null ? [] : [decoded]));
  return {
    ...{ values: live.filter(({ state }) => state === 'read'), texts: textsOf(all), isDamaged, isCut, hasOlder },
    ...{ hasFiles: live.some(({ state }) => state === 'file'), hasOthers: live.some(({ state }) => state === 'other') },
  };
}

function* textsOf(all: readonly Decoded['texts'][]): Generator<string> {
  for (const texts of all) yield* texts();
}

/** JSON where the value is a text. */
export const parsed = (value: unknown): unknown => (typeof value === 'string' ? tryJson(value) : value);

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

function decoderOf(path: string): Decoder {
  if (/\.indexeddb\.leveldb[/!]/i.test(path)) return indexedRecord(newCloneBudget());
  return /Local Storage[/!]leveldb[/!]/i.test(path) ? pageItem : setting;
}

/** Any bytes are looked through as texts, for forms of others may stand in them. */
const setting: Decoder = ({ key, value }) => ({ name: latin1(key), value: plainText(value), texts: () => [latin1(value)], state: 'read' });

/** `_origin`, zero, name: chromium/src, components/services/storage/dom_storage/local_storage_impl.cc. Texts begin with how they are written. */
const pageItem: Decoder = (entry) => {
  const { key, value } = entry;
  const zero = key.indexOf(0);
  if (key[0] !== 0x5f || zero < 0) return null;
  const text = pageText(value);
  return { name: pageText(key.subarray(zero + 1)), value: text, texts: () => [text], state: 'read' };
};

function pageText(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.subarray(1));
  return bytes[0] === 0 ? text.toString('utf16le') : text.toString('latin1');
}

const indexedRecord =
  (budget: CloneBudget): Decoder =>
  ({ key, value }) => {
    const name = recordName(key);
    if (name === null) return { name: '', value: null, texts: () => [latin1(value)], state: 'none' };
    try {
      const clone = recordValue(value, budget);
      if (clone === null) return { name, value: null, texts: () => [], state: 'file' };
      return { name, value: clone.value, texts: () => clone.texts, state: 'read' };
    } catch {
      return { name, value: null, texts: () => [latin1(value)], state: 'other' };
    }
  };
