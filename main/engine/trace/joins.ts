// Union-find over script numbers with a log of every join, in two implementations that give the same: plain, and WebAssembly for
// large slices. The smallest script of a cluster stands for it. It knows no rule; cluster.ts says which scripts may be joined.

export interface Joins {
  /** Per script the smallest of its cluster. */
  readonly parent: Uint32Array;
  readonly count: number;
  /** What came together, in the order of the transactions. */
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  readonly tx: Uint32Array;
}

export interface Joiner {
  /** Scripts per input of the next `transactions`, for the caller to fill: 0 is left out. Valid until `join`. */
  room(inputs: number): Uint32Array;
  /** Joins every transaction's scripts with its first one. `starts`: first input of each transaction and the end of the last. */
  join(starts: Uint32Array, firstTx: number): void;
  end(): Joins;
}

/** Slices below this are joined before an instance would have been made. */
const WASM_FROM_SCRIPTS = 50_000;
const PAGE = 65_536;
const MOST_BYTES = 2 ** 32 - PAGE;

export function createJoiner(scripts: number): Joiner {
  return scripts >= WASM_FROM_SCRIPTS && compiled !== null ? (wasmJoiner(compiled, scripts) ?? plainJoiner(scripts)) : plainJoiner(scripts);
}

export function newParents(scripts: number): Uint32Array {
  const parent = new Uint32Array(scripts);
  for (let script = 0; script < scripts; script++) parent[script] = script;
  return parent;
}

/** Joins the clusters of two scripts; false where they were one. Rem's algorithm: a parent is never above its child. */
export function joinScripts(parent: Uint32Array, a: number, b: number): boolean {
  let [x, y] = [a, b];
  let above = parent[x] as number;
  let other = parent[y] as number;
  while (above !== other) {
    if (above > other) {
      parent[x] = other;
      if (x === above) return true;
      x = above;
      above = parent[x] as number;
    } else {
      parent[y] = above;
      if (y === other) return true;
      y = other;
      other = parent[y] as number;
    }
  }
  return false;
}

/** After it every script's parent is the smallest of its cluster: parents are below, so one ascending pass is enough. */
export function endParents(parent: Uint32Array): void {
  for (let script = 0; script < parent.length; script++) parent[script] = parent[parent[script] as number] as number;
}

export function plainJoiner(scripts: number): Joiner {
  const parent = newParents(scripts);
  // There are fewer joins than scripts; pages that none reaches stay unused.
  const a = new Uint32Array(scripts);
  const b = new Uint32Array(scripts);
  const tx = new Uint32Array(scripts);
  let given = new Uint32Array(0);
  let count = 0;
  return {
    room(inputs) {
      if (given.length < inputs) given = new Uint32Array(inputs);
      return given.subarray(0, inputs);
    },
    join(starts, firstTx) {
      const base = starts[0] as number;
      for (let i = 0; i + 1 < starts.length; i++) {
        let first = 0;
        for (let input = (starts[i] as number) - base; input < (starts[i + 1] as number) - base; input++) {
          const script = given[input] as number;
          if (script === 0 || script === first) continue;
          if (first === 0) {
            first = script;
            continue;
          }
          if (!joinScripts(parent, first, script)) continue;
          a[count] = first;
          b[count] = script;
          tx[count++] = firstTx + i;
        }
      }
    },
    end() {
      endParents(parent);
      return { parent, count, a: a.subarray(0, count), b: b.subarray(0, count), tx: tx.subarray(0, count) };
    },
  };
}

// The part of the WebAssembly interface that is used; the compiler's libraries for this room carry none.
interface WasmExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly __heap_base: { readonly value: number };
  begin_joins(parent: number, scripts: number): void;
  join_inputs(
    ...to: [parent: number, starts: number, scripts: number, count: number, base: number, firstTx: number, ...log: number[]]
  ): number;
  end_joins(parent: number, scripts: number): void;
}
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

let compiled: object | null = null;

/** Called once by the engine with resources/wasm/trace.wasm. */
export function loadJoins(wasm: Uint8Array): void {
  compiled = new WebAssembly.Module(wasm);
}

/** Null where the scripts are too many for 32-bit addresses. The memory lives as long as what `end` gave. */
function wasmJoiner(module: object, scripts: number): Joiner | null {
  const exports = new WebAssembly.Instance(module, {}).exports as WasmExports;
  const parentAt = Math.ceil(exports.__heap_base.value / 16) * 16;
  const column = scripts * 4;
  const [aAt, bAt, txAt, roomAt] = [parentAt + column, parentAt + 2 * column, parentAt + 3 * column, parentAt + 4 * column];
  const reach = (bytes: number): boolean => {
    const missing = bytes - exports.memory.buffer.byteLength;
    if (missing <= 0) return true;
    if (bytes > MOST_BYTES) return false;
    try {
      return exports.memory.grow(Math.ceil(missing / PAGE)) >= 0;
    } catch {
      return false;
    }
  };
  if (!reach(roomAt)) return null;
  exports.begin_joins(parentAt, scripts);
  let inputs = 0;
  let count = 0;
  return {
    room(wanted) {
      if (!reach(roomAt + wanted * 4)) throw new RangeError('joins: out of memory');
      inputs = wanted;
      return new Uint32Array(exports.memory.buffer, roomAt, wanted);
    },
    join(starts, firstTx) {
      const startsAt = roomAt + inputs * 4;
      if (!reach(startsAt + starts.length * 4)) throw new RangeError('joins: out of memory');
      new Uint32Array(exports.memory.buffer, startsAt, starts.length).set(starts);
      count = exports.join_inputs(
        ...[parentAt, startsAt, roomAt, starts.length - 1, starts[0] as number, firstTx],
        ...[aAt, bAt, txAt, count],
      );
    },
    end() {
      exports.end_joins(parentAt, scripts);
      const { buffer } = exports.memory;
      const column = (at: number, length: number) => new Uint32Array(buffer, at, length);
      return { parent: column(parentAt, scripts), count, a: column(aAt, count), b: column(bAt, count), tx: column(txAt, count) };
    },
  };
}
