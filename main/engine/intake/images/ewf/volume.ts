// The section that says how large the disk is and how it is cut into chunks (`volume`, `disk`, and its copies named `data`).
import { adler32 } from '../adler32.ts';

/** Of EnCase and those that follow it, and of the first specification. */
const LONG = 1052;
const SHORT = 94;
/** 32,768 sectors are the most that programs offer; sectors have up to 4096 bytes. */
const LARGEST_CHUNK = 1 << 27;
/** Beyond every disk: a size that is a lie must not keep anybody busy with zeros. */
const LARGEST_SIZE = 2 ** 47;

export interface Volume {
  readonly chunks: number;
  readonly chunkBytes: number;
  readonly sectorBytes: number;
  readonly size: number;
  readonly setIdentifier: string;
  readonly mediaType: string;
}

const MEDIA_TYPES = new Map([
  [0, 'removable'],
  [1, 'fixed'],
  [3, 'optical'],
  [14, 'logical'],
  [16, 'memory'],
]);

/** Null where its checksum or its sizes cannot be. */
export function readVolume(bytes: Uint8Array): Volume | null {
  const length = bytes.length >= LONG ? LONG : SHORT;
  if (bytes.length < length) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(length - 4, true) !== adler32(bytes.subarray(0, length - 4))) return null;
  const chunks = view.getUint32(4, true);
  const sectorBytes = view.getUint32(12, true);
  const chunkBytes = view.getUint32(8, true) * sectorBytes;
  const sectors = length === LONG ? Number(view.getBigUint64(16, true)) : view.getUint32(16, true);
  const size = sectors * sectorBytes;
  if (chunkBytes < 1 || chunkBytes > LARGEST_CHUNK || size < 1 || size > LARGEST_SIZE) return null;
  const identifier = length === LONG ? Buffer.from(bytes.subarray(64, 80)).toString('hex') : '';
  return {
    ...{ chunks, chunkBytes, sectorBytes, size },
    setIdentifier: /^0*$/.test(identifier) ? '' : identifier,
    mediaType: length === LONG ? (MEDIA_TYPES.get(bytes[0] as number) ?? '') : '',
  };
}
