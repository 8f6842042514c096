// Ids of transactions as a column: hashes as the 32 bytes that they are, anything else as text.

/** Ids of a segment in their order. `bytes` is null where one of them is no hash of the one form that all others have. */
export interface IdColumn {
  readonly count: number;
  /** 32 bytes each. */
  readonly bytes: Uint8Array | null;
  /** What stands before the 64 digits: `0x` or nothing. */
  readonly prefix: string;
  at(index: number): string;
}

export const HASH_BYTES = 32;
export const DIGITS = /^[0-9a-f]*$/;

/** Columns `hash` and `hashPrefix`, or the one column `id`. */
export function encodeIds(ids: readonly string[]): [name: string, bytes: Uint8Array][] {
  const prefix = ids[0]?.startsWith('0x') === true ? '0x' : '';
  const hashes = hashesOf(ids, prefix);
  if (hashes === null) return [['id', textBytes(ids)]];
  return [
    ['hash', hashes],
    ['hashPrefix', textBytes([prefix])],
  ];
}

/** Values of the hexadecimal digits by their codes, small letters only: capital ones would come back small. 255 is no digit. */
const DIGIT_VALUES = new Uint8Array(256).fill(255);
for (let value = 0; value < 16; value++) DIGIT_VALUES[value.toString(16).charCodeAt(0)] = value;

/** 32 bytes each; null where one of them is not the prefix and 64 digits. */
function hashesOf(ids: readonly string[], prefix: string): Uint8Array | null {
  const length = prefix.length + 2 * HASH_BYTES;
  if (ids.length === 0) return null;
  for (const id of ids) if (id.length !== length || !id.startsWith(prefix)) return null;
  const digits = Buffer.from(ids.join(''));
  // More bytes than characters: some are not ASCII.
  if (digits.length !== ids.length * length) return null;
  const bytes = new Uint8Array(ids.length * HASH_BYTES);
  let at = 0;
  let bad = 0;
  for (let from = prefix.length; from < digits.length; from += prefix.length) {
    for (const end = from + 2 * HASH_BYTES; from < end; from += 2) {
      const high = DIGIT_VALUES[digits[from] as number] as number;
      const low = DIGIT_VALUES[digits[from + 1] as number] as number;
      bad |= high | low;
      bytes[at++] = (high << 4) | low;
    }
  }
  return bad > 15 ? null : bytes;
}

/** Reads what `encodeIds` wrote; a column that is not there comes as empty bytes. */
export function readIds(column: (name: string) => Uint8Array): IdColumn {
  const bytes = column('hash');
  if (bytes.length > 0) {
    if (bytes.length % HASH_BYTES !== 0) throw new Error('account columns: a column of another width');
    const prefix = texts(column('hashPrefix'))[0] ?? '';
    return { count: bytes.length / HASH_BYTES, bytes, prefix, at: (index) => hashText(bytes, index, prefix) };
  }
  const all = texts(column('id'));
  return { count: all.length, bytes: null, prefix: '', at: (index) => all[index] as string };
}

function hashText(bytes: Uint8Array, index: number, prefix: string): string {
  const at = index * HASH_BYTES;
  if (index < 0 || at >= bytes.length) throw new RangeError('account columns: no such transaction');
  return prefix + Buffer.from(bytes.buffer, bytes.byteOffset + at, HASH_BYTES).toString('hex');
}

/** Letters, digits and what else JSON leaves as it is. */
const PLAIN_TEXT = /^[ !#-[\]-~]*$/;

/** Texts one behind the other, each as JSON on a line of its own: no text can end another. */
export function textBytes(all: readonly string[]): Uint8Array {
  if (all.length === 0) return new Uint8Array(0);
  const joined = all.join('');
  // Of plain ASCII a JSON text is the text itself in marks.
  if (PLAIN_TEXT.test(joined)) return new Uint8Array(Buffer.from(`"${all.join('"\n"')}"`, 'latin1'));
  return new Uint8Array(Buffer.from(all.map((text) => JSON.stringify(text)).join('\n')));
}

export function texts(bytes: Uint8Array): string[] {
  if (bytes.length === 0) return [];
  const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8').split('\n');
  // Without a backslash there is nothing in a JSON text that stands for something else.
  return lines.map((line) => (line.includes('\\') ? (JSON.parse(line) as string) : line.slice(1, -1)));
}
