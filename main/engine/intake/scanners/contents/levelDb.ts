// Entries of LevelDB files as lines `key = value`: tables (.ldb, .sst), whose blocks are packed and whose keys are cut where they begin alike, and
// logs, which are cut every 32 KiB. Browsers keep what extensions and pages store in them.
import { messageOf, MOST_HELD, type OpenContext, type Opener, viewBytes, viewOf } from './opener.ts';
import { unsnappy } from './snappy.ts';

const FOOTER = 48;
const MARK = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb];
const BLOCK = 32_768;
/** Sequence and type behind each key of a table. */
const TRAILER = 8;
const SNAPPY = 1;
const BETWEEN = Buffer.from(' = ');
const END = Buffer.from('\n');

export const levelDbOpener: Opener = {
  id: 'levelDb',
  level: 'view',
  takes: ({ head, shown }) => /\.(?:ldb|sst)$/i.test(shown) || (/(?:^|[/!])\d{6}\.log$/i.test(shown) && isLog(head)),
  async *open(source, context) {
    const { size } = source;
    const shown = `${source.shown}!keys`;
    if (size > MOST_HELD) return context.onUnread({ path: shown, reason: `unpack: read up to ${MOST_HELD >> 20} MiB` });
    const bytes = source.read(0, size);
    if (/\.log$/i.test(source.shown)) yield viewOf(shown, () => viewBytes(logLines(bytes), source, shown, context));
    else if (MARK.every((byte, at) => bytes[size - 8 + at] === byte))
      yield viewOf(shown, () => viewBytes(tableLines(bytes, shown, context), source, shown, context));
  },
};

const isLog = (head: Uint8Array): boolean =>
  head.length > 19 &&
  (head[6] as number) >= 1 &&
  (head[6] as number) <= 4 &&
  ((head[4] as number) | ((head[5] as number) << 8)) <= BLOCK - 7;

function* tableLines(bytes: Uint8Array, shown: string, { onUnread }: OpenContext): Generator<Uint8Array> {
  const foot = reader(bytes.subarray(bytes.length - FOOTER));
  foot.varint();
  foot.varint();
  const index = blockOf(bytes, foot.varint(), foot.varint());
  if (index === null) throw new Error('its index is damaged');
  const seen = new Set<number>();
  let lost = 0;
  for (const { value } of entriesOf(index)) {
    const handle = reader(value);
    const at = handle.varint();
    const block = seen.has(at) ? null : blockOf(bytes, at, handle.varint());
    seen.add(at);
    if (block === null) {
      lost++;
      continue;
    }
    try {
      for (const entry of entriesOf(block)) yield* line(entry.key.subarray(0, Math.max(0, entry.key.length - TRAILER)), entry.value);
    } catch {
      lost++;
    }
  }
  if (lost > 0) onUnread({ path: shown, reason: `unpack: ${lost} blocks are damaged or packed otherwise` });
}

function* line(key: Uint8Array, value: Uint8Array): Generator<Uint8Array> {
  yield key;
  yield BETWEEN;
  yield value;
  yield END;
}

function blockOf(bytes: Uint8Array, at: number, size: number): Uint8Array | null {
  if (at + size + 5 > bytes.length) return null;
  const packed = bytes.subarray(at, at + size);
  const form = bytes[at + size];
  return form === 0 ? packed : form === SNAPPY ? unsnappy(packed, MOST_HELD) : null;
}

function* entriesOf(block: Uint8Array): Generator<{ readonly key: Uint8Array; readonly value: Uint8Array }> {
  const restarts = block.length < 4 ? 0 : new DataView(block.buffer, block.byteOffset).getUint32(block.length - 4, true);
  const end = block.length - 4 * (restarts + 1);
  const read = reader(block.subarray(0, Math.max(0, end)));
  let key: Uint8Array = new Uint8Array(0);
  while (read.left() > 0) {
    const [shared, own, length] = [read.varint(), read.varint(), read.varint()];
    if (shared > key.length) throw new Error('a key goes on one that is not there');
    key = Buffer.concat([key.subarray(0, shared), read.take(own)]);
    yield { key, value: read.take(length) };
  }
}

/** A batch that cannot be read by its parts is given as the bytes that it is. */
function* logLines(bytes: Uint8Array): Generator<Uint8Array> {
  for (const record of recordsOf(bytes)) {
    const lines: Uint8Array[] = [];
    const batch = reader(record);
    try {
      batch.take(12);
      while (batch.left() > 0) {
        const [type] = batch.take(1);
        if (type !== 0 && type !== 1) throw new Error('neither kept nor deleted');
        const key = batch.take(batch.varint());
        lines.push(...line(key, type === 1 ? batch.take(batch.varint()) : new Uint8Array(0)));
      }
      yield* lines;
    } catch (error) {
      yield Buffer.from(`(${messageOf(error)}) `);
      yield record;
      yield END;
    }
  }
}

function* recordsOf(bytes: Uint8Array): Generator<Uint8Array> {
  let parts: Uint8Array[] = [];
  for (let at = 0; at + 7 <= bytes.length; ) {
    const left = BLOCK - (at % BLOCK);
    if (left < 7) {
      at += left;
      continue;
    }
    const length = (bytes[at + 4] as number) | ((bytes[at + 5] as number) << 8);
    const type = bytes[at + 6] as number;
    if (type < 1 || type > 4 || length > left - 7) {
      // Not a record: the next block begins anew.
      parts = [];
      at += left;
      continue;
    }
    if (type <= 2) parts = [];
    parts.push(bytes.subarray(at + 7, at + 7 + length));
    at += 7 + length;
    if (type === 1 || type === 4) {
      yield Buffer.concat(parts);
      parts = [];
    }
  }
  if (parts.length > 0) yield Buffer.concat(parts);
}

function reader(bytes: Uint8Array) {
  let at = 0;
  return {
    left: () => bytes.length - at,
    take(count: number): Uint8Array {
      if (count > bytes.length - at) throw new Error('it ends early');
      at += count;
      return bytes.subarray(at - count, at);
    },
    varint(): number {
      let value = 0;
      for (let shift = 0; shift < 49; shift += 7) {
        const byte = bytes[at++];
        if (byte === undefined) throw new Error('it ends early');
        value += (byte & 0x7f) * 2 ** shift;
        if (byte < 0x80) return value;
      }
      throw new Error('a number is too long');
    },
  };
}
