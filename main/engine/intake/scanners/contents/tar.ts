// Entries of a TAR archive as they pass: POSIX ustar with PAX and GNU's long names. What no header explains is given on as bytes, so that
// nothing is lost behind a damaged one.
import { entryNames } from './entryNames.ts';
import { type Inner, mayOpen, type OpenContext, type Opener } from './opener.ts';

const BLOCK = 512;
const SUM_AT = 148;
/** A name or a table of attributes; longer ones are none. */
const MOST_ATTRIBUTES = 1 << 20;
const FILES = new Set(['0', '\0', '7', 'S']);

interface Header {
  readonly name: string;
  readonly size: number;
  readonly type: string;
}

export const tarOpener: Opener = {
  id: 'tar',
  level: 'plain',
  takes: ({ head }) => head.length >= BLOCK && headerOf(head.subarray(0, BLOCK)) !== null,
  openStream: entriesOf,
};

export async function* entriesOf(bytes: AsyncIterable<Uint8Array>, shown: string, context: OpenContext): AsyncGenerator<Inner> {
  const input = take(bytes);
  const names = entryNames(shown);
  let longName: string | null = null;
  let longSize: number | null = null;
  let isSparse = false;
  try {
    for (;;) {
      const at = input.place();
      const block = await input.exactly(BLOCK);
      if (block.length === 0) return;
      const header = block.length < BLOCK ? null : headerOf(block);
      if (header === null) {
        // Two blocks of zeros end an archive; what stands behind them is read as it lies.
        const rest = block.every((byte) => byte === 0) ? await pastZeros(input) : { at, first: block };
        if (rest === null) return;
        context.onUnread({ path: shown, reason: 'unpack: no header of a TAR; read as the bytes that they are' });
        yield {
          ...{ shown, kind: 'rest', size: null, start: rest.at },
          async *bytes() {
            yield rest.first;
            yield* input.upTo(Number.POSITIVE_INFINITY);
          },
        };
        return;
      }
      const { type, size: stated } = header;
      if (type === 'x' || type === 'g' || type === 'L' || type === 'K') {
        const text = Buffer.from(await input.exactly(Math.min(stated, MOST_ATTRIBUTES)));
        if (stated > MOST_ATTRIBUTES) await drain(input.upTo(stated - MOST_ATTRIBUTES));
        await input.exactly(padding(stated));
        if (type === 'L') longName = text.toString('utf8').replace(/\0.*$/s, '');
        if (type === 'x') {
          const attributes = attributesOf(text);
          longName = attributes.get('GNU.sparse.name') ?? attributes.get('path') ?? longName;
          const size = Number(attributes.get('size') ?? Number.NaN);
          longSize = Number.isSafeInteger(size) && size >= 0 ? size : longSize;
          isSparse = [...attributes.keys()].some((key) => key.startsWith('GNU.sparse'));
        }
        continue;
      }
      const size = longSize ?? stated;
      if (FILES.has(type) && !(longName ?? header.name).endsWith('/')) {
        const { shown: name, first } = names(longName ?? header.name);
        if (!mayOpen(name, context)) return;
        if (type === 'S' || isSparse)
          context.onUnread({ path: name, reason: 'unpack: sparse; its pieces are read without the holes between' });
        const content = input.upTo(size);
        yield { ...{ shown: name, first, kind: 'entry', size, start: 0 }, bytes: () => told(content, size, name, context) };
        // Whatever its reader left.
        await drain(content);
      } else if (size > 0) await drain(input.upTo(size));
      await input.exactly(padding(size));
      longName = null;
      longSize = null;
      isSparse = false;
    }
  } catch (error) {
    context.onUnread({ path: shown, reason: `unpack: ${error instanceof Error ? error.message : String(error)}` });
  } finally {
    await input.end();
  }
}

const padding = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

async function drain(bytes: AsyncIterable<Uint8Array>): Promise<number> {
  let count = 0;
  for await (const piece of bytes) count += piece.length;
  return count;
}

async function* told(
  content: AsyncIterable<Uint8Array>,
  size: number,
  name: string,
  { onUnread }: OpenContext,
): AsyncGenerator<Uint8Array> {
  let count = 0;
  for await (const piece of content) {
    count += piece.length;
    yield piece;
  }
  if (count < size) onUnread({ path: name, reason: 'unpack: the archive ends before its entry does' });
}

async function pastZeros(input: Taken): Promise<{ readonly at: number; readonly first: Uint8Array } | null> {
  for (;;) {
    const at = input.place();
    const block = await input.exactly(BLOCK);
    if (block.length === 0) return null;
    if (block.some((byte) => byte !== 0)) return { at, first: block };
  }
}

/** Null where the sum of the header does not fit. */
function headerOf(block: Uint8Array): Header | null {
  const text = (from: number, length: number): string =>
    Buffer.from(block.subarray(from, from + length))
      .toString('utf8')
      .replace(/\0.*$/s, '');
  let sum = 0;
  for (let at = 0; at < BLOCK; at++) sum += at >= SUM_AT && at < SUM_AT + 8 ? 0x20 : (block[at] as number);
  const stated = Number.parseInt(text(SUM_AT, 8).trim(), 8);
  if (stated !== sum || sum === 8 * 0x20) return null;
  const size = sizeOf(block);
  if (size === null) return null;
  const prefix = text(257, 5) === 'ustar' && text(257, 8) !== 'ustar  ' ? text(345, 155) : '';
  return { name: prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`, size, type: String.fromCharCode(block[156] as number) };
}

/** Octal digits, or GNU's binary number for 8 GiB and more. */
function sizeOf(block: Uint8Array): number | null {
  if (((block[124] as number) & 0x80) !== 0) {
    const size = BigInt(`0x${Buffer.from(block.subarray(125, 136)).toString('hex')}`);
    return size <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(size) : null;
  }
  const digits = Buffer.from(block.subarray(124, 136))
    .toString('latin1')
    .replace(/[\0 ].*$/s, '')
    .trim();
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits === '' ? '0' : digits, 8) : null;
}

/** PAX: `<length> <key>=<value>\n`, the length of the whole line. */
function attributesOf(bytes: Buffer): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(0x20, at);
    const length = Number(bytes.subarray(at, blank < 0 ? at : blank).toString('latin1'));
    if (blank < 0 || !Number.isSafeInteger(length) || length < 3) return found;
    const [key = '', ...value] = bytes
      .subarray(blank + 1, at + length - 1)
      .toString('utf8')
      .split('=');
    found.set(key, value.join('='));
    at += length;
  }
  return found;
}

interface Taken {
  place(): number;
  /** Fewer where the stream ends. */
  exactly(count: number): Promise<Uint8Array>;
  upTo(count: number): AsyncGenerator<Uint8Array>;
  end(): Promise<void>;
}

/** A stream from which a header, then a content is taken. */
function take(bytes: AsyncIterable<Uint8Array>): Taken {
  const pieces = bytes[Symbol.asyncIterator]();
  let held: Uint8Array = new Uint8Array(0);
  let place = 0;
  const some = async (most: number): Promise<Uint8Array> => {
    while (held.length === 0) {
      const next = await pieces.next();
      if (next.done === true) return held;
      held = next.value;
    }
    const piece = held.subarray(0, most);
    held = held.subarray(piece.length);
    place += piece.length;
    return piece;
  };
  return {
    place: () => place,
    async exactly(count) {
      const parts: Uint8Array[] = [];
      let left = count;
      while (left > 0) {
        const piece = await some(left);
        if (piece.length === 0) break;
        parts.push(piece);
        left -= piece.length;
      }
      return parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts);
    },
    upTo(count) {
      let left = count;
      // Ended early by its reader it stays what it is: whoever asks again gets what is left.
      return {
        async next() {
          const piece = left > 0 ? await some(left) : new Uint8Array(0);
          left -= piece.length;
          return piece.length === 0 ? { done: true, value: undefined } : { done: false, value: piece };
        },
        async return() {
          return { done: true, value: undefined };
        },
        throw: (error) => Promise.reject(error),
        [Symbol.asyncIterator]() {
          return this;
        },
        async [Symbol.asyncDispose]() {},
      } as AsyncGenerator<Uint8Array>;
    },
    async end() {
      await pieces.return?.();
    },
  };
}
