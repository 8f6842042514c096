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
  const length = prefix.length + 2 * HASH_BYTES;
  let alike = ids.length > 0;
  for (let i = 0; alike && i < ids.length; i++) alike = (ids[i] as string).length === length && (ids[i] as string).startsWith(prefix);
  const digits = alike ? (prefix === '' ? ids : ids.map((id) => id.slice(prefix.length))).join('') : '';
  // Capital digits would come back small.
  if (!alike || !DIGITS.test(digits)) return [['id', textBytes(ids)]];
  return [
    ['hash', new Uint8Array(Buffer.from(digits, 'hex'))],
    ['hashPrefix', textBytes([prefix])],
  ];
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

/** Texts one behind the other, each as JSON on a line of its own: no text can end another. */
export function textBytes(all: readonly string[]): Uint8Array {
  return new Uint8Array(Buffer.from(all.map((text) => JSON.stringify(text)).join('\n')));
}

export function texts(bytes: Uint8Array): string[] {
  if (bytes.length === 0) return [];
  const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8').split('\n');
  // Without a backslash there is nothing in a JSON text that stands for something else.
  return lines.map((line) => (line.includes('\\') ? (JSON.parse(line) as string) : line.slice(1, -1)));
}
