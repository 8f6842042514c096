// Writes pixels as PNG: red, green and blue of eight bits each, no filter. The pixels are of a page that is white where nothing is drawn.
import { crc32, deflateSync } from 'node:zlib';

const MARK = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const EIGHT_BITS = 8;
const RED_GREEN_BLUE = 2;

/** `pixels`: four bytes each, the fourth unused. */
export function writePng(pixels: Uint8Array, width: number, height: number): Uint8Array {
  const rows = new Uint8Array(height * (1 + width * 3));
  for (let y = 0, to = 0, from = 0; y < height; y++) {
    to++;
    for (let x = 0; x < width; x++, from += 4) {
      rows[to++] = pixels[from] as number;
      rows[to++] = pixels[from + 1] as number;
      rows[to++] = pixels[from + 2] as number;
    }
  }
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.set([EIGHT_BITS, RED_GREEN_BLUE, 0, 0, 0], 8);
  const file = Buffer.concat([MARK, piece('IHDR', size), piece('IDAT', deflateSync(rows, { level: 3 })), piece('IEND', Buffer.alloc(0))]);
  // A buffer of its own: it is handed over to another thread whole.
  return new Uint8Array(file);
}

function piece(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  whole.set(body, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}
