// Every real block of the shared test data, framed or not, as raw bytes with a name and its network.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fromHex } from '../../shared/model/bytes.ts';
import { SHARED_DATA, sharedFile, sharedJson } from './sharedData.ts';

export interface RealBlock {
  readonly name: string;
  readonly network: string;
  readonly bytes: Uint8Array;
}

/** Blocks of a file framed as [magic][length][block]; an independent few lines, not the reader under test. */
export function framed(bytes: Uint8Array): readonly Uint8Array[] {
  const blocks: Uint8Array[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at + 4, true);
    blocks.push(bytes.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return blocks;
}

function bunzipped(path: string): Uint8Array | null {
  try {
    return new Uint8Array(execFileSync('bzip2', ['-dc', join(SHARED_DATA ?? '', path)], { maxBuffer: 64 << 20 }));
  } catch {
    return null; // no bzip2 on this machine: the other blocks still count
  }
}

function plain(path: string, network = 'bitcoin'): RealBlock {
  return { name: path, network, bytes: sharedFile(`btc-blocks/${path}`) };
}

let loaded: readonly RealBlock[] | null = null;

export function realBlocks(): readonly RealBlock[] {
  if (loaded !== null) return loaded;
  const blocks: RealBlock[] = [
    plain('block413567.raw'),
    ...['block1', 'block300025', 'block426884', 'block482683'].map((name) => plain(`bcoin/${name}.raw`)),
    ...['169482', '383616', '481815', '481829'].map((height) => plain(`bitcoinj/block${height}.dat`)),
    plain('rust-bitcoin/testnet_block_000000000000045e0b1660b6445b5e5c5ab63c9a4f956be7e1e69be04fa4497b.raw', 'testnet3'),
  ];
  const text = (path: string): string => new TextDecoder().decode(sharedFile(path)).trim();
  blocks.push({ name: 'rust-bitcoin/block_13b8a', network: 'bitcoin', bytes: fromHex(text('btc-blocks/rust-bitcoin/block_13b8a.hex')) });
  framed(sharedFile('btc-blocks/bitcoinj/first-100k-blocks.dat')).forEach((bytes, height) => {
    blocks.push({ name: `first blocks, ${height}`, network: 'bitcoin', bytes });
  });
  const filters = sharedJson('btc-blocks/rust-bitcoin/blockfilters.json') as readonly (readonly unknown[])[];
  for (const row of filters) {
    if (row.length < 3) continue;
    blocks.push({ name: `BIP158 testnet ${String(row[0])}`, network: 'testnet3', bytes: fromHex(String(row[2])) });
  }
  for (const path of ['btcd/blocks1-256.bz2', 'btcd/277647.dat.bz2', 'btcd/blk_0_to_4.dat.bz2', 'btcd/blk_3A.dat.bz2']) {
    const bytes = bunzipped(`btc-blocks/${path}`);
    if (bytes !== null) framed(bytes).forEach((block, i) => blocks.push({ name: `${path} ${i}`, network: 'bitcoin', bytes: block }));
  }
  for (const [name, network] of [
    ['bitcoin_signet_31500', 'signet'],
    ['bitcoin_testnet4_40000', 'testnet4'],
  ] as const) {
    const answer = sharedJson(`btc-blocks/electrumx/${name}.json`) as { block?: string };
    if (typeof answer.block === 'string') blocks.push({ name, network, bytes: fromHex(answer.block) });
  }
  loaded = blocks;
  return blocks;
}
