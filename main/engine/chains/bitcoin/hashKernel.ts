// Double SHA-256 of many messages at once, and Litecoin's scrypt of many headers. Two implementations give equal bytes: node:crypto
// (always there) and the WASM SIMD kernels, whose bytes the host hands over (this room reads no file).
import { hash, pbkdf2Sync, scryptSync } from 'node:crypto';
import { HEADER_BYTES } from './header.ts';

/**
 * One message per four entries of `jobs`: start, middleStart, middleEnd, end, all offsets into `bytes`. The
 * message is bytes[start, start+4) + bytes[middleStart, middleEnd) + bytes[end-4, end): a transaction without
 * marker and witness (BIP141's txid form). A plain range is (start, start+4, end-4, end).
 */
export interface HashKernel {
  readonly name: 'node' | 'wasm';
  /** Writes 32 bytes per message to `out`, internal byte order. */
  doubleSha256(bytes: Uint8Array, jobs: Uint32Array, count: number, out: Uint8Array): void;
  /** scrypt with N = 1024, r = 1, p = 1 of records of 80 bytes, each its own salt; 32 bytes per record to `out`, internal byte order. */
  scrypt(headers: Uint8Array, out: Uint8Array): void;
}

const SCRYPT = { N: 1024, r: 1, p: 1 };
/** What one record of scrypt's mixing holds (128·r bytes), and how many records are mixed in one call. */
const MIXED_BYTES = 128;
const MOST_MIXED = 256;

export const nodeKernel: HashKernel = {
  name: 'node',
  doubleSha256(bytes, jobs, count, out) {
    let joined = new Uint8Array(4096);
    for (let i = 0; i < count; i++) {
      const start = jobs[i * 4] as number;
      const middleStart = jobs[i * 4 + 1] as number;
      const middleEnd = jobs[i * 4 + 2] as number;
      const end = jobs[i * 4 + 3] as number;
      let message: Uint8Array;
      if (middleStart === start + 4 && middleEnd === end - 4) {
        message = bytes.subarray(start, end);
      } else {
        const middle = middleEnd - middleStart;
        if (joined.length < middle + 8) joined = new Uint8Array(2 * (middle + 8));
        joined.set(bytes.subarray(start, start + 4));
        joined.set(bytes.subarray(middleStart, middleEnd), 4);
        joined.set(bytes.subarray(end - 4, end), 4 + middle);
        message = joined.subarray(0, middle + 8);
      }
      out.set(hash('sha256', hash('sha256', message, 'buffer'), 'buffer'), i * 32);
    }
  },
  scrypt(headers, out) {
    for (let i = 0; i * HEADER_BYTES < headers.length; i++) {
      const header = headers.subarray(i * HEADER_BYTES, (i + 1) * HEADER_BYTES);
      out.set(scryptSync(header, header, 32, SCRYPT), i * 32);
    }
  },
};

// The part of the WebAssembly interface that is used; the compiler's libraries for this room carry none.
interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
export interface WasmExports {
  readonly memory: WasmMemory;
  readonly __heap_base: { readonly value: number };
  double_sha256(bytes: number, jobs: number, count: number, out: number): void;
  scrypt_mix(blocks: number, count: number): void;
  unmask(bytes: number, length: number, low: number, high: number): void;
}
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

const PAGE = 65536;

/** Makes the SIMD kernel from resources/wasm/bitcoin.wasm. The instance holds its own memory: one per thread. */
export function wasmKernel(wasm: Uint8Array): HashKernel {
  return kernelOf(new WebAssembly.Module(wasm));
}

function kernelOf(module: object): HashKernel {
  const exports = new WebAssembly.Instance(module, {}).exports as WasmExports;
  const base = firstFree(exports);
  return {
    name: 'wasm',
    doubleSha256(bytes, jobs, count, out) {
      if (count === 0) return;
      const jobsAt = base + Math.ceil((bytes.length + 64) / 16) * 16;
      const outAt = jobsAt + count * 16;
      const need = outAt + count * 32;
      if (need > exports.memory.buffer.byteLength) exports.memory.grow(Math.ceil((need - exports.memory.buffer.byteLength) / PAGE));
      const heap = new Uint8Array(exports.memory.buffer);
      heap.set(bytes, base);
      new Uint32Array(exports.memory.buffer, jobsAt, count * 4).set(jobs.subarray(0, count * 4));
      exports.double_sha256(base, jobsAt, count, outAt);
      out.set(heap.subarray(outAt, outAt + count * 32));
    },
    scrypt(headers, out) {
      const need = base + MOST_MIXED * MIXED_BYTES;
      if (need > exports.memory.buffer.byteLength) exports.memory.grow(Math.ceil((need - exports.memory.buffer.byteLength) / PAGE));
      const heap = new Uint8Array(exports.memory.buffer);
      const total = headers.length / HEADER_BYTES;
      const header = (i: number): Uint8Array => headers.subarray(i * HEADER_BYTES, (i + 1) * HEADER_BYTES);
      for (let first = 0; first < total; first += MOST_MIXED) {
        const count = Math.min(MOST_MIXED, total - first);
        for (let i = 0; i < count; i++) {
          heap.set(pbkdf2Sync(header(first + i), header(first + i), 1, MIXED_BYTES, 'sha256'), base + i * MIXED_BYTES);
        }
        exports.scrypt_mix(base, count);
        for (let i = 0; i < count; i++) {
          const mixed = heap.subarray(base + i * MIXED_BYTES, base + (i + 1) * MIXED_BYTES);
          out.set(pbkdf2Sync(header(first + i), mixed, 1, 32, 'sha256'), (first + i) * 32);
        }
      }
    },
  };
}

function firstFree(exports: WasmExports): number {
  return Math.ceil(exports.__heap_base.value / 16) * 16;
}

let active: HashKernel = nodeKernel;
let compiled: object | null = null;

/** Called once per thread by the host: all hashing of this room uses the SIMD kernel from then on. */
export function loadKernel(wasm: Uint8Array): HashKernel {
  compiled = new WebAssembly.Module(wasm);
  active = kernelOf(compiled);
  return active;
}

export function activeKernel(): HashKernel {
  return active;
}

/** A further instance of the loaded module with `length` bytes of its own from `base` on; null where none was loaded. */
export function wasmRoom(length: number): { readonly exports: WasmExports; readonly base: number; readonly bytes: Uint8Array } | null {
  if (compiled === null) return null;
  const exports = new WebAssembly.Instance(compiled, {}).exports as WasmExports;
  const base = firstFree(exports);
  const missing = base + length - exports.memory.buffer.byteLength;
  if (missing > 0) exports.memory.grow(Math.ceil(missing / PAGE));
  return { exports, base, bytes: new Uint8Array(exports.memory.buffer, base, length) };
}
