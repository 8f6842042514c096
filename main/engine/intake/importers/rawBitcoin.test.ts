// Pieces that carry no name are told apart by parsing alone: what one of them holds at some place must not make it pass for another.
import { Transaction } from 'bitcoinjs-lib';
import { describe, expect, it } from 'vitest';
import { checkWork, workHashOf } from '../../chains/index.ts';
import { recognisePiece } from './rawBitcoin.ts';

const EASIEST = (1n << 255n) - 1n;
const BITS_AT = 72;
/** Version, count, the output spent and the length of the script stand before it. */
const SCRIPT_AT = 42;

/** Its first eighty bytes read as a header with regtest's target and its work done. */
function likeAHeader(scriptBytes: number): Buffer {
  for (let nonce = 0; ; nonce++) {
    const script = Buffer.alloc(scriptBytes, 0x51);
    script.writeUInt32LE(0x207fffff, BITS_AT - SCRIPT_AT);
    script.writeUInt32LE(nonce, 0);
    const transaction = new Transaction();
    transaction.addInput(Buffer.alloc(32, 9), 0, undefined, script);
    transaction.addOutput(Buffer.from(`0014${'22'.repeat(20)}`, 'hex'), 5_000n);
    const bytes = Buffer.from(transaction.toBuffer());
    const header = new Uint8Array(bytes.subarray(0, 80));
    if (checkWork(workHashOf({ workHash: 'sha256d' }, header), 0x207fffff, EASIEST) === null) return bytes;
  }
}

describe('a transaction whose bytes read as a header', () => {
  it.each([
    ['shorter than a block', 40],
    ['as long as two headers', 78],
    ['longer', 120],
  ] as const)('is a transaction: %s', (_, scriptBytes) => {
    const bytes = likeAHeader(scriptBytes);
    if (scriptBytes === 78) expect(bytes.length).toBe(160);
    expect(recognisePiece(bytes)).toBe('transaction');
    // Cut short it is none, and no header either.
    expect(recognisePiece(bytes.subarray(0, -1))).not.toBe('transaction');
  });
});
