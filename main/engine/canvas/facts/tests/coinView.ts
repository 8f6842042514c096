// A view of a coin chain around a slice written by hand or at random, for tests. Not part of the program.
import type { CaseSession } from '../../../casefile/index.ts';
import { REGTEST } from '../../../chains/index.ts';
import { sha256 } from '../../../kernel/index.ts';
import { createScriptTable } from '../../../intake/index.ts';
import { type ChainView, NOT_SPENT_HERE, txOfIn, txOfOut, type UtxoSlice } from '../../../trace/index.ts';
import { displayHash, hex } from '../../../../../shared/model/bytes.ts';

export const CHAIN = REGTEST.id;

/** Script n pays a hash that is n in its last four bytes. */
export function scriptOf(number: number): Uint8Array {
  const bytes = Uint8Array.of(0x76, 0xa9, 20, ...new Uint8Array(20), 0x88, 0xac);
  new DataView(bytes.buffer).setUint32(19, number);
  return bytes;
}

export function addressOf(number: number): string {
  return REGTEST.readScript(scriptOf(number)).address as string;
}

export function txidText(slice: UtxoSlice, tx: number): string {
  return displayHash(slice.txid.subarray(tx * 32, tx * 32 + 32));
}

export function outText(slice: UtxoSlice, out: number): string {
  const tx = txOfOut(slice, out);
  return `${txidText(slice, tx)}:${out - (slice.txOutStart[tx] as number)}`;
}

/** Of an input: what it spends, invented where the parent is unknown. */
export function outpointOf(slice: UtxoSlice, input: number): Uint8Array {
  const parent = slice.inPrevOut[input] as number;
  const bytes = new Uint8Array(36);
  if (parent === -1) return bytes.fill(0xff, 32);
  const tx = parent < 0 ? -1 : txOfOut(slice, parent);
  bytes.set(tx === -1 ? sha256(Buffer.from(`unknown ${input}`)) : slice.txid.subarray(tx * 32, tx * 32 + 32));
  new DataView(bytes.buffer).setUint32(32, tx === -1 ? 7 : parent - (slice.txOutStart[tx] as number), true);
  return bytes;
}

export function spentText(slice: UtxoSlice, input: number): string {
  const bytes = outpointOf(slice, input);
  return `${displayHash(bytes.subarray(0, 32))}:${new DataView(bytes.buffer).getUint32(32, true)}`;
}

export function viewAround(slice: UtxoSlice, more: Partial<ChainView> & { readonly tipHeight?: number } = {}): ChainView {
  const scripts = createScriptTable();
  let most = 0;
  for (const script of [...slice.outScript, ...slice.inScript]) most = Math.max(most, script);
  for (let number = 1; number <= most; number++) {
    const bytes = scriptOf(number);
    scripts.intern(bytes, 0, bytes.length);
  }
  const byId = new Map<string, number>();
  for (let tx = 0; tx < slice.txCount; tx++) byId.set(hex(slice.txid.subarray(tx * 32, tx * 32 + 32)), tx);
  const tip = more.tipHeight ?? 1_000_000;
  return {
    ...{ network: REGTEST, slice, scripts, blocks: [], searches: [], coverage: [] },
    headers: { tip: 0, height: Int32Array.of(tip) } as unknown as ChainView['headers'],
    findTransaction: (txid) => byId.get(hex(txid)) ?? -1,
    outpointOfInput: (input) => outpointOf(slice, input),
    rawPlace: () => ({ offset: 0, length: 0 }),
    madeAt: () => null,
    isProven: (tx) => slice.blockComplete[slice.txBlock[tx] as number] === 1,
    freeze: {} as ChainView['freeze'],
    ...more,
  };
}

/** Nothing here asks the case but searches and grades, which the view answers. */
export const NO_SESSION = {} as CaseSession;

export function spenderOf(slice: UtxoSlice, out: number): number {
  const input = slice.outSpentBy[out] as number;
  return input === NOT_SPENT_HERE ? -1 : txOfIn(slice, input);
}
