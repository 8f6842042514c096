// Texts and data of a binary property list (bplist00, Apple) as lines `key: value`. Its objects are read one by one from their table: what refers to
// what, and in which circles, does not matter.
import { MOST_HELD, type Opener, viewBytes, viewOf } from './opener.ts';

const TRAILER = 32;
const MOST_OBJECTS = 4_000_000;
const END = Buffer.from('\n');
const BETWEEN = Buffer.from(': ');

export const binaryPlistOpener: Opener = {
  id: 'binaryPlist',
  level: 'view',
  takes: ({ head }) => Buffer.from(head.subarray(0, 6)).toString('latin1') === 'bplist',
  async *open(source, context) {
    const shown = `${source.shown}!values`;
    if (source.size > MOST_HELD) return context.onUnread({ path: shown, reason: `unpack: read up to ${MOST_HELD >> 20} MiB` });
    const bytes = source.read(0, source.size);
    yield viewOf(shown, () => viewBytes(lines(bytes), source, shown, context));
  },
};

type Thing =
  | { readonly kind: 'value'; readonly bytes: Uint8Array }
  | { readonly kind: 'list'; readonly items: readonly number[] }
  | { readonly kind: 'dictionary'; readonly keys: readonly number[]; readonly items: readonly number[] };

/** What a dictionary states of a name, yes or no; null where none does or the bytes are no such list. */
export function truthOf(bytes: Uint8Array, key: string): boolean | null {
  try {
    const { count, thing, placeOf } = tableOf(bytes);
    for (let index = 0; index < count; index++) {
      const one = thing(index);
      if (one?.kind !== 'dictionary') continue;
      const at = one.keys.findIndex((reference) => {
        const name = thing(reference);
        return name?.kind === 'value' && Buffer.from(name.bytes).toString('latin1') === key;
      });
      const mark = at < 0 ? undefined : bytes[placeOf(one.items[at] as number)];
      if (mark === 8 || mark === 9) return mark === 9;
    }
  } catch {
    // No binary list, or a damaged one.
  }
  return null;
}

function* lines(bytes: Uint8Array): Generator<Uint8Array> {
  const { count, thing } = tableOf(bytes);
  const told = new Uint8Array(count);
  for (let index = 0; index < told.length; index++) {
    const one = thing(index);
    if (one === null || one.kind === 'value') continue;
    for (let at = 0; at < one.items.length; at++) {
      const key = one.kind === 'dictionary' ? (one.keys[at] as number) : null;
      const item = one.items[at] as number;
      const value = thing(item);
      if (value?.kind !== 'value') continue;
      told[item] = 1;
      const named = key === null ? null : thing(key);
      if (named?.kind === 'value') {
        told[key as number] = 1;
        yield named.bytes;
        yield BETWEEN;
      }
      yield value.bytes;
      yield END;
    }
  }
  // What nothing refers to is there all the same.
  for (let index = 0; index < told.length; index++) {
    const one = told[index] === 1 ? null : thing(index);
    if (one?.kind !== 'value') continue;
    yield one.bytes;
    yield END;
  }
}

/** The objects by their numbers. */
function tableOf(bytes: Uint8Array) {
  if (bytes.length < 8 + TRAILER) throw new Error('a property list that ends early');
  const foot = bytes.subarray(bytes.length - TRAILER);
  const [offsetBytes, referenceBytes] = [foot[6] as number, foot[7] as number];
  const [count, table] = [number(foot, 8, 8), number(foot, 24, 8)];
  if (offsetBytes < 1 || offsetBytes > 8 || referenceBytes < 1 || referenceBytes > 8 || table + count * offsetBytes > bytes.length)
    throw new Error('the table of a property list is damaged');
  const placeOf = (index: number): number => number(bytes, table + index * offsetBytes, offsetBytes);
  const thing = (index: number): Thing | null => (index < count ? thingAt(bytes, placeOf(index), referenceBytes) : null);
  return { count: Math.min(count, MOST_OBJECTS), thing, placeOf };
}

function thingAt(bytes: Uint8Array, at: number, referenceBytes: number): Thing | null {
  const mark = bytes[at];
  if (mark === undefined) return null;
  let length = mark & 15;
  let from = at + 1;
  if (length === 15) {
    const size = 2 ** ((bytes[from] ?? 0) & 15);
    if (size > 8) return null;
    length = number(bytes, from + 1, size);
    from += 1 + size;
  }
  const form = mark >> 4;
  const references = (start: number): number[] | null =>
    start + length * referenceBytes > bytes.length
      ? null
      : Array.from({ length }, (_, index) => number(bytes, start + index * referenceBytes, referenceBytes));
  if (form === 4 || form === 5 || form === 7)
    return from + length > bytes.length ? null : { kind: 'value', bytes: bytes.subarray(from, from + length) };
  if (form === 6) {
    if (from + length * 2 > bytes.length) return null;
    return { kind: 'value', bytes: Buffer.from(new TextDecoder('utf-16be').decode(bytes.subarray(from, from + length * 2))) };
  }
  const items = form === 10 || form === 12 ? references(from) : null;
  if (items !== null) return { kind: 'list', items };
  const keys = form === 13 ? references(from) : null;
  const values = keys === null ? null : references(from + length * referenceBytes);
  return keys === null || values === null ? null : { kind: 'dictionary', keys, items: values };
}

function number(bytes: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let index = 0; index < size; index++) value = value * 256 + (bytes[at + index] ?? 0);
  return value;
}
