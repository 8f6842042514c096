// Checked against OpenSSL (ECDSA), published vectors (RFC 6979 on secp256k1, BIP340 vector 0) and BIP341's wallet vectors.
import { createPublicKey, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fromHex, hex } from '../../../shared/model/bytes.ts';
import { sha256 } from '../kernel/index.ts';
import { publicKeyOf, signEcdsa, signSchnorr, taprootKey, trainingKey } from './trainingSigner.ts';

const dataFolder = process.env['TRACEHOLD_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');
const bip341 = join(dataFolder, 'btc-blocks/rust-bitcoin/bip341_tests.json');

function openSslKey(publicKey: Uint8Array) {
  // SubjectPublicKeyInfo of id-ecPublicKey on secp256k1 with an uncompressed point (RFC 5480).
  const prefix = fromHex('3056301006072a8648ce3d020106052b8104000a034200');
  return createPublicKey({ key: Buffer.concat([prefix, publicKey]), format: 'der', type: 'spki' });
}

describe('training signer', () => {
  it('knows the public keys of 1 and of order minus 1 (SEC 2)', () => {
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    expect(hex(publicKeyOf(1n))).toBe('0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798');
    expect(hex(publicKeyOf(order - 1n))).toBe('0379be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798');
  });

  it('gives ECDSA signatures that OpenSSL accepts for the message and refuses for another', () => {
    for (let i = 0; i < 20; i++) {
      const message = new TextEncoder().encode(`message ${i}`);
      const key = trainingKey(sha256(message));
      const signature = signEcdsa(key, sha256(message));
      const publicKey = { key: openSslKey(publicKeyOf(key, false)), dsaEncoding: 'der' as const };
      expect(verify('sha256', message, publicKey, signature)).toBe(true);
      expect(verify('sha256', new TextEncoder().encode('other'), publicKey, signature)).toBe(false);
      expect(hex(signEcdsa(key, sha256(message)))).toBe(hex(signature));
    }
  });

  it('repeats the secp256k1 vector for RFC 6979: key 1, "Satoshi Nakamoto"', () => {
    const signature = hex(signEcdsa(1n, sha256(new TextEncoder().encode('Satoshi Nakamoto'))));
    expect(signature).toContain('934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8');
    expect(signature).toContain('2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5');
  });

  it('repeats BIP340 test vector 0', () => {
    expect(hex(signSchnorr(3n, new Uint8Array(32)))).toBe(
      'e907831f80848d1069a5371b402410364bdf1c5f8307b0084c55f1ce2dca821525f66a4a85ea8b71e482a74f382d2ce5ebeee8fdb2172f477df4900d310536c0',
    );
  });

  it.skipIf(!existsSync(bip341))('repeats the BIP341 wallet vectors for key-path spending (skipped without the data folder)', () => {
    const vectors = JSON.parse(readFileSync(bip341, 'utf8')).keyPathSpending[0].inputSpending;
    expect(vectors.length).toBeGreaterThan(3);
    for (const { given, intermediary, expected } of vectors) {
      const root = given.merkleRoot === null ? new Uint8Array(0) : fromHex(given.merkleRoot);
      const { key } = taprootKey(BigInt(`0x${given.internalPrivkey}`), root);
      expect(key).toBe(BigInt(`0x${intermediary.tweakedPrivkey}`));
      const type = given.hashType === 0 ? '' : given.hashType.toString(16).padStart(2, '0');
      expect(hex(signSchnorr(key, fromHex(intermediary.sigHash))) + type).toBe(expected.witness[0]);
    }
  });
});
