// The kernel that reads pieces of bytes for keys, addresses, phrases and fixed texts (wasm/scan.c), with its tables. It reports what looks like
// one and passes the checksums that cost little; what that is worth is judged elsewhere.
import { FIXED_TEXTS, fixedTables } from './fixedTexts.ts';
import { phraseTable } from './phraseWords.ts';

export const CANDIDATES = ['', 'base58', 'bech32', 'hex40', 'hex64', 'phrase', 'fixed', 'joined', 'psbt'] as const;
export type CandidateKind = Exclude<(typeof CANDIDATES)[number], ''>;

export interface Candidate {
  readonly kind: CandidateKind;
  /** First byte, from the beginning of the piece. */
  readonly start: number;
  /** In characters. */
  readonly length: number;
  /** Bytes of a character: 2 where every other byte is zero. */
  readonly step: 1 | 2;
  /** base58: first byte; bech32: 1 or 2 (bech32m); phrase: number of words above 16 bits, lists below; fixed: which text; joined: 0 base58, else as bech32. */
  readonly extra: number;
}

export interface ScanKernel {
  /**
   * Where a piece is to be laid; valid until the next call with more bytes. The bytes of a piece around what is asked for are its context:
   * `CONTEXT` of them on either side, fewer at the ends of a file.
   */
  room(bytes: number): Uint8Array;
  /** Candidates that begin in [from, to) of the piece laid in `room`, in the order in which they stand. */
  scan(length: number, from: number, to: number): Candidate[];
}

/** Bytes beside a piece with which nothing depends on where pieces are cut; no candidate is longer. */
export const CONTEXT = 8192;
const PAGE = 65_536;
const HIT_BYTES = 20;
const FIRST_HITS = 4096;

// The part of the WebAssembly interface that is used; the compiler's libraries for this room carry none.
interface WasmExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly __heap_base: { readonly value: number };
  prepare(
    ...tables: [words: number, mask: number, bits: number, texts: number, ofTexts: number, shifts: number, firsts: number, shortest: number]
  ): void;
  scan(
    ...of: [piece: number, length: number, from: number, to: number, hits: number, room: number, narrow: number, narrowRoom: number]
  ): number;
}
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

/** `wasm`: resources/wasm/scan.wasm. A kernel of its own for each thread. */
export function createScanKernel(wasm: Uint8Array): ScanKernel {
  const exports = new WebAssembly.Instance(new WebAssembly.Module(wasm), {}).exports as WasmExports;
  const { memory } = exports;
  const reach = (bytes: number): void => {
    const missing = bytes - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  };
  let free = align(exports.__heap_base.value);
  const lay = (table: Uint8Array | Uint32Array): number => {
    const at = free;
    free = align(at + table.byteLength);
    reach(free);
    new Uint8Array(memory.buffer, at, table.byteLength).set(new Uint8Array(table.buffer, table.byteOffset, table.byteLength));
    return at;
  };
  const { slots, mask, bits } = phraseTable();
  const { window, shifts, firsts, entries, joined } = fixedTables(FIXED_TEXTS);
  exports.prepare(lay(slots), mask, lay(bits), lay(entries), lay(joined), lay(shifts), lay(firsts), window);
  let hitRoom = FIRST_HITS;
  const hitsAt = (): number => free;
  const narrowAt = (): number => align(hitsAt() + hitRoom * HIT_BYTES);
  let narrowRoom = 0;
  const pieceAt = (): number => align(narrowAt() + narrowRoom);
  return {
    room(bytes) {
      narrowRoom = Math.max(narrowRoom, (bytes >> 1) + 1);
      reach(pieceAt() + bytes + PAGE);
      return new Uint8Array(memory.buffer, pieceAt(), bytes);
    },
    scan(length, from, to) {
      const found = exports.scan(pieceAt(), length, from, to, hitsAt(), hitRoom, narrowAt(), narrowRoom);
      if (found > hitRoom) {
        // Rare: a list of addresses. The piece moves behind a larger room and is read again.
        const kept = new Uint8Array(memory.buffer, pieceAt(), length).slice();
        hitRoom = found + FIRST_HITS;
        this.room(length).set(kept);
        return this.scan(length, from, to);
      }
      const rows = new Uint32Array(memory.buffer, hitsAt(), (found * HIT_BYTES) / 4);
      const made: Candidate[] = [];
      for (let at = 0; at < rows.length; at += 5) {
        const [kind, start, size, step, extra] = rows.subarray(at, at + 5) as unknown as [number, number, number, 1 | 2, number];
        made.push({ kind: CANDIDATES[kind] as CandidateKind, start, length: size, step, extra });
      }
      return made.sort((a, b) => a.start - b.start || a.length - b.length || (a.kind < b.kind ? -1 : 1));
    },
  };
}

const align = (at: number): number => Math.ceil(at / 16) * 16;
