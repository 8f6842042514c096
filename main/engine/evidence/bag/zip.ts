// A bag as one .zip (SPEC.md [B1]): stored, sorted by name, every date 1980-01-01. Written by hand (APPNOTE 6.3.10)
// because a general library would add the machine's time zone or its own extra fields.
import { crc32 } from 'node:zlib';
import { compareText } from './order.ts';

const DOS_DATE_1980_01_01 = 0x0021;
const VERSION_STORED = 20;
/** Unix, so that the mode below is read; a regular file, rw-r--r--. */
const MADE_BY_UNIX = (3 << 8) | VERSION_STORED;
const REGULAR_FILE_0644 = 0o100644 * 0x10000;

export function zipBag(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const names = [...files.keys()].sort(compareText);
  let size = 22;
  for (const name of names) {
    if (!/^[\x21-\x7e]+$/.test(name) || name.startsWith('/') || name.includes('\\') || name.split('/').includes('..'))
      throw new TypeError(`zipBag: name ${name}`);
    size += 30 + 46 + 2 * name.length + (files.get(name) as Uint8Array).length;
  }
  // Larger bags go out as folders: zip64 is not read by every court's tool.
  if (size > 0xffff_ffff || names.length > 0xffff) throw new RangeError('zipBag: over 4 GiB or 65,535 files');

  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  const ascii = new TextEncoder();
  const directory: { name: Uint8Array; crc: number; length: number; offset: number }[] = [];
  let at = 0;
  const shared = (crc: number, length: number, nameLength: number): void => {
    view.setUint16(at, VERSION_STORED, true);
    view.setUint16(at + 2, 0, true); // flags
    view.setUint16(at + 4, 0, true); // stored
    view.setUint16(at + 6, 0, true); // 00:00:00
    view.setUint16(at + 8, DOS_DATE_1980_01_01, true);
    view.setUint32(at + 10, crc, true);
    view.setUint32(at + 14, length, true);
    view.setUint32(at + 18, length, true);
    view.setUint16(at + 22, nameLength, true);
    view.setUint16(at + 24, 0, true); // no extra field
    at += 26;
  };
  for (const text of names) {
    const bytes = files.get(text) as Uint8Array;
    const name = ascii.encode(text);
    const entry = { name, crc: crc32(bytes), length: bytes.length, offset: at };
    directory.push(entry);
    view.setUint32(at, 0x04034b50, true);
    at += 4;
    shared(entry.crc, entry.length, name.length);
    out.set(name, at);
    out.set(bytes, at + name.length);
    at += name.length + bytes.length;
  }
  const start = at;
  for (const entry of directory) {
    view.setUint32(at, 0x02014b50, true);
    view.setUint16(at + 4, MADE_BY_UNIX, true);
    at += 6;
    shared(entry.crc, entry.length, entry.name.length);
    // comment length, disk and internal attributes stay zero
    view.setUint32(at + 6, REGULAR_FILE_0644, true);
    view.setUint32(at + 10, entry.offset, true);
    out.set(entry.name, at + 14);
    at += 14 + entry.name.length;
  }
  view.setUint32(at, 0x06054b50, true);
  view.setUint16(at + 8, directory.length, true);
  view.setUint16(at + 10, directory.length, true);
  view.setUint32(at + 12, at - start, true);
  view.setUint32(at + 16, start, true);
  return out;
}
