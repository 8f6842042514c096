// The file of H2's MVStore, format 2 (H2 2.0 and 2.1): two copies of a header, then chunks, each a header line, pages, a table of them and a footer.
// Source: h2database/h2database, docs/html/mvstore.html (File Format), org/h2/mvstore/MVStore.java, Chunk.java (readChunkHeader, getFooterBytes),
// DataUtils.java (parseMap).
import { damaged } from '../damage.ts';

export const BLOCK = 4096;
const FOOTER = 128;
/** A header line is shorter by far. */
const LONGEST_LINE = 1024;
const LONGEST_MAP = 100_000;

export interface StoreChunk {
  readonly id: number;
  readonly block: number;
  readonly blocks: number;
  readonly pages: number;
  readonly version: number;
  /** Where the map of the maps' roots begins, as of this chunk. */
  readonly layoutRoot: bigint;
  /** The table of its pages, bytes from its beginning; 0 where it states none. */
  readonly contents: number;
  /** Written to its end: the footer says the same as the header. */
  readonly isWhole: boolean;
}

export interface StoreFile {
  readonly format: string;
  /** The newest chunk, where the store was closed in order. */
  readonly closedWith: number | null;
  /** Every chunk that stands in the file, living or not; of each id the newest. */
  readonly chunks: readonly StoreChunk[];
}

export const isStoreFile = (head: Uint8Array): boolean => latin1(head, 0, 4) === 'H:2,';

export function readStoreFile(bytes: Uint8Array): StoreFile {
  const header = [0, 1].map((block) => lineAt(bytes, block * BLOCK)).find((line) => line.get('H') === '2');
  if (header === undefined) return damaged('it has no header of a store');
  const size = hexNumber(header, 'blockSize');
  if (size !== null && size !== BLOCK) return damaged('the size of its blocks is none');
  const chunks: StoreChunk[] = [];
  for (let block = 2; block * BLOCK < bytes.length; block++) {
    const chunk = chunkAt(bytes, block);
    if (chunk !== null) chunks.push(chunk);
  }
  return { format: header.get('format') ?? '1', closedWith: header.has('clean') ? hexNumber(header, 'chunk') : null, chunks };
}

/** Null where none begins. */
export function chunkAt(bytes: Uint8Array, block: number): StoreChunk | null {
  const at = block * BLOCK;
  if (latin1(bytes, at, 6) !== 'chunk:') return null;
  const line = lineAt(bytes, at);
  const [id, blocks, pages, version] = ['chunk', 'len', 'pages', 'version'].map((name) => hexNumber(line, name));
  if (id == null || blocks == null || blocks < 1 || pages == null || version == null) return null;
  const root = line.get('root') ?? '';
  if (!/^[0-9a-f]{1,16}$/.test(root)) return null;
  const end = at + blocks * BLOCK;
  const footer = end <= bytes.length ? lineAt(bytes, end - FOOTER) : new Map<string, string>();
  return {
    ...{ id, block, blocks, pages, version, layoutRoot: BigInt(`0x${root}`), contents: hexNumber(line, 'toc') ?? 0 },
    isWhole: hexNumber(footer, 'chunk') === id && hexNumber(footer, 'version') === version,
  };
}

/** `name:value,name:"a \"quoted\" one"`; the last of a name counts. */
export function parseStoreMap(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (text.length > LONGEST_MAP) return found;
  for (const [, name = '', quoted, plain] of text.matchAll(/([^:,\s][^:,]*):(?:"((?:[^"\\]|\\.)*)"|([^,]*))(?:,|$)/g))
    found.set(name, quoted === undefined ? (plain ?? '').trim() : quoted.replace(/\\(.)/g, '$1'));
  return found;
}

/** Null where it is none, or larger than the program counts. */
export function hexNumber(map: ReadonlyMap<string, string>, name: string): number | null {
  const text = map.get(name) ?? '';
  return /^[0-9a-f]{1,12}$/.test(text) ? Number.parseInt(text, 16) : null;
}

function lineAt(bytes: Uint8Array, at: number): ReadonlyMap<string, string> {
  const text = latin1(bytes, at, LONGEST_LINE);
  const end = text.indexOf('\n');
  return parseStoreMap(end === -1 ? '' : text.slice(0, end));
}

const latin1 = (bytes: Uint8Array, at: number, length: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', at, Math.min(bytes.length, at + length));
