// The ZIP that an XLSX is: its directory, and one entry inflated piece by piece. Every bound is checked against what really comes out,
// not against what the directory promises.
import { crc32 } from 'node:zlib';
import { Inflate } from 'fflate';
import { Fault } from '../../../../../shared/model/fault.ts';
import { asBuffer, type ByteSource } from '../byteSource.ts';

export const XLSX_LIMITS = {
  entries: 4096,
  /** All entries that were inflated, together. */
  unzippedBytes: 1 << 30,
  /** DEFLATE itself cannot exceed 1032 to 1; honest sheets stay far below this. */
  ratio: 250,
  /** Below this size a high ratio harms nobody. */
  ratioFreeBytes: 16 << 20,
} as const;

export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly offset: number;
}

export interface Archive {
  readonly entries: ReadonlyMap<string, ZipEntry>;
  /** Inflates one entry; the bytes come in pieces. */
  inflate(entry: ZipEntry): AsyncGenerator<Uint8Array>;
}

const END_MARK = 0x06054b50;
const DIRECTORY_MARK = 0x02014b50;
const LOCAL_MARK = 0x04034b50;
const PIECE_BYTES = 16 * 1024;

export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5) && (head[3] === 4 || head[3] === 6);
}

export async function openArchive(source: ByteSource): Promise<Archive> {
  const refuse = (reason: string): Fault => new Fault('intake.malformed', { file: source.name, row: 0, reason });
  const tail = asBuffer(await source.read(Math.max(0, source.size - 66_000), Math.min(66_000, source.size)));
  let at = tail.length - 22;
  while (at >= 0 && tail.readUInt32LE(at) !== END_MARK) at--;
  if (at < 0) throw refuse('the ZIP has no end');
  const count = tail.readUInt16LE(at + 10);
  const size = tail.readUInt32LE(at + 12);
  const start = tail.readUInt32LE(at + 16);
  if (count > XLSX_LIMITS.entries) throw refuse(`the ZIP has more than ${XLSX_LIMITS.entries} entries`);
  if (start + size > source.size || size > 16 << 20) throw refuse('the directory of the ZIP lies outside the file');
  const directory = asBuffer(await source.read(start, size));
  const entries = new Map<string, ZipEntry>();
  let from = 0;
  for (let i = 0; i < count; i++) {
    if (from + 46 > directory.length || directory.readUInt32LE(from) !== DIRECTORY_MARK)
      throw refuse('the directory of the ZIP is damaged');
    const flags = directory.readUInt16LE(from + 8);
    const nameBytes = directory.readUInt16LE(from + 28);
    const next = from + 46 + nameBytes + directory.readUInt16LE(from + 30) + directory.readUInt16LE(from + 32);
    const name = directory
      .toString('utf8', from + 46, from + 46 + nameBytes)
      .replaceAll('\\', '/')
      .replace(/^\//, '');
    if ((flags & 1) !== 0) throw refuse('the file is encrypted');
    if (entries.has(name)) throw refuse('the ZIP holds one name twice');
    entries.set(name, {
      name,
      method: directory.readUInt16LE(from + 10),
      crc: directory.readUInt32LE(from + 16),
      packedBytes: directory.readUInt32LE(from + 20),
      offset: directory.readUInt32LE(from + 42),
    });
    from = next;
  }
  let unzipped = 0;
  return {
    entries,
    async *inflate(entry) {
      const header = asBuffer(await source.read(entry.offset, 30));
      if (header.length < 30 || header.readUInt32LE(0) !== LOCAL_MARK) throw refuse(`${entry.name}: no entry begins there`);
      if (entry.method !== 0 && entry.method !== 8) throw refuse(`${entry.name}: compressed in a way that XLSX does not know`);
      const begin = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
      if (begin + entry.packedBytes > source.size) throw refuse(`${entry.name}: runs past the end of the file`);
      let produced = 0;
      let sum = 0;
      const check = (bytes: Uint8Array): void => {
        produced += bytes.length;
        unzipped += bytes.length;
        if (unzipped > XLSX_LIMITS.unzippedBytes)
          throw new Fault('intake.tooLarge', { file: source.name, bytes: unzipped, limit: XLSX_LIMITS.unzippedBytes });
        if (produced > XLSX_LIMITS.ratioFreeBytes && produced > entry.packedBytes * XLSX_LIMITS.ratio)
          throw refuse(`${entry.name}: unpacks to more than ${XLSX_LIMITS.ratio} times its size`);
        sum = crc32(bytes, sum);
      };
      const pieces: Uint8Array[] = [];
      const inflater = entry.method === 8 ? new Inflate((bytes) => pieces.push(bytes)) : null;
      for (let done = 0; done < entry.packedBytes; ) {
        const packed = await source.read(begin + done, Math.min(PIECE_BYTES, entry.packedBytes - done));
        if (packed.length === 0) throw refuse(`${entry.name}: the file ends inside it`);
        done += packed.length;
        if (inflater === null) pieces.push(packed);
        else {
          try {
            // The decoder keeps a window of its input: it gets a copy of its own.
            inflater.push(packed.slice(), done >= entry.packedBytes);
          } catch (cause) {
            throw new Fault(
              'intake.malformed',
              { file: source.name, row: 0, reason: `${entry.name}: its compressed data are damaged` },
              cause,
            );
          }
        }
        for (const piece of pieces.splice(0)) {
          check(piece);
          if (piece.length > 0) yield piece;
        }
      }
      if (sum >>> 0 !== entry.crc) throw refuse(`${entry.name}: its checksum does not fit`);
    },
  };
}
