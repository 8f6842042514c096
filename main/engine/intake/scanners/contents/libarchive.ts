// libarchive's WebAssembly, started without the program that its package wraps around it: it is given no files, no clock and as much memory as its
// bound allows. What it asks beyond that fails. Its package names what it asks and gives by single letters; the file is pinned by its version.

// The part of the WebAssembly interface that is used; the compiler's libraries for this room carry none.
interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
type Call = (...values: number[]) => number;
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Record<string, unknown> };
};

export interface ArchiveEntry {
  readonly name: string;
  /** As the archive states it, in bytes. */
  readonly size: number;
  readonly isFile: boolean;
  readonly isEncrypted: boolean;
}

export interface LibArchive {
  /** Null at the end. Throws where the archive is damaged; what was read before stays. */
  next(): ArchiveEntry | null;
  /** The next bytes of the entry, `count` of them: never more than are left of it. */
  read(count: number): Uint8Array;
  /** Whether the list of names itself is encrypted. */
  isLocked(): boolean;
  end(): void;
}

const PAGE_BYTES = 65_536;
const MOST_MEMORY = 512 << 20;
const FILE_TYPE = 0o100000;
const NO_SUCH_FILE = -44;
const REFUSED = ['i', 'a', 'x', 'u', 'v', 'y', 't', 's', 'w', 'q', 'e', 'j', 'o'];
const STANDS_STILL = ['B', 'k', 'l', 'm', 'n', 'r', 'c', 'z', 'f'];

let compiled: object | null = null;

/** `wasm`: libarchive.wasm of libarchive.js 2.0.2. One archive at a time; the memory goes with the object. */
export function openLibArchive(wasm: Uint8Array, bytes: Uint8Array): LibArchive {
  compiled ??= new WebAssembly.Module(wasm);
  let exported: Record<string, unknown> = {};
  const memory = () => exported['C'] as WasmMemory;
  const own = (name: string) => exported[name] as Call;
  const all = () => new Uint8Array(memory().buffer);
  const view = () => new DataView(memory().buffer);
  const given: Record<string, Call> = {
    b: () => {
      throw new Error('libarchive stopped itself');
    },
    g: () => {
      throw new Error('libarchive stopped itself');
    },
    h: (to, from, count) => {
      all().copyWithin(to as number, from as number, (from as number) + (count as number));
      return 0;
    },
    p: (wanted) => {
      const size = (wanted as number) >>> 0;
      if (size > MOST_MEMORY) return 0;
      try {
        memory().grow(Math.ceil((size - memory().buffer.byteLength) / PAGE_BYTES));
        return 1;
      } catch {
        return 0;
      }
    },
    A: (count, size) => {
      view().setUint32(count as number, 0, true);
      view().setUint32(size as number, 0, true);
      return 0;
    },
    /** What it would write to a terminal is taken and dropped. */
    d: (_file, pieces, count, written) => {
      let sum = 0;
      for (let at = 0; at < (count as number); at++) sum += view().getUint32((pieces as number) + 8 * at + 4, true);
      view().setUint32(written as number, sum, true);
      return 0;
    },
  };
  for (const name of REFUSED) given[name] = () => NO_SUCH_FILE;
  for (const name of STANDS_STILL) given[name] = () => 0;
  exported = new WebAssembly.Instance(compiled, { a: given }).exports;
  own('D')();
  const room = (size: number): number => {
    const at = own('K')(size);
    if (at === 0) throw new Error('more memory than is allowed');
    return at;
  };
  const textAt = (at: number): string => {
    if (at === 0) return '';
    const from = all();
    let end = at;
    while (end < from.length && from[end] !== 0) end++;
    return Buffer.from(from.subarray(at, end)).toString('utf8');
  };
  const held = room(bytes.length);
  all().set(bytes, held);
  const locale = Buffer.from('en_US.UTF-8\0');
  const localeAt = room(locale.length);
  all().set(locale, localeAt);
  const archive = own('F')(held, bytes.length, 0, localeAt);
  if (archive === 0) throw new Error('not an archive that can be opened');
  const error = (): string => textAt(own('H')(archive));
  return {
    next() {
      const entry = own('I')(archive);
      if (entry === 0) {
        const why = error();
        if (why !== '') throw new Error(why);
        return null;
      }
      const size = BigInt.asUintN(64, BigInt(own('X')(entry) as unknown as bigint));
      return {
        name: textAt(own('W')(entry)) || textAt(own('V')(entry)),
        size: size > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(size),
        isFile: own('T')(entry) === FILE_TYPE,
        isEncrypted: own('Y')(entry) === 1,
      };
    },
    read(count) {
      const at = own('J')(archive, count);
      // Codes of errors are small negative numbers.
      if (at <= 0 && at > -100) throw new Error(error() || 'damaged');
      const piece = all().slice(at >>> 0, (at >>> 0) + count);
      own('Q')(at);
      return piece;
    },
    isLocked: () => own('Z')(archive) === 1,
    end: () => void own('L')(archive),
  };
}
