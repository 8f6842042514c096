// What a picture says of itself: its pixels, how the camera was held, whether the file ends before the picture does. Only its headers are
// read; nothing is decoded here. The page shows the file's own bytes, in the sandbox of its own process.

export interface PictureFacts {
  readonly width: number;
  readonly height: number;
  /** Quarter turns clockwise, in degrees, by which the camera says that it is to be shown. */
  readonly turn: 0 | 90 | 180 | 270;
  /** Whether the file ends early: what is missing cannot be shown. */
  readonly cut: boolean;
}

export type PictureFormat = 'png' | 'jpeg' | 'gif' | 'webp' | 'bmp';

/** Null where the headers are none of that format. */
export function pictureFacts(format: PictureFormat, bytes: Uint8Array): PictureFacts | null {
  try {
    const facts = READERS[format](new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), bytes);
    return facts === null || facts.width < 1 || facts.height < 1 ? null : facts;
  } catch (error) {
    // A header that points behind the end of the file.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const READERS: Readonly<Record<PictureFormat, (view: DataView, bytes: Uint8Array) => PictureFacts | null>> = { png, jpeg, gif, webp, bmp };

/** More pieces than this no honest picture has. */
const MOST_PIECES = 1_000_000;

function png(view: DataView): PictureFacts | null {
  const IHDR = 0x49484452;
  const IEND = 0x49454e44;
  if (view.getUint32(12) !== IHDR) return null;
  let cut = true;
  for (let at = 8, pieces = 0; at + 12 <= view.byteLength && cut && pieces < MOST_PIECES; pieces++) {
    cut = view.getUint32(at + 4) !== IEND;
    at += 12 + view.getUint32(at);
  }
  return { width: view.getUint32(16), height: view.getUint32(20), turn: 0, cut };
}

function jpeg(view: DataView, bytes: Uint8Array): PictureFacts | null {
  let size: { readonly width: number; readonly height: number } | null = null;
  let turn: PictureFacts['turn'] = 0;
  let at = 2;
  for (let pieces = 0; pieces < MOST_PIECES && at + 4 <= view.byteLength; pieces++) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    // Start of scan: the picture itself follows.
    if (marker === 0xda) break;
    const length = view.getUint16(at + 2);
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    if (marker === 0xe1) turn = turnOf(bytes.subarray(at + 4, at + 2 + length)) ?? turn;
    at += 2 + length;
  }
  if (size === null) return null;
  // Cameras append things behind the picture: its end mark need only stand somewhere behind the scan.
  return {
    ...size,
    turn,
    cut: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).lastIndexOf('\xff\xd9', undefined, 'latin1') < at,
  };
}

const TURNS: Readonly<Record<number, PictureFacts['turn']>> = { 3: 180, 6: 90, 8: 270 };

/** The orientation of Exif (tag 0x0112 of its first directory). */
function turnOf(piece: Uint8Array): PictureFacts['turn'] | null {
  const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength);
  if (view.byteLength < 16 || view.getUint32(0) !== 0x45786966) return null;
  const little = view.getUint16(6) === 0x4949;
  const directory = 6 + view.getUint32(10, little);
  if (directory + 2 > view.byteLength) return null;
  for (let entry = 0; entry < view.getUint16(directory, little); entry++) {
    const at = directory + 2 + entry * 12;
    if (at + 12 > view.byteLength) return null;
    if (view.getUint16(at, little) === 0x0112) return TURNS[view.getUint16(at + 8, little)] ?? null;
  }
  return null;
}

function gif(view: DataView): PictureFacts {
  const TRAILER = 0x3b;
  return {
    ...{ width: view.getUint16(6, true), height: view.getUint16(8, true), turn: 0 },
    cut: view.getUint8(view.byteLength - 1) !== TRAILER,
  };
}

function webp(view: DataView): PictureFacts | null {
  const cut = view.getUint32(4, true) + 8 > view.byteLength;
  const kind = view.getUint32(12);
  const medium = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
  if (kind === 0x56503858) return { width: medium(24) + 1, height: medium(27) + 1, turn: 0, cut };
  if (kind === 0x56503820) return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff, turn: 0, cut };
  if (kind !== 0x5650384c || view.getUint8(20) !== 0x2f) return null;
  const packed = view.getUint32(21, true);
  return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1, turn: 0, cut };
}

function bmp(view: DataView): PictureFacts {
  const old = view.getUint32(14, true) === 12;
  const width = old ? view.getUint16(18, true) : view.getInt32(18, true);
  const height = Math.abs(old ? view.getUint16(20, true) : view.getInt32(22, true));
  const bits = view.getUint16(old ? 24 : 28, true);
  const packed = !old && ![0, 3].includes(view.getUint32(30, true));
  const pixels = Math.ceil((width * bits) / 32) * 4 * height;
  return { width, height, turn: 0, cut: !packed && view.getUint32(10, true) + pixels > view.byteLength };
}
