// Makes a blocks folder that has the shape of a whole chain and almost none of its bytes: for the header pass and for judging its
// headers, which have regtest's work and times in order. What lies between two blocks is a hole in the file.
import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { REGTEST, sha256d } from '../../main/engine/chains/index.ts';
import { coinbaseFor } from './blockFile.ts';

const FILE_BYTES = 128 << 20;
const MOST_PER_FILE = 1000;
const FIRST_TIME = 1_300_000_000;

/** `spacing`: bytes from one block to the next; 0 for blocks of a header and a coinbase, one behind the other. */
export function makeHeaderFolder(folder: string, blocks: number, spacing: number): { readonly files: number; readonly bytes: number } {
  const blocksFolder = join(folder, 'blocks');
  mkdirSync(blocksFolder, { recursive: true });
  const coinbase = coinbaseFor(1, null);
  const frame = new Uint8Array(8 + 81 + coinbase.length);
  const step = Math.max(spacing, frame.length);
  const perFile = Math.min(MOST_PER_FILE, Math.floor(FILE_BYTES / step));
  const view = new DataView(frame.buffer);
  frame.set(REGTEST.magic);
  view.setUint32(4, step - 8, true);
  view.setUint32(80, 0x207f_ffff, true);
  frame[88] = 1;
  frame.set(coinbase, 89);
  // The first block stands on the one that the program knows.
  frame.set(REGTEST.genesisHash, 12);
  const mine = (): Uint8Array => {
    for (let nonce = 0; ; nonce++) {
      view.setUint32(84, nonce, true);
      const hash = sha256d(frame.subarray(8, 88));
      if ((hash[31] as number) < 0x7f) return hash;
    }
  };
  const packed = new Uint8Array(step === frame.length ? perFile * step : 0);
  let files = 0;
  for (let block = 0; block < blocks; files++) {
    const file = openSync(join(blocksFolder, `blk${String(files).padStart(5, '0')}.dat`), 'w');
    const here = Math.min(perFile, blocks - block);
    for (let i = 0; i < here; i++, block++) {
      view.setUint32(76, FIRST_TIME + block * 600, true);
      const hash = mine();
      if (packed.length > 0) packed.set(frame, i * step);
      else writeSync(file, frame, 0, frame.length, i * step);
      frame.set(hash, 12);
    }
    if (packed.length > 0) writeSync(file, packed, 0, here * step, 0);
    ftruncateSync(file, here * step);
    closeSync(file);
  }
  return { files, bytes: blocks * step };
}
