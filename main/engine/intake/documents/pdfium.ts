// PDFium's WebAssembly, started without the program that its package wraps around it: it is given a clock that stands still, no files, no
// environment and as much memory as its bound allows. What it asks beyond that fails. Runs in a thread that can be ended (readTask.ts).

/** What a page or a document took more memory than it was allowed to. */
export class OutOfMemory extends Error {}

type Call = (...values: number[]) => number;

// The part of the WebAssembly interface that is used; the compiler's libraries for this room carry none.
interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
interface WasmTable {
  get(index: number): Call;
}
declare const WebAssembly: {
  readonly Module: { new (bytes: Uint8Array): object; imports(module: object): { readonly module: string; readonly name: string }[] };
  readonly Instance: new (module: object, imports: object) => { readonly exports: Record<string, unknown> };
  readonly RuntimeError: new () => Error;
};

export interface Pdfium {
  call(name: string, ...values: number[]): number;
  /** A view of the memory as it is now: it is another one after each call that may allocate. */
  bytes(): Uint8Array;
  view(): DataView;
  /** Room for so many bytes; the caller frees it. */
  room(size: number): number;
  free(at: number): void;
}

const PAGE_BYTES = 65_536;
/** Thrown by longjmp and caught by whoever called setjmp, inside of the module: PDFium's readers of pictures leave that way. */
const LONG_JUMP = Number.POSITIVE_INFINITY;
const NO_SUCH_FILE = -44;
const NOT_PERMITTED = 63;

export function startPdfium(wasm: Uint8Array, mostBytes: number): Pdfium {
  let exported: Record<string, unknown> = {};
  const memory = () => exported['memory'] as WasmMemory;
  const own = (name: string) => exported[name] as Call;

  const grow = (wanted: number): number => {
    const bytes = wanted >>> 0;
    if (bytes > mostBytes) return 0;
    const now = memory().buffer.byteLength;
    // A fifth more than asked for, so that it is not asked for each page.
    const generous = Math.min(mostBytes, Math.max(bytes, now + Math.trunc(now / 5)));
    try {
      memory().grow(Math.ceil((generous - now) / PAGE_BYTES));
      return 1;
    } catch {
      return 0;
    }
  };
  /** A call through the table inside of a setjmp. */
  const invoke = (index: number, ...values: number[]): number => {
    const stack = own('emscripten_stack_get_current')();
    try {
      return (exported['__indirect_function_table'] as WasmTable).get(index)(...values);
    } catch (error) {
      own('_emscripten_stack_restore')(stack);
      if (error !== LONG_JUMP) throw error;
      own('setThrew')(1, 0);
      return 0;
    }
  };
  const given: Record<string, Call> = {
    emscripten_resize_heap: grow,
    _emscripten_memcpy_js: (to, from, count) => {
      bytes().copyWithin(to as number, from as number, (from as number) + (count as number));
      return 0;
    },
    _emscripten_throw_longjmp: () => {
      throw LONG_JUMP;
    },
    _abort_js: () => {
      throw new OutOfMemory('aborted');
    },
    __assert_fail: () => {
      throw new Error('pdfium: an assertion failed');
    },
    emscripten_date_now: () => 0,
    ...{ _tzset_js: () => 0, _localtime_js: () => 0, _gmtime_js: () => 0 },
    environ_sizes_get: (count, size) => {
      view().setUint32(count as number, 0, true);
      view().setUint32(size as number, 0, true);
      return 0;
    },
    environ_get: () => 0,
  };
  const module = new WebAssembly.Module(wasm);
  const imports: Record<string, Record<string, Call>> = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    (imports[from] as Record<string, Call>)[name] =
      given[name] ?? (name.startsWith('invoke_') ? invoke : name.startsWith('__syscall_') ? () => NO_SUCH_FILE : () => NOT_PERMITTED);
  }
  exported = new WebAssembly.Instance(module, imports).exports;
  const bytes = () => new Uint8Array(memory().buffer);
  const view = () => new DataView(memory().buffer);
  own('emscripten_stack_init')();
  own('__wasm_call_ctors')();
  own('PDFiumExt_Init')();
  return {
    call(name, ...values) {
      try {
        return own(name)(...values);
      } catch (error) {
        // Where memory ends PDFium stops itself by an instruction that cannot be carried out.
        if (error instanceof WebAssembly.RuntimeError) throw new OutOfMemory(error.message);
        throw error;
      }
    },
    bytes,
    view,
    room(size) {
      const at = own('malloc')(size);
      if (at === 0) throw new OutOfMemory('no room');
      return at;
    },
    free: (at) => void own('free')(at),
  };
}
