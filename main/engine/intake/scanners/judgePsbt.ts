// A partly signed transaction (PSBT; version 0: BIP174, version 2: BIP370) as its bytes, or written as base64 or hexadecimal digits: the whole of it, or
// its beginning where it is long, cut off or written over.
import { Psbt, Transaction } from 'bitcoinjs-lib';
import { textOf } from './aroundText.ts';
import type { Hit, Rejection } from './hit.ts';

/** What is looked at lies in the context of every piece (S7): as many bytes of a text, and as many of the transaction as its base64 would hold. */
const LONGEST_TEXT = 7000;
const LONGEST_BYTES = 5250;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}/;
const HEX = /^(?:[0-9a-f]{2})+/i;

/** Fewer bytes are looked at of hexadecimal digits of two bytes each alone; what is shorter may be whole or cut off. */
const LEAST_OF_LONG = 1700;
const TX_VERSIONS: readonly number[] = [1, 2, 3];
const TX_VERSION_BYTES = 4;
const OUTPOINT_BYTES = 36;
const NOTHING = Buffer.alloc(32);
/** With the length of a script that is not there yet, and the sequence. */
const INPUT_BYTES = OUTPOINT_BYTES + 1 + 4;
const VALUE_BYTES = 8;
/** Of any chain that is known here, in its smallest unit (84 million Litecoin). */
const MOST_COINS = 8_400_000_000_000_000n;

/** `psbt` and 0xff. */
const MARK_BYTES = 5;
/** Types of keys of the global map. */
const UNSIGNED_TX = 0x00;
const TX_VERSION = 0x02;
const INPUT_COUNT = 0x04;
const OUTPUT_COUNT = 0x05;
const PSBT_VERSION = 0xfb;

/** `start`: where its mark begins; `marked`: characters that brought somebody here. */
export function judgePsbt(piece: Uint8Array, { start, step, marked }: { start: number; step: 1 | 2; marked: number }): Hit | Rejection {
  const text = textOf(piece, start, start + LONGEST_TEXT, step);
  const digits = HEX.exec(text)?.[0] ?? '';
  const isHex = digits.length > marked;
  const value = isHex ? digits : (BASE64.exec(text)?.[0] ?? '');
  const read = readPsbt(Buffer.from(value, isHex ? 'hex' : 'base64'));
  if (read === null) return 'structure';
  const shown = value.slice(0, isHex ? read.bytes * 2 : Math.ceil(read.bytes / 3) * 4);
  const encoding = step === 1 ? 'bytes' : 'utf16';
  return hit({ start, bytes: shown.length * step, encoding, value: shown }, isHex ? 'hexDigits' : 'base64', read.isWhole);
}

/** Told as base64, which signers read. */
export function judgePsbtBytes(piece: Uint8Array, start: number): Hit | Rejection {
  const bytes = Buffer.from(piece.subarray(start, start + LONGEST_BYTES));
  const read = readPsbt(bytes);
  if (read === null) return 'structure';
  const value = bytes.subarray(0, read.bytes).toString('base64');
  return hit({ start, bytes: read.bytes, encoding: 'bytes', value }, 'binary', read.isWhole);
}

const hit = (of: Pick<Hit, 'start' | 'bytes' | 'encoding' | 'value'>, form: string, isWhole: boolean): Hit => ({
  ...{ ...of, kind: 'psbt', checks: ['structure'], isKnownExample: false },
  detail: isWhole ? [form] : [form, 'beginning'],
});

interface PsbtRead {
  readonly bytes: number;
  readonly isWhole: boolean;
}

/** The first map must stand there whole: what was written over a transaction may look like the rest of it, and no end of a map would follow. */
function readPsbt(bytes: Buffer): PsbtRead | null {
  const walk = new MapWalk(bytes, MARK_BYTES);
  const global = walk.map();
  const long = global === null ? beginningOfLong(bytes) : null;
  if (long !== null) return { bytes: long, isWhole: false };
  const counts = global === null ? null : countsOf(global);
  if (counts === null) return null;
  let last = walk.at;
  for (let map = 0; map < counts.maps; map++) {
    if (walk.map() === null) return { bytes: counts.head ?? last, isWhole: false };
    last = walk.at;
  }
  const { head } = counts;
  return head === null || isReadable(bytes.subarray(0, last)) ? { bytes: last, isWhole: true } : { bytes: head, isWhole: false };
}

/** `head`: of version 0 where the unsigned transaction ends, which is a beginning that other programs read. */
function countsOf(global: ReadonlyMap<number, Value>): { readonly maps: number; readonly head: number | null } | null {
  const unsigned = global.get(UNSIGNED_TX);
  const version = global.get(PSBT_VERSION);
  if (unsigned !== undefined && (version === undefined || numberOf(version) === 0)) {
    try {
      const { ins, outs } = Transaction.fromBuffer(unsigned.bytes);
      return { maps: ins.length + outs.length, head: unsigned.end };
    } catch {
      return null;
    }
  }
  const inputs = compactOf(global.get(INPUT_COUNT));
  const outputs = compactOf(global.get(OUTPUT_COUNT));
  if (unsigned !== undefined || numberOf(version) !== 2 || !global.has(TX_VERSION) || inputs === null || outputs === null) return null;
  return { maps: inputs + outputs, head: null };
}

/** Of an unsigned transaction of version 0 that goes on behind all that is looked at: behind its last whole input or output, none of which is signed. */
function beginningOfLong(bytes: Buffer): number | null {
  const walk = new MapWalk(bytes, MARK_BYTES + 2);
  const length = walk.compact();
  const first = walk.at + TX_VERSION_BYTES;
  if (bytes.length < LEAST_OF_LONG || bytes[MARK_BYTES] !== 1 || bytes[MARK_BYTES + 1] !== UNSIGNED_TX) return null;
  if (length === null || walk.at + length <= bytes.length || !TX_VERSIONS.includes(bytes.readUInt32LE(walk.at))) return null;
  walk.at = first;
  let inputs = walk.compact() ?? 0;
  let end = walk.at;
  // Zeros are what was never written, or written over.
  for (; inputs > 0 && end + INPUT_BYTES <= bytes.length; inputs--, end += INPUT_BYTES)
    if (bytes[end + OUTPOINT_BYTES] !== 0 || NOTHING.equals(bytes.subarray(end, end + NOTHING.length))) return null;
  walk.at = end;
  let outputs = inputs === 0 ? (walk.compact() ?? 0) : 0;
  for (; outputs > 0; outputs--) {
    if (walk.at + VALUE_BYTES <= bytes.length && bytes.readBigUInt64LE(walk.at) > MOST_COINS) return null;
    walk.at += VALUE_BYTES;
    const script = walk.compact();
    if (script === 0) return null;
    if (script === null || walk.at + script > bytes.length) break;
    walk.at += script;
    end = walk.at;
  }
  return inputs === 0 && outputs === 0 ? null : end;
}

function isReadable(bytes: Buffer): boolean {
  try {
    Psbt.fromBuffer(bytes);
    return true;
  } catch {
    return false;
  }
}

interface Value {
  readonly bytes: Buffer;
  /** Behind it. */
  readonly end: number;
}

const numberOf = (value: Value | undefined): number | null => (value?.bytes.length === 4 ? value.bytes.readUInt32LE() : null);

function compactOf(value: Value | undefined): number | null {
  const walk = new MapWalk(value?.bytes ?? Buffer.alloc(0), 0);
  const number = walk.compact();
  return number === null || walk.at !== value?.bytes.length ? null : number;
}

/** Maps of keys and values, one behind the other, each ended by an empty key. */
class MapWalk {
  /** Behind what was read. */
  at: number;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  /** Values of keys of one byte, by that byte; null where the map does not stand there whole. */
  map(): ReadonlyMap<number, Value> | null {
    const values = new Map<number, Value>();
    const keys = new Set<string>();
    for (;;) {
      const key = this.#take();
      if (key?.bytes.length === 0) return values;
      const value = key === null ? null : this.#take();
      const name = key?.bytes.toString('latin1') ?? '';
      if (key === null || value === null || keys.has(name)) return null;
      keys.add(name);
      if (key.bytes.length === 1) values.set(key.bytes[0] as number, value);
    }
  }

  /** A length and as many bytes. */
  #take(): Value | null {
    const length = this.compact();
    if (length === null || this.at + length > this.#bytes.length) return null;
    this.at += length;
    return { bytes: this.#bytes.subarray(this.at - length, this.at), end: this.at };
  }

  /** A number of one, three or five bytes; larger ones are longer than anything that is read. */
  compact(): number | null {
    const { at } = this;
    const bytes = this.#bytes;
    const first = bytes[at];
    if (first === undefined) return null;
    const size = first < 0xfd ? 0 : first === 0xfd ? 2 : 4;
    if (at + 1 + size > bytes.length) return null;
    this.at = at + 1 + size;
    return size === 0 ? first : bytes.readUIntLE(at + 1, size);
  }
}
