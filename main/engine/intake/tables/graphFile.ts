// GraphSense's saved graphs (`.gs`): JSON in base64 in LZW in 32-bit little-endian codes. Read only; what comes out is somebody's
// picture: positions, names and colours, and no evidence of any transfer.
import { Fault } from '../../../../shared/model/fault.ts';

const LARGEST_CODES = 4 << 20;
/** LZW grows with the square of its codes at worst. */
const LARGEST_TEXT = 64 << 20;
const MOST_ITEMS = 200_000;

export interface GraphThing {
  readonly network: string;
  /** An address, a transaction or `<hash>_T<n>` and `<hash>_I<n>` for a token's or an internal movement. */
  readonly id: string;
}
export interface GraphFile {
  readonly version: string;
  readonly name: string;
  readonly addresses: readonly (GraphThing & { readonly x: number; readonly y: number; readonly start: boolean })[];
  readonly transactions: readonly (GraphThing & { readonly x: number; readonly y: number; readonly start: boolean })[];
  readonly annotations: readonly (GraphThing & { readonly label: string; readonly color: readonly number[] | null })[];
  readonly edges: readonly { readonly from: GraphThing; readonly to: GraphThing; readonly transactions: readonly GraphThing[] }[];
}

/** Whether the bytes can be a `.gs` file: the first codes are single characters of base64. */
export function isGraphFile(head: Uint8Array): boolean {
  if (head.length < 8 || head.length % 4 !== 0) return false;
  const first = codeAt(head, 0);
  const second = codeAt(head, 4);
  return first !== null && /[A-Za-z0-9+/[{"]/.test(String.fromCharCode(first)) && first < 128 && second !== null && second < 258;
}

function codeAt(bytes: Uint8Array, at: number): number | null {
  const [a, b, c, d] = bytes.subarray(at, at + 4);
  return a === undefined || b === undefined || c === undefined || d !== 0 ? null : a + b * 256 + c * 65_536;
}

/** Reads the pathfinder form, version 1. Faults: intake.malformed, intake.tooLarge. */
export function readGraphFile(bytes: Uint8Array, file: string): GraphFile {
  const refuse = (reason: string, cause?: unknown): Fault => new Fault('intake.malformed', { file, row: 0, reason }, cause);
  if (bytes.length % 4 !== 0) throw refuse('its length is no multiple of four');
  if (bytes.length / 4 > LARGEST_CODES) throw new Fault('intake.tooLarge', { file, bytes: bytes.length, limit: LARGEST_CODES * 4 });
  const text = unpack(bytes, refuse);
  let value: unknown;
  try {
    const json = /^[[{"]/.test(text) ? text : new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'base64'));
    value = JSON.parse(json);
  } catch (cause) {
    throw refuse('holds no JSON', cause);
  }
  if (!Array.isArray(value) || value[0] !== 'pathfinder') throw refuse('is a graph of an older form: only pathfinder graphs are read');
  const [, version, name, addresses, transactions, annotations, edges] = value as unknown[];
  if (version !== '1') throw refuse('is a pathfinder graph of another version than 1');
  const list = (one: unknown): readonly unknown[] => {
    if (one === undefined || one === null) return [];
    if (!Array.isArray(one) || one.length > MOST_ITEMS) throw refuse('has another shape than a graph');
    return one;
  };
  const thing = (one: unknown): GraphThing => {
    if (!Array.isArray(one) || typeof one[0] !== 'string' || typeof one[1] !== 'string')
      throw refuse('names something without network and id');
    return { network: one[0], id: one[1] };
  };
  const placed = (one: unknown) => {
    const [id, x, y, start] = list(one);
    return { ...thing(id), x: typeof x === 'number' ? x : 0, y: typeof y === 'number' ? y : 0, start: start === true };
  };
  return {
    version,
    name: typeof name === 'string' ? name : '',
    addresses: list(addresses).map(placed),
    transactions: list(transactions).map(placed),
    annotations: list(annotations).map((one) => {
      const [id, label, color] = list(one);
      return {
        ...thing(id),
        label: typeof label === 'string' ? label : '',
        color: Array.isArray(color) && color.every((part) => typeof part === 'number') ? (color as number[]) : null,
      };
    }),
    edges: list(edges).map((one) => {
      const [from, to, carried] = list(one);
      return { from: thing(from), to: thing(to), transactions: list(carried).map(thing) };
    }),
  };
}

/** LZW whose first 256 codes are the characters 0 to 255, and whose table never ends. */
function unpack(bytes: Uint8Array, refuse: (reason: string) => Fault): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const table: string[] = Array.from({ length: 256 }, (_, i) => String.fromCharCode(i));
  const parts: string[] = [];
  let length = 0;
  let before: string | null = null;
  for (let at = 0; at < bytes.length; at += 4) {
    const code = view.getUint32(at, true);
    const entry: string | undefined = table[code] ?? (code === table.length && before !== null ? before + before.charAt(0) : undefined);
    if (entry === undefined) throw refuse('is no LZW stream');
    parts.push(entry);
    length += entry.length;
    if (length > LARGEST_TEXT) throw refuse(`unpacks to more than ${LARGEST_TEXT} characters`);
    if (before !== null) table.push(before + entry.charAt(0));
    before = entry;
  }
  return parts.join('');
}
