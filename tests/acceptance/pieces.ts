// Small pieces the roads over real data share: hashes by node:crypto and files put together from blocks.
import { createHash } from 'node:crypto';
import { BITCOIN, frameBlock } from '../../main/engine/chains/index.ts';

export const sha256d = (bytes: Uint8Array): Buffer<ArrayBuffer> =>
  Buffer.from(createHash('sha256').update(createHash('sha256').update(bytes).digest()).digest());
export const displayId = (bytes: Uint8Array): string => Buffer.from(sha256d(bytes)).reverse().toString('hex');
export const joined = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
export const blockFile = (blocks: readonly Uint8Array[]): Uint8Array => joined(blocks.map((block) => frameBlock(BITCOIN.magic, block)));
export const obfuscated = (bytes: Uint8Array, key: Uint8Array): Uint8Array =>
  bytes.map((byte, i) => byte ^ (key[i % key.length] as number));
