// Grey pictures as small PNG files, and how two of them are compared: pixel by pixel within a tolerance, in blocks, so that a thing that moved or
// a word that is missing is found although it is a thousandth of the page.
import { deflateSync, inflateSync, crc32 } from 'node:zlib';

export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** Of 255: what edges of letters may differ by between two versions of a program that draws. */
const PIXEL = 56;
const BLOCK = 8;
/** Of a block: what may differ by more than that. */
const SHARE = 0.1;

/** Blocks that differ, by column and row; one entry where the sizes do. */
export function differences(one: Grey, other: Grey): string[] {
  if (one.width !== other.width || one.height !== other.height)
    return [`${one.width} × ${one.height} is not ${other.width} × ${other.height}`];
  const found: string[] = [];
  for (let top = 0; top < one.height; top += BLOCK)
    for (let left = 0; left < one.width; left += BLOCK) {
      let [differing, all] = [0, 0];
      for (let y = top; y < Math.min(one.height, top + BLOCK); y++)
        for (let x = left; x < Math.min(one.width, left + BLOCK); x++) {
          const at = y * one.width + x;
          all++;
          if (Math.abs((one.pixels[at] as number) - (other.pixels[at] as number)) > PIXEL) differing++;
        }
      if (differing > all * SHARE) found.push(`${left / BLOCK},${top / BLOCK}`);
    }
  return found;
}

export function greyOf(rgba: Uint8Array, width: number, height: number): Grey {
  const pixels = new Uint8Array(width * height);
  for (let at = 0; at < pixels.length; at++)
    pixels[at] = ((rgba[at * 4] as number) * 3 + (rgba[at * 4 + 1] as number) * 6 + (rgba[at * 4 + 2] as number)) / 10;
  return { width, height, pixels };
}

/** `P5 width height 255` and the bytes, as pdftoppm -gray writes them. */
export function readPgm(bytes: Buffer): Grey {
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 64).toString('latin1'));
  if (head === null) throw new Error('no grey picture');
  return { width: Number(head[1]), height: Number(head[2]), pixels: bytes.subarray(head[0].length) };
}

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

export function writePng({ width, height, pixels }: Grey): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  const chunk = (name: string, data: Buffer): Buffer => {
    const framed = Buffer.alloc(data.length + 12);
    framed.writeUInt32BE(data.length, 0);
    framed.write(name, 4, 'latin1');
    data.copy(framed, 8);
    framed.writeUInt32BE(crc32(framed.subarray(4, 8 + data.length)), 8 + data.length);
    return framed;
  };
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

/** Of pictures that `writePng` wrote. */
export function readPng(bytes: Buffer): Grey {
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const rows = inflateSync(bytes.subarray(33 + 8, 33 + 8 + bytes.readUInt32BE(33)));
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) pixels.set(rows.subarray(y * (width + 1) + 1, (y + 1) * (width + 1)), y * width);
  return { width, height, pixels };
}
