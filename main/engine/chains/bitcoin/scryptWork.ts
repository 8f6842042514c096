// Whether headers carry the scrypt work that their own bits ask for. One such hash costs some 0.2 ms (SHA-256: 0.0002), so what was
// proven once in this process is remembered by the header's id, which the header's 80 bytes determine. Nothing is taken on trust:
// a header that is not remembered is hashed.
import { activeKernel, type HashKernel } from './hashKernel.ts';
import { HashIndex } from './hashIndex.ts';
import { HEADER_BYTES } from './header.ts';
import type { BitcoinNetwork } from './parameters.ts';
import { type CompactTargets, compactTargets } from './retarget.ts';
import { headerHashes } from './txids.ts';

const BATCH = 256;
/** Ids remembered at most (32 bytes each): beyond, work is computed again. All of Litecoin's headers until 2031 or so. */
const MOST_REMEMBERED = 1 << 22;

const remembered = { ids: new Uint8Array(1024 * 32), count: 0, index: new HashIndex(new Uint8Array(0), 0) };
forget();

/** Forgets what was proven: for tests, which must see the work done. */
export function forget(): void {
  remembered.count = 0;
  remembered.index = new HashIndex(remembered.ids, remembered.ids.length / 32);
}

function remember(hashes: Uint8Array, offset: number): void {
  if (remembered.count === MOST_REMEMBERED) return;
  if (remembered.count * 32 === remembered.ids.length) {
    const wider = new Uint8Array(remembered.ids.length * 2);
    wider.set(remembered.ids);
    const index = new HashIndex(wider, wider.length / 32);
    for (let i = 0; i < remembered.count; i++) index.addIfAbsent(i);
    remembered.ids = wider;
    remembered.index = index;
  }
  remembered.ids.set(hashes.subarray(offset, offset + 32), remembered.count * 32);
  if (remembered.index.addIfAbsent(remembered.count) === remembered.count) remembered.count++;
}

/**
 * One byte per header: 1 where its scrypt hash meets the target of its bits. Headers whose bits state no target that is allowed
 * are not hashed and give 0.
 */
export function scryptMeets(
  headers: Uint8Array,
  hashes: Uint8Array,
  targets: CompactTargets,
  kernel: HashKernel = activeKernel(),
): Uint8Array {
  const meets = new Uint8Array(headers.length / HEADER_BYTES);
  for (const _ of scryptInBatches(headers, hashes, targets, kernel, meets));
  return meets;
}

function* scryptInBatches(
  headers: Uint8Array,
  hashes: Uint8Array,
  targets: CompactTargets,
  kernel: HashKernel,
  meets: Uint8Array,
): Generator<number> {
  const view = new DataView(headers.buffer, headers.byteOffset, headers.byteLength);
  const bitsAt = (header: number): number => view.getUint32(header * HEADER_BYTES + 72, true);
  const batch: number[] = [];
  const records = new Uint8Array(BATCH * HEADER_BYTES);
  const out = new Uint8Array(BATCH * 32);
  const settle = (): void => {
    batch.forEach((header, i) => records.set(headers.subarray(header * HEADER_BYTES, (header + 1) * HEADER_BYTES), i * HEADER_BYTES));
    kernel.scrypt(records.subarray(0, batch.length * HEADER_BYTES), out);
    batch.forEach((header, i) => {
      if (!targets.meets(out, i * 32, targets.of(bitsAt(header)) as Uint8Array)) return;
      meets[header] = 1;
      remember(hashes, header * 32);
    });
    batch.length = 0;
  };
  for (let header = 0; header < meets.length; header++) {
    if (remembered.index.find(hashes, header * 32) !== undefined) meets[header] = 1;
    else if (typeof targets.of(bitsAt(header)) !== 'string') batch.push(header);
    if (batch.length === BATCH) {
      settle();
      yield header + 1;
    }
  }
  settle();
  yield meets.length;
}

/**
 * Proves the work of headers step by step and remembers it, so that a long chain can be judged without holding everything up: gives
 * the number of headers done after each step. Where the work is no scrypt there is nothing to do ahead.
 */
export function* proveWorkAhead(network: BitcoinNetwork, headers: Uint8Array): Generator<number> {
  if (network.workHash !== 'scrypt') return;
  const kernel = activeKernel();
  const meets = new Uint8Array(headers.length / HEADER_BYTES);
  yield* scryptInBatches(headers, headerHashes(headers, kernel), compactTargets(network.powLimit), kernel, meets);
}

/** The hash of one header that must meet its target, internal byte order. */
export function workHashOf(network: { readonly workHash: BitcoinNetwork['workHash'] }, header: Uint8Array): Uint8Array {
  if (network.workHash === 'sha256d') return headerHashes(header);
  const out = new Uint8Array(32);
  activeKernel().scrypt(header, out);
  return out;
}
